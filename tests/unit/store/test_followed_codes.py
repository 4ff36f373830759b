"""The place in the quota follows the codes of an open answer: by a supervisor at once, else once one agrees."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from unittest.mock import patch

import pytest

from cati_app.domain.casework.interviews import NOT_MOVED
from cati_app.domain.errors import RuleViolation
from cati_app.domain.ids import CellId, InterviewId
from cati_app.domain.quota.steering import CellEdit
from cati_app.fieldwork.monitor.code_answers import CodingPlace, CodingResult, PlaceAfter
from cati_app.fieldwork.monitor.follow_codes import FollowCodes
from cati_app.fieldwork.monitor.read_shift_log import ReadShiftLog
from cati_app.fieldwork.quota.follow_place import FOLLOWED
from cati_app.fieldwork.quota.look_at_interview import FindNothing
from cati_app.fieldwork.quota.review_interview import ReviewInterview
from cati_app.fieldwork.rights import PROGRAM
from tests.coded_field import counted, give, hold, opened
from tests.stations import TUESDAY, Site

WOMEN, MEN, NONE = CellId("f/young"), CellId("m/young"), CellId("unclassified")


@pytest.fixture(params=["answered", "computed"])
def site(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Site]:
    with closing(Site(tmp_path)) as made:
        yield opened(made, computed=request.param == "computed")


def follow(site: Site) -> FollowCodes:
    return site.station.follow_codes(site.keys, site.station)


def agrees(site: Site) -> bool:
    return site.station.verify()(PROGRAM).agrees


def frozen(site: Site, interview: InterviewId) -> dict[str, str]:
    with site.units()() as unit:
        return dict(unit.interviews.get(interview).frozen or {})


def listed(site: Site) -> list[InterviewId]:
    return [each.interview_id for each in site.station.read_reviews(site.keys)(site.sue).waiting]


def fill(site: Site, sex: str) -> None:
    for _ in range(2):
        hold(site, sex=sex)


def test_a_supervisors_codes_move_the_place_and_taken_back_they_move_it_back(site: Site) -> None:
    _, interview = hold(site)
    assert {NONE: 1} == counted(site)
    assert CodingResult(stored=True, place=CodingPlace(PlaceAfter.MOVED, NONE, WOMEN)) == give(
        site, site.sue, interview, "2"
    )
    assert {WOMEN: 1} == counted(site)
    assert {"quota_sex": "f", "quota_age_group": "young"} == frozen(site, interview)

    assert CodingPlace(PlaceAfter.MOVED, WOMEN, MEN) == give(site, site.sue, interview, "1").place
    assert CodingPlace(PlaceAfter.MOVED, MEN, NONE) == give(site, site.sue, interview).place
    assert {NONE: 1} == counted(site)
    assert "unknown" == frozen(site, interview)["quota_sex"]
    assert 3 == site.kinds().count(FOLLOWED)
    assert agrees(site)


def test_a_place_that_moved_stands_in_the_shift_log_with_both_cells(site: Site) -> None:
    _, interview = hold(site)
    give(site, site.sue, interview, "2")
    entries = ReadShiftLog(site.units(), site.clock, site.station.rules)(site.sue).entries
    assert [(site.sue, (NONE, WOMEN))] == [(entry.by, entry.done.places) for entry in entries if entry.done is not None]


def test_where_the_cell_is_full_the_codes_stand_and_the_place_stays_marked(site: Site) -> None:
    fill(site, "2")
    _, interview = hold(site)
    assert CodingResult(stored=True, place=CodingPlace(PlaceAfter.FULL, NONE, WOMEN)) == give(
        site, site.sue, interview, "2"
    )
    assert {WOMEN: 2, NONE: 1} == counted(site)
    assert WOMEN == frozen(site, interview)[NOT_MOVED]
    assert agrees(site)

    assert CodingResult(stored=True) == give(site, site.sue, interview), "it stands where it belongs"
    assert NOT_MOVED not in frozen(site, interview)


def test_a_cell_with_room_later_takes_the_person_once_a_supervisor_says_so(site: Site) -> None:
    fill(site, "2")
    case_id, interview = hold(site)
    give(site, site.sue, interview, "2")
    with pytest.raises(RuleViolation, match="no_room"):
        follow(site)(site.sue, case_id)
    site.station.steer_cell(site.keys)(site.sue, CellEdit("a", WOMEN, 3), "one more")
    follow(site)(site.sue, case_id)
    assert {WOMEN: 3} == counted(site)
    assert agrees(site)


def test_an_analysts_codes_wait_for_a_supervisor_in_the_one_review(site: Site) -> None:
    case_id, interview = hold(site)
    assert CodingPlace(PlaceAfter.PROPOSED, NONE, WOMEN) == give(site, site.eve, interview, "2").place
    assert {NONE: 1} == counted(site)
    assert [interview] == listed(site)
    wrong = follow(site).look(site.sue, case_id)
    assert wrong is not None
    assert (NONE, WOMEN, True) == (wrong.stands, wrong.belongs, wrong.has_room)
    assert (wrong,) == follow(site).all(site.sue)

    assert wrong == follow(site)(site.sue, case_id)
    assert {WOMEN: 1} == counted(site)
    assert [] == listed(site)
    with pytest.raises(RuleViolation, match="place_right"):
        follow(site)(site.sue, case_id)
    assert {WOMEN: 1} == counted(site), "done once"

    assert CodingPlace(PlaceAfter.PROPOSED, WOMEN, NONE) == give(site, site.eve, interview).place
    assert [interview] == listed(site)
    assert agrees(site)


def test_nothing_found_leaves_the_place_until_somebody_codes_anew(site: Site) -> None:
    case_id, interview = hold(site)
    nothing = FindNothing(site.units(), site.units(), site.clock)
    nothing(site.sue, case_id)
    give(site, site.eve, interview, "2")
    assert [interview] == listed(site), "whoever looked before did not see the codes"
    site.clock.move(1)
    nothing(site.sue, case_id)
    assert ([], {NONE: 1}) == (listed(site), counted(site))
    with pytest.raises(RuleViolation, match="review_unchanged"):
        nothing(site.sue, case_id)
    give(site, site.eve, interview, "1")
    assert [interview] == listed(site)


def test_who_held_an_interview_or_does_not_supervise_moves_no_place(site: Site) -> None:
    case_id, interview = hold(site)
    give(site, site.eve, interview, "2")
    for by in (site.eve, site.ann):
        with pytest.raises(RuleViolation, match="supervisor_needed"):
            follow(site)(by, case_id)
    site.sql_write("UPDATE interview SET user_id = ? WHERE id = ?", (site.sue.id, interview))
    with pytest.raises(RuleViolation, match="own_interview"):
        follow(site)(site.sue, case_id)
    assert CodingPlace(PlaceAfter.PROPOSED, NONE, MEN) == give(site, site.sue, interview, "1").place
    assert {NONE: 1} == counted(site)


def test_a_code_that_no_questionnaire_offers_is_other_to_the_quota(site: Site) -> None:
    _, interview = hold(site)
    assert CodingResult(stored=True) == give(site, site.sue, interview, "4")
    give(site, site.sue, interview, "2")
    assert CodingPlace(PlaceAfter.MOVED, WOMEN, NONE) == give(site, site.sue, interview, "4").place
    assert ({NONE: 1}, True) == (counted(site), agrees(site))


def test_who_looked_before_it_was_coded_is_asked_again_though_the_clock_of_the_coder_is_behind(site: Site) -> None:
    case_id, interview = hold(site)
    nothing = FindNothing(site.units(), site.units(), site.clock)
    nothing(site.sue, case_id)
    with patch.object(site.clock, "now", lambda: TUESDAY - timedelta(days=3)):
        give(site, site.eve, interview, "2")
    assert [interview] == listed(site)
    nothing(site.sue, case_id)
    assert [] == listed(site)


def test_codes_of_other_questions_and_rejected_interviews_move_nothing(site: Site) -> None:
    case_id, interview = hold(site)
    give(site, site.eve, interview, "2")
    ReviewInterview(site.units(), site.clock)(site.sue, case_id, rejected=True, reason="somebody else")
    assert ({}, []) == (counted(site), listed(site))
    assert () == follow(site).all(site.sue)
    ReviewInterview(site.units(), site.clock)(site.sue, case_id, rejected=False, reason="it was right")
    assert [interview] == [each.interview for each in follow(site).all(site.sue)]
    assert agrees(site)


def test_cut_off_before_the_end_neither_codes_nor_place_are_there(site: Site) -> None:
    _, interview = hold(site)
    before = site.everything()
    with (
        patch("cati_app.fieldwork.monitor.code_answers.follow_or_stay", side_effect=InterruptedError),
        pytest.raises(InterruptedError),
    ):
        give(site, site.sue, interview, "2")
    assert before == site.everything()
    give(site, site.sue, interview, "2")
    assert ({WOMEN: 1}, True) == (counted(site), agrees(site))


@pytest.mark.parametrize("what", ["the questionnaire is not kept", "the log leads elsewhere"])
def test_where_nobody_can_tell_the_place_stays(tmp_path: Path, what: str) -> None:
    with closing(Site(tmp_path)) as site:
        opened(site, computed=True)
        _, interview = hold(site)
        if what == "the questionnaire is not kept":
            site.sql_write("UPDATE interview SET form_hash = ? WHERE id = ?", ("another", interview))
        else:
            with site.units()() as unit:
                data = unit.interviews.data_of(interview)
                group = replace(data["/screener/sex_group"], text="male")
                unit.interviews.save_data(interview, [*({**data, group.variable: group}).values()])
                unit.commit()
        assert CodingResult(stored=True) == give(site, site.sue, interview, "2")
        assert ({NONE: 1}, []) == (counted(site), listed(site))
