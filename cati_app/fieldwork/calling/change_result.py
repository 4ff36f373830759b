"""A supervisor corrects the result of an earlier attempt: with a reason, in the log, and the case follows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from cati_app.domain.calling.queue import Waits
from cati_app.domain.calling.schedule import NEVER_TRIED
from cati_app.domain.casework.after_call import SOFT_REFUSAL
from cati_app.domain.casework.cases import Attempt, Case, CaseState
from cati_app.domain.clock import Clock
from cati_app.domain.errors import RuleViolation
from cati_app.domain.ids import CaseId
from cati_app.domain.outcomes.dispositions import APPOINTMENTS, OF_A_NUMBER, GivenBy, disposition
from cati_app.domain.outcomes.finality import History, dead_numbers
from cati_app.domain.outcomes.result_book import Result
from cati_app.domain.people.users import Role, User
from cati_app.fieldwork.calling.final_codes import code_of, settle_code
from cati_app.fieldwork.calling.record_result import close_attempt, own_word
from cati_app.fieldwork.calling.settle_blocks import block_case
from cati_app.fieldwork.logging_events import happened
from cati_app.fieldwork.ports.unit import UnitOfWork, Units
from cati_app.fieldwork.rules import StudyRules

OPT_OUT = "refusal"
"""The result that puts the numbers of the case on the block list."""


@dataclass(frozen=True, slots=True)
class ChangedResult:
    """What a correction came to."""

    was: str
    now: str
    state: CaseState
    code: str  # final code of the case


@dataclass(frozen=True, slots=True)
class FutureResult:
    """What a correction would come to."""

    was: str
    now: str  # in the study's own word, if it has one
    code_before: str
    code_after: str
    blocks: bool  # its numbers go to the block list
    before: Case  # without its numbers, as the other
    after: Case


def correctable(name: str) -> bool:
    """Whether a disposition can be corrected: those that only an interview gives cannot.

    A case that came back without its result (`returned`) can be given the one that was lost.
    """
    return name == "returned" or may_replace(name)


def may_replace(name: str) -> bool:
    """Whether a disposition can be the correction."""
    return disposition(name).given_by is GivenBy.INTERVIEWER


class ChangeResult:
    """Puts another result in place of the one given. Numbers that went to the block list stay there."""

    def __init__(self, units: Units, clock: Clock, rules: StudyRules) -> None:
        self._units = units
        self._clock = clock
        self._rules = rules

    def __call__(self, user: User, case_id: CaseId, attempt_no: int, code: str, reason: str) -> ChangedResult:
        """Change it.

        Args:
            reason: Why; stored sealed in the log.

        Raises:
            RuleViolation: `supervisor_needed`, `reason_needed`, `result_unknown`; `interview_decides` where the
                result was or would be that of an interview; `appointment_needs_time`; `no_such_attempt`; `case_taken`
                while somebody has the case.
        """
        result = self._allowed(user, code)
        if not reason.strip():
            raise RuleViolation("reason_needed")
        with self._units() as unit:
            before = unit.cases.get(case_id).state
            attempt, was, final = self._put(unit, case_id, attempt_no, result)
            state = unit.cases.get(case_id).state
            unit.log.append([
                happened("result_changed", self._clock, user, case_id, attempt=attempt.id, was=was, result=result.code,
                         reason_sealed=unit.contacts.seal(reason.strip()))
            ])  # fmt: skip
            if before is CaseState.CLOSED and state is CaseState.OPEN:
                unit.log.append([happened("case_reopened", self._clock, user, case_id)])
            unit.calls.block_done(attempt.id)  # what waited to be blocked belonged to the result that was wrong
            if _blocks(result):
                block_case(unit, self._clock, user.id, case_id)
            unit.commit()
        return ChangedResult(was, result.disposition, state, final)

    def preview(self, user: User, case_id: CaseId, attempt_no: int, code: str) -> FutureResult:
        """What the change would do: done in a transaction that is not kept.

        Raises:
            RuleViolation: as the change itself, but for the reason.
        """
        result = self._allowed(user, code)
        with self._units() as unit:
            before = unit.cases.get(case_id)
            code_before = code_of(unit, self._rules, case_id)
            _, was, code_after = self._put(unit, case_id, attempt_no, result)
            after = unit.cases.get(case_id)
        before, after = (replace(case, numbers=()) for case in (before, after))
        return FutureResult(was, result.code, code_before, code_after, _blocks(result), before, after)

    def _put(self, unit: UnitOfWork, case_id: CaseId, attempt_no: int, result: Result) -> tuple[Attempt, str, str]:
        """The other result in place of the one given; the attempt, what it had, and the final code."""
        if unit.cases.get(case_id).locked_by is not None:
            raise RuleViolation("case_taken")
        attempt = _attempt(unit, case_id, attempt_no)
        was = attempt.disposition or ""
        if not correctable(was):
            raise RuleViolation("interview_decides")
        unit.calls.change_result(attempt.id, result.disposition, own_word(result), result.person)
        self._follow(unit, attempt)
        return attempt, was, settle_code(unit, self._rules, case_id)

    def _allowed(self, user: User, code: str) -> Result:
        if user.role is not Role.SUPERVISOR:
            raise RuleViolation("supervisor_needed")
        result = self._rules.results.find(code)
        if result is None:
            raise RuleViolation("result_unknown", result=code)
        if not may_replace(result.disposition):
            raise RuleViolation("interview_decides")
        if result.disposition in APPOINTMENTS:
            raise RuleViolation("appointment_needs_time")
        return result

    def _follow(self, unit: UnitOfWork, changed: Attempt) -> None:
        """The case is closed, or open and due as its last result says."""
        case = unit.cases.get(changed.case_id)
        *earlier, last = unit.calls.attempts_of(changed.case_id)
        soft = [one for one in (*earlier, last) if one.disposition == SOFT_REFUSAL]
        ended = _closed_by(unit.histories.of_case(changed.case_id)) or len(soft) > self._rules.schedule.convert
        if ended or case.dials >= self._rules.retry.max_attempts:
            unit.cases.update(
                changed.case_id, state=CaseState.CLOSED.value, due_at=None, appointment_at=None, appointment_owner=None
            )
            return
        if case.state is CaseState.CLOSED or last.id == changed.id:
            assert last.ended_at is not None
            self._weigh(unit, changed.case_id, earlier)
            close_attempt(unit, self._rules, last, last.disposition or "", last.ended_at, None)
        else:
            self._weigh(unit, changed.case_id, [*earlier, last])
            self._rest(unit, case, soft)

    def _rest(self, unit: UnitOfWork, case: Case, soft: Sequence[Attempt]) -> None:
        """After a soft refusal nobody calls for a while, unless somebody agreed on a time since."""
        if not soft or soft[-1].ended_at is None or case.appointment is not None:
            return
        until = soft[-1].ended_at + self._rules.retry.delay(SOFT_REFUSAL)
        if case.due_at is None or case.due_at < until:
            due = self._rules.calendar_of(case.place).next_open(until) or until
            unit.cases.update(case.id, due_at=due, rest=Waits.REFUSAL_REST.value)

    def _weigh(self, unit: UnitOfWork, case_id: CaseId, attempts: Sequence[Attempt]) -> None:
        """What these attempts, and no others, mean for the case: its place in the order, and whom it needs."""
        schedule = self._rules.schedule
        calendar = self._rules.calendar_of(unit.cases.get(case_id).place)
        tried, refused = NEVER_TRIED, [one for one in attempts if one.disposition == SOFT_REFUSAL]
        for one in attempts:
            if one.disposition is not None and one.disposition != "returned":
                tried = tried.after(one.disposition, schedule.part(calendar.local(one.started_at)), schedule)
        unit.cases.update(
            case_id,
            tried=tried,
            levels=tried.levels(schedule),
            refusals=len(refused),
            skill=schedule.conversion_skill if refused else "",
            not_by=refused[-1].user_id if refused and schedule.other_interviewer else None,
        )


def _blocks(result: Result) -> bool:
    return result.code == OPT_OUT or result.never_again


def _attempt(unit: UnitOfWork, case_id: CaseId, attempt_no: int) -> Attempt:
    found = next((one for one in unit.calls.attempts_of(case_id) if one.attempt_no == attempt_no), None)
    if found is None:
        raise RuleViolation("no_such_attempt", attempt=attempt_no)
    return found


def _closed_by(history: History) -> bool:
    """Whether some attempt ended the work on the case."""
    final = any(disposition(one.result).closes and one.result not in OF_A_NUMBER for one in history.outcomes)
    return final or (bool(history.numbers) and dead_numbers(history.outcomes).issuperset(history.numbers))
