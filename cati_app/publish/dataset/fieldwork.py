"""Variables that fieldwork adds: identity, language, time, outcome, quota, weights."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable, Collection, Iterator
from dataclasses import replace
from zoneinfo import ZoneInfo

from cati_app.domain.ids import CellId
from cati_app.domain.outcomes.dispositions import DISPOSITIONS
from cati_app.domain.quota.fitting import categories_of, cells_of, quota_of
from cati_app.domain.sharing.leases import SetAside
from cati_app.engine.kinds.facts import Level
from cati_app.publish.dataset import values
from cati_app.publish.dataset.calculated import in_order
from cati_app.publish.dataset.columns import Column
from cati_app.publish.dataset.facts import DerivedFacts, InterviewFacts, QuotaFacts, Record, StudyFacts
from cati_app.publish.dataset.labels import Labels
from cati_app.publish.dataset.missing import UNKNOWN, UNKNOWN_CODE
from cati_app.publish.dataset.names import Names
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
    return base64.b32encode(digest)[:12].decode().lower()


class FieldworkColumns:
    """Makes the standard variables; their names are taken first, so questions of the same name get another."""

    def __init__(
        self,
        study: StudyFacts,
        labels: Labels,
        names: Names,
        frozen: Collection[str],
        versions: Versions,
        *,
        marks_uncounted: bool = False,
        marks_unfinished: bool = False,
    ) -> None:
        self._marks_uncounted = marks_uncounted
        self._marks_unfinished = marks_unfinished
        self._study = study
        self._labels = labels
        self._zone = ZoneInfo(study.time_zone)
        self._versions = versions
        of_versions = _OF_VERSIONS if versions.several else ()
        marks = ((NOT_COUNTED, marks_uncounted), (INTERVIEW_RESULT, marks_unfinished))
        marked = tuple(name for name, is_there in marks if is_there)
        self._names = {name: names.take(name) for name in (*_FIXED, *of_versions, *marked)}
        self._further = {quota: names.take(f"quota_cell_{quota}") for quota in study.further_quotas}
        known = {dimension.name: dimension for dimension in study.quotas}
        wanted = [*known, *sorted(set(frozen) - set(known))]
        self._quotas = [(name, names.take(name), known.get(name)) for name in wanted if name not in self._names]

    def first(self) -> Iterator[Column]:
        """Everything but the weights."""
        yield from self._identity()
        yield from self._course()
        for key, name, facts in self._quotas:
            yield self._quota(key, name, facts)
        yield self._text("quota_cell", lambda record: _cell_of(record, ""))
        for quota, name in self._further.items():
            yield self._further_cell(quota, name)
        if self._marks_unfinished:
            yield self._text(INTERVIEW_RESULT, lambda record: record.interview.disposition or "")
        if self._marks_uncounted:
            column = self._text(NOT_COUNTED, lambda record: record.not_counted)
            codes = tuple(Coded(why, why, self._labels.words(f"not_counted_{why}")) for why in _WHY_NOT_COUNTED)
            noted = replace(column.variable, notes=(*column.variable.notes, self._labels.words("note_not_counted")))
            yield Column(self._labels.with_codes(noted, codes), column.read)

    def last(self) -> Iterator[Column]:
        """The design weight of the sample, 1 where it has none, and the weight: 1 until a weighting exists."""
        design = self._number("base_weight", lambda record: 1)
        if named := self._study.weight_field:
            label = self._labels.words("base_weight_of", detail=named)
            design = Column(replace(design.variable, label=label), lambda record: record.base_weight)
        for column in (design, self._number(WEIGHT, lambda record: 1)):
            yield Column(replace(column.variable, decimals=6, width=10), column.read)

    def _identity(self) -> Iterator[Column]:
        yield self._text("case_id", lambda record: case_id(self._study.id, record.interview.id))
        language = self._text("interview_lang", self._language)
        codes = tuple(Coded(code, code, name) for code, name in self._study.languages.items())
        yield Column(self._labels.with_codes(language.variable, codes), language.read)
        started = self._number("started_local", lambda record: values.local(record.interview.started_at, self._zone))
        yield Column(replace(started.variable, kind=Kind.MOMENT), started.read)

    def _language(self, record: Record) -> str:
        stored = record.interview.language
        return stored if stored in self._study.languages else self._versions.language_of(record.interview)

    def _course(self) -> Iterator[Column]:
        yield self._number("duration_s", lambda record: _duration_s(record.interview))
        yield self._text("interviewer", lambda record: record.interviewer)
        frame = self._text("frame", lambda record: record.frame)
        codes = tuple(Coded(frame, frame, self._labels.words(frame)) for frame in _FRAMES)
        yield Column(self._labels.with_codes(frame.variable, codes), frame.read)
        yield self._number("attempts", lambda record: record.attempts)
        yield self._text("disposition", _final)
        yield self._text("aapor_code", lambda record: _aapor(_final(record)))
        if self._versions.several:
            yield self._text(FORM_VERSION, lambda record: self._versions.called(record.interview.form_hash))
            yield self._text(
                EARLIER_VERSIONS, lambda record: "; ".join(map(self._versions.called, record.earlier_forms))
            )

    def _quota(self, key: str, name: str, facts: QuotaFacts | None) -> Column:
        label = f"{facts.label if facts else key} ({self._labels.words('at_reservation')})"
        blank = Variable(name, label, Kind.TEXT, Level.NOMINAL, origin="fieldwork", width=_WIDTHS["quota_cell"])
        if facts is None:
            return Column(blank, lambda record: values.plain((record.interview.frozen or {}).get(key, "")))
        coded = [Coded(number, category.code, category.label) for number, category in enumerate(facts.categories, 1)]
        notes = (self._labels.words("note_codes"),)
        said = self._study.derived.get(facts.variable, DerivedFacts()).level
        level = said or (Level.ORDINAL if in_order([category.code for category in facts.categories]) else Level.NOMINAL)
        variable = self._labels.with_codes(replace(blank, kind=Kind.NUMBER, notes=notes, level=level), tuple(coded))
        variable = self._labels.with_missing(variable, {UNKNOWN: UNKNOWN_CODE})
        code_of: dict[str, Value] = {coded_category.name: coded_category.code for coded_category in coded}
        code_of[UNKNOWN] = UNKNOWN_CODE
        return Column(variable, lambda record: code_of.get((record.interview.frozen or {}).get(key, "")))

    def _further_cell(self, quota: str, name: str) -> Column:
        label = f"{self._labels.words('quota_cell')}: {self._study.further_quotas[quota]}"
        variable = Variable(name, label, Kind.TEXT, Level.NOMINAL, origin="fieldwork", width=_WIDTHS["quota_cell"])
        return Column(variable, lambda record: values.plain(_cell_of(record, quota)))

    def _text(self, key: str, read: Callable[[Record], str]) -> Column:
        variable = Variable(
            self._names[key], self._labels.words(key), Kind.TEXT, Level.NOMINAL, origin="fieldwork", width=_WIDTHS[key]
        )
        return Column(variable, lambda record: values.plain(read(record)))

    def _number(self, key: str, read: Callable[[Record], Value]) -> Column:
        variable = Variable(self._names[key], self._labels.words(key), Kind.NUMBER, Level.SCALE, origin="fieldwork")
        return Column(variable, read)


def _cell_of(record: Record, quota: str) -> str:
    """The cell of an interview in a quota; of a further one without the name of the quota."""
    place = CellId(record.interview.cell_id or "")
    cell = next((cell for cell in cells_of(place) if quota_of(cell) == quota), "")
    return "/".join(categories_of(cell)) if quota else cell


def _duration_s(interview: InterviewFacts) -> int | None:
    if interview.ended_at is None:
        return None
    return round((interview.ended_at - interview.started_at).total_seconds())


def _final(record: Record) -> str:
    """The case's code from all its attempts; that of the interview for one that came without its case."""
    return record.final or record.interview.disposition or ""


def _aapor(disposition: str) -> str:
    known = DISPOSITIONS.get(disposition)
    return (known.aapor or "") if known else ""
