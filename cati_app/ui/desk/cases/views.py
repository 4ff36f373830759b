"""What the presenter of the list of cases asks of it."""

from __future__ import annotations

from typing import Protocol

from cati_app.ui.desk.cases.states import CaseListState, CaseStoryState
from cati_app.ui.stage.views import Signal


class CasesView(Protocol):
    """The supervisor's list of cases with the story of the selected one.

    Signals:
        case_selected(key: str): another row, by keyboard, mouse or because the last one left; blank: none.
        case_opened(): Enter on a row.
        more_wanted(forward: bool): the end (or the beginning) of the rows read so far comes in sight.
        edge_wanted(last: bool): to the end (or the beginning) of the whole list.
        number_typed(text: str): find the case of that number.
    """

    @property
    def case_selected(self) -> Signal: ...
    @property
    def case_opened(self) -> Signal: ...
    @property
    def more_wanted(self) -> Signal: ...
    @property
    def edge_wanted(self) -> Signal: ...
    @property
    def number_typed(self) -> Signal: ...

    def render(self, state: CaseListState) -> None: ...

    def render_story(self, state: CaseStoryState | None) -> None:
        """The story of a case; None: nothing is selected."""
        ...

    def show_edge(self, last: bool) -> None:
        """Select the first or the last row."""
        ...
