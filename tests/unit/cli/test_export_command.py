"""`cati export`: who may take data out of the house, and where to."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from cati_app.fieldwork.monitor.data import PARTS
from cati_app.publish.formats.contents import FORMATS
from cati_app.station.machine import SystemClock
from tests.commands import Command
from tests.faults.proofs import Said
from tests.stations import PASSWORD, TUESDAY, Site
from tests.unit.cli.test_weigh import hold

_STUDY = Path(__file__).parents[2] / "golden" / "broken" / "healthy"
_EVERYTHING = ("--format", ",".join(FORMATS), "--what", ",".join(PARTS))


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


def test_the_questionnaires_of_an_export_are_named(sue: Command, site: Site, tmp_path: Path) -> None:
    site.close()
    sue("export", _STUDY, "--db", site.path, "--format", "csv", "--out", tmp_path / "data")

    (questionnaire,) = _manifest(tmp_path / "data")["asked"]["questionnaires"]
    assert re.fullmatch(r"(\S+ )?\([0-9a-f]{8}\)", questionnaire), questionnaire


@pytest.mark.slow
@pytest.mark.parametrize("words", [(), ("--since", "2026-11-30")], ids=["all", "nothing since"])
@pytest.mark.parametrize("held", [True, False], ids=["four interviews", "none"])
def test_exports_of_the_same_data_have_the_same_bytes_whenever_they_are_taken_out(
    sue: Command, site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, held: bool, words: tuple[str, ...]
) -> None:
    if held:
        hold(site)
    site.close()
    seen, taken_out = [], []
    for days in (7, 8):
        monkeypatch.setattr(SystemClock, "now", lambda _, days=days: TUESDAY + timedelta(days))
        out = tmp_path / str(days)
        run = sue("export", _STUDY, "--db", site.path, *_EVERYTHING, *words, "--out", out)
        assert 0 == run.returncode, run.stderr
        told = _manifest(out)
        seen.append({file.name: file.read_bytes() for file in out.iterdir() if not file.name.endswith("manifest.json")})
        taken_out.append(told.pop("exported")["at"][:10])
        seen[-1]["manifest"] = json.dumps(told).encode()
    assert ["2026-12-01", "2026-12-02"] == taken_out
    assert 30 < len(seen[0])
    assert not [name for name in seen[0] if seen[0][name] != seen[1][name]]


def test_nothing_since_is_of_the_last_interview_and_an_empty_study_of_its_opening(
    sue: Command, site: Site, tmp_path: Path
) -> None:
    def time_of_parts(out: str, *words: str) -> dict[str, str]:
        run = sue("export", _STUDY, "--db", site.path, *_EVERYTHING, *words, "--out", tmp_path / out)
        assert 0 == run.returncode, run.stderr
        return {part["name"]: part["data_time"][:16] for part in _manifest(tmp_path / out)["parts"]}

    site.close()
    opened = dict.fromkeys(("interviews", "calls", "cases", "paradata", "quotas"), "2026-11-24T16:00")
    assert opened == time_of_parts("empty")
    site.clock.move(3600)
    site.reopen()
    hold(site)
    site.close()
    since = time_of_parts("since", "--since", "2026-11-30")
    assert ("2026-11-24T17:00", "2026-11-24T17:00") == (since["interviews"], since["withdrawn"])


def _manifest(out: Path) -> dict[str, Any]:
    (manifest,) = out.glob("*_manifest.json")
    told: dict[str, Any] = json.loads(manifest.read_text(encoding="utf-8"))
    return told


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
