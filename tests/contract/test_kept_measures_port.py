"""`KeptMeasures`, and the counts of facts that they hold for, whoever keeps them."""

from __future__ import annotations

from cati_app.domain.casework.field_days import CompleteFact
from cati_app.domain.casework.interview_quality import InterviewMeasures
from cati_app.domain.ids import CaseId, InterviewId
from cati_app.engine.session.events import SessionEvent
from tests.stations import TUESDAY, Site
from tests.unit.fieldwork.sittings import YOUNG_MAN, begun


def measured(site: Site, language: str = "tr") -> InterviewMeasures:
    offer, interview = begun(site, YOUNG_MAN)
    times = {"/main/rooms": 900, "/main/wish": 1}
    return InterviewMeasures(
        interview.id, offer.case.id, TUESDAY, language, times, 4, 2, 1, resumed=True, interpreted=False
    )


def complete(*measures: InterviewMeasures) -> list[CompleteFact]:
    return [CompleteFact(each.id, each.case_id, each.language, each.ended_at) for each in measures]


class TestKeptMeasures:
    def test_what_was_kept_under_a_version_is_there_under_it(self, own_site: Site) -> None:
        one = measured(own_site)
        with own_site.units()() as unit:
            assert {} == unit.kept_measures.of(complete(one), {one.id: "1"})
            unit.kept_measures.keep([one], {one.id: "1"})
        with own_site.units()() as unit:
            assert {one.id: one} == unit.kept_measures.of(complete(one), {one.id: "1"})
            assert {} == unit.kept_measures.of(complete(one), {one.id: "2"})
            assert {} == unit.kept_measures.of(complete(one), {})

    def test_what_is_measured_anew_takes_its_place(self, own_site: Site) -> None:
        one = measured(own_site)
        with own_site.units()() as unit:
            unit.kept_measures.keep([one], {one.id: "1"})
            unit.kept_measures.keep([one], {one.id: "2"})
            assert {} == unit.kept_measures.of(complete(one), {one.id: "1"})
            assert {one.id: one} == unit.kept_measures.of(complete(one), {one.id: "2"})

    def test_what_is_complete_no_more_is_forgotten(self, own_site: Site) -> None:
        one = measured(own_site)
        with own_site.units()() as unit:
            unit.kept_measures.keep([one], {one.id: "1"})
            assert {} == unit.kept_measures.of([], {})
            assert {} == unit.kept_measures.of(complete(one), {one.id: "1"})

    def test_nothing_is_kept_of_an_interview_that_is_not_here(self, own_site: Site) -> None:
        gone = InterviewMeasures(InterviewId("gone"), CaseId("case-1"), TUESDAY, "de", {}, 4, 2)
        with own_site.units()() as unit:
            unit.kept_measures.keep([gone], {gone.id: "1"})
            assert {} == unit.kept_measures.of(complete(gone), {gone.id: "1"})


class TestFactsOfInterviews:
    def test_facts_are_counted_by_interview(self, own_site: Site) -> None:
        interview = measured(own_site).id
        with own_site.units()() as unit:
            before = unit.log.facts_of_interviews([interview, InterviewId("gone")])
            assert {interview: len(unit.log.of_interview(interview))} == before
        with own_site.units()() as unit:
            held = unit.interviews.get(interview)
        shown = SessionEvent("shown", "/main/rooms", TUESDAY, 0, {})
        own_site.place().record_events(own_site.ann, held, [shown], "/main/rooms", "de")
        with own_site.units()() as unit:
            assert {interview: before[interview] + 1} == unit.log.facts_of_interviews([interview])
            assert {} == unit.log.facts_of_interviews([])
