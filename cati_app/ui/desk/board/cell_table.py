"""Cells of quotas as rows: what is done, what is to go, and when each is full."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from cati_app.domain.ids import CellId
from cati_app.domain.quota.cells import CellCount
from cati_app.domain.quota.fitting import is_unclassified
from cati_app.domain.quota.what_if import still_to_come
from cati_app.fieldwork.monitor.board import BoardFigures
from cati_app.fieldwork.monitor.read_forecast import FullOn
from cati_app.texts import Words
from cati_app.ui.desk.ahead_words import columns_of, middle_text
from cati_app.ui.desk.board.reserved import reserved
from cati_app.ui.desk.cell_words import state_words
from cati_app.ui.desk.services import SupervisorServices
from cati_app.ui.desk.states import TableState

FullDays = Callable[[CellId], FullOn | None]
"""When a cell is full, as it was forecast last."""


def cell_table(
    words: Words,
    services: SupervisorServices,
    figures: BoardFigures,
    cells: Iterable[CellId],
    full_on: FullDays,
    named: tuple[str, str, Callable[[CellId], str]],
) -> TableState:
    """Those of these cells that are counted; with columns of the forecast where one of them has a forecast.

    Args:
        named: Key and title of the table, and what a cell is called in it.
    """
    key, title, called = named
    counts = {count.cell_id: count for count in figures.cells}
    planned = {cell.count.cell_id: str(cell.planned) for cell in figures.steered}
    known = [counts[cell] for cell in cells if cell in counts]
    # of a hub's, interviews run at stations, and come to it when they are over
    working = words.say("In interview") if services.read_age is None else words.say("Reserved at stations")
    columns: tuple[str, ...] = (
        words.say("Cell"),
        words.say("Done"),
        words.say("Target"),
        words.say("Planned"),
        working,
        words.say("to go"),
        words.say("State"),
    )
    rows = [
        (
            count.cell_id,
            called(count.cell_id),
            str(count.achieved),
            str(count.target),
            planned.get(count.cell_id, ""),
            str(figures.running_places.get(count.cell_id, 0) + reserved(figures, count)),
            _left(count),
            state_words(words, count),
        )
        for count in known
    ]
    days = [full_on(count.cell_id) for count in known]
    if any(days):
        columns = (*columns, *columns_of(words))
        return TableState(
            key, title, columns, tuple((*row, *_ahead(words, full)) for row, full in zip(rows, days, strict=True))
        )
    return TableState(key, title, columns, tuple(rows))


def _left(count: CellCount) -> str:
    return "" if is_unclassified(count.cell_id) else str(still_to_come(count))


def _ahead(words: Words, full: FullOn | None) -> tuple[str, str]:
    """Middle day and chance of being late; blank where nothing is forecast, or nothing is left to do."""
    if full is None or full.is_full:
        return "", ""
    return middle_text(words, full), "" if full.late is None else words.say("{share:.0%}", share=full.late)
