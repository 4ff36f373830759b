"""Quotas besides the first on the board: a table of cells for each, as it counts the same interviews as well."""

from __future__ import annotations

from collections.abc import Mapping

from cati_app.domain.ids import CellId
from cati_app.domain.quota.cells import CellCount, QuotaPlan
from cati_app.domain.quota.fitting import is_unclassified
from cati_app.fieldwork.monitor.board import BoardFigures
from cati_app.texts import Words
from cati_app.ui.desk.board.reserved import reserved
from cati_app.ui.desk.cell_words import state_words
from cati_app.ui.desk.services import SupervisorServices
from cati_app.ui.desk.states import TableState
from cati_app.ui.stage.study_texts import StudyTexts

QUOTA_TABLE = "quota_"
"""Begins the keys of their tables."""


def further_tables(words: Words, services: SupervisorServices, figures: BoardFigures) -> tuple[TableState, ...]:
    """One table for each quota besides the first."""
    plan = services.rules.quota
    if plan is None or not plan.further:
        return ()
    counts = {count.cell_id: count for count in figures.cells}
    # of a hub's, interviews run at stations, and come to it when they are over
    working = words.say("In interview") if services.read_age is None else words.say("Reserved at stations")
    return tuple(_table(words, services.texts, figures, quota, counts, working) for quota in plan.further)


def _table(
    words: Words,
    texts: StudyTexts,
    figures: BoardFigures,
    quota: QuotaPlan,
    counts: Mapping[CellId, CellCount],
    working: str,
) -> TableState:
    columns = (words.say("Cell"), words.say("Done"), words.say("Target"), working, words.say("State"))
    known = [counts[cell] for cell in (*quota.targets, quota.unclassified) if cell in counts]
    label = texts.further_quotas[quota.name].label if quota.name in texts.further_quotas else quota.name
    rows = tuple(_row(words, texts, figures, label, count) for count in known)
    return TableState(f"{QUOTA_TABLE}{quota.name}", words.say("Quotas: {dimensions}", dimensions=label), columns, rows)


def _row(words: Words, texts: StudyTexts, figures: BoardFigures, label: str, count: CellCount) -> tuple[str, ...]:
    cell = count.cell_id
    name = words.say("not classified") if is_unclassified(cell) else texts.cell_words(cell) or cell
    running = figures.running_places.get(cell, 0) + reserved(figures, count)
    return (
        cell,
        name.removeprefix(f"{label}: "),
        str(count.achieved),
        str(count.target),
        str(running),
        state_words(words, count),
    )
