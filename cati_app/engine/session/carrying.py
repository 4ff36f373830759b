"""An interview goes on under another version of the questionnaire: what was answered is carried over, or set apart.

Answers are placed in the order of the new form, again and again while that makes further questions relevant, rows
appear or choices come to be offered. What still fits and reads the same is answered; what reads otherwise stands at its
question until it is confirmed; the rest is set apart, and every one of them is an event.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from cati_app.domain.clock import Clock
from cati_app.engine.changes.compare import AnswerFit, Comparison, read_aloud
from cati_app.engine.form.answers import Answer, Special
from cati_app.engine.form.model import Form
from cati_app.engine.form.nodes import Node, NodeKind, chosen
from cati_app.engine.form.rows import RepeatRow
from cati_app.engine.session import apply, moving
from cati_app.engine.session.events import FORM_CHANGED, LogDoesNotFit, SessionEvent, SetApart, WhyApart
from cati_app.engine.session.path import Stop
from cati_app.engine.session.recorder import Recorder
from cati_app.engine.session.refs import PLACE, ref_of
from cati_app.engine.session.state import State
from cati_app.engine.session.validation import fault_of, is_read_only, normalized, stored
from cati_app.values import dataclass


@dataclass(frozen=True, slots=True)
class Passage:
    """From one version of the questionnaire to the one an interview goes on with."""

    before: str  # fingerprints
    after: str
    comparison: Comparison | None  # None where the version before is not kept: then names alone tell


@dataclass(slots=True)
class _Given:
    """An answer on its way."""

    origin: SetApart  # as it was given; says already why it stands apart if it comes to that
    rows: tuple[int, ...]
    target: Node | None
    text: str  # under the names of the new version
    stands_for: int  # the node of the new version that its question became; -1 where there is none
    confirmed: bool  # it fits, reads the same, and nobody doubted it
    on_path: bool = True
    kept: str = ""  # why it was kept although a soft check fired
    remark: str = ""


def carry_over(
    form: Form, clock: Clock, events: Sequence[SessionEvent], passage: Passage, hidden: Mapping[str, str]
) -> Recorder:
    """The interview under the new version; every event it made is new.

    Args:
        form: The new version.
        events: The whole log so far.
        hidden: Values for hidden questions that the version before did not have.

    Raises:
        LogDoesNotFit: not even the beginning of the log can be read.
    """
    own = apply.from_last_beginning(events)
    if not own or own[0].kind not in apply.BEGINNINGS:
        raise LogDoesNotFit(0, own[0].kind if own else "", "")
    before = _state_before(own, passage.comparison)
    try:
        begun = _beginning(own, before, passage, clock, hidden, form)
        state = apply.begin(form, begun)
    except apply.DoesNotFit:
        raise LogDoesNotFit(0, own[0].kind, "") from None
    log = Recorder(state.form, clock, state, [begun], 0)
    if before is not None and passage.comparison is not None:
        given = list(_of_state(before, passage, state.form))
        closed = _closed(before, passage.comparison)
    else:
        given, closed = list(_of_events(own, passage, state.form)), []
    carrier = _Carrier(log, given)
    carrier.settle()
    carrier.close(closed)
    moving.go(log, next(log.way.all(state.root), None))
    if before is not None and passage.comparison is not None:
        answered = frozenset((answer.stands_for, answer.rows) for answer in given)
        _walk(log, _Behind(passage.comparison, before.runtime.language, _left(before), answered))
    return log


def _state_before(events: Sequence[SessionEvent], comparison: Comparison | None) -> State | None:
    """How the interview stood under the version before; None where that cannot be told."""
    if comparison is None:
        return None
    try:
        state = apply.begin(comparison.before, events[0])
        for event in events[1:]:
            apply.apply(state, event)
    except apply.DoesNotFit:
        return None
    return state


def _beginning(
    events: Sequence[SessionEvent],
    before: State | None,
    passage: Passage,
    clock: Clock,
    hidden: Mapping[str, str],
    form: Form,
) -> SessionEvent:
    """The event `form_changed`: what a start says, and from where to where it goes."""
    first, last = events[0], events[-1]
    data = {name: value for name, value in first.data.items() if not name.startswith(apply.HIDDEN)}
    known = {
        name.removeprefix(apply.HIDDEN): str(value)
        for name, value in first.data.items()
        if name.startswith(apply.HIDDEN)
    }
    for event in events:
        if event.kind == "hidden":
            known[str(event.data.get("name"))] = str(event.data.get("value") or "")
        elif event.kind == "language":
            data["language"] = event.data.get("language")
    named = passage.comparison.course.name if passage.comparison is not None else str
    handed_in = {**hidden, **{named(name) or name: value for name, value in known.items()}}
    data |= {apply.HIDDEN + name: value for name, value in handed_in.items() if name in form.handed_in}
    spent = before.runtime.spent_ms if before is not None else max(0, last.mono_ms - first.mono_ms)
    began = first.data.get("began_at") or first.at.isoformat()
    data |= {"form": form.name, "version": form.version, "from": passage.before, "to": passage.after}
    data |= {"spent_ms": spent, "began_at": str(began)}
    return SessionEvent(FORM_CHANGED, "", clock.now(), clock.monotonic_ms(), data)


# -- what was given ------------------------------------------------------------------------------------------------


def _of_state(state: State, passage: Passage, form: Form) -> Iterator[_Given]:
    """The answers of an interview whose form is known, in the order of that form."""
    comparison = passage.comparison
    assert comparison is not None
    language = state.runtime.language
    for node in state.form.nodes[1:]:
        if node.kind is not NodeKind.QUESTION or not node.asks:
            continue
        after = comparison.after_of(node)
        for row in state.evaluation.rows_of(node.frame):
            answer = stored(node, row)
            on_path = row.relevant[node.slot]
            if answer.is_blank or (after is None and not on_path):
                continue
            verdict, text = comparison.carried(node, answer.text, language)
            origin = SetApart(
                passage.before,
                ref_of(state.form, node, row),
                answer,
                _why_gone(node, after),
                read_aloud(state.form, node, language),
                _words(state.form, node, answer, language),
                node.contact,
            )
            kept = state.kept.get((node.index, row.k))
            yield _Given(
                origin,
                row.line(),
                None if verdict is AnswerFit.GONE or after is None else form.by_path[after.path],
                text,
                after.index if after is not None else -1,
                confirmed=verdict is AnswerFit.FITS and on_path and not row.aside[node.slot],
                on_path=on_path,
                kept=(kept.reason or "") if kept is not None else "",
                remark=state.remarks.get((node.index, row.k), ""),
            )
    yield from (_again(apart, form) for apart in state.apart)


def _of_events(events: Sequence[SessionEvent], passage: Passage, form: Form) -> Iterator[_Given]:
    """The last answer to each question of a version that is not kept, in the order in which they were first given."""
    answers: dict[str, Answer] = {}
    apart: list[SetApart] = []
    for event in events:
        if event.kind == "set_apart":
            apart.append(apply.set_apart_of(event))
        if event.kind == "cleared":
            answers[event.ref] = Answer()
        if event.kind == "answered":
            special = event.data.get("special")
            text = str(event.data.get("text") or "")
            answers[event.ref] = Answer("" if special else text, Special(str(special)) if special else None)
    for ref, answer in answers.items():
        if not answer.is_blank:
            yield _again(SetApart(passage.before, ref, answer, WhyApart.QUESTION_GONE), form)
    yield from (_again(answer, form) for answer in apart)


def _again(apart: SetApart, form: Form) -> _Given:
    """An answer of which only the name of its question is known: it may have a place (again), to be confirmed."""
    rows = tuple(int(number) for number in PLACE.findall(apart.ref))
    nodes = [form.by_path.get(PLACE.sub("", apart.ref)), *form.by_name.get(apart.name, ())]
    asked = (node for node in nodes if node is not None and node.kind is NodeKind.QUESTION and node.asks)
    fitting = (node for node in asked if form.frames[node.frame].depth == len(rows))
    return _Given(apart, rows, next(fitting, None), apart.answer.text, -1, confirmed=False)


def _why_gone(before: Node, after: Node | None) -> WhyApart:
    if after is None or not after.asks:
        return WhyApart.QUESTION_GONE
    both_choose = before.choosing is not None and after.choosing is not None
    return WhyApart.CHOICE_GONE if both_choose else WhyApart.OTHER_KIND


def described(apart: SetApart, form: Form, language: str) -> SetApart:
    """With the label and the words it had in its form; as it is where the form does not have the question."""
    node = form.by_path.get(PLACE.sub("", apart.ref))
    if node is None:
        return apart
    return replace(apart, label=read_aloud(form, node, language), words=_words(form, node, apart.answer, language))


def _words(form: Form, node: Node, answer: Answer, language: str) -> str:
    """The labels of the choices that were the answer."""
    if node.choosing is None:
        return ""
    known = form.choices_by_name[node.choices]
    labels = []
    for name in chosen(node, answer.text):
        if name not in known:
            continue
        template = known[name].label.get(language) or known[name].label.get(form.default_language, ())
        labels.append("".join(part for part in template if isinstance(part, str)) or name)
    return ", ".join(labels)


# -- placing -------------------------------------------------------------------------------------------------------


class _Carrier:
    """Places answers in an interview that has just begun."""

    def __init__(self, log: Recorder, given: Sequence[_Given]) -> None:
        self._log = log
        self._waiting = sorted(
            (answer for answer in given if answer.target is not None),
            key=lambda answer: (answer.target.index if answer.target else 0, answer.rows),
        )
        self._apart = [answer.origin for answer in given if answer.target is None]
        self._filled: set[tuple[int, str]] = set()

    def settle(self) -> None:
        """Whatever has a place; the rest is set apart."""
        while self._pass(forced=False):
            pass
        while self._pass(forced=True):
            while self._pass(forced=False):
                pass
        self._apart += [replace(given.origin, why=WhyApart.OFF_PATH) for given in self._waiting if given.on_path]
        for apart in self._apart:
            data = {
                "version": apart.version,
                "text": apart.answer.text,
                "special": apart.answer.special.value if apart.answer.special else None,
                "why": apart.why.value,
                "label": "" if apart.contact else apart.label,
                "words": "" if apart.contact else apart.words,
                "contact": apart.contact,
            }
            self._log.emit("set_apart", apart.ref, data)

    def close(self, repeats: Sequence[tuple[str, tuple[int, ...]]]) -> None:
        """Note “no more” for repeats that were closed."""
        state = self._log.state
        for path, rows in repeats:
            node = state.form.by_path[path]
            row = self._row(node, rows)
            if row is not None and node.open_rows and row.relevant[node.slot]:
                self._log.emit("answered", ref_of(state.form, node, row), {"text": "0", "special": None})

    def _pass(self, *, forced: bool) -> bool:
        """Go through what waits; whether anything found its place. `forced`: the first that can be noted ahead, is."""
        moved = False
        for given in list(self._waiting):
            if self._try(given, forced=forced):
                self._waiting.remove(given)
                moved = True
                if forced:
                    break
        return moved

    def _try(self, given: _Given, *, forced: bool) -> bool:
        state, node = self._log.state, given.target
        assert node is not None
        row = self._row(node, given.rows)
        if row is None:
            return False
        if (node.index, row.k) in self._filled or is_read_only(state.form, node, row, state.runtime):
            self._apart.append(given.origin)
            return True
        if not row.relevant[node.slot] and not forced:
            return False
        special = given.origin.answer.special
        text = normalized(state.form, node, row, state.runtime, given.text) if given.text else ""
        fault = fault_of(state.form, node, row, state.runtime, text) if text else None
        if text is None or (fault is not None and fault.hard):
            if forced and row.relevant[node.slot]:
                why = WhyApart.CHECK if fault is not None else _why_gone(node, node)
                self._apart.append(replace(given.origin, why=why))
            return forced and row.relevant[node.slot]
        if not row.relevant[node.slot] and given.on_path:  # it waits at its question, if that is ever asked
            self._apart.append(replace(given.origin, why=WhyApart.OFF_PATH))
        kept = given.kept if fault is not None else ""
        confirmed = given.confirmed and row.relevant[node.slot] and (fault is None or bool(kept))
        self._answer(node, row, Answer(text, special), given, confirmed=confirmed, kept=kept)
        return True

    def _answer(self, node: Node, row: RepeatRow, answer: Answer, given: _Given, *, confirmed: bool, kept: str) -> None:
        log, ref = self._log, ref_of(self._log.state.form, node, row)
        special = answer.special.value if answer.special else None
        log.emit("answered", ref, {"text": answer.text, "special": special, **({} if confirmed else {"ahead": True})})
        if kept and confirmed:
            log.emit("check", ref, {"code": "soft", "hard": False, "kept": True, "reason": kept})
        if given.remark:
            log.emit("remark", ref, {"text": given.remark})
        self._filled.add((node.index, row.k))

    def _row(self, node: Node, rows: Sequence[int]) -> RepeatRow | None:
        """The row of a node; a row of an open repeat is added where it is the next."""
        form, row = self._log.state.form, self._log.state.root
        around: list[int] = []
        frame = node.frame
        while frame != 0:
            around.insert(0, form.frames[frame].repeat)
            frame = form.frames[frame].parent
        if len(around) != len(rows):
            return None
        for index, number in zip(around, rows, strict=True):
            repeat = form.nodes[index]
            there = row.c[repeat.own_frame]
            if number == len(there) + 1 and repeat.open_rows and row.relevant[repeat.slot]:
                self._log.emit("row_added", ref_of(form, repeat, row))
            if number > len(there):
                return None
            row = there[number - 1]
        return row


def _closed(state: State, comparison: Comparison) -> list[tuple[str, tuple[int, ...]]]:
    """Open repeats that were closed: their path in the new version, and the rows around them."""
    closed = []
    for index, key in state.closed:
        after = comparison.after_of(state.form.nodes[index])
        rows = [row for row in state.evaluation.rows_of(state.form.nodes[index].frame) if row.k == key]
        if after is not None and rows:
            closed.append((after.path, rows[0].line()))
    return sorted(closed)


# -- the way -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Behind:
    """Tells which questions need not be asked again."""

    comparison: Comparison
    language: str
    left: frozenset[tuple[int, tuple[int, ...]]]  # nodes of the version before, and rows, whose screens were left
    answered: frozenset[tuple[int, tuple[int, ...]]]  # nodes of this version, and rows, that had an answer

    def lies_behind(self, log: Recorder, stop: Stop) -> bool:
        """Whether there is nothing to ask, to confirm or to read anew on a screen."""
        return all(self._is_done(log, log.form.nodes[index], stop.row) for index in log.shown(stop))

    def _is_done(self, log: Recorder, node: Node, row: RepeatRow) -> bool:
        if row.aside[node.slot]:
            return False
        if node.kind is NodeKind.REPEAT:
            return (node.index, row.k) in log.state.closed
        if not stored(node, row).is_blank:
            return True
        origin = next((first for first, after in self.comparison.pairs.items() if after == node.index), None)
        if origin is None or (node.index, row.line()) in self.answered:
            return False
        before = self.comparison.before.nodes[origin]
        return (origin, row.line()) in self.left and self.comparison.reads_same(before, node, self.language)


def _left(state: State) -> frozenset[tuple[int, tuple[int, ...]]]:
    """What was reached and does not stand on the screen."""
    here = state.stop
    return frozenset(
        (index, row.line())
        for index, key in state.reached
        for row in state.evaluation.rows_of(state.form.nodes[index].frame)
        if row.k == key and not (here is not None and here.row is row and index in here.plan.questions)
    )


def _walk(log: Recorder, behind: _Behind) -> None:
    """Forward to the first screen that does not lie behind."""
    while log.state.stop is not None and behind.lies_behind(log, log.state.stop):
        if moving.forward(log).check is not None:
            return
