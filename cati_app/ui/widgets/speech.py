"""In which language a column of the page speaks: its messages, examples and what was understood of an answer."""

from __future__ import annotations

from PySide6.QtCore import QLocale

from cati_app.texts import Words, column_words


class Speech:
    """The language of a column's script where the program knows it, else that of the window. One for a column."""

    def __init__(self) -> None:
        self._language = ""
        self._words: Words | None = None
        self._locale: QLocale | None = None

    def follow(self, language: str) -> None:
        """The script is in this language now."""
        if language != self._language:
            self._language = language
            self._words = column_words(language)
            locale = QLocale(language)
            self._locale = None if locale.language() is QLocale.Language.C else locale

    @property
    def language(self) -> str:
        """Code of the language of the script; blank: of the window."""
        return self._language

    @property
    def locale(self) -> QLocale:
        """How the column writes dates; numbers stay as they are typed, in the way of the window."""
        own, window = self._locale, QLocale()
        return window if own is None or own.language() is window.language() else own

    def tell(self, text: str, /, **values: object) -> str:
        """A text of the columns, with the values filled in. Collected for the catalogues like `say`."""
        return (self._words or column_words("")).say_in("column", text, **values)

    def tell_count(self, singular: str, many: str, count: int, /, **values: object) -> str:
        """The form that fits the count."""
        return (self._words or column_words("")).say_count_in("column", singular, many, count, **values)


WINDOW = Speech()
"""The language of the window, for whatever stands in no column."""
