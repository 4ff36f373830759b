"""How SPSS shows the values of a variable, and which multiple-response sets it takes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from cati_app.publish.dataset.table import Kind, ResponseSet, Variable

SPSS_EPOCH = datetime(1582, 10, 14)  # noqa: DTZ001 – local time without zone, as it stands in a table
"""From here SPSS counts the seconds of dates and times."""

MOMENTS = {Kind.DATE: "EDATE10", Kind.MONTH: "MOYR8", Kind.MOMENT: "DATETIME20", Kind.TIME: "TIME8"}
"""Formats of dates and times."""


def spss_format(variable: Variable) -> str:
    """Print format, for instance F5.2, A20, EDATE10."""
    if variable.kind is Kind.TEXT:
        return f"A{variable.width}"
    return MOMENTS.get(variable.kind) or f"F{variable.width}.{variable.decimals}"


def spss_sets(sets: Sequence[ResponseSet]) -> list[ResponseSet]:
    """The sets that SPSS takes: of a question with a single choice there is none, for a set has two variables."""
    return [members for members in sets if len(members.variables) > 1]
