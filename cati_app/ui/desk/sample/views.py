"""What the presenters of the sample tab ask of it."""

from __future__ import annotations

from typing import Protocol

from cati_app.ui.desk.sample.states import ColumnsState, OverviewState, ResultState, RunningState, SampleStep
from cati_app.ui.stage.views import Signal


class SampleView(Protocol):
    """The sample tab of the board.

    Signals:
        file_chosen(path: str): look at its columns.
        sheet_chosen(name: str): another sheet of the workbook.
        hidden_chosen(hidden: bool): read what the workbook hides, or not.
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
    def hidden_chosen(self) -> Signal: ...
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
