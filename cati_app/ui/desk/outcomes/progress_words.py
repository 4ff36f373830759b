"""How the quotas fill, in words: each as a whole, and every cell, with what is forecast of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from cati_app.domain.casework.filling import Steps, steps_of_cell, steps_of_quota
from cati_app.domain.ids import CellId
from cati_app.domain.quota.cells import CellCount, QuotaMode, QuotaPlan
from cati_app.domain.quota.what_if import in_force
from cati_app.fieldwork.monitor.read_course import CourseFigures
from cati_app.fieldwork.monitor.read_forecast import FieldForecast, FullOn
from cati_app.texts import Words
from cati_app.ui.desk.ahead_words import day_text, interval_text, is_late, short_texts
from cati_app.ui.desk.cell_words import state_words
from cati_app.ui.desk.fan_words import fan_of
from cati_app.ui.desk.outcomes.services import OutcomesServices
from cati_app.ui.desk.outcomes.states import ChartState
from cati_app.ui.desk.states import TableState
from cati_app.ui.stage.chart_states import CurvesState, CurveState

Row = tuple[str, ...]


class ProgressWords:
    """Words for one study and one reading of its field.

    Args:
        told: The last forecast; None: there is none yet.
    """

    def __init__(
        self, words: Words, services: OutcomesServices, course: CourseFigures, told: FieldForecast | None
    ) -> None:
        self._words = words
        self._texts = services.texts_now()
        self._plan = services.quota
        self._counts = {count.cell_id: count for count in course.cells}
        self._done = course.done
        self._today = services.calendar.local(course.at).date()
        self._told = {quota.name: quota for quota in told.quotas} if told is not None else {}
        self._last_day = services.last_day

    def burn_ups(self) -> tuple[ChartState, ...]:
        """The first quota until today and ahead, and each further one with targets to fill; none without a quota."""
        if self._plan is None:
            return ()
        further = (plan for plan in self._plan.further if plan.mode is not QuotaMode.COUNTER)
        return tuple(map(self._burn_up, (self._plan, *further)))

    def _burn_up(self, plan: QuotaPlan) -> ChartState:
        words, counts = self._words, self._counts_of(plan)
        steps = steps_of_quota(counts, self._done)
        done, target = sum(min(each.achieved, in_force(each)) for each in counts), sum(map(in_force, counts))
        told = self._told.get(plan.name)
        full = told.total if told is not None else None
        foot = words.say("Nothing is forecast yet.")
        if full is not None:
            foot = interval_text(words, full)
            foot = foot if full.is_full else f"{words.say('Full on (forecast)')}: {foot}"
        figures = words.say("{done} of {target}", done=done, target=target)
        quota = self._texts.quota_words(plan.prefix)
        return ChartState(
            words.say("Interviews that fill the quota: {quota}", quota=quota),
            f"{figures} · {foot}",
            fan_of(words, full, (done, target), self._today, self._last_day, steps),
            TableState(
                f"burn_up_{plan.prefix}" if plan.prefix else "burn_up",
                words.say("Interviews by day, and when the quota is full: {quota}", quota=quota),
                self._columns(),
                tuple(self._rows("", steps, target, full)),
                words.say("No interview yet."),
            ),
        )

    def curves(self) -> ChartState | None:
        """Every cell of the quotas that have targets to fill; None without one."""
        words = self._words
        plans = [each for each in (self._plan.quotas if self._plan else ()) if each.mode is not QuotaMode.COUNTER]
        cells = [(plan, count) for plan in plans for count in self._counts_of(plan)]
        if not cells:
            return None
        rows = [
            (key, name, *row)
            for plan, count in cells
            for name in (self._name(count.cell_id),)
            for key, *row in self._rows(count.cell_id, self._steps(count), in_force(count), self._full(plan, count))
        ]
        return ChartState(
            words.say("Every cell until today and ahead"),
            words.say(
                "Line: complete interviews until today, below the target. Fan: between its ends the cell is full in 8 "
                "of 10 plays; dashed: the middle one; dotted: end of field. All cells stand on the same days."
            ),
            CurvesState(tuple(self._curve(plan, count) for plan, count in cells)),
            TableState(
                "curves",
                words.say("Cells by day, and when they are full"),
                (words.say("Cell"), *self._columns()),
                tuple(rows),
                words.say("No interview yet."),
            ),
        )

    def _counts_of(self, plan: QuotaPlan) -> list[CellCount]:
        return [self._counts[cell] for cell in plan.targets if cell in self._counts]

    def _steps(self, count: CellCount) -> Steps:
        return steps_of_cell(self._done.get(count.cell_id, {}))

    def _name(self, cell: CellId) -> str:
        return self._texts.cell_words(cell) or cell

    def _full(self, plan: QuotaPlan, count: CellCount) -> FullOn | None:
        """None where nothing is forecast, and where somebody stopped the cell."""
        told = self._told.get(plan.name)
        return told.cells.get(count.cell_id) if told is not None and not (count.closed or count.paused) else None

    def _curve(self, plan: QuotaPlan, count: CellCount) -> CurveState:
        full, figures = self._full(plan, count), (count.achieved, in_force(count))
        ahead = short_texts(self._words, full) if full is not None else ()
        return CurveState(
            self._name(count.cell_id),
            f"{figures[0]} / {figures[1]}",
            ahead[0] if ahead else state_words(self._words, count),
            fan_of(self._words, full, figures, self._today, self._last_day, self._steps(count)),
            bool(ahead) and full is not None and is_late(full),
        )

    # -- as a table ---------------------------------------------------------------------------------------------

    def _columns(self) -> Row:
        say = self._words.say
        return say("Day"), say("What"), say("Interviews"), say("Done"), say("Target")

    def _rows(self, key: str, steps: Steps, target: int, full: FullOn | None) -> Iterator[Row]:
        """What was done at the end of each day on which it rose, then the days of the forecast; the first is a key."""
        say, before = self._words.say, 0
        for day, done in steps:
            yield f"{key} {day}", self._day(day), say("complete"), str(done - before), str(done), str(target)
            before = done
        for name, text, ahead in self._ahead(full):
            yield f"{key} {name}", self._day(ahead), text, "", str(target), str(target)

    def _ahead(self, full: FullOn | None) -> Sequence[tuple[str, str, date | None]]:
        if full is None or full.is_full:
            return ()
        say = self._words.say
        return (
            ("low", say("full in 8 of 10 plays: from"), full.low),
            ("middle", say("full: the middle of all plays"), full.median),
            ("high", say("full in 8 of 10 plays: until"), full.high),
        )

    def _day(self, day: date | None) -> str:
        return day_text(self._words, day)
