"""Composition root of exports: the study's facts and the store's rows into one table, and from it every format.

Imported only when something is exported: pandas and what it needs would add half a second to every start.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

from cati_app.domain.ids import InterviewId
from cati_app.domain.people.users import User
from cati_app.fieldwork.monitor.data import PARTS, Included
from cati_app.fieldwork.monitor.set_aside_answers import AsideAnswer
from cati_app.fieldwork.rights import Actor
from cati_app.publish.dataset.alike_people import with_likeness
from cati_app.publish.dataset.linked import linked_tables
from cati_app.publish.dataset.public_table import check_facts
from cati_app.publish.dataset.table import DataTable, TakenOut, VariableNotice
from cati_app.publish.dataset.versions import Versions
from cati_app.publish.dataset.words import DATA_TERMS
from cati_app.publish.formats.contents import DataPart, checked_formats
from cati_app.publish.formats.files import problems_told
from cati_app.publish.formats.paradata import paradata_lines
from cati_app.publish.formats.set_aside import AsideLine, set_aside_csv
from cati_app.publish.formats.writing import write_dataset
from cati_app.publish.outputs import Outputs
from cati_app.station.codebook import asked_by_path, codebook_beside
from cati_app.station.coded_project import with_codes_of_units
from cati_app.station.data_table import LABELS_IN, ExportSteps, data_table, noted_ids, versions_of
from cati_app.station.folders import file_names_begin, is_rehearsal
from cati_app.station.further_parts import further_parts, withdrawn_part
from cati_app.station.opening import Station
from cati_app.station.releasing import PublicRelease
from cati_app.station.weighing import weighed_by_study
from cati_app.store.trust.held_keys import HeldKeys
from cati_app.values import dataclass


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
    what: Sequence[str] = PARTS[:1],
    language: str = LABELS_IN,
    include: Included = Included.COMPLETE,
    changed_since: datetime | None = None,
    include_set_aside: bool = False,
    raw: bool = False,
    weighed: bool = True,
    original: bool = False,
    public: PublicRelease | None = None,
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
        what: Some of `PARTS`; repeats come with the interviews, each as a table of its own.
        language: Of the labels; one the form does not have gives its default language.
        include: Which interviews.
        changed_since: Of these only such of which something was written down since then, aware, unweighed; those
            withdrawn since then come as a table of their own.
        raw: Texts in CSV as they are, without marks on what spreadsheets would run as formulas.
        include_set_aside: A further file with the answers that have no place in the data set.
        weighed: By the weighting that somebody chose; else, and while nobody has, the weight is 1.
        original: Answers as they were given, without corrections and without the codes of open ones.
        public: For a public data set: only of interviews, as they are checked before.
        on_progress: Told the share that is done, from 0 to 1; what it raises ends the export, and no file is changed.

    Raises:
        RuleViolation: `no_export`; `NotPublic` where a public data set is wanted and something is open.
        UnknownFormat: before anything is written.
        EnvironmentProblem: the folder cannot be written, or the disk is full; `weighting_unfit` where the interviews do
            not fit the weighting any more; `too_large_for_format`; as `Outputs.check`.
    """
    study, wanted = station.loaded.study, checked_formats(formats)
    called = station.pseudonyms(keys)  # once, so that they are the same in all files
    read = station.read_data(keys, called)(
        by, include=include, changed_since=changed_since, original=original
    )  # whoever may not is refused before a folder is made
    steps = ExportSteps(station.read_board()(by).completes, on_progress)
    parts: list[DataPart] = []
    checked: dict[str, object] = {}
    versions: Versions | None = None
    at = station.clock.now().astimezone(ZoneInfo(study.calling.time_zone))
    with problems_told(out):
        outputs.folder(out)
        if "interviews" in what:
            interviews: list[InterviewId] = []
            table, versions = data_table(station, by, noted_ids(read, interviews), language, steps)
            table = replace(table, asked=asked_by_path(station.loaded, table, language))
            if public is None and not original:
                table = with_codes_of_units(table, station, by, keys, language)
            if public is None:
                table = with_likeness(table, study.release.quasi_identifiers, study.release.sensitive)
            if changed_since is not None:
                table = _told_since(table, changed_since, language)
            elif weighed:
                table = weighed_by_study(station, by, keys, table)
            if public is not None:
                table, check = public.table(table, interviews)
                checked = check_facts(public.rules, check)
            parts.append(DataPart("", table))
            parts += [DataPart(f"repeat_{name}", linked) for name, linked in linked_tables(table)]
            if changed_since is not None:
                parts.append(DataPart("withdrawn", withdrawn_part(station, by, keys, language, changed_since)))
        parts += further_parts(station, by, keys, called, [name for name in what if name != "interviews"], language)
    exported = TakenOut(f"{by.number} ({by.login})", at) if isinstance(by, User) else None
    parts = [DataPart(part.name, replace(part.table, exported=exported)) for part in parts]
    aside = station.read_set_aside(keys)
    known = versions or versions_of(station.data_forms, language)
    files = write_dataset(
        parts,
        wanted,
        out,
        partial(codebook_beside, is_rehearsal=is_rehearsal(station.loaded.folder)),
        lambda layout: paradata_lines(study.id, station.read_paths(keys, called)(by), out, layout),
        (lambda layout: set_aside_csv(study.id, _set_aside(aside(by), known), language, layout))
        if include_set_aside
        else None,
        outputs=outputs,
        raw=raw,
        named_after=file_names_begin(station.loaded.folder),
        asked={
            "questionnaires": [known.called(edition.fingerprint) for edition in known.editions],
            "formats": list(wanted),
            "include": include.value,
            "since": changed_since.isoformat() if changed_since is not None else "",
            "set_aside": include_set_aside,
            "raw": raw,
            "weighed": weighed,
            "original": original,
            "rehearsal": is_rehearsal(station.loaded.folder),
            **({"checked_for_release": checked} if checked else {}),
        },
        on_progress=steps.files,
    )
    main = parts[0].table
    return Export(tuple(files), len(main.rows), tuple(main.notices))


def _told_since(table: DataTable, since: datetime, language: str) -> DataTable:
    text = DATA_TERMS.of(language)("note_since", detail=since.isoformat(timespec="minutes"))
    return replace(table, notices=(*table.notices, VariableNotice("", text)))


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
