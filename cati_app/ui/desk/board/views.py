"""What the presenter of the board asks of it."""

from __future__ import annotations

from typing import Protocol

from cati_app.ui.desk.board.states import BoardState
from cati_app.ui.stage.views import Signal


class BoardView(Protocol):
    """The supervisor's board.

    Signals:
        cell_chosen(key: str): Enter or double click on a cell.
        row_chosen(table: str, key: str): the same on a row of a further tab.
        tables_chosen(files: tuple[str, ...]): files with published tables, to plan targets from.
        tab_shown(key: str): "quotas", "cases" or the key of a table; fill it now.
    """

    @property
    def cell_chosen(self) -> Signal: ...
    @property
    def row_chosen(self) -> Signal: ...
    @property
    def tables_chosen(self) -> Signal: ...
    @property
    def tab_shown(self) -> Signal: ...

    def render(self, state: BoardState) -> None: ...

    def selected_cell(self) -> str:
        """Key of the cell selected on the tab in front; blank: none."""
        ...

    def remind(self, text: str) -> None:
        """A line on every tab that stays until it is done; blank takes it away."""
        ...

    def tell_age(self, text: str) -> None:
        """A line on every tab that says how old it all is; blank takes it away."""
        ...

    def show_tab(self, key: str) -> None:
        """Bring a tab to the front: "quotas", "cases" or the key of a table."""
        ...
