"""Brings the signals of the sample tab to whoever is signed in as a supervisor."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

from cati_app.ui.presenters.sampling import SamplePresenter
from cati_app.ui.presenters.views import BoardView, SampleView

Handler = Callable[[SamplePresenter], Callable[..., None]]


class SampleViews(Protocol):
    """The screens of a window, as far as they matter here."""

    @property
    def board(self) -> BoardView: ...
    @property
    def sample(self) -> SampleView: ...


def connect_sample(views: SampleViews, at_work: Callable[[], SamplePresenter | None]) -> None:
    """Connect once for a window; signals go to the presenter of the moment, or nowhere."""

    def to(handler: Handler) -> Callable[..., None]:
        def forward(*values: Any) -> None:
            presenter = at_work()
            if presenter is not None:
                handler(presenter)(*values)

        return forward

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
