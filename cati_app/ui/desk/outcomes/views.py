"""What the presenter of outcomes asks of the tab."""

from __future__ import annotations

from typing import Protocol

from cati_app.ui.desk.outcomes.states import OutcomesState
from cati_app.ui.stage.views import Signal


class OutcomesView(Protocol):
    """The tab of outcomes.

    Signals:
        minute_passed(): while the tab is in sight.
    """

    @property
    def minute_passed(self) -> Signal: ...

    def render_outcomes(self, state: OutcomesState) -> None: ...

    def show_tables(self, tables: bool) -> None: ...
