"""Coding by the frame at a station: the frame that study.yaml names, the questions it is for, and the use cases."""

from __future__ import annotations

from collections.abc import Iterator

from cati_app.domain.coding.code_frame import CodeFrame
from cati_app.domain.errors import EnvironmentProblem
from cati_app.engine.form.nodes import Node
from cati_app.fieldwork.monitor.code_units import CodeUnits, ReadUnits
from cati_app.fieldwork.monitor.unit_texts import AnsweredQuestion, AnswerTexts, CardTexts, UnitTexts
from cati_app.publish.dataset.outgoing import closed_nodes
from cati_app.station.coding import open_questions
from cati_app.station.data_table import comparisons
from cati_app.station.loading import LoadedStudy
from cati_app.station.opening import Station
from cati_app.store.trust.held_keys import HeldKeys
from cati_app.study.check_coding import is_open_text
from cati_app.study.frame_file import frame_of, read_frame


def study_frame(loaded: LoadedStudy) -> CodeFrame:
    """The frame that study.yaml names. EnvironmentProblem: `frame_needed`."""
    read = read_frame(loaded.folder, loaded.study, loaded.lines)
    if read.settings is None:
        raise EnvironmentProblem(
            "frame_needed",
            "The study has no code frame that can be read.",
            "Name one in study.yaml (docs/coding.md says how); `cati check STUDY` says what is wrong with it.",
        )
    return frame_of(read.settings)


def frame_nodes(loaded: LoadedStudy) -> Iterator[Node]:
    """Questions for texts that the frame is for, in order: no contact questions, and none that asks what “other” is."""
    form = loaded.data_form
    closed, specify = closed_nodes(form), {question.text for question in open_questions(loaded)}
    for node in form.nodes[1:]:
        if is_open_text(node) and node.index not in closed and node.path not in specify and node.frame == 0:
            yield node


def answered_questions(whole: Station) -> tuple[AnsweredQuestion, ...]:
    """The same with where each version that answers were given under had them."""
    nodes = tuple(frame_nodes(whole.loaded))
    earlier: dict[str, dict[str, str | None]] = {node.name: {} for node in nodes}
    for fingerprint, compared in comparisons(whole.data_forms).items():
        before = {now: then for then, now in compared.pairs.items()}
        for node in nodes:
            index = before.get(compared.after.by_path[node.path].index)
            then = None if index is None else compared.before.nodes[index]
            earlier[node.name][fingerprint] = then.path if then is not None and is_open_text(then) else None
    return tuple(AnsweredQuestion(node.name, node.path, earlier[node.name]) for node in nodes)


def read_units(station: Station, keys: HeldKeys, whole: Station) -> ReadUnits:
    """Units and their codes; `whole` is where the interviews of all stations are read.

    Raises:
        EnvironmentProblem: `frame_needed`.
    """
    here = None if whole is station else station.units(keys)
    texts: list[UnitTexts] = [AnswerTexts(answered_questions(whole))]
    if station.loaded.sittings is not None:
        texts.append(CardTexts())
    return ReadUnits(whole.units(keys), study_frame(station.loaded), texts, here)


def code_units(station: Station, keys: HeldKeys, read: ReadUnits) -> CodeUnits:
    """Codes for them."""
    return CodeUnits(station.units(keys), read, station.clock)
