"""Review at the desk, without Qt: the verdict, what it will do, and that nobody's name stands there."""

from __future__ import annotations

from cati_app.domain.outcomes.dispositions import COMPLETE, NO_ANSWER
from cati_app.ui.stage.panel_states import ChoicePanelState, PanelKind, TextPanelState
from tests.stations import Site
from tests.unit.fieldwork.sittings import YOUNG_MAN, begun, finish
from tests.unit.ui.desk import Desk, called


def opened(site: Site) -> Desk:
    finish(site, *begun(site, YOUNG_MAN), COMPLETE)
    desk = Desk(site)
    desk.select(1)
    desk.press("review")
    return desk


def why(desk: Desk, text: str) -> None:
    desk.window.shell.text_saved.emit(PanelKind.REVIEW_REASON, "", text)
    desk.window.rest()


def test_an_interview_is_rejected_and_accepted_again(site: Site) -> None:
    desk = opened(site)
    assert [("reject", True), ("accept", False)] == [(each.code, each.enabled) for each in desk.options]
    desk.choose("reject")
    panel = desk.window.shell.panel
    assert isinstance(panel, TextPanelState)
    assert any("1 / 2 → 0 / 2" in line.text for line in panel.earlier), panel.earlier
    why(desk, "two people answered")
    assert desk.window.told == "Case 000 001: the interview is rejected; its place is free again."

    desk.press("review")
    desk.choose("accept")
    why(desk, "it was one person")
    assert desk.window.told == "Case 000 001: the interview counts again."


def test_who_held_it_stands_nowhere_in_the_panels(site: Site) -> None:
    desk = opened(site)
    panel = desk.window.shell.panel
    assert isinstance(panel, ChoicePanelState)
    assert "Int." not in repr(panel)
    assert "Ann" not in repr(panel)


def test_a_case_without_a_complete_interview_says_so(site: Site) -> None:
    called(site, NO_ANSWER)
    desk = Desk(site)
    desk.select(1)
    desk.press("review")
    assert desk.window.shell.panel is None
    assert "no complete interview" in desk.window.told
