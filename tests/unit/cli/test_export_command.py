"""`cati export`: who may take data out of the house, and where to."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.commands import Command
from tests.faults.proofs import Said
from tests.stations import PASSWORD, Site
from tests.unit.cli.test_weigh import hold

_STUDY = Path(__file__).parents[2] / "golden" / "broken" / "healthy"


@pytest.mark.parametrize(("login", "code"), [("ann", 1), ("sue", 0), ("eve", 0)])
def test_an_interviewer_may_not_export(
    login: str, code: int, cati: Command, site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, said: Said
) -> None:
    site.close()
    monkeypatch.setenv("CATI_PASSWORD", PASSWORD)
    out = tmp_path / "data"
    run = cati("export", _STUDY, "--db", site.path, "--as", login, "--format", "csv", "--out", out)
    said(*run.stderr.splitlines())
    assert (code, code == 0) == (run.returncode, out.exists())
    assert ("interviewer may not export" in run.stderr) == (code == 1)


def test_a_data_set_of_no_interviews_is_of_the_day_it_was_taken_out(
    cati: Command, site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.close()
    monkeypatch.setenv("CATI_PASSWORD", PASSWORD)
    out = tmp_path / "data"
    cati("export", _STUDY, "--db", site.path, "--as", "eve", "--format", "csv", "--out", out)

    (manifest,) = out.glob("*_manifest.json")
    told = json.loads(manifest.read_text(encoding="utf-8"))
    assert told["exported"]["at"] == told["data_time"]
    (questionnaire,) = told["asked"]["questionnaires"]
    assert re.fullmatch(r"(\S+ )?\([0-9a-f]{8}\)", questionnaire), questionnaire


def test_quota_cells_have_the_same_bytes_for_the_same_data(sue: Command, site: Site, tmp_path: Path) -> None:
    hold(site)
    site.close()
    seen = []
    for name in ("earlier", "later"):
        out = tmp_path / name
        run = sue("export", _STUDY, "--db", site.path, "--format", "csv", "--what", "quotas", "--out", out)
        assert 0 == run.returncode, run.stderr
        seen.append({file.name: file.read_bytes() for file in out.glob("*.csv")})
    assert seen[0] == seen[1]


def test_nobody_exports_without_a_name(cati: Command, site: Site, tmp_path: Path) -> None:
    site.close()
    run = cati("export", _STUDY, "--db", site.path, "--format", "csv", "--out", tmp_path / "data")
    assert (1, False) == (run.returncode, (tmp_path / "data").exists())
    assert "--as" in run.stderr


def test_a_file_that_is_no_export_keeps_the_whole_export_out(
    cati: Command, site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.close()
    monkeypatch.setenv("CATI_PASSWORD", PASSWORD)
    wanted = ("export", _STUDY, "--db", site.path, "--as", "eve", "--format", "csv", "--out", tmp_path / "data")
    assert 0 == cati(*wanted).returncode
    codebook = next((tmp_path / "data").glob("*_codebook.csv"))
    data = next(path for path in (tmp_path / "data").glob("*.csv") if path != codebook)
    data.write_text("old\n", encoding="utf-8")
    codebook.write_text("mine\n", encoding="utf-8")

    run = cati(*wanted)

    assert (1, "old\n", "mine\n") == (run.returncode, data.read_text("utf-8"), codebook.read_text("utf-8"))
    assert "--force" in run.stderr
    assert 0 == cati(*wanted, "--force").returncode
    assert codebook.read_text("utf-8-sig").startswith("position")


@pytest.mark.parametrize("since", ["yesterday", "0001-01-01", "9999-12-31T23:59"])
def test_a_time_that_nobody_can_mean_is_refused_before_anything_is_made(
    sue: Command, site: Site, tmp_path: Path, since: str
) -> None:
    site.close()
    run = sue("export", _STUDY, "--db", site.path, "--since", since, "--out", tmp_path / "data")

    assert (2, f"“{since}” is no day or time") == (run.returncode, run.stderr[: len(since) + 20])
    assert not (tmp_path / "data").exists()
