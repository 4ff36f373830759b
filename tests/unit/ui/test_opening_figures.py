"""Two people open figures of a third in the window, without Qt; the person is told, and one alone ends it."""

from __future__ import annotations

import pytest

from cati_app.fieldwork.people.openings import CLOSED, OPENED
from cati_app.ui.stage.panel_states import ExplanationState, FormPanelState, PanelKind
from tests.stations import PASSWORD, Site
from tests.unit.ui.desk import Desk
from tests.unit.ui.stagehands import Window
from tests.unit.ui.test_team_messages import lines, ticked

_DAYS = ("24.11.2026", "24.11.2026")


class Opening(Desk):
    """The tab of the team, with U pressed."""

    def __init__(self, site: Site) -> None:
        super().__init__(site)
        self.show("team")
        self.press("figures_open")

    @property
    def form(self) -> FormPanelState:
        """The open panel."""
        panel = self.window.shell.panel
        assert isinstance(panel, FormPanelState), panel
        return panel

    def give(self, *texts: str) -> None:
        """Enter in the last field."""
        self.window.shell.text_saved.emit(PanelKind.OPEN_FIGURES, self.form.form.key, "\n".join(texts))
        self.window.rest()

    def facts(self) -> list[str]:
        """What the log has of it."""
        with self.site.units()() as unit:
            return [kind for kind in unit.log.kinds() if kind in (OPENED, CLOSED)]


@pytest.fixture
def desk(site: Site) -> Opening:
    return Opening(site)


def test_a_second_person_signs_in_beside_and_the_figure_is_shown(desk: Opening, site: Site) -> None:
    ann = Window(site).sign_in(site.ann)
    assert ("ann", "Int. 01 · ann") == desk.form.form.fields[0].options[0]

    desk.give("ann", *_DAYS, "Complaint of the 23rd", "eve", PASSWORD)

    assert [OPENED] == desk.facts()
    panel = desk.window.shell.panel
    assert isinstance(panel, ExplanationState)
    assert "Figures of Int. 01" == panel.title
    assert ("Led on, of all conversations", "0 of 0") == (panel.lines[0].name, panel.lines[0].text)
    assert ("Ask for a look, of all interviews", "0 of 0") == (panel.lines[-2].name, panel.lines[-2].text)
    assert panel.lines[-1].text.startswith("not compared")
    ticked(ann).press("messages")
    assert "can be looked at by supervisors until" in lines(ann)[0]


@pytest.mark.parametrize(
    ("texts", "told", "wrong"),
    [
        (("ann", *_DAYS, "Complaint", "eve", "no password"), "second person is wrong", "second"),
        (("ann", *_DAYS, "Complaint", "sue", PASSWORD), "somebody else signs in beside", "second"),
        (("ann", *_DAYS, " ", "eve", PASSWORD), "without a reason nothing is changed", "reason"),
        (("ann", "1.9.2026", "24.11.2026", "Complaint", "eve", PASSWORD), "At most 30 days", "first"),
        (("ann", "soon", "24.11.2026", "Complaint", "eve", PASSWORD), "A day is written as", "first"),
    ],
)
def test_what_cannot_be_opened_is_said_beside_its_field(
    desk: Opening, texts: tuple[str, ...], told: str, wrong: str
) -> None:
    desk.give(*texts)

    assert told in desk.form.form.message
    assert wrong == desk.form.form.wrong
    assert [] == desk.facts()


def test_one_supervisor_alone_ends_it(desk: Opening) -> None:
    desk.give("ann", *_DAYS, "Complaint", "eve", PASSWORD)
    desk.close_panel()

    desk.press("figures_close")

    assert {CLOSED, OPENED} == set(desk.facts())
    assert "Ended: 1 opening." == desk.window.told
    desk.press("figures_close")
    assert "No figures of single people are open." == desk.window.told
