"""What presenters ask of the analyst's screen."""

from __future__ import annotations

from typing import Protocol

from cati_app.ui.analyst.states import ExportState
from cati_app.ui.stage.views import Signal


class AnalystTabs(Protocol):
    """The pages as tabs.

    Signals:
        tab_shown(key: str): another page came to the front.
    """

    @property
    def tab_shown(self) -> Signal: ...
    @property
    def tab(self) -> str: ...

    def show_tab(self, key: str) -> None:
        """Bring a page to the front."""
        ...


class ExportView(Protocol):
    """The analyst's page.

    Signals:
        export_asked(folder: str, choice: ExportChoice): the primary action.
        stop_asked(): end the export under way.
        since_changed(text: str, include: str): a time was typed, or other interviews were chosen for it.
        since_left(text: str): the line of the time was left.
    """

    @property
    def export_asked(self) -> Signal: ...
    @property
    def stop_asked(self) -> Signal: ...
    @property
    def since_changed(self) -> Signal: ...
    @property
    def since_left(self) -> Signal: ...

    def render(self, state: ExportState) -> None: ...
    def begin_anew(self) -> None:
        """Nothing is left of what somebody chose or typed before."""
        ...
