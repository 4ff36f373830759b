"""The tab of outcomes: rates and charts, read when it comes to the front and once a minute while it is there.

Every case is read for them, beside the store's own lane, so that nobody waits for it; a large field again by key only.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import partial

from cati_app.domain.outcomes.rates import Method
from cati_app.fieldwork.monitor.read_course import CourseFigures
from cati_app.fieldwork.monitor.read_forecast import FieldForecast
from cati_app.ui.desk.outcomes.services import OutcomesServices
from cati_app.ui.desk.outcomes.states import OutcomesState
from cati_app.ui.desk.outcomes.views import OutcomesView
from cati_app.ui.desk.outcomes.words import OutcomesWords, WantedFigures, reads_by_itself
from cati_app.ui.desk.states import TableState
from cati_app.ui.stage.panel_states import ChoicePanelState, PanelKind, ResultOption
from cati_app.ui.stage.stage import Stage
from cati_app.ui.stage.states import Tone
from cati_app.ui.stage.wording import plain_text

TAB = "outcomes"
CHOICES = (
    PanelKind.OUTCOME_FRAME,
    PanelKind.OUTCOME_DAY,
    PanelKind.OUTCOME_METHOD,
    PanelKind.OUTCOME_GROUP,
    PanelKind.OUTCOME_TABLE,
)
_ALL = "*"


def _silent(share: float, text: str) -> None:
    """Nobody is told how far the reading is."""


class OutcomesPresenter:
    """Shows the figures of the last reading, for what is chosen.

    Args:
        forecast: The last one, wherever it is made; None: there is none yet.
    """

    def __init__(
        self,
        stage: Stage,
        view: OutcomesView,
        services: OutcomesServices,
        forecast: Callable[[], FieldForecast | None],
    ) -> None:
        self._stage = stage
        self._view = view
        self._services = services
        self._forecast, self._told = forecast, forecast()
        self._words = OutcomesWords(stage.words, services)
        self._chosen = WantedFigures()
        self._figures: CourseFigures | None = None
        self._grouping = next(iter(self._words.groups.groupings), None)
        self._reading = False
        self._as_tables = False
        self._state = OutcomesState()
        self._table: TableState | None = None  # to be saved

    def shown(self, key: str) -> None:
        """A tab came to the front."""
        if key == TAB:
            self.refresh()

    def minute_passed(self) -> None:
        """The tab is in front for a further minute."""
        if self._figures is not None and not reads_by_itself(self._figures):
            return
        self.refresh()

    def tick(self) -> None:
        """Every few seconds, while this tab is in front: a forecast that is new since then is shown."""
        if self._stage.situation.tab == TAB and self._told is not self._forecast():
            self._render()

    def refresh(self) -> None:
        """Read anew, unless that is being done."""
        if self._reading:
            return
        self._reading = True
        services, grouping = self._services, self._grouping
        self._stage.run_long(
            lambda progress: services.read(services.user, progress.check, grouping),
            self._show,
            self._not_read,
            _silent,
            "backup",
        )

    def _not_read(self, error: Exception) -> bool:
        self._reading = False
        return False

    def _show(self, figures: CourseFigures) -> None:
        self._reading = False
        self._figures = figures
        self._render()
        if figures.grouping != self._grouping:  # another group was wanted meanwhile
            self.refresh()

    def _render(self) -> None:
        if self._figures is not None:
            self._told = self._forecast()
            self._state = self._words.state(self._figures, self._chosen, self._told)
            self._view.render_outcomes(self._state)

    # -- what is chosen -----------------------------------------------------------------------------------------

    def command(self, name: str) -> bool:
        """A command of the table; whether it is one of these."""
        actions = {
            "outcomes_frame": self._ask_frame,
            "outcomes_day": self._ask_day,
            "outcomes_method": self._ask_method,
            "outcomes_group": self._ask_group,
            "outcomes_tables": self._change_tables,
            "outcomes_export": self._ask_table,
            "outcomes_read": self.refresh,
        }
        if name not in actions:
            return False
        actions[name]()
        return True

    def _ask_frame(self) -> None:
        frames = sorted(self._figures.counts.frames) if self._figures is not None else []
        options = [self._option(_ALL, self._words.frame(None), self._chosen.frame is None)]
        options += [self._option(name, self._words.frame(name), self._chosen.frame == name) for name in frames]
        self._ask(PanelKind.OUTCOME_FRAME, self._stage.words.say("Which frame?"), options)

    def _ask_day(self) -> None:
        days = sorted(self._figures.counts.days, reverse=True) if self._figures is not None else []
        options = [self._option(_ALL, self._words.day(None), self._chosen.day is None)]
        options += [self._option(day.isoformat(), self._words.day(day), self._chosen.day == day) for day in days]
        text = self._stage.words.say("Rates and the course of cooperation as the field stood at the end of a day.")
        self._ask(PanelKind.OUTCOME_DAY, self._stage.words.say("Which day?"), options, text)

    def _ask_method(self) -> None:
        given = self._services.settings.e is not None
        now = self._words.settings(self._chosen).method
        methods = [method for method in Method if method is not Method.FIXED or given]
        options = [self._option(method.value, self._words.method(method), method is now) for method in methods]
        text = self._stage.words.say(
            "e is the share of cases of unknown eligibility that would belong to the population. Another way is for "
            "looking; study.yaml says which one holds (outcomes.e_method)."
        )
        self._ask(PanelKind.OUTCOME_METHOD, self._stage.words.say("How is e estimated?"), options, text)

    def _ask_group(self) -> None:
        groups, say = self._words.groups, self._stage.words.say
        if self._grouping is None:
            self._stage.say(say("This study has no quota and no field of the sample by which cases are told apart."))
            return
        options = [
            self._option(str(number), groups.name(grouping), grouping == self._grouping)
            for number, grouping in enumerate(groups.groupings)
        ]
        text = say("The way from number to interview is told for each group. Counts of few people are hidden.")
        self._ask(PanelKind.OUTCOME_GROUP, say("Which groups?"), options, text)

    def _option(self, code: str, text: str, is_now: bool) -> ResultOption:
        return ResultOption(code, text, self._stage.words.say("shown now") if is_now else "")

    def _ask(self, kind: PanelKind, title: str, options: list[ResultOption], text: str = "") -> None:
        self._stage.panel(ChoicePanelState(kind, title, tuple(options), text))

    def choose(self, kind: PanelKind, code: str) -> None:
        """A choice in a panel."""
        self._stage.shell.hide_panel()
        if kind is PanelKind.OUTCOME_TABLE:
            self._table = next((table for table in self._tables() if table.key == code), None)
            if self._table is not None:
                self._view.ask_where_to_save(f"cati-{self._table.key.replace('_', '-')}.csv")
            return
        if kind is PanelKind.OUTCOME_GROUP:
            self._grouping = self._words.groups.groupings[int(code)]
            self.refresh()
            return
        value = None if code == _ALL else code
        if kind is PanelKind.OUTCOME_FRAME:
            self._chosen = replace(self._chosen, frame=value)
        elif kind is PanelKind.OUTCOME_DAY:
            self._chosen = replace(self._chosen, day=date.fromisoformat(value) if value else None)
        else:
            self._chosen = replace(self._chosen, method=Method(code))
        self._render()

    def _change_tables(self) -> None:
        """Ctrl+Shift+T."""
        self._as_tables = not self._as_tables
        self._view.show_tables(self._as_tables)

    # -- as a file ----------------------------------------------------------------------------------------------

    def _tables(self) -> tuple[TableState, ...]:
        """What can be saved: what stands in the tab, as it is chosen there. No figure of a person is among it."""
        return self._words.tables(self._state)

    def _ask_table(self) -> None:
        options = [ResultOption(table.key, table.title) for table in self._tables()]
        if options:
            text = self._stage.words.say("As it stands in the tab: of the frame and the day that are chosen.")
            self._ask(PanelKind.OUTCOME_TABLE, self._stage.words.say("Which table is saved?"), options, text)

    def save(self, path: str) -> None:
        """As CSV."""
        if self._table is None:
            return
        assert self._figures is not None
        at = self._services.calendar.local(self._figures.at)
        read = f"{at:%Y-%m-%d %H:%M}", self._words.frame(self._chosen.frame), self._words.day(self._chosen.day)
        rows = [[plain_text(field) for field in (*read, *row[1:])] for row in self._table.rows]
        save = partial(self._services.save, path, [plain_text(column) for column in self._table.columns], rows)
        self._stage.run(save, partial(self._saved, path))

    def _saved(self, path: str, _: None) -> None:
        self._stage.say(self._stage.words.say("The table was saved: {file}", file=path), tone=Tone.OK)
