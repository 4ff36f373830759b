"""What a release of the next portions gains in days, worked out while the question stands."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from cati_app.texts import Words
from cati_app.ui.desk.outlook_services import OutlookServices
from cati_app.ui.stage.stage import Stage

_NOTHING = 0.05
"""Days that are not worth telling."""


class ReleaseGain:
    """Reads it beside the store's own thread; the release does not wait for it.

    Args:
        changed: Called when there is something new to show.
    """

    def __init__(self, stage: Stage, services: OutlookServices | None, changed: Callable[[], None]) -> None:
        self._stage = stage
        self._services = services
        self._changed = changed
        self._reading = False
        self._gained: tuple[float, ...] | None = None

    def ask(self) -> None:
        """The question is put."""
        services = self._services
        if services is None or self._reading:
            return
        self._reading, self._gained = True, None
        self._stage.look(partial(services.release_gain, services.user), self._show, self._not_read, "backup")

    def _show(self, gained: tuple[float, ...] | None) -> None:
        self._reading, self._gained = False, gained
        self._changed()

    def _not_read(self, error: Exception) -> bool:
        """It can be released without it."""
        self._reading = False
        return False

    @property
    def text(self) -> str:
        """In a sentence; blank where nothing can be told."""
        words = self._stage.words
        if self._reading:
            return words.say("What it gains is worked out …")
        return "" if not self._gained else gain_text(words, self._gained)


def gain_text(words: Words, gained: tuple[float, ...]) -> str:
    """Days gained by 1, 2 … portions."""
    if max(gained) < _NOTHING:
        return words.say(
            "It gains no day: the open numbers last for now, and the forecast counts on this portion once they run low."
        )
    told = ", ".join(
        words.say_count("{days:.1f} with {count} portion", "{days:.1f} with {count} portions", number, days=days)
        for number, days in enumerate(gained, 1)
    )
    return words.say("Days of work gained: {list}.", list=told)
