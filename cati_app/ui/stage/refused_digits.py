"""Says that a digit stands for no result, until another one does."""

from __future__ import annotations

from cati_app.ui.stage.stage import Stage
from cati_app.ui.stage.states import Tone


class RefusedDigits:
    """Digits typed at the list of results."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._told = ""

    def tell_nothing_selected(self) -> None:
        """Enter in a list in which nothing is selected."""
        self._told = self._stage.words.say("Nothing is selected in this list: a digit selects, Esc goes back.")
        self._stage.say(self._told, tone=Tone.WARN)

    def tell(self, digits: str) -> None:
        """Digits that stand for no result; blank: those typed do, and what was said is taken away."""
        if digits:
            self._told = self._stage.words.say(
                "The digit “{digits}” is not the digit of a result here. Each result shows its digit in front.",
                digits=digits,
            )
            self._stage.say(self._told, tone=Tone.WARN)
            return
        if self._told and self._stage.said == self._told:
            self._stage.say("")
        self._told = ""
