"""States that several tabs of the desk show."""

from __future__ import annotations

from cati_app.values import dataclass


@dataclass(frozen=True, slots=True)
class TableState:
    """Rows under headings, or why there are none."""

    key: str
    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]  # the first column is the row's key and is not shown
    empty_text: str = ""  # why there is nothing and what fills it
    selected: str = ""  # key of the row to select; blank: the one that is selected stays
