"""Composition root of exports: the study's facts and the store's rows into one table, and from it every format.

Imported only when something is exported: pandas and what it needs would add half a second to every start.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar
from zoneinfo import ZoneInfo

from cati_app.domain.people.users import User
from cati_app.engine.kinds.facts import Level
from cati_app.fieldwork.interview.earlier_forms import EarlierForms
from cati_app.fieldwork.monitor.set_aside_answers import AsideAnswer
from cati_app.fieldwork.rights import Actor
from cati_app.publish.dataset.build import build_table
from cati_app.publish.dataset.facts import CategoryFacts, DerivedFacts, QuotaFacts, StudyFacts
from cati_app.publish.dataset.table import TakenOut, VariableNotice
from cati_app.publish.dataset.versions import Versions
from cati_app.publish.formats.files import problems_told
from cati_app.publish.formats.paradata import paradata_lines
from cati_app.publish.formats.set_aside import AsideLine, set_aside_csv
from cati_app.publish.formats.writing import checked_formats, write_dataset
from cati_app.publish.outputs import Outputs
from cati_app.resources import shipped
from cati_app.station.folders import is_rehearsal
from cati_app.station.opening import Station
from cati_app.store.trust.held_keys import HeldKeys
from cati_app.study.model import Dimension, Study
from cati_app.texts.language_names import language_name

T = TypeVar("T")

LABELS_IN = "de"
_REHEARSAL = "rehearsal_"
"""How the names of files begin that hold what simulated people said."""


@dataclass(frozen=True, slots=True)
class Export:
    """What an export wrote."""

    files: tuple[Path, ...]
    rows: int
    notices: tuple[VariableNotice, ...]

    def notice_lines(self) -> tuple[str, ...]:
        """The notices for people, each with the variable it is about; in the language of the labels."""
        return tuple(f"{told.variable}: {told.text}" if told.variable else told.text for told in self.notices)


def export_station(
    station: Station,
    by: Actor,
    keys: HeldKeys,
    formats: Sequence[str],
    out: Path,
    outputs: Outputs,
    *,
    language: str = LABELS_IN,
    include_partial: bool = False,
    include_set_aside: bool = False,
    raw: bool = False,
    on_progress: Callable[[float], None] = lambda share: None,
) -> Export:
    """Write the data set of a study.

    Args:
        station: An open study.
        by: Who takes the data out.
        keys: Of that person: answers are sealed.
        formats: Names of formats.
        out: Folder, made if it is missing.
        outputs: Knows what must not be written on.
        language: Of the labels; one the form does not have gives its default language.
        include_partial: Usable partial interviews too.
        raw: Texts in CSV as they are, without marks on what spreadsheets would run as formulas.
        include_set_aside: A further file with the answers that have no place in the data set.
        on_progress: Told the share that is done, from 0 to 1; what it raises ends the export, and no file is changed.

    Raises:
        RuleViolation: `no_export`.
        UnknownFormat: before anything is written.
        EnvironmentProblem: the folder cannot be written, or the disk is full; as `Outputs.check`.
    """
    study, wanted = station.loaded.study, checked_formats(formats)
    called = station.pseudonyms(keys)
    read = station.read_data(keys, called)(by, include_partial=include_partial)
    steps = _Steps(station.read_board()(by).completes, on_progress)
    records = steps.counted(read)
    versions = versions_of(station.earlier_forms, language)
    with problems_told(out):
        outputs.folder(out)
        facts = replace(study_facts(study, language), log_end=station.end_of_log())
        table = build_table(station.loaded.form, facts, records, folder=out, versions=versions, on_row=steps.row)
    at = station.clock.now().astimezone(ZoneInfo(study.calling.time_zone))
    if not table.rows:
        table = replace(table, data_time=at)  # there is no interview yet that could say of when the data are
    if isinstance(by, User):
        table = replace(table, exported=TakenOut(f"{by.number} ({by.login})", at))
    aside = station.read_set_aside(keys)
    files = write_dataset(
        table,
        wanted,
        out,
        shipped("resources") / "fonts" / "print",
        lambda layout: paradata_lines(study.id, station.read_paths(keys, called)(by), out, layout),
        (lambda layout: set_aside_csv(study.id, _set_aside(aside(by), versions), language, layout))
        if include_set_aside
        else None,
        outputs=outputs,
        raw=raw,
        named_after=_REHEARSAL if is_rehearsal(station.loaded.folder) else "",
        on_progress=steps.files,
    )
    return Export(tuple(files), len(table.rows), tuple(table.notices))


class _Steps:
    """How far an export is: reading the interviews, making their rows, writing the files; a third each."""

    def __init__(self, expected: int, on_progress: Callable[[float], None]) -> None:
        self._expected = max(1, expected)  # interviews; partial ones come on top
        self._on_progress = on_progress
        self._read = self._made = 0

    def counted(self, records: Iterable[T]) -> Iterator[T]:
        """The records, each told before it is handed on."""
        for record in records:
            self._on_progress(min(1.0, self._read / self._expected) / 3)
            self._read += 1
            yield record

    def row(self) -> None:
        """One more row is made."""
        self._on_progress((1 + self._made / max(1, self._read)) / 3)
        self._made += 1

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


def _set_aside(answers: Iterable[AsideAnswer], versions: Versions) -> Iterator[AsideLine]:
    for aside in answers:
        answer, interview = aside.answer, aside.interview
        if not (aside.whole or aside.kept or versions.has_no_place(answer.version, answer.ref, answer.answer.text)):
            continue  # it stands in the data set
        special = answer.answer.special
        yield AsideLine(
            interview.id,
            interview.state.value,
            versions.called(answer.version),
            answer.ref,
            answer.label,
            answer.answer.text,
            answer.words,
            special.value if special else "",
            "interview_set_aside" if aside.whole else answer.why.value,
        )


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
        weight_field=study.outcomes.weight or "",
    )


def _frozen_once(study: Study) -> list[Dimension]:
    """The dimensions of all quotas by the name they are frozen under."""
    named = {d.freeze_as or f"quota_{d.variable}": d for _, d in reversed(study.quota_dimensions)}
    return list(reversed(named.values()))
