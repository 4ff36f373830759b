"""Answers corrected in review: checked as the interview would, beside what was given, in data sets in its place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from cati_app.domain.casework.review_proposals import AnswerCorrection, ProposalState, Wish
from cati_app.domain.errors import RuleViolation
from cati_app.domain.ids import CaseId, InterviewId
from cati_app.domain.people.users import Role
from cati_app.fieldwork.quota.look_at_interview import FindNothing, WantedProposal
from cati_app.fieldwork.rights import PROGRAM
from tests.coded_field import counted, hold, opened
from tests.fakes.site import MemorySite
from tests.stations import Site

ROOMS, WISH = "/main/rooms", "/main/wish"


@pytest.fixture(params=["memory", "store"])
def site(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    made = MemorySite() if request.param == "memory" else Site(tmp_path_factory.mktemp("site"))
    yield opened(made, computed=False)
    made.close()


def held(site: Site) -> tuple[CaseId, InterviewId]:
    return hold(site, sex="1", further=("42", "more trees", "0"))


def propose(site: Site, interview: InterviewId, ref: str, text: str, special: str = "") -> None:
    wanted = WantedProposal(Wish.CORRECT, "a typing error", AnswerCorrection(ref, text, special))
    site.station.propose_review(site.keys, site.station)(site.eve, interview, wanted)


def take_over(site: Site, case: CaseId) -> None:
    site.clock.move(5)
    site.station.correct_answer(site.keys, site.station)(site.sue, case)


def told(site: Site, *refs: str, original: bool = False) -> list[tuple[str, str | None]]:
    (row,) = site.station.read_data(site.keys)(PROGRAM, original=original)
    return [(row.values[ref].text, row.values[ref].missing) for ref in refs]


def test_a_correction_stands_in_data_sets_once_a_supervisor_takes_it_over(site: Site) -> None:
    case, interview = held(site)
    propose(site, interview, ROOMS, "4")
    assert [("42", None)] == told(site, ROOMS), "proposed it changes nothing"
    take_over(site, case)
    assert [("4", None), ("more trees", None)] == told(site, ROOMS, WISH)
    assert [("42", None)] == told(site, ROOMS, original=True)
    (row,) = site.station.read_data(site.keys)(PROGRAM)
    assert frozenset({ROOMS}) == row.corrected
    read = site.station.read_reviews(site.keys)(site.sue)
    assert () == read.waiting
    assert [ProposalState.TAKEN_OVER] == [each.state for each in read.proposals[interview]]
    assert site.station.verify()(PROGRAM).agrees


def test_what_was_answered_stays_and_the_words_are_sealed(site: Site) -> None:
    case, interview = held(site)
    propose(site, interview, WISH, "fewer cars")
    take_over(site, case)
    with site.units()() as unit:
        assert "more trees" == unit.interviews.data_of(interview)[WISH].text
        (fact,) = unit.log.of_kind("answer_corrected")
        (proposed,) = unit.log.of_kind("review_proposed")
    assert "fewer cars" not in repr((fact, proposed))
    assert "typing error" not in repr((fact, proposed))


def test_what_is_computed_from_it_follows_and_a_second_correction_builds_on_the_first(site: Site) -> None:
    case, interview = held(site)
    propose(site, interview, "/screener/age", "31")
    take_over(site, case)
    propose(site, interview, ROOMS, "", "refused")
    take_over(site, case)
    assert [("31", None), ("young", None), ("", "refused")] == told(site, "/screener/age", "/screener/age_group", ROOMS)
    assert 1 == sum(counted(site).values())


@pytest.mark.parametrize(
    ("ref", "text", "code"),
    [
        (ROOMS, "many", "correction_unfit"),
        (ROOMS, "", "correction_unfit"),
        (ROOMS, "42", "correction_unchanged"),
        ("/main/none", "4", "correction_not_asked"),
        ("/main/contact_name", "Brown", "correction_not_asked"),
        ("/main/again", "1", "correction_route"),
        ("/screener/age", "50", "correction_quota"),
        ("/screener/sex", "2", "correction_quota"),
    ],
)
def test_what_cannot_be_corrected_is_refused_before_it_is_proposed(site: Site, ref: str, text: str, code: str) -> None:
    _, interview = held(site)
    with pytest.raises(RuleViolation, match=code):
        propose(site, interview, ref, text)
    with site.units()() as unit:
        assert [] == list(unit.log.of_kind("review_proposed"))


def test_taken_over_by_a_supervisor_alone_who_did_not_hold_it_and_once(site: Site) -> None:
    case, interview = held(site)
    correct = site.station.correct_answer(site.keys, site.station)
    with pytest.raises(RuleViolation, match="review_unchanged"):
        correct(site.sue, case)
    propose(site, interview, ROOMS, "4")
    with pytest.raises(RuleViolation, match="supervisor_needed"):
        correct(site.eve, case)
    with pytest.raises(RuleViolation, match="own_interview"):
        correct(replace(site.ann, role=Role.SUPERVISOR), case)
    correct(site.sue, case)
    with pytest.raises(RuleViolation, match="review_unchanged"):
        correct(site.sue, case)


def test_not_taken_over_the_answer_stays(site: Site) -> None:
    case, interview = held(site)
    propose(site, interview, ROOMS, "4")
    site.clock.move(5)
    FindNothing(site.units(), site.units(), site.clock)(site.sue, case, "it is a hotel")
    assert [("42", None)] == told(site, ROOMS)
    with pytest.raises(RuleViolation, match="review_unchanged"):
        take_over(site, case)


def test_it_is_worded_for_whoever_decides(site: Site) -> None:
    case, interview = held(site)
    propose(site, interview, ROOMS, "4")
    correction = AnswerCorrection(ROOMS, "4")
    was, now = site.station.read_reviews(site.keys).correction(site.sue, case, correction, "de")
    assert ("Rooms?", "42", "4") == (was.question, was.text, now.text)
