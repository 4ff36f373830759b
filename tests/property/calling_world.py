"""A station at work, and an observer who knows the rules of calling by heart: written down once more, plainly."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

import holidays

from cati_app.domain.calling.calendar import CallingWindow
from cati_app.domain.calling.compliance import Breach, Rule
from cati_app.domain.casework.cases import CaseState
from cati_app.domain.ids import CaseId
from cati_app.domain.outcomes.finality import final_code
from cati_app.domain.people.users import User
from cati_app.domain.sampling.sample import SampledNumber, SampledUnit
from cati_app.fieldwork.calling.record_result import GivenResult
from cati_app.fieldwork.calling.take_case import Offer
from cati_app.fieldwork.rights import PROGRAM
from cati_app.fieldwork.rules import StudyRules
from cati_app.fieldwork.sample.import_sample import ImportOptions, ImportSample
from tests.stations import Site, fiction, work_by

EXPECTED = timedelta(minutes=20)
"""A call begins so long before the end of the hours."""


@dataclass(frozen=True)
class Regime:
    """The rules of a study for a while."""

    weekdays: tuple[time, time]
    saturdays: tuple[time, time] | None
    sundays: tuple[time, time] | None
    in_all: int
    a_day: int
    rest_days: int = 7

    def hours(self, day: date, state: str) -> tuple[time, time] | None:
        if day.weekday() == 6 or day in holidays.country_holidays("DE", subdiv=state, years=day.year):
            return self.sundays
        return self.saturdays if day.weekday() == 5 else self.weekdays

    def of(self, rules: StudyRules) -> StudyRules:
        """The study's rules with these hours and limits."""
        weekdays, saturday, sunday = (
            CallingWindow(*one) if one else None for one in (self.weekdays, self.saturdays, self.sundays)
        )
        calendar = replace(rules.calendar, weekdays=weekdays, saturday=saturday, sunday=sunday)
        limits = {"max_attempts": self.in_all, "max_attempts_per_day": self.a_day, "soft_refusal_days": self.rest_days}
        return replace(rules, calendar=calendar, retry=replace(rules.retry, **limits), beyond_preset_reason="why not")


PRESET = Regime((time(9), time(20)), (time(10), time(20)), None, 10, 3)
STRICT = Regime((time(10), time(18)), None, None, 4, 2, 14)
REGIMES = (
    PRESET,
    STRICT,
    Regime((time(9), time(21)), (time(10), time(20)), (time(10), time(18)), 10, 4, 3),  # all that the guideline allows
)
HOMES = {  # zone, state, own hours
    "case-1": ("", "", None),
    "case-2": ("Atlantic/Azores", "NI", None),
    "case-3": ("Europe/Athens", "BY", None),
    "case-4": ("Asia/Tokyo", "NI", None),
    "case-5": ("", "", (time(12, 15), time(18, 30))),
    "case-6": ("", "", None),
}
OWN_HOURS = (None, (time(12, 15), time(18, 30)), (time(9), time(11)), (time(18), time(22)))
_AFTER_A_NO = {Rule.REFUSED, Rule.SOFT_TOO_EARLY, Rule.SOFT_TWICE}


class World:
    """Two interviewers, a supervisor, six cases; what was dialled is held against the rules by the observer."""

    def __init__(self) -> None:
        self._folder = TemporaryDirectory()
        self.site = Site(Path(self._folder.name), cases=5)
        self.site.add_cases([6], lines=3)
        for case_no in range(1, 7):
            self.site.name_case(case_no, f"S{case_no}")
        self.regime = PRESET
        self.homes = dict(HOMES)
        self.hands: dict[str, Offer] = {}
        self.undo: dict[str, GivenResult] = {}
        self.blocked: set[str] = set()
        self._on_a_day: Counter[tuple[str, date]] = Counter()
        self._of_number: Counter[str] = Counter()
        self._of_case: Counter[str] = Counter()
        self._known: set[Breach] = set()

    def close(self) -> None:
        self.site.close()
        self._folder.cleanup()

    def begin(self, start: datetime, released: set[str], regime: Regime) -> None:
        """The sample with its places, of which some cases are released: the fewer, the more happens to each."""
        self.site.clock._now = start
        for case_id in HOMES.keys() - released:
            self.site.sql_write("UPDATE \"case\" SET state = 'unreleased', route_id = NULL WHERE id = ?", (case_id,))
        for case_id in sorted(released):
            lines = range(3) if case_id == "case-6" else range(1)
            self.file_comes(case_id, tuple(int(case_id[5:]) + 100 * line for line in lines), self.homes[case_id][2])
        self._follow(regime)

    def user(self, who: bool) -> User:
        """Both are trained for those who refused softly."""
        user = self.site.ann if who else self.site.bob
        return replace(user, skills=(self.site.station.rules.schedule.conversion_skill,))

    def file_comes(self, case_id: str, numbers: tuple[int, ...], own: tuple[time, time] | None) -> None:
        """A sample file has the case with these numbers, to be called at these hours of its own."""
        zone, state, _ = self.homes[case_id]
        self.homes[case_id] = zone, state, own
        since, until = (f"{at:%H:%M}" for at in own) if own else ("", "")
        fields = {"time_zone": zone, "state": state, "call_from": since, "call_until": until}
        lines = tuple(SampledNumber(fiction(number), "tel") for number in numbers)
        unit = SampledUnit(2, f"S{case_id[5:]}", "landline", None, lines, fields)
        imports = ImportSample(self.site.units(), self.site.clock, self.site.station._ids, self.site.station.rules)
        imports(PROGRAM, [unit], ImportOptions(share_numbers=True))

    def opened_again(self, regime: Regime) -> None:
        """The machine stops whatever it does, and the study is opened with these rules."""
        self.hands.clear()
        self.undo.clear()
        self.site.reopen()
        self._follow(regime)

    def _follow(self, regime: Regime) -> None:
        self.regime = regime
        work_by(self.site.station, regime.of(self.site.station.rules))
        self.site.station.prepare(self.site.keys)

    def number_is_blocked(self, number: int) -> None:
        with self.site.units()() as unit:
            unit.blocklist.add([fiction(number).e164], self.site.clock.now(), "another study")
        self.blocked.add(fiction(number).e164)

    def was_stale(self, offer: Offer) -> bool:
        """Whether the case went to others, or its attempt has its end."""
        with self.site.units()() as unit:
            held = unit.calls.open_attempt_of(offer.attempt.user_id)
        return held is None or held.id != offer.attempt.id

    def observe(self, user: User, offer: Offer, number: int) -> None:
        """A call was made: it was allowed."""
        case_id, e164 = offer.case.id, offer.case.numbers[number].number
        assert e164 is not None
        zone, state, own = self.homes[case_id]
        local = self.site.clock.now().astimezone(ZoneInfo(zone or "Europe/Berlin"))
        hours = self.regime.hours(local.date(), state or "NI")
        assert hours is not None
        for begin, end in (hours, own or hours):
            assert begin <= local.time()
            assert local <= local.replace(hour=end.hour, minute=end.minute, second=0, microsecond=0) - EXPECTED
        self._on_a_day[e164.e164, local.date()] += 1
        self._of_number[e164.e164] += 1
        self._of_case[case_id] += 1
        assert self._on_a_day[e164.e164, local.date()] <= self.regime.a_day
        assert self._of_number[e164.e164] <= self.regime.in_all
        assert self._of_case[case_id] <= self.regime.in_all
        with self.site.units()() as unit:
            case = unit.cases.get(CaseId(case_id))
            assert not unit.blocklist.holding([e164.e164])
        assert (CaseState.OPEN, user.id) == (case.state, case.locked_by)
        lines = {one.number.e164 for one in case.numbers if one.number is not None}
        assert e164.e164 in lines
        assert not self.blocked & lines

    def corrected(self, case_no: int) -> None:
        """A result is another one now: calls after it may turn out to be calls after a no, made in good faith."""
        breaches = set(self.site.station.read_compliance(self.site.keys)(PROGRAM).ledger.breaches)
        assert all(one.case_no == case_no and one.rule in _AFTER_A_NO for one in breaches - self._known)
        self._known = breaches

    def check(self) -> None:
        """What holds after every step."""
        assert set(self.site.station.read_compliance(self.site.keys)(PROGRAM).ledger.breaches) <= self._known
        with self.site.units()() as unit:
            holders = [holder for _, holder, _ in unit.cases.queue.held()]
            assert len(holders) == len(set(holders))
            rules = self.site.station.rules
            for history in unit.histories.all():
                case = unit.cases.get(CaseId(history.case_id))
                if case.state is CaseState.CLOSED:
                    assert case.disposition == final_code(history, rules.unscreened)


STARTS = (
    datetime(2026, 11, 24, 15, tzinfo=UTC),
    datetime(2026, 3, 28, 16, tzinfo=UTC),  # the night clocks go forward
    datetime(2026, 10, 24, 15, tzinfo=UTC),  # and back
    datetime(2026, 12, 30, 15, tzinfo=UTC),  # year end
    datetime(2028, 2, 28, 16, tzinfo=UTC),  # leap day
    datetime(2026, 4, 2, 8, tzinfo=UTC),  # Easter
)
