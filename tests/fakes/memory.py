"""The store of a study in memory: values in dictionaries, copied when a unit begins and kept when it commits."""

from __future__ import annotations

import base64
import hashlib
import uuid
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from types import TracebackType

from cati_app.domain.calling.chances import Chances
from cati_app.domain.calling.compliance import CallFact
from cati_app.domain.calling.queue import DueAppointment, DueCase, Route
from cati_app.domain.calling.routing import Lane
from cati_app.domain.casework.access_codes import NUMBERS, AccessCode
from cati_app.domain.casework.after_call import Made
from cati_app.domain.casework.answer_codes import CODED
from cati_app.domain.casework.cases import (
    Appointment,
    Attempt,
    Call,
    Case,
    CaseBefore,
    CaseState,
    HistoryEntry,
)
from cati_app.domain.casework.field_days import CompleteFact
from cati_app.domain.casework.form_versions import FormFiles, FormVersion
from cati_app.domain.casework.interview_quality import InterviewMeasures
from cati_app.domain.casework.interviews import Interview, InterviewState, StoredDatum, establishes_eligibility
from cati_app.domain.casework.privacy import Stock
from cati_app.domain.casework.replay import PastAttempt, PastCase
from cati_app.domain.casework.watch_facts import WATCH_FACTS
from cati_app.domain.coding.unit_facts import ON_CODERS, ON_UNITS
from cati_app.domain.comparison.relations import RELATION_DECIDED
from cati_app.domain.errors import RuleViolation
from cati_app.domain.events import OF_SITTING, ON_INTERVIEW, TRACES, LoggedEvent, NewEvent
from cati_app.domain.focus_groups.consents import Consent, ConsentTerms
from cati_app.domain.focus_groups.invitations import GROUP_FACTS
from cati_app.domain.ids import AttemptId, CallId, CaseId, CellId, InterviewId, NumberId, UserId
from cati_app.domain.outcomes.dispositions import APPOINTMENTS
from cati_app.domain.outcomes.finality import DEPEND_ON_SCREENING, History, Outcome
from cati_app.domain.people.key_bundles import KeyBundle, PasswordOffer, TakenBundle
from cati_app.domain.people.logins import folded
from cati_app.domain.people.sign_ins import still_counting
from cati_app.domain.people.team_messages import Envelope, SealedMessage, TeamMessage
from cati_app.domain.people.users import Role, User
from cati_app.domain.quota.cells import CellCount, QuotaMode
from cati_app.domain.quota.fitting import cells_of
from cati_app.domain.quota.steering import SteeredCell, planned_version
from cati_app.domain.quota.steering_facts import ASKED, CHANGES
from cati_app.domain.release.cleared_texts import TEXT_CLEARED
from cati_app.domain.weighting.facts import CHOSEN
from cati_app.fieldwork.ports.kept_measures import Versions
from cati_app.fieldwork.ports.unit import ReviewingUnits
from tests.fakes.books import MemoryCaseBook, MemoryInterviewBook, MemoryInterviewCounts
from tests.fakes.field_record import MemoryFieldRecord
from tests.fakes.machine import SharedBlockList
from tests.fakes.sample import MemorySample, visible_fields
from tests.fakes.shelf import EPOCH, Drawn, Shelf, due_seconds

DEVICE = "memory"
_CODE = "ABCDEFGH2345"
_REOPENS = ("case_reopened", "result_taken_back", "case_offered")


class Refused(Exception):
    """The book refuses one place too many, as the database's own check does."""


class MemoryStore:
    """What stays between units of work; the block list is shared by studies, and written at once."""

    def __init__(self) -> None:
        self.shelf = Shelf()
        self.blocklist = SharedBlockList()
        self.kept: dict[str, str] = {}  # about the database itself
        self.measures: dict[InterviewId, tuple[str, InterviewMeasures]] = {}  # beside it, and written at once

    def units(self, *, opened: bool = True, signed_in: bool = True) -> ReviewingUnits:
        """Units of work of somebody who has signed in, or of nobody; `opened`: of a role that may see contact data."""
        return lambda: MemoryUnit(self, opened=opened, signed_in=signed_in)


class MemoryUnit:
    """One transaction."""

    def __init__(self, store: MemoryStore, *, opened: bool, signed_in: bool = True) -> None:
        self._store = store
        self._shelf = shelf = store.shelf.copy()
        self.log = MemoryLog(shelf, opened=opened, signed_in=signed_in)
        self.contacts = MemoryContacts(shelf, opened=opened)
        self.access_codes = MemoryAccessCodes(shelf, opened=opened)
        self.blocklist = MemoryBlockList(store.blocklist)
        self.cases = MemoryCases(shelf, self.log, self.blocklist, opened=opened)
        self.calls = MemoryCalls(shelf)
        self.histories = MemoryHistories(shelf)
        self.field_record = MemoryFieldRecord(shelf)
        self.interviews = MemoryInterviews(shelf, signed_in=signed_in)
        self.form_versions = MemoryFormVersions(shelf)
        self.quota = MemoryQuotaBook(shelf)
        self.people = MemoryPeople(shelf, opened=opened)
        self.sign_ins = MemorySignIns(shelf)
        self.team_messages = MemoryTeamMessages(shelf, self.contacts)
        self.sample = MemorySample(shelf, opened=opened)
        self.case_book = MemoryCaseBook(shelf, self.contacts)
        self.interview_book = MemoryInterviewBook(shelf, self.histories, signed_in=signed_in)
        self.interview_counts = MemoryInterviewCounts(shelf)
        self.stock = MemoryStock(shelf)
        self.kept_measures = MemoryKeptMeasures(store.measures, shelf, signed_in=signed_in)

    def __enter__(self) -> MemoryUnit:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...

    def commit(self) -> None:
        """Keep it."""
        self._store.shelf = self._shelf.copy()


class MemoryStock:
    """How much is kept of people."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf

    def counted(self) -> Mapping[Stock, tuple[int, datetime | None]]:
        """Of each sort how many there are, and when the oldest came."""
        shelf = self._shelf
        held = shelf.interviews
        began = shelf.log[0].event.at if shelf.log else None
        numbers = sum(len(case.numbers) for case in shelf.cases.values())
        names = sum(drawn.sample_id is not None for drawn in shelf.drawn.values())
        noted = [shelf.attempts[attempt].started_at for attempt, note in shelf.notes.items() if note]
        coded = [held[known].started_at for known in shelf.codes]
        return {
            Stock.NUMBERS: (numbers, began if numbers else None),
            Stock.NAMES: (names, began if names else None),
            Stock.NOTES: (len(noted), min(noted, default=None)),
            Stock.CODES: (len(coded), min(coded, default=None)),
            Stock.CONSENTS: (len(shelf.recontact), None),
            Stock.ANSWERS: (len(held), min((each.started_at for each in held.values()), default=None)),
        }


class MemoryKeptMeasures:
    """What interviews were measured by."""

    def __init__(
        self, measures: dict[InterviewId, tuple[str, InterviewMeasures]], shelf: Shelf, *, signed_in: bool
    ) -> None:
        self._measures = measures
        self._shelf = shelf
        self._signed_in = signed_in

    def of(self, complete: Sequence[CompleteFact], versions: Versions) -> Mapping[InterviewId, InterviewMeasures]:
        """Those kept under the same version."""
        self._check()
        for other in self._measures.keys() - {each.id for each in complete}:
            del self._measures[other]
        return {known: told for known, (version, told) in self._measures.items() if versions.get(known) == version}

    def keep(self, measured: Collection[InterviewMeasures], versions: Versions) -> None:
        """Keep some; nothing of those that are gone."""
        self._check()
        self._measures |= {each.id: (versions[each.id], each) for each in measured if each.id in self._shelf.interviews}

    def _check(self) -> None:
        if not self._signed_in:
            raise RuleViolation("answers_sealed")


class MemoryCases:
    """Cases and their numbers."""

    def __init__(self, shelf: Shelf, log: MemoryLog, blocklist: MemoryBlockList, *, opened: bool) -> None:
        self._shelf = shelf
        self._log = log
        self._blocklist = blocklist
        self._opened = opened
        self.queue = MemoryQueue(shelf)

    def count(self) -> int:
        """How many cases there are."""
        return len(self._shelf.cases)

    def id_of(self, case_no: int) -> CaseId | None:
        """The case with that number."""
        return next((case.id for case in self._shelf.cases.values() if case.case_no == case_no), None)

    def get(self, case_id: CaseId) -> Case:
        """A case; its numbers are None for a role without contact data."""
        if case_id not in self._shelf.cases:
            raise LookupError(f"no case {case_id}")
        case = self._shelf.cases[case_id]
        if self._opened:
            return case
        fields = visible_fields(case, self._shelf.drawn.get(case_id, Drawn()), opened=False)
        return replace(case, fields=fields, numbers=tuple(replace(number, number=None) for number in case.numbers))

    def save(self, case: Case, facts: Sequence[NewEvent] = ()) -> None:
        """The case as it is now, but for what a sample file says of it; and what happened."""
        stored = self._shelf.cases[case.id]
        known = {number.id: number.number for number in stored.numbers}
        numbers = tuple(replace(number, number=known[number.id]) for number in case.numbers)
        self._shelf.cases[case.id] = replace(
            case, frame=stored.frame, fields=stored.fields, locality=stored.locality, cell=stored.cell, numbers=numbers
        )
        self._shelf.count_first_call(case.frame, stored.tried, case.tried)
        if facts:
            self._log.append(facts)

    def appointments_between(self, after: datetime, until: datetime) -> int:
        """How many open appointments are for a time after the one and up to the other."""
        agreed = (case.appointment for case in self._shelf.cases.values() if case.state is CaseState.OPEN)
        return sum(one is not None and after < one.at <= until for one in agreed)

    def locked_by(self, user_id: UserId) -> CaseId | None:
        """The case a person holds."""
        return next((case.id for case in self._shelf.cases.values() if case.locked_by == user_id), None)

    def made_within(self, case_id: CaseId, since: datetime, until: datetime) -> int:
        """Contact attempts on the case from `since` to before `until`, counted from the calls."""
        return sum(since <= call.dialled_at < until for call in self._shelf.calls_of_case(case_id))

    def made_elsewhere(self, case_id: CaseId, since: datetime, until: datetime) -> Mapping[NumberId, Made]:
        """Of the case's numbers that other cases have too: contact attempts in all of these, and in the time."""
        found: dict[NumberId, Made] = {}
        for number in self._shelf.cases[case_id].numbers:
            same = {
                other.id: case.id
                for case in self._shelf.cases.values()
                for other in case.numbers
                if other.number == number.number
            }
            if len(set(same.values())) > 1:
                times = [call.dialled_at for call in self._shelf.calls.values() if call.number_id in same]
                found[number.id] = Made(len(times), sum(since <= at < until for at in times))
        return found

    def history(self, case_id: CaseId, limit: int = 6) -> tuple[HistoryEntry, ...]:
        """Earlier results, oldest first; notes only for who may see contact data."""
        done = [one for one in self._shelf.attempts.values() if one.case_id == case_id and one.disposition is not None]
        latest = sorted(done, key=lambda one: (one.started_at, one.id))[-limit:]
        return tuple(self._entry(attempt) for attempt in latest)

    def _entry(self, attempt: Attempt) -> HistoryEntry:
        rings = [
            int((call.ended_at - call.dialled_at).total_seconds())
            for call in self._shelf.calls.values()
            if call.attempt_id == attempt.id and call.ended_at is not None
        ]
        note = self._shelf.notes.get(attempt.id, "") if self._opened else ""
        ring_s = sum(rings) if rings else None
        return HistoryEntry(
            attempt.started_at, attempt.disposition or "", ring_s, note, attempt.result, attempt.rang_back
        )

    def chances(self) -> Chances:
        """How often first calls reached somebody."""
        return Chances(dict(self._shelf.first_calls))

    def block_numbers(self, case_id: CaseId, at: datetime) -> None:
        """Put the numbers of a case on the block list."""
        numbers = [one.number.e164 for one in self.get(case_id).numbers if one.number is not None]
        self._blocklist.add(numbers, at, "result of a call")


class MemoryQueue:
    """The open cases that nobody has in hand, in their order."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf

    def _needs(self, case: Case) -> Route:
        interview = self._shelf.interviews.get(case.open_interview) if case.open_interview is not None else None
        cell = "" if interview is not None and interview.held else case.cell
        return Route(case.locality, case.language or "", case.skill, cell)

    def _queued(self) -> list[tuple[int, Case]]:
        """Cases with the number of their route, in the order in which they were added."""
        found = []
        for case in self._shelf.cases.values():
            if case.state is CaseState.OPEN and case.locked_by is None and case.appointment is None:
                route = self._needs(case)
                found.append((self._shelf.routes.setdefault(route, len(self._shelf.routes) + 1), case))
        return found

    def routes(self) -> Sequence[tuple[int, Route]]:
        """Routes on which cases stand."""
        there = {route_id for route_id, _ in self._queued()}
        return [(route_id, route) for route, route_id in self._shelf.routes.items() if route_id in there]

    def first_due(self, lanes: Iterable[Lane], now: datetime, user_id: UserId) -> DueCase | None:
        """The first due case of the lanes."""
        return next(self.due_cases(lanes, now, user_id), None)

    def due_cases(self, lanes: Iterable[Lane], now: datetime, user_id: UserId) -> Iterator[DueCase]:
        """All due cases of the lanes: lagging cells, then the lowest level, then who is due longest."""
        of_route = {lane.route_id: lane for lane in lanes}
        found = []
        for place, (route_id, case) in enumerate(self._queued()):
            lane = of_route.get(route_id)
            if lane is not None and due_seconds(case) <= int(now.timestamp()) and case.not_by != user_id:
                level = case.levels[lane.part]
                key = not lane.lagging, level, due_seconds(case), place
                best = level == min(case.levels)
                found.append((key, DueCase(case.id, case.attempts, case.skill, lane.lagging, best)))
        return iter([due for _, due in sorted(found, key=lambda one: one[0])])

    def next_due(self, route_id: int, user_id: UserId, after: datetime | None = None) -> datetime | None:
        """When the first case of a route is due; of those due after a time, where one is given."""
        after_s = -1 if after is None else int(after.timestamp())
        times = [due_seconds(case) for route, case in self._queued() if route == route_id and case.not_by != user_id]
        later = [due_s for due_s in times if due_s > after_s]
        return datetime.fromtimestamp(min(later), UTC) if later else None

    def counts(self) -> Mapping[tuple[int, str], int]:
        """Cases in the queue by route and the reason of their due time."""
        return Counter((route_id, case.rest) for route_id, case in self._queued())

    def due_for_others(self, user_id: UserId, now: datetime) -> Mapping[tuple[int, str], int]:
        """Due cases that must not be called by the person who was refused."""
        now_s = int(now.timestamp())
        return Counter(
            (route_id, case.rest)
            for route_id, case in self._queued()
            if case.not_by == user_id and due_seconds(case) <= now_s
        )

    def _agreed(self) -> list[tuple[Appointment, Case]]:
        return [
            (case.appointment, case)
            for case in self._shelf.cases.values()
            if case.appointment is not None and case.state is CaseState.OPEN and case.locked_by is None
        ]

    def _due_appointment(self, agreed: Appointment, case: Case) -> DueAppointment:
        owner, resumes = agreed.owner or None, case.open_interview is not None
        return DueAppointment(case.id, self._needs(case), agreed.at, agreed.firm, owner, resumes)

    def appointments(self, until: datetime) -> Iterable[DueAppointment]:
        """Open appointments up to a time, firm ones first."""
        found = [(one, case) for one, case in self._agreed() if one.at <= until]
        found.sort(key=lambda pair: (not pair[0].firm, pair[0].at, pair[1].case_no))
        return iter([self._due_appointment(*pair) for pair in found])

    def coming(self) -> Iterable[DueAppointment]:
        """All open appointments by time."""
        return (self._due_appointment(*pair) for pair in sorted(self._agreed(), key=lambda pair: pair[0].at))

    def count_appointments(self) -> int:
        """How many cases wait for an appointment."""
        return len(self._agreed())

    def held(self) -> Sequence[tuple[CaseId, UserId, datetime]]:
        """Cases in hand: with whom, and when the last heartbeat came."""
        return [
            (case.id, case.locked_by, case.locked_at)
            for case in self._shelf.cases.values()
            if case.locked_by is not None and case.locked_at is not None
        ]


class MemoryCalls:
    """Attempts and the calls within them."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf

    def begin(self, attempt: Attempt, before: CaseBefore) -> None:
        """A sitting, and the case as it stood before it."""
        self._shelf.attempts[attempt.id] = attempt
        self._shelf.before[attempt.id] = before

    def before(self, attempt_id: AttemptId) -> CaseBefore:
        """The case as it stood before a sitting."""
        return self._shelf.before[attempt_id]

    def save(self, attempt: Attempt, note: str | None = None) -> None:
        """The sitting as it is now."""
        self.attempt(attempt.id)
        self._shelf.attempts[attempt.id] = attempt
        if note:
            self._shelf.notes[attempt.id] = note

    def drop(self, attempt_id: AttemptId) -> None:
        """Forget a sitting in which nothing was dialled."""
        del self._shelf.attempts[attempt_id]

    def attempt(self, attempt_id: AttemptId) -> Attempt:
        """An attempt. LookupError for one that is not there."""
        if attempt_id not in self._shelf.attempts:
            raise LookupError(f"no attempt {attempt_id}")
        dialled = any(call.attempt_id == attempt_id for call in self._shelf.calls.values())
        return replace(self._shelf.attempts[attempt_id], dialled=dialled)

    def _where(self, wanted: Callable[[Attempt], bool]) -> list[Attempt]:
        return [self.attempt(one.id) for one in self._shelf.attempts.values() if wanted(one)]

    def attempts_of(self, case_id: CaseId) -> tuple[Attempt, ...]:
        """A case's sittings that have a result, in order."""
        found = self._where(lambda one: one.case_id == case_id and one.disposition is not None)
        return tuple(sorted(found, key=lambda one: one.attempt_no))

    def open_attempt_of(self, user_id: UserId) -> Attempt | None:
        """A person's sitting that has no result yet."""
        found = self._where(lambda one: one.user_id == user_id and one.ended_at is None)
        return max(found, key=lambda one: one.started_at, default=None)

    def open_attempt_on(self, case_id: CaseId) -> Attempt | None:
        """The sitting on a case that has no result yet."""
        found = self._where(lambda one: one.case_id == case_id and one.ended_at is None)
        return max(found, key=lambda one: one.started_at, default=None)

    def add_call(self, call: Call) -> None:
        """A call, before dialling."""
        case_id = self.attempt(call.attempt_id).case_id
        self._shelf.calls[call.id] = call
        self._shelf.places[call.id] = self._shelf.cases[case_id].locality

    def end_call(self, attempt_id: AttemptId, call_id: CallId, at: datetime, ended_by: str) -> None:
        """The call is over; it ends once."""
        call = self._shelf.calls.get(call_id)
        if call is not None and call.attempt_id == attempt_id and call.ended_at is None:
            self._shelf.calls[call_id] = replace(call, ended_at=at, ended_by=ended_by)

    def calls_of(self, attempt_id: AttemptId) -> tuple[Call, ...]:
        """Calls of an attempt, in order."""
        found = [call for call in self._shelf.calls.values() if call.attempt_id == attempt_id]
        return tuple(sorted(found, key=lambda call: call.dialled_at))

    def last_result_at(self, case_id: CaseId) -> datetime | None:
        """When the case got its latest result."""
        return max((one.ended_at for one in self.attempts_of(case_id) if one.ended_at is not None), default=None)

    def record(self) -> Iterable[PastCase]:
        """Every case with results, oldest first."""
        for case in sorted(self._shelf.cases.values(), key=lambda one: one.case_no):
            made = sorted(self.attempts_of(case.id), key=lambda one: (one.started_at, one.attempt_no))
            if made:
                numbers = tuple(number.id for number in case.numbers)
                yield PastCase(case.case_no, case.locality, tuple(self._past(one) for one in made), case.frame, numbers)

    def _past(self, attempt: Attempt) -> PastAttempt:
        calls, result = self.calls_of(attempt.id), attempt.disposition or ""
        times = tuple(call.dialled_at for call in calls)
        number = calls[-1].number_id if calls else None
        return PastAttempt(attempt.ended_at or EPOCH, result, times, result in APPOINTMENTS, number)

    def tally(self) -> Mapping[str | None, int]:
        """Attempts by result."""
        return Counter(attempt.disposition for attempt in self._shelf.attempts.values())

    def blocks_due(self, now: datetime) -> Sequence[Attempt]:
        """Attempts whose numbers are to be blocked by now."""
        return self._where(lambda one: one.block_at is not None and one.block_at <= now)


class MemoryInterviews:
    """Stored interviews and their data."""

    def __init__(self, shelf: Shelf, *, signed_in: bool) -> None:
        self._shelf = shelf
        self._signed_in = signed_in

    def _check(self) -> None:
        if not self._signed_in:
            raise RuleViolation("answers_sealed")

    def add(self, interview: Interview) -> None:
        """Begin an interview."""
        self._check()
        self._shelf.interviews[interview.id] = replace(interview, frozen=dict(interview.frozen or {}))

    def get(self, interview_id: InterviewId) -> Interview:
        """One interview."""
        if interview_id not in self._shelf.interviews:
            raise LookupError(f"no interview {interview_id}")
        return self._read(self._shelf.interviews[interview_id])

    def _read(self, interview: Interview) -> Interview:
        return interview if self._signed_in else replace(interview, frozen={})

    def save(self, interview: Interview) -> None:
        """The interview as it is now."""
        if interview.frozen != self.get(interview.id).frozen:
            self._check()
        frozen = self._shelf.interviews[interview.id].frozen if not self._signed_in else interview.frozen
        self._shelf.interviews[interview.id] = replace(interview, frozen=frozen)

    def _where(self, wanted: Callable[[Interview], bool]) -> list[Interview]:
        found = [self._read(interview) for interview in self._shelf.interviews.values() if wanted(interview)]
        return sorted(found, key=lambda one: (one.started_at, one.id))

    def of_case(self, case_id: CaseId) -> tuple[Interview, ...]:
        """Every interview of a case, by start."""
        return tuple(self._where(lambda one: one.case_id == case_id))

    def all_in(self, states: Sequence[InterviewState]) -> tuple[Interview, ...]:
        """Interviews in these states, by start."""
        return tuple(self._where(lambda one: one.state in states))

    def lapsed(self, now: datetime, ended_before: datetime) -> Sequence[tuple[Interview, bool]]:
        """Suspended ones whose place is held too long, or whose case is closed: then True stands beside it."""

        def too_long(one: Interview) -> bool:
            if one.place_until is None:
                return (one.ended_at or one.started_at) <= ended_before
            return one.place_until <= now

        found = [
            (one, self._shelf.cases[one.case_id].state is not CaseState.OPEN)
            for one in self._where(lambda one: one.state is InterviewState.SUSPENDED)
        ]
        return [(one, closed) for one, closed in found if closed or (one.held and too_long(one))]

    def sealed_keys(self, ids: Collection[InterviewId]) -> Mapping[InterviewId, bytes]:
        """A key for each that is here."""
        return {known: b"sealed" for known in ids if known in self._shelf.interviews}

    def note_end(self, interview_id: InterviewId) -> None:
        """Where its facts end is known here: they cannot become fewer."""

    def is_cut(self, interview_id: InterviewId) -> bool:
        """Never: it travels nowhere."""
        self._check()
        return False

    def data_of(self, interview_id: InterviewId) -> Mapping[str, StoredDatum]:
        """The interview's part of the data set, by variable."""
        self._check()
        return self._shelf.data.get(interview_id, {})

    def save_data(self, interview_id: InterviewId, data: Iterable[StoredDatum]) -> None:
        """Replace the interview's part of the data set."""
        self._check()
        self._shelf.data[interview_id] = {datum.variable: datum for datum in data}


class MemoryFormVersions:
    """Questionnaires that interviews were held with."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf

    def all(self) -> tuple[FormVersion, ...]:
        """Every version that is kept."""
        return tuple(sorted((one for one, _ in self._shelf.versions.values()), key=lambda one: one.in_force_at))

    def files_of(self, form_hash: str) -> FormFiles | None:
        """What a version was built from."""
        known = self._shelf.versions.get(form_hash)
        return known[1] if known else None

    def keep(self, version: FormVersion, files: FormFiles) -> None:
        """Keep a version, or note that a kept one came into force again."""
        known = self._shelf.versions.get(version.hash)
        kept = replace(known[0], in_force_at=version.in_force_at) if known else version
        self._shelf.versions[version.hash] = (kept, known[1] if known else files)

    def answered(self) -> frozenset[str]:
        """Fingerprints of the versions that stored answers were given under."""
        apart = (datum for data in self._shelf.data.values() for datum in data.values() if datum.is_set_apart)
        held = {interview.form_hash for interview in self._shelf.interviews.values()}
        return frozenset(held | {datum.origin[0] for datum in apart})

    def interviews(self) -> Mapping[str, Mapping[InterviewState, int]]:
        """How many interviews stand where, by the version they were held with."""
        counts: dict[str, Counter[InterviewState]] = {}
        for one in self._shelf.interviews.values():
            counts.setdefault(one.form_hash, Counter())[one.state] += 1
        return counts


class MemoryQuotaBook:
    """Counters of the cells."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf

    def set_targets(self, targets: Mapping[CellId, int], modes: Mapping[CellId, QuotaMode] | None = None) -> None:
        """Targets of the plan in their order, strict where no mode is named; counters stay."""
        former, self._shelf.cells = self._shelf.cells, {}
        for cell_id, planned in targets.items():
            known = self._shelf.steered.get(cell_id)
            target = planned
            if known is not None and known.planned == planned and cell_id in former:
                target = former[cell_id].target
            elif known is not None:
                self._shelf.steered[cell_id] = replace(
                    known, planned=planned, version=planned_version(planned), change=None
                )
            else:
                self._shelf.steered[cell_id] = SteeredCell(CellCount(cell_id, 0, 0, 0), planned)
            mode = (modes or {}).get(cell_id, QuotaMode.STRICT)
            count = replace(former.get(cell_id, CellCount(cell_id, target, 0, 0)), target=target, mode=mode)
            self._shelf.cells[cell_id] = count
            used = count.achieved + count.in_progress
            self._shelf.room[cell_id] = used if used > target else 0
        self._shelf.cells |= {cell_id: count for cell_id, count in former.items() if cell_id not in targets}

    def counts(self) -> tuple[CellCount, ...]:
        """All cells in order."""
        return tuple(self._shelf.cells.values())

    def count(self, cell_id: CellId) -> CellCount:
        """One cell; target 0 for one that is not in the book."""
        return self._shelf.cells.get(cell_id, CellCount(cell_id, 0, 0, 0))

    def steered(self, cell_id: CellId) -> SteeredCell:
        """One cell with what was decided of it."""
        return replace(self._shelf.steered[cell_id], count=self.count(cell_id))

    def all_steered(self) -> tuple[SteeredCell, ...]:
        """All cells in order."""
        return tuple(self.steered(cell_id) for cell_id in self._shelf.cells)

    def steer(self, cell: SteeredCell) -> None:
        """Target, intake, version and last change of a cell; counters stay as they are."""
        told = cell.count
        here = replace(self._shelf.cells[told.cell_id], target=told.target, closed=told.closed, paused=told.paused)
        self._shelf.cells[told.cell_id], self._shelf.steered[told.cell_id] = here, cell
        self._shelf.room[told.cell_id] = here.taken if here.taken > here.target else 0

    def hold(self, place: CellId) -> None:
        """One place from free to in progress, in each of its cells."""
        self._move(place, in_progress=1)

    def hold_beyond(self, place: CellId) -> None:
        """One place more than the target has."""
        for cell_id in cells_of(place):
            count = self.count(cell_id)
            used = count.achieved + count.in_progress + 1
            self._shelf.room[cell_id] = used if used > count.target else self._shelf.room.get(cell_id, 0)
            self._move(cell_id, in_progress=1)

    def complete(self, place: CellId) -> None:
        """One place from in progress to achieved."""
        self._move(place, in_progress=-1, achieved=1)

    def reopen(self, place: CellId) -> None:
        """One place from achieved back to in progress."""
        self._move(place, achieved=-1, in_progress=1)

    def give_back(self, place: CellId) -> None:
        """One place from in progress to rolled back; room above a lowered target shrinks with it."""
        self._move(place, in_progress=-1, rolled_back=1)
        for cell_id in cells_of(place):
            self._shelf.room[cell_id] = max(0, self._shelf.room.get(cell_id, 0) - 1)

    def shut(self) -> tuple[CellCount, ...]:
        """Those that are closed or paused, in order."""
        return tuple(count for count in self.counts() if count.closed or count.paused)

    def is_empty(self) -> bool:
        """Whether there is no cell at all."""
        return not self.counts()

    def close(self, cell_id: CellId, *, closed: bool, paused: bool = False) -> None:
        """Take nobody any more, or for now, or again."""
        for cell in cells_of(cell_id):
            if cell not in self._shelf.cells:
                raise LookupError(f"no cell {cell}")
            self._shelf.cells[cell] = replace(self._shelf.cells[cell], closed=closed, paused=paused)

    def _move(self, place: CellId, *, in_progress: int, achieved: int = 0, rolled_back: int = 0) -> None:
        for cell_id in cells_of(place):
            if cell_id not in self._shelf.cells:
                raise LookupError(f"no cell {cell_id}")
            count, room = self._shelf.cells[cell_id], self._shelf.room.get(cell_id, 0)
            moved = replace(
                count,
                in_progress=count.in_progress + in_progress,
                achieved=count.achieved + achieved,
                rolled_back=count.rolled_back + rolled_back,
            )
            if min(moved.in_progress, moved.achieved) < 0 or _is_too_many(count, moved, room):
                raise Refused(cell_id)
            self._shelf.cells[cell_id] = moved


def _is_too_many(before: CellCount, after: CellCount, room: int) -> bool:
    if after.mode is QuotaMode.OVERRUN:
        return after.taken > max(before.taken, room) and before.achieved >= after.target
    return after.mode is QuotaMode.STRICT and after.taken > max(after.target, room)


class MemorySignIns:
    """Failed attempts to sign in."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf

    def failed(self, login: str) -> tuple[datetime, ...]:
        """When they were."""
        return tuple(self._shelf.failed.get(login, ()))

    def keep_failed(self, login: str, failed: Sequence[datetime]) -> None:
        """Remember these, and no others."""
        others = still_counting(self._shelf.failed, failed[-1]) if failed else self._shelf.failed
        self._shelf.failed = {**{name: list(times) for name, times in others.items()}, login: list(failed)}


class MemoryTeamMessages:
    """Messages to the team; a text is sealed by being turned into bytes."""

    def __init__(self, shelf: Shelf, contacts: MemoryContacts) -> None:
        self._shelf = shelf
        self._contacts = contacts

    def send(self, envelope: Envelope, text: str) -> None:
        """Keep one."""
        if not self._contacts.may_open:
            raise RuleViolation("no_contact_access")
        self._shelf.messages.setdefault(envelope.id, SealedMessage(envelope, text.encode()))

    def all(self) -> Sequence[TeamMessage]:
        """The oldest first."""
        opened = self._contacts.may_open
        return [TeamMessage(each.envelope, each.sealed.decode() if opened else None) for each in self.sealed()]

    def sealed(self) -> Sequence[SealedMessage]:
        """As they are kept."""
        return sorted(self._shelf.messages.values(), key=lambda each: (each.envelope.at, each.envelope.id))

    def take_in(self, message: SealedMessage) -> None:
        """One that came from elsewhere."""
        known = self._shelf.messages.setdefault(message.envelope.id, message)
        self.save(known.envelope.joined_with(message.envelope))

    def save(self, envelope: Envelope) -> None:
        """Who has it read."""
        self._shelf.messages[envelope.id] = replace(self._shelf.messages[envelope.id], envelope=envelope)

    def drop(self, ids: Collection[str]) -> None:
        """Forget some."""
        for known in ids:
            self._shelf.messages.pop(known, None)


class MemoryLog:
    """The one log."""

    def __init__(self, shelf: Shelf, *, opened: bool, signed_in: bool) -> None:
        self._shelf = shelf
        self._opened = opened
        self._signed_in = signed_in

    def append(self, events: Iterable[NewEvent]) -> int:
        """Write facts; the number of the last one."""
        for event in events:
            self._shelf.log.append(LoggedEvent(DEVICE, len(self._shelf.log) + 1, self._sealed(event)))
        return len(self._shelf.log)

    def _sealed(self, event: NewEvent) -> NewEvent:
        about = event.on_answers
        if event.contact is None and event.remarks is None and about is None:
            return event
        if event.contact and not self._opened:
            raise RuleViolation("no_contact_access")
        words = {**(event.contact or {}), **(event.remarks or {}), **(about.words if about else {})}
        sealed = {f"{name}_sealed": base64.b64encode(text.encode()).decode() for name, text in words.items()}
        told = {**(event.payload or {}), **({ON_INTERVIEW: about.interview} if about else {}), **sealed}
        return replace(event, payload=told, contact=None, remarks=None, on_answers=None)

    def of_interview(self, interview_id: InterviewId) -> tuple[LoggedEvent, ...]:
        """Facts of an interview, in order."""
        return tuple(self._read(one for one in self._shelf.log if one.event.interview_id == interview_id))

    def of_sittings(self, ids: Collection[InterviewId]) -> dict[InterviewId, list[LoggedEvent]]:
        """Facts of the sittings held in these interviews, of each in order."""
        held = (one for one in self._shelf.log if one.event.kind.startswith(OF_SITTING))
        facts: dict[InterviewId, list[LoggedEvent]] = {}
        for one in self._read(one for one in held if one.event.interview_id in ids):
            facts.setdefault(InterviewId(one.event.interview_id or ""), []).append(one)
        return facts

    def facts_of_interviews(self, ids: Collection[InterviewId]) -> dict[InterviewId, int]:
        """How many facts each of these has."""
        here = self._shelf.interviews.keys() & set(ids)
        return dict(Counter(InterviewId(known) for one in self._shelf.log if (known := one.event.interview_id) in here))

    def of_cells(self) -> Iterator[LoggedEvent]:
        """What supervisors changed of cells, and why, in order."""
        return self._read(one for one in self._shelf.log if one.event.kind.removesuffix(ASKED) in CHANGES)

    def of_watch(self) -> Iterator[LoggedEvent]:
        """Facts of reviews and of alerts put to rest, in order."""
        return self._read(one for one in self._shelf.log if one.event.kind in WATCH_FACTS)

    def of_weightings(self) -> Iterator[LoggedEvent]:
        """Weightings that somebody chose, in order."""
        return self._read(one for one in self._shelf.log if one.event.kind == CHOSEN)

    def of_release(self) -> Iterator[LoggedEvent]:
        """Texts that were cleared, and relations that were decided, in order."""
        return self._read(one for one in self._shelf.log if one.event.kind in (TEXT_CLEARED, RELATION_DECIDED))

    def of_groups(self) -> Iterator[LoggedEvent]:
        """Facts of focus groups, in order."""
        return self._read(one for one in self._shelf.log if one.event.kind in GROUP_FACTS)

    def of_codings(self, only: Collection[InterviewId] | None = None) -> Iterator[LoggedEvent]:
        """Codes given to open answers, in order."""
        return self._on_interviews((CODED,), only)

    def of_units(self, only: Collection[InterviewId] | None = None) -> Iterator[LoggedEvent]:
        """Facts of units, in order."""
        return self._on_interviews(ON_UNITS, only)

    def of_coders(self) -> Iterator[LoggedEvent]:
        """Who codes units, and by which version of the frame, in order."""
        return self._read(one for one in self._shelf.log if one.event.kind in ON_CODERS)

    def _on_interviews(
        self, kinds: Collection[str], only: Collection[InterviewId] | None = None
    ) -> Iterator[LoggedEvent]:
        about = (one for one in self._shelf.log if one.event.kind in kinds)
        return self._read(one for one in about if only is None or (one.event.payload or {})[ON_INTERVIEW] in only)

    def remark(self, logged: LoggedEvent, name: str) -> str:
        """The remark of that name in a fact."""
        return base64.b64decode(str((logged.event.payload or {})[f"{name}_sealed"])).decode()

    def on_answers(self, facts: Iterable[LoggedEvent]) -> Iterator[tuple[LoggedEvent, Mapping[str, str]]]:
        """The words in facts about the answers of interviews that are here."""
        for logged in facts:
            if not self._signed_in:
                raise RuleViolation("answers_sealed")
            told = logged.event.payload or {}
            if told[ON_INTERVIEW] in self._shelf.interviews:
                yield (
                    logged,
                    {
                        name.removesuffix("_sealed"): self.remark(logged, name.removesuffix("_sealed"))
                        for name in told
                        if name.endswith("_sealed")
                    },
                )

    def since(self, at: datetime, kinds: Collection[str]) -> tuple[LoggedEvent, ...]:
        """Facts of these kinds since a time, in order."""
        older = max((one.seq for one in self._shelf.log if one.event.at < at), default=0)
        return tuple(self._read(one for one in self._shelf.log if one.seq > older and one.event.kind in kinds))

    def of_kind(self, kind: str) -> Iterator[LoggedEvent]:
        """Facts of a kind, in order."""
        return self._read(one for one in self._shelf.log if one.event.kind == kind)

    def _read(self, facts: Iterable[LoggedEvent]) -> Iterator[LoggedEvent]:
        for one in facts:
            if one.event.tells_answers and one.event.payload is not None and not self._signed_in:
                raise RuleViolation("answers_sealed")
            yield one

    def last_rules(self) -> Mapping[str, object] | None:
        """The calling rules that hold since the last change."""
        found = list(self.of_kind("rules_in_force"))
        return found[-1].event.payload if found else None

    def last_at(self) -> datetime | None:
        """When the last fact of the fieldwork happened."""
        return next((e.event.at for e in reversed(self._shelf.log) if e.event.kind not in TRACES), None)

    def kinds(self) -> Mapping[str, int]:
        """How many facts of each kind there are."""
        return Counter(one.event.kind for one in self._shelf.log)

    def end(self) -> int:
        """Number of the last fact."""
        return len(self._shelf.log)

    def extent(self) -> tuple[int, int]:
        """How many facts there are, and the number of the last one."""
        return len(self._shelf.log), len(self._shelf.log)


class MemoryAnswerLog:
    """The path of an answer into the log."""

    def __init__(self, store: MemoryStore, *, opened: bool) -> None:
        self._store = store
        self._opened = opened

    def record(
        self, interview_id: InterviewId, form_hash: str, ref: str, language: str, events: Sequence[NewEvent]
    ) -> int:
        """Write an interview's events; the number of the last one."""
        with MemoryUnit(self._store, opened=self._opened) as unit:
            stands = replace(unit.interviews.get(interview_id), ref=ref, language=language, form_hash=form_hash)
            unit.interviews.save(stands)
            last = unit.log.append(events)
            unit.commit()
        return last


class MemoryHistories:
    """Cases with everything that happened to them."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf

    def of_case(self, case_id: CaseId) -> History:
        """One case."""
        if case_id not in self._shelf.cases:
            raise LookupError(f"no case {case_id}")
        case = self._shelf.cases[case_id]
        interviews = [one for one in self._shelf.interviews.values() if one.case_id == case_id]
        outcomes = tuple(sorted(self._outcomes(case_id), key=lambda one: (one.at, one.attempt_no)))
        closed, blocked_at = case.state is CaseState.CLOSED, self._blocked_at(case)
        came_blocked = closed and not outcomes and case.disposition in ("refusal", "not_screened")
        return History(
            case_id,
            case.case_no,
            case.frame,
            tuple(sorted(number.id for number in case.numbers)),
            outcomes,
            min((one.screened_at for one in interviews if one.screened_at and _eligible(one)), default=None),
            "refusal" if came_blocked and blocked_at is None else "not_attempted",
            usable=any(one.usable for one in interviews),
            blocked_at=blocked_at,
        )

    def done(self, case_id: CaseId, since: datetime, until: datetime) -> tuple[tuple[Outcome, ...], int]:
        """The outcomes of a case in the order of its attempts, and its calls from one time to before another."""
        attempts = {one.id for one in self._shelf.attempts.values() if one.case_id == case_id}
        calls = [call for call in self._shelf.calls.values() if call.attempt_id in attempts]
        return self._outcomes(case_id), sum(since <= call.dialled_at < until for call in calls)

    def _outcomes(self, case_id: CaseId) -> tuple[Outcome, ...]:
        calls = MemoryCalls(self._shelf)
        found = []
        for attempt in calls.attempts_of(case_id):
            dialled = sorted(calls.calls_of(attempt.id), key=lambda call: (call.dialled_at, call.id))
            number = dialled[-1].number_id if dialled else None
            at, result = attempt.ended_at or EPOCH, attempt.disposition or ""
            rang_back = attempt.rang_back and number is None
            found.append(Outcome(result, at, attempt.person, number, attempt.user_id, attempt.attempt_no, rang_back))
        return tuple(found)

    def _blocked_at(self, case: Case) -> datetime | None:
        if case.state is not CaseState.CLOSED:
            return None
        mine = [one for one in self._shelf.log if one.event.case_id == case.id]
        reopened = max((one.seq for one in mine if one.event.kind in _REOPENS), default=0)
        blocked = [one.event.at for one in mine if one.event.kind == "case_blocked" and one.seq > reopened]
        return min(blocked, default=None)

    def of_number(self, case_no: int) -> History | None:
        """The case of that number."""
        found = next((case.id for case in self._shelf.cases.values() if case.case_no == case_no), None)
        return self.of_case(found) if found is not None else None

    def all(self) -> Iterator[History]:
        """Every case that was released, by number."""
        released = [case for case in self._shelf.cases.values() if case.state is not CaseState.UNRELEASED]
        return iter([self.of_case(case.id) for case in sorted(released, key=lambda case: case.case_no)])

    def closed_unscreened(self) -> Iterator[tuple[History, str]]:
        """Closed cases whose code depends on whether they were screened, and the code they have."""
        for case in list(self._shelf.cases.values()):
            if case.state is CaseState.CLOSED and case.disposition in DEPEND_ON_SCREENING:
                yield self.of_case(case.id), case.disposition

    def numbers_of(self, case_id: CaseId) -> tuple[str, ...]:
        """The numbers of a case as `calls` names them."""
        return tuple(
            one.number.e164 if one.number is not None else one.id for one in self._shelf.cases[case_id].numbers
        )

    def calls(self) -> Iterator[CallFact]:
        """Every call and every person who rang back, in the order of the log."""
        return iter(sorted([*self._dialled(), *self._rang_back()], key=lambda call: call.order))

    def every_call(self) -> Iterator[CallFact]:
        """The same from the last to the first, each without its `order`: nobody is to rely on one."""
        return iter([replace(call, order=0) for call in reversed([*self.calls()])])

    def _rang_back(self) -> Iterator[CallFact]:
        for one in self._shelf.log:
            if one.event.kind == "rang_back":
                attempt = self._shelf.attempts[AttemptId(str((one.event.payload or {})["attempt"]))]
                case, number, result = self._shelf.cases[attempt.case_id], attempt.attempt_no, attempt.disposition
                at, place = one.event.at, case.locality
                yield CallFact(at, case.id, case.case_no, place, "", number, result, one.seq, rang_back=True)

    def _dialled(self) -> Iterator[CallFact]:
        started = {
            str((one.event.payload or {})["call"]): one.seq
            for one in self._shelf.log
            if one.event.kind == "call_started"
        }
        numbers = {one.id: one.number for case in self._shelf.cases.values() for one in case.numbers}
        for call in sorted(self._shelf.calls.values(), key=lambda call: (started[call.id], call.dialled_at, call.id)):
            attempt = self._shelf.attempts[call.attempt_id]
            case, number = self._shelf.cases[attempt.case_id], numbers.get(call.number_id)
            yield CallFact(
                call.dialled_at,
                case.id,
                case.case_no,
                self._shelf.places[call.id],
                number.e164 if number is not None else call.number_id,
                attempt.attempt_no,
                attempt.disposition,
                started[call.id],
            )


class MemoryPeople:
    """Logins."""

    def __init__(self, shelf: Shelf, *, opened: bool) -> None:
        self._shelf = shelf
        self._opened = opened

    def add(self, user: User, password: str) -> None:
        """A new login."""
        self._check_free(user)
        self._check()
        self._shelf.people.append(user)
        self._shelf.passwords[user.id] = password

    def add_with_code(self, user: User) -> str:
        """A new login with a start code."""
        self.add(user, _CODE)
        return _CODE

    def change(self, user: User) -> None:
        """Facts about somebody, but the role."""
        self._check_free(user)
        self._check()
        before = self._person(user.id)
        self._put(replace(user, role=before.role, active=before.active))

    def set_password(self, person: UserId, old: str, new: str) -> None:
        """A password of the own choice."""
        if self._shelf.passwords[person] != old:
            raise RuleViolation("wrong_login")
        self._shelf.passwords[person] = new

    def offer_password(self, person: UserId, old: str, new: str) -> PasswordOffer:
        """A password of the own choice, for a hub."""
        if self._shelf.passwords[person] != old:
            raise RuleViolation("wrong_login")
        bundle = KeyBundle(person, "0" * 64, 1, hashlib.sha256(new.encode()).digest(), new.encode())
        return PasswordOffer(bundle, old.encode(), new.encode())

    def take_password(self, taken: TakenBundle) -> None:
        """The hub has taken it."""
        self._shelf.passwords[taken.bundle.person] = taken.bundle.sealed.decode()

    def reset(self, person: UserId, role: Role | None = None) -> str:
        """A start code, and another role where one is given."""
        self._check()
        before = self._person(person)
        if role is not None and role is not before.role:
            self._check_may_go(before)
            self._put(replace(before, role=role))
        self._shelf.passwords[person] = _CODE
        return _CODE

    def deactivate(self, person: UserId) -> None:
        """Somebody has left."""
        self._check()
        user = self._person(person)
        self._check_may_go(user)
        self._put(replace(user, active=False))

    def rotate(self) -> None:
        """Nothing is sealed."""
        self._check()

    def waiting(self) -> frozenset[UserId]:
        """Who still has the start code."""
        return frozenset(
            user.id for user in self._shelf.people if user.active and self._shelf.passwords.get(user.id) == _CODE
        )

    def sign_ins(self) -> Mapping[UserId, datetime]:
        """From the log."""
        return {
            UserId(logged.event.user_id): logged.event.at
            for logged in self._shelf.log
            if logged.event.kind == "signed_in" and logged.event.user_id is not None
        }

    def recover(self, stay: Collection[UserId]) -> None:
        """Those who are not named have left."""
        self._check()
        people = [replace(user, active=user.active and user.id in stay) for user in self._shelf.people]
        if all(not user.active or user.role is not Role.SUPERVISOR for user in people):
            raise RuleViolation("supervisor_must_stay")
        self._shelf.people = people

    def _check(self) -> None:
        if not self._opened:
            raise RuleViolation("supervisor_needed")

    def _check_free(self, user: User) -> None:
        if any(folded(other.login) == folded(user.login) for other in self._shelf.people if other.id != user.id):
            raise RuleViolation("login_taken")

    def _check_may_go(self, user: User) -> None:
        others = [other for other in self._shelf.people if other.active and other.id != user.id]
        if user.role is Role.SUPERVISOR and all(other.role is not Role.SUPERVISOR for other in others):
            raise RuleViolation("last_supervisor")

    def _person(self, person: UserId) -> User:
        user = next((user for user in self._shelf.people if user.id == person), None)
        if user is None:
            raise RuleViolation("no_such_person")
        return user

    def _put(self, user: User) -> None:
        self._shelf.people = [user if other.id == user.id else other for other in self._shelf.people]

    def all(self) -> tuple[User, ...]:
        """Everybody, by number."""
        return tuple(sorted(self._shelf.people, key=lambda user: user.number))


class MemoryContacts:
    """Contact data and the consent store."""

    def __init__(self, shelf: Shelf, *, opened: bool) -> None:
        self._shelf = shelf
        self._opened = opened

    @property
    def may_open(self) -> bool:
        """Whether it was opened for a role that may see contact data."""
        return self._opened

    def _check(self) -> None:
        if not self._opened:
            raise RuleViolation("no_contact_access")

    def of_fact(self, logged: LoggedEvent, name: str) -> str:
        """The contact data of that name in a fact."""
        self._check()
        return base64.b64decode(str((logged.event.payload or {})[f"{name}_sealed"])).decode()

    def kept_cases(self) -> frozenset[CaseId]:
        """Cases whose contact details are kept by consent."""
        return frozenset(self._shelf.recontact)

    def keep_for_recontact(self, case_id: CaseId, on: date, terms: ConsentTerms, details: Mapping[str, str]) -> None:
        """Keep what a person left, by consent; in place of what they left before."""
        self._check()
        before = self._shelf.recontact.get(case_id)
        known = before.id if before is not None else uuid.uuid4().hex
        self._shelf.recontact[case_id] = Consent(known, case_id, on, terms, dict(details))

    def consents(self) -> tuple[Consent, ...]:
        """Every consent that is kept, by id."""
        self._check()
        return tuple(sorted(self._shelf.recontact.values(), key=lambda consent: consent.id))

    def forget_recontact(self, case_id: CaseId) -> None:
        """Delete it."""
        self._shelf.recontact.pop(case_id, None)


class MemoryAccessCodes:
    """Access codes of respondents."""

    def __init__(self, shelf: Shelf, *, opened: bool) -> None:
        self._shelf = shelf
        self._opened = opened

    def of(self, interview_id: InterviewId) -> AccessCode | None:
        """The code of an interview, from now on if it had none."""
        self._check()
        if interview_id not in self._shelf.codes:
            digest = hashlib.sha256(interview_id.encode()).digest()
            self._shelf.codes[interview_id] = AccessCode.numbered(int.from_bytes(digest, "big") % NUMBERS)
        return self._shelf.codes[interview_id]

    def interviews_with(self, code: AccessCode) -> tuple[InterviewId, ...]:
        """The interviews that have it."""
        self._check()
        return tuple(sorted(known for known, given in self._shelf.codes.items() if given == code))

    def _check(self) -> None:
        if not self._opened:
            raise RuleViolation("no_contact_access")


class MemoryBlockList:
    """Numbers never to be called again, as a unit of work sees them."""

    def __init__(self, shared: SharedBlockList) -> None:
        self._shared = shared

    def holding(self, numbers: Sequence[str]) -> frozenset[str]:
        """Which of these numbers are on it."""
        return self._shared.holding(numbers)

    def add(self, numbers: Sequence[str], at: datetime, people: str) -> int:
        """Put numbers on it at once; how many were new."""
        return self._shared.add(numbers, at, people) if numbers else 0

    def share_own(self, at: datetime) -> int:
        """There is no older version of a store in memory."""
        return 0

    def take_in(self) -> tuple[str, ...]:
        """The same."""
        return ()

    def unlock(self) -> SharedBlockList:
        """Nothing is sealed in memory."""
        return self._shared

    def join(self, peppers: Sequence[str]) -> int:
        """The same."""
        return 0


def _eligible(interview: Interview) -> bool:
    return establishes_eligibility(interview.state, interview.quota_status, interview.disposition)
