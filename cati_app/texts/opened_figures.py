"""What a person reads between two calls when figures of theirs were opened by two others."""

from __future__ import annotations

from cati_app.domain.people.opened_figures import OpenedFigures
from cati_app.domain.people.team_messages import TEXT_AT_MOST
from cati_app.domain.people.users import User
from cati_app.texts.words import Words


def message_of(words: Words, by: User, second: User | None, opened: OpenedFigures, of: User | None) -> str:
    """What whom it concerns reads between two calls; without logins that are too long for a message."""
    told = _told(words, f"{by.login}, {second.login if second is not None else '?'}", opened, of)
    if len(told) <= TEXT_AT_MOST:
        return told
    return _told(words, words.say("two people"), opened, of)


def _told(words: Words, people: str, opened: OpenedFigures, of: User | None) -> str:
    if of is None:
        return words.say(
            "From {first} on supervisors can look at figures of each person, under an agreement of {agreed_on}. Opened"
            " by {people}. `cati figures` shows your own.",
            first=opened.first_day,
            agreed_on=opened.agreed_on,
            people=people,
        )
    return words.say(
        "Your figures of {first} to {last} can be looked at by supervisors until {end:%Y-%m-%d}. Opened by {people}."
        " `cati figures` shows them to you, with the reason.",
        first=opened.first_day,
        last=opened.last_day,
        end=opened.ends_at,
        people=people,
    )
