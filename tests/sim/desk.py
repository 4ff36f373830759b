"""A supervisor at a station of a simulated hub, who steers cells over a line that loses what is said."""

from __future__ import annotations

import random
from collections.abc import Callable
from contextlib import suppress

from cati_app.domain.errors import EnvironmentProblem, RuleViolation
from cati_app.domain.quota.fitting import is_unclassified
from cati_app.domain.quota.steering import CellEdit, Intake, SteeredCell, TargetMove
from cati_app.sync.supervisor_client import SupervisorAtHub


class SimDesk:
    """What no answer came to is said again later: the same change.

    Args:
        cells: Reads them as they stand at the hub.
        name: Of the station; changes are numbered within it.
        keep: What the hub vouches for, in the log of the station.
    """

    def __init__(
        self,
        hub: SupervisorAtHub,
        cells: Callable[[], tuple[SteeredCell, ...]],
        chance: random.Random,
        name: str,
        keep: Callable[[object], None],
    ) -> None:
        self._hub, self._cells, self._chance, self._name, self._keep = hub, cells, chance, name, keep
        self._waits: CellEdit | None = None
        self._number = 0

    def steer(self) -> None:
        """Decide on cells as they are in sight, and say it."""
        edit = self._decided()
        self._waits = self._waits or edit
        with suppress(EnvironmentProblem):
            with suppress(RuleViolation):  # somebody was faster, or people have the places already
                self._keep(self._hub.steer_cell(self._waits))
            self._waits = None

    def _decided(self) -> CellEdit:
        chance = self._chance
        self._number += 1
        named = [cell for cell in self._cells() if not is_unclassified(cell.count.cell_id)]
        cell, other = chance.sample(named, 2)
        new, id_ = f"{self._name} {self._number}", cell.count.cell_id
        what = chance.choice(("target", "target", "intake", "move", "undo", "undo"))
        if what == "undo" and cell.version:
            return CellEdit(new, id_, undoes=cell.version)
        if what == "move":
            move = TargetMove(other.count.cell_id, 1, other.version)
            return CellEdit(new, id_, seen=cell.version, move=move)
        if what == "intake":
            return CellEdit(new, id_, intake=chance.choice((Intake.OPEN, *Intake)), seen=cell.version)
        return CellEdit(new, id_, chance.randint(0, 5), seen=cell.version)
