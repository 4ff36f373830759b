"""Brings what screens and panels say to whoever is at work in the window."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from cati_app.ui.console.presenter import InterviewerPresenter
from cati_app.ui.console.views import ConsoleView, DialView
from cati_app.ui.desk.board import appointments
from cati_app.ui.desk.cases import presenter as cases
from cati_app.ui.desk.cases.presenter import CasesPresenter
from cati_app.ui.desk.presenter import SupervisorPresenter
from cati_app.ui.desk.sample.presenter import SamplePresenter
from cati_app.ui.desk.views import BoardView, CasesView, SampleView
from cati_app.ui.stage.views import ShellView

P = TypeVar("P")


def connect_console(
    dial: DialView, console: ConsoleView, shell: ShellView, at_work: Callable[[], InterviewerPresenter | None]
) -> None:
    """Connect the interviewer's screens and panels once for a window."""

    def to(handler: Callable[[InterviewerPresenter], Callable[..., None]]) -> Callable[..., None]:
        return _forwarding(at_work, handler)

    dial.result_chosen.connect(to(lambda p: p.choose_result))
    dial.begin_pressed.connect(to(lambda p: p.begin_interview))
    dial.number_chosen.connect(to(lambda p: p.choose_number))
    console.answer_given.connect(to(lambda p: p.give_answer))
    console.check_kept.connect(to(lambda p: p.keep_check))
    console.back_pressed.connect(to(lambda p: p.back))
    shell.command_given.connect(to(lambda p: p.command))
    shell.panel_choice_made.connect(to(lambda p: p.panel_choice))
    shell.text_saved.connect(to(lambda p: p.text_saved))
    shell.appointment_made.connect(to(lambda p: p.appointment_made))
    shell.appointment_offered.connect(to(lambda p: p.appointment_offered))
    shell.jump_chosen.connect(to(lambda p: p.jump))
    shell.wrap_up_confirmed.connect(to(lambda p: p.wrapped_up))
    shell.panel_closed.connect(to(lambda p: p.panel_closed))


def connect_desk(
    board: BoardView,
    view: CasesView,
    sample: SampleView,
    shell: ShellView,
    at_work: Callable[[], SupervisorPresenter | None],
) -> None:
    """Connect the supervisor's tabs and panels once for a window."""

    def to(handler: Callable[[SupervisorPresenter], Callable[..., None]]) -> Callable[..., None]:
        return _forwarding(at_work, handler)

    shell.command_given.connect(to(lambda p: p.command))
    shell.panel_choice_made.connect(to(lambda p: p.panel_choice))
    shell.text_saved.connect(to(lambda p: lambda kind, _ref, text: p.text_saved(kind, text)))
    shell.panel_closed.connect(to(lambda p: lambda _kind: p.panel_closed()))
    _connect_cases(board, view, lambda: p.cases if (p := at_work()) is not None else None)
    _connect_sample(board, sample, lambda: p.sample if (p := at_work()) is not None else None)


def _connect_cases(board: BoardView, view: CasesView, at_work: Callable[[], CasesPresenter | None]) -> None:
    def to(handler: Callable[[CasesPresenter], Callable[..., None]]) -> Callable[..., None]:
        return _forwarding(at_work, handler)

    def row_chosen(table: str, key: str) -> None:
        """The case of an appointment."""
        presenter = at_work()
        if presenter is not None and table == appointments.TAB:
            board.show_tab(cases.TAB)
            presenter.find(key)

    board.tab_shown.connect(to(lambda p: p.tab_shown))
    board.row_chosen.connect(row_chosen)
    view.case_selected.connect(to(lambda p: p.select))
    view.case_opened.connect(to(lambda p: p.open))
    view.more_wanted.connect(to(lambda p: p.more_wanted))
    view.edge_wanted.connect(to(lambda p: p.edge_wanted))
    view.number_typed.connect(to(lambda p: p.find))


def _connect_sample(board: BoardView, view: SampleView, at_work: Callable[[], SamplePresenter | None]) -> None:
    def to(handler: Callable[[SamplePresenter], Callable[..., None]]) -> Callable[..., None]:
        return _forwarding(at_work, handler)

    board.tab_shown.connect(to(lambda p: p.shown))
    view.file_chosen.connect(to(lambda p: p.open_file))
    view.sheet_chosen.connect(to(lambda p: p.choose_sheet))
    view.columns_given.connect(to(lambda p: p.give_columns))
    view.confirmed.connect(to(lambda p: p.confirm))
    view.back_pressed.connect(to(lambda p: p.back))
    view.filter_chosen.connect(to(lambda p: p.filter))
    view.save_asked.connect(to(lambda p: p.save))
    view.asked.connect(to(lambda p: p.ask))
    view.release_confirmed.connect(to(lambda p: p.overview.release))
    view.block_given.connect(to(lambda p: p.overview.block))
    view.unblock_given.connect(to(lambda p: p.unblock))


def _forwarding(at_work: Callable[[], P | None], handler: Callable[[P], Callable[..., None]]) -> Callable[..., None]:
    """Signals go to the presenter of the moment, or nowhere."""

    def forward(*values: Any) -> None:
        presenter = at_work()
        if presenter is not None:
            handler(presenter)(*values)

    return forward
