"""Quotas besides the first on the board: a table of cells for each, as it counts the same interviews as well."""

from __future__ import annotations

from cati_app.domain.ids import CellId
from cati_app.domain.quota.cells import QuotaPlan
from cati_app.domain.quota.fitting import is_unclassified
from cati_app.fieldwork.monitor.board import BoardFigures
from cati_app.texts import Words
from cati_app.ui.desk.board.cell_table import FullDays, cell_table
from cati_app.ui.desk.services import SupervisorServices
from cati_app.ui.desk.states import TableState

QUOTA_TABLE = "quota_"
"""Begins the keys of their tables."""


def further_tables(
    words: Words, services: SupervisorServices, figures: BoardFigures, full_on: FullDays
) -> tuple[TableState, ...]:
    """One table for each quota besides the first."""
    plan = services.rules.quota
    further = plan.further if plan is not None else ()
    return tuple(_table(words, services, figures, quota, full_on) for quota in further)


def _table(
    words: Words, services: SupervisorServices, figures: BoardFigures, quota: QuotaPlan, full_on: FullDays
) -> TableState:
    texts = services.texts
    label = texts.further_quotas[quota.name].label if quota.name in texts.further_quotas else quota.name

    def called(cell: CellId) -> str:
        """Without the name of the quota, which stands above."""
        name = words.say("not classified") if is_unclassified(cell) else texts.cell_words(cell) or cell
        return name.removeprefix(f"{label}: ")

    named = f"{QUOTA_TABLE}{quota.name}", words.say("Quotas: {dimensions}", dimensions=label), called
    return cell_table(words, services, figures, (*quota.targets, quota.unclassified), full_on, named)
