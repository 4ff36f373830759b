"""Planned targets as a CSV file: a row a cell."""

from __future__ import annotations

from collections.abc import Iterator

from cati_app.domain.quota.planning import TargetPlan
from cati_app.publish.formats.csv_file import text_lines

CELL = "cell"


def plan_lines(plan: TargetPlan) -> Iterator[bytes]:
    """Cell, its category of each dimension, target, exact value, share of the people, weight."""
    head = (CELL, *plan.dimensions, "target", "exact", "people", "weight")
    rows = (
        (
            "/".join(cell.cell),
            *cell.cell,
            str(cell.target),
            f"{float(cell.exact):.6f}",
            f"{float(cell.people):.6f}",
            f"{float(cell.weight):.6f}",
        )
        for cell in plan.cells
    )
    yield from text_lines(head, rows)
