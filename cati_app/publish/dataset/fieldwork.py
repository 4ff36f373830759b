"""Variables that fieldwork adds: identity, language, time, outcome, quota, weights."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable, Hashable, Iterator, Mapping
from dataclasses import replace
from typing import Any
from zoneinfo import ZoneInfo

from cati_app.domain.ids import CellId
from cati_app.domain.quota.fitting import categories_of, cells_of, quota_of
from cati_app.domain.sharing.leases import SetAside
from cati_app.engine.kinds.facts import Level
from cati_app.publish.dataset import values
from cati_app.publish.dataset.calculated import in_order
from cati_app.publish.dataset.columns import Column
from cati_app.publish.dataset.factored import Factored
from cati_app.publish.dataset.facts import DerivedFacts, QuotaFacts, Record, StudyFacts
from cati_app.publish.dataset.gathered import GatheredInterviews
from cati_app.publish.dataset.labels import Labels
from cati_app.publish.dataset.missing import UNKNOWN, UNKNOWN_CODE
from cati_app.publish.dataset.names import Names
from cati_app.publish.dataset.outcome_codes import aapor_codes, aapor_number, disposition_codes
from cati_app.publish.dataset.table import Coded, Kind, Value, Variable
from cati_app.publish.dataset.versions import Versions

CASE_ID, WEIGHT, BASE_WEIGHT, FRAME = "case_id", "weight", "base_weight", "frame"
FORM_VERSION, EARLIER_VERSIONS = "form_version", "earlier_versions"
NOT_COUNTED = "not_counted"
INTERVIEW_RESULT = "interview_result"
_WHY_NOT_COUNTED = tuple(why.value for why in SetAside)
_OF_VERSIONS = (FORM_VERSION, EARLIER_VERSIONS)
_FRAMES = ("landline", "mobile", "register", "list")
_FIXED = (
    CASE_ID,
    "interview_lang",
    "started_local",
    "duration_s",
    "interviewer",
    "frame",
    "attempts",
    "disposition",
    "aapor_code",
    "quota_cell",
    "base_weight",
    WEIGHT,
)
_WIDTHS = {
    CASE_ID: 12,
    "interview_lang": 8,
    "interviewer": 8,
    "frame": 8,
    "disposition": 32,
    "aapor_code": 8,
    "quota_cell": 64,
    FORM_VERSION: 64,
    EARLIER_VERSIONS: 255,
    NOT_COUNTED: 16,
    INTERVIEW_RESULT: 32,
}
"""Bytes of text variables, the same in every file."""


def case_id(study_id: str, interview_id: str) -> str:
    """Twelve characters that say nothing about the case: 60 bits of SHA-256 over study and interview id.

    The same interview keeps its id in every export of its study. Whoever holds the fieldwork database can compute it
    again; once the link to the contacts is deleted, it leads nowhere.
    """
    digest = hashlib.sha256(f"cati_app data set\0{study_id}\0{interview_id}".encode()).digest()
    return base64.b32encode(digest[:10])[:12].decode().lower()  # twelve characters are of the first eight bytes


class FieldworkColumns:
    """Makes the standard variables; their names are taken first, so questions of the same name get another."""

    def __init__(
        self, study: StudyFacts, labels: Labels, names: Names, interviews: GatheredInterviews, versions: Versions
    ) -> None:
        """`interviews` are gathered with `FACTS`."""
        self._study = study
        self._labels = labels
        self._zone = ZoneInfo(study.time_zone)
        self._interviews = interviews
        self._versions = versions
        of_versions = _OF_VERSIONS if versions.several else ()
        self._marks_uncounted = any(interviews.fact(NOT_COUNTED).distinct)
        marks = ((NOT_COUNTED, self._marks_uncounted), (INTERVIEW_RESULT, interviews.unfinished))
        marked = tuple(name for name, is_there in marks if is_there)
        self._names = {name: names.take(name) for name in (*_FIXED, *of_versions, *marked)}
        self._further = {quota: names.take(f"quota_cell_{quota}") for quota in study.further_quotas}
        known = {dimension.name: dimension for dimension in study.quotas}
        wanted = [*known, *sorted(interviews.frozen - set(known))]
        self._quotas = [(name, names.take(name), known.get(name)) for name in wanted if name not in self._names]

    def first(self) -> Iterator[Column]:
        """Everything but the weights."""
        yield from self._identity()
        yield from self._course()
        for key, name, facts in self._quotas:
            yield self._quota(key, name, facts)
        yield self._with_codes(
            self._text("quota_cell", "cell_id", lambda cell: _cell_of(cell, "")), self._cell_codes("")
        )
        for quota, name in self._further.items():
            yield self._further_cell(quota, name)
        if self._interviews.unfinished:
            result = self._text(INTERVIEW_RESULT, "disposition", lambda disposition: disposition or "")
            yield self._with_codes(result, disposition_codes(self._study))
        if self._marks_uncounted:
            column = self._text(NOT_COUNTED, NOT_COUNTED)
            codes = tuple(Coded(why, why, self._labels.words(f"not_counted_{why}")) for why in _WHY_NOT_COUNTED)
            noted = replace(column.variable, notes=(*column.variable.notes, self._labels.words("note_not_counted")))
            yield self._with_codes(Column(noted, column.values), codes)

    def last(self) -> Iterator[Column]:
        """The design weight of the sample, 1 where it has none, and the weight: 1 until a weighting exists."""
        if named := self._study.weight_field:
            design = self._number(BASE_WEIGHT, BASE_WEIGHT)
            label = self._labels.words("base_weight_of", detail=named)
            design = Column(replace(design.variable, label=label), design.values)
        else:
            design = self._number(BASE_WEIGHT, BASE_WEIGHT, lambda weight: 1)
        for column in (design, self._number(WEIGHT, BASE_WEIGHT, lambda weight: 1)):
            yield Column(replace(column.variable, decimals=6, width=10), column.values)

    def _identity(self) -> Iterator[Column]:
        yield self._of(CASE_ID, Kind.TEXT, self._interviews.row_ids)
        language = self._text("interview_lang", "spoken", self._language)
        yield self._with_codes(language, tuple(Coded(code, code, name) for code, name in self._study.languages.items()))
        started = self._number("started_local", "started_at", lambda at: values.local(at, self._zone))
        yield Column(replace(started.variable, kind=Kind.MOMENT), started.values)

    def _with_codes(self, column: Column, codes: tuple[Coded, ...]) -> Column:
        if not codes:
            return column
        return Column(self._labels.with_codes(column.variable, codes), column.values)

    def _language(self, spoken: tuple[str, str]) -> str:
        stored, form_hash = spoken
        return stored if stored in self._study.languages else self._versions.language_of(stored, form_hash)

    def _course(self) -> Iterator[Column]:
        yield self._number("duration_s", "duration_s")
        yield self._text("interviewer", "interviewer")
        frame = self._text(FRAME, FRAME)
        yield self._with_codes(frame, tuple(Coded(frame, frame, self._labels.words(frame)) for frame in _FRAMES))
        yield self._number("attempts", "attempts")
        yield self._with_codes(self._text("disposition", "final"), disposition_codes(self._study))
        yield self._with_codes(self._text("aapor_code", "final", aapor_number), aapor_codes(self._study))
        if self._versions.several:
            called = self._versions.called
            yield self._text(FORM_VERSION, "form_hash", called)
            yield self._text(EARLIER_VERSIONS, "earlier_forms", lambda forms: "; ".join(map(called, forms)))

    def _quota(self, key: str, name: str, facts: QuotaFacts | None) -> Column:
        label = f"{facts.label if facts else key} ({self._labels.words('at_reservation')})"
        blank = Variable(name, label, Kind.TEXT, Level.NOMINAL, origin="fieldwork", width=_WIDTHS["quota_cell"])
        category = self._interviews.category(key)
        if facts is None:
            return Column(blank, category.read_as(values.plain))
        coded = [Coded(number, category.code, category.label) for number, category in enumerate(facts.categories, 1)]
        notes = (self._labels.words("note_codes"),)
        said = self._study.derived.get(facts.variable, DerivedFacts()).level
        level = said or (Level.ORDINAL if in_order([category.code for category in facts.categories]) else Level.NOMINAL)
        variable = self._labels.with_codes(replace(blank, kind=Kind.NUMBER, notes=notes, level=level), tuple(coded))
        variable = self._labels.with_missing(variable, {UNKNOWN: UNKNOWN_CODE})
        code_of: dict[str, Value] = {coded_category.name: coded_category.code for coded_category in coded}
        code_of[UNKNOWN] = UNKNOWN_CODE
        return Column(variable, category.read_as(code_of.get))

    def _further_cell(self, quota: str, name: str) -> Column:
        label = f"{self._labels.words('quota_cell')}: {self._study.further_quotas[quota]}"
        variable = Variable(name, label, Kind.TEXT, Level.NOMINAL, origin="fieldwork", width=_WIDTHS["quota_cell"])
        cell = self._interviews.fact("cell_id")
        column = Column(variable, cell.read_as(lambda place: values.plain(_cell_of(place, quota))))
        return self._with_codes(column, self._cell_codes(quota))

    def _cell_codes(self, quota: str) -> tuple[Coded, ...]:
        return tuple(Coded(cell, cell, text) for cell, text in self._study.cell_words.get(quota, {}).items())

    def _text(self, key: str, fact: str, read: Callable[[Any], str] = str) -> Column:
        told: Factored[Value] = self._interviews.fact(fact).read_as(lambda known: values.plain(read(known)))
        return self._of(key, Kind.TEXT, told)

    def _number(self, key: str, fact: str, read: Callable[[Any], Value] = lambda known: known) -> Column:
        return self._of(key, Kind.NUMBER, self._interviews.fact(fact).read_as(read))

    def _of(self, key: str, kind: Kind, told: Factored[Value]) -> Column:
        level = Level.NOMINAL if kind is Kind.TEXT else Level.SCALE
        width = _WIDTHS.get(key, 8)
        label = self._labels.words(key)
        return Column(Variable(self._names[key], label, kind, level, origin="fieldwork", width=width), told)


def _cell_of(place: str, quota: str) -> str:
    """The cell of an interview in a quota; of a further one without the name of the quota."""
    cell = next((cell for cell in cells_of(CellId(place)) if quota_of(cell) == quota), "")
    return "/".join(categories_of(cell)) if quota else cell


def _duration_s(record: Record) -> int | None:
    interview = record.interview
    if interview.ended_at is None:
        return None
    return round((interview.ended_at - interview.started_at).total_seconds())


def _final(record: Record) -> str:
    """The case's code from all its attempts; that of the interview for one that came without its case."""
    return record.final or record.interview.disposition or ""


FACTS: Mapping[str, Callable[[Record], Hashable]] = {
    "spoken": lambda record: (record.interview.language, record.interview.form_hash),
    "started_at": lambda record: record.interview.started_at,
    "duration_s": _duration_s,
    "interviewer": lambda record: record.interviewer,
    FRAME: lambda record: record.frame,
    "attempts": lambda record: record.attempts,
    "final": _final,
    "cell_id": lambda record: record.interview.cell_id or "",
    "earlier_forms": lambda record: record.earlier_forms,
    BASE_WEIGHT: lambda record: record.base_weight,
}
"""What these variables are read from, beside what is known of every interview."""
