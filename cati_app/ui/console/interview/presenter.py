"""The interview on the screen: words the running interview and brings keys to it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from cati_app.domain.casework.access_codes import AccessCode
from cati_app.domain.casework.interviews import Interview
from cati_app.domain.errors import RuleViolation
from cati_app.domain.ids import InterviewId
from cati_app.domain.quota.cells import Decision
from cati_app.engine.form.answers import Answer
from cati_app.engine.form.screen import ScreenView
from cati_app.engine.session.session import InterviewSession
from cati_app.fieldwork.calling import call_protocol
from cati_app.fieldwork.calling.call_run import CallRun
from cati_app.fieldwork.calling.take_case import Offer
from cati_app.fieldwork.interview import conduct_protocol
from cati_app.fieldwork.interview.conduct import Conduct
from cati_app.fieldwork.interview.finish_interview import EndedSitting
from cati_app.ui.console.interview.closing import ClosingPresenter
from cati_app.ui.console.interview.driver import InterviewDriver
from cati_app.ui.console.interview.form_change_words import apart_line, form_changed
from cati_app.ui.console.interview.words import case_state, objections, quota_place
from cati_app.ui.console.services import InterviewerServices
from cati_app.ui.console.sitting.holding import SittingHolder
from cati_app.ui.console.sitting.views import SittingViewPort
from cati_app.ui.console.states import CaseColumnState, ConsoleState, QuotaPlace
from cati_app.ui.console.views import ConsoleView
from cati_app.ui.stage.language_words import language_word
from cati_app.ui.stage.panel_states import (
    ChoicePanelState,
    HelpState,
    OutlinePanelState,
    PanelKind,
    ResultOption,
    TextPanelState,
)
from cati_app.ui.stage.result_words import result_label
from cati_app.ui.stage.stage import Stage
from cati_app.ui.stage.states import AskRules, ScreenName, Tone
from cati_app.ui.stage.wording import case_label, when


class InterviewPresenter:
    """One interview at a time; the engine's session decides what is asked.

    Args:
        call: The call the interview is held in.
        tell_call: What concerns the call goes there.
        on_stored: Called with the number of the last event when answers are durable.
        guided: The screen of sittings; None where the study holds none.
    """

    def __init__(
        self,
        stage: Stage,
        view: ConsoleView,
        services: InterviewerServices,
        call: CallRun,
        tell_call: Callable[[call_protocol.Event], None],
        on_stored: Callable[[int], None] = lambda seq: None,
        guided: SittingViewPort | None = None,
    ) -> None:
        self._stage = stage
        self._view = view
        self._services = services
        self._call = call
        texts = services.texts
        self._conduct = Conduct(
            *(services.user, services.form, services.rules, texts.languages, services.clock),
            has_guide=services.sittings is not None,
        )
        self._driver = InterviewDriver(stage, services, self._conduct, self, tell_call, on_stored)
        self._send = self._driver.send
        self._second: str | None = None  # language beside the script's, for an interpreter
        self._rules = AskRules(texts.auto_advance, texts.not_applicable)
        self._place: QuotaPlace | None = None
        self._shown: ConsoleState | None = None
        self._case: CaseColumnState | None = None  # the left column, until something in it changes
        self.on_shown: Callable[[], None] = lambda: None  # told whenever a question was shown
        self.closing = ClosingPresenter(stage, services, self._conduct, call, self._send)
        self.sitting: SittingHolder | None = None
        if services.sittings is not None and guided is not None:
            held = services.sittings, self._conduct, self._send, on_stored, self.closing.ask_result
            self.sitting = self.closing.sitting = SittingHolder(stage, guided, services, *held)

    @property
    def interview(self) -> Interview | None:
        """The one that runs."""
        return self._conduct.interview

    @property
    def session(self) -> InterviewSession | None:
        """Its state in the engine."""
        return self._conduct.session

    @property
    def question_number(self) -> int | None:
        """Running number of the question in sight, from 1."""
        return self._shown.screen.number if self._shown is not None else None

    # -- keys -------------------------------------------------------------------------------------------------

    def begin(self, offer: Offer, note: str) -> None:
        """Start the case's interview, or go on with the one it has."""
        self._second = self._place = self._case = self._shown = None
        self.closing.know_code(None)
        self._send(conduct_protocol.Begun(offer, note))

    def drop(self) -> None:
        """The case went to others."""
        if self.sitting is not None:
            self.sitting.drop()
        self._send(conduct_protocol.CaseDropped())

    def take_back(self) -> None:
        """Ctrl+Z: nobody is interviewed after all, as long as nothing was answered."""
        self._send(call_protocol.TakeBackPressed(self._services.clock.now()))

    def give_answer(self, ref: str, answer: Answer, last: bool) -> None:
        """An answer was confirmed."""
        self._send(conduct_protocol.AnswerGiven(ref, answer, last))

    def keep_check(self, ref: str, reason: str, last: bool) -> None:
        """A soft check is kept with a reason."""
        self._send(conduct_protocol.CheckKept(ref, reason, last))

    def back(self) -> None:
        """PgUp."""
        self._send(conduct_protocol.BackPressed())

    def jump(self, ref: str) -> None:
        """To a question already reached."""
        self._stage.shell.hide_panel()
        self._send(conduct_protocol.QuestionChosen(ref))

    def choose_language(self, code: str) -> None:
        """Answers and position stay."""
        self._stage.shell.hide_panel()
        if code.startswith("+"):
            self._second = code[1:] or None
            self.render()
        else:
            self._second = None if self._second == code else self._second
            self._send(conduct_protocol.ScriptLanguageChosen(code))

    def remark_saved(self, ref: str, text: str) -> None:
        """The remark stays with the question."""
        self._stage.shell.hide_panel()
        self._send(conduct_protocol.RemarkSaved(ref, text))

    def note_saved(self, text: str) -> None:
        """The note goes with the result of the interview."""
        self._send(call_protocol.NoteSaved(text))

    def pause(self) -> None:
        """Ctrl+P: the clock of the question stands still."""
        self._send(call_protocol.PausePressed())

    def go_on_after_pause(self) -> None:
        """The clock goes on."""
        self._send(call_protocol.PauseEnded())

    def close(self) -> None:
        """The window closes once everything is durable; the interview can be resumed at the same question."""
        if self.sitting is not None:
            self.sitting.close(lambda: self._send(call_protocol.ClosePressed()))
        else:
            self._send(call_protocol.ClosePressed())

    # -- panels -----------------------------------------------------------------------------------------------

    def ask_language(self) -> None:
        """F7: the script's language, or a second one beside it for an interpreter."""
        words = self._stage.words
        languages = self._services.texts.languages
        now = self.session.language if self.session is not None else ""
        options = [
            ResultOption(code, name, words.say("spoken now") if code == now else "") for code, name in languages.items()
        ]
        side = tuple(ResultOption(f"+{code}", name) for code, name in languages.items() if code != now)
        options.append(ResultOption("beside", words.say("a second language beside it …"), options=side))
        options.append(ResultOption("+", words.say("one language only"), enabled=self._second is not None))
        self._stage.panel(ChoicePanelState(PanelKind.LANGUAGE, words.say("Language of the script"), tuple(options)))

    def ask_remark(self) -> None:
        """Ctrl+N."""
        if self.session is None or self.session.at_end:
            self._stage.explain(RuleViolation("no_interview" if self.session is None else "interview_at_end"))
            return
        screen = self.session.screen()
        question = screen.questions[screen.focus]
        title = self._stage.words.say("Remark on this question")
        self._stage.panel(TextPanelState(PanelKind.REMARK, title, question.remark, question.ref))

    def show_outline(self) -> None:
        """Ctrl+G."""
        if self.session is not None:
            apart = tuple(apart_line(self._stage.words, answer) for answer in self.session.set_apart())
            self._stage.panel(OutlinePanelState(self.session.outline(), self.session.ref or "", apart))

    def help(self) -> HelpState:
        """F1 in an interview."""
        texts, offer = self._services.texts, self._call.offer
        if self.session is None or self.session.at_end:
            wished = offer.case.language if offer is not None else None
            language = wished if wished in texts.objections else next(iter(texts.languages), "")
            return HelpState(objections(texts, language or ""))
        screen = self.session.screen()
        probes = screen.questions[screen.focus].help if screen.questions else ""
        return HelpState(objections(texts, self.session.language), probes)

    # -- what is shown ----------------------------------------------------------------------------------------

    def show_interview(self) -> None:
        """The interview comes to the front; its access code with the next question, or a moment later."""
        self._stage.show(ScreenName.CONSOLE)
        self._ask_code()

    def _ask_code(self) -> None:
        services, interview = self._services, self.interview
        if services.texts.access_code and interview is not None:
            give = partial(services.give_access_code, services.user, interview.id)
            self._stage.run(give, partial(self._take_code, interview.id))

    def _take_code(self, interview_id: InterviewId, code: AccessCode | None) -> None:
        if self.interview is not None and self.interview.id == interview_id:
            self.closing.know_code(code)
            self.refresh_case()

    def show_place(self, decision: Decision) -> None:
        """The cell of this person; shown with the next question."""
        words, services = self._stage.words, self._services
        self._place = quota_place(words, services.texts, decision, is_counted=services.along is None)
        self._case = None

    def refresh_case(self) -> None:
        """Line, note or minute changed: show the left column again, and leave the question as it is."""
        shown, offer = self._shown, self._conduct.offer
        self._case = None
        if shown is None or offer is None or not self._conduct.is_running:
            return
        self._case = self._situated(offer)
        self._shown = replace(shown, case=self._case)
        self._view.render(self._shown)

    def hold_sitting(self, interview: Interview) -> None:
        """The opening is through."""
        if self.sitting is None:
            raise RuntimeError("a study without a guide holds no sittings")
        self._ask_code()
        self.sitting.hold(interview)
        self.on_shown()

    def propose_end(self, proposed: conduct_protocol.ProposeEnd) -> None:
        """The outcome of the sitting, to be confirmed."""
        self.closing.propose(proposed, self._place.label if self._place is not None else "")

    def tell_moved_aside(self) -> None:
        """A new interview begins."""
        words = self._stage.words
        self._stage.say(
            words.say("The earlier interview does not fit the questionnaire any more."),
            words.say("Its answers are kept apart for the supervisor. A new interview begins."),
            Tone.WARN,
        )

    def tell_form_changed(self, told: conduct_protocol.TellFormChanged) -> None:
        """What became of the answers so far."""
        title, text = form_changed(self._stage.words, told)
        self._stage.say(title, text, Tone.WARN)

    def tell_ended(self, sitting: EndedSitting) -> None:
        """The sitting and its result are stored; an appointment with its time."""
        words, services, offer = self._stage.words, self._services, self._conduct.offer
        if offer is None:
            return
        case = case_label(words, offer.case.case_no)
        result = result_label(words, services.texts.results, sitting.disposition)
        told = words.say("{case}: {result}. Stored.", case=case, result=result)
        detail = ""
        if sitting.agreed is not None:
            calendar = services.rules.calendar_of(offer.case.locality)
            at = when(words, calendar, sitting.agreed.at, services.clock.now())
            detail = words.say("Appointment: {at}", at=at)
        self._stage.say(told, detail, Tone.OK)

    def tell_withdrawn(self) -> None:
        """The interview that was begun by mistake is taken back."""
        self._stage.show(ScreenName.DIAL)
        self._stage.header(language="")
        words = self._stage.words
        self._stage.say(words.say("The interview is taken back: nothing was answered. The call goes on."))

    def render(self) -> None:
        """Show the question as it stands."""
        session, offer = self.session, self._conduct.offer
        if session is None or session.at_end or offer is None:
            return
        services = self._services
        texts = services.texts
        shown = [session.language, *([self._second] if self._second else [])]
        self._stage.header(language=" · ".join(language_word(self._stage.words, texts, code) for code in shown))
        self._case = self._situated(offer)
        self._shown = ConsoleState(
            self._with_missing(session, session.screen()),
            self._with_missing(session, session.screen(self._second)) if self._second else None,
            self._case,
            session.sections(),
            objections(texts, session.language),
            self._rules,
            self.interview.id if self.interview is not None else "",
        )
        self._view.render(self._shown)
        self.on_shown()

    def _with_missing(self, session: InterviewSession, screen: ScreenView) -> ScreenView:
        """The screen; an answer without which it does not go on is asked for where it is missing."""
        if self._conduct.missing is None:
            return screen
        missing = session.check_in(self._conduct.missing, screen.language)
        questions = tuple(
            replace(question, check=missing) if question.ref == missing.ref else question
            for question in screen.questions
        )
        return replace(screen, questions=questions)

    def _situated(self, offer: Offer) -> CaseColumnState:
        """The left column, and what can be done with the call."""
        services, texts = self._services, self._services.texts
        case = self._case or replace(
            case_state(self._stage.words, services, offer, self._call, self._place),
            access_code=self.closing.code_line,
        )
        call = case.call
        self._stage.situate(
            has_case=True,
            can_go_back=True,
            languages=len(texts.languages),
            not_applicable=texts.not_applicable,
            gives_codes=bool(texts.access_code),
            can_undo=self._conduct.can_take_back,
            can_ring_back=False,
            can_give_result=False,
            can_dial=call.can_dial,
            can_hang_up=call.can_hang_up,
        )
        return case
