"""Brings the signals of the supervisor's tabs to whoever is signed in as a supervisor."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol, TypeVar

from cati_app.ui.desk.board import appointments
from cati_app.ui.desk.cases import presenter as cases
from cati_app.ui.desk.cases.presenter import CasesPresenter
from cati_app.ui.desk.sample.presenter import SamplePresenter
from cati_app.ui.desk.views import BoardView, CasesView, SampleView

P = TypeVar("P")


class DeskViews(Protocol):
    """The screens of a window, as far as they matter here."""

    @property
    def board(self) -> BoardView: ...
    @property
    def cases(self) -> CasesView: ...
    @property
    def sample(self) -> SampleView: ...


def connect_cases(views: DeskViews, at_work: Callable[[], CasesPresenter | None]) -> None:
    """Connect the list of cases once for a window."""

    def to(handler: Callable[[CasesPresenter], Callable[..., None]]) -> Callable[..., None]:
        return _forwarding(at_work, handler)

    def row_chosen(table: str, key: str) -> None:
        """The case of an appointment."""
        presenter = at_work()
        if presenter is not None and table == appointments.TAB:
            views.board.show_tab(cases.TAB)
            presenter.find(key)

    view = views.cases
    views.board.tab_shown.connect(to(lambda p: p.tab_shown))
    views.board.row_chosen.connect(row_chosen)
    view.case_selected.connect(to(lambda p: p.select))
    view.case_opened.connect(to(lambda p: p.open))
    view.more_wanted.connect(to(lambda p: p.more_wanted))
    view.edge_wanted.connect(to(lambda p: p.edge_wanted))
    view.number_typed.connect(to(lambda p: p.find))


def connect_sample(views: DeskViews, at_work: Callable[[], SamplePresenter | None]) -> None:
    """Connect the sample tab once for a window."""

    def to(handler: Callable[[SamplePresenter], Callable[..., None]]) -> Callable[..., None]:
        return _forwarding(at_work, handler)

    view = views.sample
    views.board.tab_shown.connect(to(lambda p: p.shown))
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
