"""Somebody asks for what is stored about them: whose case it is, what is told, and that it was answered."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import field
from datetime import datetime

from cati_app.domain.casework.access_codes import AccessCode
from cati_app.domain.casework.privacy import AccessRequest
from cati_app.domain.clock import Clock
from cati_app.domain.errors import RuleViolation
from cati_app.domain.ids import CaseId, InterviewId
from cati_app.domain.people.rights import Right
from cati_app.domain.people.users import User
from cati_app.domain.sampling.phone import PhoneNumber
from cati_app.fieldwork.logging_events import moment
from cati_app.fieldwork.monitor.read_reviews import GivenAnswer
from cati_app.fieldwork.ports.unit import CallingUnits, Units
from cati_app.fieldwork.rights import needs
from cati_app.values import dataclass

ANSWERED = "access_answered"


class FindRespondent:
    """Cases by what somebody says: an access code, or the number at which they were called."""

    def __init__(self, units: Units) -> None:
        self._units = units

    @needs(Right.SUPERVISE)
    def by_code(self, by: User, code: AccessCode) -> CaseId:
        """The case of the interview that has it.

        Raises:
            RuleViolation: `no_contact_access`; `access_code_unknown`; `access_code_twice` where two stations gave it.
        """
        with self._units() as unit:
            interviews = unit.access_codes.interviews_with(code)
            cases = {unit.interviews.get(known).case_id for known in interviews}
        if not cases:
            raise RuleViolation("access_code_unknown")
        if len(cases) > 1:
            raise RuleViolation("access_code_twice")
        return cases.pop()

    @needs(Right.SUPERVISE)
    def by_number(self, by: User, number: PhoneNumber) -> tuple[CaseId, ...]:
        """Every case with the number, by their own numbers. RuleViolation: `access_number_unknown`."""
        with self._units() as unit:
            cases = {case_id: unit.cases.get(case_id).case_no for case_id in unit.sample.with_number(number)}
        if not cases:
            raise RuleViolation("access_number_unknown")
        return tuple(sorted(cases, key=lambda case_id: cases[case_id]))

    @needs(Right.SUPERVISE)
    def case_no(self, by: User, case_id: CaseId) -> int:
        """The number of a case, as people say it."""
        with self._units() as unit:
            return unit.cases.get(case_id).case_no

    @needs(Right.SUPERVISE)
    def numbers(self, by: User, case_id: CaseId) -> tuple[str, ...]:
        """Those of a case that are still stored, in E.164."""
        with self._units() as unit:
            return tuple(each.number.e164 for each in unit.cases.get(case_id).numbers if each.number is not None)


class NoteAnswered:
    """Writes into the log that a request was answered; never what was told."""

    def __init__(self, units: CallingUnits, clock: Clock) -> None:
        self._units = units
        self._clock = clock

    @needs(Right.SUPERVISE)
    def __call__(self, by: User, case_id: CaseId, request: AccessRequest, beside: User | None) -> None:
        """Write it.

        Args:
            beside: The second person, where somebody was found by their number.
        """
        through, second = ("code", "") if beside is None else ("number", str(beside.id))
        told = moment(self._clock, by).fact(ANSWERED, case_id, request=request.value, through=through, second=second)
        with self._units() as unit:
            unit.log.append([told])
            unit.commit()


@dataclass(frozen=True, slots=True)
class OwnInterview:
    """An interview as its respondent reads it.

    Args:
        started_at: Aware UTC, as `ended_at`.
        language: In which it was held last.
    """

    id: InterviewId
    started_at: datetime
    ended_at: datetime | None
    language: str
    answers: tuple[GivenAnswer, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class OwnData:
    """What is stored about somebody.

    Args:
        numbers: Last two digits of each, for a code does not prove whose line it is; blank: erased.
        sealed_names: Names of columns of the sample with a content.
        calls: When somebody tried, aware UTC, and the result.
        notes: What interviewers wrote about the case.
        has_consent: Whether an address is kept for a further contact.
    """

    case_id: CaseId
    numbers: tuple[str, ...]
    sealed_names: tuple[str, ...]
    calls: tuple[tuple[datetime, str], ...]
    notes: tuple[str, ...] = field(repr=False)
    has_consent: bool
    interviews: tuple[OwnInterview, ...] = field(repr=False)

    @property
    def language(self) -> str:
        """In which the person was interviewed last; blank: nobody was."""
        return self.interviews[-1].language if self.interviews else ""


class ReadOwnData:
    """Opens what is kept of a case, for the person whose it is.

    Args:
        answers: Of an interview in a language, in the order in which they were asked.
    """

    def __init__(self, units: Units, answers: Callable[[User, InterviewId, str], Sequence[GivenAnswer]]) -> None:
        self._units = units
        self._answers = answers

    @needs(Right.SUPERVISE)
    def __call__(self, by: User, case_id: CaseId, language: str) -> OwnData:
        """Everything but the log's own facts.

        Args:
            language: Of questions and choices; blank: that of the interview.
        """
        with self._units() as unit:
            case = unit.cases.get(case_id)
            sittings = unit.case_book.sittings(case_id, opened=True)
            interviews = unit.interviews.of_case(case_id)
            has_consent = case_id in unit.contacts.kept_cases()
        return OwnData(
            case_id,
            tuple(number.number.e164[-2:] if number.number is not None else "" for number in case.numbers),
            tuple(sorted(name for name, value in case.fields.items() if value)),
            tuple((sitting.started_at, sitting.word) for sitting in sittings),
            tuple(sitting.note for sitting in sittings if sitting.note),
            has_consent,
            tuple(
                OwnInterview(
                    interview.id,
                    interview.started_at,
                    interview.ended_at,
                    interview.language,
                    tuple(self._answers(by, interview.id, language or interview.language)),
                )
                for interview in interviews
            ),
        )
