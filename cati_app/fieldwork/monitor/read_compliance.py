"""The ledger for the data-protection officer: calls, refusals, consent and access as the records have them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Mapping
from datetime import datetime

from cati_app.domain.calling.compliance import ComplianceLedger, ledger_rules, measure
from cati_app.domain.calling.rules_in_force import KIND, RulesInForce, Timeline
from cati_app.domain.casework.interviews import SET_APART, InterviewState, StoredDatum
from cati_app.domain.casework.kept_answers import KeptAnswers
from cati_app.domain.clock import Clock
from cati_app.domain.ids import CaseId
from cati_app.domain.people.rights import Right
from cati_app.fieldwork.monitor.data import paged
from cati_app.fieldwork.ports.unit import UnitOfWork, Units
from cati_app.fieldwork.rights import Actor, needs
from cati_app.fieldwork.rules import StudyRules
from cati_app.values import dataclass

_YES = frozenset({"yes", "1"})


@dataclass(frozen=True, slots=True)
class ConsentQuestions:
    """Which questions ask for consent, and which answers need it."""

    special: frozenset[str]  # questions on origin, religion, health, politics
    asked_in: str | None
    recontact: str | None


@dataclass(frozen=True, slots=True)
class ConsentTally:
    """Interviews by what was consented to; the tuples hold case numbers."""

    interviews: int
    asked: int
    given: int
    special_without: tuple[int, ...]  # special categories answered without a yes
    recontact_given: int
    recontact_without: tuple[int, ...]  # contact details kept without a yes


@dataclass(frozen=True, slots=True)
class Compliance:
    """Everything measured."""

    at: datetime
    ledger: ComplianceLedger
    consent: ConsentTally
    blocked_cases: int
    rules: RulesInForce  # as they hold now
    rule_changes: int  # since the first calls
    prevented: Mapping[str, int]  # calls the program refused, by rule
    facts: Mapping[str, int]  # events of the log by kind
    events: int
    last_event: int

    @property
    def recordings(self) -> int:
        """Recordings begun, as the log has them."""
        return sum(count for kind, count in self.facts.items() if kind.startswith("recording"))

    @property
    def breaches(self) -> int:
        """Everything that should not have happened."""
        consent = self.consent
        return len(self.ledger.breaches) + len(consent.special_without) + len(consent.recontact_without)


class ReadCompliance:
    """Measures in one read transaction; no contact data."""

    def __init__(self, units: Units, clock: Clock, rules: StudyRules, questions: ConsentQuestions) -> None:
        self._units = units
        self._clock = clock
        self._rules = rules
        self._questions = questions

    @needs(Right.READ_FIGURES)
    def __call__(self, by: Actor) -> Compliance:
        """As it stands now."""
        with self._units() as unit:
            blocked: dict[str, int] = {}
            for logged in unit.log.of_kind("numbers_blocked"):
                if logged.event.case_id is not None:
                    blocked.setdefault(logged.event.case_id, logged.seq)
            numbers: dict[str, int] = {}
            for case_id, order in blocked.items():
                for number in unit.histories.numbers_of(CaseId(case_id)):
                    numbers[number] = min(order, numbers.get(number, order))
            timeline = self._timeline(unit)
            calls = unit.histories.calls()
            ledger = measure(calls, lambda call: ledger_rules(timeline.at(call.order), call.locality), blocked, numbers)
            events, last = unit.log.extent()
            return Compliance(
                at=self._clock.now(),
                ledger=ledger,
                consent=self._consent(unit),
                blocked_cases=len(blocked),
                rules=timeline.today,
                rule_changes=max(0, len(timeline.changes) - 1),
                prevented=_prevented(unit),
                facts=unit.log.kinds(),
                events=events,
                last_event=last,
            )

    def _timeline(self, unit: UnitOfWork) -> Timeline:
        changes = [(logged.seq, RulesInForce.read(logged.event.payload or {})) for logged in unit.log.of_kind(KIND)]
        return Timeline(changes, self._rules.in_force)

    def _consent(self, unit: UnitOfWork) -> ConsentTally:
        states = [state for state in InterviewState if state is not InterviewState.RUNNING]
        asked = given = yes = 0
        without: set[int] = set()
        agreed: set[str] = set()
        interviews = 0
        names = {*self._questions.special, self._questions.asked_in, self._questions.recontact}
        for record in paged(unit.interview_book.page, lambda record: record.interview, states):
            interviews += 1
            interview, values = record.interview, _values(record.values, names)
            answer = values.get(self._questions.asked_in or "", "")
            asked += bool(answer)
            given += answer in _YES
            if answer not in _YES and any(values.get(name) for name in self._questions.special):
                without.add(record.case_no)
            if values.get(self._questions.recontact or "") in _YES:
                yes += 1
                agreed.add(interview.case_id)
        kept = {unit.cases.get(case_id).case_no for case_id in unit.contacts.kept_cases() if case_id not in agreed}
        return ConsentTally(interviews, asked, given, tuple(sorted(without)), yes, tuple(sorted(kept)))


def _prevented(unit: UnitOfWork) -> dict[str, int]:
    rules = [str((logged.event.payload or {}).get("rule", "")) for logged in unit.log.of_kind("call_blocked")]
    return dict(sorted(Counter(rules).items()))


def _values(data: Mapping[str, StoredDatum], names: Container[str | None]) -> dict[str, str]:
    """Answers given to questions of these names, by name."""
    if isinstance(data, KeptAnswers):
        told = data.told()
    else:
        told = ((datum.variable, datum.text, datum.missing) for datum in data.values())
    return {
        name: text
        for variable, text, missing in told
        if text
        and missing is None
        and (name := variable.rsplit("/", 1)[-1]) in names
        and not variable.startswith(SET_APART)
    }
