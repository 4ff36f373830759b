"""A study comes to a real hub, and a second machine joins it: commands, TLS and two state folders."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.commands import Command
from tests.running_hub import RunningHub
from tests.stations import PASSWORD, Site, fiction
from tests.unit.cli.studies import HEALTHY

pytestmark = pytest.mark.slow


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[RunningHub]:
    made = RunningHub(tmp_path / "hub")
    made.start()
    yield made
    made.close()


class TwoMachines:
    """The machine that has the study, and another one.

    Args:
        sue: The command line of a supervisor.
    """

    def __init__(self, sue: Command, cati: Command, site: Site, monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
        self._sue, self._cati = sue, cati
        self._monkeypatch = monkeypatch
        self._folder = folder
        self.study = folder / "study"
        shutil.copytree(HEALTHY, self.study)
        self.db = site.path
        self.other = folder / "other"
        site.close()

    def here(self, *words: object) -> dict[str, object]:
        """A command of the supervisor where the study is; what it says."""
        self._monkeypatch.setenv("CATI_STATE", str(self._folder / "state"))
        run = self._sue(*words[:2], self.study, *words[2:], "--db", self.db, "--json")
        assert (0, "") == (run.returncode, run.stderr), run.stderr
        told: dict[str, object] = json.loads(run.stdout)
        return told

    def there(self, *words: object, login: str = "") -> tuple[int, str, str]:
        """A command on the other machine."""
        self._monkeypatch.setenv("CATI_STATE", str(self.other / "state"))
        self._monkeypatch.setenv("CATI_BLOCKLIST", str(self.other / "blocklist.db"))
        self._monkeypatch.setenv("CATI_PASSWORD", PASSWORD)
        given = ("--as", login) if login else ()
        run = self._cati(*words, "--db", self.other / "joined.db", *given)
        return run.returncode, run.stdout, run.stderr

    def join(self) -> tuple[int, str, str]:
        """With a fresh code."""
        code = self.here("hub", "code")
        self._monkeypatch.setenv("CATI_HUB_CODE", str(code["code"]))
        return self.there("hub", "join", self.other / "study")


@pytest.fixture
def machines(
    sue: Command, cati: Command, site: Site, hub: RunningHub, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> TwoMachines:
    made = TwoMachines(sue, cati, site, monkeypatch, tmp_path)
    monkeypatch.setenv("CATI_HUB_CODE", hub.code)
    made.here("hub", "enrol")
    return made


def test_a_second_machine_joins_and_everybody_signs_in_with_their_own_password(
    machines: TwoMachines, hub: RunningHub
) -> None:
    first = machines.here("hub", "publish")
    again = machines.here("hub", "publish")

    joined = machines.join()

    assert (1, None) == (first["edition"], again["edition"])
    assert 0 == joined[0], joined
    for login, words in (("ann", ("next",)), ("bob", ("next",)), ("eve", ("quota",)), ("sue", ("user", "list"))):
        run = machines.there(*words, machines.other / "study", login=login)
        assert (0, "") == (run[0], run[2]), run
    pushed = machines.there("hub", "push", machines.other / "study")
    assert 0 == pushed[0], pushed
    assert 2 == machines.here("hub", "publish")["edition"], "which names the new station"
    fetched = machines.there("hub", "fetch", machines.other / "study")
    assert (0, "") == (fetched[0], fetched[2]), fetched
    assert "edition 2" in fetched[1]
    verified = machines.there("verify", machines.other / "study", login="sue")
    assert 0 == verified[0], verified
    assert 2 == len(hub.command("status")["devices"])
    kept = b"".join(path.read_bytes() for path in hub.folder.rglob("*") if path.is_file())
    assert not [n for n in range(1000) if fiction(n).e164.encode() in kept]
