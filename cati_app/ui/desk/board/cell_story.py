"""Enter on a cell: how it stands, since when, and every change with its reason."""

from __future__ import annotations

from functools import partial

from cati_app.domain.ids import CellId
from cati_app.domain.quota.what_if import in_force
from cati_app.fieldwork.monitor.board import BoardFigures
from cati_app.fieldwork.quota.read_cell import CellChange, CellStory
from cati_app.ui.desk.ahead_words import interval_text
from cati_app.ui.desk.board.outlook import FieldOutlook
from cati_app.ui.desk.board.steering_words import cell_name, inside_text, no_cell_text
from cati_app.ui.desk.cases.words import person
from cati_app.ui.desk.cell_words import state_words
from cati_app.ui.desk.fan_words import fan_of
from cati_app.ui.desk.services import SupervisorServices
from cati_app.ui.stage.chart_states import FanState
from cati_app.ui.stage.panel_states import ExplanationState, ReasonLine
from cati_app.ui.stage.stage import Stage
from cati_app.ui.stage.wording import when_exactly


class CellDetails:
    """Reads the story of a cell and shows it."""

    def __init__(self, stage: Stage, services: SupervisorServices, outlook: FieldOutlook) -> None:
        self._stage = stage
        self._services = services
        self._outlook = outlook
        self._figures: BoardFigures | None = None
        self._open = ""
        self._shown: CellStory | None = None
        self._panel: ExplanationState | None = None

    def read(self, figures: BoardFigures) -> None:
        """What the board has read; what is shown of a cell follows, as at a hub a change is known a second later."""
        self._figures = figures
        if self._open and self._panel is not None:  # else it is about to be shown
            if self._stage.is_in_front(self._panel):
                self._look(self._open)
            else:
                self._open = ""

    def open(self, key: str) -> None:
        """Of the cell with this id; a sum of several has no story."""
        if self._figures is None or key not in {count.cell_id for count in self._figures.cells}:
            self._stage.say(no_cell_text(self._stage.words, key))
            return
        self._open, self._shown, self._panel = key, None, None
        self._look(key, brings_panel=True)

    def closed(self) -> None:
        """Esc."""
        self._open = ""

    def _look(self, key: str, *, brings_panel: bool = False) -> None:
        work = partial(self._services.cells.story, self._services.user, CellId(key))
        self._stage.run(work, self._show, brings_panel=brings_panel)

    def _show(self, story: CellStory) -> None:
        if self._open != story.cell.count.cell_id or story == self._shown:
            return
        self._shown = story
        words, count, figures = self._stage.words, story.cell.count, self._figures
        if figures is None:
            return
        lines = [
            ReasonLine(words.say("Done"), words.say("{done} of {target}", done=count.achieved, target=in_force(count))),
            ReasonLine(words.say("to go"), str(max(0, in_force(count) - count.achieved))),
            *self._ahead(story),
            ReasonLine(words.say("Inside"), inside_text(words, figures, count) or words.say("nobody")),
            ReasonLine(words.say("Came back"), str(count.rolled_back)),
            ReasonLine(words.say("State"), self._state(story)),
            ReasonLine(words.say("Planned in study.yaml"), str(story.cell.planned)),
            *(self._line(figures, change) for change in story.changes),
        ]
        name = cell_name(words, self._services, count.cell_id)
        text = "" if story.changes else words.say("Nobody has changed this cell. T, P and C do, with a reason.")
        self._panel = ExplanationState(name, tuple(lines), text, self._fan(story))
        self._stage.panel(self._panel)

    def _ahead(self, story: CellStory) -> list[ReasonLine]:
        """When it is full; nothing before the first forecast."""
        words, full = self._stage.words, self._outlook.full_on(story.cell.count.cell_id)
        return [] if full is None else [ReasonLine(words.say("Full on (forecast)"), interval_text(words, full))]

    def _fan(self, story: CellStory) -> FanState | None:
        """The curve from today on; None where nothing is forecast, or nothing is left to do."""
        words, count = self._stage.words, story.cell.count
        full = self._outlook.full_on(count.cell_id)
        if full is None or full.is_full:
            return None
        today = self._services.rules.calendar.local(self._services.clock.now()).date()
        return fan_of(words, full, (count.achieved, in_force(count)), today, self._outlook.last_day)

    def _state(self, story: CellStory) -> str:
        words, state = self._stage.words, state_words(self._stage.words, story.cell.count)
        if not story.changes or not (story.cell.count.closed or story.cell.count.paused):
            return state
        return words.say("{state} since {time}", state=state, time=self._when(story.changes[0]))

    def _line(self, figures: BoardFigures, change: CellChange) -> ReasonLine:
        words = self._stage.words
        people = {user.id: user for user in figures.people}
        who = person(words, people, change.by.id if change.by is not None else None)
        parts = (self._what(change), who, change.reason)
        return ReasonLine(self._when(change), " · ".join(part for part in parts if part))

    def _when(self, change: CellChange) -> str:
        services = self._services
        return when_exactly(self._stage.words, services.rules.calendar, change.at, services.clock.now())

    def _what(self, change: CellChange) -> str:
        words = self._stage.words
        if change.before is not None and change.before != change.target:
            targets = words.say("target {before} → {target}", before=change.before, target=change.target)
            return f"{targets} ({words.say('taken back')})" if change.is_undo else targets
        if change.is_undo:
            return words.say("taken back")
        return {
            "paused": words.say("paused"),
            "closed": words.say_in("cell", "closed"),
            "opened": words.say("open again"),
        }[change.kind.rpartition("_")[2]]
