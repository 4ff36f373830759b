"""What the presenter asks of the page of coding."""

from __future__ import annotations

from typing import Protocol

from cati_app.ui.analyst.coding.states import CodingState
from cati_app.ui.stage.views import Signal


class CodingView(Protocol):
    """The page.

    Signals:
        question_chosen(name: str): another question of the list.
        codes_picked(codes: tuple[str, ...]): names of choices, whenever they change.
        give_asked(): Enter on the codes.
        moved(step: int): to the next text, or the one before.
        command_asked(name: str): a button.
    """

    @property
    def question_chosen(self) -> Signal: ...
    @property
    def codes_picked(self) -> Signal: ...
    @property
    def give_asked(self) -> Signal: ...
    @property
    def moved(self) -> Signal: ...
    @property
    def command_asked(self) -> Signal: ...

    def render(self, state: CodingState) -> None: ...
