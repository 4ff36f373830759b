"""How an interview ends, worded: the results F8 offers, the appointment, and the wrap-up."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from cati_app.domain.casework.access_codes import AccessCode
from cati_app.domain.casework.after_call import Agreed
from cati_app.domain.casework.interviews import Interview
from cati_app.domain.outcomes.dispositions import BREAK_OFF
from cati_app.fieldwork.calling.call_protocol import AppointmentMade, LanguageNeeded, OptedOut, ResultChosen
from cati_app.fieldwork.calling.call_run import CallRun
from cati_app.fieldwork.calling.foresight import Foresight
from cati_app.fieldwork.calling.take_case import Offer
from cati_app.fieldwork.interview import conduct_protocol
from cati_app.fieldwork.interview.conduct import Conduct
from cati_app.fieldwork.interview.conduct_protocol import (
    BrokenOff,
    GuideDone,
    OtherPersonAnswered,
    ProposeEnd,
    Suspended,
    WrapUpConfirmed,
)
from cati_app.fieldwork.interview.ending import InterviewEnd
from cati_app.fieldwork.interview.screening import EarlyEnd
from cati_app.ui.console.appointing import appointment_panel, local_time
from cati_app.ui.console.dial.words import result_facts
from cati_app.ui.console.interview.words import access_code_aloud, access_code_groups, goodbye
from cati_app.ui.console.results import LANGUAGE, NEVER_AGAIN, leaves, opting_out, results_in_talk
from cati_app.ui.console.services import InterviewerServices
from cati_app.ui.console.sitting.holding import SittingHolder
from cati_app.ui.console.sitting.words import in_language
from cati_app.ui.stage.panel_states import (
    AppointmentInput,
    ChoicePanelState,
    ExplanationState,
    PanelKind,
    ReasonLine,
    ResultOption,
    WrapUpState,
)
from cati_app.ui.stage.result_words import result_label
from cati_app.ui.stage.stage import Stage
from cati_app.ui.stage.states import Tone
from cati_app.ui.stage.wording import clock_text

OTHER_PERSON, SUSPEND, SUSPEND_NOW, GUIDE_DONE = "other_person", "suspend", "suspend_now", "guide_done"

_FOR_GOOD, _FOR_NOW = BrokenOff | OptedOut | ResultChosen | WrapUpConfirmed, Suspended | AppointmentMade
"""What ends a sitting: the last one, or one that another follows."""


class ClosingPresenter:
    """Offers the ways out of an interview and shows its outcome."""

    def __init__(
        self,
        stage: Stage,
        services: InterviewerServices,
        conduct: Conduct,
        call: CallRun,
        send: Callable[[conduct_protocol.Event], None],
    ) -> None:
        self._stage = stage
        self._services = services
        self._conduct = conduct
        self._call = call
        self._tell = send
        self.sitting: SittingHolder | None = None  # of a study with a guide
        self._code: AccessCode | None = None  # of the person
        self._in_talk: dict[str, ResultOption] = {}  # results of the conversation that F8 offers, by code

    def know_code(self, code: AccessCode | None) -> None:
        """The access code of whoever is interviewed; None: not known yet, or there is none."""
        self._code = code

    @property
    def code_line(self) -> str:
        """The code for whoever reads it out; blank: none."""
        return access_code_groups(self._code) if self._code is not None else ""

    def show_access_code(self) -> None:
        """Ctrl+K: the code and what is said of it, at any time of the interview."""
        words = self._stage.words
        if self._code is None:
            self._stage.say(
                words.say("This study has no access codes yet."),
                words.say("They begin when a supervisor signs in here, at a hub with the next edition of the study."),
                Tone.WARN,
            )
            return
        self._stage.panel(ExplanationState(words.say("Access code"), (), self._code_aloud() or self.code_line))

    def _code_aloud(self) -> str:
        session = self._conduct.session
        if self._code is None or session is None:
            return ""
        return access_code_aloud(self._services.texts, self._code, session.language)

    def ask_result(self) -> None:
        """F8 in an interview."""
        ending = self._conduct.ending
        if ending is None:
            return
        if self.sitting is not None and ending.session.at_end:
            self._ask_end_of_sitting(self.sitting, ending)
            return
        words = self._stage.words
        colleagues = tuple(
            ResultOption(f"{LANGUAGE}{code}", name) for code, name in self._services.texts.languages.items()
        )
        options = (
            ResultOption(OTHER_PERSON, words.say("another person on the line"), words.say("introduction again")),
            ResultOption(
                "hand_over", words.say("hand over to a colleague …"), words.say("who speaks the language"), colleagues
            ),
            ResultOption(
                SUSPEND, words.say("suspend, with appointment …"), words.say("continues at the same question")
            ),
            ResultOption(SUSPEND_NOW, words.say("suspend without appointment"), words.say("due again by the rules")),
            ResultOption(
                BREAK_OFF,
                words.say("break off"),
                self._follows_break_off(ending),
                confirm=words.say("End this interview for good?"),
            ),
            *self._without_interview(ending),
        )
        self._stage.panel(ChoicePanelState(PanelKind.RESULT, words.say("Result / break off"), options))

    def _ask_end_of_sitting(self, sitting: SittingHolder, ending: InterviewEnd) -> None:
        """F8 in a sitting with an expert."""
        words = self._stage.words
        again, last = words.say("The next sitting goes on at the same card."), words.say("This is the last sitting.")
        follows, may_follow = (last, False) if sitting.is_last else (again, True)
        named = ", ".join(in_language(topic.title, words.language) for topic in sitting.open_musts)
        text = words.say("Topics that must be asked are open: {names}.", names=named) if named else ""
        options = (
            ResultOption(
                GUIDE_DONE,
                words.say("the conversation is complete"),
                words.say("stored, then the next case"),
                confirm=words.say("Complete, although topics that must be asked are open?") if named else "",
            ),
            ResultOption(SUSPEND, words.say("next sitting, with appointment …"), follows, enabled=may_follow),
            ResultOption(SUSPEND_NOW, words.say("next sitting, without appointment"), follows, enabled=may_follow),
            ResultOption(
                BREAK_OFF,
                words.say("break off"),
                self._follows_break_off(ending),
                confirm=words.say("End this interview for good?"),
            ),
            opting_out(words),
        )
        self._stage.panel(ChoicePanelState(PanelKind.RESULT, words.say("End this sitting?"), options, text))

    def _send(self, event: conduct_protocol.Event) -> None:
        """Tell the interview what it comes to; a sitting ends first."""
        if self.sitting is not None and self.sitting.is_held and isinstance(event, _FOR_GOOD | _FOR_NOW):
            self._stage.shell.hide_panel()
            self.sitting.end_with(event, final=isinstance(event, _FOR_GOOD))
        else:
            self._tell(event)

    def _without_interview(self, ending: InterviewEnd) -> tuple[ResultOption, ...]:
        """Results of the conversation, as far as the interview can come to them."""
        if self._conduct.offer is None:
            return ()
        facts = result_facts(self._services, self._conduct.offer, self._call.number_place)
        options, never = results_in_talk(self._stage.words, facts), opting_out(self._stage.words)
        every = leaves(options)
        left = tuple(option for option in every if ending.can_come_to(option.code))
        self._in_talk = {option.code: option for option in (*left, never)}
        return (*(options if left == every else left), never)  # a few need no lists

    def choose(self, code: str) -> None:
        """An option of F8."""
        self._stage.shell.hide_panel()
        if code == OTHER_PERSON:
            self._send(OtherPersonAnswered())
        elif code == SUSPEND:
            self.ask_appointment()
        elif code == SUSPEND_NOW:
            self._send(Suspended())
        elif code.startswith(LANGUAGE):
            self._send(LanguageNeeded(code.removeprefix(LANGUAGE)))
        elif code == GUIDE_DONE:
            self._send(GuideDone())
        elif code == BREAK_OFF:
            self._send(BrokenOff())
        elif code == NEVER_AGAIN:
            self._send(OptedOut())
        else:
            self._send(ResultChosen(code))

    def ask_appointment(self) -> None:
        """F9 in an interview: suspend until then."""
        if self.sitting is not None and self.sitting.is_last:
            self._stage.say(self._stage.words.say("This is the last sitting."), tone=Tone.WARN)
            return
        if self._conduct.offer is not None:
            at_place = self._conduct.offer.case.locality
            self._stage.panel(appointment_panel(self._stage, self._services, "", "", at_place))

    def appointment_made(self, typed: AppointmentInput) -> None:
        """Suspend with an appointment."""
        if self._conduct.offer is not None:
            at = local_time(self._services, typed, self._conduct.offer.case.locality)
            self._send(AppointmentMade(Agreed(at, typed.firm), typed.note))

    def propose(self, proposed: ProposeEnd, cell_label: str) -> None:
        """The wrap-up: the outcome of the sitting, to be confirmed."""
        interview, words = self._conduct.interview, self._stage.words
        if interview is None:
            return
        now = self._services.clock.now()
        facts = [ReasonLine(words.say("Duration"), clock_text((now - self._sat_down(interview)).total_seconds()))]
        if cell_label:
            facts.append(ReasonLine(words.say("Quota cell"), cell_label))
        title = words.say("Result / break off") if proposed.of_the_talk else words.say("The interview is over")
        message = words.say("This result needs a note: what was it?") if proposed.lacks_note else ""
        name = proposed.disposition
        session = self._conduct.session
        aloud = ""
        if proposed.goodbye is not None and session is not None:
            own = "\n\n".join(proposed.own_words)
            aloud = own or goodbye(self._services.texts, proposed.goodbye, session.language)
        if self._code is not None:
            facts.append(ReasonLine(words.say("Access code"), self.code_line))
        if proposed.goodbye is not EarlyEnd.REFUSED:  # whoever takes no part has little to ask for later
            aloud = "\n\n".join(filter(None, (self._code_aloud(), aloud)))
        self._stage.panel(
            WrapUpState(title, tuple(facts), self._proposals(proposed), name, proposed.note, message, aloud)
        )

    def _sat_down(self, interview: Interview) -> datetime:
        """When this sitting began: nights between two of them are no part of a conversation."""
        offer = self._conduct.offer
        return interview.started_at if offer is None else max(interview.started_at, offer.attempt.started_at)

    def _proposals(self, proposed: ProposeEnd) -> tuple[ResultOption, ...]:
        """The result; at the end of the questionnaire also that nobody is to call again."""
        words, name = self._stage.words, proposed.disposition
        if proposed.of_the_talk and name in self._in_talk:
            return (replace(self._in_talk[name], confirm=""),)
        label = result_label(words, self._services.texts.results, name)
        never = ResultOption(
            NEVER_AGAIN,
            words.say("{result}, and never call again", result=label),
            words.say("stored · block list"),
            confirm=words.say("Never call this household again, in no study?"),
        )
        return ResultOption(name, label, words.say("stored, then the next case")), never

    def confirmed(self, code: str, note: str) -> None:
        """The wrap-up is confirmed."""
        self._send(OptedOut(note) if code == NEVER_AGAIN else WrapUpConfirmed(code, note))

    def reopened(self) -> None:
        """Esc on the wrap-up."""
        self._send(conduct_protocol.WrapUpClosed())

    def _follows_break_off(self, ending: InterviewEnd) -> str:
        """What happens to the case and its place."""
        words, offer = self._stage.words, self._conduct.offer
        result = result_label(words, self._services.texts.results, ending.broken_off)
        frees = ending.break_off_frees_place
        if offer is not None and self._foresight(offer).next_call(ending.broken_off) is not None:
            if frees:
                return words.say(
                    "Stored as “{result}”: the case stays open; the reserved place becomes free.", result=result
                )
            return words.say("Stored as “{result}”: the case stays open.", result=result)
        if frees:
            return words.say(
                "Stored as “{result}”: the case is closed and will not be called again;"
                " the reserved place becomes free.",
                result=result,
            )
        return words.say("Stored as “{result}”: the case is closed and will not be called again.", result=result)

    def _foresight(self, offer: Offer) -> Foresight:
        return result_facts(self._services, offer, self._call.number_place).foresight
