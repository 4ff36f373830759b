"""A supervisor corrects the result of an earlier attempt: with a reason, in the log, and the case follows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from cati_app.domain.casework.case_record import AttemptRecord
from cati_app.domain.casework.cases import Attempt, Case, CaseState
from cati_app.domain.casework.ending import ended_by
from cati_app.domain.clock import Clock
from cati_app.domain.errors import RuleViolation
from cati_app.domain.ids import CaseId
from cati_app.domain.outcomes.dispositions import (
    APPOINTMENTS,
    HARD_REFUSALS,
    RETURNED,
    SOFT_REFUSAL,
    GivenBy,
    OutcomeGroup,
    disposition,
)
from cati_app.domain.outcomes.result_book import Result, ResultBook
from cati_app.domain.people.rights import Right
from cati_app.domain.people.users import User
from cati_app.fieldwork.calling.final_codes import code_of, save_case
from cati_app.fieldwork.calling.record_result import conclude
from cati_app.fieldwork.calling.settle_blocks import block_case
from cati_app.fieldwork.calling.so_far import done_so_far
from cati_app.fieldwork.logging_events import moment
from cati_app.fieldwork.ports.unit import CallingUnit, CallingUnits
from cati_app.fieldwork.rights import needs
from cati_app.fieldwork.rules import StudyRules
from cati_app.values import dataclass


@dataclass(frozen=True, slots=True)
class ChangedResult:
    """The outcome of a correction."""

    was: str
    now: str
    state: CaseState
    code: str  # final code of the case


@dataclass(frozen=True, slots=True)
class FutureResult:
    """The outcome a correction would have."""

    was: str
    now: str  # in the study's own word, if it has one
    code_before: str
    code_after: str
    blocks: bool  # its numbers go to the block list
    keeps_block: bool  # a refusal is put in or taken out, and what is on the block list stays there
    before: Case  # without its numbers, as the other
    after: Case


def correctable(name: str) -> bool:
    """Whether a disposition can be corrected: those that only an interview gives cannot.

    A case that came back without its result (`returned`) can be given the one that was lost.
    """
    return name == RETURNED or may_replace(name)


def may_replace(name: str) -> bool:
    """Whether a disposition can be the correction."""
    return disposition(name).given_by is GivenBy.INTERVIEWER


def corrections(book: ResultBook) -> dict[OutcomeGroup, list[Result]]:
    """The results a correction can put: not hidden, given by no interview, and with no time to agree on.

    Returns:
        By what they have in common, groups without results left out; within one by AAPOR number, interim ones first.
    """
    groups: dict[OutcomeGroup, list[Result]] = {group: [] for group in OutcomeGroup}
    for result in sorted(book.results.values(), key=_by_number):
        if not result.hidden and _why_no_correction(result.disposition) is None:
            groups[disposition(result.disposition).group].append(result)
    return {group: results for group, results in groups.items() if results}


def _by_number(result: Result) -> tuple[str, str]:
    return disposition(result.disposition).aapor or "", result.code


def attempts_with_result(sittings: Sequence[AttemptRecord]) -> list[AttemptRecord]:
    """Those about which there is something to correct, whether it may be corrected or not."""
    return [sitting for sitting in sittings if sitting.disposition is not None]


def why_not_correctable(case: Case, attempts: Iterable[Attempt | AttemptRecord]) -> RuleViolation | None:
    """What forbids to correct any of these attempts of a case.

    Returns:
        `case_taken` while somebody has it in hand, `no_such_attempt` where none has a result, `interview_decides`.
    """
    given = [attempt.disposition for attempt in attempts if attempt.disposition is not None]
    if case.locked_by is not None:
        return RuleViolation("case_taken")
    if not given:
        return RuleViolation("no_such_attempt")
    return None if any(correctable(name) for name in given) else RuleViolation("interview_decides")


def is_unchanged(result: Result, attempt: Attempt | AttemptRecord) -> bool:
    """Whether the attempt has this result already, in the study's own word if it has one."""
    return result.code == (attempt.result or attempt.disposition)


def _why_no_correction(name: str) -> RuleViolation | None:
    """What forbids a disposition as the correction of anything: `interview_decides`, `appointment_needs_time`."""
    if not may_replace(name):
        return RuleViolation("interview_decides")
    return RuleViolation("appointment_needs_time") if name in APPOINTMENTS else None


class ChangeResult:
    """Puts another result in place of the one given. Numbers that went to the block list stay there."""

    def __init__(self, units: CallingUnits, clock: Clock, rules: StudyRules) -> None:
        self._units = units
        self._clock = clock
        self._rules = rules

    @needs(Right.SUPERVISE)
    def __call__(self, user: User, case_id: CaseId, attempt_no: int, code: str, reason: str) -> ChangedResult:
        """Change it.

        Args:
            reason: Why; stored sealed in the log.

        Raises:
            RuleViolation: `supervisor_needed`, `reason_needed`, `result_unknown`; `interview_decides` where the
                result was or would be that of an interview; `appointment_needs_time`; `no_such_attempt`; `case_taken`
                while somebody has the case; `result_unchanged` where it is the result already.
        """
        result = self._allowed(code)
        if not reason.strip():
            raise RuleViolation("reason_needed")
        now = moment(self._clock, user)
        with self._units() as unit:
            before, attempt = self._correctable(unit, case_id, attempt_no, result)
            after = self._put(unit, before, attempt, result)
            was = attempt.disposition or ""
            facts = [
                now.fact(
                    "result_changed",
                    case_id,
                    contact={"reason": reason.strip()},
                    attempt=attempt.id,
                    was=was,
                    result=result.code,
                )
            ]
            if before.state is CaseState.CLOSED and after.state is CaseState.OPEN:
                facts.append(now.fact("case_reopened", case_id))
            unit.log.append(facts)
            if result.blocks:
                block_case(unit, now, case_id)
            code = code_of(unit, self._rules, case_id)
            unit.commit()
        return ChangedResult(was, result.disposition, after.state, code)

    @needs(Right.SUPERVISE)
    def preview(self, user: User, case_id: CaseId, attempt_no: int, code: str) -> FutureResult:
        """What the change would do: done in a transaction that is not kept.

        Raises:
            RuleViolation: as the change itself, but for the reason.
        """
        result = self._allowed(code)
        with self._units() as unit:
            before, attempt = self._correctable(unit, case_id, attempt_no, result)
            code_before = code_of(unit, self._rules, case_id)
            after = self._put(unit, before, attempt, result)
            code_after = code_of(unit, self._rules, case_id)
        before, after = (replace(case, numbers=()) for case in (before, after))
        was, blocks = attempt.disposition or "", result.blocks
        return FutureResult(
            was=was,
            now=result.code,
            code_before=code_before,
            code_after=code_after,
            blocks=blocks,
            keeps_block=not blocks and not HARD_REFUSALS.isdisjoint((was, result.disposition)),
            before=before,
            after=after,
        )

    def _correctable(self, unit: CallingUnit, case_id: CaseId, attempt_no: int, result: Result) -> tuple[Case, Attempt]:
        """The case, which nobody has in hand, and the attempt. RuleViolation: what forbids this correction."""
        case = unit.cases.get(case_id)
        attempts = [attempt for attempt in unit.calls.attempts_of(case_id) if attempt.attempt_no == attempt_no]
        forbids = why_not_correctable(case, attempts)
        if forbids is not None:
            raise forbids
        if is_unchanged(result, attempts[0]):
            raise RuleViolation("result_unchanged")
        return case, attempts[0]

    def _put(self, unit: CallingUnit, case: Case, attempt: Attempt, result: Result) -> Case:
        """The other result in place of the one given; the case as it is then."""
        changed = attempt.correct(result)
        unit.calls.save(changed)
        return save_case(unit, self._rules, self._follow(unit, case, changed))

    def _allowed(self, code: str) -> Result:
        result = self._rules.results.find(code)
        if result is None:
            raise RuleViolation("result_unknown", result=code)
        forbids = _why_no_correction(result.disposition)
        if forbids is not None:
            raise forbids
        return result

    def _follow(self, unit: CallingUnit, case: Case, changed: Attempt) -> Case:
        """The case closed, or open and due as its last result says; an earlier result leaves that time alone."""
        of_case = self._rules.for_case(case.locality)
        *earlier, last = unit.calls.attempts_of(case.id)
        if case.state is CaseState.CLOSED or last.id == changed.id:
            return conclude(unit, self._rules, case.weigh(earlier, of_case), last)[0]
        so_far = done_so_far(unit, self._rules, case, last.ended_at or last.started_at)
        if ended_by(so_far, of_case.retry, converts=of_case.schedule.convert) is not None:
            return case.close()
        weighed = case.weigh([*earlier, last], of_case)
        soft = [attempt for attempt in (*earlier, last) if attempt.disposition == SOFT_REFUSAL]
        return weighed.rest_after(soft[-1], of_case) if soft else weighed
