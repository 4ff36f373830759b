"""Calls for data sets: when each was dialled and over, what it came to, and what was agreed; no contact data.

Who made a call is not told, nor anything that would bring two calls of one person together (decisions 0073, 0088).
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from itertools import groupby
from operator import attrgetter

from cati_app.domain.calling.compliance import CallFact
from cati_app.domain.casework.field_rows import CallInData
from cati_app.domain.casework.sittings import AppointmentGone, SittingAppointment, SittingFact, appointments_made
from cati_app.domain.ids import CaseId
from cati_app.domain.outcomes.dispositions import RETURNED, disposition
from cati_app.domain.outcomes.finality import Outcome
from cati_app.domain.people.rights import Right
from cati_app.fieldwork.people.pseudonyms import Pseudonyms, PseudonymsNow
from cati_app.fieldwork.ports.unit import UnitOfWork, Units
from cati_app.fieldwork.rights import Actor, needs
from cati_app.fieldwork.rules import StudyRules

_Attempt = tuple[str, int]  # the case, and which of its attempts


class ReadFieldCalls:
    """Every call."""

    def __init__(self, units: Units, rules: StudyRules, pseudonyms: Pseudonyms) -> None:
        self._units = units
        self._rules = rules
        self._pseudonyms = pseudonyms

    @needs(Right.EXPORT)
    def __call__(self, by: Actor) -> Iterator[CallInData]:
        """In the order of the log."""
        pseudonyms = self._pseudonyms.now()
        with self._units() as unit:
            calls = tuple(unit.histories.calls())
            last = Counter((call.case_id, call.attempt_no) for call in calls)
            record, made = _Record(unit), Counter[_Attempt]()
            for call in calls:
                attempt = (call.case_id, call.attempt_no)
                made[attempt] += 1
                yield self._told(record, pseudonyms, call, made[attempt], is_last=made[attempt] == last[attempt])

    def _told(
        self, record: _Record, pseudonyms: PseudonymsNow, call: CallFact, number: int, *, is_last: bool
    ) -> CallInData:
        attempt = (call.case_id, call.attempt_no)
        calendar = self._rules.calendar_of(call.locality)

        def local(at: datetime | None) -> datetime | None:
            """To the minute: how long somebody is at work after a call would be a mark of that person."""
            return None if at is None else calendar.local(at).replace(tzinfo=None, second=0, microsecond=0)

        frame, outcome = record.results.get(attempt, ("", None))
        user = outcome.user if outcome is not None else ""
        agreed, sitting = record.agreed.get(attempt), record.sittings.get(attempt)
        due = sitting.before.at if sitting is not None and sitting.before is not None else None
        wraps_up = is_last and outcome is not None and outcome.result != RETURNED
        return CallInData(
            call.case_id,
            frame,
            call.attempt_no,
            number,
            call.at,
            calendar.local(call.at).replace(tzinfo=None, microsecond=0),
            local(call.at) if call.rang_back else None,
            local(record.over(call)),
            local(outcome.at) if outcome is not None and wraps_up else None,
            call.rang_back,
            record.languages.get(attempt, ""),
            _how_firm(agreed),
            local(agreed.at) if agreed is not None else None,
            local(due),
            outcome.result if outcome is not None else "",
            outcome.at if outcome is not None else None,
            _who_gave(outcome),
            pseudonyms.of_result(record.numbers.get(user), user, call.at),
        )


class _Record:
    """What rows and facts tell of attempts, by case and number."""

    def __init__(self, unit: UnitOfWork) -> None:
        self.numbers = {str(person.id): person.number for person in unit.people.all()}
        self.results: dict[_Attempt, tuple[str, Outcome | None]] = {
            (history.case_id, outcome.attempt_no): (history.frame, outcome)
            for history in unit.histories.all()
            for outcome in history.outcomes
        }
        ordered = groupby(unit.field_record.sittings(), key=attrgetter("case_id"))
        self._by_case: Mapping[CaseId, Sequence[SittingFact]] = {case: tuple(sittings) for case, sittings in ordered}
        self.sittings = {
            (sitting.case_id, sitting.attempt_no): sitting
            for sittings in self._by_case.values()
            for sitting in sittings
        }
        self.agreed = dict(self._agreed(unit))
        self.languages = dict(self._languages(unit))
        self._hung_up = {(case, number, at): over for case, number, at, over in unit.field_record.hung_up()}
        self._rang_off = dict(self._attempts(unit, "rang_back_ended"))

    def over(self, call: CallFact) -> datetime | None:
        """When a call was over."""
        if call.rang_back:
            return self._rang_off.get((call.case_id, call.attempt_no))
        return self._hung_up.get((call.case_id, call.attempt_no, call.at))

    def _agreed(self, unit: UnitOfWork) -> Iterator[tuple[_Attempt, SittingAppointment]]:
        gone: defaultdict[str, list[AppointmentGone]] = defaultdict(list)
        for kind, was in (("appointment_missed", "at"), ("appointment_changed", "was")):
            for logged in unit.log.of_kind(kind):
                text = (logged.event.payload or {}).get(was)
                before = None if text is None else datetime.fromisoformat(str(text))
                gone[logged.event.case_id or ""].append(AppointmentGone(logged.event.at, before))
        for case_id, sittings in self._by_case.items():
            in_order = sorted(gone.get(case_id, ()), key=attrgetter("at"))
            for sitting, made in appointments_made(sittings, in_order):
                yield (sitting.case_id, sitting.attempt_no), made

    def _languages(self, unit: UnitOfWork) -> Iterator[tuple[_Attempt, str]]:
        """Of the attempts in which an interview was begun or gone on with."""
        spoken = {str(standing.id): standing.language for standing in unit.interview_book.standings()}
        held: dict[str, str] = {}
        facts = [*unit.log.of_kind("interview_started"), *unit.log.of_kind("interview_resumed")]
        for logged in sorted(facts, key=lambda logged: logged.event.at):
            case_id = logged.event.case_id or ""
            begun = (logged.event.payload or {}).get("interview")
            if begun is not None:
                held[case_id] = spoken.get(str(begun), "")
            attempt = self._attempt_at(case_id, logged.event.at)
            if attempt is not None:
                yield attempt, held.get(case_id, "")

    def _attempts(self, unit: UnitOfWork, kind: str) -> Iterator[tuple[_Attempt, datetime]]:
        """The attempts that a fact of that kind falls into."""
        for logged in unit.log.of_kind(kind):
            attempt = self._attempt_at(logged.event.case_id or "", logged.event.at)
            if attempt is not None:
                yield attempt, logged.event.at

    def _attempt_at(self, case_id: str, at: datetime) -> _Attempt | None:
        sittings = self._by_case.get(CaseId(case_id), ())
        after = bisect_right(sittings, at, key=attrgetter("began_at"))
        return (case_id, sittings[after - 1].attempt_no) if after else None


def _who_gave(outcome: Outcome | None) -> str:
    """As the interviewer said, or as the result itself does."""
    person = (outcome.person or disposition(outcome.result).person) if outcome is not None else None
    return person.value if person is not None else ""


def _how_firm(agreed: SittingAppointment | None) -> str:
    if agreed is None or agreed.firm is None:
        return ""
    return "firm" if agreed.firm else "soft"
