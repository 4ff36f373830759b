"""Random interviewers, clocks, files, rules and corrections: nobody is ever called wrongly, whatever the order."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from cati_app.domain.casework.after_call import Agreed
from cati_app.domain.errors import RuleViolation
from cati_app.domain.ids import CaseId
from cati_app.fieldwork.calling.take_case import Offer
from tests.property.calling_world import HOMES, OWN_HOURS, REGIMES, STARTS, STRICT, Regime, World

RESULTS = st.sampled_from(
    [
        "busy",
        "no_answer",
        "machine",
        "line_problem",
        "contact_other_person",
        "soft_refusal",
        "refusal",
        "never_again",
        "agreed",
        "not_in_service",
    ]
)
CORRECTIONS = st.sampled_from(["busy", "no_answer", "soft_refusal", "refusal_household", "refusal", "disconnected"])
MINUTES = st.sampled_from([1, 4, 16, 61, 240, 700, 1440, 4320, 10080, -60, -240, -1440])
CASES = st.sampled_from(sorted(HOMES))
NUMBERS = st.lists(st.sampled_from([1, 106, 300]), unique=True, min_size=1, max_size=3).map(tuple)
"""Of the first and the last case, and one that nobody had; cases may share them."""


class Fieldwork(RuleBasedStateMachine):
    """Two interviewers and a supervisor on one machine, and an observer that knows the rules by heart."""

    def __init__(self) -> None:
        super().__init__()
        self.world = World()
        self.released: list[str] = []

    def teardown(self) -> None:
        self.world.close()

    @initialize(
        start=st.sampled_from(STARTS),
        released=st.sets(CASES, min_size=1, max_size=3),
        regime=st.sampled_from((STRICT, *REGIMES)),
    )
    def begin(self, start: datetime, released: set[str], regime: Regime) -> None:
        self.world.begin(start, released, regime)
        self.released = sorted(released)

    @invariant()
    def no_rule_is_broken(self) -> None:
        self.world.check()

    @rule(minutes=MINUTES)
    def time_passes(self, minutes: int) -> None:
        self.world.site.clock._now += timedelta(minutes=minutes)  # also back, as a clock may be set

    # -- at the telephone ---------------------------------------------------------------------------------------

    @rule(who=st.booleans())
    def takes(self, who: bool) -> None:
        world, user = self.world, self.world.user(who)
        place = world.site.place(user)
        offer = place.take_case(user)
        if isinstance(offer, Offer):
            others = [one for login, one in world.hands.items() if login != user.login]
            assert all(one.case.id != offer.case.id or world.was_stale(one) for one in others)
            world.hands[user.login] = offer

    @precondition(lambda self: bool(self.world.hands))
    @rule(who=st.booleans(), other=st.integers(0, 2))
    def dials(self, who: bool, other: int) -> None:
        """The number shown, or another one of the case."""
        world, user = self.world, self.world.user(who)
        offer = world.hands.get(user.login)
        if offer is None:
            return
        number = (offer.number + other) % len(offer.case.numbers)
        try:
            world.site.place(user).start_call(user, offer.attempt, offer.case.numbers[number])
        except RuleViolation:
            return
        world.observe(user, offer, number)

    @precondition(lambda self: bool(self.world.hands))
    @rule(who=st.booleans(), result=RESULTS, ahead=st.integers(1, 5000))
    def ends(self, who: bool, result: str, ahead: int) -> None:
        world, user = self.world, self.world.user(who)
        offer = world.hands.get(user.login)
        if offer is None:
            return
        agreed = Agreed(world.site.clock.now() + timedelta(minutes=ahead), firm=ahead % 2 == 0)
        name = {"agreed": "appointment_firm", "never_again": "refusal"}.get(result, result)
        try:
            world.undo[user.login] = world.site.place(user).record_result(
                user,
                offer.attempt,
                name,
                note="noted",
                agreed=agreed if result == "agreed" else None,
                never_again=result == "never_again",
            )
        except RuleViolation:
            return
        del world.hands[user.login]

    @rule(who=st.booleans(), result=RESULTS, times=st.integers(1, 4), ahead=st.integers(1, 5000))
    def works_on(self, who: bool, result: str, times: int, ahead: int) -> None:
        """What most of the day consists of: several dials on a case, and a result."""
        self.takes(who)
        for other in range(times):
            self.dials(who, other % 2)
        self.ends(who, result, ahead)

    @rule(who=st.booleans(), result=RESULTS, times=st.integers(1, 3), later=RESULTS)
    def thinks_better_of_it(self, who: bool, result: str, times: int, later: str) -> None:
        """A result is taken back at once, and another one given: no attempt comes back with it."""
        self.works_on(who, result, times, 90)
        self.takes_back(who, fetched=True)
        self.dials(who, other=1)
        self.ends(who, later, 1500)

    @precondition(lambda self: bool(self.world.undo))
    @rule(who=st.booleans(), fetched=st.booleans())
    def takes_back(self, who: bool, fetched: bool) -> None:
        """The last result, with or without another case fetched since."""
        world, user = self.world, self.world.user(who)
        given = world.undo.get(user.login)
        if given is None:
            return
        if fetched:
            self.takes(who)
        offer = world.hands.get(user.login)
        try:
            world.site.place(user).take_back(user, given, offer.attempt if offer is not None else None)
        except RuleViolation:
            return
        del world.undo[user.login]
        world.hands.pop(user.login, None)
        self.takes(who)

    @rule(who=st.booleans())
    def gives_back(self, who: bool) -> None:
        world, user = self.world, self.world.user(who)
        offer = world.hands.get(user.login)
        if offer is None:
            return
        try:
            world.site.place(user).return_case(user, offer.attempt)
        except RuleViolation:
            return
        del world.hands[user.login]

    @rule(who=st.booleans(), leaves=st.booleans())
    def lives(self, who: bool, leaves: bool) -> None:
        """A heartbeat, and what was to be blocked is."""
        user = self.world.user(who)
        self.world.site.place(user).keep_case(user)
        self.world.site.place(user).settle_blocks(user, leaves=leaves)

    # -- around it ----------------------------------------------------------------------------------------------

    @rule(which=st.integers(0, 3), attempt=st.integers(1, 3), result=CORRECTIONS)
    def supervisor_corrects(self, which: int, attempt: int, result: str) -> None:
        site, case_id = self.world.site, self.released[which % len(self.released)]
        try:
            site.station.change_result(site.keys)(site.sue, CaseId(case_id), attempt, result, "misheard")
        except RuleViolation:
            return
        self.world.corrected(int(case_id[5:]))

    @rule(which=st.integers(0, 3), numbers=NUMBERS, own=st.sampled_from(OWN_HOURS))
    def file_comes(self, which: int, numbers: tuple[int, ...], own: tuple[time, time] | None) -> None:
        self.world.file_comes(self.released[which % len(self.released)], numbers, own)

    @rule(number=st.sampled_from([1, 2, 3, 4, 106, 300]))
    def another_study_blocks(self, number: int) -> None:
        self.world.number_is_blocked(number)

    @rule(regime=st.sampled_from(REGIMES))
    def study_is_opened_again(self, regime: Regime) -> None:
        """With other rules; whatever was in hand on this machine is as if it had died."""
        self.world.opened_again(regime)


Fieldwork.TestCase.settings = settings(
    max_examples=20, stateful_step_count=30, deadline=None, suppress_health_check=list(HealthCheck)
)
TestFieldwork = Fieldwork.TestCase
