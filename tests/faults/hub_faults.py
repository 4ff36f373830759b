"""Faults of lines, hub, PostgreSQL, stations and people: what is done, what has to come of it, and what did.

`python -m tests.faults --hub` plays them on real processes, real files and a real server, and prints the table; with
`--write` it goes into docs/faults-hub.md. Each fault ends with the properties I1 to I10 and I14 of everything that was
kept; beyond that, what its row says.
"""

from __future__ import annotations

import datetime
import json
import os
import random
import shutil
import signal
import ssl
import subprocess
import sys
import tempfile
import threading
import time
import traceback
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing, contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path

import httpx
import psycopg

from cati_app.demo.clock import SimulatedClock
from cati_app.domain.errors import EnvironmentProblem
from cati_app.fieldwork.interview.finish_interview import EndedSitting
from cati_app.hub.serving import storage_of
from cati_app.station.hub_link import enrolment_with, study_at_hub
from cati_app.store.hub.certificate import CERTIFICATE
from cati_app.sync.case_messages import AskPlace, NextCase, TokenTold
from cati_app.sync.code import EnrolCode
from cati_app.sync.https import HttpsLine
from cati_app.sync.line import HubCall
from cati_app.sync.messages import HubStanding, read, written
from cati_app.sync.supervisor_client import SupervisorAtHub
from tests.faults.hub_kills import TARGETS
from tests.faults.hub_station import DATA, Person
from tests.hub_field import STARTS, HubField, StationFiles, files_of, kept_on, signed_in
from tests.hub_properties import counted, in_the_end, kept_at
from tests.hub_study import StudyOfMessages, bundles
from tests.integration.test_hub_serves import RunningHub
from tests.postgres_machines import OwnPostgres
from tests.proxies import Mishap, between
from tests.stations import PASSWORD, TUESDAY

PAGE = Path(__file__).resolve().parents[2] / "docs" / "faults-hub.md"
FILES, SERVER = "files", "server"


@dataclass
class Played:
    """A field in which a fault comes.

    Args:
        server: Of PostgreSQL, one of its own; None where the hub keeps files.
    """

    field: HubField
    server: OwnPostgres | None
    chance: random.Random

    @contextmanager
    def person(self, number: int, login: str = "", clock: datetime.datetime = TUESDAY) -> Iterator[Person]:
        """Somebody at work at a station."""
        name = login or ("ann", "bob")[number % 2]
        with signed_in(self.field.stations[number], name, self.chance.randrange(1 << 20), SimulatedClock(clock)) as at:
            yield Person(at, self.chance, 0.0)

    def sits(self, person: Person, times: int) -> list[str]:
        """So many sittings, and what became of vain tries between them."""
        vain: list[str] = []
        for _ in range(times * 60):
            told = person.step()
            if told == "sat":
                times -= 1
            else:
                vain.append(told)
            if not times:
                return vain
        raise AssertionError(f"nobody can work: {vain[-5:]}")

    def restart(self, *words: str) -> None:
        """The hub, killed and started again."""
        process = self.field.hub.process
        assert process is not None
        process.kill()
        process.communicate()
        self.field.hub.start(*(words or STARTS))

    def whole(self, *, surplus: bool = False) -> None:
        """Everything that has to hold in the end does."""
        amiss = in_the_end(self.field, surplus=surplus)
        assert not amiss, amiss[:5]


Play = Callable[[Played], str]


@dataclass(frozen=True)
class HubFault:
    """A fault.

    Args:
        expected: What has to come of it, beyond the properties.
        engines: On which it can come.
        cases: Of the study.
        files: Of the study folder.
    """

    where: str
    what: str
    expected: str
    play: Play
    engines: tuple[str, ...] = (FILES, SERVER)
    cases: int = 60
    stations: int = 2
    questionnaire: tuple[tuple[str, str], ...] = tuple(TARGETS.items())
    on_a_small_disk: bool = False


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
        assert held == counted(played.field) + _uncounted(played.field)
        return f"{proxy.met} times, {held} interviews, all there once"

    return play


def _uncounted(made: HubField) -> int:
    with kept_at(made) as statements:
        return int(statements.row("SELECT count(*) FROM not_counted")[0])


def _another_certificate(played: Played) -> str:
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


# -- the hub ---------------------------------------------------------------------------------------------------------


def _stopped(seconds: float) -> Play:
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
            httpx.get(f"{made.hub.address}/readyz", verify=_trusted(made), timeout=60)


def _second_process(played: Played) -> str:
    line = [sys.executable, "-m", "cati_app", "hub", "serve", str(played.field.hub.folder), "--bind", "127.0.0.1"]
    run = subprocess.run(line, capture_output=True, text=True, check=False, timeout=60)
    assert run.returncode == 1
    assert "Traceback" not in run.stderr
    with played.person(0) as ann:
        played.sits(ann, 1)
        ann.leave()
    return run.stderr.strip().splitlines()[0][:90]


def _clock_jump(*hours: int) -> Play:
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


def _restored(age: str, sittings: int) -> Play:
    def play(played: Played) -> str:
        with played.person(0) as ann, played.person(1) as bob:
            played.sits(ann, 1)
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
        assert held == counted(played.field) + _uncounted(played.field)
        return f"{held} interviews, all there; told meanwhile: {', '.join(dict.fromkeys(vain))}"

    return play


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


def _full_disk(played: Played) -> str:
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
        ready = httpx.get(f"{played.field.hub.address}/readyz", verify=_trusted(played.field), timeout=30).status_code
        alive = httpx.get(f"{played.field.hub.address}/healthz", verify=_trusted(played.field), timeout=30).status_code
        ballast.unlink()
        if played.server is not None and played.server.process is not None and played.server.process.poll() is not None:
            played.server.start()
        played.sits(ann, 2)
        ann.leave()
    assert alive == 200
    return f"told {', '.join(dict.fromkeys(vain))}; /readyz {ready}; then it goes on"


def _trusted(made: HubField) -> ssl.SSLContext:
    return ssl.create_default_context(cafile=made.hub.folder / CERTIFICATE)


# -- PostgreSQL ------------------------------------------------------------------------------------------------------


_END_CONNECTIONS = (
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
    " WHERE pid <> pg_backend_pid() AND backend_type = 'client backend'"
)


def _server_of(played: Played) -> OwnPostgres:
    assert played.server is not None
    return played.server


def _server_restarts(played: Played) -> str:
    with played.person(0) as ann:
        vain = []
        for _ in range(3):
            played.sits(ann, 1)
            _server_of(played).stop()
            vain.append(ann.step())
            _server_of(played).start()
            vain += played.sits(ann, 1)
        ann.leave()
    return f"told {', '.join(dict.fromkeys(vain))}"


def _server_killed(played: Played) -> str:
    with played.person(0) as ann:
        vain = []
        for _ in range(3):
            played.sits(ann, 1)
            _server_of(played).kill()
            vain.append(ann.step())
            _server_of(played).start()
            vain += played.sits(ann, 1)
        ann.leave()
    return f"told {', '.join(dict.fromkeys(vain))}"


def _backends_ended(played: Played) -> str:
    with played.person(0) as ann:
        vain = []
        for _ in range(6):
            _server_of(played).told(_END_CONNECTIONS)
            vain += played.sits(ann, 1)
        ann.leave()
    return f"told {', '.join(dict.fromkeys(vain)) or 'nothing'}"


def _connections_taken(played: Played) -> str:
    """Others have every connection; the hub lost its own."""
    server = _server_of(played)
    with played.person(0) as ann, ExitStack() as taken:
        played.sits(ann, 1)
        server.told(_END_CONNECTIONS)
        with suppress(psycopg.OperationalError):
            while True:
                taken.enter_context(psycopg.connect(server.url))
        vain = [ann.step() for _ in range(2)]
        taken.close()
        played.sits(ann, 1)
        ann.leave()
    return f"told {', '.join(dict.fromkeys(vain))}; then it goes on"


def _long_snapshot(played: Played) -> str:
    server = _server_of(played)
    with psycopg.connect(server.url) as reading, played.person(0) as ann:
        reading.execute("BEGIN ISOLATION LEVEL REPEATABLE READ")
        reading.execute("SELECT count(*) FROM pg_class")
        vain = played.sits(ann, 10)
        ann.leave()
    return f"10 sittings beside it, {len(vain)} vain tries"


def _failover(played: Played) -> str:
    """The standby has everything that was acknowledged, and takes its place."""
    first, standby = _server_of(played), OwnPostgres()
    try:
        standby.copy_of(first)
        standby.start()
        first.told("ALTER SYSTEM SET synchronous_standby_names = 'standby'")
        first.told("SELECT pg_reload_conf()")
        _until(lambda: first.told("SELECT sync_state FROM pg_stat_replication") == [("sync",)])
        with played.person(0) as ann, played.person(1) as bob:
            played.sits(ann, 3)
            played.sits(bob, 3)
            first.kill()
            vain = [ann.step()]
            standby.told("SELECT pg_promote(true)")
            standby.told("ALTER SYSTEM RESET synchronous_standby_names")
            standby.told("SELECT pg_reload_conf()")
            first.port, standby.port = standby.port, first.port
            os.environ["CATI_HUB_DATABASE_URL"] = first.url
            first.data, standby.data = standby.data, first.data
            first.folder, standby.folder = standby.folder, first.folder
            first.process, standby.process = standby.process, first.process
            played.restart()
            vain += [ann.step(), bob.step(), ann.step(), bob.step()]
            played.sits(ann, 1)
            played.sits(bob, 1)
            for person in (ann, bob):
                person.leave()
        return f"told {', '.join(dict.fromkeys(vain))}; nothing that was acknowledged is gone"
    finally:
        standby.remove()


def _until(holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 60
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.05)


# -- stations --------------------------------------------------------------------------------------------------------


def _copied_profile(played: Played) -> str:
    """Both copies work on under one name."""
    files = played.field.stations[1]
    with played.person(1) as bob:
        played.sits(bob, 1)
        bob.leave()
    other = played.field.folder / "copied"
    shutil.copytree(files.database.parent, other)
    copy = StationFiles(other / "study", other / files.database.name, other / "state")
    with played.person(1) as bob:
        played.sits(bob, 2)
        bob.leave()
    with signed_in(copy, "ann", 99, SimulatedClock(TUESDAY)) as at:
        ann = Person(at, played.chance, 0.0)
        played.sits(ann, 2)
        ann.leave()
    with kept_at(played.field) as statements:
        aside = statements.row("SELECT count(*) FROM inbox_aside WHERE verdict = 'clone'")[0]
    assert aside, "the hub noticed"
    held = len(bob.completed) + len(ann.completed)
    return f"{aside} events of the copy are kept aside and named, {held} interviews of both are there"


def _clocks(*days: int) -> Play:
    def play(played: Played) -> str:
        for day in days:
            with played.person(0, clock=TUESDAY + datetime.timedelta(days=day)) as ann:
                ann.step()
                ann.step()
                ann.leave()
            with played.person(1) as bob:
                played.sits(bob, 1)
                bob.leave()
        return f"{', '.join(map(str, days))} days: the hub lends by its own clock"

    return play


def _session_over(played: Played) -> str:
    """The hub forgets who is signed in, in the middle of an interview."""
    with played.person(0) as ann:
        played.sits(ann, 1)
        offer = ann._at.called()
        services, user = ann._at.services, ann._at.user
        interview = services.start_interview(user, offer.case, ann._at.station.loaded.form_hash, "de")
        storage = storage_of(played.field.hub.folder, os.environ.get("CATI_HUB_DATABASE_URL"))
        played.field.hub.end(signal.SIGTERM)
        with closing(storage.study(played.field.study)) as store, store.transaction():
            part = store.part()
            part.execute("DELETE FROM hub_session")
            part.commit()
            part.end()
        played.field.hub.start(*STARTS)
        assert services.reserve_place is not None
        decided = services.reserve_place(user, interview.id, {"sex": "1", "age_group": "young"})
        assert decided.has_place

        services.finish_interview(user, EndedSitting(interview.id, offer.attempt, "complete", DATA, {}, None))
        ann._at.clock.move(11)
        ann.leave()
    return "signed in again by itself; the interview has its place"


def _no_key(played: Played) -> str:
    """The keyring has no passphrase any more, and a wrong one is typed."""
    with suppress(EnvironmentProblem) as _, files_of(played.field.stations[0], "another passphrase"):
        raise AssertionError("it opened")
    with played.person(0) as ann:
        played.sits(ann, 1)
        ann.leave()
    return "told wrong_key; nothing changed"


def _old_protocol(played: Played) -> str:
    """A station of another protocol at this hub, and this station at a hub of another protocol."""
    with files_of(played.field.stations[0]) as database:
        access = database.state.hub(database.device)
    assert access is not None
    with closing(HttpsLine(played.field.hub.address, access.certificate)) as line:
        asked = json.dumps({"protocol": 2, "token": {"epoch": 1, "n": 1}}).encode()
        reply = line.send(HubCall.HELD, asked, access.secret)
    assert (reply.status, json.loads(reply.body)["refused"]) == (426, "protocol")
    with between(played.field) as proxy, played.person(0) as ann:
        played.sits(ann, 2)
        real = proxy.forward
        proxy.forward = lambda *request: (426, b'{"refused":"protocol","field":""}')  # type: ignore[method-assign]
        told = ann.step()
        proxy.forward = real  # type: ignore[method-assign]
        played.sits(ann, 1)
        ann.leave()
    assert told == "hub_too_different", told
    return f"426, told {told}; nothing lost"


# -- people ----------------------------------------------------------------------------------------------------------


def _written_off(played: Played) -> str:
    """A station that was only slow comes back with what it has."""
    with played.person(0) as ann:
        offer = ann._at.called()
        services, user = ann._at.services, ann._at.user
        interview = services.start_interview(user, offer.case, ann._at.station.loaded.form_hash, "de")
        assert services.reserve_place is not None
        services.reserve_place(user, interview.id, {"sex": "1", "age_group": "young"})
        device = ann._at.station.database.device
        with played.person(1, "sue") as sue:
            told = _write_off(played, sue, device)
        with played.person(1) as bob:
            played.sits(bob, 1)
            bob.leave()

        services.finish_interview(user, EndedSitting(interview.id, offer.attempt, "complete", DATA, {}, None))
        ann._at.clock.move(11)
        ann.leave()
    return f"{told[0]} case and {told[1]} place went to others; its interview came and is kept"


def _write_off(played: Played, sue: Person, device: str) -> tuple[int, int]:

    station = sue._at.station
    known = station.sign_in("sue", PASSWORD)
    assert known is not None
    _, keys = known
    with study_at_hub(station.database) as at:
        return SupervisorAtHub(at.client.client, keys.person, keys.shown or b"").write_off(device)


def _same_person(played: Played) -> str:
    with played.person(0, "ann") as here, played.person(1, "ann") as there:
        for person in (here, there, here, there):
            played.sits(person, 2)
        for person in (here, there):
            person.leave()
    return "both get cases of their own"


def _week_away(played: Played) -> str:
    """Five interviews are held, the line is cut, and a week later the station comes back."""
    with between(played.field) as proxy:
        with played.person(0) as ann:
            while len(ann.completed) < 5:
                played.sits(ann, 1)
            proxy.mishap, proxy.share = Mishap.CUT_BEFORE_SENDING, 1.0
            ann.step()
        proxy.mishap = None
        played.restart("--rehearsal-from", (TUESDAY + datetime.timedelta(days=7)).isoformat())
        with played.person(1, clock=TUESDAY + datetime.timedelta(days=7)) as bob:
            played.sits(bob, 2)
            bob.leave()
        with played.person(0, clock=TUESDAY + datetime.timedelta(days=7)) as back:
            back.leave()
    assert counted(played.field) + _uncounted(played.field) >= 5
    return "five interviews come and count"


def _last_place(played: Played) -> str:
    """One place, and 64 stations at the end of the screener, over HTTPS."""
    line = HttpsLine(played.field.hub.address, (played.field.hub.folder / CERTIFICATE).read_text())
    made = played.field.hub.command("code", "--first")["code"]

    study = StudyOfMessages(line.send, "6" * 32, scale=0.5)
    code = EnrolCode.typed(made)
    enrolment = enrolment_with(code, bytes.fromhex(study.id), study.first.device, study.first.secret)
    assert line.send(HubCall.ENROL, written(enrolment), "").status == 200
    study.publish()
    study.bring_cases(bundles(70, study.id))
    study.open()
    epoch = read(HubStanding, study.send(HubCall.STATE).body).epoch
    session = study.session("ann")

    def asks(n: int) -> str:
        own = HttpsLine(played.field.hub.address, (played.field.hub.folder / CERTIFICATE).read_text())
        with closing(own):
            mine = replace(study, ask=own.send)
            lent = mine.told(HubCall.NEXT_CASE, NextCase(epoch=epoch, session=session, request=f"r{n}"))
            token = TokenTold(**lent["lease"]["token"])
            start.wait()
            asked = AskPlace(
                epoch=epoch, session=session, request=f"p{n}", token=token, interview_id=f"i{n}", cell_id="m/young"
            )
            return str(mine.told(HubCall.PLACE, asked)["grant"]["state"])

    start = threading.Barrier(64)
    with closing(line), ThreadPoolExecutor(64) as pool:
        told = list(pool.map(asks, range(64)))
    assert sorted(told) == ["live"] + ["refused"] * 63
    return "one has it, 63 are told that it is full"


FAULTS: Sequence[HubFault] = (
    *(
        HubFault(
            "the line", mishap.value, "every request has effect once; what failed is tried again", on_the_line(mishap)
        )
        for mishap in Mishap
        if mishap is not Mishap.SLOW
    ),
    HubFault("the line", Mishap.SLOW.value, "slower, nothing else", on_the_line(Mishap.SLOW, 1.0)),
    HubFault(
        "the line", "somebody without the hub's key answers", "told so, nothing sent", _another_certificate, (FILES,)
    ),
    HubFault("the hub", "stopped for 12 s, transactions open", "told; then it goes on", _stopped(12)),
    HubFault("the hub", "a second process on its folder", "refused in words", _second_process, (FILES,)),
    HubFault("the hub", "its clock jumps", "leases end earlier or later, nothing is lost", _clock_jump(24, -24, 8760)),
    HubFault("the hub", "comes back from a copy of a minute ago", "waits for all stations", _restored("minute", 1)),
    HubFault("the hub", "comes back from a copy of a day ago", "waits for all stations", _restored("day", 6)),
    HubFault("the hub", "full disk", "told, alive; goes on by itself", _full_disk, on_a_small_disk=True),
    HubFault("PostgreSQL", "restarted", "told; then it goes on", _server_restarts, (SERVER,)),
    HubFault("PostgreSQL", "kill -9 of the postmaster", "told; then it goes on", _server_killed, (SERVER,)),
    HubFault("PostgreSQL", "every connection is ended", "made again", _backends_ended, (SERVER,)),
    HubFault("PostgreSQL", "others have every connection", "told; then it goes on", _connections_taken, (SERVER,)),
    HubFault("PostgreSQL", "a snapshot stays open", "the next case comes as before", _long_snapshot, (SERVER,)),
    HubFault("PostgreSQL", "failover to a synchronous standby", "nothing acknowledged is gone", _failover, (SERVER,)),
    HubFault("a station", "its profile was copied, both work", "both are kept, the copy is named", _copied_profile),
    HubFault("a station", "its clock is off", "what the hub decides does not change", _clocks(-1, 1, -365, 365)),
    HubFault("a station", "the session ends in an interview", "signed in again, the place is given", _session_over),
    HubFault("a station", "no key of its database", "told; nothing changed", _no_key, (FILES,)),
    HubFault("a station", "too old or too new for the hub", "told; nothing lost", _old_protocol),
    HubFault("people", "a slow station is written off, and comes back", "its interview is kept", _written_off),
    HubFault("people", "one person at two stations", "both work", _same_person),
    HubFault("people", "away for a week with five interviews", "they come and count", _week_away),
    HubFault("people", "one place, 64 at the screener's end", "one gets it", _last_place),
)
NOT_RUN = (
    ("split brain, both primaries alive", "a hub asks one server; what it notices by the timeline has its own tests"),
    ("failover to an asynchronous standby", "not supported: the page hub says so"),
    ("replica lag", "no figure of a hub comes from a replica"),
    ("a deadlock of two quotas", "a hub writes a study in one transaction at a time; the answer to one is tested"),
    ("statement timeout", "a hub sets none; the longest wait for a lock is tested"),
    ("two versions of the hub at once", "there is one version yet"),
    ("expiry of the certificate", "tested with a certificate that is not valid yet"),
    ("a corrupted page of a station's file, power loss there", "`python -m tests.faults --trust` does it"),
    ("a machine that sleeps during a call, 60 s of delay, a line that really loses packets", "needs a machine for it"),
)
"""What is not played here, and why."""


@contextmanager
def _small_disk() -> Iterator[Path]:
    """A file system of a few megabytes in memory."""
    with tempfile.TemporaryDirectory() as name:
        mounted = subprocess.run(
            ["mount", "-t", "tmpfs", "-o", "size=160m,mode=777", "tmpfs", name], capture_output=True, check=False
        )
        assert mounted.returncode == 0, "no small file system can be made here"
        try:
            yield Path(name)
        finally:
            subprocess.run(["umount", "-l", name], check=False)


@contextmanager
def played(fault: HubFault, engine: str, folder: Path, seed: int = 1) -> Iterator[Played]:
    """The field of a fault."""
    with ExitStack() as kept:
        disk = kept.enter_context(_small_disk()) if fault.on_a_small_disk else None
        server = None
        if engine == SERVER:
            server = OwnPostgres(disk).make()
            kept.callback(server.remove)
            server.start()
        kept.enter_context(kept_on(engine, server.url if server is not None else None))
        made = HubField(
            folder / "field",
            cases=fault.cases,
            stations=fault.stations,
            questionnaire=dict(fault.questionnaire),
            hub_in=disk if server is None else None,
        )
        kept.enter_context(closing(made))
        yield Played(made, server, random.Random(seed))


def play(fault: HubFault, engine: str, folder: Path) -> str:
    """What came of a fault; AssertionError: something else than has to."""
    with played(fault, engine, folder) as field_:
        told = fault.play(field_)
        if fault.play is not _last_place:
            field_.whole(surplus=fault.play is _written_off)
    return told


@dataclass
class Outcome:
    """Of a fault on an engine."""

    fault: HubFault
    engine: str
    told: str
    held: bool


def run(word: str = "", engines: Sequence[str] = (FILES, SERVER)) -> list[Outcome]:
    """Every fault, or those with a word in them; printed as they come."""
    outcomes = []
    for fault in FAULTS:
        for engine in engines:
            if engine not in fault.engines or word not in f"{fault.where} {fault.what}":
                continue
            with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
                try:
                    outcome = Outcome(fault, engine, play(fault, engine, Path(name)), held=True)
                except Exception as error:
                    traceback.print_exc()
                    outcome = Outcome(fault, engine, f"{type(error).__name__}: {error}"[:300], held=False)
            print(f"{engine}: {fault.where}, {fault.what}: {outcome.told}", file=sys.stderr, flush=True)
            outcomes.append(outcome)
    return outcomes


def table(outcomes: Sequence[Outcome]) -> str:
    """Fault, what has to come of it, and what did."""
    lines = ["| where | fault | has to come of it | hub in | came of it | I1–I10, I14 |", "|---|---|---|---|---|---|"]
    for one in outcomes:
        told = one.told.replace("|", "/")
        lines.append(
            f"| {one.fault.where} | {one.fault.what} | {one.fault.expected} | {one.engine} | {told} |"
            f" {'hold' if one.held else '**do not hold**'} |"
        )
    lines += ["", "| not played | because |", "|---|---|", *(f"| {what} | {why} |" for what, why in NOT_RUN)]
    return "\n".join(lines)


_HEAD = """\
# Faults that were played on a hub

Made by `python -m tests.faults --hub --write`; do not change it here. Each fault is played on a hub in a process of its
own, with the databases and the services of real stations, over TLS; *server* is a PostgreSQL of its own. In the end of
each every station has handed in, and it is counted again: no cell over its target, counters equal to their rows, no
case counted twice, no interview lost or kept twice, no place held for nobody, nothing acknowledged that is gone. One of
them, and a few kills, are played with every run of the tests (`tests/faults/test_hub_faults.py`).
"""


def page(outcomes: Sequence[Outcome]) -> str:
    """For docs/."""
    day = datetime.datetime.now(datetime.UTC).date().isoformat()
    return f"{_HEAD}\nLast played on {day}.\n\n{table(outcomes)}\n"
