"""What pages of interviews say alike while they read them, and when that is stopped."""

from __future__ import annotations

from cati_app.texts import Words


class PageWords:
    """In the language of the window."""

    def __init__(self, words: Words) -> None:
        self._words = words

    @property
    def reading(self) -> str:
        """While nothing has been read yet."""
        return self._words.say("The interviews are being read …")

    @property
    def stopping(self) -> str:
        """It goes on as far as it has to."""
        return self._words.say("It is being stopped …")

    @property
    def reading_stopped(self) -> str:
        """Reading was ended before anything was there."""
        return self._words.say("Reading was stopped. R reads the interviews.")

    @property
    def nothing_written(self) -> str:
        """Writing was ended."""
        return self._words.say("Stopped. Nothing was written.")
