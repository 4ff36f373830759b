"""What the presenter asks of the page of reports."""

from __future__ import annotations

from typing import Protocol

from cati_app.ui.analyst.reports.states import ReportsState
from cati_app.ui.stage.views import Signal


class ReportsView(Protocol):
    """The page.

    Signals:
        report_chosen(key: str): another report of the list is selected.
        look_asked(): Enter on the list, or its button.
        command_asked(name: str): a button.
        stop_asked(): end what is under way.
    """

    @property
    def report_chosen(self) -> Signal: ...
    @property
    def look_asked(self) -> Signal: ...
    @property
    def command_asked(self) -> Signal: ...
    @property
    def stop_asked(self) -> Signal: ...

    def render(self, state: ReportsState) -> None: ...

    def open_files(self, files: tuple[str, ...]) -> tuple[str, ...]:
        """With the program that the system has for them; those that did not open."""
        ...
