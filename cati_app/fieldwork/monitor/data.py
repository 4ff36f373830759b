"""Interviews as an export reads them."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from typing import TypeVar

from cati_app.domain.casework.interviews import ENDED, Interview, InterviewState, StoredDatum
from cati_app.domain.casework.watch_facts import CORRECTED
from cati_app.domain.coding.unit_facts import FIXED
from cati_app.domain.events import ON_INTERVIEW
from cati_app.domain.ids import InterviewId
from cati_app.domain.outcomes.base_weights import BadWeight, base_weight
from cati_app.domain.outcomes.dispositions import PARTIAL, OutcomeClass
from cati_app.domain.outcomes.finality import final_code
from cati_app.domain.people.rights import Right
from cati_app.domain.sharing.clocks import CLOCK_MEASURED, ClocksMeasured
from cati_app.engine.session.events import FORM_CHANGED, SessionEvent
from cati_app.fieldwork.interview.record_events import PREFIX, session_events, without_contact_data
from cati_app.fieldwork.monitor.answer_codings import codings, with_codings
from cati_app.fieldwork.monitor.answer_corrections import corrections, with_corrections
from cati_app.fieldwork.monitor.derived_places import as_placed, derived_places, not_moved_at_hub
from cati_app.fieldwork.people.pseudonyms import Pseudonyms, PseudonymsNow
from cati_app.fieldwork.ports.unit import UnitOfWork, Units
from cati_app.fieldwork.quota.review_facts import about, facts_of_review
from cati_app.fieldwork.rights import Actor, needs
from cati_app.values import dataclass

T = TypeVar("T")


class Included(StrEnum):
    """Which interviews a data set has."""

    COMPLETE = "complete"
    PARTIAL = "partial"  # usable partial ones too
    ALL = "all"  # every interview begun, with its disposition; those still under way have none


PARTS = ("interviews", "calls", "cases", "paradata", "quotas")
"""What an export can hold; each is a table of its own, in every format."""
_BEGUN = tuple(state for state in InterviewState if state is not InterviewState.SET_ASIDE)
PAGE = 200
"""Interviews read at a time."""


@dataclass(frozen=True, slots=True)
class DataRow:
    """An interview with its part of the data set."""

    interview: Interview
    case_no: int
    frame: str
    interviewer: str  # a pseudonym; blank where nobody is known
    attempts: int
    values: Mapping[str, StoredDatum]
    final: str = ""  # the case's code, from all its attempts
    base_weight: float | None = None  # of the case; None where the sample has none
    earlier_forms: tuple[str, ...] = ()  # fingerprints of the versions it was held with before, in order
    not_counted: str = ""  # why it is kept and not counted; blank: it counts
    coded: frozenset[str] = frozenset()  # references of answers that have codes in place of “other”
    corrected: frozenset[str] = frozenset()  # references of answers that were corrected in review


class ReadData:
    """The data set, row by row, without any contact data."""

    def __init__(
        self,
        units: Units,
        unscreened: OutcomeClass,
        pseudonyms: Pseudonyms,
        weight_field: str | None = None,
    ) -> None:
        """`weight_field` is the sample field with the base weight of each case."""
        self._pseudonyms = pseudonyms
        self._units = units
        self._unscreened = unscreened
        self._weight_field = weight_field

    @needs(Right.EXPORT)
    def __call__(
        self,
        by: Actor,
        *,
        include: Included = Included.COMPLETE,
        changed_since: datetime | None = None,
        original: bool = False,
    ) -> Iterator[DataRow]:
        """By start.

        Args:
            include: Which interviews.
            changed_since: Of these only such of which something was written down then or later, aware UTC: an answer,
                their end, a verdict on them, codes of their open answers or of units of theirs, a correction.
            original: Answers as they were given, without corrections and without the codes of open ones.
        """
        states = _BEGUN if include is Included.ALL else ENDED
        pseudonyms = self._pseudonyms.now()
        with self._units() as unit:
            texts = unit.sample.field(self._weight_field) if self._weight_field else {}
            earlier, uncounted = _earlier_forms(unit), unit.interview_book.not_counted()
            coded = {} if original else codings(unit)
            corrected = {} if original else corrections(unit)
            derived = derived_places(unit)
            not_moved = not_moved_at_hub(unit) if derived else {}
            changed = None if changed_since is None else changed_interviews(unit, changed_since)
            for record in paged(unit.interview_book.page, lambda record: record.interview, states):
                if belongs(record.interview.state, record.interview.disposition, include) and (
                    changed is None or record.interview.id in changed
                ):
                    right, anew = with_corrections(record.values, corrected.get(record.interview.id, ()))
                    values, others = with_codings(right, coded.get(record.interview.id, {}))
                    placed = record.interview
                    if placed.id in derived:
                        placed = as_placed(placed, derived[placed.id], not_moved.get(placed.id))
                    yield DataRow(
                        placed,
                        record.case_no,
                        record.frame,
                        _called(pseudonyms, record.interviewer_no, record.interview, uncounted),
                        record.attempts - sum(outcome.rang_back for outcome in record.history.outcomes),
                        values,
                        final_code(record.history, self._unscreened),
                        _weight(texts.get(record.interview.case_id)),
                        tuple(earlier.get(record.interview.id, ())),
                        uncounted[record.interview.id].why.value if record.interview.id in uncounted else "",
                        others,
                        anew,
                    )


class ReadDataTime:
    """Of when the data of a study are, for a table in which nothing says so."""

    def __init__(self, units: Units) -> None:
        self._units = units

    @needs(Right.EXPORT)
    def __call__(self, by: Actor) -> datetime | None:
        """When an interview last began or was over, aware UTC; without one when the study was opened for work.

        None: it never was.
        """
        with self._units() as unit:
            opened = (version.first_used_at for version in unit.form_versions.all())
            return unit.interview_book.last_at() or min(opened, default=None)


def changed_interviews(unit: UnitOfWork, since: datetime) -> frozenset[str]:
    """Ids of the interviews of which something was written down since a time, aware UTC."""
    facts = unit.log.since(since, tuple(unit.log.kinds()))
    changed = {logged.event.interview_id for logged in facts if logged.event.interview_id}
    of_units = (logged for logged in unit.log.of_units() if logged.event.kind != FIXED)
    coded = (logged.event for logged in (*unit.log.of_codings(), *of_units))
    changed |= {str((event.payload or {})[ON_INTERVIEW]) for event in coded if event.at >= since}
    right = (logged for logged in facts_of_review(unit) if logged.event.kind == CORRECTED)
    changed |= {about(logged) for logged in right if logged.event.at >= since}
    return frozenset(changed)


def belongs(state: InterviewState, disposition: str | None, include: Included) -> bool:
    """Whether a data set of these has an interview that stands so; none that was set aside."""
    if include is Included.ALL:
        return state in _BEGUN
    return state is InterviewState.COMPLETED or (
        include is Included.PARTIAL and disposition == PARTIAL and state in ENDED
    )


class ReadPaths:
    """How the interviews that are over went: their events, without the contact data in them."""

    def __init__(self, units: Units, pseudonyms: Pseudonyms) -> None:
        self._units = units
        self._pseudonyms = pseudonyms

    @needs(Right.EXPORT)
    def __call__(self, by: Actor) -> Iterator[tuple[str, str, str, int | None, list[SessionEvent]]]:
        """Interview id, disposition, the interviewer's pseudonym, how wrong the station's clock was, events; by start.

        So many milliseconds it was ahead of the hub's, as it was measured before the interview began; None: it was not.
        """
        pseudonyms = self._pseudonyms.now()
        with self._units() as unit:
            uncounted = unit.interview_book.not_counted()
            clocks = ClocksMeasured(unit.log.of_kind(CLOCK_MEASURED))
            for interview, number, log in paged(unit.interview_book.paths, lambda path: path[0]):
                events = session_events(log, without_contact_data)
                called = _called(pseudonyms, number, interview, uncounted)
                yield interview.id, interview.disposition or "", called, clocks.ahead_ms(log), events


def _called(
    pseudonyms: PseudonymsNow, number: int | None, interview: Interview, uncounted: Container[InterviewId]
) -> str:
    counts = interview.state is InterviewState.COMPLETED and interview.id not in uncounted
    return pseudonyms.of_interview(number, interview.user_id, interview.started_at, counts=counts)


def _earlier_forms(unit: UnitOfWork) -> dict[str, list[str]]:
    """By interview that was carried over: the versions of the questionnaire it was held with before the last."""
    earlier: dict[str, list[str]] = {}
    for logged in unit.log.of_kind(f"{PREFIX}{FORM_CHANGED}"):
        before = str((logged.event.payload or {}).get("from", ""))
        of_interview = earlier.setdefault(logged.event.interview_id or "", [])
        if before and before not in of_interview:
            of_interview.append(before)
    return earlier


def _weight(text: str | None) -> float | None:
    weight = base_weight(text)
    return None if isinstance(weight, BadWeight) else weight


def paged(
    page: Callable[[Sequence[InterviewState], Interview | None, int], Sequence[T]],
    interview: Callable[[T], Interview],
    states: Sequence[InterviewState] = ENDED,
) -> Iterator[T]:
    """All interviews in these states, read in pages; without any named, those that are over."""
    after = None
    while page_read := page(states, after, PAGE):
        yield from page_read
        after = interview(page_read[-1])
