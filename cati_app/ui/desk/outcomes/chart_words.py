"""The charts of the tab of outcomes, worded, each with the table that says the same."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from itertools import pairwise

from cati_app.domain.calling.calendar import CallingCalendar
from cati_app.domain.casework.course import (
    LEAST_DIALS,
    TREND_DAYS,
    FlowCount,
    Hour,
    HourCount,
    cooperation_trend,
    half_by,
    open_hours,
    steps_of,
)
from cati_app.domain.outcomes.counts import RateTable, Weights
from cati_app.domain.phrases import source
from cati_app.domain.sampling.phone import LineKind
from cati_app.texts import Words
from cati_app.texts.figures import figures
from cati_app.ui.desk.outcomes.states import ChartState
from cati_app.ui.desk.states import TableState
from cati_app.ui.stage.chart_states import BarColumn, BarsState, HeatCell, HeatState, LinePoint, TrendState
from cati_app.ui.stage.line_words import line_label
from cati_app.ui.stage.wording import weekday_names

_TOPS = (0.2, 0.4, 0.6, 0.8, 1.0)
_QUARTERS = (0.0, 0.25, 0.5, 0.75, 1.0)
_LAST_HOUR, _DARKEST = 23, 4
_HOUR_COLUMNS = (source("Day"), source("Hour"), source("Calls"), source("Contacts"), source("Per 100 calls"))


class ChartWords:
    """Words for the charts of one study."""

    def __init__(self, words: Words, calendar: CallingCalendar) -> None:
        self._words = words
        self._calendar = calendar

    def frame(self, name: str | None) -> str:
        """A frame, or all of them."""
        if name is None:
            return self._words.say("all")
        if name in (LineKind.LANDLINE, LineKind.MOBILE):
            return line_label(self._words, name)
        return name or self._words.say("(without name)")

    def percent(self, share: float | None) -> str:
        """A share with one place; a dash where there is none."""
        return "–" if share is None else self._words.say("{share} %", share=figures(f"{100 * share:.1f}"))

    # -- contact by hour ----------------------------------------------------------------------------------------

    def hours(self, counts: Mapping[Hour, HourCount], today: date) -> ChartState:
        """Contact per 100 calls by hour of the week; hours at which nobody may be called are said to be closed."""
        words = self._words
        open_at = open_hours(self._window, today)
        spans = [span for span in open_at.values() if span is not None]
        named = [hour for _, hour in counts] + [hour for span in spans for hour in span]
        columns = range(min(named, default=0), max(named, default=-1) + 1)
        days = [day for day in range(7) if open_at[day] is not None or any(at == day for at, _ in counts)]
        steps = steps_of(counts)
        names = weekday_names(words)
        rows = tuple(
            (names[day], tuple(self._field(counts.get((day, hour)), open_at[day], hour, steps) for hour in columns))
            for day in days
        )
        table = TableState(
            "contact_hours",
            words.say("Contact by hour"),
            tuple(map(words.say, _HOUR_COLUMNS)),
            tuple(
                (f"{day}-{hour}", names[day], f"{hour:02}", str(count.dials), str(count.contacts), self._per_100(count))
                for (day, hour), count in sorted(counts.items())
            ),
            words.say("No call yet."),
        )
        return ChartState(
            words.say("Contact per 100 calls, by hour and day of the week"),
            words.say(
                "{calls} calls at the clock of whoever was called; from {least} calls on, else their number. "
                "“closed”: no calls allowed.",
                calls=figures(f"{sum(count.dials for count in counts.values()):,}"),
                least=LEAST_DIALS,
            ),
            HeatState(tuple(str(hour) for hour in columns), rows, self._legend(steps)),
            table,
        )

    def _window(self, day: date) -> tuple[int, int] | None:
        window = self._calendar.window(day)
        if window is None:
            return None
        return window.start.hour, min(_LAST_HOUR, window.end.hour - (0 if window.end.minute else 1))

    def _field(
        self, count: HourCount | None, open_at: tuple[int, int] | None, hour: int, steps: Sequence[int]
    ) -> HeatCell:
        if count is None:
            is_open = open_at is not None and open_at[0] <= hour <= open_at[1]
            return HeatCell("–" if is_open else self._words.say_in("hours without calls", "closed"))
        percent = count.percent
        if percent is None:
            return HeatCell(f"n {count.dials}")
        return HeatCell(str(round(percent)), _DARKEST - len(steps) + sum(round(percent) >= step for step in steps))

    def _per_100(self, count: HourCount) -> str:
        percent = count.percent
        return "–" if percent is None else str(round(percent))

    def _legend(self, steps: Sequence[int]) -> tuple[str, ...]:
        if not steps:
            return ()
        say = self._words.say
        between = [
            say("{first} to {last}", first=first, last=after - 1) if after - 1 > first else str(first)
            for first, after in pairwise(steps)
        ]
        return say("under {first}", first=steps[0]), *between, say("{first} and more", first=steps[-1])

    # -- cooperation over time ----------------------------------------------------------------------------------

    def trend(
        self, days: Mapping[date, Mapping[str, Weights]], table: RateTable, alone: str | None = None
    ) -> ChartState:
        """Cooperation day by day; `alone` is the frame that is shown in place of all."""
        words = self._words
        trend = cooperation_trend(days, table)
        known = [share for share in trend.values() if share is not None]
        top = next((limit for limit in _TOPS if limit >= max(known, default=0)), 1.0)
        points = tuple(
            LinePoint(self._short(day), None if share is None else share / top, self.percent(share))
            for day, share in trend.items()
        )
        marks = tuple((share, words.say("{share} %", share=round(100 * top * share))) for share in _QUARTERS)
        rows = tuple(
            (day.isoformat(), words.say("{day:%Y-%m-%d}", day=day), self.percent(share)) for day, share in trend.items()
        )
        foot = words.say(
            "Mean of {days} working days, without margins. A response rate rises by itself in the field: it has no "
            "course.",
            days=TREND_DAYS,
        )
        if alone is not None:
            foot += " " + words.say(
                "Frame {frame}, the one with most interviews: frames have a common course only with outcomes.frames in "
                "study.yaml.",
                frame=self.frame(alone),
            )
        return ChartState(
            words.say("Cooperation (COOP3) by working day"),
            foot,
            TrendState(points, marks),
            TableState(
                "trend",
                words.say("Cooperation by day"),
                (words.say("Day"), words.say("Cooperation")),
                rows,
                words.say("No call yet."),
            ),
        )

    def _short(self, day: date) -> str:
        return f"{day.day}.{day.month}." if self._words.language == "de" else f"{day.month}/{day.day}"

    # -- attempts, and the way ----------------------------------------------------------------------------------

    def attempts(self, attempts: Mapping[int, Counter[str]], frames: Sequence[str]) -> ChartState:
        """Interviews by the attempt that brought them."""
        words = self._words
        counted = {
            number: tuple(by_frame[frame] for frame in frames)
            for number, by_frame in sorted(attempts.items())
            if any(by_frame[frame] for frame in frames)
        }
        last = max(counted, default=0)
        nothing = (0,) * len(frames)
        bars = tuple(BarColumn(f"{number}.", counted.get(number, nothing)) for number in range(1, last + 1))
        named = tuple(self.frame(frame) for frame in frames)
        half = half_by({number: Counter(dict(zip(frames, parts, strict=True))) for number, parts in counted.items()})
        foot = words.say("No interview yet.")
        if half is not None:
            foot = words.say("Half of the interviews by attempt {half}, all by attempt {last}.", half=half, last=last)
        return ChartState(
            words.say("Attempts until the interview"),
            foot,
            BarsState(bars, named),
            TableState(
                "attempts",
                words.say("Attempts until the interview"),
                (words.say("Attempt no."), *named, words.say("Interviews")),
                tuple((bar.label, bar.label, *map(str, bar.parts), str(bar.total)) for bar in bars),
                words.say("No interview yet."),
            ),
        )

    def way(self, ways: Mapping[str, FlowCount]) -> TableState:
        """From the number to the interview: how many were left after each step, and the share of the step before."""
        words = self._words
        steps = (
            (words.say("dialled"), [way.dialled for way in ways.values()]),
            (words.say("spoken to somebody"), [way.spoken_to for way in ways.values()]),
            (words.say("screened"), [way.screened for way in ways.values()]),
            (words.say("in the population"), [way.in_population for way in ways.values()]),
            (words.say("with a place in the quota"), [way.placed for way in ways.values()]),
            (words.say("interview complete"), [way.complete for way in ways.values()]),
        )
        rows, before = [], 0
        for name, counts in steps:
            total = sum(counts)
            share = words.say("{share} %", share=round(100 * total / before)) if before else ""
            lost = str(before - total) if before else ""
            apart = map(str, counts) if len(ways) > 1 else ()
            rows.append((name, name, *apart, str(total), share, lost))
            before = total
        apart_names = map(self.frame, ways) if len(ways) > 1 else ()
        columns = (
            words.say("Cases"),
            *apart_names,
            words.say("all"),
            words.say("Share"),
            words.say("Lost"),
        )
        return TableState("way", words.say("From number to interview"), columns, tuple(rows))
