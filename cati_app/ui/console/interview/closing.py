"""How an interview ends: complete, screened out, suspended, handed over or broken off."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from typing import Protocol

from cati_app.domain.calling.results import Consequence
from cati_app.domain.casework.after_call import Agreed
from cati_app.domain.casework.interviews import SUSPENDED, Interview, StoredDatum
from cati_app.domain.quota.cells import Verdict
from cati_app.engine.session.events import Missing
from cati_app.engine.session.session import InterviewSession
from cati_app.fieldwork.calling.take_case import Offer
from cati_app.fieldwork.changes import Topic
from cati_app.fieldwork.interview.finish_interview import Sitting, break_off_disposition
from cati_app.ui.console.appointing import appointment_panel, local_time
from cati_app.ui.console.dial.words import result_facts
from cati_app.ui.console.results import LANGUAGE, NEVER_AGAIN, leaves, results_in_talk
from cati_app.ui.stage.panel_states import (
    AppointmentInput,
    ChoicePanelState,
    PanelKind,
    ReasonLine,
    ResultOption,
    WrapUpState,
)
from cati_app.ui.stage.result_words import result_label
from cati_app.ui.stage.stage import Stage
from cati_app.ui.stage.wording import clock_text
from cati_app.ui.stage.workplace import Workplace

OTHER_PERSON, SUSPEND, SUSPEND_NOW, BREAK_OFF = "other_person", "suspend", "suspend_now", "break_off"


class RunningInterview(Protocol):
    """The interview that is to be closed, as its presenter leads it."""

    interview: Interview | None
    session: InterviewSession | None

    @property
    def offer(self) -> Offer: ...

    @property
    def number_place(self) -> int: ...

    @property
    def note(self) -> str: ...

    @property
    def cell_label(self) -> str: ...

    def when_safe(self, action: Callable[[], None]) -> None: ...

    def back(self) -> None: ...

    def introduce_again(self) -> None: ...

    def left(self) -> None: ...

    def lost(self, error: Exception) -> bool: ...


class ClosingPresenter:
    """Proposes the disposition that follows from the interview and writes the end of the sitting."""

    def __init__(self, stage: Stage, place: Workplace, interviewing: RunningInterview) -> None:
        self._stage = stage
        self._place = place
        self._interviewing = interviewing
        self.is_open = False
        self._finishing = False
        self._in_talk: dict[str, ResultOption] = {}  # results of the conversation that F8 offers, by code

    def ask_result(self) -> None:
        """F8 in an interview."""
        words = self._stage.words
        colleagues = tuple(
            ResultOption(f"{LANGUAGE}{code}", name) for code, name in self._place.texts.languages.items()
        )
        options = (
            ResultOption(OTHER_PERSON, words.say("another person on the line"), words.say("introduction again")),
            ResultOption(
                "hand_over", words.say("hand over to a colleague …"), words.say("who speaks the language"), colleagues
            ),
            ResultOption(SUSPEND, words.say("suspend, with appointment …"), words.say("goes on at the same question")),
            ResultOption(SUSPEND_NOW, words.say("suspend without appointment"), words.say("due again by the rules")),
            ResultOption(
                BREAK_OFF,
                words.say("break off"),
                self._follows_break_off(),
                confirm=words.say("End this interview for good?"),
            ),
            *self._without_interview(),
        )
        self._stage.panel(ChoicePanelState(PanelKind.RESULT, words.say("Result / break off"), options))

    def _without_interview(self) -> tuple[ResultOption, ...]:
        """Before the screening all results of a conversation; after it, where a refusal breaks off, the opt-outs."""
        presenter, words = self._interviewing, self._stage.words
        options = results_in_talk(words, result_facts(self._place, presenter.offer, presenter.number_place))
        if not self._can_refuse():
            options = tuple(one for one in leaves(options) if one.code == NEVER_AGAIN or self._opts_out(one.code))
        self._in_talk = {one.code: one for one in leaves(options)}
        return options

    def _opts_out(self, code: str) -> bool:
        """Whether a result of the study's own stands for the opt-out."""
        result = self._place.rules.results.find(code)
        return result is not None and result.never_again

    def _can_refuse(self) -> bool:
        """A no still is a refusal of the call: nobody is screened, or nothing was answered yet."""
        interview, session = self._interviewing.interview, self._interviewing.session
        if interview is None or session is None or self._disposition() != "complete":
            return False
        return not self._is_screened(interview) or not any(datum.answer.text for datum in session.data().values())

    def choose(self, code: str) -> None:
        """An option of F8."""
        self._stage.shell.hide_panel()
        if code == OTHER_PERSON:
            self._interviewing.introduce_again()
        elif code == SUSPEND:
            self.ask_appointment()
        elif code == SUSPEND_NOW:
            self._interviewing.when_safe(partial(self._finish, SUSPENDED))
        elif code.startswith(LANGUAGE):
            self._interviewing.when_safe(partial(self._finish, SUSPENDED, language=code.removeprefix(LANGUAGE)))
        elif code == BREAK_OFF:
            self._in_talk = {}
            self._interviewing.when_safe(lambda: self.confirmed(self._broken_off(), self._interviewing.note))
        elif code == NEVER_AGAIN:
            self._interviewing.when_safe(self._never_again)
        else:
            self._interviewing.when_safe(lambda: self.confirmed(code, self._interviewing.note))

    def _never_again(self, note: str = "") -> None:
        """The interview as far as it got: who says it at the goodbye has given an interview all the same."""
        interview, session = self._interviewing.interview, self._interviewing.session
        if interview is None or session is None:
            return
        has_place = self._place.rules.quota is None or interview.held
        name = "refusal" if self._can_refuse() else self._broken_off()
        if self._disposition() == "complete" and has_place and everything_asked(session):
            name = "complete"
        self._finish(name, note=note, never_again=True)

    def ask_appointment(self) -> None:
        """F9 in an interview: suspend until then."""
        self._stage.panel(appointment_panel(self._stage, self._place, "", "", self._interviewing.offer.case.place))

    def appointment_made(self, agreed: AppointmentInput) -> None:
        """Suspend with an appointment."""
        at = Agreed(local_time(self._place, agreed, self._interviewing.offer.case.place), agreed.firm)
        self._interviewing.when_safe(partial(self._finish, SUSPENDED, agreed=at, note=agreed.note))

    def propose(self) -> None:
        """The questionnaire is at its end: show what follows from it, to be confirmed."""
        if self._interviewing.interview is None or self.is_open:
            return
        self.is_open = True
        self._in_talk = {}
        self._propose(self._disposition(), self._interviewing.note)

    def _propose(self, name: str, note: str = "", message: str = "") -> None:
        interview, words = self._interviewing.interview, self._stage.words
        assert interview is not None
        now = self._place.clock.now()
        facts = [ReasonLine(words.say("Duration"), clock_text((now - interview.started_at).total_seconds()))]
        if self._interviewing.cell_label:
            facts.append(ReasonLine(words.say("Quota cell"), self._interviewing.cell_label))
        self._stage.panel(WrapUpState(self._title(name), tuple(facts), self._proposals(name), name, note, message))

    def _title(self, name: str) -> str:
        words = self._stage.words
        return words.say("Result / break off") if name in self._in_talk else words.say("The interview is over")

    def _proposals(self, name: str) -> tuple[ResultOption, ...]:
        """The result; at the end of the questionnaire also that nobody is to call again."""
        words = self._stage.words
        if name in self._in_talk:
            return (replace(self._in_talk[name], confirm=""),)
        label = result_label(words, self._place.texts.results, name)
        never = ResultOption(
            NEVER_AGAIN,
            words.say("{result}, and never call again", result=label),
            words.say("stored · block list"),
            confirm=words.say("Never call this household again, in no study?"),
        )
        return ResultOption(name, label, words.say("stored, then the next case")), never

    def confirmed(self, code: str, note: str) -> None:
        """The wrap-up is confirmed; a result that needs a note is not stored without one, an opt-out is."""
        if code == NEVER_AGAIN:
            self._interviewing.when_safe(partial(self._never_again, note))
            return
        result = self._place.rules.results.find(code)
        if result is not None and result.note_required and not note.strip():
            self.is_open = True
            self._propose(code, note, self._stage.words.say("This result needs a note: what was it?"))
            return
        self._interviewing.when_safe(partial(self._finish, code, note=note))

    def reopened(self) -> None:
        """Esc on the wrap-up: back to the last question; in the middle of an interview nothing has moved."""
        self.is_open = False
        session = self._interviewing.session
        if session is not None and session.at_end:
            self._interviewing.back()

    def _finish(
        self,
        name: str,
        agreed: Agreed | None = None,
        language: str | None = None,
        note: str = "",
        never_again: bool = False,
    ) -> None:
        presenter, place = self._interviewing, self._place
        if presenter.interview is None or presenter.session is None or self._finishing:
            return
        self._finishing = True
        sitting = Sitting(
            presenter.interview.id,
            presenter.offer.attempt,
            name,
            self._data(),
            self._left_for_recontact(),
            agreed,
            language or language_found(presenter.interview, presenter.session, place.texts.languages),
            note or presenter.note,
            usable=name == SUSPENDED and self._broken_off() == "partial",
            never_again=never_again,
            in_talk=name in self._in_talk,
        )
        self._stage.run(partial(place.finish_interview, place.user, sitting), self._finished, self._not_finished)

    def _not_finished(self, error: Exception) -> bool:
        """The interview is as before; the same key tries again."""
        self._finishing = False
        return self._interviewing.lost(error)

    def _finished(self, follows: Consequence) -> None:
        self.is_open = self._finishing = False
        self._stage.shell.hide_panel()
        self._stage.say("")  # what was said belongs to the interview before
        self._stage.changed(frozenset({Topic.QUOTA, Topic.INTERVIEWS, Topic.CASES, Topic.APPOINTMENTS}))
        self._interviewing.left()

    def _disposition(self) -> str:
        """What the form says first: who is not eligible was not refused by the quota."""
        interview, session = self._interviewing.interview, self._interviewing.session
        assert interview is not None
        assert session is not None
        outcome = self._place.rules.outcome
        named = session.value(outcome) if outcome else ""
        if named:
            return named
        return "quota_filled" if interview.quota_status == Verdict.FULL else "complete"

    def _is_screened(self, interview: Interview) -> bool:
        """Whether the person is known to belong to the population; with neither quota nor screener everybody does."""
        rules = self._place.rules
        if rules.quota is not None:
            return bool(interview.quota_status)
        return rules.screener is None or interview.screened_at is not None

    def _broken_off(self) -> str:
        """Who is not eligible, or whose group is full, did not break off: the interview was over."""
        over = self._disposition()
        if over != "complete":
            return over
        session, interview = self._interviewing.session, self._interviewing.interview
        assert session is not None
        assert interview is not None
        if not self._is_screened(interview):
            return "not_screened"
        answered, asked = core_progress(session)
        share = self._place.rules.partial_core_share
        return break_off_disposition(screened=True, core_answered=answered, core_asked=asked, core_share=share)

    def _follows_break_off(self) -> str:
        """What becomes of the case and of its place."""
        words, interview = self._stage.words, self._interviewing.interview
        result = result_label(words, self._place.texts.results, self._broken_off())
        if interview is not None and interview.held:
            return words.say(
                "Stored as “{result}”: the case is closed, nobody calls again; the reserved place becomes free.",
                result=result,
            )
        return words.say("Stored as “{result}”: the case is closed, nobody calls again.", result=result)

    def _data(self) -> list[StoredDatum]:
        session = self._interviewing.session
        assert session is not None
        return stored_data(session, self._place.rules.contact_questions)

    def _left_for_recontact(self) -> Mapping[str, str]:
        session, question = self._interviewing.session, self._place.rules.recontact
        assert session is not None
        if question is None or session.value(question) not in ("yes", "1"):
            return {}
        values = {name: session.value(name) for name in sorted(self._place.rules.contact_questions)}
        return {name: value for name, value in values.items() if value}


def stored_data(session: InterviewSession, contact_questions: frozenset[str]) -> list[StoredDatum]:
    """The interview's part of the data set, without contact questions."""
    data = []
    for ref, datum in session.data().items():
        if datum.name in contact_questions:
            continue
        missing = datum.answer.special or datum.missing
        data.append(StoredDatum(ref, datum.answer.text, missing.value if missing else None))
    return data


def language_found(interview: Interview, session: InterviewSession, languages: Mapping[str, str]) -> str | None:
    """The language of the script, when it was changed to another one of the study: whoever calls again speaks it."""
    changed = session.language != interview.language and session.language in languages
    return session.language if changed else None


def everything_asked(session: InterviewSession) -> bool:
    """Whether no question of the person's path is on the screen or still ahead."""
    now = () if session.at_end else session.screen().questions
    here = any(question.asks and not question.answer.text for question in now)
    return not here and all(datum.missing is not Missing.NOT_REACHED for datum in session.data().values())


def core_progress(session: InterviewSession) -> tuple[int, int]:
    """Core questions answered with a value, and core questions on the person's path."""
    answered = asked = 0
    for datum in session.data().values():
        if datum.missing is not Missing.FILTERED and any(n.core for n in session.form.by_name.get(datum.name, ())):
            asked += 1
            answered += bool(datum.answer.text)
    return answered, asked
