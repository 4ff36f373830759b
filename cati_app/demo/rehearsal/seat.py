"""One interviewer of a rehearsal: takes cases, calls, interviews and gives results through the services of the window.

A seat is a generator: whatever takes time is yielded in seconds, so many seats share one clock and one quota.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from datetime import date, datetime, timedelta

from cati_app.demo.habits import APPOINTMENT, LANGUAGE, NEVER_AGAIN
from cati_app.demo.rehearsal.played_sitting import PlayedSitting
from cati_app.demo.rehearsal.seat_work import Held, InterviewSoFar, SeatWork
from cati_app.demo.rehearsal.town import Circumstances, Said, Town
from cati_app.demo.respondent import INTERVIEW
from cati_app.domain.calling.queue import Nothing, Waits
from cati_app.domain.casework.after_call import Agreed
from cati_app.domain.casework.cases import Call
from cati_app.domain.casework.interviews import Interview
from cati_app.domain.clock import Clock
from cati_app.domain.errors import CASE_LOST, RuleViolation
from cati_app.domain.outcomes.dispositions import APPOINTMENT_FIRM, COMPLETE, OPT_OUT, OTHER_LANGUAGE
from cati_app.fieldwork.calling import call_protocol
from cati_app.fieldwork.calling.take_case import Offer
from cati_app.fieldwork.interview import conduct_protocol
from cati_app.fieldwork.interview.conduct import Conduct
from cati_app.fieldwork.sitting.sitting_rules import sector_of
from cati_app.ui.console.services import InterviewerServices

_LOOK_S, _WRAP_UP_S, _CONFIRM_S = 6.0, 15.0, 8.0
_CONFIRMED_S = 1.5
"""For an answer that stands already, on the way on from one that was corrected."""
_AGAIN_S, _LONGEST_WAIT_S = 60.0, 900.0
_SIGN_OF_LIFE_S = 240.0
_NOTE = "-"
_MOST_TRIES = 8
"""At one question; then nothing that this person says is taken there, and the interview is broken off."""


class PlayedSeat:
    """A person at work.

    Args:
        services: Of that person.
        work: What is done is added there.
    """

    def __init__(self, services: InterviewerServices, town: Town, clock: Clock, work: SeatWork) -> None:
        self._services = services
        self._user = services.user
        self._town = town
        self._as_interviewer = town.interviewer(self._user.login)
        self._clock = clock
        self.work = work
        self.speaks = frozenset(services.user.languages)
        languages = services.texts.languages
        has_guide = services.sittings is not None
        self._conduct = Conduct(self._user, services.form, services.rules, languages, clock, has_guide=has_guide)
        self._to_hold: Interview | None = None  # its opening is through
        self._events: deque[conduct_protocol.Event] = deque()
        self._proposed: conduct_protocol.ProposeEnd | None = None
        self._seen = clock.now()

    def is_absent(self, day: date) -> bool:
        """Whether the person does not come that day, though planned."""
        return self._town.is_absent(self._user.login, day)

    def shift(self, until: datetime) -> Iterator[float]:
        """SeatWork until then; a conversation that runs is finished. Yields seconds that pass."""
        begun = self._clock.now()
        while self._clock.now() < until:
            offered = self._services.take_case(self._user)
            if isinstance(offered, Nothing):
                wait = self._wait(offered)
                self.work.idle_s += wait
                self.work.idle_by[_most_wait(offered)] += round(wait)
                yield wait
            else:
                self._seen = self._clock.now()
                yield from self._case(offered)
        self._services.settle_blocks(self._user, leaves=True)
        self.work.at_work_s += (self._clock.now() - begun).total_seconds()

    def _wait(self, nothing: Nothing) -> float:
        if nothing.next_at is None:
            return _LONGEST_WAIT_S
        seconds = (nothing.next_at - self._clock.now()).total_seconds()
        return min(_LONGEST_WAIT_S, max(_AGAIN_S, seconds))

    # -- a case ---------------------------------------------------------------------------------------------------

    def _case(self, offer: Offer) -> Iterator[float]:
        pace = self._as_interviewer.pace
        yield _LOOK_S * pace
        services, user, attempt = self._services, self._user, offer.attempt
        try:
            call = services.start_call(user, attempt, offer.case.numbers[offer.number])
        except RuleViolation as rule:
            self.work.refused[rule.code] += 1
            if rule.code != CASE_LOST and not rule.context.get("settled"):  # else it is in hand no more
                services.return_case(user, attempt)
            return
        said = self._said(offer)
        yield said.seconds
        if said.result == INTERVIEW:
            yield from self._interview(offer, call, said)
        else:
            services.end_call(user, attempt, call.id, "interviewer")
            self._result(offer, said)
        yield _WRAP_UP_S * pace

    def _said(self, offer: Offer) -> Said:
        case, local = offer.case, self._services.rules.calendar.local(self._clock.now())
        part = self._services.rules.schedule.part(local)
        resumes = case.open_interview is not None
        return self._town.dial(
            case.case_no,
            offer.attempt.attempt_no,
            Circumstances(
                local,
                part,
                self.speaks,
                case.frame,
                self._as_interviewer,
                appointment=case.appointment is not None or resumes,
                refused=case.refusals > 0,
            ),
        )

    def _result(self, offer: Offer, said: Said) -> None:
        record, user, attempt = self._services.record_result, self._user, offer.attempt
        try:
            if said.result == LANGUAGE:
                record(user, attempt, OTHER_LANGUAGE, language=said.language)
            elif said.result == APPOINTMENT:
                record(user, attempt, APPOINTMENT_FIRM, agreed=Agreed(self._wished(offer), firm=True))
            elif said.result == NEVER_AGAIN:
                record(user, attempt, OPT_OUT)
            else:
                noted = self._services.rules.results.find(said.result)
                note = _NOTE if noted is not None and noted.note_required else ""
                record(user, attempt, said.result, note=note)
        except RuleViolation as rule:
            if rule.code in ("limit_reached", "day_limit_reached", "appointment_outside_hours"):
                record(user, attempt, "contact_other_person")
            else:
                raise

    def _wished(self, offer: Offer) -> datetime:
        """A time in the coming days that the rules allow."""
        now = self._clock.now()
        for hours in (26, 50, 3, 74, 20):
            at = now + timedelta(hours=hours)
            at = at.replace(minute=at.minute // 15 * 15, second=0, microsecond=0)
            if not self._services.promise(self._user, offer.case.id, at).doubts:
                return at
        return now + timedelta(days=1)

    # -- an interview ---------------------------------------------------------------------------------------------

    def _interview(self, offer: Offer, call: Call, said: Said) -> Iterator[float]:
        begun = self._clock.now()
        people = self._town.respondent(offer.case.case_no, offer.attempt.attempt_no, self._as_interviewer)
        self._proposed, self._to_hold, way = None, None, InterviewSoFar(people)
        self._send(conduct_protocol.Begun(offer, _NOTE))
        wished = said.language
        while (session := self._conduct.session) is not None:
            if wished is not None and session.language != wished:
                self._send(conduct_protocol.ScriptLanguageChosen(wished))
            wished = None
            if self._to_hold is not None:
                yield from self._sit(offer, self._to_hold)
                continue
            if self._proposed is not None:
                yield _CONFIRM_S
                language, proposed = session.language, self._proposed
                self._send(conduct_protocol.WrapUpConfirmed(proposed.disposition, _NOTE))
                if self._conduct.session is None and proposed.disposition == COMPLETE:
                    seconds = (self._clock.now() - begun).total_seconds()
                    self.work.held.append(Held(language, seconds, tuple(sorted(way.asked))))
                continue
            yield from self._ask(way)
        self.work.talk_s += (self._clock.now() - begun).total_seconds()
        self._services.end_call(self._user, offer.attempt, call.id, "interviewer")

    def _sit(self, offer: Offer, interview: Interview) -> Iterator[float]:
        """A sitting by the guide; then it is over, or another one is agreed on."""
        self._to_hold, sittings = None, self._services.sittings
        assert sittings is not None
        sector = sector_of(offer.case.fields)
        played = PlayedSitting(sittings, self._user, interview, sector, offer.case.case_no, self._clock)
        for seconds in played.play():
            yield seconds
            self._give_sign()
        if played.is_complete:
            self._send(conduct_protocol.GuideDone())
            return
        at = self._wished(offer)
        if self._services.promise(self._user, offer.case.id, at).doubts:
            self._send(conduct_protocol.Suspended())
        else:
            self._send(call_protocol.AppointmentMade(Agreed(at, firm=True), _NOTE))

    def _give_sign(self) -> None:
        """The case is still in hand."""
        if (self._clock.now() - self._seen).total_seconds() > _SIGN_OF_LIFE_S:
            self._services.keep_case(self._user)
            self._seen = self._clock.now()

    def _ask(self, way: InterviewSoFar) -> Iterator[float]:
        session = self._conduct.session
        assert session is not None
        screen = session.screen()
        question, last = screen.questions[screen.focus], screen.focus == len(screen.questions) - 1
        if way.stands(question):
            yield _CONFIRMED_S
            self._send(conduct_protocol.AnswerGiven(question.ref, question.answer, last))
            return
        yield way.people.seconds(question)
        self._give_sign()
        way.tries[question.ref] += 1
        is_stuck = way.tries[question.ref] > _MOST_TRIES
        self.work.stuck[question.name] += is_stuck
        if is_stuck or way.people.breaks_off(question):
            self._send(conduct_protocol.BrokenOff())
            return
        if question.check is not None and not question.check.hard:
            self._send(conduct_protocol.CheckKept(question.ref, _NOTE, last))
            return
        answer = way.answer(question, self.work)
        self._send(conduct_protocol.AnswerGiven(question.ref, answer, last))
        is_over = self._conduct.session is None or self._proposed is not None
        if not is_over and (ref := way.taken_back()) is not None:
            self._send(conduct_protocol.QuestionChosen(ref))

    # -- the machine ----------------------------------------------------------------------------------------------

    def _send(self, event: conduct_protocol.Event) -> None:
        """Tell the running interview, and do what follows until nothing does."""
        self._events.append(event)
        while self._events:
            for command in self._conduct.handle(self._events.popleft()):
                self._carry_out(command)

    def _carry_out(self, command: conduct_protocol.Command) -> None:
        services, user, tell = self._services, self._user, self._events.append
        match command:
            case conduct_protocol.WriteAnswers(interview, events, ref, language):
                tell(conduct_protocol.AnswersStored(services.record_events(user, interview, events, ref, language)))
            case call_protocol.Show() | conduct_protocol.Acknowledge():
                pass  # of every answer, so that the others are not asked first
            case conduct_protocol.CreateInterview(case, language):
                made = services.start_interview(user, case, services.form_hash, language)
                tell(conduct_protocol.InterviewCreated(made))
            case conduct_protocol.ReadLog(interview_id):
                resumed = services.resume_interview(user, interview_id)
                log = services.read_session(resumed.log)
                passage = services.passage(resumed.interview.form_hash)
                tell(conduct_protocol.LogRead(resumed.interview, log, passage))
            case conduct_protocol.MoveAside(interview_id):
                services.set_aside(user, interview_id)
                tell(conduct_protocol.MovedAside())
            case conduct_protocol.HoldPlace(interview_id, values):
                assert services.reserve_place is not None
                tell(conduct_protocol.PlaceDecided(interview_id, services.reserve_place(user, interview_id, values)))
            case conduct_protocol.MovePlace(interview_id, values):
                assert services.reserve_place is not None
                moved = services.reserve_place.move(user, interview_id, values)
                tell(conduct_protocol.PlaceDecided(interview_id, moved))
            case conduct_protocol.FindPlaceHeld(interview):
                tell(conduct_protocol.PlaceFound(interview.id, services.read_place(user, interview)))
            case conduct_protocol.NotePassedScreening(interview_id):
                services.note_screened(user, interview_id)
            case conduct_protocol.HoldSitting(interview):
                self._to_hold = interview
            case conduct_protocol.EndSitting(sitting):
                tell(conduct_protocol.SittingEnded(services.finish_interview(user, sitting)))
            case conduct_protocol.ProposeEnd():
                self._proposed = command
            case conduct_protocol.LoseCase(error) | call_protocol.Tell(error) | conduct_protocol.TellNotStored(error):
                raise error
            case _:
                pass  # what a screen would show


def _most_wait(nothing: Nothing) -> Waits | None:
    """What most of the open cases wait for."""
    return max(nothing.waiting, key=lambda reason: (nothing.waiting[reason], reason), default=None)
