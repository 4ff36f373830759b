"""Of the results only those can be chosen that are possible while somebody speaks; digits stay where they are."""

from __future__ import annotations

import pytest

from cati_app.domain.outcomes.dispositions import DISPOSITIONS, ResultSection
from cati_app.domain.outcomes.result_book import STANDARD_RESULTS
from cati_app.fieldwork.calling.foresight import Foresight
from cati_app.texts import words_of
from cati_app.ui.console.results import ResultFacts, call_results, leaves, results_in_talk
from cati_app.ui.stage.panel_states import PanelKind, ResultOption
from tests.stations import Site, fiction
from tests.unit.ui.stagehands import Window

_SILENT = {
    "busy",
    "no_answer",
    "machine",
    "machine_household",
    "machine_unknown",
    "call_blocked",
    "unclear_announcement",
    "fax",
    "not_in_service",
    "disconnected",
    "out_of_order",
}


@pytest.fixture
def facts(site: Site) -> ResultFacts:
    return ResultFacts(Foresight(site.offered(), site.station.rules, site.clock.now()), {"de": "Deutsch"})


def usable(options: tuple[ResultOption, ...]) -> set[str]:
    """Codes of results that can be chosen, through lists that can be opened."""
    return {
        code
        for option in options
        if option.enabled
        for code in (usable(option.options) if option.options else {option.code})
    }


def counts_as(codes: set[str]) -> set[str]:
    known = STANDARD_RESULTS.results
    return {known[code].disposition for code in codes if code in known}


def test_a_result_with_nobody_on_the_line_is_one_in_which_nobody_spoke() -> None:
    assert _SILENT <= {name for name, row in DISPOSITIONS.items() if row.nobody_there}
    assert not [name for name, row in DISPOSITIONS.items() if row.nobody_there and row.contact]
    machines = [row for row in DISPOSITIONS.values() if row.listed and row.listed.in_list is ResultSection.MACHINE]
    assert all(row.nobody_there for row in machines), "whoever reached a machine spoke with nobody"


def test_a_caller_is_offered_nothing_that_needs_an_empty_line_under_the_same_digits(facts: ResultFacts) -> None:
    words = words_of("en")
    dialled, spoken = call_results(words, facts), call_results(words, facts, with_caller=True)

    assert [option.label for option in dialled] == [option.label for option in spoken]
    assert not counts_as(usable(spoken)) & _SILENT
    assert usable(dialled) - usable(spoken) == {
        leaf.code for leaf in leaves(dialled) if counts_as({leaf.code}) & _SILENT
    }
    assert {option.why_not for option in spoken if not option.enabled} == {"they rang: somebody is on the line"}


def test_in_an_interview_no_result_is_offered_that_needs_an_empty_line(facts: ResultFacts) -> None:
    offered = usable(results_in_talk(words_of("en"), facts))

    assert {"business", "line_problem", "refusal_household"} <= offered
    assert not counts_as(offered) & _SILENT


def test_who_rings_back_is_not_said_to_be_busy_until_somebody_dials(site: Site) -> None:
    window = Window(site).sign_in(site.ann)
    offered = []
    for key in ("dial", "hang_up", "rang_back", "hang_up", "dial"):
        window.press(key)
        window.rest()
        offered.append(len({"busy", "no_answer"} & usable(window.views.dial.states[-1].results)))

    assert [2, 2, 0, 0, 2] == offered, "who has rung has spoken; the call after it is ours"


def test_whose_case_was_found_by_the_number_is_not_said_to_be_busy_either(site: Site) -> None:
    window = Window(site).sign_in(site.ann)
    window.press("rang_back")
    window.shell.text_saved.emit(PanelKind.CALLER, "caller", fiction(3).national())
    window.rest()

    assert not {"busy", "no_answer"} & usable(window.views.dial.states[-1].results)
