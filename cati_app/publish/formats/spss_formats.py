"""How SPSS shows the values of a variable."""

from __future__ import annotations

from datetime import datetime

from cati_app.publish.dataset.table import Kind, Variable

SPSS_EPOCH = datetime(1582, 10, 14)  # noqa: DTZ001 – local time without zone, as it stands in a table
"""From here SPSS counts the seconds of dates and times."""

MOMENTS = {Kind.DATE: "EDATE10", Kind.MONTH: "MOYR8", Kind.MOMENT: "DATETIME20", Kind.TIME: "TIME8"}
"""Formats of dates and times."""


def spss_format(variable: Variable) -> str:
    """Print format, for instance F5.2, A20, EDATE10."""
    if variable.kind is Kind.TEXT:
        return f"A{variable.width}"
    return MOMENTS.get(variable.kind) or f"F{variable.width}.{variable.decimals}"
