"""How old what is read of a study at a hub is, and in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from cati_app.texts import Words
from cati_app.ui.stage.wording import weekday


@dataclass(frozen=True, slots=True)
class StudyAge:
    """How old what is read of a study at a hub is.

    Args:
        as_of: When everything was here, on the clock of the study; None: not all of it has come yet.
        is_old: Whether people should know.
        is_today: Whether it was today.
        is_refused: The hub does not take the sign-in of whoever reads, so nothing comes any more.
    """

    as_of: datetime | None
    is_old: bool
    is_today: bool = True
    is_refused: bool = False


def age_words(words: Words, age: StudyAge) -> str:
    """What people should know of it; blank where there is nothing."""
    refused = words.say("The hub does not take this sign-in, so nothing new comes: sign out, and in again.")
    if age.as_of is None:
        coming = words.say("The study is still on its way from the hub: what is shown here is not all of it.")
        return f"{refused} {coming}" if age.is_refused else coming
    if not age.is_old:
        return ""
    at = f"{age.as_of:%H:%M}"
    if not age.is_today:
        day = words.say("{at:%Y-%m-%d %H:%M}", at=age.as_of)
        at = f"{weekday(words, age.as_of)} {day}"
    if age.is_refused:
        return f"{words.say('As of {at}.', at=at)} {refused}"
    return words.say("As of {at}: the line to the hub is cut.", at=at)
