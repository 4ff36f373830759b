"""The rules of a study as use cases need them; made from study.yaml by `station`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from datetime import date, time, timedelta

from cati_app.domain.calling.calendar import CallingCalendar, is_zone, state_named
from cati_app.domain.calling.promise import Shift
from cati_app.domain.calling.results import RetryRules
from cati_app.domain.calling.routing import calendar_of, locality_key, sample_cell
from cati_app.domain.calling.rule_pack import GERMAN, RulePack
from cati_app.domain.calling.rules_in_force import RulesInForce
from cati_app.domain.calling.schedule import ScheduleRules
from cati_app.domain.casework.after_call import CaseRules
from cati_app.domain.casework.alert_limits import DEFAULT_LIMITS, AlertLimits
from cati_app.domain.outcomes.dispositions import OutcomeClass
from cati_app.domain.outcomes.result_book import STANDARD_RESULTS, ResultBook
from cati_app.domain.quota.cells import QuotaPlan
from cati_app.domain.sampling.clear_columns import ColumnUse
from cati_app.domain.sampling.sample import CALL_FROM, CALL_UNTIL
from cati_app.values import dataclass

UNDO_WINDOW = timedelta(seconds=10)


@dataclass(frozen=True, slots=True)
class StudyRules:
    """What a study decides about calling, quota and the course of an interview."""

    calendar: CallingCalendar
    retry: RetryRules
    quota: QuotaPlan | None
    screener: str | None  # group after which the cell is decided
    outcome: str | None  # calculation that names a disposition when the interview must end early
    recontact: str | None  # question that asks for consent to be contacted again
    contact_questions: frozenset[str]  # answers go to the consent store, sealed
    partial_core_share: float
    suspended_keeps_place: timedelta
    introduction: Mapping[str, str]  # hidden `study_…` values
    eligibility: tuple[tuple[str, ...], ...] = ()  # of each group one must have a value; none: what the outcome reads
    taking_part: tuple[str, ...] = ()  # questions whether a person takes part; none: those known by name or words
    other_consents: tuple[str, ...] = ()  # questions that ask for another consent than to taking part
    results: ResultBook = field(default=STANDARD_RESULTS)
    unscreened: OutcomeClass = OutcomeClass.UNKNOWN_OTHER  # what a refusal before the screening counts as
    schedule: ScheduleRules = field(default_factory=ScheduleRules)
    shifts: tuple[Shift, ...] = ()
    first_day: date | None = None  # of the field
    last_day: date | None = None  # what is full later is late
    zone_field: str = "time_zone"  # sample fields that give a case's locality and language
    state_field: str = "state"
    language_field: str = "language"
    clear_columns: Mapping[str, ColumnUse] = field(default_factory=dict)  # sample fields that are not sealed
    sealed_values: frozenset[str] = frozenset()  # hidden questions that receive sealed sample fields
    offline_sign_in: timedelta = timedelta(hours=72)  # at a station that has joined, since it reached its hub
    pack: RulePack = GERMAN
    beyond_preset_reason: str = ""
    places_ahead_share: float = 0.05  # of a target, that all stations together may have ahead for work without a line
    alerts: AlertLimits = DEFAULT_LIMITS
    wanted: int = 0  # complete interviews, where no quota says how many
    consent_features: tuple[str, ...] = ()  # variables of the quota that the wording of `recontact` names
    consent_until: date | None = None  # last day on which a consent to be contacted again may be used
    records_calls: bool = False  # as the notice declares, after consent

    @property
    def in_force(self) -> RulesInForce:
        """Hours and limits as they hold from now on."""
        retry = self.retry
        limits = retry.max_attempts, retry.max_attempts_per_day, retry.soft_refusal_days
        return RulesInForce(self.pack.name, self.calendar, *limits, self.beyond_preset_reason)

    def calendar_of(self, locality: str) -> CallingCalendar:
        """The hours on the clock and with the holidays of a case's locality."""
        return calendar_of(self.calendar, locality) if locality else self.calendar

    def for_case(self, locality: str) -> CaseRules:
        """The rules that hold for a case at a locality."""
        return CaseRules(self.calendar_of(locality), self.retry, self.schedule)

    def place_of(self, fields: Mapping[str, str], number_zone: str = "") -> str:
        """The locality of a sampled unit and its own hours; a zone nobody knows counts as the study's own.

        Args:
            number_zone: Of its first number, where the plan of numbers tells one; holds where the sample tells none.
        """
        zone = fields.get(self.zone_field, "") or number_zone
        known = zone if is_zone(zone) else ""
        state = state_named(self.calendar.country, fields.get(self.state_field, ""))
        hours = (_hour(fields.get(CALL_FROM, "")), _hour(fields.get(CALL_UNTIL, "")))
        return locality_key(known, state, self.calendar, *hours)

    def cell_of(self, fields: Mapping[str, str]) -> str:
        """The quota cell of a sampled unit, as far as its fields tell it."""
        return sample_cell(self.quota, fields)


def _hour(text: str) -> time | None:
    """As the import wrote it; hours of an older sample that are none count as not given."""
    try:
        return time.fromisoformat(text) if text else None
    except ValueError:
        return None
