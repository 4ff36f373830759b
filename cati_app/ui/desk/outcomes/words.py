"""The tab of outcomes in words: what is chosen, and the rates with their formulas."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from cati_app.domain.casework.flow_groups import Grouping
from cati_app.domain.outcomes.counts import RateSettings, RateTable, Weights, rate_table, share_words
from cati_app.domain.outcomes.rates import RATES, FrameCounts, Method, rates
from cati_app.fieldwork.monitor.read_course import CourseFigures
from cati_app.fieldwork.monitor.read_forecast import FieldForecast
from cati_app.texts import Words
from cati_app.texts.figures import figures
from cati_app.ui.desk.outcomes.chart_words import ChartWords
from cati_app.ui.desk.outcomes.group_words import GroupWords
from cati_app.ui.desk.outcomes.progress_words import ProgressWords
from cati_app.ui.desk.outcomes.services import OutcomesServices
from cati_app.ui.desk.outcomes.states import ChartState, OutcomesState, RateState
from cati_app.ui.desk.states import TableState
from cati_app.values import dataclass

_SHOWN = {
    "response_rate_3": "RR3",
    "cooperation_rate_3": "COOP3",
    "contact_rate_2": "CON2",
    "refusal_rate_2": "REF2",
}
_READ_BY_ITSELF = 20_000
"""Cases; they take some two seconds of a processor."""


@dataclass(frozen=True, slots=True)
class WantedFigures:
    """What the tab is to show.

    Args:
        frame: None: all.
        day: As the field stood at its end; None: now.
        method: None: as the study has it.
    """

    frame: str | None = None
    day: date | None = None
    method: Method | None = None


class OutcomesWords:
    """Words for one study."""

    def __init__(self, words: Words, services: OutcomesServices) -> None:
        self._words = words
        self._services = services
        self._charts = ChartWords(words, services.calendar)
        self.groups = GroupWords(words, services)

    def settings(self, chosen: WantedFigures) -> RateSettings:
        """How e is estimated now."""
        settings = self._services.settings
        return settings if chosen.method is None else replace(settings, method=chosen.method)

    def frame(self, name: str | None) -> str:
        """A frame, or all of them."""
        return self._charts.frame(name)

    def day(self, day: date | None) -> str:
        """A day of the field, or now."""
        words = self._words
        return words.say("until now") if day is None else words.say("until {day:%Y-%m-%d}", day=day)

    def method(self, method: Method) -> str:
        """How e is estimated."""
        say = self._words.say
        return {
            Method.CASRO: say("share among the known cases (CASRO)"),
            Method.TWO_STEP: say("in two steps: households, then persons"),
            Method.FIXED: say("as study.yaml gives it"),
            Method.ONE: say("all count (e = 1)"),
        }[method]

    def state(self, course: CourseFigures, chosen: WantedFigures, told: FieldForecast | None = None) -> OutcomesState:
        """Everything, for what is chosen.

        Args:
            told: The last forecast; None: there is none yet.
        """
        words, settings, charts = self._words, self.settings(chosen), self._charts
        at = self._services.calendar.local(course.at)
        state = OutcomesState(
            caveat=self._caveat(),
            frame=words.say("Frame: {frame}", frame=self.frame(chosen.frame)),
            day=words.say("Field {day}", day=self.day(chosen.day)),
            method=words.say("e: {method}", method=self.method(settings.method)),
            grouping=self._grouping(course.grouping),
            as_of=self._as_of(course, f"{at:%H:%M:%S}"),
        )
        if not course.ways:
            return replace(state, empty=words.say("No call yet. Rates and charts begin with the first result."))
        counted = course.counts.frames if chosen.day is None else course.counts.days.get(chosen.day, {})
        table = rate_table(_of_frame(counted, chosen.frame), settings)
        days = {
            day: _of_frame(at_end, chosen.frame)
            for day, at_end in course.counts.days.items()
            if chosen.day is None or day <= chosen.day
        }
        ways = {name: way for name, way in sorted(course.ways.items()) if chosen.frame in (None, name)}
        shows_rates = self._services.shows_rates
        progress = ProgressWords(words, self._services, course, told)
        return replace(
            state,
            rates=tuple(self._rate(name, table) for name in _SHOWN) if shows_rates else (),
            hours=charts.hours(course.hours, at.date()),
            trend=self._trend(days, table, settings) if shows_rates else None,
            attempts=charts.attempts(course.attempts, tuple(ways)),
            way=charts.way(ways),
            way_foot=self._way_foot(course.rejected),
            groups=self.groups.table(course),
            groups_foot=self.groups.foot(course),
            burn_ups=progress.burn_ups(),
            curves=progress.curves(),
        )

    def tables(self, state: OutcomesState) -> tuple[TableState, ...]:
        """What the tab shows, as tables."""
        say, charts = self._words.say, (state.hours, state.trend, state.attempts)
        tables = [chart.table for chart in charts if chart is not None]
        if state.rates:
            columns = say("Rate"), say("Code"), say("Value"), say("By frame"), say("Formula"), "e"
            rows = ((r.code, r.title, r.code, r.value, r.parts, r.formula, r.e) for r in state.rates)
            tables.insert(0, TableState("rates", say("Outcome rates"), columns, tuple(rows)))
        if state.way is not None:
            tables.append(state.way)
        if state.groups is not None:
            tables.append(state.groups)
        progress = (*state.burn_ups, *([state.curves] if state.curves is not None else ()))
        return (*tables, *(chart.table for chart in progress))

    def _grouping(self, grouping: Grouping | None) -> str:
        return "" if grouping is None else self._words.say("Group: {group}", group=self.groups.name(grouping))

    def _trend(
        self, days: Mapping[date, Mapping[str, Weights]], table: RateTable, settings: RateSettings
    ) -> ChartState:
        """Of all frames together; where they cannot be put together, of the one with most interviews."""
        if table.pooled:
            return self._charts.trend(days, table)
        largest = max(table.parts, key=lambda name: table.parts[name].counts.interviews)
        of_it = {day: _of_frame(frames, largest) for day, frames in days.items()}
        codes = of_it[max(of_it)] if of_it else {}
        return self._charts.trend(of_it, rate_table(codes, settings), largest)

    def _as_of(self, course: CourseFigures, at: str) -> str:
        if reads_by_itself(course):
            return self._words.say("Read at {at}, and once a minute while this page is in sight.", at=at)
        return self._words.say("Read at {at}; a field of this size is read again with R only.", at=at)

    def _way_foot(self, rejected: int) -> str:
        words = self._words
        foot = words.say("As it stands now, whatever day is chosen. Shares and losses are of the line above.")
        if not rejected:
            return foot
        told = words.say_count(
            "{count} interview of the whole field was rejected in review: it was held, so it is complete here; the"
            " board does not count it.",
            "{count} interviews of the whole field were rejected in review: they were held, so they are complete here;"
            " the board does not count them.",
            rejected,
        )
        return f"{foot} {told}"

    def _caveat(self) -> str:
        words, services = self._words, self._services
        if services.quota is None:
            return ""
        if services.shows_rates:
            return words.say(
                "Quota sample: no margins of error. All rates hold for a quota-controlled random sample of numbers."
            )
        return words.say(
            "Quota sample: no rates, as study.yaml does not say that the numbers are a random sample "
            "(outcomes.random_numbers)."
        )

    def _rate(self, name: str, table: RateTable) -> RateState:
        above, below = RATES[name]
        names = [self.frame(frame) for frame in table.parts]
        shares = [self._charts.percent(rates([replace(part, weight=1.0)])[name]) for part in table.parts.values()]
        apart = ""
        if not table.pooled:
            apart = self._words.say(
                "{frames}: together only with outcomes.frames in study.yaml", frames=" · ".join(names)
            )
        elif len(names) > 1:
            apart = " · ".join(f"{frame} {share}" for frame, share in zip(names, shares, strict=True))
        value = self._charts.percent(table.rates.get(name)) if table.pooled else " · ".join(shares)
        formula = " / ".join(f"({terms})" if "+" in terms else terms for terms in (above, below))
        e = self._shares(table.parts) if "e·" in below else self._words.say("cases of the population alone")
        return RateState(self._title(name), _SHOWN[name], value, apart, formula, e)

    def _title(self, name: str) -> str:
        say = self._words.say
        return {
            "response_rate_3": say("Response rate"),
            "cooperation_rate_3": say("Cooperation rate"),
            "contact_rate_2": say("Contact rate"),
            "refusal_rate_2": say("Refusal rate"),
        }[name]

    def _shares(self, parts: Mapping[str, FrameCounts]) -> str:
        """e of each frame."""
        told = (" / ".join(map(self._share, share_words(part.share))) for part in parts.values())
        return "e " + " · ".join(told)

    def _share(self, share: float | None) -> str:
        return "–" if share is None else figures(f"{share:.3f}")


def _of_frame(frames: Mapping[str, Weights], wanted: str | None) -> dict[str, Weights]:
    return {name: codes for name, codes in frames.items() if wanted in (None, name)}


def reads_by_itself(course: CourseFigures) -> bool:
    """Whether the field is small enough to be read once a minute."""
    return sum(codes.total() for codes in course.counts.frames.values()) <= _READ_BY_ITSELF
