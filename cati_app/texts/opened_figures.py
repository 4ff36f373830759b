"""What a person reads between two calls when figures of theirs were opened by two others."""

from __future__ import annotations

from cati_app.domain.people.opened_figures import OpenedFigures
from cati_app.domain.people.users import User
from cati_app.texts import say


def told_of_opening(by: User, second: User | None, opened: OpenedFigures, of: User | None) -> str:
    """For one person, or for everybody where an agreement opens the figures of each."""
    people = f"{by.login}, {second.login if second is not None else '?'}"
    if of is None:
        return say(
            "From {first} on supervisors can look at figures of each person, under an agreement of {agreed_on}. Opened"
            " by {people}. `cati figures` shows your own.",
            first=opened.first_day,
            agreed_on=opened.agreed_on,
            people=people,
        )
    return say(
        "Your figures of {first} to {last} can be looked at by supervisors until {end:%Y-%m-%d}. Opened by {people}."
        " `cati figures` shows them to you, with the reason.",
        first=opened.first_day,
        last=opened.last_day,
        end=opened.ends_at,
        people=people,
    )
