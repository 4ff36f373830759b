"""A real hub on this machine: commands on both sides, TLS between them, and kills at the worst moments."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import socket
import ssl
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import httpx
import pytest

from cati_app.domain.errors import EnvironmentProblem
from cati_app.hub.processor import allowed
from cati_app.station.machine import SystemClock
from cati_app.store.hub.certificate import CERTIFICATE, KEY, ROOT_KEY, make_certificate
from cati_app.store.hub.certificate import root_in as root_of_folder
from cati_app.store.hub.register import Register, Sender
from cati_app.store.hub.sqlite import FolderStorage
from cati_app.sync.client import Client, Patience
from cati_app.sync.code import EnrolCode, HubWhereabouts
from cati_app.sync.https import HttpsLine, root_of
from cati_app.sync.line import HubCall
from cati_app.sync.messages import BODY_AT_MOST
from tests.commands import Command
from tests.hub_storages import ENGINES, database_of
from tests.hubs import DEVICE, SECRET, STUDY, log_of, row_of
from tests.programs import ran
from tests.running_hub import RunningHub
from tests.stations import Site, fiction
from tests.unit.cli.studies import HEALTHY
from tests.unit.store.test_sealed_interviews import interviewed

pytestmark = pytest.mark.slow


@pytest.fixture(params=ENGINES)
def on_either(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[RunningHub]:
    """A hub that is kept in files, or on a server."""
    with database_of(request.param) as url, closing(RunningHub(tmp_path / "hub", database_url=url)) as made:
        yield made


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[RunningHub]:
    made = RunningHub(tmp_path / "hub")
    yield made
    made.close()


@pytest.fixture
def from_a_shell(tmp_path: Path) -> Iterator[RunningHub]:
    """One that is made, asked and begun as somebody types it."""
    made = RunningHub(tmp_path / "hub", from_shell=True)
    yield made
    made.close()


def _nobody_waits(_: float) -> None:
    pytest.fail("it was tried again")


def _client(hub: RunningHub, line: HttpsLine, wait: Callable[[float], None] = lambda _: None) -> Client:
    return Client(line, SECRET, wait, random.Random(1), hub=hub.id)


def _enrol(hub: RunningHub) -> None:
    """The device of `tests.hubs`; before the hub serves."""
    credential = sha256(bytes.fromhex(SECRET)).hexdigest()
    with closing(hub.storage.hub()) as store, store.transaction():
        part = store.part()
        register = Register(part, SystemClock().now())
        register.add_code(b"t" * 32)
        register.enrol(Sender(STUDY, DEVICE), b"t" * 32, credential)
        part.commit()


def _rows(hub: RunningHub, query: str) -> list[tuple[Any, ...]]:
    storage = hub.storage
    (study,) = storage.studies()
    with closing(storage.study(study, writable=False)) as store, store.reading() as statements:
        return [tuple(row) for row in statements.all(query)]


_EVENTS = "SELECT seq, digest FROM inbox_event ORDER BY seq"
_CANARY, _CANARY_NUMBER = "an otter named Quill", "+498951990"


def test_a_station_is_enrolled_and_its_log_arrives_sealed(
    from_a_shell: RunningHub, site: Site, cati: Command, sue: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All of it beside an open window."""
    hub = from_a_shell
    hub.start()
    interviewed(site, _CANARY, contact={"contact_name": _CANARY, "contact_phone": _CANARY_NUMBER})
    monkeypatch.setenv("CATI_HUB_CODE", hub.code)

    before = cati("hub", "push", HEALTHY, "--db", site.path)
    enrolled = sue("hub", "enrol", HEALTHY, "--db", site.path)
    again = sue("hub", "enrol", HEALTHY, "--db", site.path)
    pushed = cati("hub", "push", HEALTHY, "--db", site.path, "--json")

    assert (1, True) == (before.returncode, "enrolled at no hub" in before.stderr)
    assert [(0, ""), (0, "")] == [(run.returncode, run.stderr) for run in (enrolled, again)]
    written = site.sql("SELECT seq, hex(digest) FROM event ORDER BY seq")
    told = json.loads(pushed.stdout)
    assert (len(written), len(written), 0, 0) == (told["mark"], told["stored"], told["clones"], told["unreadable"])
    assert [(seq, str(digest).lower()) for seq, digest in written] == _rows(hub, _EVENTS)
    (device,) = hub.command("status")["devices"]
    assert (len(written), len(written)) == (device["mark"], device["last"])
    rows = [row.split("\x1f") for (row,) in _rows(hub, "SELECT row_text FROM inbox_event")]
    answers = [told for _, _, _, _, kind, _, _, _, told in rows if kind == "interview.answered"]
    assert [True] * 3 == [bytes.fromhex(told) != b"" for told in answers], "sealed, in hexadecimal"
    code, log = hub.end(signal.SIGTERM)
    assert 0 == code
    kept = b"".join(path.read_bytes() for path in hub.folder.rglob("*") if path.is_file())
    assert not [number for number in range(1000) if fiction(number).e164.encode() in kept]
    assert not [canary for canary in (_CANARY, _CANARY_NUMBER) if canary.encode() in kept]
    assert {"/root.pem", "/v1/devices", "/v1/sync/state", "/v1/sync/push"} == {
        json.loads(line)["path"] for line in log.splitlines()
    }


def test_a_code_whose_answer_was_lost_is_shown_once_more(
    hub: RunningHub, site: Site, cati: Command, sue: Command, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Also at a second hub, while the first one still counts."""
    monkeypatch.setattr(Patience, "waits", lambda *_: iter(()))
    other = RunningHub(tmp_path / "other")
    hub.start()
    site.close()
    monkeypatch.setenv("CATI_HUB_CODE", hub.code)
    assert 0 == sue("hub", "enrol", HEALTHY, "--db", site.path).returncode

    other.start(dies_after=1)
    monkeypatch.setenv("CATI_HUB_CODE", other.code)
    lost = sue("hub", "enrol", HEALTHY, "--db", site.path)
    meanwhile = cati("hub", "push", HEALTHY, "--db", site.path)
    other.waited()
    other.start()
    again = sue("hub", "enrol", HEALTHY, "--db", site.path)
    pushed = cati("hub", "push", HEALTHY, "--db", site.path)
    (device,) = other.command("status")["devices"]
    other.close()

    assert [1, 0, 0, 0] == [run.returncode for run in (lost, meanwhile, again, pushed)]
    assert "does not answer" in lost.stderr
    assert len(site.sql("SELECT seq FROM event")) == device["mark"]


def test_a_hub_killed_between_commit_and_answer_has_everything_once(on_either: RunningHub) -> None:
    """I5, I10."""
    hub = on_either
    _enrol(hub)
    log = log_of(1_200)
    for pushes in (1, 2):
        hub.start(dies_after=pushes)
        with closing(hub.line()) as line, pytest.raises(EnvironmentProblem) as told:
            _client(hub, line, hub.is_gone).push(log)
        assert "hub_unreachable" == told.value.code
        assert -signal.SIGKILL == hub.waited()
    hub.start()
    with closing(hub.line()) as line:
        delivery = _client(hub, line).push(log)

    assert (1_200, 0, 0) == (delivery.mark, delivery.clones, delivery.unreadable)
    assert [(n, event.digest) for n, event in enumerate(log.rows, 1)] == _rows(hub, _EVENTS)


def test_a_hub_that_was_brought_back_from_a_copy_gets_what_it_lacks(hub: RunningHub, tmp_path: Path) -> None:
    _enrol(hub)
    copy = tmp_path / "copy"
    shutil.copytree(hub.folder, copy)
    hub.start()
    log = log_of(3)
    with closing(hub.line()) as line:
        _client(hub, line).push(log)
    hub.end(signal.SIGTERM)
    shutil.rmtree(hub.folder)
    shutil.copytree(copy, hub.folder)
    hub.start("--restored")

    with closing(hub.line()) as line:
        assert 3 == _client(hub, line).push(log).stored
    assert 1 < hub.command("status")["epoch"]


def test_sizes_are_bounded_and_nothing_of_a_request_is_written_down(hub: RunningHub) -> None:
    _enrol(hub)
    hub.start()
    with closing(hub.line()) as line:
        large = line.send(HubCall.PUSH, b" " * (BODY_AT_MOST + 1), SECRET)
        wrong = line.send(HubCall.PUSH, b'{"canary": 1}', SECRET)
        known = line.send(HubCall.STATE, credential=SECRET)
    context = ssl.create_default_context(cafile=hub.folder / CERTIFICATE)
    other = httpx.get(f"{hub.address}/canary", verify=context)
    ready = httpx.get(f"{hub.address}/readyz", verify=context)
    figures = httpx.get(f"{hub.address}/metrics", verify=context).text

    assert [413, 400, 200, 404, 200] == [large.status, wrong.status, known.status, other.status_code, ready.status_code]
    assert 'cati_hub_requests_total{path="other",status="404"} 1.0' in figures
    assert "canary" not in hub.end(signal.SIGTERM)[1]


def test_a_second_hub_in_the_folder_is_refused_and_the_first_serves_on(hub: RunningHub) -> None:
    hub.start()

    with pytest.raises(EnvironmentProblem) as told:
        FolderStorage(hub.folder).hub()

    assert "hub_in_use" == told.value.code
    assert hub.command("code", "--first")["code"] != hub.code
    assert 2 == hub.command("status")["codes"]


def test_nobody_but_the_hub_of_the_code_is_believed(hub: RunningHub, tmp_path: Path) -> None:
    other = RunningHub(tmp_path / "other")
    hub.start()

    with pytest.raises(EnvironmentProblem) as told:
        root_of(hub.address, EnrolCode.typed(other.code).fingerprint)
    line = HttpsLine(hub.address, (other.folder / CERTIFICATE).read_text())
    with closing(line), pytest.raises(EnvironmentProblem) as pushed:
        _client(hub, line, _nobody_waits).push(log_of(1))

    assert ["hub_other_certificate"] * 2 == [told.value.code, pushed.value.code]
    assert root_of(hub.address, EnrolCode.typed(hub.code).fingerprint)


def test_a_hub_with_another_certificate_is_believed_under_its_root_alone(hub: RunningHub, tmp_path: Path) -> None:
    root = root_of_folder(hub.folder).decode()
    told = hub.command("certificate", "--renew")
    hub.start()
    with closing(HttpsLine(hub.address, root)) as line:
        assert 401 == line.send(HubCall.STATE, credential=SECRET).status, "a station goes on"
    hub.end(signal.SIGTERM)

    other = RunningHub(tmp_path / "other")
    brought = ("--certificate", str(other.folder / CERTIFICATE), "--key", str(other.folder / KEY))
    moved = hub.command("certificate", *brought, "--other-root")
    hub.start()
    with closing(HttpsLine(hub.address, root)) as line, pytest.raises(EnvironmentProblem) as refused:
        line.send(HubCall.STATE, credential=SECRET)

    where = HubWhereabouts.typed(moved["code"])
    assert ("hub_other_certificate", False) == (refused.value.code, told["fingerprint"] == moved["fingerprint"])
    assert hub.id == where.hub.hex()
    with closing(HttpsLine(where.address, root_of(where.address, where.fingerprint))) as line:
        assert 401 == line.send(HubCall.STATE, credential=SECRET).status


def test_a_station_whose_clock_is_years_off_is_told_so(hub: RunningHub) -> None:
    """By a certificate that is not valid yet, of the very hub."""
    for name in (CERTIFICATE, KEY, ROOT_KEY):
        (hub.folder / name).unlink()
    make_certificate(hub.folder, hub.address.host, datetime.now(UTC) + timedelta(days=400))
    hub.start()

    with closing(hub.line()) as line, pytest.raises(EnvironmentProblem) as told:
        _client(hub, line, _nobody_waits).push(log_of(1))

    assert "hub_certificate_time" == told.value.code


def test_a_hub_that_cannot_listen_says_so_once_and_never_that_it_serves(hub: RunningHub, tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", hub.address.port))
        other.listen()
        run = ran("hub", "serve", hub.folder, "--bind", "127.0.0.1", "--restored")

    assert (1, "", 1) == (run.returncode, run.stdout, run.stderr.count("Another program listens"))
    assert "Traceback" not in run.stderr
    assert 1 == hub.command("status")["epoch"], "nothing has begun"


def test_half_a_request_does_not_hold_a_stop_up_and_leaves_no_traceback(hub: RunningHub) -> None:
    _enrol(hub)
    hub.start()
    context = ssl.create_default_context(cafile=hub.folder / CERTIFICATE)
    address = (hub.address.host, hub.address.port)
    head = f"POST /v1/sync/push HTTP/1.1\r\nhost: hub\r\nauthorization: Bearer {SECRET}\r\n"
    with context.wrap_socket(socket.create_connection(address), server_hostname=hub.address.host) as dawdler:
        dawdler.sendall(f"{head}transfer-encoding: chunked\r\n\r\n1\r\n{{\r\n".encode())
        with closing(hub.line()) as line:
            assert 200 == line.send(HubCall.STATE, credential=SECRET).status
        code, log = hub.end(signal.SIGTERM)

    assert 0 == code
    assert ["/v1/sync/state", "/v1/sync/push"] == [json.loads(line)["path"] for line in log.splitlines()]


def test_a_station_that_was_lost_is_let_in_no_more_and_its_log_stays(hub: RunningHub) -> None:
    _enrol(hub)
    hub.start()
    log = log_of(3)
    with closing(hub.line()) as line:
        _client(hub, line).push(log)
        hub.command("withdraw", DEVICE)
        hub.command("withdraw", DEVICE)
        log.rows.append(row_of(4))
        with pytest.raises(EnvironmentProblem) as told:
            _client(hub, line, _nobody_waits).push(log)

    assert "hub_withdrew_device" == told.value.code
    (device,) = hub.command("status")["devices"]
    assert (3, True) == (device["mark"], device["withdrawn_at"] is not None)


def test_the_key_may_be_kept_elsewhere(hub: RunningHub, tmp_path: Path) -> None:
    kept = tmp_path / "of root" / "key.pem"
    kept.parent.mkdir()
    (hub.folder / KEY).rename(kept)
    hub.start("--key", str(kept))

    with closing(hub.line()) as line:
        assert 401 == line.send(HubCall.STATE, credential=SECRET).status


def test_the_key_of_the_hub_is_for_its_user_alone(hub: RunningHub) -> None:
    _enrol(hub)
    hub.start()
    with closing(hub.line()) as line:
        _client(hub, line).push(log_of(3))

    kept = list(hub.folder.rglob("*"))
    assert {0o600} == {path.stat().st_mode & 0o777 for path in kept if path.is_file()}
    assert [0o700] == [path.stat().st_mode & 0o777 for path in kept if path.is_dir()]


@pytest.mark.parametrize(("words", "processors"), [((), 1), (("--processor", "any"), None)], ids=["alone", "any"])
def test_a_hub_in_files_stays_on_one_processor_unless_it_is_told_otherwise(
    hub: RunningHub, words: tuple[str, ...], processors: int | None
) -> None:
    hub.start(*words)
    assert hub.process is not None

    assert (processors or len(allowed())) == len(os.sched_getaffinity(hub.process.pid))
