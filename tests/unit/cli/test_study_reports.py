"""`cati report STUDY codebook`: its two files are written together."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from cati_app.station.machine import SystemClock
from tests.commands import Command
from tests.stations import TUESDAY, Site
from tests.unit.cli.studies import HEALTHY, study_with
from tests.unit.cli.test_weigh import MARGINS, hold


def test_both_files_of_a_report_are_written_or_none(sue: Command, site: Site, tmp_path: Path) -> None:
    site.close()
    out = tmp_path / "reports"
    in_the_way = out / "small_codebook_de.html"
    in_the_way.mkdir(parents=True)
    run = sue("report", HEALTHY, "codebook", "--db", site.path, "--out", out)
    assert (1, [in_the_way]) == (run.returncode, list(out.iterdir()))
    in_the_way.rmdir()
    assert 0 == sue("report", HEALTHY, "codebook", "--db", site.path, "--out", out).returncode
    assert {in_the_way, out / "small_codebook_de.pdf"} == set(out.iterdir())


@pytest.mark.slow
@pytest.mark.parametrize("held", [True, False], ids=["four interviews", "none"])
def test_reports_tables_and_weights_of_the_same_data_have_the_same_bytes_whenever_they_are_made(
    sue: Command, site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, held: bool
) -> None:
    """On one day: the field report tells what interviewers did until the day before, which the next day moves."""
    if held:
        hold(site)
    site.close()
    margins = tmp_path / "margins.csv"
    margins.write_text(MARGINS, encoding="utf-8")
    seen: list[dict[str, bytes]] = []
    for hours in (150, 151):
        monkeypatch.setattr(SystemClock, "now", lambda _, hours=hours: TUESDAY + timedelta(hours=hours))
        out = tmp_path / str(hours)
        wanted: list[tuple[object, ...]] = [
            ("report", HEALTHY, kind) for kind in ("field", "methods", "topline", "codebook")
        ]
        wanted.append(("tables", HEALTHY, "--format", "csv,xlsx,pdf,html"))
        if held:  # nobody weighs without interviews
            wanted.append(("weigh", HEALTHY, "--margins", margins))
        for command in wanted:
            run = sue(*command, "--db", site.path, "--out", out)
            assert 0 == run.returncode, run.stderr
        seen.append({file.name: file.read_bytes() for file in out.iterdir()})
    assert (15 if held else 12) <= len(seen[0])
    assert not [name for name in seen[0] if seen[0][name] != seen[1][name]]


def test_a_codebook_that_left_the_house_is_in_the_log(sue: Command, site: Site, tmp_path: Path) -> None:
    for kind in ("field", "methods", "topline", "codebook"):
        assert 0 == sue("report", HEALTHY, kind, "--db", site.path, "--out", tmp_path / kind).returncode
    topline, codebook = site.facts("data_exported")
    assert {"rows": 0, "formats": "topline-pdf,topline-html", "also": ""} == topline.payload
    assert {"rows": 0, "formats": "codebook-pdf,codebook-html", "also": ""} == codebook.payload


def test_what_is_said_of_a_quota_sample_stands_once_in_the_topline(sue: Command, site: Site, tmp_path: Path) -> None:
    """Also where intervals were switched on, which the question about the age has none of."""
    site.close()
    study = study_with(tmp_path, "")
    (study / "tables.yaml").write_text("intervals: true\n", encoding="utf-8")
    assert 0 == sue("report", study, "topline", "--db", site.path, "--out", tmp_path / "r").returncode
    told = (tmp_path / "r" / "small_topline_de.html").read_text(encoding="utf-8")
    assert 1 == told.count("Quotenstichprobe")
