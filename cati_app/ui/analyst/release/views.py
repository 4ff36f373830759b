"""What the presenter asks of the page of releases."""

from __future__ import annotations

from typing import Protocol

from cati_app.ui.analyst.release.states import ReleaseState
from cati_app.ui.stage.views import Signal


class ReleaseView(Protocol):
    """The page.

    Signals:
        variable_chosen(name: str): another variable of the list.
        clear_asked(): Enter on a text.
        moved(step: int): to the next text, or the one before.
        command_asked(name: str): a button.
    """

    @property
    def variable_chosen(self) -> Signal: ...
    @property
    def clear_asked(self) -> Signal: ...
    @property
    def moved(self) -> Signal: ...
    @property
    def command_asked(self) -> Signal: ...

    def render(self, state: ReleaseState) -> None: ...
