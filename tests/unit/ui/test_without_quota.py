"""Without quota too, what the screening established is kept; results that need a note ask for it at the end."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from cati_app.domain.outcomes.dispositions import BREAK_OFF
from cati_app.fieldwork.interview.finish_interview import EndedSitting
from cati_app.fieldwork.interview.screening import EarlyEnd
from cati_app.fieldwork.rights import PROGRAM
from cati_app.station.loading import study_texts
from cati_app.ui.console.interview.words import goodbye
from cati_app.ui.stage.panel_states import PanelKind, WrapUpState
from tests.stations import Site, work_by
from tests.unit.fieldwork.sittings import begun, refused
from tests.unit.ui.stagehands import Window


def at_work(site: Site, **changes: Any) -> Window:
    work_by(site.station, replace(site.station.rules, **changes))
    window = Window(site).sign_in(site.ann)
    window.begin()
    return window


def break_off(window: Window) -> None:
    window.shell.panel_choice_made.emit(PanelKind.RESULT, BREAK_OFF)
    window.rest()


@pytest.mark.parametrize(
    ("answers", "screener", "expected"),
    [
        (("1",), "screener", "not_screened"),
        (("1", "30"), "screener", "break_off"),
        (("1", "30", "3", "a garden"), "screener", "partial"),
        (("1",), None, "break_off"),  # everybody belongs to the population
    ],
)
def test_a_break_off_is_judged_by_the_screening(
    site: Site, answers: tuple[str, ...], screener: str | None, expected: str
) -> None:
    window = at_work(site, quota=None, screener=screener)
    window.answer_all(*answers)
    break_off(window)

    assert [expected] == site.results()


def test_a_break_off_that_needs_a_note_asks_for_it(site: Site) -> None:
    book = site.station.rules.results
    noted = {**book.results, "break_off": replace(book.results["break_off"], note_required=True)}
    window = at_work(site, quota=None, results=replace(book, results=noted))
    window.answer_all("1", "30")
    break_off(window)
    panel = window.shell.panel
    assert isinstance(panel, WrapUpState)
    assert ("break_off", []) == (panel.proposed, site.results())

    window.shell.wrap_up_confirmed.emit("break_off", "the doorbell rang")
    window.rest()
    assert ["break_off"] == site.results()


def test_what_is_read_aloud_is_the_studys_own_in_its_language_else_the_programs(site: Site) -> None:
    texts = replace(study_texts(site.station.loaded, "de"), endings={"full": {"de": "Danke, genug."}})

    assert "Danke, genug." == goodbye(texts, EarlyEnd.FULL, "de")
    assert {True} == {bool(goodbye(texts, why, code)) for why in EarlyEnd for code in ("de", "en", "tr", "ru", "ar")}
    said = {goodbye(texts, why, "de") for why in EarlyEnd}
    assert len(EarlyEnd) == len(said)
    assert 1 == sum("Gruppe" in text or "genug" in text for text in said)  # of no group but a full one


def test_eligibility_established_without_quota_is_never_lost(site: Site) -> None:
    window = at_work(site, quota=None)
    window.answer_all("1", "30")
    break_off(window)

    assert "break_off" == site.case(1).disposition
    history = site.station.read_history()(PROGRAM, 1)
    assert history.eligible_at == site.clock.now()
    assert 1 == site.kinds().count("screening_passed")


def test_who_is_too_young_was_not_found_eligible(site: Site) -> None:
    window = at_work(site, quota=None)
    window.answer_all("1", "12")

    assert (0, True) == (site.kinds().count("screening_passed"), isinstance(window.shell.panel, WrapUpState))


def test_an_interview_without_quota_or_screener_ends_complete(site: Site) -> None:
    window = at_work(site, quota=None, screener=None)
    window.answer_all("1", "30", "3", "a garden", "0")
    panel = window.shell.panel
    assert isinstance(panel, WrapUpState)
    window.shell.wrap_up_confirmed.emit(panel.proposed, "")
    window.rest()

    assert ["complete"] == site.results()


def test_a_result_of_the_questionnaire_that_needs_a_note_is_not_stored_without_one(site: Site) -> None:
    book = site.station.rules.results
    noted = {**book.results, "no_eligible_person": replace(book.results["no_eligible_person"], note_required=True)}
    window = at_work(site, quota=None, results=replace(book, results=noted))
    window.answer_all("1", "12")
    window.shell.wrap_up_confirmed.emit("no_eligible_person", " ")
    window.rest()
    panel = window.shell.panel

    assert isinstance(panel, WrapUpState)
    assert ("This result needs a note: what was it?", []) == (panel.message, site.results())

    window.shell.wrap_up_confirmed.emit("no_eligible_person", "only children at home")
    window.rest()
    assert ["no_eligible_person"] == site.results()


def test_the_service_itself_wants_the_note(site: Site) -> None:
    offer, interview = begun(site)
    with refused("note_required"):
        site.place().finish_interview(site.ann, EndedSitting(interview.id, offer.attempt, "other_ineligible", [], {}))
