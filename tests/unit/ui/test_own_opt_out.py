"""Refusals and opt-outs of a study's own: a refusal puts nothing on the block list, `never_again: true` does."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cati_app.domain.ids import CaseId
from cati_app.study.load import load_study
from cati_app.study.rules import result_book
from tests.stations import STUDY, Site, work_by
from tests.unit.ui.stagehands import Window

RESULTS = """
results:
  - {code: angry, as: refusal, label: {de: Wütend aufgelegt}}
  - {code: delete_me, as: refusal_respondent, never_again: true, label: {de: Daten löschen und nie wieder anrufen}}
"""


@pytest.fixture
def window(site: Site) -> Window:
    """Ann has dialled the first case of a study with results of its own."""
    study = load_study((STUDY + RESULTS).encode()).study
    assert study is not None
    work_by(site.station, replace(site.station.rules, results=result_book(study)))
    window = Window(site).sign_in(site.ann)
    window.press("dial")
    window.rest()
    return window


def ten_seconds(site: Site, window: Window) -> None:
    site.clock.move(10)
    window.presenter.tick()
    window.rest()


@pytest.mark.parametrize("result", ["angry", "refusal_household", "refusal_respondent"])
def test_a_refusal_alone_puts_no_number_on_the_block_list(site: Site, window: Window, result: str) -> None:
    window.result(result)
    window.rest()
    ten_seconds(site, window)

    assert (False, "closed") == (site.is_blocked(1), site.case().state)


def test_an_opt_out_of_the_study_is_on_the_block_list_once_it_cannot_be_taken_back(site: Site, window: Window) -> None:
    window.result("delete_me")
    window.rest()
    assert not site.is_blocked(1)
    ten_seconds(site, window)

    assert (True, 2) == (site.is_blocked(1), window.case_no)
    assert [("refusal_respondent", "delete_me")] == [
        (attempt.disposition, attempt.result) for attempt in site.attempts() if attempt.result
    ]


def test_it_is_taken_back_like_any_other(site: Site, window: Window) -> None:
    window.result("delete_me")
    window.rest()
    window.press("undo")
    window.rest()
    ten_seconds(site, window)

    assert (False, 1) == (site.is_blocked(1), window.case_no)


def test_the_list_says_what_it_does_and_asks_again(window: Window) -> None:
    state = window.views.dial.states[-1]
    options = {one.code: one for option in state.results for one in (option, *option.options)}
    own, plain = options["delete_me"], options["angry"]

    assert ("asks again · block list", options["never_again"].confirm) == (own.consequence, own.confirm)
    assert ("closed", "") == (plain.consequence, plain.confirm)


def test_a_correction_to_it_blocks_at_once_and_says_so_before(site: Site, window: Window) -> None:
    window.result("no_answer")
    window.rest()
    change = site.station.change_result(site.keys)

    assert (False, True) == tuple(
        change.preview(site.sue, CaseId("case-1"), 1, code).blocks for code in ("angry", "delete_me")
    )
    change(site.sue, CaseId("case-1"), 1, "delete_me", "misheard")
    assert site.is_blocked(1)
