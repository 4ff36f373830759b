"""What each event does to the state. Live actions and replay go through here, so that they cannot differ."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from cati_app.engine.expressions.runtime import Runtime
from cati_app.engine.form.answers import Answer, Special
from cati_app.engine.form.arrange import arranged
from cati_app.engine.form.evaluation import Evaluation
from cati_app.engine.form.model import Form
from cati_app.engine.form.nodes import Node, NodeKind, chosen
from cati_app.engine.form.offer import ChoiceItems
from cati_app.engine.form.rows import RepeatRow
from cati_app.engine.form.screen import CheckView
from cati_app.engine.session import position
from cati_app.engine.session.events import FORM_CHANGED, SessionEvent, SetApart, UnknownQuestion, WhyApart
from cati_app.engine.session.passing import pass_by
from cati_app.engine.session.path import Stop
from cati_app.engine.session.refs import resolve
from cati_app.engine.session.state import State

HIDDEN = "hidden."
LAST_SAVED = "last_saved."
GIVEN = "given."
BEGINNINGS = ("started", FORM_CHANGED)


class DoesNotFit(Exception):
    """An event that cannot happen in this state."""


def begin(form: Form, event: SessionEvent, *, full: bool = False) -> State:
    """The state after the event an interview begins with, or goes on with under another version of the form."""
    data = event.data
    if event.kind not in BEGINNINGS or not isinstance(data.get("seed"), int):
        raise DoesNotFit
    try:
        zone = ZoneInfo(str(data.get("time_zone") or "UTC"))
    except (KeyError, ValueError, OSError) as error:
        raise DoesNotFit from error
    language = form.spoken(str(data.get("language")))
    now = event.at.astimezone(zone)
    runtime = Runtime(ChoiceItems(form), now, language, int(str(data["seed"])), form.default_language)
    runtime.given = {key.removeprefix(GIVEN): str(value) for key, value in data.items() if key.startswith(GIVEN)}
    runtime.clock_ms = event.mono_ms
    if event.kind == FORM_CHANGED:
        _go_on(runtime, data)
    runtime.previous = {
        key.removeprefix(LAST_SAVED): str(value) for key, value in data.items() if key.startswith(LAST_SAVED)
    }
    form = arranged(form, runtime.seed)
    state = State(form, runtime, Evaluation(form, runtime, full=full))
    for key, value in data.items():
        if key.startswith(HIDDEN):
            _set_hidden(state, key.removeprefix(HIDDEN), str(value))
    return state


def _go_on(runtime: Runtime, data: Mapping[str, object]) -> None:
    """The interview began before this version of the form."""
    spent, began = data.get("spent_ms"), data.get("began_at")
    if not isinstance(spent, int) or not isinstance(began, str):
        raise DoesNotFit
    try:
        runtime.started = datetime.fromisoformat(began).astimezone(runtime.now.tzinfo)
    except ValueError as error:
        raise DoesNotFit from error
    runtime.spent_ms = spent


def from_last_beginning(events: Sequence[SessionEvent]) -> Sequence[SessionEvent]:
    """The part of a log that belongs to the version of the form it ended with."""
    changes = [index for index, event in enumerate(events) if event.kind == FORM_CHANGED]
    return events[changes[-1] :] if changes else events


def apply(state: State, event: SessionEvent) -> None:
    """Change the state as an event says.

    Raises:
        DoesNotFit: the event cannot happen on this form in this state.
    """
    action = _ACTIONS.get(event.kind)
    if action is None:
        raise DoesNotFit
    runtime = state.runtime
    runtime.now = event.at.astimezone(runtime.now.tzinfo)
    runtime.pass_time(event.mono_ms, counts=not state.paused and event.kind != "resumed")
    state.evaluation.outdate(state.form.volatile)
    try:
        action(state, event)
    except UnknownQuestion as error:
        raise DoesNotFit from error
    if state.form.volatile:
        state.evaluation.settle()


def _located(state: State, event: SessionEvent) -> tuple[Node, RepeatRow]:
    return resolve(state.form, state.root, event.ref)


def _shown(state: State, event: SessionEvent) -> None:
    node, row = _located(state, event)
    plan = state.form.screen_of.get(node.index)
    if plan is None or not row.relevant[node.slot]:
        raise DoesNotFit
    state.stop, state.focus, state.at_end, state.entering = Stop(plan, row), node.index, False, None
    state.furthest = max(state.furthest, plan.index)
    for index in plan.questions:
        if row.relevant[state.form.nodes[index].slot] and (index, row.k) not in state.reached:
            state.reached[index, row.k] = None
            state.evaluation.stir(index, row)
    pass_by(state, state.stop)
    now = position.share(state, state.stop)
    state.share = max(state.share, now) if state.heading == "forward" else now


def _answered(state: State, event: SessionEvent) -> None:
    node, row = _located(state, event)
    if node.kind is NodeKind.REPEAT:
        state.closed.add((node.index, row.k))
        return
    ahead = event.data.get("ahead") is True
    if node.kind is not NodeKind.QUESTION or not (ahead or row.relevant[node.slot]):
        raise DoesNotFit
    special = event.data.get("special")
    try:
        answer = Answer(str(event.data.get("text") or ""), Special(str(special)) if special else None)
    except ValueError as error:
        raise DoesNotFit from error
    _check_fit(state.form, node, answer)
    state.kept.pop((node.index, row.k), None)
    state.evaluation.store(node, row, answer)
    row.aside[node.slot] = ahead and not answer.is_blank


def _check_fit(form: Form, node: Node, answer: Answer) -> None:
    if node.choosing is not None:
        known = form.choices_by_name[node.choices]
        if any(name not in known for name in chosen(node, answer.text)):
            raise DoesNotFit


def _moved(state: State, event: SessionEvent) -> None:
    """Leaving a screen forward confirms the answers that stood there."""
    state.heading = str(event.data.get("how"))
    if state.heading != "forward" or state.stop is None:
        return
    row = state.stop.row
    for index in state.stop.plan.questions:
        row.aside[state.form.nodes[index].slot] = False


def _check(state: State, event: SessionEvent) -> None:
    node, row = _located(state, event)
    reason = event.data.get("reason")
    if event.data.get("kept"):
        view = CheckView(event.ref, False, "", str(event.data.get("code")), str(reason or ""))
        state.kept[node.index, row.k] = view


def _language(state: State, event: SessionEvent) -> None:
    code = str(event.data.get("language"))
    if code not in {known for known, _ in state.form.languages}:
        raise DoesNotFit
    state.runtime.language = code
    state.evaluation.touch(state.form.language_bound)


def _remark(state: State, event: SessionEvent) -> None:
    node, row = _located(state, event)
    state.remarks[node.index, row.k] = str(event.data.get("text") or "")


def _hidden(state: State, event: SessionEvent) -> None:
    if not _set_hidden(state, str(event.data.get("name")), str(event.data.get("value") or "")):
        raise DoesNotFit


def _set_hidden(state: State, name: str, value: str) -> bool:
    known = state.form.handed_in.get(name, ())
    for node in known:
        state.evaluation.store(node, state.root, Answer(value))
    return bool(known)


def _pause(state: State, event: SessionEvent) -> None:
    state.paused = event.kind == "paused"


def _row_added(state: State, event: SessionEvent) -> None:
    node, row = _located(state, event)
    if not node.open_rows or not row.relevant[node.slot]:
        raise DoesNotFit
    state.closed.discard((node.index, row.k))
    state.entering = state.evaluation.add_row(node, row)


def _row_dropped(state: State, event: SessionEvent) -> None:
    node, row = _located(state, event)
    number = event.data.get("row")
    if not node.open_rows or not isinstance(number, int) or not 1 <= number <= len(row.c[node.own_frame]):
        raise DoesNotFit
    state.evaluation.drop_row(node, row, number)
    state.entering = None


def set_apart_of(event: SessionEvent) -> SetApart:
    """The answer that an event sets apart.

    Raises:
        DoesNotFit: there is none in it.
    """
    data, special = event.data, event.data.get("special")
    try:
        answer = Answer(str(data.get("text") or ""), Special(str(special)) if special else None)
        why = WhyApart(str(data.get("why")))
    except ValueError as error:
        raise DoesNotFit from error
    label, words = str(data.get("label") or ""), str(data.get("words") or "")
    return SetApart(str(data.get("version")), event.ref, answer, why, label, words, data.get("contact") is True)


def _set_apart(state: State, event: SessionEvent) -> None:
    state.apart.append(set_apart_of(event))


def _ended(state: State, _event: SessionEvent) -> None:
    state.at_end, state.stop, state.focus = True, None, -1
    pass_by(state, None)


_ACTIONS: dict[str, Callable[[State, SessionEvent], None]] = {
    "shown": _shown,
    "answered": _answered,
    "cleared": _answered,
    "moved": _moved,
    "check": _check,
    "language": _language,
    "remark": _remark,
    "hidden": _hidden,
    "paused": _pause,
    "resumed": _pause,
    "set_apart": _set_apart,
    "row_added": _row_added,
    "row_dropped": _row_dropped,
    "ended": _ended,
}
