"""Focus groups after the field: drawn, replaced, invited and withdrawn, over consents in memory."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, time, timedelta

import pytest

from cati_app.domain.errors import RuleViolation
from cati_app.domain.focus_groups.consents import ConsentTerms
from cati_app.domain.focus_groups.group_draw import SeatReason
from cati_app.domain.focus_groups.group_plan import GroupPlan, Infeasible, Mix, SeatRange, Shortfall
from cati_app.domain.focus_groups.invitations import DRAWN, WITHDRAWN, GroupRecord, InvitationStanding, follows
from cati_app.domain.focus_groups.planned_group import LANGUAGE, PlannedGroup
from cati_app.domain.ids import CaseId
from cati_app.fieldwork.recruiting.draw_groups import DrawGroups
from cati_app.fieldwork.recruiting.invite import KeepInvitations
from cati_app.fieldwork.recruiting.read_groups import CONSENT, GroupsNow, ReadGroups
from tests.stations import Site

AGES = ("young", "young", "old", "old", "old")
MIX = {"age_group": Mix({"young": SeatRange(1, 1)}, others=True)}


def group(name: str, seats: int, language: str = "de", mix: Mapping[str, Mix] = MIX) -> PlannedGroup:
    plan = GroupPlan(name, seats, {}, mix)
    return PlannedGroup(plan, seats, 2, date(2027, 2, 16), time(18), language)


class Groups:
    """The use cases of a supervisor on five people who consented."""

    def __init__(self, site: Site, *planned: PlannedGroup, here: bool = False) -> None:
        self.site, units = site, site.units()
        self.read = ReadGroups(units, units if here else None, site.clock, planned, "2027-1")
        self.draw = DrawGroups(units, self.read, site.clock)
        self.keep = KeepInvitations(units, self.read, site.clock)

    @property
    def now(self) -> GroupsNow:
        return self.read(self.site.sue)

    def seated(self, name: str = "g1") -> tuple[str, ...]:
        """Draw, and whom it seated."""
        drawn = self.draw(self.site.sue, name)
        assert not isinstance(drawn, Shortfall), drawn
        return drawn[name].seated

    def record(self, name: str = "g1") -> GroupRecord:
        return self.now.group(name).record

    def kinds(self) -> list[str]:
        with self.site.units()() as unit:
            return [logged.event.kind for logged in unit.log.of_groups()]


@pytest.fixture
def five(site: Site) -> Site:
    """Each of five cases has left a consent."""
    with site.units()() as unit:
        for number, age in enumerate(AGES, 1):
            terms = ConsentTerms("again", "f" * 64, "de", {"age_group": age})
            details = {"contact_name": f"Mrs Brown {number}"}
            unit.contacts.keep_for_recontact(CaseId(f"case-{number}"), site.clock.now().date(), terms, details)
        unit.commit()
    return site


def test_a_draw_is_a_fact_that_tells_a_hub_no_person(five: Site) -> None:
    groups = Groups(five, group("g1", 3))
    seated = groups.seated()

    assert (3, {InvitationStanding.PROPOSED}) == (len(seated), set(groups.record().standings.values()))
    with five.units()() as unit:
        (fact,) = unit.log.of_groups()
    assert {"group": "g1", "draw": 1, "seated": 3, "people": 5} == {
        name: value for name, value in (fact.event.payload or {}).items() if not name.endswith("_sealed")
    }
    drawn = groups.record().draw
    assert drawn is not None
    assert list(range(1, 6)) == [turn.number for turn in drawn.turns]
    digests = [groups.now.digest(turn.id) for turn in drawn.turns]
    assert sorted(digests) == digests
    assert 1 == sum(groups.now.people[one].value("age_group") == "young" for one in seated)


def test_whoever_declines_is_replaced_in_the_same_order_and_the_others_stay(five: Site) -> None:
    groups = Groups(five, group("g1", 3, mix={}))
    seated = groups.seated()
    with pytest.raises(RuleViolation, match="group_full"):
        groups.seated()
    groups.keep.note(five.sue, "g1", seated[1], InvitationStanding.INVITED)
    groups.keep.note(five.sue, "g1", seated[1], InvitationStanding.DECLINED)

    again = groups.seated()

    assert (seated[0], seated[2]) == again[:2]
    drawn = groups.record().draw
    assert drawn is not None
    reasons = {turn.id: turn.reason for turn in drawn.turns}
    assert (SeatReason.DROPPED_OUT, 2) == (reasons[seated[1]], groups.record().draws)
    standings = groups.record().standings
    assert (InvitationStanding.DECLINED, InvitationStanding.PROPOSED) == (standings[seated[1]], standings[again[2]])


def test_nobody_sits_in_two_groups_and_all_are_drawn_at_once(five: Site) -> None:
    groups = Groups(five, group("g1", 3, mix={}), group("g2", 2, mix={}))

    drawn = groups.draw(five.sue)

    assert not isinstance(drawn, Shortfall)
    both = [*drawn["g1"].seated, *drawn["g2"].seated]
    assert (5, 5) == (len(both), len(set(both)))
    with pytest.raises(RuleViolation, match="groups_drawn"):
        groups.draw(five.sue)


def test_a_group_that_cannot_be_filled_says_why_and_nothing_is_written(five: Site) -> None:
    groups = Groups(five, group("g1", 6))

    short = groups.draw(five.sue, "g1")

    assert Shortfall(Infeasible.POOL, wanted=6, there=5) == short == groups.now.group("g1").for_seats
    assert [] == groups.kinds()


def test_a_group_takes_people_who_were_interviewed_in_its_language(five: Site) -> None:
    with five.units()() as unit:
        terms = ConsentTerms("again", "f" * 64, "ar", {"age_group": "old"})
        unit.contacts.keep_for_recontact(CaseId("case-5"), five.clock.now().date(), terms, {"contact_name": "x"})
        unit.commit()
    groups = Groups(five, group("g1", 1, "ar", mix={}))

    (only,) = groups.seated()

    assert ("ar", 1) == (groups.now.people[only].value(LANGUAGE), groups.now.group("g1").fitting)


def test_a_consent_taken_back_holds_at_once_everywhere(five: Site) -> None:
    groups = Groups(five, group("g1", 3, mix={}))
    seated = groups.seated()
    _, case = groups.keep.show(five.sue, seated[0])

    groups.keep.withdraw(five.sue, seated[0])

    with five.units()() as unit:
        assert case.id not in unit.contacts.kept_cases()
        (fact,) = (logged for logged in unit.log.of_groups() if logged.event.kind == WITHDRAWN)
        assert '"question": "again"' in unit.contacts.of_fact(fact, CONSENT)
        assert 1 == unit.log.kinds()["contact_shown"]
    assert InvitationStanding.WITHDRAWN is groups.record().standings[seated[0]]
    assert seated[0] not in groups.now.people
    for gone in (lambda: groups.keep.show(five.sue, seated[0]), lambda: groups.keep.withdraw(five.sue, seated[0])):
        with pytest.raises(RuleViolation, match="no_consent"):
            gone()
    with pytest.raises(RuleViolation, match="invitation_is"):
        groups.keep.note(five.sue, "g1", seated[0], InvitationStanding.ACCEPTED)
    assert seated[0] not in groups.seated()


def test_a_consent_is_over_after_its_last_day(five: Site) -> None:
    today = five.clock.now().date()
    for number, until in ((1, today), (2, today - timedelta(days=1))):
        with five.units()() as unit:
            terms = ConsentTerms("again", "f" * 64, "de", {}, until)
            unit.contacts.keep_for_recontact(CaseId(f"case-{number}"), today, terms, {"contact_name": "x"})
            unit.commit()

    now = Groups(five, group("g1", 4, mix={})).now

    assert (4, 1) == (len(now.people), now.expired)


def test_facts_that_a_copy_has_as_well_count_once(five: Site) -> None:
    groups = Groups(five, group("g1", 3, mix={}), here=True)
    groups.seated()

    assert (1, [DRAWN]) == (groups.record().draws, groups.kinds())


@pytest.mark.parametrize("before", InvitationStanding)
@pytest.mark.parametrize("after", InvitationStanding)
def test_a_standing_follows_another_or_is_refused(before: InvitationStanding, after: InvitationStanding) -> None:
    record = GroupRecord("g1", standings={"one": before})
    if after in follows(before):
        assert {"one": after} == record.answered("one", after).standings
    else:
        with pytest.raises(RuleViolation, match="invitation_is"):
            record.answered("one", after)


def test_who_was_not_drawn_has_no_standing(five: Site) -> None:
    groups = Groups(five, group("g1", 2, mix={}))
    seated = groups.seated()
    other = next(one for one in groups.now.people if one not in seated)

    with pytest.raises(RuleViolation, match="not_in_group"):
        groups.keep.note(five.sue, "g1", other, InvitationStanding.INVITED)
    with pytest.raises(RuleViolation, match="group_unknown"):
        groups.keep.note(five.sue, "g9", other, InvitationStanding.INVITED)
    assert [DRAWN] == groups.kinds()


def test_groups_are_for_supervisors(five: Site) -> None:
    groups = Groups(five, group("g1", 2))
    for user in (five.ann, five.eve):
        for refused in (
            lambda user=user: groups.read(user),
            lambda user=user: groups.draw(user),
            lambda user=user: groups.keep.withdraw(user, "x"),
            lambda user=user: groups.keep.note(user, "g1", "x", InvitationStanding.INVITED),
            lambda user=user: groups.keep.show(user, "x"),
        ):
            with pytest.raises(RuleViolation, match="supervisor_needed"):
                refused()
