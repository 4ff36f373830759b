"""Ctrl+C in the middle of an import, in a process of its own: the database is as it was, and opens again."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.commands import children_heed_ctrl_c
from tests.stations import PASSPHRASE, PASSWORD, Site

_STUDY = Path(__file__).parents[2] / "tests" / "golden" / "broken" / "healthy"


@pytest.fixture(params=["default", "ignored"])
def _ctrl_c(request: pytest.FixtureRequest) -> Iterator[None]:
    """How the tests themselves were started: in the foreground, or in the background of a script."""
    before = signal.getsignal(signal.SIGINT)
    signal.signal(signal.SIGINT, signal.default_int_handler if request.param == "default" else signal.SIG_IGN)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.slow
@pytest.mark.usefixtures("_ctrl_c")
def test_an_import_stopped_with_ctrl_c_leaves_the_database_as_it_was(site: Site, tmp_path: Path) -> None:
    with children_heed_ctrl_c():
        code, out, errors = _interrupted(site, tmp_path, signal.SIGINT)

    assert (1, "") == (code, out)
    assert "Traceback" not in errors
    _nothing_was_imported(site)


@pytest.mark.slow
def test_a_killed_import_leaves_the_database_as_it_was(site: Site, tmp_path: Path) -> None:
    code, out, errors = _interrupted(site, tmp_path, signal.SIGKILL)

    assert (-signal.SIGKILL, "") == (code, out)
    assert "Traceback" not in errors
    _nothing_was_imported(site)


def _interrupted(site: Site, tmp_path: Path, sign: signal.Signals) -> tuple[int, str, str]:
    """How the import ended, what it printed, and what it said, after a signal in the middle of its transaction."""
    site.stretch_in_earnest(site.sue)
    site.close()
    sample = tmp_path / "sample.csv"
    with sample.open("w", encoding="utf-8") as file:
        file.write("id,phone\n")
        file.writelines(f"C{n},030 7{n:07d}\n" for n in range(60_000))
    environment = {
        **os.environ,
        "CATI_PASSPHRASE": PASSPHRASE,
        "CATI_PASSWORD": PASSWORD,
        "CATI_BLOCKLIST": str(tmp_path / "blocklist.db"),
        "CATI_STATE": str(site.path.with_name("state")),
        "PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring",
    }
    command = [
        "sample",
        "import",
        str(_STUDY),
        str(sample),
        "--db",
        str(site.path),
        "--as",
        "sue",
        "--json",
        "--clock-is-right",
    ]
    with subprocess.Popen(
        [sys.executable, "-m", "cati_app", *command],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[2],
    ) as process:
        assert process.stderr is not None
        assert process.stdout is not None
        assert "progress_rows" in process.stderr.readline()
        process.send_signal(sign)
        out, errors = process.stdout.read(), process.stderr.read()
    return process.returncode, out, errors


def _nothing_was_imported(site: Site) -> None:
    site.reopen()
    assert [(5,)] == site.sql('SELECT count(*) FROM "case"')
    assert [] == [kind for kind in site.kinds() if kind == "sample_imported"]
