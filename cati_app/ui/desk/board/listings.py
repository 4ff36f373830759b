"""The quotas in other forms than the matrix: the categories of each dimension, and every cell as a row."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum

from cati_app.domain.ids import CellId
from cati_app.domain.quota.cells import CellCount, QuotaPlan
from cati_app.domain.quota.fitting import is_unclassified
from cati_app.domain.quota.what_if import in_force, still_to_come
from cati_app.fieldwork.monitor.board import BoardFigures
from cati_app.fieldwork.monitor.read_forecast import FullOn
from cati_app.texts import Words
from cati_app.ui.desk.ahead_words import columns_of, middle_text
from cati_app.ui.desk.board.steering_words import cell_name
from cati_app.ui.desk.cell_words import state_words
from cati_app.ui.desk.services import SupervisorServices
from cati_app.ui.desk.states import TableState


class QuotaForm(StrEnum):
    """How the first page shows the quotas; Ctrl+M goes on to the next one."""

    MATRIX = "matrix"
    DIMENSIONS = "dimensions"
    CELLS = "cells"

    @property
    def following(self) -> QuotaForm:
        """The next one, the first behind the last."""
        forms = list(QuotaForm)
        return forms[(forms.index(self) + 1) % len(forms)]


FullDays = Callable[[CellId], FullOn | None]
"""When a cell is full, as it was forecast last."""


def listing_of(
    words: Words, services: SupervisorServices, figures: BoardFigures, form: QuotaForm, full_on: FullDays
) -> TableState | None:
    """The table of a form; None for the matrix, and without a quota."""
    plan = services.rules.quota
    if plan is None or form is QuotaForm.MATRIX:
        return None
    if form is QuotaForm.DIMENSIONS:
        return _dimensions(words, services, figures, plan)
    return _cells(words, services, figures, plan, full_on)


def _dimensions(words: Words, services: SupervisorServices, figures: BoardFigures, plan: QuotaPlan) -> TableState:
    """Sums of the cells of each category of the first quota; a sum is no cell and is not steered."""
    counts = {count.cell_id: count for count in figures.cells}
    rows = []
    for at, (dimension, (label, labels)) in enumerate(zip(plan.dimensions, services.texts.dimensions, strict=True)):
        for code in dimension.categories:
            of = [counts[cell] for cell in plan.targets if cell in counts and cell.split("/")[at] == code]
            done, target = sum(count.achieved for count in of), sum(in_force(count) for count in of)
            running = sum(figures.running_places.get(count.cell_id, 0) for count in of)
            left = sum(still_to_come(count) for count in of)
            key = f"{dimension.variable}={code}"
            rows.append((key, label, labels.get(code, code), str(done), str(target), str(running), str(left)))
    columns = (
        words.say("Dimension"),
        words.say("Category"),
        words.say("Done"),
        words.say("Target"),
        words.say("In interview"),
        words.say("to go"),
    )
    return TableState("quotas", words.say("Quotas by dimension"), columns, tuple(rows))


def _cells(
    words: Words, services: SupervisorServices, figures: BoardFigures, plan: QuotaPlan, full_on: FullDays
) -> TableState:
    """Every cell of every quota."""
    planned = {cell.count.cell_id: cell.planned for cell in figures.steered}
    counts = {count.cell_id: count for count in figures.cells}
    known = [counts[cell] for cell in plan.all_targets() if cell in counts]
    columns: tuple[str, ...] = (
        words.say("Cell"),
        words.say("Done"),
        words.say("Target"),
        words.say("Planned"),
        words.say("In interview"),
        words.say("to go"),
        words.say("State"),
    )
    rows = tuple(_row(words, services, figures, count, planned[count.cell_id]) for count in known)
    days = {count.cell_id: full_on(count.cell_id) for count in known}
    if any(days.values()):
        columns = (*columns, *columns_of(words))
        rows = tuple((*row, *_ahead(words, days[CellId(row[0])])) for row in rows)
    return TableState("quotas", words.say("All cells"), columns, rows)


def _row(
    words: Words, services: SupervisorServices, figures: BoardFigures, count: CellCount, planned: int
) -> tuple[str, ...]:
    cell: CellId = count.cell_id
    left = "" if is_unclassified(cell) else str(still_to_come(count))
    running = str(figures.running_places.get(cell, 0))
    figures_of = str(count.achieved), str(count.target), str(planned), running, left
    return (cell, cell_name(words, services, cell), *figures_of, state_words(words, count))


def _ahead(words: Words, full: FullOn | None) -> tuple[str, str]:
    """Middle day and chance of being late; blank where nothing is forecast, or nothing is left to do."""
    if full is None or full.is_full:
        return "", ""
    return middle_text(words, full), "" if full.late is None else words.say("{share:.0%}", share=full.late)
