"""`cati hub`: who may do what, and what is said where there is no hub."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from types import SimpleNamespace

import pytest
from cryptography.hazmat.primitives import serialization

from cati_app.station import hub_link
from cati_app.store.hub.certificate import CERTIFICATE, KEY, root_in
from cati_app.store.state_folder import HubAccess
from cati_app.sync.code import EnrolCode, HubWhereabouts
from tests.commands import Command
from tests.stations import PASSWORD, Site
from tests.unit.cli.studies import HEALTHY


def test_a_hub_is_made_once_and_tells_of_itself(cati: Command, tmp_path: Path) -> None:
    made = cati("hub", "init", tmp_path / "hub", "--address", "https://127.0.0.1:1", "--json")
    again = cati("hub", "init", tmp_path / "hub", "--address", "https://127.0.0.1:1")
    more = cati("hub", "code", "--first", tmp_path / "hub", "--json")
    status = json.loads(cati("hub", "status", tmp_path / "hub", "--json").stdout)

    first, second = (EnrolCode.typed(json.loads(run.stdout)["code"]) for run in (made, more))
    assert (first.hub, first.fingerprint) == (second.hub, second.fingerprint)
    assert first.secret != second.secret
    assert (1, True) == (again.returncode, "already" in again.stderr)
    assert (first.hub.hex(), 1, 0, 2, []) == tuple(
        status[name] for name in ("hub", "epoch", "events", "codes", "devices")
    )
    assert "epoch 1" in cati("hub", "status", tmp_path / "hub").stdout


def test_the_folder_of_a_hub_is_no_study_for_which_a_supervisor_makes_codes(
    cati: Command, sue: Command, tmp_path: Path
) -> None:
    cati("hub", "init", tmp_path / "hub", "--address", "https://127.0.0.1:1")
    run = sue("hub", "code", tmp_path / "hub")

    assert (1, True) == (run.returncode, "cati hub code FOLDER --first" in run.stderr)


@pytest.mark.parametrize("name", ["key.pem", "certificate.pem"])
def test_a_key_that_is_there_is_not_replaced(cati: Command, tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"of another server")

    made = cati("hub", "init", tmp_path, "--address", "https://127.0.0.1:1")

    assert (1, True) == (made.returncode, "holds key.pem or certificate.pem already" in made.stderr)
    assert ([name], b"of another server") == (
        [path.name for path in tmp_path.iterdir()],
        (tmp_path / name).read_bytes(),
    )


@pytest.mark.parametrize("wrong", ["another", "none", "with a password", "no key at all"])
def test_a_key_that_does_not_belong_to_the_certificate_is_told(cati: Command, tmp_path: Path, wrong: str) -> None:
    cati("hub", "init", tmp_path / "hub", "--address", "https://127.0.0.1:1")
    cati("hub", "init", tmp_path / "other", "--address", "https://127.0.0.1:1")
    key = tmp_path / "hub" / KEY
    other = serialization.load_pem_private_key((tmp_path / "other" / KEY).read_bytes(), None)
    pem, form = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8
    locked = other.private_bytes(pem, form, serialization.BestAvailableEncryption(b"password"))
    key.write_bytes(
        {"another": (tmp_path / "other" / KEY).read_bytes(), "none": b"", "with a password": locked}.get(wrong, b"x")
    )

    run = cati("hub", "serve", tmp_path / "hub")

    assert (1, "", True) == (run.returncode, run.stdout, "does not belong to the certificate" in run.stderr)
    assert 0 == cati("hub", "code", "--first", tmp_path / "hub").returncode, "a code names the certificate alone"


def test_a_device_that_is_not_there_is_told(cati: Command, tmp_path: Path) -> None:
    cati("hub", "init", tmp_path, "--address", "https://127.0.0.1:1")

    run = cati("hub", "withdraw", tmp_path, "abcd1234")

    assert (1, "", True) == (run.returncode, run.stdout, "knows no device abcd1234" in run.stderr)
    assert "[]\n" == cati("hub", "devices", tmp_path, "--json").stdout


@pytest.mark.parametrize("action", [("serve",), ("code", "--first")], ids=lambda words: words[0])
def test_a_certificate_that_is_none_is_told(cati: Command, tmp_path: Path, action: tuple[str, ...]) -> None:
    cati("hub", "init", tmp_path, "--address", "https://127.0.0.1:1")
    (tmp_path / CERTIFICATE).write_bytes(b"x")

    run = cati("hub", *action, tmp_path)

    assert (1, "", True) == (run.returncode, run.stdout, "certificate of the hub in" in run.stderr)


@pytest.mark.parametrize(
    ("option", "value"),
    [("--per-address", "0"), ("--per-address", "513"), ("--per-address", "²"), ("--figures-to", "192.0.2.1/24")],
)
def test_a_limit_that_is_none_is_wrong_usage(cati: Command, tmp_path: Path, option: str, value: str) -> None:
    assert 2 == cati("hub", "serve", tmp_path, option, value).returncode


@pytest.mark.parametrize("action", [("serve",), ("code", "--first"), ("status",)], ids=lambda words: words[0])
@pytest.mark.parametrize("damage", ["no database", "an empty one", "without tables", "a page of noise"])
def test_a_damaged_database_is_told(cati: Command, tmp_path: Path, action: tuple[str, ...], damage: str) -> None:
    cati("hub", "init", tmp_path, "--address", "https://127.0.0.1:1")
    file = tmp_path / "hub.db"
    with closing(sqlite3.connect(file)) as driver:
        driver.execute("PRAGMA journal_mode=DELETE")
    whole = file.read_bytes()
    noise = bytes(range(256)) * (len(whole) // 256)
    file.write_bytes({"no database": b"x" * 5_000, "a page of noise": whole[:100] + noise[100:]}.get(damage, b""))
    if damage == "without tables":
        with closing(sqlite3.connect(file)) as driver:
            driver.execute("CREATE TABLE other (n)")

    run = cati("hub", *action, tmp_path)

    assert (1, "", True) == (run.returncode, run.stdout, "database of the hub is damaged" in run.stderr)


def test_a_folder_without_a_hub_is_told(cati: Command, tmp_path: Path) -> None:
    for action in (("serve",), ("code", "--first"), ("status",)):
        run = cati("hub", *action, tmp_path)
        assert (1, True) == (run.returncode, "There is no hub" in run.stderr)


@pytest.mark.parametrize("address", ["hub", "http://hub:1", "https://hub"])
def test_an_address_that_is_none_is_wrong_usage(cati: Command, tmp_path: Path, address: str) -> None:
    assert 2 == cati("hub", "init", tmp_path / "hub", "--address", address).returncode
    assert not (tmp_path / "hub").exists()


@pytest.mark.parametrize("login", ["ann", "eve"])
def test_only_a_supervisor_enrols(cati: Command, site: Site, monkeypatch: pytest.MonkeyPatch, login: str) -> None:
    site.close()
    monkeypatch.setenv("CATI_PASSWORD", PASSWORD)
    run = cati("hub", "enrol", HEALTHY, "--db", site.path, "--as", login)

    assert (1, "Only a supervisor can do that: use --as SUPERVISOR.\n") == (run.returncode, run.stderr)


def test_a_hub_that_is_away_changes_nothing_at_the_station(
    cati: Command, sue: Command, site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = json.loads(cati("hub", "init", tmp_path / "hub", "--address", "https://127.0.0.1:1", "--json").stdout)[
        "code"
    ]
    site.close()

    without = sue("hub", "enrol", HEALTHY, "--db", site.path)
    monkeypatch.setenv("CATI_HUB_CODE", code[:-1])
    broken = sue("hub", "enrol", HEALTHY, "--db", site.path)
    monkeypatch.setenv("CATI_HUB_CODE", code)
    away = sue("hub", "enrol", HEALTHY, "--db", site.path)
    push = cati("hub", "push", HEALTHY, "--db", site.path)

    assert [1, 1, 1, 1] == [run.returncode for run in (without, broken, away, push)]
    assert "CATI_HUB_CODE" in without.stderr
    assert "not whole" in broken.stderr
    assert "No hub answers" in away.stderr
    assert "enrolled at no hub" in push.stderr
    assert "hub_enrolled" not in [kind for (kind,) in site.sql("SELECT kind FROM event")]
    assert all(code not in run.stderr for run in (without, broken, away, push))


def test_a_window_can_be_opened_while_a_station_waits_for_its_hub(
    cati: Command, sue: Command, site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = cati("hub", "init", tmp_path / "hub", "--address", "https://127.0.0.1:1", "--json")
    certificate = (tmp_path / "hub" / CERTIFICATE).read_text(encoding="utf-8")
    monkeypatch.setattr(hub_link, "root_of", lambda *_: certificate)
    monkeypatch.setenv("CATI_HUB_CODE", json.loads(made.stdout)["code"])
    waits: list[float] = []

    def wait(seconds: float) -> None:
        waits.append(seconds)
        site.reopen()
        site.add_cases([900 + len(waits)])

    monkeypatch.setattr(hub_link, "time", SimpleNamespace(sleep=wait))
    away = sue("hub", "enrol", HEALTHY, "--db", site.path)

    assert (1, True) == (away.returncode, "does not answer" in away.stderr)
    assert waits
    assert away.stderr.startswith("The hub does not answer; it is asked again"), "before anybody waits"
    assert 1 == away.stderr.count("it is asked again")


def test_where_the_hub_is_now_is_believed_of_the_hub_alone_that_knows_the_station(
    cati: Command, sue: Command, site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("hub", "other"):
        cati("hub", "init", tmp_path / name, "--address", "https://127.0.0.1:1")
    codes = [
        json.loads(cati("hub", "certificate", tmp_path / name, "--json").stdout)["code"] for name in ("hub", "other")
    ]
    where = HubWhereabouts.typed(codes[0])
    access = HubAccess(where.hub.hex(), "https://127.0.0.1:2", "the former root", "ab" * 32)
    database = site.station.database
    database.state.keep_hub(database.device, access)
    site.close()
    monkeypatch.setattr(hub_link, "root_of", lambda *_: root_in(tmp_path / "hub").decode())
    monkeypatch.setattr(hub_link, "time", SimpleNamespace(sleep=lambda _: None))

    runs = []
    for code in (codes[1], codes[0][:-1], codes[0]):
        monkeypatch.setenv("CATI_HUB_CODE", code)
        runs.append(sue("hub", "moved", HEALTHY, "--db", site.path))

    assert [1, 1, 1] == [run.returncode for run in runs]
    told = [("another hub" in runs[0].stderr), ("not whole" in runs[1].stderr), ("does not answer" in runs[2].stderr)]
    assert [True] * 3 == told
    site.reopen()
    database = site.station.database
    assert access == database.state.hub(database.device), "nobody has recognized it there"


def test_a_certificate_from_elsewhere_comes_with_its_key(cati: Command, tmp_path: Path) -> None:
    cati("hub", "init", tmp_path / "other", "--address", "https://127.0.0.1:1")
    certificate, key = tmp_path / "other" / CERTIFICATE, tmp_path / "other" / KEY
    hub = (tmp_path / "hub", "--address", "https://127.0.0.1:1")

    half = cati("hub", "init", *hub, "--certificate", certificate)
    wrong = cati(
        "hub", "init", tmp_path / "hub", "--address", "https://127.0.0.2:1", "--certificate", certificate, "--key", key
    )
    whole = cati("hub", "init", *hub, "--certificate", certificate, "--key", key, "--json")
    moved = cati("hub", "certificate", tmp_path / "hub", "--address", "https://hub.example:2")
    kept = json.loads(cati("hub", "certificate", tmp_path / "hub", "--json").stdout)

    assert [1, 1, 0, 1] == [run.returncode for run in (half, wrong, whole, moved)]
    assert ("Name both files" in half.stderr, "no station would believe" in wrong.stderr) == (True, True)
    assert "--root-key" in moved.stderr, "who issued it has the key of that root"
    assert ("https://127.0.0.1:1", False) == (kept["address"], kept["new"])
    root = ("--root-key", tmp_path / "other" / "root-key.pem")
    assert 0 == cati("hub", "certificate", tmp_path / "hub", "--address", "https://hub.example:2", *root).returncode
    assert (
        "https://hub.example:2"
        == json.loads(cati("hub", "code", "--first", tmp_path / "hub", "--json").stdout)["address"]
    )


def test_a_folder_that_cannot_be_made_is_told_as_such(cati: Command, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    run = cati("hub", "init", tmp_path / "file" / "hub", "--address", "https://127.0.0.1:1")

    assert (1, True) == (run.returncode, "cannot be made or written to" in run.stderr)
    assert "--db" not in run.stderr
