"""The tab of outcomes, without Qt: rates, charts and the tables beside them, for a frame, a day and a way to make e."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from cati_app.domain.casework.course import CaseFlow
from cati_app.domain.ids import CaseId
from cati_app.domain.outcomes.counts import count_outcomes
from cati_app.domain.outcomes.dispositions import COMPLETE, OutcomeClass
from cati_app.domain.outcomes.finality import History, Outcome
from cati_app.fieldwork.monitor.read_course import CourseFigures
from cati_app.texts import words_of
from cati_app.ui.desk.outcomes import words
from cati_app.ui.desk.outcomes.states import OutcomesState
from cati_app.ui.desk.outcomes.words import OutcomesWords, WantedFigures
from cati_app.ui.stage.chart_states import BarsState, HeatState, TrendState
from cati_app.ui.stage.panel_states import ChoicePanelState
from tests.stations import FORM, TUESDAY, Site, study_with
from tests.unit.fieldwork.sittings import YOUNG_MAN, begun, finish
from tests.unit.ui.desk import Desk, called


def shown(desk: Desk) -> OutcomesState:
    """What the tab shows."""
    return desk.window.outcomes.outcomes


def opened(site: Site) -> Desk:
    """A supervisor looks at the tab."""
    desk = Desk(site)
    desk.show("outcomes")
    return desk


def randomly(site: Site) -> Site:
    """The numbers of the study are a random sample."""
    site.station.loaded = study_with(FORM, "hash", "outcomes: {random_numbers: true}\n")
    return site


def one_interview_and_a_refusal(site: Site) -> None:
    finish(site, *begun(site, YOUNG_MAN), COMPLETE)
    called(site, "refusal")


def rate(desk: Desk, code: str) -> str:
    return next(rate.value for rate in shown(desk).rates if rate.code == code)


def test_before_the_first_call_it_says_that_there_is_none(site: Site) -> None:
    state = shown(opened(site))

    assert "No call yet. Rates and charts begin with the first result." == state.empty
    assert ((), None, None, None) == (state.rates, state.hours, state.attempts, state.way)


def test_a_quota_sample_of_numbers_nobody_declared_random_has_charts_and_no_rates(site: Site) -> None:
    one_interview_and_a_refusal(site)

    state = shown(opened(site))

    assert "outcomes.random_numbers" in state.caveat
    assert ((), None) == (state.rates, state.trend)
    assert state.way is not None
    ends = [row[1:3] for row in (state.way.rows[0], state.way.rows[-1])]
    assert [("dialled", "2"), ("interview complete", "1")] == ends


def test_rates_stand_with_formula_and_e(site: Site) -> None:
    one_interview_and_a_refusal(randomly(site))

    state = shown(opened(site))

    response = state.rates[0]
    assert ("Response rate", "RR3", "I / (I+P+R+NC+O+e·(UH+UO))") == (response.title, response.code, response.formula)
    assert response.e.startswith("e 1.000")
    assert "margins" in state.caveat


def test_another_way_to_make_e_changes_the_rates_in_sight_alone(site: Site) -> None:
    finish(randomly(site), *begun(site, YOUNG_MAN), COMPLETE)
    called(site, "no_answer")
    called(site, "not_in_service")
    desk = opened(site)
    as_studied = rate(desk, "RR3")

    desk.press("outcomes_method")
    assert [option.code for option in desk.options] == ["casro", "two_step", "one"]  # none is given in the study
    desk.choose("one")

    assert (as_studied, "e: all count (e = 1)") != (rate(desk, "RR3"), shown(desk).method)
    assert "e: all count (e = 1)" == shown(desk).method
    assert "casro" == desk.window.site.station.loaded.study.outcomes.e_method


def test_the_field_is_seen_as_it_stood_at_the_end_of_a_day(site: Site) -> None:
    called(randomly(site), "refusal")
    site.clock.move(24 * 3600)
    finish(site, *begun(site, YOUNG_MAN), COMPLETE)
    desk = opened(site)
    now = rate(desk, "COOP3")

    desk.press("outcomes_day")
    first = desk.options[-1].code
    desk.choose(first)

    assert (now, f"Field until {first}") != (rate(desk, "COOP3"), shown(desk).day)
    assert f"Field until {first}" == shown(desk).day


def test_contact_by_hour_says_where_nobody_may_be_called_and_where_too_little_is_known(site: Site) -> None:
    one_interview_and_a_refusal(site)

    hours = shown(opened(site)).hours

    assert hours is not None
    assert isinstance(hours.chart, HeatState)
    fields = {cell.text for _, cells in hours.chart.rows for cell in cells}
    assert {"n 2", "–"} <= fields
    assert ("2", "2", "–") == hours.table.rows[0][3:]


def test_interviews_stand_with_their_attempt(site: Site) -> None:
    one_interview_and_a_refusal(site)

    attempts = shown(opened(site)).attempts

    assert attempts is not None
    assert isinstance(attempts.chart, BarsState)
    assert [(1,)] == [bar.parts for bar in attempts.chart.bars]
    assert "Half of the interviews by attempt 1, all by attempt 1." == attempts.foot


def test_the_course_of_cooperation_is_drawn_on_a_scale_that_holds_it(site: Site) -> None:
    one_interview_and_a_refusal(randomly(site))

    trend = shown(opened(site)).trend

    assert trend is not None
    assert isinstance(trend.chart, TrendState)
    assert ("100.0 %", (0.0, "0 %"), (1.0, "100 %")) == (
        trend.chart.points[0].text,
        trend.chart.marks[0],
        trend.chart.marks[-1],
    )


def test_frames_without_sizes_have_a_figure_each_and_none_together(site: Site) -> None:
    services = opened(randomly(site)).window.site.desk().outcomes
    done, said_no = Outcome("complete", TUESDAY, attempt_no=1), Outcome("refusal", TUESDAY, attempt_no=1)
    cases = [
        History(CaseId("1"), 1, "landline", ("1",), (done,), TUESDAY),
        History(CaseId("2"), 2, "mobile", ("2",), (said_no,), TUESDAY),
    ]
    course = CaseFlow(OutcomeClass.UNKNOWN_OTHER)
    counts = count_outcomes(course.noting(cases), OutcomeClass.UNKNOWN_OTHER, lambda at: at.date())
    figures = CourseFigures(TUESDAY, counts, {}, course.attempts, course.ways)

    both = OutcomesWords(words_of("en"), services).state(figures, WantedFigures())

    assert "100.0 % · 0.0 %" == both.rates[1].value
    assert both.rates[1].parts.startswith("landline · mobile: together only")
    assert both.trend is not None
    assert "Frame landline, the one with most interviews" in both.trend.foot


def test_charts_are_read_as_tables_by_one_key(site: Site) -> None:
    desk = opened(site)

    desk.press("outcomes_tables")
    assert desk.window.outcomes.tables
    desk.press("outcomes_tables")
    assert not desk.window.outcomes.tables


def test_figures_are_read_again_once_a_minute_and_by_a_key(site: Site) -> None:
    desk = opened(site)
    one_interview_and_a_refusal(site)

    desk.window.outcomes.minute_passed.emit()
    desk.window.rest()
    assert shown(desk).way is not None

    called(site, "no_answer")
    desk.press("outcomes_read")
    way = shown(desk).way
    assert way is not None
    assert "3" == way.rows[0][2]


def test_a_large_field_is_read_again_by_key_only(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(words, "_READ_BY_ITSELF", 4)
    called(site, "no_answer")
    desk = opened(site)
    assert shown(desk).as_of.endswith("with R only.")
    called(site, "busy")

    desk.window.outcomes.minute_passed.emit()
    desk.window.rest()
    before = shown(desk).way
    desk.press("outcomes_read")
    after = shown(desk).way

    assert before is not None
    assert after is not None
    assert ("1", "2") == (before.rows[0][2], after.rows[0][2])


@pytest.mark.on_store
def test_the_file_is_read_beside_whoever_has_it_open(site: Site) -> None:
    one_interview_and_a_refusal(site)

    with site.units(site.keys)() as unit:  # open while it is read
        way = shown(opened(site)).way
        assert unit.cases.count()

    assert way is not None
    assert ("2", "1") == (way.rows[0][2], way.rows[-1][2])


def test_a_table_of_the_tab_is_saved_with_what_is_chosen(site: Site, tmp_path: Path) -> None:
    one_interview_and_a_refusal(randomly(site))
    desk = opened(site)
    desk.press("outcomes_export")
    panel = desk.window.shell.panel
    assert isinstance(panel, ChoicePanelState)
    assert ["rates", "contact_hours", "trend", "attempts", "way", "way_groups", "burn_up", "curves"] == [
        option.code for option in panel.options
    ]

    desk.choose("way")
    assert "cati-way.csv" == desk.window.outcomes.file_name
    out = tmp_path / "way.csv"
    desk.window.outcomes.save_asked.emit(str(out))
    desk.window.rest()

    with out.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert {("Klein", "2026-11-24 16:00", "all", "until now")} == {
        (r["study"], r["read_at"], r["frame"], r["day"]) for r in rows
    }
    assert ["dialled", "2"] == [rows[0]["Cases"], rows[0]["all"]]
    assert site.ann.login not in out.read_text()


def test_a_file_that_cannot_be_written_is_told_and_nothing_else_changes(site: Site, tmp_path: Path) -> None:
    one_interview_and_a_refusal(site)
    desk = opened(site)
    desk.press("outcomes_export")
    desk.choose("attempts")
    other = tmp_path / "other.csv"
    other.write_text("something else\n")
    desk.window.outcomes.save_asked.emit(str(other))
    desk.window.rest()
    assert "something else\n" == other.read_text()
    message = desk.window.shell.message
    assert message is not None
    assert str(other) in message.text
