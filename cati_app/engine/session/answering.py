"""Takes answers: what passes the checks is stored, what does not stays in the view."""

from __future__ import annotations

from cati_app.engine.form.answers import Answer
from cati_app.engine.form.nodes import Node, NodeKind
from cati_app.engine.form.rows import RepeatRow
from cati_app.engine.form.screen import CheckView
from cati_app.engine.session.events import Step, UnknownQuestion
from cati_app.engine.session.recorder import Recorder
from cati_app.engine.session.refs import ref_of
from cati_app.engine.session.validation import Fault, fault_of, is_read_only, normalized


def give(log: Recorder, ref: str, answer: Answer, *, keep: str | None = None) -> Step:
    """Give an answer; one that does not pass a check stays in the view and is not stored.

    Args:
        keep: Why an answer is kept although its soft check fired.

    Raises:
        UnknownQuestion: there is no such question, or it cannot be answered now.
    """
    node, row = log.resolve(ref)
    if not row.relevant[node.slot] or not node.asks:
        raise UnknownQuestion(ref)
    if node.kind is NodeKind.REPEAT:
        return _more_rows(log, node, row, answer)
    if is_read_only(log.form, node, row, log.state.runtime):
        raise UnknownQuestion(ref)
    text: str | None = ""
    if answer.text.strip():
        text = normalized(log.form, node, row, log.state.runtime, answer.text.strip())
    if text is None:
        return _refuse(log, node, row, answer, Fault("type"))
    fault = fault_of(log.form, node, row, log.state.runtime, text)
    kept = fault is not None and not fault.hard and bool(keep and keep.strip())
    if fault is not None and not kept:
        return _refuse(log, node, row, answer if fault.hard else Answer(text), fault)
    return _store(log, node, row, Answer(text, answer.special), keep if kept else None)


def note_ahead(log: Recorder, ref: str, answer: Answer) -> CheckView | None:
    """Note an answer before its question is asked, or say which check it does not pass; the caller makes the step.

    Raises:
        UnknownQuestion: there is no such question, or nobody can answer it.
    """
    node, row = log.resolve(ref)
    if node.kind is not NodeKind.QUESTION or not node.asks:
        raise UnknownQuestion(ref)
    if is_read_only(log.form, node, row, log.state.runtime):
        raise UnknownQuestion(ref)
    given = answer.text.strip()
    text = normalized(log.form, node, row, log.state.runtime, given) if given else ""
    if text is None:
        return log.check_view(node, row, Fault("type"))
    fault = fault_of(log.form, node, row, log.state.runtime, text)
    if fault is not None and fault.hard:
        return log.check_view(node, row, fault)
    special = answer.special.value if answer.special else None
    log.emit("answered", ref_of(log.form, node, row), {"text": text, "special": special, "ahead": True})
    return None


def _store(log: Recorder, node: Node, row: RepeatRow, answer: Answer, keep: str | None) -> Step:
    ref = ref_of(log.form, node, row)
    log.state.candidates.pop((node.index, row.k), None)
    special = answer.special.value if answer.special else None
    kind = "cleared" if answer.is_blank else "answered"
    log.emit(kind, ref, {} if answer.is_blank else {"text": answer.text, "special": special})
    if keep is not None:
        log.emit("check", ref, {"code": "soft", "hard": False, "kept": True, "reason": keep})
    return log.step()


def _refuse(log: Recorder, node: Node, row: RepeatRow, answer: Answer, fault: Fault) -> Step:
    check = log.check_view(node, row, fault)
    log.state.candidates[node.index, row.k] = (answer, check)
    log.emit("check", check.ref, {"code": fault.code, "hard": fault.hard, "kept": False})
    return log.step(check=check)


def _more_rows(log: Recorder, node: Node, row: RepeatRow, answer: Answer) -> Step:
    ref = ref_of(log.form, node, row)
    if answer.text not in ("0", "1"):
        return _refuse_repeat(log, node, row)
    if answer.text == "1":
        log.emit("row_added", ref)
    else:
        log.emit("answered", ref, {"text": "0", "special": None})
    return log.step()


def _refuse_repeat(log: Recorder, node: Node, row: RepeatRow) -> Step:
    return log.step(check=log.check_view(node, row, Fault("type")))
