"""A cell of a spreadsheet as text."""

from __future__ import annotations

from datetime import date, datetime, time


def cell_text(value: object) -> str:
    """A cell as text: no trailing .0, ISO dates, true and false in lower case, no non-breaking spaces."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value == int(value):
        return str(int(value))
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat()
    if isinstance(value, date | time):
        return value.isoformat()
    return str(value).replace("\u00a0", " ").replace("\r\n", "\n").strip()
