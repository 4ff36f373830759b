"""W on the board: what would make the field shorter, for whoever still waits for it."""

from __future__ import annotations

from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any, cast

import pytest

from cati_app.demo.clock import SimulatedClock
from cati_app.domain.errors import EnvironmentProblem
from cati_app.fieldwork.monitor.read_proposals import ProposalTold
from cati_app.texts import words_of
from cati_app.ui.desk.board.proposing import Proposing
from cati_app.ui.desk.services import SupervisorServices
from cati_app.ui.stage.panel_states import ExplanationState, PanelState, TextPanelState
from cati_app.ui.stage.panel_states import PanelKind as Kind
from cati_app.ui.stage.stage import Stage
from cati_app.ui.stage.states import ScreenName
from tests.fakes.runner import RunnerOnDemand
from tests.unit.ui.stagehands import Shell

_SEAT = ProposalTold("seat", False, 1, 2, None, None, 3.0, 12.0, 0.2, None, None)
_TYPED = TextPanelState(Kind.CORRECT_REASON, "Why?")


class Board:
    """The tab Quotas in front of a supervisor."""

    def __init__(self) -> None:
        self.shell, self.runner, self.asked = Shell(), RunnerOnDemand(), 0
        self.stage = Stage(self.shell, words_of("en"), self.runner)
        self.stage.situate(screen=ScreenName.BOARD, tab="quotas", has_cells=True, can_switch_user=True)
        self.clock = SimulatedClock(datetime(2026, 11, 3, 12, tzinfo=UTC))
        ahead = SimpleNamespace(user=None, proposals=self._proposals)
        services = SimpleNamespace(outlook=ahead, clock=self.clock)
        self.proposing = Proposing(self.stage, cast(SupervisorServices, services))
        self.problem: Exception | None = None

    def _proposals(self, by: Any) -> dict[str, tuple[ProposalTold, ...]]:
        self.asked += 1
        if self.problem is not None:
            raise self.problem
        return {"": (_SEAT,)}

    @property
    def told(self) -> str:
        return self.shell.message.text if self.shell.message is not None else ""


def shown(panel: PanelState | None) -> str:
    assert isinstance(panel, ExplanationState)
    return panel.lines[0].text


def test_whoever_waits_on_the_board_sees_them() -> None:
    board = Board()
    board.proposing.ask()
    assert ("played forward" in board.told, board.stage.busy) == (True, 0), "whoever leaves meanwhile leaves"
    board.proposing.ask()
    board.runner.run_all()
    assert ("one more seat in shift 2", "", 1) == (shown(board.shell.panel)[:24], board.told, board.asked)


@pytest.mark.parametrize("elsewhere", ["another page", "a panel"])
def test_nothing_is_laid_over_another_page_or_over_what_is_typed(elsewhere: str) -> None:
    board = Board()
    board.proposing.ask()
    if elsewhere == "a panel":
        board.stage.panel(_TYPED)
    else:
        board.stage.situate(tab="cases")
    board.runner.run_all()
    assert (elsewhere == "a panel") == (board.shell.panel is _TYPED)
    assert "W shows it" in board.told

    board.shell.hide_panel()
    board.stage.situate(tab="quotas")
    board.proposing.ask()
    assert ("one more seat in shift 2", 1) == (shown(board.shell.panel)[:24], board.asked)
    board.proposing.ask()
    board.runner.run_all()
    assert 2 == board.asked, "looked at once; the next W reads the field as it is then"


def test_what_was_worked_out_for_nobody_is_read_anew_after_ten_minutes() -> None:
    board = Board()
    board.proposing.ask()
    board.stage.situate(tab="cases")
    board.runner.run_all()
    board.clock.move(600)
    board.stage.situate(tab="quotas")
    board.proposing.ask()
    board.runner.run_all()
    assert (2, "one more seat in shift 2") == (board.asked, shown(board.shell.panel)[:24])


def test_what_was_said_meanwhile_stays() -> None:
    board = Board()
    board.proposing.ask()
    board.stage.situate(tab="cases")
    board.stage.say("The disk is full.")
    board.runner.run_all()
    assert "The disk is full." == board.told


def test_what_could_not_be_read_is_told_and_asked_again() -> None:
    board = Board()
    board.problem = EnvironmentProblem("disk", "The disk is full.", "Make room.")
    board.proposing.ask()
    board.runner.run_all()
    assert "The disk is full." == board.told
    board.problem = None
    board.proposing.ask()
    board.runner.run_all()
    assert shown(board.shell.panel)
