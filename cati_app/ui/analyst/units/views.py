"""What the presenter asks of the page of the code frame."""

from __future__ import annotations

from typing import Protocol

from cati_app.ui.analyst.units.states import UnitsState
from cati_app.ui.stage.views import Signal


class UnitsView(Protocol):
    """The page.

    Signals:
        digit_struck(digit: int): 0 to 9, for the axis in hand.
        option_clicked(axis: int, code: str): a code by the pointer.
        letter_struck(letter: str): for the search of a code.
        erase_asked(): a letter of it back, or the axis before.
        more_asked(): one code more where an axis takes several.
        give_asked(): the codes picked, then the next unit.
        moved(step: int): to the next unit, or the one before.
        command_asked(name: str): a button.
    """

    @property
    def digit_struck(self) -> Signal: ...
    @property
    def option_clicked(self) -> Signal: ...
    @property
    def letter_struck(self) -> Signal: ...
    @property
    def erase_asked(self) -> Signal: ...
    @property
    def more_asked(self) -> Signal: ...
    @property
    def give_asked(self) -> Signal: ...
    @property
    def moved(self) -> Signal: ...
    @property
    def command_asked(self) -> Signal: ...

    def render(self, state: UnitsState) -> None: ...
