"""The sample as a whole, in memory."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from cati_app.domain.calling.schedule import NEVER_TRIED
from cati_app.domain.casework.cases import Case, CaseState, ContactNumber
from cati_app.domain.errors import RuleViolation
from cati_app.domain.ids import CaseId, NumberId
from cati_app.domain.sampling.phone import PhoneNumber
from cati_app.domain.sampling.sample import (
    KnownNumber,
    KnownUnit,
    NewNumber,
    NewUnit,
    Portion,
    RenewedUnit,
    SampleCounts,
)
from tests.fakes.shelf import Drawn, Shelf

_NOT_DRAWN = Drawn()


class MemorySample:
    """Finding, adding and renewing many cases, releasing portions."""

    def __init__(self, shelf: Shelf, *, opened: bool) -> None:
        self._shelf = shelf
        self._opened = opened

    def lookup(self, number: PhoneNumber) -> str:
        """What finds a number again."""
        if not self._opened:
            raise RuleViolation("no_contact_access")
        return _lookup(number)

    def lookup_name(self, sample_id: str) -> str:
        """What finds the name again that the sample file gives a case."""
        if not self._opened:
            raise RuleViolation("no_contact_access")
        return f"name {sample_id}"

    def owners(self, lookups: Sequence[str]) -> Mapping[str, CaseId]:
        """Which case has which of these numbers."""
        wanted = set(lookups)
        return {
            lookup: case.id
            for case in self._shelf.cases.values()
            for number in case.numbers
            if number.number is not None and (lookup := _lookup(number.number)) in wanted
        }

    def with_lookup(self, lookup: str) -> tuple[CaseId, ...]:
        """Every case that has the number with this value."""
        return tuple(
            case.id
            for case in self._shelf.cases.values()
            if any(one.number is not None and _lookup(one.number) == lookup for one in case.numbers)
        )

    def with_number(self, number: PhoneNumber) -> tuple[CaseId, ...]:
        """Every case that has this number."""
        return tuple(
            case.id
            for case in self._shelf.cases.values()
            if any(one.number is not None and one.number.e164 == number.e164 for one in case.numbers)
        )

    def named(self, sample_ids: Sequence[str]) -> Mapping[str, KnownUnit]:
        """Cases by the name the sample file gives them."""
        wanted = set(sample_ids)
        named = {one.sample_id: self._known(case, one) for case, one in self._drawn() if one.sample_id in wanted}
        return {name: unit for name, unit in named.items() if name is not None}

    def with_ids(self, case_ids: Sequence[CaseId]) -> Mapping[CaseId, KnownUnit]:
        """Cases by id."""
        return {case.id: self._known(case, one) for case, one in self._drawn() if case.id in case_ids}

    def case_numbers(self) -> set[int]:
        """Numbers of all cases."""
        return {case.case_no for case in self._shelf.cases.values()}

    def field(self, name: str) -> Mapping[CaseId, str]:
        """What a sample field in the open holds, by case; cases without the field are left out."""
        if self._shelf.clear and name not in self._shelf.clear[-1]:
            raise RuleViolation("column_sealed", name=name)
        return {case.id: case.fields[name] for case in self._shelf.cases.values() if name in case.fields}

    def clear_columns(self) -> frozenset[str] | None:
        """Names of the fields that stay in the open; None in a database that an older version filled."""
        return self._shelf.clear[-1] if self._shelf.clear else None

    def divide(self, clear: Collection[str]) -> int:
        """Seal the fields that are not declared clear, and open those that are; how many cases that changed."""
        changed = 0
        for case, one in list(self._drawn()):
            sealed = frozenset(case.fields) - frozenset(clear)
            if sealed != one.sealed:
                if not self._opened:
                    raise RuleViolation("no_contact_access")
                self._shelf.drawn[case.id] = replace(one, sealed=sealed)
                changed += 1
        self._shelf.clear.append(frozenset(clear))
        return changed

    def add(self, units: Iterable[NewUnit]) -> None:
        """New cases with their numbers."""
        for unit in units:
            case_id = CaseId(unit.id)
            self._shelf.cases[case_id] = Case(
                case_id,
                unit.case_no,
                unit.frame,
                CaseState.OPEN if unit.release_order is None else CaseState.UNRELEASED,
                {**unit.fields, **unit.sealed_fields},
                language=unit.language,
                numbers=tuple(_number(place, given) for place, given in enumerate(unit.numbers)),
                locality=unit.locality,
                cell=unit.cell,
            )
            self._shelf.drawn[case_id] = Drawn(unit.sample_id, unit.release_order, sealed=frozenset(unit.sealed_fields))

    def renew(self, units: Iterable[RenewedUnit]) -> None:
        """What a later file says about cases; numbers keep what is known of their dials."""
        for unit in units:
            case = self._shelf.cases[CaseId(unit.id)]
            if case.frame != unit.frame:
                self._shelf.count_first_call(case.frame, case.tried, NEVER_TRIED)
                self._shelf.count_first_call(unit.frame, NEVER_TRIED, case.tried)
            places = dict(unit.kept)
            stay = [number for number in case.numbers if number.id not in unit.gone]
            numbers = [replace(number, position=places.get(number.id, number.position)) for number in stay]
            numbers += [_number(place, given) for place, given in unit.added]
            self._shelf.cases[case.id] = replace(
                case,
                frame=unit.frame,
                language=unit.language,
                fields={**unit.fields, **unit.sealed_fields},
                locality=unit.locality,
                cell=unit.cell,
                numbers=tuple(sorted(numbers, key=lambda number: number.position)),
            )
            drawn = self._shelf.drawn.get(case.id, _NOT_DRAWN)
            self._shelf.drawn[case.id] = replace(drawn, sealed=frozenset(unit.sealed_fields))

    def deal(self, size: int) -> None:
        """Give cases that wait and have no replicate yet theirs, in random order."""
        last = max((one.replicate or 0 for _, one in self._drawn()), default=0)
        waiting = [(case, one) for case, one in self._waiting() if one.replicate is None]
        for place, (case, one) in enumerate(sorted(waiting, key=_random_order)):
            self._shelf.drawn[case.id] = replace(one, replicate=last + 1 + place // size)

    def release(self, *, replicates: int | None, count: int | None) -> int:
        """Open the next whole replicates, or so many cases in random order; how many cases were opened."""
        waiting = sorted(self._waiting(), key=lambda pair: (pair[1].replicate or 0, *_random_order(pair)))
        if replicates is not None:
            following = set(sorted({one.replicate for _, one in waiting if one.replicate is not None})[:replicates])
            waiting = [(case, one) for case, one in waiting if one.replicate in following]
        opened = waiting if replicates is not None else waiting[:count]
        for case, _ in opened:
            self._shelf.cases[case.id] = replace(case, state=CaseState.OPEN)
        return len(opened)

    def portions(self) -> Sequence[Portion]:
        """Random portions in order; cases without one are not among them."""
        of_portion: dict[int, list[Case]] = {}
        for case, one in self._drawn():
            if one.replicate is not None:
                of_portion.setdefault(one.replicate, []).append(case)
        return [_portion(number, cases) for number, cases in sorted(of_portion.items())]

    def counts(self) -> SampleCounts:
        """How many cases and numbers of each kind there are."""
        counted: dict[str, Counter[str]] = {
            name: Counter() for name in ("state", "frame", "replicate", "language", "line")
        }
        for case, one in self._drawn():
            called = case.state is CaseState.OPEN and case.attempts > 0
            counted["state"]["called" if called else case.state.value] += 1
            counted["frame"][case.frame or "none"] += 1
            counted["replicate"][str(one.replicate or "none")] += 1
            counted["language"][case.language or "none"] += 1
            counted["line"].update(number.kind for number in case.numbers)
        return SampleCounts(**{name: dict(n) for name, n in counted.items()})

    def _drawn(self) -> Iterator[tuple[Case, Drawn]]:
        return ((case, self._shelf.drawn.get(case.id, _NOT_DRAWN)) for case in self._shelf.cases.values())

    def _waiting(self) -> list[tuple[Case, Drawn]]:
        return [(case, one) for case, one in self._drawn() if case.state is CaseState.UNRELEASED]

    def _known(self, case: Case, one: Drawn) -> KnownUnit:
        called = {call.number_id for call in self._shelf.calls_of_case(case.id)}
        numbers = tuple(
            KnownNumber(number.id, _lookup(number.number), number.dials > 0 or number.id in called)
            for number in case.numbers
            if number.number is not None
        )
        fields = visible_fields(case, one, opened=self._opened)
        return KnownUnit(case.id, one.sample_id, case.frame, case.language, case.attempts > 0, fields, numbers)


def visible_fields(case: Case, one: Drawn, *, opened: bool) -> Mapping[str, str]:
    """The sample fields of a case that a role may see."""
    return case.fields if opened else {name: text for name, text in case.fields.items() if name not in one.sealed}


def _lookup(number: PhoneNumber) -> str:
    return f"lookup {number.e164}"


def _number(place: int, given: NewNumber) -> ContactNumber:
    return ContactNumber(NumberId(given.id), place, given.number.kind.value, given.number)


def _random_order(pair: tuple[Case, Drawn]) -> tuple[int, str]:
    return pair[1].release_order or 0, pair[0].id


def _portion(number: int, cases: Sequence[Case]) -> Portion:
    return Portion(
        number,
        len(cases),
        sum(case.state is CaseState.UNRELEASED for case in cases),
        sum(case.state is CaseState.OPEN and case.attempts > 0 for case in cases),
        sum(case.state is CaseState.CLOSED for case in cases),
    )
