"""Moves through the questionnaire: forward past the checks of a screen, back, to a question already reached."""

from __future__ import annotations

from collections.abc import Iterator

from cati_app.engine.form.answers import Answer
from cati_app.engine.form.behind import rests_on
from cati_app.engine.form.nodes import Node, NodeKind
from cati_app.engine.form.rows import RepeatRow
from cati_app.engine.session.events import Step, UnknownQuestion
from cati_app.engine.session.path import Stop
from cati_app.engine.session.recorder import Recorder
from cati_app.engine.session.refs import ref_of
from cati_app.engine.session.validation import Fault, fault_of, is_read_only, is_required
from cati_app.engine.session.views import answer_of


def forward(log: Recorder) -> Step:
    """To the next screen; refused with a check while a question of this screen needs an answer.

    Before the end the first required question left open is shown instead.
    """
    stop = log.state.stop
    if stop is None:
        return log.step()
    blocked = _blocked(log, stop)
    if blocked is not None:
        return blocked
    log.emit("moved", log.ref or "", {"how": "forward"})
    following = _entered(log, stop) or next(log.way.after(stop), None)
    if following is None:
        following = next((other for other in log.way.all(log.state.root) if _open(log, other)), None)
    return go(log, following)


def _entered(log: Recorder, stop: Stop) -> Stop | None:
    """The first screen of a row just added."""
    owner, row = log.way.owner(stop.plan), log.state.entering
    if owner is None or row is None:
        return None
    return next(log.way.within(owner, row), None)


def forward_to_open(log: Recorder) -> Step:
    """To the first question without an answer; without one, to the end."""
    stop = log.state.stop
    if stop is not None:
        blocked = _blocked(log, stop)
        if blocked is not None:
            return blocked
    log.emit("moved", log.ref or "", {"how": "forward"})
    stops = log.way.all(log.state.root)
    return go(log, next((other for other in stops if _open(log, other, every=True)), None))


def go_on(log: Recorder) -> Step:
    """From the end, to the first screen that came on the path since; nothing happens where there is none."""
    if log.state.stop is not None:
        return log.step()
    following = next((stop for stop in log.way.all(log.state.root) if not _was_reached(log, stop)), None)
    if following is None:
        return log.step()
    log.emit("moved", "", {"how": "forward"})
    return go(log, following)


def _was_reached(log: Recorder, stop: Stop) -> bool:
    return any((index, stop.row.k) in log.state.reached for index in log.shown(stop))


def asks(log: Recorder, stop: Stop) -> bool:
    """Whether anything is asked on a screen; what may only be read is not."""
    nodes, runtime = log.form.nodes, log.state.runtime
    shown = (nodes[index] for index in log.shown(stop))
    return any(node.asks and not is_read_only(log.form, node, stop.row, runtime) for node in shown)


def rest(log: Recorder) -> Iterator[bool]:
    """For each screen after the current one whether it asks anything."""
    stop = log.state.stop
    for other in log.way.after(stop) if stop is not None else ():
        yield asks(log, other)


def notes_ahead(log: Recorder, name: str) -> Iterator[tuple[Node, RepeatRow]]:
    """Notes after the current screen, on the path as it stands, that are there because of a value handed in.

    Args:
        name: The hidden question that has the value.
    """
    stop = log.state.stop
    for other in log.way.after(stop) if stop is not None else ():
        if not asks(log, other):
            for index in log.shown(other):
                if rests_on(log.form, index, name):
                    yield log.form.nodes[index], other.row


def ends_asking(log: Recorder) -> bool:
    """Whether the last screen of the way asks anything."""
    last = next(iter(list(log.way.all(log.state.root))[-1:]), None)
    return last is not None and asks(log, last)


def back(log: Recorder) -> Step:
    """To the screen before; nothing happens on the first."""
    stop = log.state.stop
    stops: Iterator[Stop] = iter(())
    if stop is None:
        stops = iter(list(log.way.all(log.state.root))[-1:])
    else:
        stops = log.way.before(stop)
    target = next(stops, None)
    if target is None:
        return log.step()
    log.emit("moved", log.ref or "", {"how": "back"})
    return go(log, target)


def jump(log: Recorder, ref: str) -> Step:
    """To a question already reached.

    Raises:
        UnknownQuestion: it was not reached, or it is not on the path.
    """
    node, row = log.resolve(ref)
    plan = log.form.screen_of.get(node.index)
    if plan is None or not row.relevant[node.slot] or (node.index, row.k) not in log.state.reached:
        raise UnknownQuestion(ref)
    log.emit("moved", log.ref or "", {"how": "jump"})
    return go(log, Stop(plan, row), node.index)


def focus(log: Recorder, ref: str) -> Step:
    """Move the focus to another question of the screen.

    Raises:
        UnknownQuestion: it is not on this screen.
    """
    node, row = log.resolve(ref)
    stop = log.state.stop
    if stop is None or row is not stop.row or node.index not in log.shown(stop):
        raise UnknownQuestion(ref)
    log.emit("shown", ref, {"how": "focus"})
    return log.step()


def go(log: Recorder, stop: Stop | None, focus: int = -1) -> Step:
    _arrive(log, stop, focus)
    return log.step(moved=True)


def _arrive(log: Recorder, stop: Stop | None, focus: int = -1) -> None:
    log.state.candidates.clear()
    if stop is None:
        log.emit("ended", "")
        return
    index = focus if focus >= 0 else log.shown(stop)[0]
    log.emit("shown", ref_of(log.form, log.form.nodes[index], stop.row), {})


def _blocked(log: Recorder, stop: Stop) -> Step | None:
    """The check that keeps a screen from being left forward."""
    state = log.state
    for index in log.shown(stop):
        node, row = log.form.nodes[index], stop.row
        if (index, row.k) in state.candidates:
            return _refuse_again(log, node, row)
        answer = answer_of(state, node, row)
        if node.kind is NodeKind.REPEAT and state.entering is not None:
            continue
        fault = fault_of(log.form, node, row, state.runtime, answer.text) if node.kind is not NodeKind.REPEAT else None
        if answer.is_blank and is_required(log.form, node, row, state.runtime):
            fault = Fault("required")
        if fault is not None and (fault.hard or (index, row.k) not in state.kept):
            return _stand(log, node, row, answer, fault)
    return None


def _refuse_again(log: Recorder, node: Node, row: RepeatRow) -> Step:
    check = log.state.candidates[node.index, row.k][1]
    if log.state.focus != node.index:
        log.emit("shown", check.ref, {"how": "focus"})
    return log.step(check=check)


def _stand(log: Recorder, node: Node, row: RepeatRow, answer: Answer, fault: Fault) -> Step:
    check = log.check_view(node, row, fault)
    log.emit("check", check.ref, {"code": fault.code, "hard": fault.hard, "kept": False})
    if log.state.focus != node.index:
        log.emit("shown", check.ref, {"how": "focus"})
    if fault.code != "required":
        log.state.candidates[node.index, row.k] = (answer, check)
    return log.step(check=check)


def _open(log: Recorder, stop: Stop, *, every: bool = False) -> bool:
    """Whether a screen holds a question left open: a required one, or (`every`) any to be answered or confirmed."""
    for index in log.shown(stop):
        node = log.form.nodes[index]
        if every and stop.row.aside[node.slot]:
            return True  # it has an answer, which nobody has confirmed
        if not answer_of(log.state, node, stop.row).is_blank or not node.asks:
            continue
        if is_required(log.form, node, stop.row, log.state.runtime):
            return True
        if every and not is_read_only(log.form, node, stop.row, log.state.runtime):
            return True
    return False


def stay_on_path(log: Recorder) -> bool:
    """When the current screen has vanished, show the next one on the path; whether it had.

    The events stay with the step of the caller, which has to be recorded with them.
    """
    stop = log.state.stop
    if stop is None or (stop.row.i and log.way.is_shown(stop)):
        return False
    if stop.row.i:
        following = next(log.way.after(stop), None)
    else:
        following = next((other for other in log.way.all(log.state.root) if _open(log, other, every=True)), None)
    _arrive(log, following)
    return True
