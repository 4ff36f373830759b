"""Which groups of people figures may be shown of: so many, and so much of each, that nobody in them can be made out.

The defaults are a choice of this program, not a line of any law: a group of five protects, it exempts from nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum

from cati_app.values import dataclass

PEOPLE_AT_LEAST = 5
MOST_OF_ONE = 0.5


class Withheld(StrEnum):
    """Why no figure stands beside a group."""

    FEW_PEOPLE = "few_people"  # with enough conversations each
    ONE_PERSON = "one_person"  # had more than half of all
    DIFFERENCE = "difference"  # with another group shown: what one has more would be figures of few people
    FEW_NEW = "few_new"  # what it has apart from the figure before would be figures of few people


@dataclass(frozen=True, slots=True)
class Group:
    """People of whom a figure is wanted together.

    Args:
        name: A language, say; blank: everybody.
    """

    name: str
    people: frozenset[str]


@dataclass(frozen=True, slots=True)
class ShownGroup:
    """A group, and whether its figure may be shown.

    Args:
        people: Who counts in it: with enough conversations.
        withheld: Why not; None: it may.
    """

    name: str
    people: frozenset[str]
    withheld: Withheld | None = None


def shown_groups(groups: Sequence[Group], amounts: Mapping[str, int], each_at_least: int) -> list[ShownGroup]:
    """Which of the groups may be shown; an earlier one goes before a later one.

    Args:
        amounts: Conversations of each person.
        each_at_least: Conversations without which a person counts in no group.
    """
    shown: list[ShownGroup] = []
    for group in groups:
        people = frozenset(person for person in group.people if amounts.get(person, 0) >= each_at_least)
        shown.append(ShownGroup(group.name, people, _withheld(people, amounts, shown)))
    return shown


def is_enough(amounts: Mapping[str, int], each_at_least: int) -> bool:
    """Whether a figure of these people together tells of none of them.

    Args:
        amounts: Conversations of each.
    """
    people = frozenset(person for person, amount in amounts.items() if amount >= each_at_least)
    return _withheld(people, amounts, ()) is None


def _withheld(people: frozenset[str], amounts: Mapping[str, int], before: Sequence[ShownGroup]) -> Withheld | None:
    if len(people) < PEOPLE_AT_LEAST:
        return Withheld.FEW_PEOPLE
    if max(amounts[person] for person in people) > MOST_OF_ONE * sum(amounts[person] for person in people):
        return Withheld.ONE_PERSON
    told = [other.people for other in before if other.withheld is None]
    if any(0 < len(more) < PEOPLE_AT_LEAST for other in told for more in (people - other, other - people)):
        return Withheld.DIFFERENCE
    return None
