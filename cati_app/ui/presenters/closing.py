"""How an interview ends: complete, screened out, suspended, handed over or broken off."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Protocol

from cati_app.domain.interviews import SUSPENDED, Interview, StoredDatum
from cati_app.domain.quota import Verdict
from cati_app.domain.results import Consequence
from cati_app.engine.events import Missing
from cati_app.engine.session import InterviewSession
from cati_app.services.changes import Topic
from cati_app.services.finish_interview import Sitting, break_off_disposition
from cati_app.services.record_result import Agreed
from cati_app.services.take_case import Offer
from cati_app.ui.presenters.appointing import appointment_panel, local_time
from cati_app.ui.presenters.dial_words import result_facts
from cati_app.ui.presenters.result_words import result_label
from cati_app.ui.presenters.results import LANGUAGE, NEVER_AGAIN, results_in_talk
from cati_app.ui.presenters.stage import Stage
from cati_app.ui.presenters.states import (
    AppointmentInput,
    ChoicePanelState,
    PanelKind,
    ReasonLine,
    ResultOption,
    WrapUpState,
)
from cati_app.ui.presenters.wording import clock_text
from cati_app.ui.presenters.workplace import Workplace

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
        """Before the screening all results of a conversation; after it, where a refusal breaks off, the opt-out."""
        presenter, words = self._interviewing, self._stage.words
        assert presenter.interview is not None
        options = results_in_talk(words, result_facts(self._place, presenter.offer, presenter.number_place))
        if not self._is_screened(presenter.interview):
            return options
        return tuple(option for option in options if option.code == NEVER_AGAIN)

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
            self._interviewing.when_safe(lambda: self.confirmed(self._broken_off(), ""))
        elif code == NEVER_AGAIN:
            self._interviewing.when_safe(self._never_again)
        else:
            self._interviewing.when_safe(lambda: self.confirmed(code, ""))

    def _never_again(self) -> None:
        interview = self._interviewing.interview
        if interview is not None:
            screened = self._is_screened(interview)
            self._finish(self._broken_off() if screened else "refusal", never_again=True)

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
        self._propose(self._disposition())

    def _propose(self, name: str, note: str = "", message: str = "") -> None:
        interview, words = self._interviewing.interview, self._stage.words
        assert interview is not None
        now = self._place.clock.now()
        facts = [ReasonLine(words.say("Duration"), clock_text((now - interview.started_at).total_seconds()))]
        if self._interviewing.cell_label:
            facts.append(ReasonLine(words.say("Quota cell"), self._interviewing.cell_label))
        label = result_label(words, self._place.texts.results, name)
        option = ResultOption(name, label, words.say("stored, then the next case"))
        title = words.say("The interview is over")
        self._stage.panel(WrapUpState(title, tuple(facts), (option,), name, note, message))

    def confirmed(self, code: str, note: str) -> None:
        """The wrap-up is confirmed; a result that needs a note is not stored without one."""
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
            language,
            note,
            usable=name == SUSPENDED and self._broken_off() == "partial",
            never_again=never_again,
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


def core_progress(session: InterviewSession) -> tuple[int, int]:
    """Core questions answered with a value, and core questions on the person's path."""
    answered = asked = 0
    for datum in session.data().values():
        if datum.missing is not Missing.FILTERED and any(n.core for n in session.form.by_name.get(datum.name, ())):
            asked += 1
            answered += bool(datum.answer.text)
    return answered, asked
