"""`cati report STUDY codebook`: its two files are written together."""

from __future__ import annotations

from pathlib import Path

from tests.commands import Command
from tests.stations import Site
from tests.unit.cli.studies import HEALTHY, study_with


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
