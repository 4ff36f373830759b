"""What a shift of all stations came to, as the hub has it; nothing of it is anybody's own story."""

from __future__ import annotations

from typing import Any

from cati_app.domain.clock import Clock
from cati_app.fieldwork.monitor.board import ReadBoard
from cati_app.fieldwork.monitor.shift_summary import shift_summary
from cati_app.fieldwork.monitor.tally import ReadTally
from cati_app.fieldwork.rights import PROGRAM
from cati_app.hub.rules import EditionRules
from cati_app.store.hub.engine import HubStorage
from cati_app.store.hub.studies import HubStudies
from cati_app.store.hub.unit import HubUnit


def figures_of(storage: HubStorage, study: str, clock: Clock) -> dict[str, Any]:
    """Attempts, dispositions, completes, screen-outs and cells of a study at a hub that does not serve now."""
    studies = HubStudies(storage, clock)

    def read(unit: HubUnit) -> dict[str, Any]:
        known = unit.book.edition()
        assert known is not None
        rules = EditionRules().of(study, unit.book, known)
        return shift_summary(ReadBoard(unit.units, clock, rules)(PROGRAM), ReadTally(unit.units)(PROGRAM))

    try:
        return studies.of(study).run(read).result()
    finally:
        studies.close()
