"""What the presenter asks of the page of weights."""

from __future__ import annotations

from typing import Protocol

from cati_app.ui.analyst.weights.states import WeightsState
from cati_app.ui.stage.views import Signal


class WeightsView(Protocol):
    """The page.

    Signals:
        recipe_selected(key: str): another recipe of the list.
        look_asked(): Enter on the list, or its button.
        margins_named(files: tuple[str, ...]): files with margins, or a whole recipe.
        command_asked(name: str): a button.
        stop_asked(): end what is under way.
    """

    @property
    def recipe_selected(self) -> Signal: ...
    @property
    def look_asked(self) -> Signal: ...
    @property
    def margins_named(self) -> Signal: ...
    @property
    def command_asked(self) -> Signal: ...
    @property
    def stop_asked(self) -> Signal: ...

    def render(self, state: WeightsState) -> None: ...

    def open_files(self, files: tuple[str, ...]) -> tuple[str, ...]:
        """With the program that the system has for them; those that did not open."""
        ...
