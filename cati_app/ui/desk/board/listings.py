"""The quotas in other forms than the matrix: the categories of each dimension, and every cell as a row."""

from __future__ import annotations

from enum import StrEnum

from cati_app.domain.quota.cells import QuotaPlan
from cati_app.domain.quota.what_if import in_force, still_to_come
from cati_app.fieldwork.monitor.board import BoardFigures
from cati_app.texts import Words
from cati_app.ui.desk.board.cell_table import FullDays, cell_table
from cati_app.ui.desk.board.steering_words import cell_name
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


def listing_of(
    words: Words, services: SupervisorServices, figures: BoardFigures, form: QuotaForm, full_on: FullDays
) -> TableState | None:
    """The table of a form; None for the matrix, and without a quota."""
    plan = services.rules.quota
    if plan is None or form is QuotaForm.MATRIX:
        return None
    if form is QuotaForm.DIMENSIONS:
        return _dimensions(words, services, figures, plan)
    named = "quotas", words.say("All cells"), lambda cell: cell_name(words, services, cell)
    return cell_table(words, services, figures, plan.all_targets(), full_on, named)


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
