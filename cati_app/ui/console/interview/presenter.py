"""The interview: answers, moves, language, the quota's decision, and the end."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from dataclasses import replace
from functools import partial

from cati_app.domain.casework.interviews import Interview
from cati_app.engine.form.answers import Answer
from cati_app.engine.session.events import LogDoesNotFit, Step
from cati_app.engine.session.session import InterviewSession
from cati_app.fieldwork.calling.call_protocol import Failed, InterviewNotBegun, InterviewOver
from cati_app.fieldwork.calling.call_run import is_case_lost
from cati_app.fieldwork.calling.take_case import Offer
from cati_app.fieldwork.interview.start_interview import Resumed, given_values, hidden_values
from cati_app.ui.console.dial.presenter import CallingPresenter
from cati_app.ui.console.interview.answer_path import AnswerPath
from cati_app.ui.console.interview.closing import ClosingPresenter
from cati_app.ui.console.interview.placing import Placing
from cati_app.ui.console.interview.words import case_state, objections
from cati_app.ui.console.states import CaseState, ConsoleState
from cati_app.ui.console.views import ConsoleView
from cati_app.ui.stage.panel_states import (
    ChoicePanelState,
    HelpState,
    OutlinePanelState,
    PanelKind,
    ResultOption,
    TextPanelState,
)
from cati_app.ui.stage.stage import Stage
from cati_app.ui.stage.states import AskRules, ScreenName, Tone
from cati_app.ui.stage.workplace import Workplace


class InterviewPresenter:
    """Leads one interview at a time; the engine's session decides what is asked."""

    def __init__(
        self,
        stage: Stage,
        view: ConsoleView,
        place: Workplace,
        on_stored: Callable[[int], None] = lambda seq: None,
    ) -> None:
        self._stage = stage
        self._view = view
        self._place = place
        self._path = AnswerPath(stage, place, on_stored)
        self.calling: CallingPresenter | None = None
        self._offer: Offer | None = None
        self.interview: Interview | None = None
        self.session: InterviewSession | None = None
        self._second: str | None = None
        self._rules = AskRules(place.texts.auto_advance, place.texts.not_applicable)
        self._placing = Placing(stage, place, self._path, self)
        self._case: CaseState | None = None  # the left column, until something in it changes
        self.closing = ClosingPresenter(stage, place, self)

    # -- beginning --------------------------------------------------------------------------------------------

    def begin(self, offer: Offer, note: str) -> None:
        """Start the case's interview, or go on with the one it has."""
        place, self._offer = self._place, offer
        self._second, self._case = None, None
        self._placing.begin()
        if offer.case.open_interview is not None:
            self._stage.run(
                partial(place.resume_interview, place.user, offer.case.open_interview), self._resumed, self._not_begun
            )
            return
        known = place.texts.languages
        language = offer.case.language if offer.case.language in known else place.form.default_language
        work = partial(place.start_interview, place.user, offer.case, place.form_hash, language or "")
        self._stage.run(work, self._started, self._not_begun)

    def _started(self, interview: Interview) -> None:
        assert self._offer is not None
        self.interview = interview
        session = InterviewSession(
            self._place.form,
            self._place.clock,
            seed=zlib.crc32(interview.id.encode()),
            language=interview.language,
            hidden=hidden_values(self._offer.case, self._place.user, self._place.rules),
            time_zone=self._place.rules.calendar.zone,
            given=given_values(self._place.user),
        )
        self.session = session
        self._path.write(interview, session, session.beginning)
        self._enter()

    def _resumed(self, resumed: Resumed) -> None:
        place, interview = self._place, resumed.interview
        events = place.read_session(resumed.log)
        if not events:  # killed before the first question was written
            self._started(interview)
            return
        try:
            session = InterviewSession.replay(place.form, place.clock, events)
        except LogDoesNotFit:
            self._stage.run(partial(place.set_aside, place.user, interview.id), self._was_set_aside, self._not_begun)
            return
        self.interview, self.session = interview, session
        self._path.write(interview, session, session.resume().events)
        self._placing.resumed()
        self._enter()

    def _was_set_aside(self, _: None) -> None:
        words = self._stage.words
        self._stage.say(
            words.say("The earlier interview does not fit the questionnaire any more."),
            words.say("Its answers are kept apart for the supervisor. A new interview begins."),
            Tone.WARN,
        )
        if self._offer is not None:
            self.begin(replace(self._offer, case=replace(self._offer.case, open_interview=None)), self.note)

    def _not_begun(self, error: Exception) -> bool:
        if self.calling is not None:
            self.calling.send(Failed(error) if is_case_lost(error) else InterviewNotBegun())
        return is_case_lost(error)

    def _enter(self) -> None:
        self._stage.show(ScreenName.CONSOLE)
        self.move_on()

    # -- answers ----------------------------------------------------------------------------------------------

    def give_answer(self, ref: str, answer: Answer, last: bool) -> None:
        """An answer was confirmed; it waits if the one before is not safe yet."""
        self._when_safe(partial(self._answer, ref, answer, last, None))

    def keep_check(self, ref: str, reason: str, last: bool) -> None:
        """A soft check is kept with a reason."""
        session = self.session
        if session is not None:
            self._when_safe(partial(self._keep, ref, reason, last))

    def _when_safe(self, action: Callable[[], None]) -> None:
        if self._path.has_failed:
            self._path.retry()
        self._path.when_safe(action)

    def _keep(self, ref: str, reason: str, last: bool) -> None:
        if self.session is not None and not self.session.at_end:
            candidate = next((q.answer for q in self.session.screen().questions if q.ref == ref), None)
            if candidate is not None:
                self._answer(ref, candidate, last, reason)

    def _answer(self, ref: str, answer: Answer, last: bool, keep: str | None) -> None:
        session = self.session
        if session is None:
            return
        question = next((q for q in session.screen().questions if q.ref == ref), None)
        if question is None:
            return  # a key that came after the screen had changed
        before = self._placing.before(ref)
        step = session.answer(ref, answer, keep=keep) if question.asks else Step()
        if step.check is not None:
            self._finish_step(step)
            return
        follow = self._go_on if last else lambda done: self._finish_step(done, self._next_on_screen(ref))
        if not self._placing.takes_over(step, before, last, follow):
            follow(step)

    def _next_on_screen(self, ref: str) -> Step:
        """The keyboard goes to the following question of a list or grid."""
        assert self.session is not None
        refs = [q.ref for q in self.session.screen().questions]
        following = refs[refs.index(ref) + 1 :] if ref in refs else []
        return self.session.focus(following[0]) if following else Step()

    def _go_on(self, step: Step) -> None:
        assert self.session is not None
        moved = self.session.forward()
        self._finish_step(step, moved)
        if moved.check is None:
            self._placing.decide_late(self.move_on)

    def _finish_step(self, *steps: Step) -> None:
        """Show first, store at once after: the paint does not wait for the disk."""
        assert self.session is not None
        assert self.interview is not None
        if not self.session.at_end:
            self.render()
        for step in steps:
            if step.events:
                self._path.write(self.interview, self.session, tuple(e for s in steps for e in s.events))
                break
        if self.session.at_end:
            self._path.when_safe(self._propose)

    def _propose(self) -> None:
        """Unless the quota's decision has led to a further question meanwhile."""
        if self.session is not None and self.session.at_end:
            self.closing.propose()

    def move_on(self) -> None:
        """Show where the session stands; at its end, wrap up."""
        assert self.session is not None
        if self.session.at_end:
            self._path.when_safe(self._propose)
        else:
            self.render()

    def back(self) -> None:
        """PgUp."""
        self._when_safe(lambda: self._step(lambda session: session.back()))

    def introduce_again(self) -> None:
        """Another person is on the line: from the first question on; what was answered stays to be confirmed."""
        session = self.session
        if session is not None:
            first = next((q.ref for section in session.outline() for q in section.questions), None)
            if first is not None:
                self._when_safe(lambda: self._step(lambda s: s.jump(first)))

    def jump(self, ref: str) -> None:
        """To a question already reached."""
        self._stage.shell.hide_panel()
        self._when_safe(lambda: self._step(lambda session: session.jump(ref)))

    def _step(self, move: Callable[[InterviewSession], Step]) -> None:
        if self.session is not None:
            self._finish_step(move(self.session))

    # -- panels -----------------------------------------------------------------------------------------------

    def ask_language(self) -> None:
        """F7: the script's language, or a second one beside it for an interpreter."""
        words = self._stage.words
        languages = self._place.texts.languages
        now = self.session.language if self.session is not None else ""
        options = [
            ResultOption(code, name, words.say("spoken now") if code == now else "") for code, name in languages.items()
        ]
        side = tuple(ResultOption(f"+{code}", name) for code, name in languages.items() if code != now)
        options.append(ResultOption("beside", words.say("a second language beside it …"), options=side))
        options.append(ResultOption("+", words.say("one language only"), enabled=self._second is not None))
        self._stage.panel(ChoicePanelState(PanelKind.LANGUAGE, words.say("Language of the script"), tuple(options)))

    def choose_language(self, code: str) -> None:
        """Answers and place stay."""
        self._stage.shell.hide_panel()
        if code.startswith("+"):
            self._second = code[1:] or None
            self.render()
        else:
            self._second = None if self._second == code else self._second
            self._when_safe(lambda: self._step(lambda session: session.set_language(code)))

    def ask_remark(self) -> None:
        """Ctrl+N."""
        session = self.session
        if session is None or session.ref is None:
            return
        screen = session.screen()
        question = screen.questions[screen.focus]
        title = self._stage.words.say("Remark to this question")
        self._stage.panel(TextPanelState(PanelKind.REMARK, title, question.remark, question.ref))

    def remark_saved(self, ref: str, text: str) -> None:
        """The remark stays with the question."""
        self._stage.shell.hide_panel()
        self._when_safe(lambda: self._step(lambda session: session.remark(ref, text.strip())))

    def show_outline(self) -> None:
        """Ctrl+G."""
        if self.session is not None:
            self._stage.panel(OutlinePanelState(self.session.outline(), self.session.ref or ""))

    def help(self) -> HelpState:
        """F1 in an interview."""
        if self.session is None or self.session.at_end:
            return HelpState()
        screen = self.session.screen()
        probes = screen.questions[screen.focus].help if screen.questions else ""
        return HelpState(objections(self._place.texts, self.session.language), probes)

    # -- showing ----------------------------------------------------------------------------------------------

    def render(self) -> None:
        """Show the question as it stands."""
        session, calling = self.session, self.calling
        if session is None or session.at_end or calling is None or self._offer is None:
            return
        texts = self._place.texts
        self._stage.header(language=texts.languages.get(session.language, session.language))
        if self._case is None:
            self._case = case_state(self._stage.words, self._place, self._offer, calling, self._placing.shown)
        call = self._case.call
        self._stage.situate(
            has_case=True,
            can_go_back=True,
            languages=len(texts.languages),
            not_applicable=texts.not_applicable,
            can_undo=False,
            can_dial=call.can_dial,
            can_hang_up=call.can_hang_up,
        )
        self._view.render(
            ConsoleState(
                session.screen(),
                session.screen(self._second) if self._second else None,
                self._case,
                session.sections(),
                objections(texts, session.language),
                self._rules,
            )
        )

    def pause(self) -> None:
        """Ctrl+P: the clock of the question stands still."""
        self._when_safe(lambda: self._quietly(lambda session: session.pause()))

    def go_on_after_pause(self) -> None:
        """The clock goes on."""
        self._when_safe(lambda: self._quietly(lambda session: session.resume()))

    def _quietly(self, move: Callable[[InterviewSession], Step]) -> None:
        if self.session is not None and self.interview is not None:
            self._path.write(self.interview, self.session, move(self.session).events)

    def refresh_case(self) -> None:
        """Line or note changed: show the left column anew."""
        self._case = None
        self.render()

    def left(self) -> None:
        """The interview is closed; back to calling."""
        self.drop()
        if self.calling is not None:
            self.calling.send(InterviewOver())

    def drop(self) -> None:
        """The interview is left as it stands."""
        self._case = None
        self.closing.is_open = False
        self.interview = self.session = None
        self._placing.begin()

    def lost(self, error: Exception) -> bool:
        """When the error says that the case went to others, the interview is left; its answers so far are stored."""
        if self.calling is None or not is_case_lost(error):
            return False
        self.calling.send(Failed(error))
        return True

    @property
    def offer(self) -> Offer:
        """The case of the interview."""
        assert self._offer is not None
        return self._offer

    @property
    def number_place(self) -> int:
        """Which of the case's numbers was dialled, from 0."""
        number = self.calling.number if self.calling is not None else None
        return self.offer.case.numbers.index(number) if number in self.offer.case.numbers else 0

    @property
    def note(self) -> str:
        """The note to the case, so far."""
        return self.calling.run.note if self.calling is not None else ""

    @property
    def cell_label(self) -> str:
        """The quota cell of the person, worded; blank before the decision."""
        return self._placing.shown.label if self._placing.shown is not None else ""

    def when_safe(self, action: Callable[[], None]) -> None:
        """Run an action once everything is durable."""
        self._when_safe(action)
