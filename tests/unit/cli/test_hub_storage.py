"""`cati hub` on files and on a PostgreSQL server: the same commands say the same."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from cati_app.demo.clock import SimulatedClock
from cati_app.hub.administration import storage_of
from cati_app.store.hub.engine import HubStorage
from cati_app.store.hub.forms import OF_STUDY, REGISTER
from cati_app.store.hub.inbox import Arrived
from cati_app.store.hub.register import Register, Sender
from cati_app.store.hub.studies import Hub
from cati_app.store.hub.unit import HubUnit
from tests.commands import Command
from tests.hub_storages import ENGINES, fresh_database
from tests.hubs import DEVICE, STUDY, row_of
from tests.stations import TUESDAY

ADDRESS = "https://127.0.0.1:1"


@dataclass
class Kept:
    """Where a hub is kept, and the words that say so."""

    folder: Path
    url: str | None = None
    words: list[str] = field(default_factory=list)

    @property
    def storage(self) -> HubStorage:
        return storage_of(self.folder, self.url)


@pytest.fixture(params=ENGINES)
def kept(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Kept]:
    folder = tmp_path / "hub"
    if request.param == "files":
        yield Kept(folder)
        return
    with fresh_database() as url:
        file = tmp_path / "url"
        file.write_text(f"{url}\n")
        yield Kept(folder, url, ["--database-url-file", str(file)])


def test_a_second_hub_in_one_database_is_refused_by_that_and_leaves_no_folder(cati: Command, tmp_path: Path) -> None:
    with fresh_database() as url:
        file = tmp_path / "url"
        file.write_text(f"{url}\n")
        words = ["--address", ADDRESS, "--database-url-file", str(file)]
        assert 0 == cati("hub", "init", tmp_path / "hub", *words).returncode
        again = cati("hub", "init", tmp_path / "other", *words)

    assert (1, False) == (again.returncode, (tmp_path / "other").exists())
    assert "in the database already" in again.stderr


def test_a_hub_is_made_once_and_tells_of_itself(cati: Command, kept: Kept) -> None:
    made = cati("hub", "init", kept.folder, "--address", ADDRESS, *kept.words)
    again = cati("hub", "init", kept.folder, "--address", ADDRESS, *kept.words)
    code = cati("hub", "code", kept.folder, "--first", *kept.words)
    status = json.loads(cati("hub", "status", kept.folder, "--json", *kept.words).stdout)

    assert [0, 1, 0] == [run.returncode for run in (made, again, code)]
    assert "already" in again.stderr
    assert {"register": REGISTER.newest, "study": OF_STUDY.newest} == status["forms"]
    assert (1, 2, 0, []) == tuple(status[name] for name in ("epoch", "codes", "events", "devices"))
    assert (kept.folder / "hub.db").exists() == (kept.url is None)


def test_the_status_names_every_device_and_what_was_kept_aside(cati: Command, kept: Kept) -> None:
    cati("hub", "init", kept.folder, "--address", ADDRESS, *kept.words)

    def take(unit: HubUnit) -> None:
        rows = [row_of(1).row, "", "nonsense", row_of(4, "99999999").row]
        unit.inbox.push(DEVICE, 1, 9, [Arrived(row, "0" * 64) for row in rows])
        unit.inbox.push(DEVICE, 1, 9, [Arrived(row_of(1, told="y").row, "0" * 64)])
        unit.commit()

    def enrol(register: Register) -> None:
        for device in (DEVICE, "88888888"):
            register.add_code(device.encode())
            register.enrol(Sender(STUDY, device), device.encode(), device)

    with closing(Hub(kept.storage, kept.storage.hub(), SimulatedClock(TUESDAY))) as hub:
        hub.run(enrol).result()
        hub.studies.of(STUDY).run(take).result()
        hub.run(lambda register: register.withdraw("88888888")).result()

    text = cati("hub", "status", kept.folder, *kept.words).stdout
    told = json.loads(cati("hub", "status", kept.folder, "--json", *kept.words).stdout)

    assert {"clone": 1, "foreign": 1, "too_long": 1, "unreadable": 1} == told["aside"]
    assert [(DEVICE, 4, 9, False), ("88888888", 0, 0, True)] == [
        (device["device"], device["mark"], device["last"], bool(device["withdrawn_at"]))
        for device in sorted(told["devices"], key=lambda device: -int(device["mark"]))
    ]
    assert "4 of 9 events" in text
    assert "never" in text
    assert "withdrawn" in text
    for words in ("Two copies", "not sent them itself", "longer than a hub takes", "cannot read them"):
        assert 1 == text.count(words)


def test_without_the_address_of_its_database_a_hub_is_not_taken_for_a_new_one(
    cati: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with fresh_database() as url:
        monkeypatch.setenv("CATI_HUB_DATABASE_URL", url)
        assert 0 == cati("hub", "init", tmp_path / "hub", "--address", ADDRESS).returncode
        assert 0 == cati("hub", "status", tmp_path / "hub").returncode
        monkeypatch.delenv("CATI_HUB_DATABASE_URL")

        status = cati("hub", "status", tmp_path / "hub")
        init = cati("hub", "init", tmp_path / "hub", "--address", ADDRESS)

    assert (1, True) == (status.returncode, "no hub in the folder" in status.stderr)
    assert "--database-url-file" in status.stderr
    assert (1, True) == (init.returncode, "holds key.pem" in init.stderr)


@pytest.mark.parametrize("content", [None, "", "mysql://db.example/x", "postgresql:x"])
def test_a_file_without_an_address_is_told(cati: Command, tmp_path: Path, content: str | None) -> None:
    file = tmp_path / "url"
    if content is not None:
        file.write_text(content)

    run = cati("hub", "status", tmp_path, "--database-url-file", file)

    assert (1, "", True) == (run.returncode, run.stdout, "holds no address of a PostgreSQL database" in run.stderr)


def test_a_server_that_does_not_answer_is_told_without_its_password(cati: Command, tmp_path: Path) -> None:
    (tmp_path / "hub").mkdir()
    (tmp_path / "url").write_text("postgresql://hub:canary@127.0.0.1:1/cati")
    (tmp_path / "url").chmod(0o600)

    for words in (("status",), ("code", "--first"), ("serve",), ("init", "--address", ADDRESS)):
        run = cati("hub", words[0], tmp_path / "hub", *words[1:], "--database-url-file", tmp_path / "url")

        assert (1, "", True) == (run.returncode, run.stdout, "gives no connection" in run.stderr)
        assert "canary" not in run.stderr
        assert not (tmp_path / "hub" / "key.pem").exists()
