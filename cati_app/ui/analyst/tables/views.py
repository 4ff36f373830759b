"""What the presenter asks of the page of tables."""

from __future__ import annotations

from typing import Protocol

from cati_app.ui.analyst.tables.states import TablesState
from cati_app.ui.stage.views import Signal


class TablesView(Protocol):
    """The page.

    Signals:
        question_chosen(name: str): another question of the list is selected.
        command_asked(name: str): a button.
        stop_asked(): end what is under way.
    """

    @property
    def question_chosen(self) -> Signal: ...
    @property
    def command_asked(self) -> Signal: ...
    @property
    def stop_asked(self) -> Signal: ...

    def render(self, state: TablesState) -> None: ...

    def open_files(self, files: tuple[str, ...]) -> tuple[str, ...]:
        """With the program that the system has for them; those that did not open."""
        ...
