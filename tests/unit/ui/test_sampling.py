"""The sample tab without Qt: columns, look, import, cancel, report, portions, block list."""

from __future__ import annotations

import csv
import errno
from pathlib import Path

import pytest

from cati_app.domain.sampling.reasons import FILE_REASONS, REASONS
from cati_app.station.sample_desk import StationSample
from cati_app.texts import words_of
from cati_app.ui.desk.sample.port import FileRefused, ImportPlan
from cati_app.ui.desk.sample.reasons import file_reason, row_reason
from cati_app.ui.desk.sample.states import SampleStep
from cati_app.ui.stage.runner import Cancelled
from cati_app.ui.stage.states import Tone
from tests.stations import FORM, Site, study_with
from tests.unit.ui.sample_tab import GOOD, Tab
from tests.unit.ui.stagehands import Window


@pytest.fixture
def tab(site: Site, tmp_path: Path) -> Tab:
    return Tab(site, tmp_path)


def test_columns_come_with_values_and_what_the_headers_suggest(tab: Tab) -> None:
    tab.open(GOOD)

    assert SampleStep.COLUMNS is tab.view.step
    assert [
        ("ID", "A1 · A2 · A3", "case_id"),
        ("Telefon", "030 23••• ••• · Unsinn", "number"),
        ("Ort", "Nord · Süd", "field"),
    ] == [(column.name, column.examples, column.role) for column in tab.view.columns.columns]
    assert "headers suggest" in tab.view.columns.source


def test_a_look_changes_nothing_and_enter_imports(tab: Tab) -> None:
    tab.open(GOOD)
    tab.go_on()

    assert (SampleStep.RESULT, True) == (tab.view.step, tab.view.result.can_import)
    assert ["2", "0", "0", "1", "1"] == tab.figures()
    assert [] == tab.cases()

    tab.enter()

    assert "the sample is in" in tab.view.result.title
    assert [("A1", {"Ort": "Nord"}), ("A2", {"Ort": "Süd"})] == tab.cases()
    assert "sample_imported" in tab.site.kinds()
    tab.enter()
    assert (SampleStep.OVERVIEW, "7") == (tab.view.step, tab.view.overview.tiles[0].value)


def test_the_report_names_row_reason_and_cure_and_never_the_number(tab: Tab) -> None:
    tab.open(GOOD.replace("Unsinn", "030 23125 900"))
    tab.go_on()

    rows = tab.view.result.rows.rows
    assert [("4", "Telefon", "number left out"), ("4", "", "row left out")] == [row[1:4] for row in rows]
    assert "(row 2)" in rows[0][4]
    assert not any("23125" in cell for row in rows for cell in row)


def test_rows_are_filtered_by_reason_and_saved(tab: Tab) -> None:
    tab.open(GOOD)
    tab.go_on()
    keys = [key for key, _ in tab.view.result.filters]
    tab.view.filter_chosen.emit("number_missing")

    assert ["", "number_not_readable", "number_missing"] == keys
    assert ["row left out"] == [row[3] for row in tab.view.result.rows.rows]
    assert "→ Add a number, or leave the row out." == tab.view.result.cure

    report = tab.folder / "report.csv"
    tab.view.save_asked.emit(str(report))
    tab.window.rest()
    saved = list(csv.DictReader(report.read_text(encoding="utf-8-sig").splitlines()))
    assert [("4", "number_not_readable"), ("4", "number_missing")] == [(row["row"], row["reason"]) for row in saved]
    assert "report.csv" in tab.view.result.message


def test_a_report_that_cannot_be_saved_says_so(tab: Tab) -> None:
    tab.open(GOOD)
    tab.go_on()
    tab.view.save_asked.emit(str(tab.folder / "none" / "report.csv"))
    tab.window.rest()

    assert "cannot be written" in tab.window.told


def test_what_columns_hold_is_remembered_for_the_same_columns(tab: Tab) -> None:
    tab.open(GOOD)
    tab.go_on("field", "number", "")
    tab.enter()
    tab.open(GOOD.replace("A1", "B1"), "andere.csv")

    assert ["field", "number", ""] == [column.role for column in tab.view.columns.columns]
    assert "last import" in tab.view.columns.source
    assert [(None, {"ID": "A1"}), (None, {"ID": "A2"})] == tab.cases()


def test_a_column_that_is_left_out_is_not_guessed_back(tab: Tab) -> None:
    tab.open("ID;Telefon;Sprache\nA1;030 23125 900;xx\n")
    tab.go_on("", "number", "")
    tab.enter()

    assert [(None, {})] == tab.cases()


@pytest.mark.parametrize(
    ("roles", "size", "says"),
    [
        (("case_id", "field", "field"), "", "No column holds telephone numbers"),
        (("case_id", "number", "case_id"), "", "Two columns are"),
        (("case_id", "number", "field"), "0", "whole number"),
        (("case_id", "number", "field"), "-3", "whole number"),
        (("case_id", "number", "field"), "½", "whole number"),
    ],
)
def test_a_plan_that_cannot_be_is_refused_with_its_reason(
    tab: Tab, roles: tuple[str, ...], size: str, says: str
) -> None:
    tab.open(GOOD)
    tab.go_on(*roles, size=size)

    assert SampleStep.COLUMNS is tab.view.step
    assert says in tab.view.columns.problem
    assert roles == tuple(column.role for column in tab.view.columns.columns)


def test_zeros_that_a_spreadsheet_took_are_given_back_when_asked(tab: Tab) -> None:
    tab.open("ID;Telefon\nA1;30 23125900\n")
    tab.go_on(zeros=True)

    assert "1" == tab.figures()[0]


@pytest.mark.parametrize("store", [False, True])
def test_stopping_changes_nothing(tab: Tab, store: bool) -> None:
    tab.open(GOOD)
    given = tuple(column.role for column in tab.view.columns.columns)
    if store:
        tab.go_on()
        tab.view.confirmed.emit()
    else:
        tab.view.columns_given.emit(given, False, "")
    assert SampleStep.RUNNING is tab.view.step

    tab.esc()

    assert (SampleStep.COLUMNS, []) == (tab.view.step, tab.cases())
    assert "Stopped" in tab.view.columns.problem
    assert "sample_imported" not in tab.site.kinds()


def test_while_it_runs_no_second_one_begins(tab: Tab) -> None:
    path = tab.open(GOOD)
    tab.view.columns_given.emit(("case_id", "number", "field"), False, "")
    waiting = tab.window.runner.waiting

    tab.view.file_chosen.emit(str(path))
    tab.view.columns_given.emit(("case_id", "number", "field"), False, "")
    tab.view.confirmed.emit()

    assert waiting == tab.window.runner.waiting


def test_progress_tells_rows(tab: Tab) -> None:
    tab.open(GOOD)
    tab.go_on()

    assert tab.view.running[-1].text.startswith("row 4 of about")
    assert 0 < tab.view.running[-1].share < 1


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "no row below its headers"),
        (b"\xd0\xcf\x11\xe0old", "old or password-protected"),
        (b"PK\x03\x04broken", "damaged"),
        (b"id,phone,phone\nA1,1,2\n", "same header"),
        (b"03023125900,03023125901\n03023125900,03023125902\n", "values instead of headers"),
    ],
)
def test_a_file_that_cannot_be_taken_is_named_with_a_cure(tab: Tab, content: bytes, says: str) -> None:
    tab.open(content, "kaputt.csv")

    assert (SampleStep.OVERVIEW, Tone.BAD) == (tab.view.step, tab.view.overview.tone)
    assert says in tab.view.overview.message
    assert says in tab.view.overview.message


def test_a_folder_and_a_missing_file_are_named(tab: Tab) -> None:
    for path in (tab.folder, tab.folder / "missing.csv"):
        tab.view.file_chosen.emit(str(path))
        tab.window.rest()
        assert "cannot be read" in tab.view.overview.message


def test_a_fault_further_down_leads_back_to_the_columns(tab: Tab) -> None:
    fine = "".join(f"A{n};030 23125 {900 + n}\n" for n in range(60))
    tab.open(f'ID;Telefon\n{fine}B1;"030 23125 991\nB2;030 23125 992\n')
    tab.go_on()

    assert SampleStep.COLUMNS is tab.view.step
    assert tab.view.columns.problem.startswith("row 62: A quotation mark")
    assert [] == tab.cases()


def test_interviewers_have_no_sample_tab(site: Site) -> None:
    window = Window(site).sign_in(site.ann)
    assert window.supervisor is None
    window.views.board.tab_shown.emit("sample")
    window.rest()
    assert () == window.sample.overview.tiles


def test_signing_out_ends_it(tab: Tab) -> None:
    tab.window.press("switch_user")
    assert tab.window.supervisor is None


def test_every_reason_has_the_words_that_reports_have() -> None:
    words = words_of("en")
    for code, reason in REASONS.items():
        assert (reason.message, reason.cure) == row_reason(words, code)
    known = {"name": "N", "names": "A", "has": "B", "encoding": "C", "sheet": "D", "others": "E"}
    for code, (message, cure) in FILE_REASONS.items():
        assert (message.format(**known), cure.format(**known)) == file_reason(
            words, FileRefused(code, None, None, known)
        )


@pytest.mark.on_store
def test_a_look_that_was_cancelled_leaves_no_lock(site: Site, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(GOOD, encoding="utf-8")
    desk = StationSample(site.station, site.keys, site.sue)
    facts = desk.look(str(path))
    plan = ImportPlan(facts.path, facts.sheet, tuple(column.role for column in facts.columns))

    def cancelled(_: int) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        desk.run(plan, store=True, on_progress=cancelled)

    with site.units()() as unit:
        assert 5 == unit.cases.count()
    assert 2 == desk.run(plan, store=True, on_progress=lambda row: None).counts.added


def test_a_disk_that_fills_up_changes_nothing_and_says_so(tab: Tab, monkeypatch: pytest.MonkeyPatch) -> None:
    tab.open(GOOD)
    tab.go_on()

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("cati_app.publish.reports.import_report.ImportReportFile.add", full)
    tab.enter()

    assert (SampleStep.COLUMNS, []) == (tab.view.step, tab.cases())
    assert "Nothing was changed" in tab.view.columns.problem
    assert "disk is full" in tab.window.told


@pytest.mark.on_store
def test_a_full_database_takes_nothing_and_goes_on_working(tab: Tab) -> None:
    rows = "".join(f"A{n};030 23125 {n:03d};{'x' * 2000}\n" for n in range(100, 999))
    tab.open(f"ID;Telefon;Ort\n{rows}")
    tab.go_on()
    driver = tab.site.station.database.driver()
    pages = driver.execute("PRAGMA page_count").fetchone()[0]
    driver.execute(f"PRAGMA max_page_count={pages + 20}")
    tab.enter()
    assert (SampleStep.COLUMNS, []) == (tab.view.step, tab.cases())
    assert "disk is full" in tab.window.told

    driver.execute("PRAGMA max_page_count=1073741823")
    tab.go_on()
    tab.enter()

    assert 899 == len(tab.cases())


def test_the_next_supervisor_begins_on_the_first_tab(tab: Tab) -> None:
    tab.window.press("switch_user")
    tab.window.sign_in(tab.site.sue)

    assert "quotas" == tab.window.views.board.tab == tab.window.stage.situation.tab
    assert "sample_import" not in tab.window.shell.enabled


@pytest.mark.on_store
def test_a_column_goes_by_its_declared_name_and_says_whether_it_is_sealed(site: Site, tmp_path: Path) -> None:
    declared = "\nsample: {columns: {numbers: [Telefon], fields: {w: Gewicht}}}\noutcomes: {weight: w}\n"
    site.reopen(study_with(FORM, "hash", declared))
    tab = Tab(site, tmp_path)
    tab.open("Telefon;Gewicht;Vorname\n030 23125 900;1,5;Quill\n")

    kept = [dict(column.roles)["field"] for column in tab.view.columns.columns]
    assert ["sample field, clear: weight", "sample field, read in interviews alone"] == kept[1:]
    tab.go_on("number", "field", "field")
    tab.enter()

    assert [{"w": "1,5", "Vorname": "Quill"}] == [fields for _, fields in tab.cases()]
    with site.blind_units()() as blind:
        case_id = blind.cases.id_of(6)
        assert case_id is not None
        assert {"w": "1,5"} == blind.cases.get(case_id).fields
