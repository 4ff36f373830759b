"""The sample in the database: finding cases and numbers again, adding and renewing many, releasing portions."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from cati_app.domain.calling.queue import Route
from cati_app.domain.casework.cases import CaseState
from cati_app.domain.errors import RuleViolation
from cati_app.domain.ids import CaseId
from cati_app.domain.outcomes.dispositions import NOT_ATTEMPTED
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
from cati_app.store.chances import count_first_call
from cati_app.store.contacts import SqlContacts, number_spot, sample_id_spot
from cati_app.store.queue import NEEDED_CELL, SqlQueue
from cati_app.store.sample_fields import KeptFields, columns_of, declared, divide
from cati_app.store.statements import Statements

_LOOKUPS_KEPT = 20_000
# sqlite: json_each spreads a list of ids; PostgreSQL takes an array
_UNITS = """
SELECT c.id, c.sample_id_sealed, c.frame, c.language, c.attempts, c.fields, c.sealed_fields, n.id, n.lookup,
 n.dials > 0 OR EXISTS (
  SELECT 1 FROM attempt a JOIN call k ON k.attempt_id = a.id WHERE a.case_id = c.id AND k.number_id = n.id)
 FROM "case" c LEFT JOIN number n ON n.case_id = c.id WHERE {where} IN (SELECT value FROM json_each(?))
 ORDER BY n.position
"""
# sqlite: json_each opens the fields of a case
_FIELD = 'SELECT c.id, f.value FROM "case" c, json_each(c.fields) f WHERE f.key = ? AND f.value IS NOT NULL'
_ADD_CASE = f"""
INSERT INTO "case" (id, case_no, sample_id, sample_id_sealed, frame, fields, sealed_fields, language, state,
 release_order, place, cell, route_id, attempts, dials, disposition, appointment_firm, skill, refusals, tried, rest,
 due_s, level_0, level_1, level_2, level_3)
 VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, 0, '{NOT_ATTEMPTED}', false, '', 0, '', '', 0, 16, 16, 16, 16)
"""
_ADD_NUMBER = """
INSERT INTO number (id, case_id, position, kind, sealed, dials, lookup, region, time_zone)
 VALUES (?, ?, ?, ?, ?, 0, ?, ?, ?)
"""
# sqlite: INDEXED BY pins the index of what waits for its release
_DEAL = """
UPDATE "case" SET replicate = dealt.replicate FROM (
 SELECT id, ? + (row_number() OVER (ORDER BY release_order, id) - 1) / ? AS replicate
 FROM "case" INDEXED BY ix_case_release WHERE state = 'unreleased' AND replicate IS NULL) AS dealt
 WHERE dealt.id = "case".id
"""
# sqlite: INDEXED BY
_WAITING = """
SELECT id FROM "case" INDEXED BY ix_case_release WHERE state = 'unreleased' ORDER BY replicate, release_order, id
"""
# sqlite: INDEXED BY
_REPLICATES = """
SELECT DISTINCT replicate FROM "case" INDEXED BY ix_case_release WHERE state = 'unreleased' ORDER BY replicate LIMIT ?
"""
# sqlite: INDEXED BY
_UP_TO = "SELECT id FROM \"case\" INDEXED BY ix_case_release WHERE state = 'unreleased' AND replicate <= ?"
_OPEN = "UPDATE \"case\" SET state = 'open', route_id = ? WHERE id = ? AND state = 'unreleased'"
_ON_ROUTE = "UPDATE \"case\" SET route_id = ? WHERE id = ? AND state = 'open'"
# sqlite: json_each spreads a list of ids
_ROUTES = f"""
SELECT id, place, coalesce(language, ''), skill, {NEEDED_CELL} FROM "case" WHERE id IN (SELECT value FROM json_each(?))
"""


class SqlSample:
    """The sample within a unit of work."""

    def __init__(self, statements: Statements, contacts: SqlContacts, queue: SqlQueue) -> None:
        self._statements = statements
        self._queue = queue
        self._contacts = contacts
        self._lookups: dict[str, str] = {}  # of the last numbers: each is asked for again when it is stored

    def lookup(self, number: PhoneNumber) -> str:
        """What finds a number again; needs the contact key."""
        lookup = self._lookups.get(number.e164)
        if lookup is None:
            if len(self._lookups) >= _LOOKUPS_KEPT:
                self._lookups.clear()
            lookup = self._lookups[number.e164] = self._contacts.lookup("number", number.e164)
        return lookup

    def lookup_name(self, sample_id: str) -> str:
        """What finds the name again that the sample file gives a case; needs the contact key."""
        return self._contacts.lookup("sample_id", sample_id)

    def owners(self, lookups: Sequence[str]) -> Mapping[str, CaseId]:
        """Which case has which of these numbers."""
        # sqlite: json_each spreads a list of lookups
        rows = self._all(
            "SELECT lookup, case_id FROM number WHERE lookup IN (SELECT value FROM json_each(?))", json.dumps(lookups)
        )
        return dict(rows)

    def with_number(self, number: PhoneNumber) -> tuple[CaseId, ...]:
        """Every case that has this number."""
        return self.with_lookup(self.lookup(number))

    def with_lookup(self, lookup: str) -> tuple[CaseId, ...]:
        """Every case that has the number with this value."""
        rows = self._all("SELECT DISTINCT case_id FROM number WHERE lookup = ? ORDER BY case_id", lookup)
        return tuple(CaseId(row[0]) for row in rows)

    def named(self, sample_ids: Sequence[str]) -> Mapping[str, KnownUnit]:
        """Cases by the name the sample file gives them."""
        lookups = [self.lookup_name(name) for name in sample_ids]
        return {unit.sample_id or "": unit for unit in self._units("c.sample_id", lookups)}

    def with_ids(self, case_ids: Sequence[CaseId]) -> Mapping[CaseId, KnownUnit]:
        """Cases by id."""
        return {unit.id: unit for unit in self._units("c.id", case_ids)}

    def case_numbers(self) -> set[int]:
        """Numbers of all cases."""
        return {row[0] for row in self._all('SELECT case_no FROM "case"')}

    def field(self, name: str) -> Mapping[CaseId, str]:
        """What a sample field in the open holds, by case; cases without the field are left out.

        Raises:
            RuleViolation: `column_sealed` for one that is not declared.
        """
        known = declared(self._statements)
        if known is not None and name not in known:
            raise RuleViolation("column_sealed", name=name)
        rows = self._statements.execute(_FIELD, (name,))
        return {case_id: str(value) for case_id, value in rows}

    def clear_columns(self) -> frozenset[str] | None:
        """Names of the fields that stay in the open; None in a database that an older version filled."""
        return declared(self._statements)

    def divide(self, clear: Collection[str]) -> int:
        """Seal the fields that are not declared clear, and open those that are; how many cases that changed.

        Raises:
            RuleViolation: `no_contact_access`.
            EnvironmentProblem: `field_damaged`.
        """
        return divide(self._statements, clear, self._contacts.sealed, self._contacts.opened)

    def add(self, units: Iterable[NewUnit]) -> None:
        """New cases with their numbers."""
        cases, numbers = [], []
        for unit in units:
            state = CaseState.UNRELEASED if unit.release_order is not None else CaseState.OPEN
            route = Route(unit.locality, unit.language or "", "", unit.cell)
            cases.append(
                (
                    unit.id,
                    unit.case_no,
                    *self._name(unit.id, unit.sample_id),
                    unit.frame,
                    *columns_of(unit.id, unit.fields, unit.sealed_fields, self._contacts.sealed),
                    unit.language,
                    state,
                    unit.release_order,
                    unit.locality,
                    unit.cell,
                    self._queue.route_id(route) if state is CaseState.OPEN else None,
                )
            )
            numbers += [self._number(unit.id, position, number) for position, number in enumerate(unit.numbers)]
        self._many(_ADD_CASE, cases)
        self._many(_ADD_NUMBER, numbers)

    def renew(self, units: Iterable[RenewedUnit]) -> None:
        """What a later file says about cases; numbers keep what is known of their dials."""
        for unit in units:
            fields = columns_of(unit.id, unit.fields, unit.sealed_fields, self._contacts.sealed)
            ((frame, tried),) = self._all('SELECT frame, tried FROM "case" WHERE id = ?', unit.id)
            if frame != unit.frame:
                count_first_call(self._statements, frame, tried, "")
                count_first_call(self._statements, unit.frame, "", tried)
            self._many(
                'UPDATE "case" SET frame = ?, fields = ?, sealed_fields = ?, language = ?, place = ?, cell = ?'
                " WHERE id = ?",
                [(unit.frame, *fields, unit.language, unit.locality, unit.cell, unit.id)],
            )
            self._route([unit.id], 'UPDATE "case" SET route_id = ? WHERE id = ? AND route_id IS NOT NULL')
            self._many("DELETE FROM number WHERE id = ?", [(known,) for known in unit.gone])
            self._many(
                "UPDATE number SET position = ? WHERE id = ?",
                [(position, number_id) for number_id, position in unit.kept],
            )
            self._many(_ADD_NUMBER, [self._number(unit.id, position, number) for position, number in unit.added])

    def deal(self, size: int) -> None:
        """Give cases that wait and have no replicate yet theirs, in random order."""
        last = self._all('SELECT coalesce(max(replicate), 0) FROM "case"')[0][0]
        self._many(_DEAL, [(last + 1, size)])

    def release(self, *, replicates: int | None, count: int | None) -> int:
        """Open the next whole replicates, or so many cases in random order; how many cases were opened."""
        if replicates is not None:
            numbers = self._all(_REPLICATES, replicates)
            last = numbers[-1][0] if numbers else 0
            ids = self._all(_UP_TO, last)
        elif count is not None:
            ids = self._all(f"{_WAITING} LIMIT ?", count)
        else:
            ids = self._all(_WAITING)
        self._route([row[0] for row in ids], _OPEN)
        return len(ids)

    def _route(self, ids: Sequence[str], statement: str) -> None:
        """Put cases on the routes that their locality, language, skill and cell ask for."""
        rows = self._all(_ROUTES, json.dumps(ids))
        self._many(statement, [(self._queue.route_id(Route(*needs)), case_id) for case_id, *needs in rows])

    def queue_up(self, case_ids: Sequence[CaseId]) -> None:
        """Put those that may be called, of cases that came as rows, on the routes that they ask for."""
        self._route(case_ids, _ON_ROUTE)

    def portions(self) -> Sequence[Portion]:
        """Random portions in order; cases without one are not among them."""
        rows = self._all(
            "SELECT replicate, count(*), count(*) FILTER (WHERE state = 'unreleased'),"
            " count(*) FILTER (WHERE state = 'open' AND attempts > 0), count(*) FILTER (WHERE state = 'closed')"
            ' FROM "case" WHERE replicate IS NOT NULL GROUP BY replicate ORDER BY replicate'
        )
        return [Portion(*row) for row in rows]

    def counts(self) -> SampleCounts:
        """How many cases and numbers of each kind there are."""
        counted: dict[str, Counter[str]] = {name: Counter() for name in ("state", "frame", "replicate", "language")}
        rows = self._all(
            'SELECT state, frame, replicate, language, attempts > 0, count(*) FROM "case" GROUP BY 1, 2, 3, 4, 5'
        )
        for state, frame, replicate, language, begun, count in rows:
            counted["state"]["called" if state == CaseState.OPEN and begun else state] += count
            counted["frame"][frame or "none"] += count
            counted["replicate"][str(replicate or "none")] += count
            counted["language"][language or "none"] += count
        kinds = self._all("SELECT kind, count(*) FROM number GROUP BY kind")
        return SampleCounts(**{name: dict(n) for name, n in counted.items()}, line=dict(kinds))

    def _units(self, column: str, values: Sequence[str]) -> list[KnownUnit]:
        units: dict[str, KnownUnit] = {}
        numbers: dict[str, list[KnownNumber]] = {}
        for row in self._all(_UNITS.format(where=column), json.dumps(values)):
            case_id, sealed, frame, language, attempts, fields, sealed_fields, number_id, lookup, called = row
            known = numbers.setdefault(case_id, [])
            if number_id is not None:
                known.append(KnownNumber(number_id, lookup or "", bool(called)))
            sample_id = self._contacts.opened(sealed, sample_id_spot(case_id))
            known_fields = KeptFields(case_id, fields, sealed_fields, self._contacts.opened)
            units[case_id] = KnownUnit(case_id, sample_id, frame, language, attempts > 0, known_fields, tuple(known))
        return list(units.values())

    def _number(self, case_id: str, position: int, new: NewNumber) -> tuple[object, ...]:
        sealed, lookup = self._contacts.sealed(new.number.e164, number_spot(new.id)), self.lookup(new.number)
        kind, region, zone = new.number.kind.value, new.region or None, new.time_zone or None
        return new.id, case_id, position, kind, sealed, lookup, region, zone

    def _name(self, case_id: str, sample_id: str | None) -> tuple[str | None, bytes | None]:
        """What finds the name that the sample file gives a case, and the name itself, sealed."""
        if sample_id is None:
            return None, None
        return self.lookup_name(sample_id), self._contacts.sealed(sample_id, sample_id_spot(case_id))

    def _all(self, statement: str, *values: object) -> list[Any]:
        return self._statements.all(statement, *values)

    def _many(self, statement: str, rows: Sequence[tuple[object, ...]]) -> None:
        if rows:
            self._statements.many(statement, rows)
