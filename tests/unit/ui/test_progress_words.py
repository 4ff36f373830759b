"""How the quotas fill, in the tab of outcomes: as curves and as tables, with and without a forecast."""

from __future__ import annotations

import csv
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from cati_app.domain.ids import CellId
from cati_app.domain.outcomes.dispositions import COMPLETE
from cati_app.domain.quota.cells import QuotaMode, QuotaPlan
from cati_app.fieldwork.monitor.read_course import CourseFigures
from cati_app.fieldwork.monitor.read_forecast import FieldForecast, FullOn, QuotaForecast
from cati_app.texts import words_of
from cati_app.ui.desk.outcomes.services import OutcomesServices
from cati_app.ui.desk.outcomes.states import ChartState
from cati_app.ui.desk.outcomes.words import OutcomesWords, WantedFigures
from cati_app.ui.stage.chart_states import CurvesState, CurveState, FanState
from tests.stations import FORM, TUESDAY, Site, study_with
from tests.unit.fieldwork.sittings import YOUNG_MAN, begun, finish
from tests.unit.ui.desk import Desk, called

TODAY = TUESDAY.date()
SOON = FullOn(False, TODAY + timedelta(days=3), TODAY + timedelta(days=5), TODAY + timedelta(days=9), 0.6)
DONE = FullOn(True, None, None, None, 0.0)
FURTHER = """\
further_quotas:
  - name: men
    label: {de: Männer}
    mode: {mode}
    total: 4
    dimensions:
      - variable: sex
        label: {de: Geschlecht}
        categories:
          - {code: man, values: ["1"], label: {de: Mann}, share: 0.5}
          - {code: other, values: ["2"], label: {de: kein Mann}, share: 0.5}
"""


def forecast(site: Site, full: FullOn | None, name: str | None = None) -> FieldForecast:
    plan = site.station.rules.quota
    assert plan is not None
    cells = dict.fromkeys(plan.targets, full) if full is not None else {}
    quota = QuotaForecast(name or plan.name, (), full, cells, {})
    return FieldForecast(TUESDAY, date(2026, 12, 12), True, (quota,))


def two_days_with_an_interview_each(site: Site) -> None:
    finish(site, *begun(site, YOUNG_MAN), COMPLETE)
    site.clock.move(24 * 3600)
    finish(site, *begun(site, {"sex": "2", "age_group": "old"}), COMPLETE)


def charts(
    site: Site, told: FieldForecast | None = None, last_day: date | None = None
) -> tuple[ChartState, ChartState]:
    """Both charts of the study as it stands."""
    services: OutcomesServices = replace(site.desk().outcomes, last_day=last_day)
    state = OutcomesWords(words_of("en"), services).state(services.read(site.sue), WantedFigures(), told)
    assert state.curves is not None
    return state.burn_ups[0], state.curves


def fan(chart: ChartState) -> FanState:
    assert isinstance(chart.chart, FanState)
    return chart.chart


def curves(chart: ChartState) -> dict[str, CurveState]:
    assert isinstance(chart.chart, CurvesState)
    return {curve.name: curve for curve in chart.chart.curves}


def test_the_quota_rises_with_each_day_and_ends_today_without_a_forecast(site: Site) -> None:
    two_days_with_an_interview_each(site)

    burn_up, _ = charts(site)

    told = fan(burn_up)
    assert (((-1, 0.125), (0, 0.25)), 0.25, ("2", "8"), "11-24") == (told.past, told.done, told.levels, told.begun)
    assert (None, None, None, None) == (told.low, told.median, told.high, told.end)
    assert "2 of 8 · Nothing is forecast yet." == burn_up.foot


def test_the_forecast_of_the_quota_stands_on_its_curve_with_the_end_of_field(site: Site) -> None:
    finish(site, *begun(site, YOUNG_MAN), COMPLETE)

    burn_up, _ = charts(site, forecast(site, SOON), last_day=TODAY + timedelta(days=4))

    told = fan(burn_up)
    assert (3, 5, 9, 4) == (told.low, told.median, told.high, told.end)
    assert "late: 60%" in burn_up.foot.replace(" %", "%")


def test_every_cell_has_its_curve_figures_and_what_is_ahead_of_it(site: Site) -> None:
    two_days_with_an_interview_each(site)

    _, cells = charts(site, forecast(site, SOON))

    told = curves(cells)
    assert 4 == len(told)
    young_men = told["M · jung"]
    assert ("1 / 2", True, ((-1, 0.5),)) == (young_men.figures, young_men.is_late, young_men.fan.past)
    assert young_men.ahead.startswith("11-29")
    assert () == told["F · jung"].fan.past


def test_a_cell_that_is_full_or_was_closed_says_so_in_place_of_a_day(site: Site) -> None:
    for _ in range(2):
        finish(site, *begun(site, YOUNG_MAN), COMPLETE)
    with site.units()() as unit:
        unit.quota.close(CellId("f/old"), closed=True)
        unit.commit()
    told = forecast(site, SOON)
    told = replace(told, quotas=(replace(told.quotas[0], cells={**told.quotas[0].cells, CellId("m/young"): DONE}),))

    _, cells = charts(site, told)

    shown = curves(cells)
    assert ("full", None) == (shown["M · jung"].ahead, shown["M · jung"].fan.low)
    assert "closed" == shown["F · alt"].ahead


def test_tables_say_what_the_curves_say(site: Site) -> None:
    two_days_with_an_interview_each(site)

    burn_up, cells = charts(site, forecast(site, SOON))

    assert [
        ("2026-11-24", "complete", "1", "1", "8"),
        ("2026-11-25", "complete", "1", "2", "8"),
        ("2026-11-27", "full in 8 of 10 plays: from", "", "8", "8"),
        ("2026-11-29", "full: the middle of all plays", "", "8", "8"),
        ("2026-12-03", "full in 8 of 10 plays: until", "", "8", "8"),
    ] == [row[1:] for row in burn_up.table.rows]
    assert ("M · jung", "2026-11-24", "complete", "1", "1", "2") == cells.table.rows[0][1:]
    keys = [row[0] for row in cells.table.rows]
    assert len(keys) == len(set(keys))


def test_quotas_that_only_count_have_no_curves_and_a_study_without_a_quota_none_at_all(site: Site) -> None:
    finish(site, *begun(site, YOUNG_MAN), COMPLETE)
    desk = site.desk().outcomes
    course: CourseFigures = desk.read(site.sue)
    plan = desk.quota
    assert plan is not None

    def told(quota: QuotaPlan | None) -> tuple[int, ChartState | None]:
        state = OutcomesWords(words_of("en"), replace(desk, quota=quota)).state(course, WantedFigures())
        return len(state.burn_ups), state.curves

    assert told(replace(plan, mode=QuotaMode.COUNTER))[1] is None
    assert (0, None) == told(None)


def with_further(site: Site, mode: str = "strict") -> None:
    """The study has a second quota from now on."""
    site.station.renew(study_with(FORM, "hash", FURTHER.replace("{mode}", mode)))
    site.station.prepare(site.keys, site.sue)


def burn_ups(site: Site, told: FieldForecast | None = None) -> tuple[ChartState, ...]:
    services = site.desk().outcomes
    return OutcomesWords(words_of("en"), services).state(services.read(site.sue), WantedFigures(), told).burn_ups


def test_each_further_quota_rises_on_a_chart_of_its_own_towards_its_own_target(site: Site) -> None:
    with_further(site)
    two_days_with_an_interview_each(site)

    first, further = burn_ups(site, forecast(site, SOON, "men"))

    assert ["Interviews that fill the quota: Geschlecht × Alter", "Interviews that fill the quota: Männer"] == [
        chart.title for chart in (first, further)
    ]
    told = fan(further)
    assert (((-1, 0.25), (0, 0.5)), 0.5, ("2", "4")) == (told.past, told.done, told.levels)
    assert (2, 4, 8) == (told.low, told.median, told.high)
    assert fan(first).median is None
    assert ["burn_up", "burn_up_men"] == [first.table.key, further.table.key]
    assert first.table.title != further.table.title
    assert {"4"} == {row[-1] for row in further.table.rows}


def test_a_further_quota_that_only_counts_rises_towards_nothing_and_has_no_chart(site: Site) -> None:
    with_further(site, "counter")
    two_days_with_an_interview_each(site)

    assert ["burn_up"] == [chart.table.key for chart in burn_ups(site)]


def test_a_forecast_that_is_made_while_the_tab_is_in_front_comes_to_it_by_itself(site: Site) -> None:
    finish(site, *begun(site, YOUNG_MAN), COMPLETE)
    desk = Desk(site)
    desk.show("outcomes")
    supervisor = desk.window.supervisor
    assert supervisor is not None
    (shown,) = desk.window.outcomes.outcomes.burn_ups
    assert fan(shown).median is None

    supervisor.board.outlook._forecast = forecast(site, SOON)
    supervisor.tick()
    desk.window.rest()

    (later,) = desk.window.outcomes.outcomes.burn_ups
    assert 5 == fan(later).median


def test_the_field_is_read_only_where_the_tab_is_shown(site: Site) -> None:
    finish(site, *begun(site, YOUNG_MAN), COMPLETE)
    desk = Desk(site)
    supervisor = desk.window.supervisor
    assert supervisor is not None
    called(site, "refusal")
    supervisor.tick()
    desk.window.rest()

    assert desk.window.outcomes.outcomes.curves is None


def test_the_curves_are_saved_as_a_file(site: Site, tmp_path: Path) -> None:
    two_days_with_an_interview_each(site)
    desk = Desk(site)
    desk.show("outcomes")
    desk.press("outcomes_export")
    desk.choose("curves")
    assert "cati-curves.csv" == desk.window.outcomes.file_name
    out = tmp_path / "curves.csv"
    desk.window.outcomes.save_asked.emit(str(out))
    desk.window.rest()

    with out.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert ["M · jung", "2026-11-24", "1", "2"] == [rows[0][name] for name in ("Cell", "Day", "Done", "Target")]
