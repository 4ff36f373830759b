"""Checks a code frame: its ids, the order of stances, its versions, its languages, and the questionnaire beside it."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Mapping

from cati_app.domain.coding.code_frame import Axis, AxisCode, CodeFrame, FrameStep
from cati_app.domain.findings import Finding
from cati_app.engine.form.model import Form
from cati_app.study.codes import finding
from cati_app.study.load import line_of


def check_frame(frame: CodeFrame, lines: Mapping[str, int]) -> list[Finding]:
    """What does not fit within the frame itself.

    Args:
        lines: Line of each setting of its file, by path.
    """

    def note(entry: str, path: str, /, **fields: object) -> Finding:
        return finding(entry, line_of(path, lines), path, **fields)

    findings: list[Finding] = []
    for axis, held in frame.axes.items():
        for number, code in enumerate(held.codes, 1):
            if code.id in held.ids[: number - 1]:
                findings.append(
                    note("frame-code-twice", f"axes.{axis}.codes[{number}].id", axis=axis.value, code=code.id)
                )
    findings += (note(entry, path, **fields) for entry, path, fields in _order_faults(frame))
    findings += (note(entry, path, **fields) for entry, path, fields in _step_faults(frame))
    findings += (
        note("frame-language-missing", path, language=language) for path, language in _missing_languages(frame)
    )
    return findings


_Fault = tuple[str, str, dict[str, object]]


def _order_faults(frame: CodeFrame) -> Iterator[_Fault]:
    """Stances that stand nowhere, twice, or are no code."""
    stance = frame.axes[Axis.STANCE]
    placed = [("ordinal", code) for code in stance.ordinal] + [("aside", code) for code in stance.aside]
    for number, (of, code) in enumerate(placed):
        path = f"axes.stance.{of}"
        if code not in stance.ids:
            yield "frame-stance-unknown", path, {"code": code, "suggestion": _near(code, stance.ids)}
        elif code in [other for _, other in placed[:number]]:
            yield "frame-stance-twice", path, {"code": code}
    for number, code in enumerate(stance.ids, 1):
        if code not in [other for _, other in placed]:
            yield "frame-stance-unplaced", f"axes.stance.codes[{number}].id", {"code": code}


def _step_faults(frame: CodeFrame) -> Iterator[_Fault]:
    """Steps that lead nowhere, or from codes that are still there."""
    for number, step in enumerate(frame.steps, 1):
        path = f"changes[{number}]"
        if step.before == frame.version:
            yield "frame-step-current", f"{path}.from", {"version": step.before}
        elif step.before in [earlier.before for earlier in frame.steps[: number - 1]]:
            yield "frame-step-twice", f"{path}.from", {"version": step.before}
        later = frame.steps[number:]
        for part, axis, code in _new_codes(step):
            known = {*frame.axes[axis].ids, *(old for then in later for of, old in _old_codes(then) if of is axis)}
            if code not in known:
                fields: dict[str, object] = {
                    "axis": axis.value,
                    "code": code,
                    "suggestion": _near(code, frame.axes[axis].ids),
                }
                yield "frame-step-new-unknown", f"{path}.{part}.{axis}", fields
        for axis, code in () if later else _old_codes(step):
            kept = code in step.split.get((axis, code), ()) or step.merged.get((axis, code)) == code
            if code in frame.axes[axis].ids and not kept:
                yield "frame-step-old-there", path, {"axis": axis.value, "code": code}
        olds = list(_old_codes(step))
        for axis, code in sorted({pair for pair in olds if olds.count(pair) > 1}):
            yield "frame-step-old-twice", path, {"axis": axis.value, "code": code}


def _new_codes(step: FrameStep) -> Iterable[tuple[str, Axis, str]]:
    """Where a new code is named, its axis and its id, each once."""
    named = [("merge", axis, new) for (axis, _), new in step.merged.items()]
    named += [("split", axis, new) for (axis, _), news in step.split.items() for new in news]
    return dict.fromkeys(named)


def _old_codes(step: FrameStep) -> Iterator[tuple[Axis, str]]:
    yield from step.merged
    yield from step.split
    yield from step.retired


def _missing_languages(frame: CodeFrame) -> Iterator[tuple[str, str]]:
    """Path of a text, and a language that the target has and it has not."""
    for axis, held in frame.axes.items():
        for number, code in enumerate(held.codes, 1):
            for part, text in _texts(code):
                for language in sorted(frame.target.keys() - text.keys()):
                    yield f"axes.{axis}.codes[{number}].{part}", language


def _texts(code: AxisCode) -> Iterator[tuple[str, Mapping[str, str]]]:
    yield "label", code.label
    yield "means", code.means
    for part, text in (("not", code.excludes), ("example", code.example)):
        if text:
            yield part, text


def check_frame_against_form(frame: CodeFrame, form: Form) -> list[Finding]:
    """Fields and themes that frame and questionnaire may mean alike and write differently.

    Args:
        form: Its questions name field and theme in `cati_field` and `cati_theme`; other words there, such as those of
            the screening, belong to no comparison.
    """
    findings = []
    named: dict[Axis, dict[str, str]] = {Axis.FIELD: {}, Axis.THEME: {}}
    for node in form.nodes[1:]:
        for axis, word in ((Axis.FIELD, node.field), (Axis.THEME, node.theme)):
            if word:
                named[axis].setdefault(word, node.name)
    for axis, words in named.items():
        ids = frame.axes[axis].ids
        for word, question in words.items():
            near = _near(word, ids)
            if word not in ids and near:
                findings.append(
                    finding("frame-question-near", None, "frame", name=question, word=word, axis=axis.value, near=near)
                )
        findings += (
            finding("frame-code-unasked", None, "frame", axis=axis.value, code=code)
            for code in ids
            if code not in words and not any(_near(word, (code,)) for word in words)
        )
    return findings


def _near(name: str, known: tuple[str, ...]) -> str:
    near = difflib.get_close_matches(name, known, 1, 0.8)
    return near[0] if near else ""
