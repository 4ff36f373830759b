"""The supervisor closes the counter of persons without a cell, or opens it: what it will do, why; then it is done."""

from __future__ import annotations

from functools import partial

from cati_app.domain.changes import ChangeSet
from cati_app.domain.errors import RuleViolation
from cati_app.domain.quota.cells import CellCount
from cati_app.domain.quota.fitting import UNCLASSIFIED
from cati_app.domain.quota.steering import CellEdit, Intake
from cati_app.fieldwork.monitor.board import BoardFigures
from cati_app.ui.desk.services import SupervisorServices
from cati_app.ui.stage.panel_states import PanelKind, TextPanelState
from cati_app.ui.stage.stage import Stage
from cati_app.ui.stage.states import Tone
from cati_app.ui.stage.wording import rule_text


def unclassified_of(figures: BoardFigures) -> CellCount | None:
    """The counter; None without a quota."""
    return next((cell for cell in figures.cells if cell.cell_id == UNCLASSIFIED), None)


class ClosingUnclassified:
    """One panel, which asks for the reason."""

    def __init__(self, stage: Stage, services: SupervisorServices) -> None:
        self._stage = stage
        self._services = services
        self._count: CellCount | None = None  # as the board read it
        self._closes = True

    def counted(self, count: CellCount | None) -> None:
        """What the board has read."""
        self._count = count

    def ask(self) -> None:
        """Why, with what it will do."""
        plan, count = self._services.rules.quota, self._count
        if plan is None or count is None or not plan.accept_unclassified:
            self._stage.explain(RuleViolation("no_quota" if plan is None else "unclassified_never"))
            return
        self._closes = not count.closed
        self._panel()

    def reason_given(self, text: str) -> None:
        """Enter in the panel."""
        if not text.strip():
            self._panel(rule_text(self._stage.words, RuleViolation("reason_needed")))
            return
        self._stage.shell.hide_panel()
        intake = Intake.CLOSED if self._closes else Intake.OPEN
        edit = CellEdit(self._services.cells.new_change(), UNCLASSIFIED, intake=intake)
        work = partial(self._services.cells.steer, self._services.user, edit, text)
        waits_for = self._stage.words.say("The hub is asked …")
        self._stage.ask(work, self._done, None, waits_for, self._services.stop_waiting)

    def _panel(self, message: str = "") -> None:
        words = self._stage.words
        if self._closes:
            title = words.say(
                "From now on persons without a cell are thanked and told why they are not interviewed (3.90);"
                " interviews under way go on. Why?"
            )
            action = words.say("Close the counter")
        else:
            title = words.say("From now on persons without a cell are interviewed again. Why?")
            action = words.say("Open the counter")
        self._stage.panel(TextPanelState(PanelKind.CLOSE_UNCLASSIFIED, title, message=message, action=action))

    def _done(self, changes: ChangeSet) -> None:
        words = self._stage.words
        told = (
            words.say("The counter of persons without a cell is closed.")
            if self._closes
            else words.say("The counter of persons without a cell is open again.")
        )
        self._stage.say(told, tone=Tone.OK)
        self._stage.changed(changes)
