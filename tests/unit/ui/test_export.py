"""The analyst's page without Qt: what an export tells, and ending it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from cati_app.domain.errors import EnvironmentProblem
from cati_app.domain.typed_moment import typed_moment
from cati_app.fieldwork.monitor.count_changed import ChangedInterviews
from cati_app.fieldwork.monitor.data import PARTS, Included
from cati_app.publish.formats.contents import FORMATS
from cati_app.texts import words_of
from cati_app.ui.analyst.offers import ORIGINAL, RAW, SET_ASIDE, UNWEIGHTED
from cati_app.ui.analyst.presenter import ExportPresenter, WrittenExport
from cati_app.ui.analyst.states import ExportChoice
from cati_app.ui.stage.stage import Stage
from cati_app.ui.stage.states import Tone
from cati_app.ui.stage.study_age import StudyAge
from tests.fakes.runner import RunnerOnDemand
from tests.unit.ui.stagehands import Shell, View

_CSV = ExportChoice(("csv",))


class _Export:
    """Writes nothing; says what it is told to, and what happens at each step."""

    def __init__(self) -> None:
        self.calls: list[ExportChoice] = []
        self.rows: int | None = 3
        self.at_half: Callable[[], None] = lambda: None
        self.finished = False
        self.old: StudyAge | None = None
        self.complete = 3
        self.checked = 0
        self.counted: list[tuple[datetime, str]] = []
        self.while_counting: Callable[[], None] = lambda: None

    def count(self) -> int:
        return self.complete

    def formats(self) -> tuple[str, ...]:
        return FORMATS

    def languages(self) -> tuple[tuple[str, str], ...]:
        return (("de", "Deutsch"), ("en", "English"))

    def age(self) -> StudyAge | None:
        return self.old

    def folder(self) -> str:
        return "/somewhere"

    def moment(self, text: str) -> datetime | None:
        return typed_moment(text, UTC)

    def check(self) -> None:
        self.checked += 1

    def count_changed(self, since: datetime, include: str) -> ChangedInterviews:
        self.counted.append((since, include))
        self.while_counting()
        return ChangedInterviews(len(self.counted), 1)

    def __call__(self, folder: str, choice: ExportChoice, on_progress: Callable[[float], None]) -> WrittenExport:
        self.calls.append(choice)
        on_progress(0.0)
        self.at_half()
        on_progress(0.5)
        self.finished = True
        return WrittenExport((f"{folder}/a.csv",), self.rows, ("open: wider", "two versions"))


class _Page:
    def __init__(self, language: str = "en") -> None:
        self.runner, self.view, self.export, self.shell = RunnerOnDemand(), View(), _Export(), Shell()
        self.presenter = ExportPresenter(Stage(self.shell, words_of(language), self.runner), self.view, self.export)
        self.presenter.start()
        self.runner.run_all()


@pytest.fixture
def page() -> _Page:
    return _Page()


def test_the_notices_are_shown_with_the_files(page: _Page) -> None:
    page.presenter.export("/out", _CSV)
    page.runner.run_all()

    shown = page.view.states[-1]
    assert ("3 interviews written.", Tone.OK) == (shown.message, shown.tone)
    assert (("/out/a.csv",), ("open: wider", "two versions")) == (shown.files, shown.notices)
    assert [0.0, 0.5] == sorted({state.progress for state in page.view.states if state.progress is not None})


def test_interviews_that_arrive_after_the_page_was_shown_are_counted_and_what_was_said_stays(page: _Page) -> None:
    page.presenter.export("/out", _CSV)
    page.runner.run_all()
    page.export.complete = 4
    page.presenter.tick()
    page.runner.run_all()

    shown = page.view.states[-1]
    assert "4 completed interviews, without any contact data" == shown.summary
    assert ("3 interviews written.", ("/out/a.csv",)) == (shown.message, shown.files)


def test_an_export_that_is_ended_says_that_nothing_was_written(page: _Page) -> None:
    page.export.at_half = page.presenter.stop
    page.presenter.export("/out", _CSV)
    page.runner.run_all()

    shown = page.view.states[-1]
    assert ("Stopped. Nothing was written.", None, ()) == (shown.message, shown.progress, shown.files)
    assert not page.export.finished
    page.export.at_half = lambda: None
    page.presenter.export("/out", ExportChoice(("sav",)))
    page.runner.run_all()
    assert [_CSV, ExportChoice(("sav",))] == page.export.calls
    assert Tone.OK is page.view.states[-1].tone


def test_a_second_export_waits_for_nothing_and_ending_none_does_nothing(page: _Page) -> None:
    page.presenter.stop()
    page.presenter.export("/out", _CSV)
    page.presenter.export("/out", _CSV)
    page.runner.run_all()

    assert [_CSV] == page.export.calls


def test_an_old_copy_is_exported_only_when_it_is_said_once_more_and_the_data_set_says_so(page: _Page) -> None:
    page.export.old = StudyAge(datetime(2026, 11, 24, 14, 5, tzinfo=UTC), is_old=True, is_cut=True)
    page.presenter.export("/out", _CSV)
    page.runner.run_all()
    asked = page.view.states[-1]
    assert (Tone.WARN, []) == (asked.tone, page.export.calls)
    assert asked.message.startswith("As of 14:05:00: the line to the hub is cut.")

    page.presenter.export("/out", _CSV)
    page.runner.run_all()
    assert [_CSV] == page.export.calls
    assert "As of 14:05:00: the line to the hub is cut." == page.view.states[-1].notices[0]

    page.export.old = StudyAge(datetime(2026, 11, 24, 14, 5, tzinfo=UTC), is_old=True, is_today=False, is_refused=True)
    page.presenter.export("/out", _CSV)
    page.runner.run_all()
    assert 1 == len(page.export.calls), "another age is asked for anew"
    assert "2026-11-24 14:05" in page.view.states[-1].message
    assert "sign out, and in again" in page.view.states[-1].message


def test_of_a_slow_hub_it_is_asked_once_although_each_answer_has_another_time(page: _Page) -> None:
    for second in (0, 4):
        at = datetime(2026, 11, 24, 14, 5, second, tzinfo=UTC)
        page.export.old = StudyAge(at, is_old=True, seconds=12)
        page.presenter.export("/out", _CSV)
        page.runner.run_all()
    assert 1 == len(page.export.calls)
    page.export.old = StudyAge(at, is_old=True, seconds=3)
    page.presenter.export("/out", _CSV)
    page.runner.run_all()
    assert "As of 14:05:04; nothing newer has come from the hub yet." == page.view.states[-1].notices[0]


def test_a_copy_that_is_new_and_one_that_is_still_coming_are_not_asked_about(page: _Page) -> None:
    for old in (StudyAge(datetime(2026, 11, 24, 14, 5, tzinfo=UTC), is_old=False), StudyAge(None, is_old=True)):
        page.export.old = old
        page.presenter.export("/out", _CSV)
        page.runner.run_all()
    assert 2 == len(page.export.calls), "the export itself refuses what is not all here"


@pytest.mark.parametrize("language", ["en", "de"])
def test_the_page_offers_every_format_and_table_that_the_command_writes_and_says_what_each_is_for(
    language: str,
) -> None:
    shown = _Page(language).view.states[-1]

    assert {*FORMATS} - {*PARTS} == {offered.key for offered in shown.formats}
    assert [*PARTS, SET_ASIDE] == [offered.key for offered in shown.parts]
    assert [*Included] == [key for key, _ in shown.interviews]
    assert all(offered.label and offered.detail for offered in (*shown.formats, *shown.parts, *shown.ways))


def test_answers_as_given_no_weights_and_raw_texts_are_offered_and_none_is_ticked_at_first(page: _Page) -> None:
    ways = page.view.states[-1].ways

    assert [(ORIGINAL, False), (UNWEIGHTED, False), (RAW, False)] == [(way.key, way.chosen) for way in ways]
    assert 1 == page.view.begun_anew, "nothing is left of whoever sat here before"


class TestSince:
    def test_what_a_time_gives_is_told_with_those_withdrawn(self, page: _Page) -> None:
        page.presenter.since_changed("2026-03-01 18:00", "partial")
        assert "The interviews are being counted …" == page.view.states[-1].since
        page.runner.run_all()

        assert [(datetime(2026, 3, 1, 18, tzinfo=UTC), "partial")] == page.export.counted
        assert "Since then: 1 interview, unweighted · 1 withdrawn beside it" == page.view.states[-1].since
        page.presenter.export("/out", _CSV)
        page.runner.run_all()
        assert page.view.states[-1].since.startswith("Since then: 1 interview"), "it is there until another is typed"

    def test_a_time_that_is_half_typed_tells_nothing(self, page: _Page) -> None:
        page.presenter.since_changed("2026-03-01", "complete")
        page.runner.run_all()
        page.presenter.since_changed("2026-03-0", "complete")
        page.runner.run_all()

        assert (1, "") == (len(page.export.counted), page.view.states[-1].since)

    def test_of_what_is_typed_while_it_is_counted_the_last_is_told(self, page: _Page) -> None:
        def more() -> None:
            page.export.while_counting = lambda: None
            page.presenter.since_changed("2026-03-02", "complete")
            page.presenter.since_changed("2026-03-03", "complete")

        page.export.while_counting = more
        page.presenter.since_changed("2026-03-01", "complete")
        page.runner.run_all()

        assert [1, 3] == [since.day for since, _ in page.export.counted]
        assert page.view.states[-1].since.startswith("Since then: 2 interviews")

    def test_it_is_counted_anew_when_interviews_arrive(self, page: _Page) -> None:
        page.presenter.since_changed("2026-03-01", "complete")
        page.runner.run_all()
        page.export.complete = 4
        page.presenter.tick()
        page.runner.run_all()

        assert 2 == len(page.export.counted)

    def test_where_the_study_is_not_all_here_nothing_is_told_and_the_page_says_why(self, page: _Page) -> None:
        def refuse() -> None:
            raise EnvironmentProblem("whole_study_coming", "", "")

        page.export.while_counting = refuse
        page.presenter.since_changed("2026-03-01", "complete")
        page.runner.run_all()
        assert "" == page.view.states[-1].since

    def test_what_is_no_time_is_said_at_its_line_and_nothing_is_written(self, page: _Page) -> None:
        page.presenter.export("/out", ExportChoice(("csv",), since_text="yesterday"))
        page.runner.run_all()

        state = page.view.states[-1]
        told = "Nothing was written. “yesterday” is no day or time, for instance 2026-03-01 or 2026-03-01 18:00."
        assert (told, True, "", []) == (state.since_refused, state.asks_since, state.message, page.export.calls)
        page.export.complete = 4
        page.presenter.tick()
        page.runner.run_all()
        assert (told, False) == (page.view.states[-1].since_refused, page.view.states[-1].asks_since)

    def test_what_is_no_time_is_said_when_its_line_is_left_and_gone_when_it_is_mended(self, page: _Page) -> None:
        page.presenter.since_changed("2026-3", "complete")
        assert "" == page.view.states[-1].since_refused, "it may be half typed"
        page.presenter.since_left("2026-3")
        told = "“2026-3” is no day or time, for instance 2026-03-01 or 2026-03-01 18:00."
        assert (told, False) == (page.view.states[-1].since_refused, page.view.states[-1].asks_since)
        page.presenter.since_changed("2026-03-0", "complete")
        assert told == page.view.states[-1].since_refused
        page.presenter.since_changed("2026-03-01", "complete")
        assert "" == page.view.states[-1].since_refused

    @pytest.mark.parametrize("text", ["", "  ", "2026-03-01"])
    def test_an_empty_line_and_a_time_are_left_without_a_word(self, page: _Page, text: str) -> None:
        page.presenter.since_changed("2026-3", "complete")
        page.presenter.since_left("2026-3")
        page.presenter.since_changed(text, "complete")
        page.presenter.since_left(text)
        assert "" == page.view.states[-1].since_refused

    def test_another_export_goes_on_without_what_was_refused_before(self, page: _Page) -> None:
        page.presenter.export("/out", ExportChoice(("csv",), since_text="yesterday"))
        page.presenter.export("/out", _CSV)
        page.runner.run_all()
        assert ("", [_CSV]) == (page.view.states[-1].since_refused, page.export.calls)


@pytest.mark.parametrize("rows", [0, 57])
def test_without_a_line_and_without_all_of_the_study_no_figure_is_told(page: _Page, rows: int) -> None:
    page.export.complete, page.export.old = rows, StudyAge(None, is_old=True, is_cut=True)
    page.presenter.tick()
    page.runner.run_all()
    summary = page.view.states[-1].summary
    assert summary.startswith("How many interviews there are cannot be known here")
    assert "Once there is a line" in summary
    assert str(rows) not in summary

    page.export.old = StudyAge(None, is_old=True)
    page.presenter.tick()
    page.runner.run_all()
    assert page.view.states[-1].summary.startswith("The study is still on its way from the hub")

    page.export.old = StudyAge(datetime(2026, 11, 24, 14, 5, tzinfo=UTC), is_old=False)
    page.presenter.tick()
    page.runner.run_all()
    assert f"{rows} completed interviews, without any contact data" == page.view.states[-1].summary


@pytest.mark.parametrize("choice", [ExportChoice(()), ExportChoice(("csv",), ()), ExportChoice(("csv",), (SET_ASIDE,))])
def test_nothing_ticked_is_said_and_nothing_written(page: _Page, choice: ExportChoice) -> None:
    page.presenter.export("/out", choice)
    page.runner.run_all()

    told = "Nothing was written. Tick at least one table and one format."
    assert (told, Tone.WARN) == (page.view.states[-1].message, page.view.states[-1].tone)
    assert [] == page.export.calls


def test_without_the_table_of_the_interviews_files_are_counted(page: _Page) -> None:
    page.export.rows = None
    page.presenter.export("/out", ExportChoice(("csv",), ("calls",)))
    page.runner.run_all()

    assert "1 file written." == page.view.states[-1].message
