"""A supervisor counts an interview that had no place: of which cell, where there is room now, and why."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from cati_app.domain.changes import Topic
from cati_app.domain.ids import CellId
from cati_app.domain.quota.cells import CellCount, free_in
from cati_app.domain.quota.fitting import cells_of
from cati_app.domain.sharing.stations import StationsNow
from cati_app.fieldwork.monitor.board import BoardFigures
from cati_app.ui.desk.cases.words import cell_text
from cati_app.ui.desk.services import SupervisorServices
from cati_app.ui.desk.stations.deciding import Deciding, HubDecision
from cati_app.ui.desk.stations.services import StationsServices
from cati_app.ui.stage.panel_states import ChoicePanelState, PanelKind, ResultOption
from cati_app.ui.stage.stage import Stage
from cati_app.ui.stage.states import Tone


class Promoting:
    """A panel with the cells that have such interviews, then the reason."""

    def __init__(self, stage: Stage, services: SupervisorServices, hub: StationsServices, deciding: Deciding) -> None:
        self._stage = stage
        self._services = services
        self._hub = hub
        self._deciding = deciding

    def ask(self) -> None:
        """Which cells have any, the hub knows."""
        waits_for = self._stage.words.say("Waiting for the hub …")
        self._stage.ask(self._hub.port.stations, self._told, None, waits_for, self._hub.port.stop_waiting)

    def _told(self, now: StationsNow) -> None:
        if not now.surplus:
            self._stage.say(self._stage.words.say("No interview waits for a place in the quota."))
            return
        read = partial(self._services.read_board, self._services.user)
        self._stage.run(read, partial(self._offer, now))

    def _offer(self, now: StationsNow, figures: BoardFigures) -> None:
        words, counts = self._stage.words, {count.cell_id: count for count in figures.cells}
        options = tuple(self._option(id_, waiting, counts) for id_, waiting in now.surplus.items())
        title = words.say("Count an interview that had no place: of which cell?")
        text = words.say("The one that came first counts.")
        self._stage.panel(ChoicePanelState(PanelKind.PROMOTE, title, options, text))

    def _option(self, id_: str, waiting: int, counts: Mapping[CellId, CellCount]) -> ResultOption:
        """Of a place: one cell of each quota that counts the interview, all of which must have room."""
        words, cells = self._stage.words, cells_of(CellId(id_))
        free = free_in([counts[cell] for cell in cells], waiting) if all(cell in counts for cell in cells) else 0
        told = words.say("without a place: {waiting}, free: {free}", waiting=waiting, free=free)
        why_not = "" if free else words.say("no place of it is free")
        return ResultOption(id_, cell_text(self._services, id_), told, enabled=free > 0, why_not=why_not)

    def chosen(self, cell: str) -> None:
        """A cell; then why."""
        words = self._stage.words
        self._stage.shell.hide_panel()
        title = words.say(
            "The first interview of {cell} that had no place counts. Why?", cell=cell_text(self._services, cell)
        )
        work = partial(self._hub.port.promote, self._hub.user, cell)
        self._deciding.ask(HubDecision(title, words.say("Count it"), work, self._done))

    def _done(self, _: object) -> None:
        self._stage.say(self._stage.words.say("The interview counts from now on."), tone=Tone.OK)
        self._stage.changed(frozenset({Topic.QUOTA, Topic.INTERVIEWS}))
