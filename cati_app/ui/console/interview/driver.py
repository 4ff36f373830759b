"""Carries out what the running interview commands, and tells it the outcome."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Protocol, assert_never

from cati_app.domain.casework.interviews import Interview
from cati_app.domain.ids import InterviewId
from cati_app.domain.quota.cells import Decision
from cati_app.engine.session.carrying import Passage
from cati_app.engine.session.events import SessionEvent
from cati_app.fieldwork.calling import call_protocol
from cati_app.fieldwork.interview import conduct_protocol
from cati_app.fieldwork.interview.conduct import Conduct, Leads
from cati_app.fieldwork.interview.finish_interview import EndedSitting
from cati_app.fieldwork.interview.start_interview import Resumed
from cati_app.ui.console.services import InterviewerServices
from cati_app.ui.stage.stage import Stage
from cati_app.ui.stage.states import StoredState, Tone

_ANSWERS = conduct_protocol.AnswerGiven | conduct_protocol.CheckKept


class ScreenOfInterview(Protocol):
    """Who words the interview."""

    def render(self) -> None: ...

    def show_interview(self) -> None: ...

    def show_place(self, decision: Decision) -> None: ...

    def hold_sitting(self, interview: Interview) -> None: ...

    def propose_end(self, proposed: conduct_protocol.ProposeEnd) -> None: ...

    def tell_moved_aside(self) -> None: ...

    def tell_ended(self, sitting: EndedSitting) -> None: ...

    def tell_withdrawn(self) -> None: ...

    def tell_form_changed(self, told: conduct_protocol.TellFormChanged) -> None: ...


class InterviewDriver:
    """Use cases for the machine; their outcomes come back in the order in which they happened.

    Args:
        tell_call: What concerns the call goes there.
        on_stored: Called with the number of the last event when answers are durable.
    """

    def __init__(
        self,
        stage: Stage,
        services: InterviewerServices,
        conduct: Conduct,
        screen: ScreenOfInterview,
        tell_call: Callable[[call_protocol.Event], None],
        on_stored: Callable[[int], None],
    ) -> None:
        self._stage = stage
        self._services = services
        self._conduct = conduct
        self._screen = screen
        self._tell_call = tell_call
        self._on_stored = on_stored
        self._keeps_keys = False  # for the question that follows

    def send(self, event: conduct_protocol.Event) -> None:
        """Something happened: do what follows from it."""
        for command in self._conduct.handle(event):
            self._carry_out(command)
        self._route_keys(event)

    def _route_keys(self, event: conduct_protocol.Event) -> None:
        """Whose the keys are that are struck from now on, and those that were struck while something waited."""
        shell, leads = self._stage.shell, self._conduct.leads
        if self._conduct.awaits_screen:
            if not self._keeps_keys:
                self._keeps_keys = True
                shell.keep_keys()
            return
        kept, self._keeps_keys = self._keeps_keys, False
        if kept and leads is Leads.ON:
            shell.give_keys()
        elif kept and leads is Leads.ELSEWHERE:
            shell.drop_keys()
        elif kept or (leads is Leads.NOWHERE and isinstance(event, _ANSWERS)):
            shell.drop_keys(until_rest=True)

    def _carry_out(self, command: conduct_protocol.Command) -> None:
        stage, screen = self._stage, self._screen
        match command:
            case call_protocol.Show():
                screen.render()
            case conduct_protocol.WriteAnswers():
                self._write(command)
            case conduct_protocol.Acknowledge(seq, all_of_them):
                self._acknowledge(seq, all_of_them=all_of_them)
            case conduct_protocol.ShowPlace(decision):
                screen.show_place(decision)
            case conduct_protocol.ShowInterview():
                screen.show_interview()
            case conduct_protocol.HoldSitting(interview):
                screen.hold_sitting(interview)
            case conduct_protocol.ProposeEnd():
                screen.propose_end(command)
            case conduct_protocol.TellNotStored(error):
                stage.header(stored=StoredState.FAILED)
                stage.explain(error)
            case conduct_protocol.TellNotDecided(error):
                stage.explain(error)
            case conduct_protocol.TellMovedAside():
                screen.tell_moved_aside()
            case conduct_protocol.TellFormChanged():
                screen.tell_form_changed(command)
            case conduct_protocol.TellNotBegun():
                self._tell_call(call_protocol.InterviewNotBegun())
            case conduct_protocol.LoseCase(error):
                self._tell_call(call_protocol.Failed(error))
            case conduct_protocol.GoOnCalling(given):
                self._tell_call(call_protocol.InterviewOver(given))
            case conduct_protocol.TellEnded(sitting):
                screen.tell_ended(sitting)
            case conduct_protocol.TellWithdrawn():
                screen.tell_withdrawn()
                self._tell_call(call_protocol.InterviewNotBegun())
            case call_protocol.LetClose():
                self._tell_call(call_protocol.ClosePressed())
            case call_protocol.ClosePanel():
                stage.shell.hide_panel()
            case call_protocol.Tell(error):
                stage.explain(error)
            case call_protocol.Unsay():
                stage.say("")
            case call_protocol.Announce(changes):
                stage.changed(changes)
            case _:
                self._ask_store(command)

    def _write(self, command: conduct_protocol.WriteAnswers) -> None:
        record, user = self._services.record_events, self._services.user
        self._stage.run(
            partial(record, user, command.interview, command.events, command.ref, command.language),
            lambda seq: self.send(conduct_protocol.AnswersStored(seq)),
            self._reporting(conduct_protocol.AnswersNotStored),
        )

    def _acknowledge(self, seq: int, *, all_of_them: bool) -> None:
        self._on_stored(seq)
        if all_of_them:
            local = self._services.rules.calendar.local(self._services.clock.now())
            self._stage.header(stored=StoredState.STORED, stored_at=local.time().isoformat("seconds"))

    def _reporting(self, event: Callable[[Exception], conduct_protocol.Event]) -> Callable[[Exception], bool]:
        """Tells the machine of an error, which says what happens then."""

        def failed(error: Exception) -> bool:
            self.send(event(error))
            return True

        return failed

    def _ask_store(
        self,
        command: conduct_protocol.CreateInterview
        | conduct_protocol.ReadLog
        | conduct_protocol.MoveAside
        | conduct_protocol.Withdraw
        | conduct_protocol.HoldPlace
        | conduct_protocol.MovePlace
        | conduct_protocol.FindPlaceHeld
        | conduct_protocol.NotePassedScreening
        | conduct_protocol.EndSitting,
    ) -> None:
        services, user, run = self._services, self._services.user, self._stage.run
        failed = self._reporting(call_protocol.Failed)
        match command:
            case conduct_protocol.CreateInterview(case, language):
                start = partial(services.start_interview, user, case, services.form_hash, language)
                run(start, lambda made: self.send(conduct_protocol.InterviewCreated(made)), failed)
            case conduct_protocol.ReadLog(interview_id):
                self._resume(interview_id, failed)
            case conduct_protocol.MoveAside(interview_id):
                aside = partial(services.set_aside, user, interview_id)
                run(aside, lambda _: self.send(conduct_protocol.MovedAside()), failed)
            case conduct_protocol.Withdraw(interview_id):
                withdraw = partial(services.set_aside, user, interview_id)
                run(withdraw, lambda _: self.send(conduct_protocol.Withdrawn()), failed)
            case conduct_protocol.HoldPlace() | conduct_protocol.MovePlace():
                self._ask_quota(command)
            case conduct_protocol.FindPlaceHeld(interview):
                place_known = partial(conduct_protocol.PlaceFound, interview.id)
                run(partial(services.read_place, services.user, interview), lambda place: self.send(place_known(place)))
            case conduct_protocol.NotePassedScreening(interview_id):
                not_noted = self._reporting(partial(conduct_protocol.ScreeningNotNoted, interview_id))
                run(partial(services.note_screened, user, interview_id), lambda _: None, not_noted)
            case conduct_protocol.EndSitting(sitting):
                finish = partial(services.finish_interview, user, sitting)
                run(finish, lambda given: self.send(conduct_protocol.SittingEnded(given)), failed)
            case _:
                assert_never(command)

    def _resume(self, interview_id: InterviewId, failed: Callable[[Exception], bool]) -> None:
        """An interview that lost its place may ask a hub for one; its log is read in the store's lane."""
        stage, services = self._stage, self._services

        def resumed(resumed: Resumed) -> None:
            def read(log: tuple[Interview, Sequence[SessionEvent], Passage | None]) -> None:
                self.send(conduct_protocol.LogRead(*log))
                if resumed.is_cut:
                    self._tell_cut()

            stage.run(partial(self._read_log, resumed), read, failed)

        waits_for = stage.words.say("The hub is asked for a place in the quota …")
        resume = partial(services.resume_interview, services.user, interview_id)
        stage.ask(resume, resumed, failed, waits_for, services.stop_waiting)

    def _tell_cut(self) -> None:
        words = self._stage.words
        self._stage.say(
            words.say("Answers at the end of this interview are missing: they were left out on their way here."),
            words.say("Ask once more what is asked now, and tell a supervisor: it is in the log."),
            Tone.WARN,
        )

    def _read_log(self, resumed: Resumed) -> tuple[Interview, Sequence[SessionEvent], Passage | None]:
        services = self._services
        return resumed.interview, services.read_session(resumed.log), services.passage(resumed.interview.form_hash)

    def _ask_quota(self, command: conduct_protocol.HoldPlace | conduct_protocol.MovePlace) -> None:
        places, user, interview_id = self._services.reserve_place, self._services.user, command.interview_id
        if places is None:
            raise RuntimeError("a study without quota has no places")
        ask = places if isinstance(command, conduct_protocol.HoldPlace) else places.move
        self._stage.ask(
            partial(ask, user, interview_id, command.values),
            lambda decision: self.send(conduct_protocol.PlaceDecided(interview_id, decision)),
            self._reporting(partial(conduct_protocol.PlaceNotDecided, interview_id)),
            self._stage.words.say("The hub is asked for a place in the quota …"),
            self._services.stop_waiting,
        )
