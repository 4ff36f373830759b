"""What presenters ask of the supervisor's screens."""

from __future__ import annotations

from typing import Protocol

from cati_app.ui.desk.board.states import BoardState
from cati_app.ui.desk.cases.states import CaseListState, CaseStoryState
from cati_app.ui.desk.sample.states import ColumnsState, OverviewState, ResultState, RunningState, SampleStep
from cati_app.ui.stage.views import Signal


class BoardView(Protocol):
    """The supervisor's board.

    Signals:
        cell_chosen(key: str): Enter or double click on a cell.
        row_chosen(table: str, key: str): the same on a row of a further tab.
        tab_shown(key: str): "quotas", "cases" or the key of a table; fill it now.
    """

    @property
    def cell_chosen(self) -> Signal: ...
    @property
    def row_chosen(self) -> Signal: ...
    @property
    def tab_shown(self) -> Signal: ...

    def render(self, state: BoardState) -> None: ...

    def show_tab(self, key: str) -> None:
        """Bring a tab to the front: "quotas", "cases" or the key of a table."""
        ...


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


class SampleView(Protocol):
    """The sample tab of the board.

    Signals:
        file_chosen(path: str): look at its columns.
        sheet_chosen(name: str): another sheet of the workbook.
        columns_given(roles: tuple[str, ...], restore_zeros: bool, portion_size: str): Enter on the columns.
        confirmed(): Enter on the result.
        back_pressed(): Esc: one page back, or stop.
        filter_chosen(reason: str): rows of one reason; blank: all.
        save_asked(path: str): write the report.
        asked(what: Asked): release, block, unblock; NOTHING takes the question back.
        release_confirmed(): Enter on that question.
        block_given(number: str); unblock_given(number: str, login: str, password: str, reason: str).
    """

    @property
    def file_chosen(self) -> Signal: ...
    @property
    def sheet_chosen(self) -> Signal: ...
    @property
    def columns_given(self) -> Signal: ...
    @property
    def confirmed(self) -> Signal: ...
    @property
    def back_pressed(self) -> Signal: ...
    @property
    def filter_chosen(self) -> Signal: ...
    @property
    def save_asked(self) -> Signal: ...
    @property
    def asked(self) -> Signal: ...
    @property
    def release_confirmed(self) -> Signal: ...
    @property
    def block_given(self) -> Signal: ...
    @property
    def unblock_given(self) -> Signal: ...

    def show_step(self, step: SampleStep) -> None: ...

    def render_overview(self, state: OverviewState) -> None: ...

    def render_columns(self, state: ColumnsState) -> None: ...

    def render_running(self, state: RunningState) -> None: ...

    def render_result(self, state: ResultState) -> None: ...
