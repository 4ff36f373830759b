"""One running interview: answers, the way through the questionnaire, and the events that record both."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from cati_app.domain.clock import Clock
from cati_app.engine import apply, outline, variables
from cati_app.engine.answers import Answer
from cati_app.engine.events import Datum, LogDoesNotFit, SessionEvent, Step, UnknownQuestion
from cati_app.engine.form import Form, Node, NodeKind
from cati_app.engine.path import Stop, Way
from cati_app.engine.refs import ref_of, resolve
from cati_app.engine.rows import Row
from cati_app.engine.screen import CheckView, OutlineSection, QuestionKind, ScreenView
from cati_app.engine.state import State
from cati_app.engine.validation import Fault, fault_of, is_read_only, is_required, normalized
from cati_app.engine.views import answer_of, screen_view, text_of

_Data = Mapping[str, str | int | float | bool | None]


class InterviewSession:
    """An interview in progress. Every change is an event; `replay` builds the same state from the events.

    Args:
        seed: Source of everything random in this interview.
        language: Code of the language to start in; one the form does not have gives the default language.
        hidden: Values of `hidden` questions by name; names the form does not have are left aside.
        time_zone: Where today() and now() are read off the clock.
    """

    def __init__(
        self, form: Form, clock: Clock, *, seed: int, language: str, hidden: Mapping[str, str],
        time_zone: str = "Europe/Berlin", full: bool = False,
    ) -> None:  # fmt: skip
        self.form = form
        self._clock = clock
        self._way = Way(form)
        self._events: list[SessionEvent] = []
        self._marked = 0
        data: dict[str, str | int | float | bool | None] = {
            "seed": seed, "language": language, "time_zone": time_zone, "form": form.name, "version": form.version,
        }  # fmt: skip
        data |= {apply.HIDDEN + name: value for name, value in hidden.items() if self._takes_hidden(name)}
        started = SessionEvent("started", "", clock.now(), clock.monotonic_ms(), data)
        try:
            self._state = apply.begin(form, started, full=full)
        except apply.DoesNotFit:
            raise ValueError("unknown time zone") from None
        self._events.append(started)
        self._go(next(self._way.all(self._state.root), None))

    @classmethod
    def replay(
        cls, form: Form, clock: Clock, events: Sequence[SessionEvent], *, full: bool = False
    ) -> InterviewSession:
        """The session that recorded these events: same state, same question.

        Raises:
            LogDoesNotFit: the events do not belong to this form.
        """
        session = cls.__new__(cls)
        session.form, session._clock, session._way = form, clock, Way(form)
        session._events = list(events)
        session._marked = len(events)
        place = 0
        try:
            if not events:
                raise apply.DoesNotFit
            session._state = apply.begin(form, events[0], full=full)
            for place, event in enumerate(events[1:], 1):
                apply.apply(session._state, event)
        except apply.DoesNotFit:
            kind, ref = (events[place].kind, events[place].ref) if events else ("", "")
            raise LogDoesNotFit(place, kind, ref) from None
        session._state.evaluation.changed.clear()
        return session

    # -- what stands ---------------------------------------------------------------------------------------------

    @property
    def events(self) -> tuple[SessionEvent, ...]:
        """Every event so far, in order."""
        return tuple(self._events)

    @property
    def language(self) -> str:
        """Code of the language of the script."""
        return self._state.runtime.language

    @property
    def seed(self) -> int:
        """The seed the interview was started with."""
        return self._state.runtime.seed

    @property
    def at_end(self) -> bool:
        """True when the last screen has been left forward."""
        return self._state.at_end

    @property
    def paused(self) -> bool:
        """True between pause and resume."""
        return self._state.paused

    @property
    def ref(self) -> str | None:
        """The question that has the keyboard, None at the end."""
        state = self._state
        if state.stop is None:
            return None
        return ref_of(self.form, self.form.nodes[self._focused(state.stop)], state.stop.row)

    def _focused(self, stop: Stop) -> int:
        """The focused question; the first that is shown when the focused one has vanished."""
        shown = self._shown(stop)
        return self._state.focus if self._state.focus in shown or not shown else shown[0]

    def _shown(self, stop: Stop) -> list[int]:
        return [index for index in stop.plan.questions if stop.row.relevant[self.form.nodes[index].slot]]

    def screen(self, language: str | None = None) -> ScreenView:
        """The current screen, in the language of the script or another one (bilingual view).

        Raises:
            ValueError: the interview is at its end.
        """
        state = self._state
        if state.stop is None:
            raise ValueError("the interview is at its end")
        shown = language or self.language
        if shown == self.language or not self.form.language_bound:
            return screen_view(state, self._way, state.stop, state.focus, shown)
        return self._in_language(shown, state.stop)

    def _in_language(self, language: str, stop: Stop) -> ScreenView:
        """Texts that name choices follow the language shown."""
        state, own = self._state, self.language
        changed = set(state.evaluation.changed)
        try:
            state.runtime.language = language
            state.evaluation.touch(self.form.language_bound)
            return screen_view(state, self._way, stop, state.focus, language)
        finally:
            state.runtime.language = own
            state.evaluation.touch(self.form.language_bound)
            state.evaluation.changed = changed

    def value(self, name_or_ref: str) -> str:
        """The text expressions see; blank for non-relevant questions and special answers.

        Raises:
            UnknownQuestion: there is no such question.
        """
        node, row = self._resolve(name_or_ref)
        return row.v[node.slot]

    def answer_of(self, ref: str) -> Answer:
        """The answer that counts now."""
        node, row = self._resolve(ref)
        return answer_of(self._state, node, row)

    def is_relevant(self, ref: str) -> bool:
        """Whether the question is on the path."""
        node, row = self._resolve(ref)
        return row.relevant[node.slot]

    def outline(self) -> tuple[OutlineSection, ...]:
        """The sections with the questions already reached."""
        return outline.outline(self._state, self._way)

    def left_group(self, group_name: str) -> bool:
        """True once the position is past the last relevant question of a group, or the interview is at its end."""
        return outline.left_group(self._state, self._way, group_name)

    def data(self) -> Mapping[str, Datum]:
        """Every variable by reference, with its answer or why there is none."""
        return variables.collect(self._state)

    def _resolve(self, ref: str) -> tuple[Node, Row]:
        return resolve(self.form, self._state.root, ref)

    # -- answers -------------------------------------------------------------------------------------------------

    def answer(self, ref: str, answer: Answer, *, keep: str | None = None) -> Step:
        """Give an answer; one that does not pass a check stays in the view and is not stored.

        Args:
            keep: Why an answer is kept although its soft check fired.

        Raises:
            UnknownQuestion: there is no such question, or it cannot be answered now.
        """
        node, row = self._resolve(ref)
        if not row.relevant[node.slot] or node.question in (None, QuestionKind.NOTE):
            raise UnknownQuestion(ref)
        if node.kind is NodeKind.REPEAT:
            return self._more_rows(node, row, answer)
        if is_read_only(self.form, node, row, self._state.runtime):
            raise UnknownQuestion(ref)
        text: str | None = ""
        if answer.text.strip():
            text = normalized(self.form, node, row, self._state.runtime, answer.text.strip())
        if text is None:
            return self._refuse(node, row, answer, Fault("type"))
        fault = fault_of(self.form, node, row, self._state.runtime, text)
        kept = fault is not None and not fault.hard and bool(keep and keep.strip())
        if fault is not None and not kept:
            return self._refuse(node, row, answer if fault.hard else Answer(text), fault)
        return self._store(node, row, Answer(text, answer.special), keep if kept else None)

    def _store(self, node: Node, row: Row, answer: Answer, keep: str | None) -> Step:
        ref = ref_of(self.form, node, row)
        self._state.candidates.pop((node.index, row.k), None)
        special = answer.special.value if answer.special else None
        kind = "cleared" if answer.is_blank else "answered"
        self._emit(kind, ref, {} if answer.is_blank else {"text": answer.text, "special": special})
        if keep is not None:
            message = text_of(self._state, node.wording.soft, row, self.language)
            self._emit("check", ref, {"code": "soft", "hard": False, "kept": True, "reason": keep, "message": message})
        return self._step(extra=ref)

    def _refuse(self, node: Node, row: Row, answer: Answer, fault: Fault) -> Step:
        check = self._check_view(node, row, fault)
        self._state.candidates[node.index, row.k] = (answer, check)
        self._emit("check", check.ref, {"code": fault.code, "hard": fault.hard, "kept": False})
        return self._step(check=check, extra=check.ref)

    def _check_view(self, node: Node, row: Row, fault: Fault) -> CheckView:
        words = node.wording
        texts = {"constraint": words.constraint, "required": words.required, "soft": words.soft}.get(fault.code, {})
        message = text_of(self._state, texts, row, self.language)
        return CheckView(ref_of(self.form, node, row), fault.hard, message, fault.code)

    def _more_rows(self, node: Node, row: Row, answer: Answer) -> Step:
        ref = ref_of(self.form, node, row)
        if answer.text not in ("0", "1"):
            return self._refuse_repeat(node, row)
        if answer.text == "1":
            self._emit("row_added", ref)
        else:
            self._emit("answered", ref, {"text": "0", "special": None})
        return self._step(extra=ref)

    def _refuse_repeat(self, node: Node, row: Row) -> Step:
        return self._step(check=self._check_view(node, row, Fault("type")))

    # -- the way -------------------------------------------------------------------------------------------------

    def forward(self) -> Step:
        """To the next screen; refused with a check while a question of this screen needs an answer.

        Before the end the first required question left open is shown instead.
        """
        stop = self._state.stop
        if stop is None:
            return self._step()
        blocked = self._blocked(stop)
        if blocked is not None:
            return blocked
        self._emit("moved", self.ref or "", {"how": "forward"})
        following = self._entered(stop) or next(self._way.after(stop), None)
        if following is None:
            following = next((other for other in self._way.all(self._state.root) if self._open(other)), None)
        return self._go(following)

    def _entered(self, stop: Stop) -> Stop | None:
        """The first screen of a row just added."""
        owner, row = self._way.owner(stop.plan), self._state.entering
        if owner is None or row is None:
            return None
        return next(self._way.within(owner, row), None)

    def forward_to_open(self) -> Step:
        """To the first question without an answer; without one, to the end."""
        stop = self._state.stop
        if stop is not None:
            blocked = self._blocked(stop)
            if blocked is not None:
                return blocked
        self._emit("moved", self.ref or "", {"how": "forward"})
        stops = self._way.all(self._state.root)
        return self._go(next((other for other in stops if self._open(other, every=True)), None))

    def back(self) -> Step:
        """To the screen before; nothing happens on the first."""
        stop = self._state.stop
        stops: Iterator[Stop] = iter(())
        if stop is None:
            stops = iter(list(self._way.all(self._state.root))[-1:])
        else:
            stops = self._way.before(stop)
        target = next(stops, None)
        if target is None:
            return self._step()
        self._emit("moved", self.ref or "", {"how": "back"})
        return self._go(target)

    def jump(self, ref: str) -> Step:
        """To a question already reached.

        Raises:
            UnknownQuestion: it was not reached, or it is not on the path.
        """
        node, row = self._resolve(ref)
        plan = self.form.screen_of.get(node.index)
        if plan is None or not row.relevant[node.slot] or (node.index, row.k) not in self._state.reached:
            raise UnknownQuestion(ref)
        self._emit("moved", self.ref or "", {"how": "jump"})
        return self._go(Stop(plan, row), node.index)

    def focus(self, ref: str) -> Step:
        """Give the keyboard to another question of the screen.

        Raises:
            UnknownQuestion: it is not on this screen.
        """
        node, row = self._resolve(ref)
        stop = self._state.stop
        if stop is None or row is not stop.row or node.index not in self._shown(stop):
            raise UnknownQuestion(ref)
        self._emit("shown", ref, {"how": "focus"})
        return self._step()

    def _go(self, stop: Stop | None, focus: int = -1) -> Step:
        self._state.candidates.clear()
        if stop is None:
            self._emit("ended", "")
            return self._step(moved=True)
        index = focus if focus >= 0 else self._shown(stop)[0]
        self._emit("shown", ref_of(self.form, self.form.nodes[index], stop.row), {})
        return self._step(moved=True)

    def _blocked(self, stop: Stop) -> Step | None:
        """The check that keeps a screen from being left forward."""
        state = self._state
        for index in self._shown(stop):
            node, row = self.form.nodes[index], stop.row
            if (index, row.k) in state.candidates:
                return self._refuse_again(node, row)
            answer = answer_of(state, node, row)
            if node.kind is NodeKind.REPEAT and state.entering is not None:
                continue
            fault = (
                fault_of(self.form, node, row, state.runtime, answer.text) if node.kind is not NodeKind.REPEAT else None
            )
            if answer.is_blank and is_required(self.form, node, row, state.runtime):
                fault = Fault("required")
            if fault is not None and (fault.hard or (index, row.k) not in state.kept):
                return self._stand(node, row, answer, fault)
        return None

    def _refuse_again(self, node: Node, row: Row) -> Step:
        return self._step(check=self._state.candidates[node.index, row.k][1])

    def _stand(self, node: Node, row: Row, answer: Answer, fault: Fault) -> Step:
        check = self._check_view(node, row, fault)
        self._emit("check", check.ref, {"code": fault.code, "hard": fault.hard, "kept": False})
        if self._state.focus != node.index:
            self._emit("shown", check.ref, {"how": "focus"})
        if fault.code != "required":
            self._state.candidates[node.index, row.k] = (answer, check)
        return self._step(check=check, extra=check.ref)

    def _open(self, stop: Stop, *, every: bool = False) -> bool:
        """Whether a screen holds a question left open: a required one, or any that can be answered."""
        for index in self._shown(stop):
            node = self.form.nodes[index]
            if not answer_of(self._state, node, stop.row).is_blank or node.question is QuestionKind.NOTE:
                continue
            if is_required(self.form, node, stop.row, self._state.runtime):
                return True
            if every and not is_read_only(self.form, node, stop.row, self._state.runtime):
                return True
        return False

    # -- everything else -----------------------------------------------------------------------------------------

    def set_language(self, code: str) -> Step:
        """Switch the script; place and answers stay. A language the form does not have changes nothing."""
        if code == self.language or code not in {known for known, _ in self.form.languages}:
            return self._step()
        self._emit("language", self.ref or "", {"language": code})
        return self._step()

    def remark(self, ref: str, text: str) -> Step:
        """Note something about a question."""
        self._resolve(ref)
        self._emit("remark", ref, {"text": text})
        return self._step(extra=ref)

    def pause(self) -> Step:
        """The interview rests."""
        self._emit("paused", self.ref or "")
        return self._step()

    def resume(self) -> Step:
        """The interview goes on."""
        self._emit("resumed", self.ref or "")
        return self._step()

    def set_hidden(self, name: str, value: str) -> Step:
        """Hand in a value, for instance the quota decision; a name the form does not have changes nothing."""
        if self._takes_hidden(name):
            self._emit("hidden", "", {"name": name, "value": value})
            self._stay_on_path()
        return self._step()

    def _takes_hidden(self, name: str) -> bool:
        return any(node.kind is NodeKind.HIDDEN and node.frame == 0 for node in self.form.by_name.get(name, ()))

    def add_row(self, ref: str) -> Step:
        """One more row of an open repeat; `forward` from its last screen asks it."""
        self._resolve(ref)
        self._emit("row_added", ref)
        return self._step(extra=ref)

    def drop_row(self, ref: str, row: int) -> Step:
        """Remove a row (from 1) of an open repeat."""
        self._resolve(ref)
        self._emit("row_dropped", ref, {"row": row})
        self._stay_on_path()
        return self._step(extra=ref)

    def _stay_on_path(self) -> None:
        """When the current screen has vanished, show the next one on the path."""
        stop = self._state.stop
        if stop is None or (self._alive(stop.row) and self._way.is_shown(stop)):
            return
        if self._alive(stop.row):
            following = next(self._way.after(stop), None)
        else:
            following = next(
                (other for other in self._way.all(self._state.root) if self._open(other, every=True)), None
            )
        self._go(following)

    @staticmethod
    def _alive(row: Row) -> bool:
        return row.i > 0

    # -- events --------------------------------------------------------------------------------------------------

    def _emit(self, kind: str, ref: str, data: _Data | None = None) -> None:
        event = SessionEvent(kind, ref, self._clock.now(), self._clock.monotonic_ms(), data or {})
        try:
            apply.apply(self._state, event)
        except apply.DoesNotFit:
            raise UnknownQuestion(ref) from None
        self._events.append(event)

    def _step(self, *, moved: bool = False, check: CheckView | None = None, extra: str = "") -> Step:
        new = tuple(self._events[self._marked :])
        self._marked = len(self._events)
        state = self._state
        changed = {ref_of(self.form, self.form.nodes[index], row) for index, row in state.evaluation.changed if row.i}
        state.evaluation.changed.clear()
        return Step(new, moved, check, frozenset(changed | {extra} if extra else changed))

    def started(self) -> Step:
        """The events of the beginning: `started` and the first `shown`."""
        return replace(Step(), events=tuple(self._events[:2]), moved=True)
