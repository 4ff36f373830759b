"""The first start of a real study as its documentation says it: first supervisor, sheet on paper, sample."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from cati_app.resources import reference_study
from cati_app.station.loading import LoadedStudy
from cati_app.station.machine import SystemClock, UuidSource
from cati_app.station.opening import Station
from cati_app.station.study_reading import read_study
from cati_app.store.keys import NoKeyRing
from cati_app.store.opening import Settings, open_database
from tests.commands import Run
from tests.programs import ran

pytestmark = pytest.mark.slow
_PASSPHRASE, _SECRET = "open sesame", "correct horse battery"


def _typed(words: Sequence[str], environment: Mapping[str, str]) -> Run:
    """As somebody types it; the first command, for those behind it begin alike."""
    line = [sys.executable, "-m", "cati_app", *words]
    done = subprocess.run(line, capture_output=True, text=True, timeout=120, env=environment, check=False)
    return Run(done.returncode, done.stdout, done.stderr)


class Machine:
    """Commands in processes of their own, with folders of their own and no keyring."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.database = folder / "study.db"
        self._environment = {
            **os.environ,
            "CATI_PASSPHRASE": _PASSPHRASE,
            "CATI_PASSWORD": _SECRET,
            "CATI_NEW_PASSWORD": _SECRET,
            "CATI_BLOCKLIST": str(folder / "blocklist.db"),
            "CATI_STATE": str(folder / "state"),
            "PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring",
            "PYTHONWARNINGS": "default",
            "LANG": "C.UTF-8",
        }

    def __call__(self, *arguments: str, code: int = 0, **environment: str) -> str:
        """What a command prints."""
        words = ["user", arguments[0], str(reference_study()), *arguments[1:], "--db", str(self.database)]
        whole = {**self._environment, **environment}
        done = ran(*words, timeout=120, environment=whole) if self.database.exists() else _typed(words, whole)
        assert "Traceback" not in done.stderr
        assert code == done.returncode, done.stderr[-800:]
        return done.stdout + done.stderr

    def groups(self) -> tuple[list[str], list[str]]:
        """What stands on both pages, as somebody reads it from the paper."""
        loaded = read_study(reference_study())
        assert isinstance(loaded, LoadedStudy)
        settings = Settings(
            _PASSPHRASE, NoKeyRing(), blocklist=self._folder / "blocklist.db", state=self._folder / "state"
        )
        clock = SystemClock()
        with open_database(self.database, settings, create=False, writable=True) as database:
            station = Station(loaded, database, clock=clock, ids=UuidSource(clock, random.Random(1)))
            signed_in = station.sign_in("sue", _SECRET)
            assert signed_in is not None
            sheet = station.people.read_sheet(signed_in[1])(signed_in[0])
        return sheet.page_1.split(), sheet.page_2.split()


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


def test_a_real_study_begins_with_its_sheet_on_paper_and_then_has_its_sample(machine: Machine, tmp_path: Path) -> None:
    told = machine("add", "sue", "--role", "supervisor")
    assert "recovery sheet" in told
    paper = tmp_path / "stick" / "cati-sheet.pdf"
    paper.parent.mkdir()
    machine("sheet", "--as", "sue", "--save", str(paper))
    assert (b"%PDF-", 0o600) == (paper.read_bytes()[:5], paper.stat().st_mode & 0o777)
    root, share = machine.groups()

    refused = machine("sheet", "--as", "sue", "--confirm", code=1, CATI_SHEET_GROUPS=f"1={root[1]} 2={share[1]}")
    assert "Group 1 of page 1 is another one" in refused
    told = machine("sheet", "--as", "sue", "--confirm", CATI_SHEET_GROUPS=f"1={root[0].lower()} 14={share[13]}")

    assert "The sample is read: 2000 cases." in told
    assert "on paper" in machine("sheet", "--as", "sue", "--save", str(paper), code=1)


def test_a_sheet_is_not_written_where_it_would_be_copied_on(machine: Machine, tmp_path: Path) -> None:
    machine("add", "sue", "--role", "supervisor")
    synced = tmp_path / "Dropbox" / "cati-sheet.pdf"
    synced.parent.mkdir()

    told = machine("sheet", "--as", "sue", "--save", str(synced), code=1)

    assert "Dropbox copies this folder" in told
    assert [] == list(synced.parent.iterdir())
    machine("sheet", "--as", "sue", "--save", str(synced), "--synced")
    assert synced.exists()
