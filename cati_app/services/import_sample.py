"""Brings sampled units into the study as cases; those that are there already stay as they are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from cati_app.domain.cases import NewCase
from cati_app.domain.clock import Clock, IdSource
from cati_app.domain.events import NewEvent
from cati_app.domain.ids import CaseId, NumberId
from cati_app.domain.phone import PhoneNumber
from cati_app.services.ports import Units
from cati_app.services.rules import StudyRules


class SampledUnit(Protocol):
    """A unit as a sample file gives it."""

    @property
    def case_no(self) -> int: ...
    @property
    def frame(self) -> str: ...
    @property
    def numbers(self) -> tuple[PhoneNumber, ...]: ...
    @property
    def fields(self) -> Mapping[str, str]: ...


class ImportSample:
    """All rows or none."""

    def __init__(self, units: Units, clock: Clock, ids: IdSource, rules: StudyRules | None = None) -> None:
        self._units = units
        self._clock = clock
        self._ids = ids
        self._rules = rules

    def __call__(self, sampled: Sequence[SampledUnit]) -> int:
        """How many cases were added."""
        with self._units() as unit:
            known = unit.cases.case_numbers()
            added = unit.cases.add_many(
                NewCase(
                    CaseId(self._ids.new_id()),
                    row.case_no,
                    row.frame,
                    row.fields,
                    tuple((NumberId(self._ids.new_id()), number) for number in row.numbers),
                    *self._needs(row.fields),
                )
                for row in sampled
                if row.case_no not in known
            )
            payload = {"rows": len(sampled), "added": added}
            unit.log.append(
                [NewEvent("sample_imported", self._clock.now(), self._clock.monotonic_ms(), payload=payload)]
            )
            unit.commit()
        return added

    def _needs(self, fields: Mapping[str, str]) -> tuple[str, str | None, str]:
        """Place, language and quota cell of a case, as far as its fields tell."""
        if self._rules is None:
            return "", None, ""
        language = fields.get(self._rules.language_field) or None
        return self._rules.place_of(fields), language, self._rules.cell_of(fields)
