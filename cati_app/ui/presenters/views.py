"""What presenters may ask of views, and what the views' signals mean.

Every view renders a whole state; it compares with the last one and changes only what differs. Signals are
Qt signals in the views; presenters and tests only need `connect` and `emit`. No signal is sent from within `render`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

from cati_app.ui.presenters.case_states import CaseListState, CaseStoryState
from cati_app.ui.presenters.desk_states import BoardState, ExportState
from cati_app.ui.presenters.sample_states import ColumnsState, OverviewState, ResultState, RunningState, SampleStep
from cati_app.ui.presenters.states import (
    ConsoleState,
    DialState,
    EmptyQueueState,
    HeaderState,
    LoginState,
    MessageState,
    PanelKind,
    PanelState,
    ScreenName,
)


class Signal(Protocol):
    """The part of a Qt signal that presenters use."""

    def connect(self, slot: Callable[..., Any], /) -> Any: ...

    def emit(self, *args: Any) -> None: ...


class ShellView(Protocol):
    """The window: header, one screen, panels over it, footer.

    No panel closes by itself when its signal was sent: the presenter answers with `hide_panel` or a new state.

    Signals:
        command_given(name: str): a command of the table in `commands.py` was given by key, menu or button and its
            rule holds. Commands that a view fulfils by itself (answers, scrolling, folding, text size) never come here.
        panel_choice_made(kind: PanelKind, code: str): a choice in a ChoicePanelState; confirmed where it asks again.
        text_saved(kind: PanelKind, ref: str, text: str): note or remark, by Enter or its button; may be blank.
        appointment_made(AppointmentInput): date and time could be read; whether allowed is for the presenter.
        appointment_offered(AppointmentInput): a time is being typed and can be read; answered by the verdict.
        jump_chosen(ref: str): a question of the outline.
        wrap_up_confirmed(code: str, note: str): the disposition stands.
        pause_ended(): back to work.
        panel_closed(kind: PanelKind): Esc, without saving anything. Not sent for `hide_panel`.
        close_asked(): the window was asked to close; it closes only through `allow_close`.
    """

    @property
    def command_given(self) -> Signal: ...
    @property
    def panel_choice_made(self) -> Signal: ...
    @property
    def text_saved(self) -> Signal: ...
    @property
    def appointment_made(self) -> Signal: ...
    @property
    def appointment_offered(self) -> Signal: ...
    @property
    def jump_chosen(self) -> Signal: ...
    @property
    def wrap_up_confirmed(self) -> Signal: ...
    @property
    def pause_ended(self) -> Signal: ...
    @property
    def panel_closed(self) -> Signal: ...
    @property
    def close_asked(self) -> Signal: ...

    def render(self, state: HeaderState) -> None: ...

    def show_screen(self, name: ScreenName) -> None: ...

    def show_panel(self, state: PanelState) -> None:
        """Lay a panel over the screen; the same kind again updates it and keeps what was typed."""
        ...

    def hide_panel(self) -> None: ...

    def open_panel(self) -> PanelKind | None: ...

    def show_message(self, state: MessageState | None) -> None:
        """A calm line under the header; None takes it away, as does Esc."""
        ...

    def set_enabled(self, names: frozenset[str]) -> None:
        """Names of the commands whose rule holds now; see `commands.enabled_now`."""
        ...

    def allow_close(self) -> None: ...


class LoginView(Protocol):
    """Signing in.

    Signals:
        login_given(user: str, password: str, passphrase: str): Enter; user is a UserOption's key or what was typed.
    """

    @property
    def login_given(self) -> Signal: ...

    def render(self, state: LoginState) -> None: ...


class DialView(Protocol):
    """Between calls. A digit selects a result, Enter confirms it; Enter never dials.

    Dialling, hanging up, undo, appointment and explanation are commands (`ShellView.command_given`).

    Signals:
        result_chosen(code: str): the innermost option; asked again where it says so.
        begin_pressed(): the person is on the line, begin the interview; with no case: look for the next one again.
        number_chosen(key: str): another number of the case.
        digit_refused(digits: str): digits that stand for no result; blank when the next ones do.
    """

    @property
    def result_chosen(self) -> Signal: ...
    @property
    def begin_pressed(self) -> Signal: ...
    @property
    def number_chosen(self) -> Signal: ...
    @property
    def digit_refused(self) -> Signal: ...

    def render(self, state: DialState) -> None: ...

    def render_empty(self, state: EmptyQueueState) -> None: ...


class ConsoleView(Protocol):
    """The interview.

    A screen drawn again with the same refs and the same stored answer keeps what was typed and not yet given
    (a fired check, another language); anything else shows what the ScreenView says.

    Signals:
        answer_given(ref: str, answer: Answer, last: bool): confirmed by Enter, PgDn or, with `auto_advance`, by the
            digit itself. `last`: no question follows on this screen, so go on if nothing is wrong. Without it the
            view has moved to the next question of the list or grid itself; render again if relevance changed.
            A note gives a blank answer, an acknowledgement "OK", a repeat "1" or "0". Don't know and refused are
            selected first and given by Enter like any other answer.
        check_kept(ref: str, reason: str, last: bool): a soft check is kept; the reason is never blank.
        back_pressed(): PgUp; what was typed and not given is dropped.
    """

    @property
    def answer_given(self) -> Signal: ...
    @property
    def check_kept(self) -> Signal: ...
    @property
    def back_pressed(self) -> Signal: ...

    def render(self, state: ConsoleState) -> None: ...


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


class ExportView(Protocol):
    """The analyst's page.

    Signals:
        export_asked(folder: str, formats: tuple[str, ...]): the primary action.
        cancel_asked(): stop the running export.
    """

    @property
    def export_asked(self) -> Signal: ...
    @property
    def cancel_asked(self) -> Signal: ...

    def render(self, state: ExportState) -> None: ...
