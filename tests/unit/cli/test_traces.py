"""Commands leave a trace of who did what, also beside a running application; where that cannot be, nothing is told."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cati_app.store.staff_words import person_of
from tests.commands import Command
from tests.stations import PASSWORD, Site
from tests.unit.cli.studies import HEALTHY


@pytest.mark.parametrize("open_elsewhere", [True, False])
def test_a_command_that_only_reads_writes_down_who_signed_in(site: Site, sue: Command, open_elsewhere: bool) -> None:
    if not open_elsewhere:
        site.close()
    run = sue("sample", "status", HEALTHY, "--db", site.path)

    assert 0 == run.returncode, run.stderr
    assert ["signed_in"] == site.kinds()[-1:]
    assert [(site.sue.id, '{"through":"cati sample status"}')] == site.sql(
        f"SELECT {person_of('user_id')}, payload FROM event ORDER BY seq DESC LIMIT 1"
    )


def test_the_application_goes_on_after_a_command_wrote_beside_it(site: Site, sue: Command) -> None:
    offer = site.dialled()
    sue("status", HEALTHY, "--db", site.path)
    site.place().record_result(site.ann, offer.attempt, "busy")

    numbers = [row[0] for row in site.sql("SELECT seq FROM event ORDER BY seq")]
    assert list(range(1, len(numbers) + 1)) == numbers
    assert ["signed_in", "result_given"] == [kind for kind in site.kinds() if kind in ("signed_in", "result_given")]


def test_an_export_says_who_took_what_out_and_so_does_its_manifest(
    site: Site, cati: Command, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("CATI_PASSWORD", PASSWORD)
    out = tmp_path / "data"
    run = cati("export", HEALTHY, "--db", site.path, "--as", "eve", "--format", "csv", "--out", out)

    assert 0 == run.returncode, run.stderr
    (told,) = site.facts("data_exported")
    assert (site.eve.id, {"rows": 0, "formats": "csv", "also": ""}) == (told.user_id, told.payload)
    (manifest,) = out.glob("*_manifest.json")
    exported = json.loads(manifest.read_text(encoding="utf-8"))["exported"]
    assert (f"{site.eve.number} (eve)", True) == (exported["by"], bool(exported["at"]))


@pytest.mark.parametrize("open_elsewhere", [True, False])
def test_a_backup_is_written_down(site: Site, cati: Command, tmp_path: Path, open_elsewhere: bool) -> None:
    if not open_elsewhere:
        site.close()
    run = cati("backup", "--db", site.path, "--to", tmp_path / "elsewhere")

    assert (0, "") == (run.returncode, run.stderr)
    assert [("backup_begun", None)] == site.sql("SELECT kind, user_id FROM event ORDER BY seq DESC LIMIT 1")
    assert f"event {len(site.kinds())} of the log" in run.stdout  # it stands in the backup


def test_guessing_by_commands_is_slowed_and_says_how_long(
    site: Site, cati: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CATI_PASSWORD", "wrong")
    runs = [cati("status", HEALTHY, "--db", site.path, "--as", "sue") for _ in range(5)]

    assert [1] * 5 == [run.returncode for run in runs]
    assert ["Name or password is wrong.\n"] * 3 == [run.stderr for run in runs[:3]]
    assert all(run.stderr.startswith("Several attempts to sign in have failed. Wait ") for run in runs[3:])
