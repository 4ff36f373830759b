"""One running interview: answers, the way through the questionnaire, and the events that record both."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from cati_app.domain.clock import Clock
from cati_app.engine.form.answers import Answer
from cati_app.engine.form.model import Form
from cati_app.engine.form.screen import CheckView, OutlineSection, ScreenView
from cati_app.engine.session import answering, apply, moving, outline, variables
from cati_app.engine.session.carrying import Passage, carry_over
from cati_app.engine.session.events import (
    FORM_CHANGED,
    Datum,
    LogDoesNotFit,
    SessionEvent,
    SetApart,
    Step,
    UnknownQuestion,
    WhyApart,
)
from cati_app.engine.session.path import Stop
from cati_app.engine.session.recorder import Recorder
from cati_app.engine.session.refs import ref_of
from cati_app.engine.session.states import NodeState, node_states
from cati_app.engine.session.views import answer_of, in_words, question_view, screen_view, shown_at

_OF_THE_PROGRAM = frozenset({"resumed", "hidden", "shown"})
"""Events of a sitting in which nobody did anything yet."""

__all__ = [
    "Datum",
    "InterviewSession",
    "LogDoesNotFit",
    "Passage",
    "SessionEvent",
    "SetApart",
    "Step",
    "UnknownQuestion",
]


class InterviewSession:
    """An interview in progress. Every change is an event; `replay` builds the same state from the events.

    Args:
        seed: Source of everything random in this interview.
        language: Code of the language to start in; one the form does not have gives the default language.
        hidden: Values of `hidden` questions by name; names the form does not have are ignored.
        given: What functions say about where the interview runs (`username()` …), see `expr.runtime.Runtime.given`.
        time_zone: The zone of today() and now().
        last_saved: Values of the interview saved last, by name, for `${last-saved#name}`.
    """

    def __init__(
        self,
        form: Form,
        clock: Clock,
        *,
        seed: int,
        language: str,
        hidden: Mapping[str, str],
        time_zone: str = "Europe/Berlin",
        last_saved: Mapping[str, str] | None = None,
        full: bool = False,
        given: Mapping[str, str] | None = None,
    ) -> None:
        self.form = form
        data: dict[str, str | int | float | bool | None] = {
            "seed": seed,
            "language": language,
            "time_zone": time_zone,
            "form": form.name,
            "version": form.version,
        }
        data |= {apply.GIVEN + name: value for name, value in (given or {}).items()}
        data |= {apply.HIDDEN + name: value for name, value in hidden.items() if self.has_hidden(name)}
        data |= {
            apply.LAST_SAVED + name: value for name, value in (last_saved or {}).items() if name in form.last_saved
        }
        started = SessionEvent("started", "", clock.now(), clock.monotonic_ms(), data)
        try:
            state = apply.begin(form, started, full=full)
        except apply.DoesNotFit:
            raise ValueError("unknown time zone") from None
        self.form = state.form
        self._set_up(Recorder(state.form, clock, state, [started], 0))
        moving.go(self._log, next(self._log.way.all(state.root), None))

    @classmethod
    def replay(
        cls, form: Form, clock: Clock, events: Sequence[SessionEvent], *, full: bool = False
    ) -> InterviewSession:
        """The session that recorded these events: same state, same question.

        Raises:
            LogDoesNotFit: the events do not belong to this form.
        """
        index, events = 0, apply.from_last_beginning(events)
        try:
            if not events:
                raise apply.DoesNotFit
            state = apply.begin(form, events[0], full=full)
            for index, event in enumerate(events[1:], 1):  # noqa: B007 - the handler reads it
                apply.apply(state, event)
        except apply.DoesNotFit:
            kind, ref = (events[index].kind, events[index].ref) if events else ("", "")
            raise LogDoesNotFit(index, kind, ref) from None
        session = cls.__new__(cls)
        session.form = state.form
        session._set_up(Recorder(state.form, clock, state, list(events), len(events)))
        return session

    @classmethod
    def carried_over(
        cls, form: Form, clock: Clock, events: Sequence[SessionEvent], passage: Passage, hidden: Mapping[str, str]
    ) -> InterviewSession:
        """An interview held with another version goes on with this form; `events` of the session are new to its log.

        Args:
            events: The whole log so far.
            hidden: Values for hidden questions that the version before did not have.

        Raises:
            LogDoesNotFit: not even the beginning of the log can be read.
        """
        log = carry_over(form, clock, events, passage, hidden)
        session = cls.__new__(cls)
        session.form = log.form
        session._set_up(log)
        return session

    def _set_up(self, log: Recorder) -> None:
        self._log = log
        self._tally = outline.SectionTally(log.state)
        self._sections: tuple[OutlineSection, ...] = ()
        self._seen: dict[str, ScreenView] = {}  # by language, until the next event
        self._seen_at = -1

    # -- what stands ---------------------------------------------------------------------------------------------

    @property
    def events(self) -> tuple[SessionEvent, ...]:
        """Every event so far, in order."""
        return tuple(self._log.events)

    @property
    def language(self) -> str:
        """Code of the language of the script."""
        return self._log.state.runtime.language

    @property
    def seed(self) -> int:
        """The seed the interview was started with."""
        return self._log.state.runtime.seed

    @property
    def at_end(self) -> bool:
        """True when the last screen has been left forward."""
        return self._log.state.at_end

    @property
    def paused(self) -> bool:
        """True between pause and resume."""
        return self._log.state.paused

    @property
    def ref(self) -> str | None:
        """The question in focus, None at the end."""
        return self._log.ref

    def screen(self, language: str | None = None) -> ScreenView:
        """The current screen, in the language of the script or another one (bilingual view).

        Raises:
            ValueError: the interview is at its end.
        """
        state = self._log.state
        if state.stop is None:
            raise ValueError("the interview is at its end")
        shown = language or self.language
        if self._seen_at != len(self._log.events):
            self._seen, self._seen_at = {}, len(self._log.events)
        known = self._seen.get(shown)
        if known is None:
            plain = shown == self.language or not self.form.language_bound
            known = self._seen[shown] = (
                screen_view(state, state.stop, state.focus, shown) if plain else self._in_language(shown, state.stop)
            )
        return known

    def check_in(self, check: CheckView, language: str) -> CheckView:
        """A check that this session told, in another language of the form."""
        node, row = self._log.resolve(check.ref)
        return in_words(self._log.state, node, row, check, language)

    def _in_language(self, language: str, stop: Stop) -> ScreenView:
        """Texts that name choices follow the language shown."""
        state, own = self._log.state, self.language
        changed, shown = set(state.evaluation.changed), shown_at(state, stop)
        try:
            state.runtime.language = language
            state.evaluation.touch(self.form.language_bound)
            return screen_view(state, stop, state.focus, language, shown)
        finally:
            state.runtime.language = own
            state.evaluation.touch(self.form.language_bound)
            state.evaluation.changed = changed

    @property
    def beginning(self) -> tuple[SessionEvent, ...]:
        """The events of the start: `started`, then the first `shown` (or `ended`)."""
        return tuple(self._log.events[:2])

    def candidate(self, ref: str) -> Answer:
        """What stands in the view: the answer a check refused, else the answer that counts."""
        node, row = self._log.resolve(ref)
        refused = self._log.state.candidates.get((node.index, row.k))
        return refused[0] if refused else answer_of(self._log.state, node, row)

    def has_hidden(self, name: str) -> bool:
        """Whether the form takes a value of this name from outside."""
        return name in self.form.handed_in

    def core_progress(self) -> tuple[int, int]:
        """Core questions on the person's path that have a value, and all of them; a special answer is no value."""
        return variables.core_progress(self._log.state)

    def value(self, name_or_ref: str) -> str:
        """The text expressions see; blank for non-relevant questions and special answers.

        Raises:
            UnknownQuestion: there is no such question.
        """
        node, row = self._log.resolve(name_or_ref)
        return row.v[node.slot]

    def answer_of(self, ref: str) -> Answer:
        """The answer that counts now."""
        node, row = self._log.resolve(ref)
        return answer_of(self._log.state, node, row)

    def is_relevant(self, ref: str) -> bool:
        """Whether the question is on the path."""
        node, row = self._log.resolve(ref)
        return row.relevant[node.slot]

    def outline(self) -> tuple[OutlineSection, ...]:
        """The sections with the questions already reached: walks everything, for a list to choose from."""
        return outline.outline(self._log.state, self._tally)

    def sections(self) -> tuple[OutlineSection, ...]:
        """The sections with their counts only: cheap enough for every key. The same object while nothing differs."""
        sections = self._tally.sections()
        if sections != self._sections:
            self._sections = sections
        return self._sections

    def left_group(self, group_name: str) -> bool:
        """True once the position is past the last relevant question of a group, or the interview is at its end."""
        return outline.left_group(self._log.state, group_name)

    def states(self, language: str | None = None) -> tuple[NodeState, ...]:
        """Every node as it stands now, asked or not, in the order of the form."""
        return tuple(node_states(self._log.state, language or self.language))

    def cut(self) -> tuple[str, ...]:
        """Repeats that were to have more rows than there can be."""
        form, cut = self.form, self._log.state.evaluation.cut
        return tuple(sorted(ref_of(form, form.nodes[index], row) for index, row in cut if row.i))

    def set_apart(self) -> tuple[SetApart, ...]:
        """Answers of earlier versions of the form that have no place in this one, and were not given again since."""
        return tuple(apart for apart in self._log.state.apart if not self._is_given_again(apart))

    def _is_given_again(self, apart: SetApart) -> bool:
        if apart.why is not WhyApart.OFF_PATH:
            return False
        try:
            node, row = self._log.resolve(apart.ref)
        except UnknownQuestion:
            return False
        return row.relevant[node.slot] and not answer_of(self._log.state, node, row).is_blank

    def data(self) -> Mapping[str, Datum]:
        """Every variable by reference, with its answer or why there is none."""
        return variables.collect(self._log.state)

    # -- answers and the way -------------------------------------------------------------------------------------

    def answer(self, ref: str, answer: Answer, *, keep: str | None = None) -> Step:
        """Give an answer; one that does not pass a check stays in the view and is not stored.

        Args:
            keep: Why an answer is kept although its soft check fired.

        Raises:
            UnknownQuestion: there is no such question, or it cannot be answered now.
        """
        return answering.give(self._log, ref, answer, keep=keep)

    def answer_ahead(self, ref: str, answer: Answer) -> Step:
        """Note an answer that was given before its question; it is offered there, unconfirmed, and counts from then on.

        What does not pass a hard check is not noted; soft checks are asked when the question is.

        Raises:
            UnknownQuestion: there is no such question, or nobody can answer it.
        """
        check = answering.note_ahead(self._log, ref, answer)
        moved = check is None and moving.stay_on_path(self._log)
        return self._log.step(moved=moved, check=check)

    def forward(self) -> Step:
        """To the next screen; refused with a check while a question of this screen needs an answer.

        Before the end the first required question left open is shown instead.
        """
        return moving.forward(self._log)

    def forward_to_open(self) -> Step:
        """To the first question without an answer; without one, to the end."""
        return moving.forward_to_open(self._log)

    def go_on(self) -> Step:
        """From the end, to what came on the path since it was reached: a goodbye, say."""
        return moving.go_on(self._log)

    def asks(self) -> bool:
        """Whether anything is asked on the current screen; False at the end."""
        stop = self._log.state.stop
        return stop is not None and moving.asks(self._log, stop)

    def ends_asking(self) -> bool:
        """At the end: whether the last screen asked something, so that nothing was read aloud after the last answer."""
        return self.at_end and moving.ends_asking(self._log)

    def rest(self) -> tuple[bool, bool]:
        """Of the screens after the current one: whether there are any, and whether any of them asks something."""
        ahead = list(moving.rest(self._log))
        return bool(ahead), any(ahead)

    def notes_ahead(self, hidden: str) -> tuple[str, ...]:
        """What notes after the current screen say, as far as they are there because of a hidden question's value."""
        state = self._log.state
        notes = moving.notes_ahead(self._log, hidden)
        return tuple(question_view(state, node, row, self.language).label for node, row in notes)

    def back(self) -> Step:
        """To the screen before; nothing happens on the first."""
        return moving.back(self._log)

    def jump(self, ref: str) -> Step:
        """To a question already reached.

        Raises:
            UnknownQuestion: it was not reached, or it is not on the path.
        """
        return moving.jump(self._log, ref)

    def focus(self, ref: str) -> Step:
        """Move the focus to another question of the screen.

        Raises:
            UnknownQuestion: it is not on this screen.
        """
        return moving.focus(self._log, ref)

    # -- everything else -----------------------------------------------------------------------------------------

    def set_language(self, code: str) -> Step:
        """Switch the language, not position or answers; a language the form does not have changes nothing."""
        if code == self.language or code not in {known for known, _ in self.form.languages}:
            return self._log.step()
        self._log.emit("language", self.ref or "", {"language": code})
        return self._log.step()

    def remark(self, ref: str, text: str) -> Step:
        """Note something about a question."""
        self._log.resolve(ref)
        self._log.emit("remark", ref, {"text": text})
        return self._log.step()

    def carrying_not_seen(self) -> tuple[SessionEvent, ...]:
        """The events of a carrying over to this version after which nobody did anything; empty: somebody did."""
        own = apply.from_last_beginning(self.events)
        if not own or own[0].kind != FORM_CHANGED:
            return ()
        begun = next((position for position, event in enumerate(own) if event.kind == "resumed"), len(own))
        seen = any(event.kind not in _OF_THE_PROGRAM for event in own[begun:])
        return () if seen else tuple(own[:begun])

    def pause(self) -> Step:
        """Pause the interview."""
        self._log.emit("paused", self.ref or "")
        return self._log.step()

    def resume(self) -> Step:
        """Continue the interview."""
        self._log.emit("resumed", self.ref or "")
        return self._log.step()

    def set_hidden(self, name: str, value: str) -> Step:
        """Hand in a value, for instance the quota decision; a name the form does not have changes nothing."""
        if self.has_hidden(name):
            self._log.emit("hidden", "", {"name": name, "value": value})
            return self._log.step(moved=moving.stay_on_path(self._log))
        return self._log.step()

    def add_row(self, ref: str) -> Step:
        """One more row of an open repeat; `forward` from its last screen asks it."""
        self._log.resolve(ref)
        self._log.emit("row_added", ref)
        return self._log.step()

    def drop_row(self, ref: str, row: int) -> Step:
        """Remove a row (from 1) of an open repeat."""
        self._log.resolve(ref)
        self._log.emit("row_dropped", ref, {"row": row})
        moved = moving.stay_on_path(self._log)
        return self._log.step(moved=moved)
