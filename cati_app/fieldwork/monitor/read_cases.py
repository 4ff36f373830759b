"""A supervisor's list of cases, a window of it at a time, and the story of one case."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from cati_app.domain.casework.case_list import FIRST, LAST, CaseFilter, CaseLine, CaseMark
from cati_app.domain.casework.case_record import AttemptRecord
from cati_app.domain.casework.cases import Case
from cati_app.domain.casework.explain import Explanation
from cati_app.domain.casework.interviews import InterviewState
from cati_app.domain.clock import Clock
from cati_app.domain.errors import RuleViolation
from cati_app.domain.ids import CaseId, UserId
from cati_app.domain.outcomes.finality import Eligibility, FinalCode, History, eligibility, settled_code
from cati_app.domain.people.rights import Right
from cati_app.domain.people.users import User
from cati_app.domain.sharing.leases import NotCounted
from cati_app.engine.session.apply import from_last_beginning
from cati_app.fieldwork.calling.explain_case import ExplainCase
from cati_app.fieldwork.calling.take_case import CONTACT_SHOWN
from cati_app.fieldwork.interview.record_events import session_events, without_contact_data
from cati_app.fieldwork.logging_events import happened
from cati_app.fieldwork.ports.unit import UnitOfWork, Units
from cati_app.fieldwork.rights import needs
from cati_app.fieldwork.rules import StudyRules
from cati_app.values import dataclass

PAGE = 200
"""Cases read at a time."""
LONGEST = 3 * PAGE
"""Cases held at a time, however many there are."""
COUNTED = 10_000
"""Cases are counted no further than this."""


@dataclass(frozen=True, slots=True)
class CaseWindow:
    """A stretch of the list of cases."""

    wanted: CaseFilter
    lines: tuple[CaseLine, ...]
    has_before: bool
    has_after: bool
    count: int  # all cases of the filter; `COUNTED` stands for that many or more
    people: Mapping[UserId, User]


class ReadCases:
    """Windows of the list, for supervisors."""

    def __init__(self, units: Units) -> None:
        self._units = units

    @needs(Right.SUPERVISE)
    def first(self, user: User, wanted: CaseFilter) -> CaseWindow:
        """From the beginning."""
        with self._units() as unit:
            return _window(unit, wanted, unit.case_book.after(wanted, FIRST, PAGE))

    @needs(Right.SUPERVISE)
    def last(self, user: User, wanted: CaseFilter) -> CaseWindow:
        """Up to the end."""
        with self._units() as unit:
            return _window(unit, wanted, unit.case_book.before(wanted, LAST, PAGE))

    @needs(Right.SUPERVISE)
    def again(self, user: User, shown: CaseWindow) -> CaseWindow:
        """The stretch that is shown, as it is now: it begins where it began, and has as many cases as there are."""
        wanted, size = shown.wanted, max(PAGE, len(shown.lines))
        mark = _just_before(shown.lines[0].mark(wanted.order)) if shown.has_before else FIRST
        with self._units() as unit:
            lines = list(unit.case_book.after(wanted, mark, size))
            if len(lines) < size:  # cases left the list: the stretch ends with the list
                lines = [*unit.case_book.before(wanted, _just_behind(mark), size - len(lines)), *lines]
            return _window(unit, wanted, lines)

    @needs(Right.SUPERVISE)
    def further(self, user: User, shown: CaseWindow) -> CaseWindow:
        """With the next page; what exceeds the limit at the beginning is dropped."""
        if not shown.lines:
            return self.first(user, shown.wanted)
        with self._units() as unit:
            mark = shown.lines[-1].mark(shown.wanted.order)
            lines = [*shown.lines, *unit.case_book.after(shown.wanted, mark, PAGE)]
            return _window(unit, shown.wanted, lines[-LONGEST:])

    @needs(Right.SUPERVISE)
    def back(self, user: User, shown: CaseWindow) -> CaseWindow:
        """With the previous page; what exceeds the limit at the end is dropped."""
        if not shown.lines:
            return self.first(user, shown.wanted)
        with self._units() as unit:
            mark = shown.lines[0].mark(shown.wanted.order)
            lines = [*unit.case_book.before(shown.wanted, mark, PAGE), *shown.lines]
            return _window(unit, shown.wanted, lines[:LONGEST])

    @needs(Right.SUPERVISE)
    def around(self, user: User, case_no: int) -> CaseWindow:
        """All cases by number, with that one among them.

        Raises:
            RuleViolation: `no_such_case`, with the lowest and highest number there is.
        """
        wanted = CaseFilter()
        with self._units() as unit:
            if unit.cases.id_of(case_no) is None:
                first, last = unit.case_book.case_numbers() or (0, 0)
                raise RuleViolation("no_such_case", case=case_no, first=first, last=last)
            mark = CaseMark(0, case_no)
            earlier = unit.case_book.before(wanted, mark, PAGE // 2)
            following = unit.case_book.after(wanted, CaseMark(0, case_no - 1), PAGE)
            return _window(unit, wanted, [*earlier, *following])

    @needs(Right.SUPERVISE)
    def results(self, user: User) -> tuple[str, ...]:
        """Dispositions that cases have now."""
        with self._units() as unit:
            return tuple(unit.case_book.results())


@dataclass(frozen=True, slots=True)
class NumberFacts:
    """A telephone number of a case; `ending` are its last two digits, None where it was not opened."""

    position: int
    kind: str
    dials: int
    ending: str | None


@dataclass(frozen=True, slots=True)
class CaseStory:
    """What a supervisor reads about a case; `case.numbers` is left empty."""

    case: Case
    numbers: tuple[NumberFacts, ...]
    sittings: tuple[AttemptRecord, ...]
    history: History
    final: FinalCode  # as if fieldwork ended now
    explanation: Explanation  # for somebody with every language and the skill the case needs
    people: Mapping[UserId, User]
    opened: bool  # notes, reasons and endings of numbers are there
    apart: tuple[str, ...] = ()  # questions with answers set apart when the questionnaire changed
    aside: int = 0  # answers in interviews set aside as a whole
    uncounted: NotCounted | None = None  # its complete interview, where that is kept and does not count

    @property
    def eligibility(self) -> Eligibility:
        """Whether it belongs to the population."""
        return eligibility(self.history, self.final.code)


class ReadCase:
    """The story of a case, for supervisors.

    Args:
        traces: Where it is noted who saw contact data; None: where the case is. A copy of what a hub has takes no log.
    """

    def __init__(self, units: Units, clock: Clock, rules: StudyRules, traces: Units | None = None) -> None:
        self._units = units
        self._traces = traces or units
        self._clock = clock
        self._rules = rules
        self._explain = ExplainCase(units, clock, rules)

    @needs(Right.SUPERVISE)
    def __call__(self, user: User, case_id: CaseId, *, opened: bool = False, logged: bool = True) -> CaseStory:
        """As it is now.

        Args:
            opened: With notes, reasons and the last two digits of numbers, which are contact data.
            logged: Whether opening is a fact of the log; False to read again what is on the screen already.

        Raises:
            RuleViolation: `supervisor_needed`.
        """
        if opened and logged:
            with self._traces() as traces:
                traces.log.append([happened(CONTACT_SHOWN, self._clock, user, case_id)])
                traces.commit()
        with self._units() as unit:
            case = unit.cases.get(case_id)
            history = unit.histories.of_case(case_id)
            sittings = unit.case_book.sittings(case_id, opened=opened)
            apart, aside = _without_place(unit, case_id)
            people = {person.id: person for person in unit.people.all()}
            kept, held = unit.interview_book.not_counted(), unit.interviews.of_case(case_id)
        uncounted = next((kept[each.id] for each in held if each.id in kept), None)
        numbers = tuple(_number_facts(case, index, opened) for index in range(len(case.numbers)))
        anybody = replace(user, languages=(), skills=(case.skill,) if case.skill else ())
        return CaseStory(
            replace(case, numbers=()),
            numbers,
            sittings,
            history,
            settled_code(history, self._rules.unscreened),
            self._explain(user, case_id, whose=anybody),
            people,
            opened,
            apart,
            aside,
            uncounted,
        )


def _without_place(unit: UnitOfWork, case_id: CaseId) -> tuple[tuple[str, ...], int]:
    """Questions whose answers were set apart, and the number of answers in interviews set aside; no answer itself."""
    apart: dict[str, None] = {}
    aside = 0
    for interview in unit.interviews.of_case(case_id):
        events = from_last_beginning(session_events(unit.log.of_interview(interview.id), without_contact_data))
        apart |= {event.ref.rpartition("/")[2]: None for event in events if event.kind == "set_apart"}
        if interview.state is InterviewState.SET_ASIDE:
            aside += len({event.ref for event in events if event.kind == "answered"})
    return tuple(apart), aside


def _number_facts(case: Case, index: int, opened: bool) -> NumberFacts:
    number = case.numbers[index]
    ending = number.number.e164[-2:] if opened and number.number is not None else None
    return NumberFacts(number.position, number.kind, number.dials, ending)


def _window(unit: UnitOfWork, wanted: CaseFilter, lines: Sequence[CaseLine]) -> CaseWindow:
    book, order = unit.case_book, wanted.order
    has_before = bool(lines) and bool(book.before(wanted, lines[0].mark(order), 1))
    has_after = bool(lines) and bool(book.after(wanted, lines[-1].mark(order), 1))
    people = {person.id: person for person in unit.people.all()}
    return CaseWindow(wanted, tuple(lines), has_before, has_after, book.count(wanted, COUNTED), people)


def _just_before(mark: CaseMark) -> CaseMark:
    return CaseMark(mark.due_s, mark.case_no - 1)


def _just_behind(mark: CaseMark) -> CaseMark:
    return CaseMark(mark.due_s, mark.case_no + 1)
