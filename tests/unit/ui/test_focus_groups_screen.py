"""The tab of focus groups without Qt: what it says of groups and people, and what a supervisor does there."""

from __future__ import annotations

from datetime import date, time

import pytest

from cati_app.domain.focus_groups.consents import ConsentTerms
from cati_app.domain.focus_groups.group_plan import GroupPlan, Mix, SeatRange, Shortfall
from cati_app.domain.focus_groups.invitations import InvitationStanding
from cati_app.domain.focus_groups.planned_group import PlannedGroup
from cati_app.domain.ids import CaseId
from cati_app.fieldwork.recruiting.draw_groups import DrawGroups
from cati_app.fieldwork.recruiting.invite import KeepInvitations
from cati_app.fieldwork.recruiting.read_groups import GroupsNow, ReadGroups
from cati_app.texts import words_of
from cati_app.ui.desk.groups.port import PersonLeft
from cati_app.ui.desk.groups.presenter import TAB, FocusGroupsPresenter
from cati_app.ui.desk.groups.states import FocusGroupsState
from cati_app.ui.desk.states import TableState
from cati_app.ui.stage.panel_states import ChoicePanelState, ExplanationState, PanelKind
from cati_app.ui.stage.stage import Stage
from tests.fakes.runner import RunnerOnDemand
from tests.stations import Site
from tests.unit.ui.stagehands import Shell

_NONE = TableState("", "", (), ())


class Tab:
    """The tab on five people who left a consent, and groups of three and of six seats."""

    group_selected = person_selected = group_opened = person_opened = property(lambda self: None)

    def __init__(self, site: Site) -> None:
        self.site, self.shell, self.runner = site, Shell(), RunnerOnDemand()
        mix = {"age_group": Mix({"old": SeatRange(1, 3)}, others=True)}
        planned = [
            PlannedGroup(GroupPlan(name, seats, {}, mix), seats, 2, date(2027, 2, 16), time(18), "de")
            for name, seats in (("g1", 3), ("g2", 6))
        ]
        units = site.units()
        self.reading = ReadGroups(units, None, site.clock, planned, "2027-1")
        self.drawing = DrawGroups(units, self.reading, site.clock)
        self.keep = KeepInvitations(units, self.reading, site.clock)
        self.state = FocusGroupsState(_NONE, _NONE)
        self.presenter = FocusGroupsPresenter(Stage(self.shell, words_of("en"), self.runner), self, self)
        self.presenter.shown(TAB)
        self.rest()

    def render_groups(self, state: FocusGroupsState) -> None:
        self.state = state

    def read(self) -> GroupsNow:
        return self.reading(self.site.sue)

    def draw(self, group: str) -> Shortfall | None:
        drawn = self.drawing(self.site.sue, group)
        return drawn if isinstance(drawn, Shortfall) else None

    def note(self, group: str, consent: str, standing: InvitationStanding) -> None:
        self.keep.note(self.site.sue, group, consent, standing)

    def contact(self, consent: str) -> PersonLeft:
        return PersonLeft(self.keep.show(self.site.sue, consent)[0].details, ("+493023125001",))

    def withdraw(self, consent: str) -> None:
        self.keep.withdraw(self.site.sue, consent)

    def feature(self, name: str) -> str:
        return name.title()

    def value(self, name: str, code: str) -> str:
        return code.upper()

    def rest(self) -> None:
        self.runner.run_all()

    def do(self, command: str, code: str = "") -> ChoicePanelState:
        """A command, and what is chosen in its panel."""
        assert self.presenter.command(command)
        panel = self.shell.panel
        assert isinstance(panel, ChoicePanelState)
        if code:
            self.presenter.chosen(panel.kind, code)
            self.rest()
        return panel

    @property
    def told(self) -> str:
        message = self.shell.message
        return message.text if message is not None else ""

    @property
    def standings(self) -> list[str]:
        return [row[4] for row in self.state.people.rows]


@pytest.fixture
def tab(site: Site) -> Tab:
    with site.units()() as unit:
        for number, age in enumerate(("young", "young", "old", "old", "old"), 1):
            terms = ConsentTerms("again", "f" * 64, "de", {"age_group": age})
            case = CaseId(f"case-{number}")
            unit.contacts.keep_for_recontact(case, site.clock.now().date(), terms, {"Name": f"Mrs Brown {number}"})
        unit.commit()
    return Tab(site)


def test_groups_say_whether_they_can_be_filled_before_they_are_drawn(tab: Tab) -> None:
    assert ("g1", "g1", "16.02.2027 18:00", "de", "3", "5", "0", "0", "0", "0") == tab.state.groups.rows[0]
    assert ("It can be filled.", True, ()) == (tab.state.news, tab.state.can_draw, tab.state.people.rows)

    tab.presenter.select_group("g2")
    assert "There are 5 people for 6 seats." == tab.state.news
    tab.do("group_draw", "draw")

    assert "Nothing was drawn: There are 5 people for 6 seats." == tab.told


def test_a_group_is_drawn_and_everybody_has_a_reason(tab: Tab) -> None:
    panel = tab.do("group_draw", "draw")

    assert (PanelKind.FOCUS_GROUP_DRAW, "Draw g1: 3 people are invited") == (panel.kind, panel.title)
    assert ("No.", "Person", "Hash", "Standing", "Why", "Age_Group") == tab.state.people.columns
    assert (5, 3, 2) == (len(tab.standings), tab.standings.count("proposed"), tab.standings.count("–"))
    assert {"fits", "not needed: all seats are taken"} <= {row[5] for row in tab.state.people.rows}
    assert {"YOUNG", "OLD"} == {row[6] for row in tab.state.people.rows}
    assert ("“g1” is drawn.", False, "Replace …") == (tab.told, tab.state.can_draw, tab.state.draw)


def test_an_answer_is_noted_and_a_place_that_is_free_again_is_drawn(tab: Tab) -> None:
    tab.do("group_draw", "draw")
    seated = next(row[0] for row in tab.state.people.rows if row[4] == "proposed")
    tab.presenter.select_person(seated)
    assert ["invited", "accepted", "declined", "contact", "withdraw"] == [
        option.code for option in tab.do("group_person").options
    ]
    tab.do("group_person", "declined")

    assert "Places that are free again: 1. Ctrl+D draws who takes them." == tab.state.news
    tab.do("group_draw", "draw")

    assert (3, 1) == (tab.standings.count("proposed"), tab.standings.count("declined"))
    tab.presenter.select_person(seated)
    assert ["contact", "withdraw"] == [option.code for option in tab.do("group_person").options]


def test_name_and_numbers_are_shown_on_demand_and_a_consent_is_taken_back(tab: Tab) -> None:
    tab.do("group_draw", "draw")
    tab.presenter.select_person(next(row[0] for row in tab.state.people.rows if row[4] == "proposed"))
    tab.do("group_person", "contact")
    shown = tab.shell.panel
    assert isinstance(shown, ExplanationState)
    assert ("Mrs Brown", "+493023125001") == (shown.lines[0].text[:9], shown.lines[1].text)
    assert "Brown" not in repr(tab.state)

    tab.do("group_person", "withdraw")

    assert 1 == tab.standings.count("consent over")
    assert tab.presenter.command("group_person")
    assert "Nothing more can become of this person." == tab.told


def test_whoever_has_no_place_is_not_invited(tab: Tab) -> None:
    tab.do("group_draw", "draw")
    tab.presenter.select_person(next(row[0] for row in tab.state.people.rows if row[4] == "–"))

    assert (True, False) == (tab.presenter.command("group_person"), tab.state.has_person)
    assert "Only somebody who has a place can be invited." == tab.told
    assert tab.presenter.command("group_draw")
    assert "Nobody of “g1” has dropped out since the last draw." == tab.told
