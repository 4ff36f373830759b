"""Carries out what the running call commands, and tells it the outcome."""

from __future__ import annotations

from functools import partial
from typing import Protocol, assert_never

from cati_app.domain.calling.line import CallEnd, LineProblem, LineState
from cati_app.domain.casework.callers import CallerCase
from cati_app.domain.casework.cases import Attempt, Call
from cati_app.domain.errors import RuleViolation
from cati_app.domain.ids import AttemptId, CallId
from cati_app.domain.sampling.phone import PhoneNumber
from cati_app.fieldwork.calling import call_protocol
from cati_app.fieldwork.calling.call_run import CallRun
from cati_app.fieldwork.calling.ring_back import RungBack
from cati_app.fieldwork.calling.take_case import Offer
from cati_app.ui.console.services import InterviewerServices
from cati_app.ui.stage.stage import Stage


class CallScreen(Protocol):
    """Who words the call."""

    def show(self) -> None: ...

    def show_case(self) -> None: ...

    def ask_for_note(self, result: str) -> None: ...

    def ask_for_appointment(self) -> None: ...

    def tell(self, error: Exception) -> None: ...

    def tell_returned(self) -> None: ...

    def tell_ring_back(self, of_call: str, told: tuple[str, ...]) -> None: ...

    def answer_caller(self, answer: CallerCase | Exception) -> None: ...


class Interviewing(Protocol):
    """Who conducts the interview on the case in hand."""

    def begin(self, offer: Offer, note: str) -> None: ...

    def drop(self) -> None: ...


class CallDriver:
    """Use cases and line for the machine; their outcomes come back in the order in which they happened."""

    def __init__(
        self, stage: Stage, services: InterviewerServices, run: CallRun, screen: CallScreen, interviewing: Interviewing
    ) -> None:
        self._stage = stage
        self._services = services
        self._run = run
        self._screen = screen
        self._interviewing = interviewing
        services.dialer.listen(self._line_changed, self._line_ended)

    def send(self, event: call_protocol.Event) -> None:
        """Something happened: do what follows from it."""
        for command in self._run.handle(event):
            self._carry_out(command)

    def _line_changed(self, call_id: CallId, state: LineState) -> None:
        self.send(call_protocol.LineChanged(call_id, state))

    def _line_ended(self, call_id: CallId, end: CallEnd) -> None:
        self.send(call_protocol.LineEnded(call_id, end, self._services.clock.now()))

    def _failed(self, error: Exception) -> bool:
        self.send(call_protocol.Failed(error))
        return True

    def _carry_out(self, command: call_protocol.Command) -> None:
        stage, services, screen = self._stage, self._services, self._screen
        match command:
            case call_protocol.Show():
                screen.show()
            case call_protocol.ShowCase():
                screen.show_case()
            case call_protocol.Dial(call_id, number):
                self._dial(call_id, number)
            case call_protocol.HangUp():
                services.dialer.hang_up()
            case call_protocol.BeginInterview(offer, note):
                self._interviewing.begin(offer, note)
            case call_protocol.DropInterview():
                self._interviewing.drop()
            case call_protocol.AskNote(result):
                screen.ask_for_note(result)
            case call_protocol.AskAppointment():
                screen.ask_for_appointment()
            case call_protocol.ClosePanel():
                stage.shell.hide_panel()
            case call_protocol.Tell(error):
                screen.tell(error)
            case call_protocol.TellReturned():
                screen.tell_returned()
            case call_protocol.TellRingBack(of_call, told):
                screen.tell_ring_back(of_call, told)
            case call_protocol.AnswerCaller(answer):
                screen.answer_caller(answer)
            case call_protocol.Unsay():
                stage.say("")
            case call_protocol.Announce(changes):
                stage.changed(changes)
            case call_protocol.LetClose():
                stage.shell.allow_close()
            case call_protocol.TidyStore():
                stage.aside(services.tidy)
            case _:
                self._ask_store(command)

    def _ask_store(self, command: call_protocol.StoreCommand) -> None:
        services, user, run = self._services, self._services.user, self._stage.run
        ask, stop, words = self._stage.ask, self._services.stop_waiting, self._stage.words
        match command:
            case call_protocol.FetchCase():
                fetch = partial(services.take_case, user)
                waits_for = words.say("The hub is asked for the next case …")
                ask(fetch, lambda offered: self.send(call_protocol.CaseOffered(offered)), self._failed, waits_for, stop)
            case call_protocol.WriteCall(attempt, number):
                start = partial(services.start_call, user, attempt, number)
                written = partial(self._call_written, attempt)
                waits_for = words.say("The hub is asked whether this number may be called …")
                ask(start, written, self._failed, waits_for, stop)
            case call_protocol.WriteRingBack(attempt, of_call):
                take = partial(services.take_ring_back, user, attempt, of_call)
                run(take, lambda taken: self.send(call_protocol.RingBackTaken(*taken)), self._failed)
            case call_protocol.FindCaller(number):
                find = partial(services.take_ring_back.of_number, user, number)
                waits_for = words.say("The hub is asked where the case of this number stands …")
                ask(find, self._found_caller, self._no_caller, waits_for, stop)
            case call_protocol.WriteRingBackEnd(attempt):
                run(partial(services.end_ring_back, user, attempt), lambda _: None)
            case call_protocol.WriteCallEnd(attempt, call_id, ended_by):
                run(partial(services.end_call, user, attempt, call_id, ended_by), lambda _: None)
            case call_protocol.StoreResult():
                finish = partial(
                    services.finish_attempt,
                    user,
                    command.attempt,
                    command.disposition,
                    agreed=command.agreed,
                    note=command.note,
                    language=command.language,
                    never_again=command.never_again,
                )
                run(finish, lambda stored: self.send(call_protocol.ResultStored(*stored)), self._failed)
            case call_protocol.UndoResult(given, in_hand):
                take_back = partial(services.take_back, user, given, in_hand)
                run(take_back, lambda changes: self.send(call_protocol.TakenBack(changes)), self._failed)
            case call_protocol.GiveCaseBack(attempt):
                give_back = partial(services.return_case, user, attempt)
                run(give_back, lambda changes: self.send(call_protocol.CaseReturned(changes)), self._failed)
            case call_protocol.RenewHold(attempt_id):
                run(partial(services.keep_case, user), partial(self._renewed, attempt_id))
            case call_protocol.WriteBlocks(leaves):
                run(partial(services.settle_blocks, user, leaves=leaves), self._blocked, self._not_blocked)
            case _:
                assert_never(command)

    def _found_caller(self, answer: RungBack | CallerCase) -> None:
        if isinstance(answer, RungBack):
            self.send(call_protocol.RingBackTaken(answer.offer, answer.call, answer.told))
        else:
            self.send(call_protocol.CallerNotTaken(answer))

    def _no_caller(self, error: Exception) -> bool:
        self.send(call_protocol.CallerNotTaken(error))
        return True

    def _call_written(self, attempt: Attempt, call: Call) -> None:
        self.send(call_protocol.CallWritten(call))
        services = self._services
        if services.stop_waiting is not None:  # the hub may not have answered in time
            heard = partial(services.start_call.heard_later, services.user, attempt)
            self._stage.look(heard, partial(self._heard_later, attempt.id), lambda _: False)

    def _heard_later(self, attempt_id: AttemptId, error: RuleViolation | None) -> None:
        if error is not None:
            self.send(call_protocol.CallForbidden(attempt_id, error))

    def _dial(self, call_id: CallId, number: PhoneNumber) -> None:
        try:
            self._services.dialer.dial(call_id, number)
        except LineProblem as problem:
            self.send(call_protocol.LineFailed(call_id, problem))

    def _renewed(self, attempt_id: AttemptId, held: bool) -> None:
        self.send(call_protocol.HoldRenewed(attempt_id, held))

    def _blocked(self, _: int) -> None:
        self.send(call_protocol.BlocksWritten())

    def _not_blocked(self, error: Exception) -> bool:
        """Said, and done at the next start."""
        self.send(call_protocol.BlocksWritten())
        return False
