"""At a station: a change of the sample is kept, and goes to the hub in pages; cut off anywhere, it goes on."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import Protocol, TypeVar

from cati_app.domain.clock import Clock, IdSource
from cati_app.domain.errors import RuleViolation
from cati_app.domain.events import NewEvent
from cati_app.domain.people.rights import Right
from cati_app.domain.people.users import User
from cati_app.domain.sharing.samples import (
    CASES_AT_ONCE,
    SampleChange,
    SampleChangeKind,
    SampledCase,
    SampleTaken,
    travelling,
)
from cati_app.fieldwork.logging_events import moment
from cati_app.fieldwork.ports.hub import StoreStep, at_once
from cati_app.fieldwork.ports.sharing import SharedUnit, SharedUnits
from cati_app.fieldwork.rights import needs
from cati_app.values import dataclass

_T = TypeVar("_T")
Brought = Callable[[int, int], None]
"""Hears how many cases of how many are at the hub; may raise to stop."""


class HubSample(Protocol):
    """The hub, for a supervisor who has signed in. Whatever fails is an EnvironmentProblem, and may be said again."""

    def life(self) -> str:
        """The present one; another one begins when the hub came back from a copy."""
        ...

    def keep_page(self, change: SampleChange, position: int, cases: Sequence[SampledCase], *, again: bool) -> int:
        """How many cases of the change are there now, in a row from the first.

        Raises:
            RuleViolation: `sample_changed` where the hub began another life since the change was made.
        """
        ...

    def take(self, change: SampleChange, *, again: bool) -> SampleTaken:
        """All of it comes into the study. RuleViolation: `sample_changed`; `sample_gap` where cases lack."""
        ...

    def release(self, change: SampleChange, *, again: bool) -> SampleTaken:
        """Random portions may be called."""
        ...


@dataclass(frozen=True, slots=True)
class SampleBrought:
    """A change that is at the hub.

    Args:
        rows_left: Of the file, whose cases stay as they are.
    """

    change: SampleChange
    taken: SampleTaken
    rows_left: tuple[int, ...] = ()


class KeepSampleChange:
    """Keeps what a supervisor makes, until the hub has it and beyond: a hub from a copy may lack it."""

    def __init__(self, units: SharedUnits, clock: Clock, ids: IdSource, device: str) -> None:
        self._units = units
        self._clock = clock
        self._ids = ids
        self._device = device

    @needs(Right.SUPERVISE)
    def __call__(
        self,
        user: User,
        cases: Iterable[SampledCase],
        *,
        count: int,
        basis: tuple[str, int],
        facts: Sequence[NewEvent],
    ) -> SampleChange:
        """An import, or a draw.

        Args:
            count: Of the cases.
            basis: Life of the hub, and number of the last change in it with which the cases were compared.
            facts: What the log says of it, once the hub has it.
        """
        drawn = any(fact.kind == "sample_generated" for fact in facts)
        kind = SampleChangeKind.GENERATED if drawn else SampleChangeKind.IMPORTED
        told = tuple((fact.kind, fact.case_id, fact.payload) for fact in facts)
        change = SampleChange(self._ids.new_id(), kind, basis[1], count, self._clock.now(), basis[0], told)
        with self._units() as unit:
            unit.sample_changes.begin(change, self._device)
            unit.sample_changes.add(change.id, 0, cases)
            unit.commit()
        return change

    @needs(Right.SUPERVISE)
    def release(self, user: User, *, replicates: int | None, count: int | None) -> SampleChange:
        """A release of portions; one that is still on its way and asks for the same is that one."""
        asked = {"replicates": replicates, "count": count}
        with self._units() as unit:
            for known in unit.sample_changes.waiting():
                if known.kind is SampleChangeKind.RELEASED and known.asked == asked and _is_new(unit, known):
                    return known
            kind, now = SampleChangeKind.RELEASED, self._clock.now()
            change = SampleChange(self._ids.new_id(), kind, 0, 0, now, asked=asked)
            unit.sample_changes.begin(change, self._device)
            unit.commit()
        return change

    @needs(Right.SUPERVISE)
    def waiting(self, user: User) -> Sequence[SampleChange]:
        """What the hub has not taken."""
        with self._units() as unit:
            return unit.sample_changes.waiting()

    @needs(Right.SUPERVISE)
    def give_up(self, user: User) -> None:
        """What is on its way and was never taken is not brought; what the hub has of it, it lets go."""
        with self._units() as unit:
            for known in unit.sample_changes.waiting():
                if _is_new(unit, known):
                    unit.sample_changes.let_go(known.id)
            unit.commit()


class BringSample:
    """Brings what waits, in the order in which it was made."""

    def __init__(self, units: SharedUnits, clock: Clock, hub: HubSample, in_store: StoreStep = at_once) -> None:
        self._units = units
        self._clock = clock
        self._hub = hub
        self._in_store = in_store

    @needs(Right.SUPERVISE)
    def __call__(self, user: User, told: Brought = lambda done, of: None) -> list[SampleBrought]:
        """Bring it; what was brought.

        Raises:
            RuleViolation: `sample_changed`: others have changed the sample since, so that change is let go.
            EnvironmentProblem: as asking the hub; what was not brought waits.
        """
        brought = []
        self._in_store(partial(self._begin_life, self._hub.life()))
        for change in self._in_store(self._waiting):
            try:
                brought.append(self._bring(user, change, told))
            except RuleViolation as rule:
                if rule.code in _LET_GO:
                    self._in_store(partial(self._let_go, change))
                raise
        return brought

    def _begin_life(self, life: str) -> None:
        with self._units() as unit:
            unit.sample_changes.begin_life(life)
            unit.commit()

    def _waiting(self) -> Sequence[SampleChange]:
        with self._units() as unit:
            return unit.sample_changes.waiting()

    def _let_go(self, change: SampleChange) -> None:
        with self._units() as unit:
            unit.sample_changes.let_go(change.id)
            unit.commit()

    def _bring(self, user: User, change: SampleChange, told: Brought) -> SampleBrought:
        again = not self._in_store(lambda: self._read(lambda unit: _is_new(unit, change)))
        if change.kind is SampleChangeKind.RELEASED:
            taken = self._hub.release(change, again=again)
        else:
            taken = self._send_whole(change, told, again=again)
        rows = self._in_store(lambda: self._done(user, change, taken, again=again))
        return SampleBrought(change, taken, rows)

    def _send_whole(self, change: SampleChange, told: Brought, *, again: bool) -> SampleTaken:
        for _ in range(_TRIES):
            self._send(change, told, again=again)
            try:
                return self._hub.take(change, again=again)
            except RuleViolation as rule:
                if rule.code != "sample_gap":  # else the hub came back from a copy meanwhile
                    raise
        raise RuleViolation("sample_gap")

    def _send(self, change: SampleChange, told: Brought, *, again: bool) -> None:
        position = 0
        while position < change.cases:
            told(position, change.cases)
            page = self._in_store(partial(self._page, change, position))
            here = self._hub.keep_page(change, position, page, again=again)
            if here <= position and position:  # the hub came back from a copy, and has nothing of it
                here = 0
            position = here

    def _page(self, change: SampleChange, position: int) -> Sequence[SampledCase]:
        return self._read(lambda unit: travelling(unit.sample_changes.cases(change.id, position, CASES_AT_ONCE)))

    def _done(self, user: User, change: SampleChange, taken: SampleTaken, *, again: bool) -> tuple[int, ...]:
        now, left = moment(self._clock, user), set(taken.left)
        rows: list[int] = []
        with self._units() as unit:
            for position in range(0, change.cases if left else 0, CASES_AT_ONCE):
                page = unit.sample_changes.cases(change.id, position, CASES_AT_ONCE)
                rows += [case.row for case in page if case.bundle.case_id in left]
            unit.sample_changes.taken(change.id, taken, now.at, 0)
            if not again:
                facts = change.facts or [("sample_released", None, {"cases": taken.opened, **change.asked})]
                unit.log.append(
                    [NewEvent(kind, now.at, now.mono_ms, now.by, case_id, None, told) for kind, case_id, told in facts]
                )
            unit.commit()
        return tuple(rows)

    def _read(self, ask: Callable[[SharedUnit], _T]) -> _T:
        with self._units() as unit:
            return ask(unit)


_TRIES = 4
_LET_GO = ("sample_changed", "bundle_unfit")


def _is_new(unit: SharedUnit, change: SampleChange) -> bool:
    """Whether no hub has taken it."""
    return unit.sample_changes.was_taken(change.id) is None
