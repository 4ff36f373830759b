"""What units of a study have: as variables of its data set, and as a project that programs for analysis read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from cati_app.domain.coding.code_frame import Axis, UnitCodes
from cati_app.domain.coding.coded_units import Adjudication, CodedUnit, UnitCoding
from cati_app.domain.coding.coding_units import UnitSource
from cati_app.domain.errors import EnvironmentProblem
from cati_app.domain.people.users import User
from cati_app.domain.release.cleared_texts import Clearing, clearing_of
from cati_app.fieldwork.monitor.clear_texts import DecidedTexts
from cati_app.fieldwork.monitor.unit_codings import UnitsRead
from cati_app.fieldwork.rights import Actor
from cati_app.publish.dataset.fieldwork import case_id
from cati_app.publish.dataset.table import DataTable, VariableNotice
from cati_app.publish.dataset.unit_codes import QuestionCodes, with_unit_codes
from cati_app.publish.dataset.wording import FormTexts
from cati_app.publish.formats.frame_codes import codes_of_frame
from cati_app.publish.formats.refi_qda import QdaCoding, QdaProject, QdaSource, QdaUnit
from cati_app.station.frame_coding import frame_nodes, read_units
from cati_app.station.opening import Station
from cati_app.store.trust.held_keys import HeldKeys
from cati_app.texts import words_of


def with_codes_of_units(table: DataTable, station: Station, by: Actor, keys: HeldKeys, language: str) -> DataTable:
    """The data set with the codes in force; as it is where the study names no frame, or nothing is coded.

    Before the double part is done nothing of it is in force, and nobody sees any of it here.
    """
    if station.loaded.study.frame is None:
        return table
    try:
        reader = read_units(station, keys, station)
    except EnvironmentProblem as problem:
        return replace(table, notices=(*table.notices, VariableNotice("", words_of(language).worded(problem.message))))
    read = reader(by)
    study, texts = station.loaded.study.id, FormTexts(station.loaded.data_form, language)
    in_force = _in_force(read)
    coded = [
        QuestionCodes(
            node.name,
            texts.question(node) or node.name,
            {
                case_id(study, read.texts[known].interview): codes
                for known, codes in in_force.items()
                if _is_of(read.work.coded_units[known], node.name)
            },
        )
        for node in frame_nodes(station.loaded)
    ]
    return with_unit_codes(table, reader.frame, coded)


def _in_force(read: UnitsRead) -> Mapping[str, UnitCodes]:
    if not read.work.is_double_done:
        return {}
    return {known: unit.codes for known, unit in read.work.coded_units.items() if unit.codes is not None}


def qda_project(
    station: Station, person: User, keys: HeldKeys, whole: Station, read: UnitsRead, language: str
) -> QdaProject:
    """All units with what each coder gave and what was decided; until the double part is done only what they may see.

    Args:
        whole: Where the interviews of all stations are read.
        language: Of the names of codes and questions.
    """
    frame, work, study = read.work.frame, read.work, station.loaded.study
    sources: list[QdaSource] = []
    words, texts = words_of(language), FormTexts(station.loaded.data_form, language)
    decided = station.clear_texts(keys, whole).decided(person)
    moments = [each.at for unit in work.coded_units.values() for each in unit.codings]
    made_at = min(moments, default=station.clock.now())
    numbers = sorted({number for known, number in read.numbers.items() if _has_acted(read, known)} | {person.number})
    for node in frame_nodes(station.loaded):
        units = tuple(
            QdaUnit(
                known,
                read.texts[known].text,
                tuple(_codings(read, person, unit)),
                _is_cleared(decided, read, known, node.path),
            )
            for known, unit in work.coded_units.items()
            if _is_of(unit, node.name)
        )
        if units:
            label = texts.question(node) or node.name
            sources.append(QdaSource(node.name, label, units, str(person.number), made_at))
    experts: dict[str, list[QdaUnit]] = {}
    for known, unit in work.coded_units.items():
        if unit.unit.source is UnitSource.CARD:
            called, text = case_id(study.id, read.texts[known].interview), read.texts[known].text
            made = QdaUnit(known, text, tuple(_codings(read, person, unit)), cleared=False)
            experts.setdefault(called, []).append(made)
    sources += [
        QdaSource(called, called, tuple(units), str(person.number), made_at)
        for called, units in sorted(experts.items())
    ]
    return QdaProject(
        study.id,
        station.loaded.title(language),
        {str(number): words.say("person {number}", number=number) for number in numbers},
        codes_of_frame(frame, language),
        tuple(sources),
        description=words.say("Code frame {version}, seed {seed}", version=frame.version, seed=work.seed),
    )


def _is_of(unit: CodedUnit, question: str) -> bool:
    return unit.unit.source is UnitSource.ANSWER and unit.unit.question == question


def _has_acted(read: UnitsRead, known: str) -> bool:
    return any(
        known in (*(each.coder for each in unit.codings), unit.adjudication.by if unit.adjudication else None)
        for unit in read.work.coded_units.values()
    )


def _codings(read: UnitsRead, person: User, unit: CodedUnit) -> Iterator[QdaCoding]:
    for coding in read.work.seen_by(person.id, unit.unit.id):
        yield _coding(read, coding, coding.coder)
    if unit.adjudication is not None and read.work.is_double_done:
        yield _coding(read, unit.adjudication, unit.adjudication.by)


def _coding(read: UnitsRead, given: UnitCoding | Adjudication, by: str) -> QdaCoding:
    numbers = {str(known): number for known, number in read.numbers.items()}
    codes = tuple(f"{axis.value}/{code}" for axis in Axis for code in sorted(given.codes.on(axis)))
    return QdaCoding(str(numbers[by]), codes, given.at)


def _is_cleared(decided: DecidedTexts, read: UnitsRead, known: str, path: str) -> bool:
    text = read.texts[known]
    return clearing_of(text.text, decided.get(text.interview, {}).get(path)) is Clearing.CLEARED
