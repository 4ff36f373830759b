"""Where an interview counts and where its codes put it, in words."""

from __future__ import annotations

from cati_app.domain.ids import CellId
from cati_app.domain.quota.fitting import cells_of, is_unclassified
from cati_app.fieldwork.monitor.coded_places import CodedPlace
from cati_app.texts import Words
from cati_app.ui.desk.cases.words import cell_text
from cati_app.ui.desk.services import SupervisorServices
from cati_app.ui.stage.panel_states import ResultOption
from cati_app.ui.stage.states import HistoryLine

MOVE_PLACE = "place"
"""The choice that moves it."""


class CodedPlaceWords:
    """In the language of the window."""

    def __init__(self, words: Words, services: SupervisorServices) -> None:
        self._words = words
        self._services = services

    def lines(self, place: CodedPlace | None) -> tuple[HistoryLine, ...]:
        """Where it counts and where its codes put it."""
        if place is None:
            return ()
        words = self._words
        told = words.say(
            "counts in {stands}; belongs in {belongs}", stands=self.cell(place.stands), belongs=self.cell(place.belongs)
        )
        return (HistoryLine(words.say("By its codes"), told),)

    def cell(self, place: CellId) -> str:
        """The cells of a place, one of each quota."""
        no_cell = self._words.say("no cell")
        return ", ".join(no_cell if is_unclassified(c) else cell_text(self._services, c) for c in cells_of(place))

    def option(self, *, may_move: bool) -> ResultOption:
        """To move it, or why that cannot be."""
        words = self._words
        return ResultOption(
            MOVE_PLACE,
            words.say("move its place"),
            words.say("it counts in the cell that its codes put it in"),
            enabled=may_move,
            why_not=words.say("that cell has no room"),
        )
