"""The draw of focus groups: the same seed gives the same order, and everybody has a reason."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from enum import StrEnum
from itertools import islice, permutations

from cati_app.domain.focus_groups.group_plan import GroupPlan, Infeasible, Invitee, Shortfall
from cati_app.values import dataclass

MOST_ORDERS = 720
"""Of several groups that are tried one after the other."""


class SeatReason(StrEnum):
    """Why somebody sits in a group or was passed over.

    `outside` the group by a feature; `no_range`: all seats by a feature are for other values; `full`: the most of
    their value sit there already; `needed`: with them the plan could not be met by those after; `no_seat`: all seats
    were taken before their turn; `dropped_out`; `elsewhere`: seated in another group.
    """

    SEATED = "seated"
    OUTSIDE = "outside"
    NO_RANGE = "no_range"
    FULL = "full"
    NEEDED = "needed"
    NO_SEAT = "no_seat"
    DROPPED_OUT = "dropped_out"
    ELSEWHERE = "elsewhere"


@dataclass(frozen=True, slots=True)
class Turn:
    """What a person's turn in the order of a draw came to.

    Args:
        number: In the order, from 1.
        feature: That decided; blank where none did.
    """

    id: str
    number: int
    reason: SeatReason
    feature: str = ""


@dataclass(frozen=True, slots=True)
class GroupDraw:
    """A group that was drawn.

    Args:
        seated: Ids in the order in which they were seated.
        turns: Of everybody, in the order of the draw.
    """

    group: str
    seed: str
    seated: tuple[str, ...]
    turns: tuple[Turn, ...]


def draw_order(people: Iterable[Invitee], seed: str) -> tuple[Invitee, ...]:
    """By SHA-256 of `seed:id`, ascending: nobody can choose a place in it, and everybody can compute it again."""
    return tuple(sorted(people, key=lambda each: (draw_digest(seed, each.id), each.id)))


def draw_digest(seed: str, person: str) -> str:
    """What somebody's place in the order depends on: hexadecimal digits."""
    return hashlib.sha256(f"{seed}:{person}".encode()).hexdigest()


def draw_group(
    plan: GroupPlan,
    people: Iterable[Invitee],
    seed: str,
    *,
    staying: Sequence[str] = (),
    dropped_out: Collection[str] = (),
    elsewhere: Collection[str] = (),
) -> GroupDraw | Shortfall:
    """Seat the next person if the plan can still be met with those after; why not, where it cannot be met at all.

    Args:
        staying: Ids of those who sit there from a draw before, in their order: they stay.
        dropped_out: Ids of those who do not come; replaced in the same order.
        elsewhere: Ids of those who sit in another group.
    """
    order = draw_order(people, seed)
    by_id = {person.id: person for person in order}
    seated = [by_id[person] for person in staying]
    open_to = [p for p in order if p.id not in staying and p.id not in dropped_out and p.id not in elsewhere]
    shortfall = plan.shortfall(open_to, seated)
    if shortfall is not None:
        return shortfall
    turns: list[Turn] = []
    for number, person in enumerate(order, 1):
        if person.id in staying:
            reason, feature = SeatReason.SEATED, ""
        elif person.id in dropped_out or person.id in elsewhere:
            reason, feature = SeatReason.DROPPED_OUT if person.id in dropped_out else SeatReason.ELSEWHERE, ""
        else:
            open_to = open_to[1:]
            judged = _turn(plan, person, seated, open_to)
            if isinstance(judged, Shortfall):
                return judged
            reason, feature = judged
            if reason is SeatReason.SEATED:
                seated.append(person)
        turns.append(Turn(person.id, number, reason, feature))
    return GroupDraw(plan.id, seed, tuple(person.id for person in seated), tuple(turns))


def _turn(
    plan: GroupPlan, person: Invitee, seated: Sequence[Invitee], after: Sequence[Invitee]
) -> tuple[SeatReason, str] | Shortfall:
    if plan.outside(person):
        return SeatReason.OUTSIDE, plan.outside(person)
    if plan.without_range(person):
        return SeatReason.NO_RANGE, plan.without_range(person)
    if len(seated) == plan.seats:
        return SeatReason.NO_SEAT, ""
    for feature, held in plan.mix.items():
        limit = held.ranges.get(person.value(feature))
        there = sum(other.value(feature) == person.value(feature) for other in seated)
        if limit is not None and there >= limit.most:
            return SeatReason.FULL, feature
    shortfall = plan.shortfall(after, [*seated, person])
    if shortfall is None:
        return SeatReason.SEATED, ""
    if shortfall.why is Infeasible.UNDECIDED:
        return shortfall
    return SeatReason.NEEDED, shortfall.feature


def draw_groups(
    plans: Sequence[GroupPlan], people: Sequence[Invitee], seed: str
) -> Mapping[str, GroupDraw] | Shortfall:
    """Several groups, nobody in two of them: the scarcest first, else in other orders.

    Returns:
        Draws by the id of their group, in the order of the plans; where no order leads to all of them, why the first
        group that failed in the first order cannot be met.
    """
    scarcest = sorted(plans, key=lambda plan: (sum(map(plan.can_take, people)) / plan.seats, plan.id))
    first: Shortfall | None = None
    for order in islice(permutations(scarcest), MOST_ORDERS):
        draws: dict[str, GroupDraw] = {}
        for plan in order:
            taken = {person for draw in draws.values() for person in draw.seated}
            draw = draw_group(plan, people, seed, elsewhere=taken)
            if isinstance(draw, Shortfall):
                first = first or draw
                break
            draws[plan.id] = draw
        else:
            return {plan.id: draws[plan.id] for plan in plans}
    return first if first is not None else {}
