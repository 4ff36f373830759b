"""Which days figures of groups count, so that figures looked at on two days tell nothing of few people either.

What two figures of one group have apart is a figure as well: of what was added between, and of what is too old by now.
So figures move on only when that would itself be shown: five people, each with enough that is new or gone, and nobody
with more than half of it. Everybody who looks, whenever and wherever, sees the same figures of the same days: the days
follow from the record alone, and nothing of what was shown is kept.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import combinations

from cati_app.domain.people.shown_groups import Group, ShownGroup, Withheld, is_enough, shown_groups
from cati_app.values import dataclass

_NEW_SHARE = 5
"""A person counts in what is new or gone with a fifth of what counts in a group."""
_SLACK = 4
"""A quarter of the days that may be told is left, so that a figure lasts while nothing new can be shown."""
_DAY = timedelta(days=1)
_TOGETHER = timedelta(days=7)
"""So long groups wait for one another; afterwards one that cannot move on is withheld, and the others do."""
ByDay = Mapping[date, Mapping[str, int]]
"""Conversations of each person by day, on the clock of the study."""


@dataclass(frozen=True, slots=True)
class DaySpan:
    """Days from the first to the last, both among them."""

    first: date
    last: date

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last

    def days(self) -> Iterator[date]:
        """Each of them."""
        return (self.first + n * _DAY for n in range((self.last - self.first).days + 1))


@dataclass(frozen=True, slots=True)
class ShownDays:
    """Groups, and the days of which they are shown.

    Args:
        span: The same for all of them; None: no day is over yet.
    """

    groups: Sequence[ShownGroup]
    span: DaySpan | None


def shown_days(groups: Sequence[Group], by_day: ByDay, today: date, each_at_least: int, kept_days: int) -> ShownDays:
    """Which of the groups are shown today, and of which days; never of today, which is not over.

    Args:
        each_at_least: Conversations without which a person counts in no group.
        kept_days: So many days a conversation may be told of.
    """
    steps = _Steps(groups, by_day, each_at_least)
    shown: ShownDays | None = None
    last = None
    for span in _spans(by_day, today, kept_days):
        last = span
        candidate = steps.at(span, shown)
        if candidate is not None and any(group.withheld is None for group in candidate):
            steps.note(span, candidate)
            shown = ShownDays(candidate, span)
    if shown is None:
        nothing = shown_groups(groups, steps.amounts(last) if last is not None else {}, each_at_least)
        return ShownDays(nothing, last)
    assert shown.span is not None
    oldest = next(day for day in shown.span.days() if by_day.get(day))
    if oldest <= today - kept_days * _DAY:
        return ShownDays([replace(group, withheld=Withheld.FEW_NEW) for group in shown.groups], shown.span)
    return shown


def _spans(by_day: ByDay, today: date, kept_days: int) -> Iterator[DaySpan]:
    """As they would be at the end of each day."""
    held = [day for day, people in by_day.items() if people and day < today]
    if not held:
        return
    length = max(1, kept_days - kept_days // _SLACK)
    day = min(held)
    while day < today:
        yield DaySpan(day - (length - 1) * _DAY, day)
        day += _DAY


class _Steps:
    """What was shown last of each group, and of each two of them."""

    def __init__(self, groups: Sequence[Group], by_day: ByDay, each_at_least: int) -> None:
        self._groups = groups
        self._by_day = by_day
        self._each_at_least = each_at_least
        self._new_at_least = max(1, each_at_least // _NEW_SHARE)
        self._last: dict[frozenset[str], _Counted] = {}  # by names of one or two groups
        self._members = {group.name: group.people for group in groups}

    def at(self, span: DaySpan, shown: ShownDays | None) -> list[ShownGroup] | None:
        """The groups as they may be shown; None: one of those that are shown cannot move on yet, and all wait for it.

        After a week none but the first waits.
        """
        now, told = self._counted(span), list[ShownGroup]()
        waits = shown is not None and shown.span is not None and span.last - shown.span.last < _TOGETHER
        seen = {group.name for group in shown.groups if group.withheld is None} if shown is not None else set()
        changes = _Changes(self._by_day, now)
        for group in shown_groups(self._groups, self.amounts(span), self._each_at_least):
            if group.withheld is None and not self._is_told(group, changes, told):
                is_first = all(other.withheld is not None for other in told)
                if shown is not None and (is_first or (waits and group.name in seen)):
                    return None
                told.append(replace(group, withheld=Withheld.FEW_NEW))
            else:
                told.append(group)
        return told

    def note(self, span: DaySpan, told: Sequence[ShownGroup]) -> None:
        """They are shown now."""
        now, names = self._counted(span), [group.name for group in told if group.withheld is None]
        for some in (*((name,) for name in names), *combinations(names, 2)):
            self._last[frozenset(some)] = now

    def amounts(self, span: DaySpan) -> Mapping[str, int]:
        """Of each person."""
        amounts: Counter[str] = Counter()
        for day in span.days():
            amounts.update(self._by_day.get(day, {}))
        return amounts

    def _counted(self, span: DaySpan) -> _Counted:
        amounts = self.amounts(span)
        return _Counted(span, frozenset(who for who, amount in amounts.items() if amount >= self._each_at_least))

    def _is_told(self, group: ShownGroup, changes: _Changes, before: Iterable[ShownGroup]) -> bool:
        """Whether nothing that lies between the figures before and these is of few people."""
        mine = self._members[group.name]
        parts: list[tuple[Sequence[str], frozenset[str]]] = [((group.name,), mine)]
        for other in before:
            if other.withheld is None:
                names, theirs = (group.name, other.name), self._members[other.name]
                parts += [(names, mine - theirs), (names, theirs - mine)]
        return all(self._may_be_told(frozenset(names), people, changes) for names, people in parts)

    def _may_be_told(self, names: frozenset[str], people: frozenset[str], changes: _Changes) -> bool:
        """Whether what is new or gone of these people is of enough of them; nothing at all may be told."""
        known = self._last.get(names)
        changed = {} if known is None else {p: n for p, n in changes.since(known).items() if p in people}
        return not changed or is_enough(changed, self._new_at_least)


@dataclass(frozen=True, slots=True)
class _Counted:
    """Days that were counted, and of whom."""

    span: DaySpan
    people: frozenset[str]


class _Changes:
    """What one figure counts and another does not, by person."""

    def __init__(self, by_day: ByDay, now: _Counted) -> None:
        self._by_day = by_day
        self._now = now
        self._known: dict[_Counted, Mapping[str, int]] = {}

    def since(self, before: _Counted) -> Mapping[str, int]:
        """Conversations that are new or gone."""
        if before not in self._known:
            changed, now = defaultdict[str, int](int), self._now
            for day in {*before.span.days(), *now.span.days()}:
                was, is_ = day in before.span, day in now.span
                for person, amount in self._by_day.get(day, {}).items():
                    if (was and person in before.people) != (is_ and person in now.people):
                        changed[person] += amount
            self._known[before] = changed
        return self._known[before]
