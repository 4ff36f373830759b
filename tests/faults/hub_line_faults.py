"""Faults of the line to a hub, and of the hub itself."""

from __future__ import annotations

import datetime
import shutil
import signal
import ssl
import threading
import time
from contextlib import closing, suppress
from dataclasses import replace

import httpx

from cati_app.domain.errors import EnvironmentProblem
from cati_app.store.hub.certificate import CERTIFICATE, replace_certificate
from tests.faults.hub_played import Play, Played
from tests.hub_field import STARTS, HubField, files_of
from tests.hub_properties import counted, kept_at
from tests.programs import ran
from tests.proxies import Mishap, between
from tests.running_hub import RunningHub
from tests.stations import TUESDAY

_A_MINUTE_S = 60
_OVER = datetime.timedelta(days=3660)
"""So long ago a certificate was made that has expired."""

# -- the line --------------------------------------------------------------------------------------------------------


def on_the_line(mishap: Mishap, share: float = 0.3, sittings: int = 4) -> Play:
    def play(played: Played) -> str:
        with between(played.field) as proxy, played.person(0) as ann, played.person(1) as bob:
            proxy.mishap, proxy.share = mishap, share
            for person in (ann, bob, ann, bob):
                played.sits(person, sittings)
            proxy.mishap = None
            proxy.again()
            for person in (ann, bob):
                person.leave()
            proxy.again()
            held = len(ann.completed) + len(bob.completed)
        assert proxy.met, "it happened"
        assert held == counted(played.field) + uncounted(played.field)
        return f"{proxy.met} times, {held} interviews, all there once"

    return play


def uncounted(made: HubField) -> int:
    with kept_at(made) as statements:
        return int(statements.row("SELECT count(*) FROM not_counted")[0])


def another_certificate(played: Played) -> str:
    """Whoever answers has no key of the hub."""
    other = RunningHub(played.field.folder / "other")
    with closing(other):
        other.start(*STARTS)
        with files_of(played.field.stations[0]) as database:
            access = database.state.hub(database.device)
            assert access is not None
            database.state.keep_hub(database.device, replace(access, address=str(other.address)))
            with played.person(0) as ann:
                told = ann.step()
                assert told == "hub_other_certificate", told
            database.state.keep_hub(database.device, access)
        with played.person(0) as ann:
            played.sits(ann, 1)
            ann.leave()
        return told


def a_minute_late(played: Played) -> str:
    """A request arrives a minute after it was sent: whoever sent it has given up long since, and gone on."""
    with between(played.field) as proxy, played.person(0) as ann, played.person(1) as bob:
        played.sits(ann, 1)
        proxy.late_s, proxy.mishap = _A_MINUTE_S, Mishap.DELAYED
        begun = time.monotonic()
        vain = [ann.step()]
        proxy.mishap = None
        for person in (bob, ann, bob):
            played.sits(person, 2)
        time.sleep(max(0.0, begun + _A_MINUTE_S + 2 - time.monotonic()))
        for person in (ann, bob):
            played.sits(person, 1)
            person.leave()
    assert proxy.met, "it happened"
    return f"{proxy.met} times, told {', '.join(vain)}; the late ones have no further effect"


def certificate_over(played: Played) -> str:
    """The certificate of the hub has expired; whoever runs it makes another one, and stations know it."""
    hub = played.field.hub
    with played.person(0) as ann:
        played.sits(ann, 1)
        hub.end(signal.SIGTERM)
        replace_certificate(hub.folder, hub.address.host, datetime.datetime.now(datetime.UTC) - _OVER, None)
        hub.start(*STARTS)
        told = ann.step()
        hub.end(signal.SIGTERM)
        hub.command("certificate", "--renew")
        hub.start(*STARTS)
        played.sits(ann, 1)
        ann.leave()
    assert told.startswith("hub_"), told
    return f"told {told}; after `cati hub certificate --renew` it goes on"


# -- the hub ---------------------------------------------------------------------------------------------------------


def stopped(seconds: float) -> Play:
    def play(played: Played) -> str:
        process = played.field.hub.process
        assert process is not None
        with played.person(0) as ann:
            played.sits(ann, 2)
            busy = threading.Thread(target=_asking, args=(played.field,))
            busy.start()
            time.sleep(0.02)
            process.send_signal(signal.SIGSTOP)
            begun = time.monotonic()
            vain = [ann.step()]
            time.sleep(max(0.0, seconds - (time.monotonic() - begun)))
            process.send_signal(signal.SIGCONT)
            busy.join()
            played.sits(ann, 2)
            ann.leave()
        assert vain[0] in ("hub_unreachable", "sat"), vain
        return f"told {vain[0]}; then it goes on"

    return play


def _asking(made: HubField) -> None:
    """Transactions, one after another."""
    for _ in range(40):
        with suppress(httpx.HTTPError):
            httpx.get(f"{made.hub.address}/readyz", verify=trusted(made), timeout=60)


def second_process(played: Played) -> str:
    run = ran("hub", "serve", played.field.hub.folder, "--bind", "127.0.0.1", timeout=60)
    assert run.returncode == 1
    assert "Traceback" not in run.stderr
    with played.person(0) as ann:
        played.sits(ann, 1)
        ann.leave()
    return run.stderr.strip().splitlines()[0][:90]


def clock_jump(*hours: int) -> Play:
    def play(played: Played) -> str:
        with played.person(0) as ann, played.person(1) as bob:
            for jump in hours:
                played.sits(ann, 2)
                played.restart("--rehearsal-from", (TUESDAY + datetime.timedelta(hours=jump)).isoformat())
                ann.step()
                bob.step()
            played.restart()
            for person in (ann, bob):
                person.leave()
        return f"by {', '.join(map(str, hours))} hours"

    return play


def restored(age: str, sittings: int) -> Play:
    def play(played: Played) -> str:
        with played.person(0) as ann, played.person(1) as bob:
            played.sits(ann, 1)
            played.sits(bob, 1)  # a hub believes no station that it has not heard before the copy
            copy = _Copy(played)
            played.sits(ann, sittings)
            played.sits(bob, sittings)
            with suppress(EnvironmentProblem):
                ann._at.leave()
            copy.bring_back()
            vain = [bob.step(), ann.step(), bob.step(), ann.step()]
            played.sits(ann, 1)
            played.sits(bob, 1)
            for person in (ann, bob):
                person.leave()
            held = len(ann.completed) + len(bob.completed)
        assert held == counted(played.field) + uncounted(played.field)
        return f"{held} interviews, all there; told meanwhile: {', '.join(dict.fromkeys(vain))}"

    return play


def repeated_after_a_copy(played: Played) -> str:
    """Every request since the copy arrives once more when the hub has come back from it, before and after all else."""
    with between(played.field) as proxy, played.person(0) as ann, played.person(1) as bob:
        for person in (ann, bob):
            played.sits(person, 1)
        copy = _Copy(played)
        proxy.mishap = Mishap.LATER_AGAIN
        for person in (ann, bob):
            played.sits(person, 2)
            person.leave()
        proxy.mishap, requests = None, list(proxy.kept)
        copy.bring_back()
        proxy.again()
        vain = [person.step() for person in (bob, ann, bob, ann)]
        proxy.kept += requests
        proxy.again()
        for person in (ann, bob):
            played.sits(person, 1)
            person.leave()
        proxy.kept += requests
        proxy.again()
        held = len(ann.completed) + len(bob.completed)
    assert held == counted(played.field) + uncounted(played.field)
    return f"{len(requests)} requests, three times; {held} interviews, all there once; told {', '.join(vain)}"


class _Copy:
    """The hub as it is now, to come back from."""

    def __init__(self, played: Played) -> None:
        self._played = played
        self._hub = played.field.hub
        self._hub.end(signal.SIGTERM)
        self._folder = played.field.folder / "copy"
        shutil.copytree(self._hub.folder, self._folder)
        if played.server is not None:
            played.server.told("CREATE DATABASE kept TEMPLATE postgres", database="template1")
        self._hub.start(*STARTS)

    def bring_back(self) -> None:
        """In place of what is there."""
        self._hub.end(signal.SIGKILL)
        shutil.rmtree(self._hub.folder)
        shutil.copytree(self._folder, self._hub.folder)
        if self._played.server is not None:
            for statement in ("DROP DATABASE postgres WITH (FORCE)", "ALTER DATABASE kept RENAME TO postgres"):
                self._played.server.told(statement, database="template1")
        self._hub.start(*STARTS, "--restored")


def full_disk(played: Played) -> str:
    """The small file system of data and journal has no byte left."""
    disk = played.field.hub.folder.parent if played.server is None else played.server.folder.parent
    with played.person(0) as ann:
        played.sits(ann, 2)
        ballast = disk / "ballast"
        with suppress(OSError), ballast.open("wb", 0) as full:
            while True:
                full.write(b"x" * 65_536)
        with suppress(OSError), ballast.open("ab", 0) as full:
            while True:
                full.write(b"x")
        vain = [ann.step() for _ in range(6)]
        ready = httpx.get(f"{played.field.hub.address}/readyz", verify=trusted(played.field), timeout=30).status_code
        alive = httpx.get(f"{played.field.hub.address}/healthz", verify=trusted(played.field), timeout=30).status_code
        ballast.unlink()
        if played.server is not None and played.server.process is not None and played.server.process.poll() is not None:
            played.server.start()
        played.sits(ann, 2)
        ann.leave()
    assert (alive, ready) == (200, 503)
    return f"told {', '.join(dict.fromkeys(vain))}; /readyz {ready}; then it goes on"


def trusted(made: HubField) -> ssl.SSLContext:
    return ssl.create_default_context(cafile=made.hub.folder / CERTIFICATE)
