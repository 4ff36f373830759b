"""How old what is read of a study at a hub is, and in words."""

from __future__ import annotations

from datetime import datetime, timedelta

from cati_app.texts import Words
from cati_app.ui.stage.wording import weekday
from cati_app.values import dataclass

OLD = timedelta(seconds=1)
"""From then on people are told how old the study is, which is asked for twice a second."""
LOOKED_AT_MS = 100
"""Milliseconds between two looks at how old the study in sight is, and whether something newer has come."""
OLD_OF_SECONDS = timedelta(seconds=2)
"""The same of what is asked for once a second, while it is in sight: stations, and who is at work."""
_SETTLED = timedelta(seconds=5)


class Lateness:
    """Whether people should know that something is old: once it was, until it has been new for a while.

    So no line comes and goes with each answer of a hub that is slow.

    Args:
        old: From that age on.
    """

    def __init__(self, old: timedelta = OLD) -> None:
        self._old = old
        self._was_old_at: datetime | None = None

    def is_told(self, as_of: datetime, now: datetime) -> bool:
        """Whether it is to be told now."""
        if now - as_of >= self._old:
            self._was_old_at = now
        return self._was_old_at is not None and timedelta() <= now - self._was_old_at < _SETTLED


@dataclass(frozen=True, slots=True)
class StudyAge:
    """How old what is read of a study at a hub is.

    Args:
        as_of: When everything was here, on the clock of the study; None: not all of it has come yet.
        is_old: Whether people should know.
        is_today: Whether it was today.
        is_refused: The hub does not take the sign-in of whoever reads, so nothing comes any more.
        is_cut: The station is offline; else the hub may only be slow.
        seconds: How old it is.
    """

    as_of: datetime | None
    is_old: bool
    is_today: bool = True
    is_refused: bool = False
    is_cut: bool = False
    seconds: int = 0


def as_of_words(words: Words, at: str, age: timedelta, old: timedelta = OLD) -> str:
    """For what a hub has not told anew; that the line is cut is not said, because it may only be slow.

    Args:
        old: From that age on it should be newer.
    """
    if age < old:
        return words.say("As of {at}.", at=at)
    return words.say("As of {at}; nothing newer has come from the hub yet.", at=at)


def age_words(words: Words, age: StudyAge) -> str:
    """What people should know of it; blank where there is nothing."""
    refused = words.say("The hub does not take this sign-in, so nothing new comes: sign out, and in again.")
    if age.as_of is None:
        coming = words.say("The study is still on its way from the hub: what is shown here is not all of it.")
        return f"{refused} {coming}" if age.is_refused else coming
    if not age.is_old:
        return ""
    at = f"{age.as_of:%H:%M:%S}"
    if not age.is_today:
        day = words.say("{at:%Y-%m-%d %H:%M}", at=age.as_of)
        at = f"{weekday(words, age.as_of)} {day}"
    if age.is_refused:
        return f"{words.say('As of {at}.', at=at)} {refused}"
    if age.is_cut:
        return words.say("As of {at}: the line to the hub is cut.", at=at)
    return as_of_words(words, at, timedelta(seconds=age.seconds))
