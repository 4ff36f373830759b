"""People and plans of the published vectors: ages 1 to 4, w with and o without an immigration history, from P01 on."""

from __future__ import annotations

from collections.abc import Mapping

from cati_app.domain.focus_groups.group_plan import GroupPlan, Invitee, Mix, SeatRange

PEOPLE = [
    Invitee(f"P{number:02}", {"age": age, "history": history})
    for number, (age, history) in enumerate(zip("11122233344432", "wwowoooowooooo", strict=True), 1)
]
AGES = {"1": (2, 2), "2": (2, 3), "3": (1, 3), "4": (1, 2)}
HISTORIES = {"w": (3, 4), "o": (4, 5)}


def plan(
    seats: int, ages: Mapping[str, tuple[int, int]], histories: Mapping[str, tuple[int, int]], others: bool = False
) -> GroupPlan:
    """A group with these ranges; without any of a feature it is no matter.

    Args:
        others: Whether the features have values without a range.
    """
    mix = {
        feature: Mix({value: SeatRange(*ends) for value, ends in ranges.items()}, others)
        for feature, ranges in (("age", ages), ("history", histories))
        if ranges
    }
    return GroupPlan("g1", seats, {}, mix)
