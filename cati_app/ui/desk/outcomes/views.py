"""What the presenter of outcomes asks of the tab."""

from __future__ import annotations

from typing import Protocol

from cati_app.ui.desk.outcomes.states import OutcomesState
from cati_app.ui.stage.views import Signal


class OutcomesView(Protocol):
    """The tab of outcomes.

    Signals:
        minute_passed(): while the tab is in sight.
        save_asked(path: str): the table that was chosen, as a file.
    """

    @property
    def minute_passed(self) -> Signal: ...

    @property
    def save_asked(self) -> Signal: ...

    def render_outcomes(self, state: OutcomesState) -> None: ...

    def show_tables(self, tables: bool) -> None: ...

    def ask_where_to_save(self, name: str) -> None:
        """Ask for a file; `name` is the one it is to have unless somebody gives another."""
        ...
