"""The data set of a study as one table: the store's rows and the study's facts, before any format is written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from itertools import product
from types import GeneratorType
from typing import TypeVar

from cati_app.domain.ids import InterviewId
from cati_app.domain.quota.fitting import UNCLASSIFIED
from cati_app.engine.changes.compare import Comparison
from cati_app.engine.kinds.facts import Level
from cati_app.fieldwork.interview.earlier_forms import EarlierForms
from cati_app.fieldwork.monitor.data import DataRow
from cati_app.fieldwork.rights import Actor
from cati_app.publish.dataset.build import build_table
from cati_app.publish.dataset.coded_back import with_coding_notes, with_correction_notes
from cati_app.publish.dataset.facts import CategoryFacts, DerivedFacts, QuotaFacts, StudyFacts
from cati_app.publish.dataset.table import DataTable
from cati_app.publish.dataset.versions import Versions
from cati_app.publish.dataset.words import DATA_TERMS
from cati_app.station.opening import Station
from cati_app.store.trust.held_keys import HeldKeys
from cati_app.study.model import Dimension, Study
from cati_app.texts.language_names import language_name
from cati_app.values import dataclass

T = TypeVar("T")

LABELS_IN = "de"


def data_table(
    station: Station, by: Actor, read: Iterable[DataRow], language: str, steps: ExportSteps
) -> tuple[DataTable, Versions]:
    """The table, and the versions of the questionnaire that it holds.

    Args:
        by: Who takes the data out.
        read: The interviews.
        language: Of the labels.

    Raises:
        RuleViolation: `no_export`.
    """
    versions = versions_of(station.data_forms, language)
    facts = facts_of_station(station, by, language)
    coded: Counter[str] = Counter()
    corrected: Counter[str] = Counter()
    records = _counting(steps.counted(read), coded, corrected, comparisons(station.data_forms))
    form = station.loaded.data_form
    with _read_no_further(read):
        table = build_table(form, facts, records, versions=versions)
    return with_correction_notes(with_coding_notes(table, coded, form), corrected), versions


@dataclass(frozen=True, slots=True)
class CompleteInterviews:
    """The complete interviews of a study.

    Args:
        ended_at: When each of those that count ended; aware UTC.
        ids: Of all of them.
    """

    table: DataTable
    ended_at: tuple[datetime, ...]
    ids: tuple[InterviewId, ...] = ()


def complete_interviews(
    station: Station,
    by: Actor,
    keys: HeldKeys,
    language: str,
    on_progress: Callable[[float], None] = lambda share: None,
    *,
    original: bool = False,
) -> CompleteInterviews:
    """The data set of the complete interviews, unweighed.

    Args:
        original: Without corrections, and without the codes that open answers were given.
        on_progress: Told the share that is read, from 0 to 1; what it raises ends the reading.

    Raises:
        RuleViolation: `no_export`.
    """
    ended_at: list[datetime] = []
    ids: list[InterviewId] = []

    def noted(rows: Iterable[DataRow]) -> Iterator[DataRow]:
        for row in rows:
            if not row.not_counted and row.interview.ended_at is not None:
                ended_at.append(row.interview.ended_at)
            yield row

    read = station.read_data(keys)(by, original=original)
    steps = ExportSteps(station.read_board()(by).completes, lambda share: on_progress(min(1.0, share * 1.5)))
    with _read_no_further(read):
        table, _ = data_table(station, by, noted(noted_ids(read, ids)), language, steps)
    return CompleteInterviews(table, tuple(ended_at), tuple(ids))


def noted_ids(rows: Iterable[DataRow], ids: list[InterviewId]) -> Iterator[DataRow]:
    """The rows, the id of each noted when it is read."""
    with _read_no_further(rows):
        for row in rows:
            ids.append(row.interview.id)
            yield row


@contextmanager
def _read_no_further(rows: Iterable[DataRow]) -> Iterator[None]:
    """What is read is over with the block: an error that ends it midway would keep it, and its transaction, alive."""
    try:
        yield
    finally:
        if isinstance(rows, GeneratorType):
            rows.close()


def comparisons(forms: EarlierForms) -> Mapping[str, Comparison]:
    """The versions that answers were given under and that are kept, each against the one in force, by fingerprint."""
    earlier = (known for known in forms.answered() if not forms.current.is_held_with(known))
    return {known: compared for known in earlier if (compared := forms.comparison(known)) is not None}


def _counting(
    rows: Iterable[DataRow], coded: Counter[str], corrected: Counter[str], compared: Mapping[str, Comparison]
) -> Iterator[DataRow]:
    for row in rows:
        coded.update(_ref_now(compared.get(row.interview.form_hash), ref) for ref in row.coded)
        corrected.update(_ref_now(compared.get(row.interview.form_hash), ref) for ref in row.corrected)
        yield row


def _ref_now(compared: Comparison | None, ref: str) -> str:
    """Where a question stands in the questionnaire in force; as it was where that has it not, and in repeats."""
    before = compared.before.by_path.get(ref) if compared is not None else None
    after = compared.after_of(before) if compared is not None and before is not None else None
    return ref if after is None else after.path


class ExportSteps:
    """How far an export is: reading the interviews are two thirds of it, writing the files the last one."""

    def __init__(self, expected: int, on_progress: Callable[[float], None]) -> None:
        self._expected = max(1, expected)  # interviews; partial ones come on top
        self._on_progress = on_progress
        self._read = 0

    def counted(self, records: Iterable[T]) -> Iterator[T]:
        """The records, each told before it is handed on."""
        for record in records:
            self._on_progress(min(1.0, self._read / self._expected) * 2 / 3)
            self._read += 1
            yield record

    def files(self, share: float) -> None:
        """That share of the files is written."""
        self._on_progress((2 + share) / 3)


def versions_of(forms: EarlierForms, language: str) -> Versions:
    """The versions of the questionnaire that there are answers of, and the one that is in force."""
    answered, editions = forms.answered(), forms.editions()
    current = editions[-1]
    kept = {edition.fingerprint for edition in editions}
    aliases = {fingerprint for fingerprint in answered - kept if forms.current.is_held_with(fingerprint)}
    return Versions(
        [*(edition for edition in editions[:-1] if edition.fingerprint in answered), current],
        editions,
        forms.current.renamings,
        language,
        aliases=aliases,
        unknown=answered - kept - aliases,
        current_is_used=bool(aliases) or current.fingerprint in answered,
    )


def facts_of_station(station: Station, by: Actor, language: str) -> StudyFacts:
    """What a data set says about the study as it is open here.

    Raises:
        RuleViolation: `no_export`.
    """
    facts, at = study_facts(station.loaded.study, language), station.read_data_time()(by)
    return replace(facts, log_end=station.end_of_log(), data_time=at or facts.data_time)


def study_facts(study: Study, language: str) -> StudyFacts:
    """What a data set says about the study."""

    def say(texts: dict[str, str]) -> str:
        return texts.get(language) or texts.get(LABELS_IN) or next(iter(texts.values()))

    return StudyFacts(
        id=study.id,
        title=say(study.title),
        version=study.version,
        language=language,
        time_zone=study.calling.time_zone,
        languages={known.code: language_name(known.code, language, known.name) for known in study.languages},
        quotas=tuple(
            QuotaFacts(
                name=d.freeze_as or f"quota_{d.variable}",
                variable=d.variable,
                label=say(d.label),
                categories=tuple(CategoryFacts(c.code, say(c.label), tuple(c.values)) for c in d.categories),
            )
            for d in _frozen_once(study)
        ),
        further_quotas={
            quota.name: say(quota.label) if quota.label else " × ".join(say(d.label) for d in quota.dimensions)
            for quota in study.further_quotas
        },
        cell_words=_cell_words(study, say, DATA_TERMS.of(language)("not_classified")),
        derived={
            **({study.outcome: DerivedFacts(exported=False)} if study.outcome else {}),  # the disposition tells it
            **{
                name: DerivedFacts(
                    dict(derived.codes),
                    {category: say(texts) for category, texts in derived.labels.items()},
                    Level(derived.level) if derived.level else None,
                    derived.export,
                    say(derived.label) if derived.label else "",
                )
                for name, derived in study.derived.items()
            },
        },
        result_words={result.code: say(result.label) for result in study.results if result.label},
        weight_field=study.outcomes.weight or "",
    )


def _cell_words(
    study: Study, say: Callable[[dict[str, str]], str], unclassified: str
) -> Mapping[str, Mapping[str, str]]:
    """By name of the quota, blank for the first, its cells in words, and what fits none."""
    quotas = {"": study.quota.dimensions} if study.quota else {}
    quotas |= {quota.name: quota.dimensions for quota in study.further_quotas}
    told: dict[str, dict[str, str]] = {}
    for name, dimensions in quotas.items():
        cells = product(*(dimension.categories for dimension in dimensions))
        told[name] = {"/".join(c.code for c in cell): " · ".join(say(c.label) for c in cell) for cell in cells}
        told[name][UNCLASSIFIED] = unclassified
    return told


def _frozen_once(study: Study) -> list[Dimension]:
    """The dimensions of all quotas by the name they are frozen under."""
    named = {d.freeze_as or f"quota_{d.variable}": d for _, d in reversed(study.quota_dimensions)}
    return list(reversed(named.values()))
