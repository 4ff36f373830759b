"""What the presenter of a sitting asks of its screen."""

from __future__ import annotations

from typing import Protocol

from cati_app.ui.console.sitting.states import SittingState
from cati_app.ui.stage.views import Signal


class SittingViewPort(Protocol):
    """The guided screen; its text has the focus.

    Signals:
        text_typed(text: str): the card as it stands now.
        probe_pressed(number: int): from 1.
        ticked(): some times a second, while the screen is in sight.
    """

    @property
    def text_typed(self) -> Signal: ...
    @property
    def probe_pressed(self) -> Signal: ...
    @property
    def ticked(self) -> Signal: ...

    def render(self, state: SittingState) -> None: ...

    def show_text(self, text: str) -> None:
        """The field holds this from now on; nobody is told."""
        ...
