"""Reports for the window from a real store: the pages that are looked at are those that are written."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from cati_app.domain.errors import EnvironmentProblem, RuleViolation
from cati_app.station.analyst_reading import AnalystReading
from cati_app.station.reports_desk import StationReports
from cati_app.ui.analyst.reports.port import AskedReport, ReportKind
from tests.stations import Site
from tests.unit.cli.test_weigh import hold

FIELD = AskedReport(ReportKind.FIELD, "en")


def test_pages_are_seen_before_they_are_written(site: Site, tmp_path: Path) -> None:
    desk, shares = StationReports(AnalystReading(site.station, site.eve, site.keys)), list[float]()
    looked = desk.look(FIELD, shares.append)
    assert shares == sorted(shares)
    assert len(looked.pages) == len(shares) - 1
    first = looked.pages[0]
    assert f"Page 1 of {len(looked.pages)}" == first.title
    assert {"FIELD", "REPORT"} <= {word for line in first.lines for word in line.text.split()}
    assert all(0 <= line.x < first.width and 0 < line.y < first.height for line in first.lines)
    assert any(rule.width for page in looked.pages for rule in page.rules)
    assert not (tmp_path / "out").exists()
    files = desk.write(FIELD, str(tmp_path / "out"), shares.append)
    assert ["small_field_report_en.pdf", "small_field_report_en.html"] == [Path(file).name for file in files]


def test_a_topline_is_looked_at_and_tells_what_tables_yaml_gets_wrong(site: Site, tmp_path: Path) -> None:
    hold(site)
    desk = StationReports(AnalystReading(site.station, site.eve, site.keys))
    looked = desk.look(AskedReport(ReportKind.TOPLINE, "de"), lambda share: None)
    assert any("Sex?" in line.text for page in looked.pages for line in page.lines)
    site.station.loaded = replace(site.station.loaded, folder=tmp_path)
    (tmp_path / "tables.yaml").write_text("small_cell: 5\n", encoding="utf-8")
    with pytest.raises(EnvironmentProblem) as told:
        desk.look(AskedReport(ReportKind.TOPLINE, "de"), lambda share: None)
    assert "tables_errors" == told.value.code


def test_who_may_not_read_figures_sees_no_page(site: Site) -> None:
    with pytest.raises(RuleViolation):
        StationReports(AnalystReading(site.station, site.ann, site.keys)).look(
            AskedReport(ReportKind.CODEBOOK, "de"), lambda share: None
        )
