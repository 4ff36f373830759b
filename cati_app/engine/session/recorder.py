"""Records what happens in an interview: each event changes the state and is kept for the caller."""

from __future__ import annotations

from collections.abc import Mapping

from cati_app.domain.clock import Clock
from cati_app.engine.form.model import Form
from cati_app.engine.form.nodes import Node
from cati_app.engine.form.rows import RepeatRow
from cati_app.engine.form.screen import CheckView
from cati_app.engine.session import apply
from cati_app.engine.session.events import SessionEvent, Step, UnknownQuestion
from cati_app.engine.session.path import Stop
from cati_app.engine.session.refs import ref_of, resolve
from cati_app.engine.session.state import State
from cati_app.engine.session.validation import Fault
from cati_app.engine.session.views import in_words

Data = Mapping[str, str | int | float | bool | None]


class Recorder:
    """The state of an interview with the events that made it; `marked` of them were handed out already."""

    def __init__(self, form: Form, clock: Clock, state: State, events: list[SessionEvent], marked: int) -> None:
        self.form = form
        self.way = state.way
        self.state = state
        self.events = events
        self._clock = clock
        self._marked = marked

    @property
    def ref(self) -> str | None:
        """The question in focus, None at the end."""
        stop = self.state.stop
        if stop is None:
            return None
        shown = self.shown(stop)
        index = self.state.focus if self.state.focus in shown or not shown else shown[0]
        return ref_of(self.form, self.form.nodes[index], stop.row)

    def shown(self, stop: Stop) -> list[int]:
        """The relevant questions of a screen."""
        return [index for index in stop.plan.questions if stop.row.relevant[self.form.nodes[index].slot]]

    def resolve(self, ref: str) -> tuple[Node, RepeatRow]:
        """The node and row of a reference.

        Raises:
            UnknownQuestion: it leads nowhere.
        """
        return resolve(self.form, self.state.root, ref)

    def emit(self, kind: str, ref: str, data: Data | None = None) -> None:
        """Let something happen.

        Raises:
            UnknownQuestion: it cannot happen there.
        """
        event = SessionEvent(kind, ref, self._clock.now(), self._clock.monotonic_ms(), data or {})
        try:
            apply.apply(self.state, event)
        except apply.DoesNotFit:
            raise UnknownQuestion(ref) from None
        self.events.append(event)

    def step(self, *, moved: bool = False, check: CheckView | None = None) -> Step:
        """The events since the last step."""
        new = tuple(self.events[self._marked :])
        self._marked = len(self.events)
        return Step(new, moved, check)

    def check_view(self, node: Node, row: RepeatRow, fault: Fault) -> CheckView:
        """A check that fired, in the language of the script."""
        check = CheckView(ref_of(self.form, node, row), fault.hard, "", fault.code)
        return in_words(self.state, node, row, check, self.state.runtime.language)
