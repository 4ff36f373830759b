"""A shift in figures: the same for one station, and for all of a study at its hub."""

from __future__ import annotations

from typing import Any

from cati_app.domain.quota.fitting import UNCLASSIFIED, is_unclassified
from cati_app.fieldwork.monitor.board import BoardFigures
from cati_app.fieldwork.monitor.tally import AttemptTally


def shift_summary(figures: BoardFigures, tally: AttemptTally) -> dict[str, Any]:
    """Attempts, dispositions, completes, screen-outs, cells and unclassified people; nobody's own story.

    Complete interviews that are kept and not counted are among the completes: somebody has held each of them. Those
    of people who belong to no cell of the first quota are told beside its cells: together they are all that count.
    """
    return {
        "attempts": tally.attempts,
        "dispositions": dict(sorted(tally.dispositions.items())),
        "completes": figures.completes + figures.not_counted,
        "screen_outs": figures.screened_out,
        "cells": {
            cell.cell_id: {"target": cell.target, "achieved": cell.achieved}
            for cell in figures.cells
            if not is_unclassified(cell.cell_id)
        },
        "unclassified": sum(cell.achieved for cell in figures.cells if cell.cell_id == UNCLASSIFIED),
    }
