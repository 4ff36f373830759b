"""The preview: one interview that nobody gives, on the form as it was saved last."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace

from cati_app.demo.preview.source import PreviewRead
from cati_app.demo.preview.verdict_words import verdict_text
from cati_app.domain.clock import Clock
from cati_app.domain.quota.cells import QUOTA_STATUS, Verdict
from cati_app.engine.form.answers import Answer
from cati_app.engine.form.screen import CheckView, ScreenView
from cati_app.engine.session.carrying import Passage
from cati_app.engine.session.events import LogDoesNotFit
from cati_app.engine.session.session import InterviewSession, UnknownQuestion
from cati_app.fieldwork.interview.screening import EarlyEnd
from cati_app.texts import Words
from cati_app.ui.console.interview.words import goodbye, objections
from cati_app.ui.console.states import CaseColumnState, ConsoleState
from cati_app.ui.console.views import ConsoleView
from cati_app.ui.stage.commands import Situation, enabled_now
from cati_app.ui.stage.language_words import language_word
from cati_app.ui.stage.panel_states import ChoicePanelState, HelpState, OutlinePanelState, PanelKind, ResultOption
from cati_app.ui.stage.states import AskRules, HeaderState, MessageState, ScreenName, Tone
from cati_app.ui.stage.views import ShellView

_SEED = 1
"""The same order of shuffled answers each time it is read."""
_OF_AN_INTERVIEW = frozenset(
    {"result", "appointment", "explain", "remark", "note", "pause", "new_window", "connection"}
)


class PreviewPresenter:
    """Answers are kept when the form is read again, as far as they fit; nothing is written anywhere."""

    def __init__(
        self,
        shell: ShellView,
        view: ConsoleView,
        words: Words,
        clock: Clock,
        shown: Callable[[], None] = lambda: None,
    ) -> None:
        self.shown = shown  # after each picture of the questionnaire
        self._shell, self._view, self._words, self._clock = shell, view, words, clock
        self._read: PreviewRead | None = None
        self._session: InterviewSession | None = None
        self._second: str | None = None
        self._missing: CheckView | None = None
        self._as_full = False
        self.quota_told = ""
        shell.command_given.connect(self.command)
        shell.panel_choice_made.connect(self.panel_choice)
        shell.jump_chosen.connect(self.jump)
        shell.panel_closed.connect(self.panel_closed)
        shell.close_asked.connect(self.close)
        view.answer_given.connect(self.answer)
        view.check_kept.connect(self.keep)
        view.back_pressed.connect(self.back)

    @property
    def session(self) -> InterviewSession | None:
        """The interview; None until a form could be read."""
        return self._session

    def take(self, read: PreviewRead) -> int:
        """The form was read; how many answers found no place in it. One with errors leaves the one before in sight."""
        self._read, self.quota_told, lost = read, "", 0
        if read.form is not None:
            before, self._missing = self._session, None
            try:
                self._session = self._carried(before, read) if before is not None else None
            except LogDoesNotFit:
                self._session = None
            if self._session is None:
                self._session = self._new(read)
            else:
                lost = len(self._session.set_apart())
            codes = {code for code, _ in read.form.languages}
            self._second = self._second if self._second in codes else None
        self._render()
        return lost

    def _new(self, read: PreviewRead) -> InterviewSession:
        assert read.form is not None
        first = next(iter(read.texts.languages), "")
        return InterviewSession(
            read.form,
            self._clock,
            seed=_SEED,
            language=read.form.spoken(first),
            hidden=read.hidden,
            time_zone=read.time_zone,
        )

    def _carried(self, before: InterviewSession, read: PreviewRead) -> InterviewSession:
        """The same interview with the new form, at the same question where that is still there."""
        assert read.form is not None
        ref, language = before.ref, before.language
        session = InterviewSession.carried_over(
            read.form, self._clock, before.events, Passage("", "", None), read.hidden
        )
        session.set_language(language)
        if ref is not None:
            _go_to(session, ref)
        return session

    def begin_again(self) -> None:
        """From the first question, without answers."""
        if self._read is not None and self._read.form is not None:
            self._session, self.quota_told = self._new(self._read), ""
            self._say("")
            self._render()

    # -- keys -----------------------------------------------------------------------------------------------------

    def answer(self, ref: str, answer: Answer, last: bool, keep: str | None = None) -> None:
        """An answer was confirmed."""
        session, self._missing = self._session, None
        if session is None or session.at_end:
            return
        screen = session.screen()
        question = next((each for each in screen.questions if each.ref == ref), None)
        if question is None:
            return
        self._say("")
        step = session.answer(ref, answer, keep=keep) if question.asks else None
        self._decide(session)
        if step is not None and step.check is not None:
            if session.ref != ref:
                session.focus(ref)
        elif last:
            self._go_forward(session)
        else:
            refs = [each.ref for each in session.screen().questions]
            following = refs[refs.index(ref) + 1 :] if ref in refs else []
            if following:
                session.focus(following[0])
        self._render()

    def _go_forward(self, session: InterviewSession) -> None:
        moved = session.forward()
        self._decide(session)
        if moved.check is not None and moved.check.code == "required":
            self._missing = moved.check
        if session.at_end:
            session.back()
            say = self._words.say
            self._say(
                say("The questionnaire ends here."), say("Page up goes back; Ctrl+R begins again, without answers.")
            )

    # -- the quota ------------------------------------------------------------------------------------------------

    def play_full(self) -> None:
        """Ctrl+K: the cells are full, or have room again."""
        self._as_full = not self._as_full
        if self._session is not None:
            self._decide(self._session)
        self._render()

    def _decide(self, session: InterviewSession) -> None:
        """What the quota would decide is told to the form, and to whoever looks on."""
        read = self._read
        if read is None or read.quota is None:
            self.quota_told = ""
            return
        decided = read.quota.decide(session, as_full=self._as_full)
        if read.quota.tell(session, decided) and session.at_end:
            session.back()
        self.quota_told = verdict_text(self._words, read.texts, decided)
        ends = {Verdict.FULL: EarlyEnd.FULL, Verdict.NOT_ACCEPTED: EarlyEnd.UNCLASSIFIED}
        if decided.verdict in ends and not session.has_hidden(QUOTA_STATUS):
            said = goodbye(read.texts, ends[decided.verdict], session.language)
            self.quota_told += " " + self._words.say("Read aloud: “{text}”", text=said)

    def keep(self, ref: str, reason: str, last: bool) -> None:
        """A soft check is kept with a reason."""
        if self._session is not None and not self._session.at_end:
            question = next((each for each in self._session.screen().questions if each.ref == ref), None)
            if question is not None:
                self.answer(ref, question.answer, last, reason)

    def back(self) -> None:
        """Page up."""
        if self._session is not None:
            self._missing = None
            self._say("")
            self._session.back()
            self._render()

    def jump(self, ref: str) -> None:
        """To a question already reached."""
        self._shell.hide_panel()
        self.show_question(ref)

    def show_question(self, ref: str) -> bool:
        """To a question, if the answers so far reach it; what is in the way is said."""
        if self._session is None:
            return False
        say = self._words.say
        try:
            self._session.jump(ref)
        except UnknownQuestion:
            self._say(
                say("“{name}” is not reached with the answers so far.", name=ref),
                say("Answer on until it comes, then choose it again."),
            )
            return False
        self._missing = None
        self._say("")
        self._render()
        return True

    def command(self, name: str) -> None:
        """F1, F7, Ctrl+G."""
        session = self._session
        if name == "help" and self._read is not None:
            language = session.language if session is not None else ""
            self._shell.show_panel(HelpState(objections(self._read.texts, language), commands=self._enabled()))
        elif name == "language" and session is not None:
            self._ask_language(session)
        elif name == "outline" and session is not None:
            self._shell.show_panel(OutlinePanelState(session.outline(), session.ref or "", ()))

    def _ask_language(self, session: InterviewSession) -> None:
        assert self._read is not None
        say, languages = self._words.say, self._read.texts.languages
        options = [
            ResultOption(code, name, say("spoken now") if code == session.language else "")
            for code, name in languages.items()
        ]
        side = tuple(ResultOption(f"+{code}", name) for code, name in languages.items() if code != session.language)
        if side:
            options.append(ResultOption("beside", say("a second language beside it …"), options=side))
            options.append(ResultOption("+", say("one language only"), enabled=self._second is not None))
        self._shell.show_panel(ChoicePanelState(PanelKind.LANGUAGE, say("Language of the script"), tuple(options)))

    def panel_choice(self, kind: PanelKind, code: str) -> None:
        """A language; answers and place stay."""
        self._shell.hide_panel()
        if kind is not PanelKind.LANGUAGE or self._session is None:
            return
        if code.startswith("+"):
            self._second = code[1:] or None
        else:
            self._second = None if self._second == code else self._second
            self._session.set_language(code)
        self._render()

    def panel_closed(self, kind: PanelKind) -> None:
        """Esc."""

    def close(self) -> None:
        """There is nothing to be stored."""
        self._shell.allow_close()

    # -- what is shown --------------------------------------------------------------------------------------------

    def _render(self) -> None:
        read, session = self._read, self._session
        if read is None:
            return
        texts = read.texts
        if session is not None and not self.quota_told:
            self._decide(session)
        shown = [session.language, *([self._second] if self._second else [])] if session is not None else []
        language = " · ".join(language_word(self._words, texts, code) for code in shown)
        self._shell.render(HeaderState(self._words.say("Preview: {title}", title=texts.title), language=language))
        self._shell.set_enabled(self._enabled())
        self.shown()
        if session is None or session.at_end:
            return
        second = session.screen(self._second) if self._second else None
        self._view.render(
            ConsoleState(
                self._with_missing(session.screen()),
                self._with_missing(second) if second is not None else None,
                CaseColumnState(),
                session.sections(),
                objections(texts, session.language),
                AskRules(texts.auto_advance, texts.not_applicable),
            )
        )

    def _enabled(self) -> frozenset[str]:
        read, session = self._read, self._session
        if read is None or session is None:
            return frozenset({"larger", "smaller", "normal_size"})
        texts = read.texts
        situation = Situation(
            ScreenName.CONSOLE,
            can_go_back=True,
            languages=len(texts.languages),
            not_applicable=texts.not_applicable,
        )
        return enabled_now(situation) - _OF_AN_INTERVIEW

    def _with_missing(self, screen: ScreenView) -> ScreenView:
        missing, session = self._missing, self._session
        if missing is None or session is None:
            return screen
        told = session.check_in(missing, screen.language)
        questions = tuple(
            replace(question, check=told) if question.ref == told.ref else question for question in screen.questions
        )
        return replace(screen, questions=questions)

    def _say(self, text: str, detail: str = "") -> None:
        self._shell.show_message(MessageState(text, detail, Tone.PLAIN) if text else None)


def _go_to(session: InterviewSession, ref: str) -> None:
    """To a question by way of those before it; where it is gone or not reached any more, as far as answers lead."""
    with suppress(UnknownQuestion):
        session.jump(ref)
    seen: set[str | None] = set()
    while session.ref != ref and session.ref not in seen:
        seen.add(session.ref)
        if session.forward().check is not None:
            return
    if session.at_end:
        session.back()
