"""The study's own words for results, wherever an interviewer reads the result of a case."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cati_app.domain.calling.queue import NOT_ASKED, Nothing
from cati_app.domain.outcomes.dispositions import DISPOSITIONS
from cati_app.domain.outcomes.result_book import STANDARD_RESULTS, Result
from cati_app.texts import words_of
from cati_app.texts.outcomes import outcome_label
from cati_app.ui.console.dial.words import explanation, history_lines
from cati_app.ui.console.services import InterviewerServices
from cati_app.ui.stage.result_words import result_label
from cati_app.ui.stage.states import HistoryLine
from tests.stations import Site, work_by

LABELS = {"no_answer": "nobody picks up", "holiday_flat": "holiday flat"}
FLAT = Result("holiday_flat", "machine", labels={"en": "holiday flat"}, own=True)


@pytest.fixture
def place(site: Site) -> InterviewerServices:
    """The workplace in a study that renames one result and adds another."""
    work_by(site.station, replace(site.station.rules, results=STANDARD_RESULTS.with_changes([FLAT])))
    place = site.place()
    return replace(place, texts=replace(place.texts, results=LABELS))


def test_the_history_speaks_the_words_of_the_study(site: Site, place: InterviewerServices) -> None:
    said: list[HistoryLine] = []
    for result in ("no_answer", "holiday_flat", "busy"):
        offer = site.dialled()
        place.record_result(site.ann, offer.attempt, result)
        with site.units()() as unit:
            told = replace(offer, history=unit.cases.history(offer.case.id))
        said += history_lines(words_of("en"), place, told)

    assert ["nobody picks up", "holiday flat", "busy"] == [line.text for line in said]


def test_why_this_case_speaks_the_words_of_the_study(site: Site, place: InterviewerServices) -> None:
    offer = site.offered()
    offer = replace(offer, case=replace(offer.case, disposition="no_answer"))

    lines = explanation(words_of("en"), place, offer, None).lines

    assert "nobody picks up" == next(line.text for line in lines if line.name == "Last result")


def test_where_no_case_is_open_nobody_is_told_to_fetch_one(place: InterviewerServices) -> None:
    looked, not_yet = (explanation(words_of("en"), place, None, each) for each in (Nothing({}, None, 0), NOT_ASKED))

    assert "No case is open: all are closed, or wait to be released." == looked.text
    assert "Enter fetches the next case." == not_yet.text


@pytest.mark.parametrize("name", sorted(DISPOSITIONS))
def test_every_disposition_has_words(name: str) -> None:
    said = outcome_label(words_of("en"), name)

    assert "_" not in said
    assert name in ("busy", "deceased", "business", "institution", "duplicate") or said != name


def test_a_study_renames_a_result() -> None:
    assert ("nobody picks up", "busy") == tuple(
        result_label(words_of("en"), LABELS, code) for code in ("no_answer", "busy")
    )
