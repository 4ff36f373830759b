"""Tables for the window from a real store: figures, what is typed, and what goes into tables.yaml."""

from __future__ import annotations

from pathlib import Path

import pytest

from cati_app.domain.errors import EnvironmentProblem, RuleViolation
from cati_app.station.analyst_reading import AnalystReading
from cati_app.station.tables_desk import StationTables
from cati_app.station.typed_tables import settings_of
from cati_app.study.tables_file import KeptTable, keep_table, read_tables
from cati_app.ui.analyst.tables.port import AskedTable
from tests.stations import Site
from tests.unit.cli.test_weigh import hold


@pytest.fixture
def desk(site: Site) -> StationTables:
    hold(site)
    made = StationTables(AnalystReading(site.station, site.eve, site.keys), "de")
    read = made.read(lambda share: None)
    assert (4, "", 0) == (read.interviews, read.weight, read.kept)
    assert "sex" in [line.name for line in read.questions]
    assert ["quota"] == [name for name, _ in read.banners]
    return made


def test_a_table_has_its_figures_and_its_picture(desk: StationTables) -> None:
    table = desk.table(AskedTable("sex", handed_out=False))
    assert ["1 man", "2 woman", "Basis n, ungewichtet", "Basis, gewichtet"] == [row.text for row in table.rows]
    assert ["75 (3)", "25 (1)", "4", "4,0"] == [row.cells[0].spoken for row in table.rows]
    assert ("", 1, 2) == (table.columns, len(table.heads), len(table.picture.bars) if table.picture else 0)
    crossed = desk.table(AskedTable("sex", "quota", handed_out=False))
    assert ["Alter" in head.variable for head in crossed.heads].count(True) == 2
    assert crossed.picture is not None
    assert ("man", "woman") == crossed.picture.legend
    hidden = desk.table(AskedTable("sex", "quota"))
    assert {"•"} == {row.cells[0].figure for row in hidden.rows[:2]}
    assert "Quotenstichprobe" in hidden.caveat


def test_columns_and_filters_are_typed(desk: StationTables) -> None:
    table = desk.table(AskedTable("sex", "sex", "sex: 2", handed_out=False))
    assert ("1", "sex: 2") == (table.rows[-2].cells[0].figure, table.filter)
    for asked, code in (
        (AskedTable("sex", "sexx"), "tables_variable_unknown"),
        (AskedTable("sex", "", "sex"), "tables_condition"),
        (AskedTable("sex", "", "sex: 9"), "tables_value_unknown"),
    ):
        with pytest.raises(RuleViolation, match=code) as refused:
            desk.table(asked)
        assert not refused.value.context.get("place")


def test_who_may_not_export_reads_no_tables(site: Site) -> None:
    with pytest.raises(RuleViolation, match="no_export"):
        StationTables(AnalystReading(site.station, site.ann, site.keys), "de").read(lambda share: None)


def test_files_of_one_table_are_written(desk: StationTables, tmp_path: Path) -> None:
    shares: list[float] = []
    asked = AskedTable("sex", "quota")
    files = desk.write(asked, ("csv", "html"), str(tmp_path / "out"), shares.append, alone=True)
    assert ["small_table_sex.csv", "small_table_sex.html"] == [Path(file).name for file in files]
    assert [0.0, 0.5, 0.75] == shares


def test_what_was_typed_is_kept_with_a_name_and_comments_stay(desk: StationTables, tmp_path: Path) -> None:
    kept = settings_of(desk._typed(AskedTable("sex", "sex", "sex: 2")), "de")
    keep_table(tmp_path, kept)
    settings = read_tables(tmp_path).settings
    assert settings is not None
    assert [("sex", "sex", "sex_2")] == [(each.question, each.banner, each.filter) for each in settings.tables]
    assert {"sex": ["2"]} == settings.filters[0].where
    file = tmp_path / "tables.yaml"
    file.write_text(f"# of the first wave\n{file.read_text(encoding='utf-8')}", encoding="utf-8")
    keep_table(tmp_path, KeptTable({"question": "rooms", "banner": "none"}))
    keep_table(tmp_path, KeptTable({"question": "sex", "banner": "none", "filter": "sex_2"}))
    settings = read_tables(tmp_path).settings
    assert settings is not None
    assert [("sex", "none"), ("rooms", "none")] == [(each.question, each.banner) for each in settings.tables]
    assert file.read_text(encoding="utf-8").startswith("# of the first wave\n")


@pytest.mark.parametrize(
    ("text", "mode", "code"),
    [
        ("tables: &all [{question: sex}]\nmore: *all\n", 0o600, "setting_unpatchable"),
        ("tables: [{question: sex}]\n", 0o400, "settings_readonly"),
    ],
)
def test_a_file_that_shares_its_parts_or_may_not_be_written_stays(
    tmp_path: Path, text: str, mode: int, code: str
) -> None:
    file = tmp_path / "tables.yaml"
    file.write_text(text, encoding="utf-8")
    file.chmod(mode)
    with pytest.raises(EnvironmentProblem) as refused:
        keep_table(tmp_path, KeptTable({"question": "rooms"}))
    assert (code, text) == (refused.value.code, file.read_text(encoding="utf-8"))
