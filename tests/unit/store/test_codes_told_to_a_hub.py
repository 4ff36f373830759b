"""Codes given at a station of a hub: written with the word that a place is to follow, told when there is a line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from unittest.mock import patch

import pytest

from cati_app.domain.casework.interviews import NOT_MOVED
from cati_app.domain.errors import EnvironmentProblem, RuleViolation
from cati_app.domain.events import LoggedEvent
from cati_app.domain.ids import CaseId, CellId, InterviewId
from cati_app.domain.people.users import User
from cati_app.domain.quota.steering import CellEdit
from cati_app.domain.sharing.decided import Vouched
from cati_app.domain.sharing.places import PlaceDerived, PlaceNow
from cati_app.fieldwork.monitor.code_answers import (
    CodeAnswers,
    CodingPlace,
    CodingResult,
    PlaceAfter,
    ReadOpenAnswers,
    WantedCodes,
)
from cati_app.fieldwork.monitor.coded_places import CodedPlaces
from cati_app.fieldwork.monitor.derived_places import (
    DERIVED,
    TO_FOLLOW,
    as_placed,
    derived_places,
    not_moved_at_hub,
)
from cati_app.fieldwork.monitor.places_at_hub import FollowCodesAtHub, PlacesTold
from cati_app.fieldwork.people.note_hub import ANSWERED, ReadVouched
from cati_app.fieldwork.quota.follow_place import PLACED
from cati_app.fieldwork.rights import PROGRAM
from cati_app.fieldwork.sharing.follow_for_all import FollowForAll
from cati_app.store.event_log import SqlEventLog
from tests.coded_field import QUESTION, counted, hold, opened
from tests.stations import Site

WOMEN, MEN, NONE = CellId("f/young"), CellId("m/young"), CellId("unclassified")
KEPT = (TO_FOLLOW, DERIVED, ANSWERED)


class HubOverLine:
    """The hub as a supervisor's station reaches it, on the whole study; its line can be cut, and lose answers."""

    def __init__(self, whole: Site) -> None:
        self.whole = whole
        self.is_cut = self.loses_answers = False
        self.heard: list[PlaceDerived] = []
        self.refuses = ""

    def follow(self, derived: PlaceDerived, id_: str) -> tuple[PlaceNow, Sequence[Vouched]]:
        """Done there, unless the line is cut."""
        if self.is_cut:
            raise EnvironmentProblem("hub_unanswered", "cut", "wait")
        if self.refuses:
            raise RuleViolation(self.refuses)
        self.heard.append(derived)
        follow = FollowForAll(self.whole.blind_units(), self.whole.clock, self.whole.station.rules)
        with patch.object(SqlEventLog, "of_interview", _own_facts):
            now, left = follow(self.whole.sue, 1, derived)
        if self.loses_answers:
            raise EnvironmentProblem("hub_unanswered", "cut", "wait")
        return now, [Vouched(f"{left.place} {len(self.heard)}", "a code")]


def _own_facts(log: SqlEventLog, interview: InterviewId) -> list[LoggedEvent]:
    """Of an interview, as a hub has them: its answers came with the logs of stations, and lie elsewhere."""
    return [each for kind in PLACED for each in log.of_kind(kind) if each.event.interview_id == interview]


class Station:
    """A station with a log of its own, which reads the whole study and has none of its cases."""

    def __init__(self, folder: Path, whole: Site) -> None:
        folder.mkdir()
        self.site = Site(folder, seed=3)
        self.site.clock = whole.clock
        self.site.loaded = whole.loaded
        self.site.reopen()
        self.whole, self.sue, self.eve = whole, whole.sue, whole.eve
        self.hub = HubOverLine(whole)
        self.places = CodedPlaces(whole.station.rules.quota, lambda: whole.station.earlier_forms, whole.clock)
        ids = self.site.station.opened.ids
        self.follow = FollowCodesAtHub(self.site.units(), whole.units(), self.places, whole.clock, ids, self.hub)
        read = ReadOpenAnswers(whole.units(), [QUESTION], str, here=self.site.units())
        self.code = CodeAnswers(self.site.units(), read, whole.clock, self.places, ids)

    def give(self, by: User, interview: InterviewId, *codes: str) -> CodingResult:
        """Codes, or they are taken back."""
        self.whole.clock.move(1)
        wanted = WantedCodes(str(interview).lower(), "sex_other", codes, interview=interview)
        (result,) = self.code(by, [wanted], "first round")
        return result

    def kinds(self) -> list[str]:
        """What its log says of places."""
        return [kind for kind in self.site.kinds() if kind in KEPT]


@pytest.fixture(params=["answered", "computed"])
def station(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Station]:
    (tmp_path / "hub").mkdir()
    with closing(Site(tmp_path / "hub")) as whole:
        opened(whole, computed=request.param == "computed")
        made = Station(tmp_path / "station", whole)
        with closing(made.site):
            yield made


def placed(station: Station, interview: InterviewId) -> dict[str, str]:
    """The categories of the interview, as data sets have them."""
    of_kind = SqlEventLog.of_kind
    with station.site.units()() as here:
        facts = list(here.log.of_kind(DERIVED))

    def gathered(log: SqlEventLog, kind: str) -> Iterator[LoggedEvent]:
        """With those of the station, as they come with its log."""
        return iter(facts) if kind == DERIVED else of_kind(log, kind)

    with station.whole.units()() as unit, patch.object(SqlEventLog, "of_kind", gathered):
        derived = derived_places(unit)[interview]
        known = as_placed(unit.interviews.get(interview), derived, not_moved_at_hub(unit).get(interview))
    return dict(known.frozen or {})


def test_a_supervisors_codes_are_told_and_the_place_follows_and_goes_back(station: Station) -> None:
    _, interview = hold(station.whole)
    assert CodingPlace(PlaceAfter.TOLD, NONE, WOMEN) == station.give(station.sue, interview, "2").place
    assert ({NONE: 1}, [TO_FOLLOW]) == (counted(station.whole), station.kinds())

    assert PlacesTold(moved=1) == station.follow.tell_waiting(station.sue)
    assert {WOMEN: 1} == counted(station.whole)
    assert [TO_FOLLOW, DERIVED, ANSWERED] == station.kinds()
    assert ["f/young 1"] == [each.text for each in ReadVouched(station.site.units())(PROGRAM)]
    assert PlacesTold() == station.follow.tell_waiting(station.sue)
    assert 1 == len(station.hub.heard)

    station.give(station.sue, interview)
    assert PlacesTold(moved=1) == station.follow.tell_waiting(station.sue)
    assert {NONE: 1} == counted(station.whole)
    assert station.whole.station.verify()(PROGRAM).agrees


def test_without_a_line_it_waits_and_what_was_coded_meanwhile_goes_with_it(station: Station) -> None:
    _, interview = hold(station.whole)
    station.hub.is_cut = True
    station.give(station.sue, interview, "1")
    station.give(station.sue, interview, "2")
    with pytest.raises(EnvironmentProblem):
        station.follow.tell_waiting(station.sue)
    assert {NONE: 1} == counted(station.whole)

    station.hub.is_cut = False
    assert PlacesTold(moved=1) == station.follow.tell_waiting(station.sue)
    assert {WOMEN: 1} == counted(station.whole)
    assert 2 == station.kinds().count(ANSWERED)
    assert PlacesTold() == station.follow.tell_waiting(station.sue)


def test_an_answer_that_was_lost_is_asked_for_again_and_vouched_for(station: Station) -> None:
    _, interview = hold(station.whole)
    station.give(station.sue, interview, "2")
    station.hub.loses_answers = True
    with pytest.raises(EnvironmentProblem):
        station.follow.tell_waiting(station.sue)
    station.hub.loses_answers = False
    assert PlacesTold() == station.follow.tell_waiting(station.sue), "it had moved already"
    assert {WOMEN: 1} == counted(station.whole)
    assert ["f/young 2"] == [each.text for each in ReadVouched(station.site.units())(PROGRAM)]


def test_cut_off_while_codes_are_stored_neither_they_nor_the_word_is_there(station: Station) -> None:
    _, interview = hold(station.whole)
    before = station.site.everything()
    with (
        patch("cati_app.fieldwork.monitor.code_answers.to_follow", side_effect=InterruptedError),
        pytest.raises(InterruptedError),
    ):
        station.give(station.sue, interview, "2")
    assert before == station.site.everything()


def test_where_the_cell_is_full_the_codes_stand_and_it_is_said_once(station: Station) -> None:
    for _ in range(2):
        hold(station.whole, sex="2")
    case_id, interview = hold(station.whole)
    station.give(station.sue, interview, "2")
    assert PlacesTold(full=1) == station.follow.tell_waiting(station.sue)
    assert PlacesTold() == station.follow.tell_waiting(station.sue)
    with pytest.raises(RuleViolation, match="no_room"):
        station.follow(station.sue, case_id)
    assert {WOMEN: 2, NONE: 1} == counted(station.whole)

    station.whole.station.steer_cell(station.whole.keys)(station.sue, CellEdit("a", WOMEN, 3), "one more")
    moved = station.follow(station.sue, case_id)
    assert (NONE, WOMEN) == (moved.stands, moved.belongs)
    assert {WOMEN: 3} == counted(station.whole)


def test_an_analysts_codes_wait_for_a_supervisor(station: Station) -> None:
    case_id, interview = hold(station.whole)
    assert CodingPlace(PlaceAfter.PROPOSED, NONE, WOMEN) == station.give(station.eve, interview, "2").place
    assert (PlacesTold(), []) == (station.follow.tell_waiting(station.sue), station.kinds())
    assert [interview] == [each.interview for each in station.follow.all(station.sue)]
    station.follow(station.sue, case_id)
    assert {WOMEN: 1} == counted(station.whole)
    with pytest.raises(RuleViolation, match="place_right"):
        station.follow(station.sue, case_id)
    with pytest.raises(RuleViolation, match="supervisor_needed"):
        station.follow(station.eve, case_id)


@pytest.mark.parametrize("rule", ["case_taken", "coded_since", "no_such_case", "no_cell"])
def test_what_a_hub_refuses_for_now_is_told_again(station: Station, rule: str) -> None:
    case_id, interview = hold(station.whole)
    station.give(station.sue, interview, "2")
    station.hub.refuses = rule
    assert PlacesTold(wait=1) == station.follow.tell_waiting(station.sue)
    with pytest.raises(RuleViolation, match=rule):
        station.follow(station.sue, case_id)
    station.hub.refuses = ""
    assert PlacesTold(moved=1) == station.follow.tell_waiting(station.sue)


def test_what_a_hub_refuses_for_good_is_told_no_more(station: Station) -> None:
    _, interview = hold(station.whole)
    station.give(station.sue, interview, "2")
    station.hub.refuses = "own_interview"
    assert PlacesTold() == station.follow.tell_waiting(station.sue)
    station.hub.refuses = ""
    assert PlacesTold() == station.follow.tell_waiting(station.sue)
    assert {NONE: 1} == counted(station.whole)


def test_who_held_an_interview_does_not_tell_of_it(station: Station) -> None:
    case_id, interview = hold(station.whole)
    station.whole.sql_write("UPDATE interview SET user_id = ? WHERE id = ?", (station.sue.id, interview))
    assert CodingPlace(PlaceAfter.PROPOSED, NONE, WOMEN) == station.give(station.sue, interview, "2").place
    assert [] == station.kinds()
    with pytest.raises(RuleViolation, match="own_interview"):
        station.follow(station.sue, case_id)


def test_an_interview_that_is_not_in_the_copy_yet_waits(station: Station) -> None:
    _, interview = hold(station.whole)
    station.give(station.sue, interview, "2")
    with patch.object(type(station.whole.units()().__enter__().interviews), "get", side_effect=LookupError):
        assert PlacesTold() == station.follow.tell_waiting(station.sue)
    assert PlacesTold(moved=1) == station.follow.tell_waiting(station.sue)


def test_one_that_a_hub_from_a_copy_has_not_counted_yet_waits_for_that(station: Station) -> None:
    _, interview = hold(station.whole)
    station.give(station.sue, interview, "2")
    station.whole.sql_write(
        "INSERT INTO not_counted (interview_id, why, at) VALUES (?, 'waits', '2026-01-01T00:00:00+00:00')", (interview,)
    )
    assert PlacesTold() == station.follow.tell_waiting(station.sue)
    assert ([TO_FOLLOW], []) == (station.kinds(), station.hub.heard)

    station.whole.sql_write("DELETE FROM not_counted")
    assert PlacesTold(moved=1) == station.follow.tell_waiting(station.sue)
    assert {WOMEN: 1} == counted(station.whole)


def test_a_rejected_one_follows_once_it_is_accepted_again(station: Station) -> None:
    case_id, interview = hold(station.whole)
    station.give(station.sue, interview, "2")
    review = station.whole.station.review(station.whole.keys, station.whole.units())
    review(station.sue, CaseId(case_id), rejected=True, reason="two people")
    assert (PlacesTold(), []) == (station.follow.tell_waiting(station.sue), station.hub.heard)
    review(station.sue, CaseId(case_id), rejected=False, reason="one person")
    assert PlacesTold(moved=1) == station.follow.tell_waiting(station.sue)
    assert {WOMEN: 1} == counted(station.whole)


def test_codes_from_two_stations_are_told_with_both(station: Station, tmp_path: Path) -> None:
    _, interview = hold(station.whole)
    other = Station(tmp_path / "other", station.whole)
    with closing(other.site):
        station.give(station.sue, interview, "1")
        other.give(other.sue, interview, "2")
        other.follow.tell_waiting(other.sue)
        with pytest.raises(RuleViolation, match="coded_since"):
            station.hub.follow(replace(other.hub.heard[0], seen={station.site.station.database.device: 1}), "a")
    assert {WOMEN: 1} == counted(station.whole)


def test_data_sets_have_the_categories_of_the_place_that_a_hub_gave(station: Station) -> None:
    _, interview = hold(station.whole)
    station.give(station.sue, interview, "2")
    station.follow.tell_waiting(station.sue)
    assert {"quota_sex": "f", "quota_age_group": "young"} == placed(station, interview)
    station.give(station.sue, interview)
    station.follow.tell_waiting(station.sue)
    assert {"quota_sex": "unknown", "quota_age_group": "young"} == placed(station, interview)


def test_data_sets_name_the_cell_that_had_no_room(station: Station) -> None:
    station.whole.station.steer_cell(station.whole.keys)(station.sue, CellEdit("a", WOMEN, 0), "none")
    _, interview = hold(station.whole)
    station.give(station.sue, interview, "2")
    station.follow.tell_waiting(station.sue)
    assert WOMEN == placed(station, interview)[NOT_MOVED]
