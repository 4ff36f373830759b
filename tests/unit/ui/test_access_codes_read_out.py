"""The interviewer has the respondent's access code in sight, reads it out at every end, and finds it by a key."""

from __future__ import annotations

from cati_app.ui.stage.panel_states import ExplanationState, WrapUpState
from tests.stations import FORM, Site, study_with
from tests.unit.ui.stagehands import Window

SAID = 'ending: {access_code: {de: "Ihr Code: {code}. Noch einmal?"}}\n'


def at_work(site: Site, settings: str = SAID) -> Window:
    site.station.loaded = study_with(FORM, "hash", settings)
    window = Window(site).sign_in(site.ann)
    window.begin()
    return window


def code_of(site: Site) -> tuple[str, str]:
    """As it is shown, and as it is said."""
    with site.units()() as unit:
        code = unit.access_codes.of(unit.interviews.of_case(site.case(1).id)[0].id)
    assert code is not None
    isolated = "\u2066{}\u2069"
    said = " – ".join(" ".join(group) for group in code.groups)
    return isolated.format(" – ".join(code.groups)), f"Ihr Code: {isolated.format(said)}. Noch einmal?"


def wrapped_up(window: Window) -> WrapUpState:
    panel = window.shell.panel
    assert isinstance(panel, WrapUpState)
    return panel


def test_the_code_stands_beside_the_questions_and_is_said_at_the_end(site: Site) -> None:
    window = at_work(site)
    shown, said = code_of(site)
    assert shown == window.views.console.states[-1].case.access_code
    window.answer_all("1", "30", "3", "a tree", "0")

    assert said == wrapped_up(window).read_aloud
    assert [shown] == [fact.text for fact in wrapped_up(window).facts if fact.name == "Access code"]


def test_a_break_off_has_one_too_and_the_goodbye_comes_after_it(site: Site) -> None:
    window = at_work(site)
    window.answer_all("1", "12")
    _, said = code_of(site)

    assert wrapped_up(window).read_aloud.startswith(f"{said}\n\n")


def test_a_key_shows_it_again_also_after_the_window_was_killed(site: Site) -> None:
    window = at_work(site)
    window.answer_all("1")
    before = code_of(site)
    site.reopen()
    window = at_work(site)
    window.press("access_code")

    panel = window.shell.panel
    assert isinstance(panel, ExplanationState)
    assert (panel.text, before) == (before[1], code_of(site))


def test_a_study_that_says_nothing_of_codes_gives_none(site: Site) -> None:
    window = at_work(site, "")
    window.answer_all("1", "30", "3", "a tree", "0")

    assert "" == wrapped_up(window).read_aloud
    assert "Access code" not in [fact.name for fact in wrapped_up(window).facts]
    assert "access_code" not in window.shell.enabled
