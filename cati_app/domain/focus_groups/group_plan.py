"""The plan of a focus group, and whether people can be found for it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from math import ceil

from cati_app.values import dataclass, replace

UNKNOWN = "unknown"
"""The value of a feature that a person did not tell, or was not asked for."""
MOST_NODES = 200_000
"""Of the search, after which it says that it does not know."""
INVITED_PER_SEAT = 1.3


@dataclass(frozen=True, slots=True)
class Invitee:
    """Somebody who consented to be invited.

    Args:
        id: Of the consent; the order of a draw depends on it and the seed alone.
        features: Values by feature; what is missing is unknown.
    """

    id: str
    features: Mapping[str, str]

    def value(self, feature: str) -> str:
        """Of a feature; `unknown` where it was not told."""
        return self.features.get(feature, UNKNOWN)


@dataclass(frozen=True, slots=True)
class SeatRange:
    """How many seats a value takes, at least and at most; 0 ≤ least ≤ most."""

    least: int
    most: int

    def __post_init__(self) -> None:
        if not 0 <= self.least <= self.most:
            raise ValueError("a range of seats is 0 or more, the least first")


@dataclass(frozen=True, slots=True)
class Mix:
    """How the seats are spread over the values of a feature.

    Args:
        ranges: By value.
        others: Whether the feature has values without a range. Their places, without any limit, are the only ones that
            somebody whose value is unknown can take.
    """

    ranges: Mapping[str, SeatRange]
    others: bool = False


class Infeasible(StrEnum):
    """Why nobody can fill a plan, in the order in which it is told: the first that holds.

    `pool`: there are too few people, of all or of a value. `seats`: the ranges do not fit the seats. `joint`: each
    range could be met, but not all together.
    """

    POOL = "pool"
    SEATS = "seats"
    JOINT = "joint"
    UNDECIDED = "undecided"


@dataclass(frozen=True, slots=True)
class Shortfall:
    """Why a plan cannot be met, or cannot be told.

    Args:
        feature: That it is about; blank: it is about the plan as a whole.
        value: Of the feature; blank: all of them.
        wanted: Seats that are wanted there; 0 where it is about no number.
        there: People or seats that there are.
    """

    why: Infeasible
    feature: str = ""
    value: str = ""
    wanted: int = 0
    there: int = 0


@dataclass(frozen=True, slots=True)
class GroupPlan:
    """What a group is to be made up of.

    Args:
        seats: 1 or more.
        only: Values that a person must have, by feature.
        mix: By feature.
    """

    id: str
    seats: int
    only: Mapping[str, frozenset[str]]
    mix: Mapping[str, Mix]

    def for_invitations(self, invite: int | None = None) -> GroupPlan:
        """The same for as many as are invited, of whom some will not come: maxima grow as the seats do, rounded up.

        Args:
            invite: As many as seats or more; None: 1.3 for each seat, rounded up.
        """
        seats = invite if invite is not None else ceil(round(self.seats * INVITED_PER_SEAT, 6))
        if seats < self.seats:
            raise ValueError("as many are invited as there are seats, or more")
        mix = {
            feature: replace(
                held,
                ranges={
                    value: SeatRange(each.least, -(-each.most * seats // self.seats))
                    for value, each in held.ranges.items()
                },
            )
            for feature, held in self.mix.items()
        }
        return replace(self, seats=seats, mix=mix)

    def contradiction(self) -> Shortfall | None:
        """What keeps the plan from being met whoever is there: ranges that do not fit the seats; None: nothing."""
        return next(self._minima(), None) or next(self._maxima(), None)

    def _minima(self) -> Iterator[Shortfall]:
        for feature, held in self.mix.items():
            least = sum(each.least for each in held.ranges.values())
            if least > self.seats:
                yield Shortfall(Infeasible.SEATS, feature, wanted=least, there=self.seats)

    def _maxima(self) -> Iterator[Shortfall]:
        for feature, held in self.mix.items():
            most = sum(each.most for each in held.ranges.values())
            if not held.others and most < self.seats:
                yield Shortfall(Infeasible.SEATS, feature, wanted=self.seats, there=most)

    def outside(self, person: Invitee) -> str:
        """The first feature by which a person does not belong to the group; blank: they do."""
        for feature, values in self.only.items():
            if person.value(feature) not in values:
                return feature
        return ""

    def without_range(self, person: Invitee) -> str:
        """The first feature whose seats are all for other values than this person's; blank: there is none."""
        for feature, held in self.mix.items():
            if not held.others and person.value(feature) not in held.ranges:
                return feature
        return ""

    def can_take(self, person: Invitee) -> bool:
        """Whether a person could sit in the group at all."""
        return not self.outside(person) and not self.without_range(person)

    def shortfall(self, people: Sequence[Invitee], seated: Sequence[Invitee] = ()) -> Shortfall | None:
        """Why the plan cannot be met, by the first reason that holds; None: it can.

        Args:
            people: Of whom the seats that are left are filled; who cannot sit in the group counts as absent.
            seated: Who sits there already and stays.
        """
        left = [person for person in people if self.can_take(person)]
        return next(self._at_sight([*seated, *left]), None) or self._searched(left, seated)

    def _at_sight(self, people: Sequence[Invitee]) -> Iterator[Shortfall]:
        """What needs no search, in the order in which it is told."""
        if len(people) < self.seats:
            yield Shortfall(Infeasible.POOL, wanted=self.seats, there=len(people))
        yield from self._minima()
        counts = {feature: Counter(person.value(feature) for person in people) for feature in self.mix}
        for feature, held in self.mix.items():
            for value, each in held.ranges.items():
                if each.least > counts[feature][value]:
                    yield Shortfall(Infeasible.POOL, feature, value, each.least, counts[feature][value])
        yield from self._maxima()
        for feature, held in self.mix.items():
            reach = sum(
                min(held.ranges[value].most, count) if value in held.ranges else count
                for value, count in counts[feature].items()
            )
            if reach < self.seats:
                yield Shortfall(Infeasible.POOL, feature, wanted=self.seats, there=reach)

    def _searched(self, people: Sequence[Invitee], seated: Sequence[Invitee]) -> Shortfall | None:
        search = _Search(self, people, seated)
        if search.possible is None:
            return Shortfall(Infeasible.UNDECIDED)
        return None if search.possible else Shortfall(Infeasible.JOINT)


_Profile = tuple[str, ...]


class _Search:
    """Whether seats that are left can be filled, by how many are taken of each profile: depth first, scarcest first."""

    def __init__(self, plan: GroupPlan, people: Iterable[Invitee], seated: Sequence[Invitee]) -> None:
        self._features = list(plan.mix)
        self._nodes = 0
        profiles = Counter(self._profile(person) for person in people)
        self._profiles = sorted(profiles.items(), key=lambda each: (each[1], each[0]))
        taken = Counter(pair for person in seated for pair in enumerate(self._profile(person)))
        ranges = {
            (number, value): each
            for number, feature in enumerate(self._features)
            for value, each in plan.mix[feature].ranges.items()
        }
        self._least = {key: each.least - taken[key] for key, each in ranges.items()}
        self._room = {key: each.most - taken[key] for key, each in ranges.items()}
        self._after = self._people_after()
        seats = plan.seats - len(seated)
        self.possible = all(room >= 0 for room in self._room.values()) and seats >= 0 and self._fill(0, seats)
        """Whether they can; None where that took too many nodes."""

    def _profile(self, person: Invitee) -> _Profile:
        return tuple(person.value(feature) for feature in self._features)

    def _people_after(self) -> list[tuple[int, Counter[tuple[int, str]]]]:
        """Of each profile: how many people have it or one after it, in all and of each value; nobody after the last."""
        after = [(0, Counter[tuple[int, str]]())]
        for profile, count in reversed(self._profiles):
            every, counts = after[-1]
            further = Counter(counts)
            for pair in enumerate(profile):
                further[pair] += count
            after.append((every + count, further))
        return after[::-1]

    def _fill(self, start: int, seats: int) -> bool | None:
        """Whether the seats can be filled from one of the profiles on."""
        self._nodes += 1
        if self._nodes > MOST_NODES:
            return None
        every, counts = self._after[start]
        if every < seats or self._too_few(counts, seats):
            return False
        if not seats:
            return True
        profile, count = self._profiles[start]
        pairs = [pair for pair in enumerate(profile) if pair in self._room]
        for taken in range(min(count, seats, *(self._room[pair] for pair in pairs)), -1, -1):
            for pair in pairs:
                self._room[pair] -= taken
                self._least[pair] -= taken
            possible = self._fill(start + 1, seats - taken)
            for pair in pairs:
                self._room[pair] += taken
                self._least[pair] += taken
            if possible is not False:
                return possible
        return False

    def _too_few(self, counts: Counter[tuple[int, str]], seats: int) -> bool:
        """Whether a minimum is out of reach, of one value or of all values of a feature together."""
        wanted: Counter[int] = Counter()
        for pair, least in self._least.items():
            if least > counts[pair]:
                return True
            wanted[pair[0]] += max(least, 0)
        return any(least > seats for least in wanted.values())
