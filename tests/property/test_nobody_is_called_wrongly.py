"""Random interviewers, clocks and results: nobody is ever called outside the hours or above the limits."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

import holidays
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from cati_app.domain.errors import RuleViolation
from cati_app.domain.ids import CaseId
from cati_app.domain.people import User
from cati_app.services.record_result import Agreed
from cati_app.services.take_case import Offer
from tests.stations import Site

STARTS = (
    datetime(2026, 11, 24, 15, tzinfo=UTC),
    datetime(2026, 3, 28, 16, tzinfo=UTC),  # the night clocks go forward
    datetime(2026, 10, 24, 15, tzinfo=UTC),  # and back
    datetime(2026, 12, 30, 15, tzinfo=UTC),  # year end
    datetime(2028, 2, 28, 16, tzinfo=UTC),  # leap day
    datetime(2026, 4, 2, 8, tzinfo=UTC),  # Easter
)
PLACES = ("", "Atlantic/Azores|NI", "Europe/Athens|BY", "Asia/Tokyo|NI", "||12:15-18:30")
OWN_HOURS = {"||12:15-18:30": ((12, 15), (18, 10))}  # 20 minutes are expected
RESULTS = st.sampled_from(
    [
        "busy",
        "no_answer",
        "machine",
        "line_problem",
        "contact_other_person",
        "soft_refusal",
        "refusal",
        "agreed",
        "not_in_service",
    ]
)
MINUTES = st.sampled_from([1, 4, 16, 61, 240, 700, 1440, 4320, -60, -240, -1440])


class Fieldwork(RuleBasedStateMachine):
    """Two interviewers on one machine, and an observer that knows the rules by heart."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = TemporaryDirectory()
        self.site = Site(Path(self.folder.name), cases=5)
        self.site.add_cases([6], lines=3)
        self.hands: dict[str, Offer] = {}
        self.dialled: set[str] = set()
        self.calls: Counter[tuple[str, date]] = Counter()
        self.total: Counter[str] = Counter()
        self.closed: set[str] = set()

    def teardown(self) -> None:
        self.site.close()
        self.folder.cleanup()

    @initialize(start=st.sampled_from(STARTS))
    def begin(self, start: datetime) -> None:
        self.site.clock._now = start
        with self.site.units()() as unit:
            for number, place in enumerate(PLACES, 1):
                unit.cases.update(CaseId(f"case-{number}"), place=place)
            unit.commit()

    def _user(self, who: bool) -> User:
        return self.site.ann if who else self.site.bob

    @rule(minutes=MINUTES)
    def time_passes(self, minutes: int) -> None:
        self.site.clock._now += timedelta(minutes=minutes)  # also back, as a clock may be set

    @rule(who=st.booleans())
    def takes(self, who: bool) -> None:
        user = self._user(who)
        self.site.place(user).settle(user)
        offer = self.site.place(user).take_case(user)
        if isinstance(offer, Offer):
            assert offer.case.id not in self.closed
            assert all(o.case.id != offer.case.id or login == user.login or self._was_stale(o)
                       for login, o in self.hands.items())  # fmt: skip
            self.hands[user.login] = offer
            if not offer.dialled:
                self.dialled.discard(user.login)

    def _was_stale(self, offer: Offer) -> bool:
        """Whether the hold was taken away by the lease."""
        with self.site.units()() as unit:
            return unit.calls.open_attempt_of(offer.attempt.user_id) is None

    @precondition(lambda self: bool(self.hands))
    @rule(who=st.booleans())
    def dials(self, who: bool) -> None:
        user = self._user(who)
        offer = self.hands.get(user.login)
        if offer is None:
            return
        try:
            self.site.place(user).start_call(user, offer.attempt, offer.case.numbers[offer.number])
        except RuleViolation:
            return
        self.dialled.add(user.login)
        self._observe(offer)

    def _observe(self, offer: Offer) -> None:
        """The German rules and the study's, written down once more."""
        zone, state = (*offer.case.place.split("|"), "")[:2]
        local = self.site.clock.now().astimezone(ZoneInfo(zone or "Europe/Berlin"))
        first = 10 if local.weekday() == 5 else 9
        assert local.weekday() != 6
        assert local.date() not in holidays.country_holidays("DE", subdiv=state or "NI", years=local.year)
        begin, last = OWN_HOURS.get(offer.case.place, ((first, 0), (19, 40)))
        assert max(begin, (first, 0)) <= (local.hour, local.minute)
        assert local <= local.replace(hour=last[0], minute=last[1], second=0, microsecond=0)
        self.calls[offer.case.id, local.date()] += 1
        self.total[offer.case.id] += 1
        assert self.calls[offer.case.id, local.date()] <= 3
        assert self.total[offer.case.id] <= 10
        assert offer.case.id not in self.closed

    @precondition(lambda self: bool(self.hands))
    @rule(who=st.booleans(), result=RESULTS, ahead=st.integers(1, 5000))
    def ends(self, who: bool, result: str, ahead: int) -> None:
        user = self._user(who)
        offer = self.hands.get(user.login)
        if offer is None or user.login not in self.dialled:
            return
        agreed = Agreed(self.site.clock.now() + timedelta(minutes=ahead), firm=ahead % 2 == 0)
        name = "appointment_firm" if result == "agreed" else result
        try:
            given = self.site.place(user).record_result(
                user, offer.attempt, name, agreed=agreed if result == "agreed" else None
            )
        except RuleViolation:
            return
        except LookupError:
            assert self._was_stale(offer)
            del self.hands[user.login]
            return
        del self.hands[user.login]
        self.dialled.discard(user.login)
        if given.consequence.closes:
            self.closed.add(offer.case.id)

    @rule(who=st.booleans(), result=RESULTS, times=st.integers(1, 4), ahead=st.integers(1, 5000))
    def works_on(self, who: bool, result: str, times: int, ahead: int) -> None:
        """What most of the day consists of: several dials on a case, and a result."""
        self.takes(who)
        for _ in range(times):
            self.dials(who)
        self.ends(who, result, ahead)

    @rule(who=st.booleans())
    def gives_back(self, who: bool) -> None:
        user = self._user(who)
        offer = self.hands.get(user.login)
        if offer is None or user.login in self.dialled:
            return
        try:
            self.site.place(user).return_case(user, offer.attempt)
        except (RuleViolation, LookupError):
            assert self._was_stale(offer) or offer.dialled
            return
        del self.hands[user.login]


Fieldwork.TestCase.settings = settings(
    max_examples=15, stateful_step_count=40, deadline=None, suppress_health_check=list(HealthCheck)
)
TestFieldwork = Fieldwork.TestCase
