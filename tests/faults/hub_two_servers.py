"""Two programs serve one hub on a PostgreSQL server, and one is killed while cases are lent and places given."""

from __future__ import annotations

import shutil
import socket
import threading
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing, contextmanager, suppress
from dataclasses import dataclass, field, replace

from cati_app.domain.errors import EnvironmentProblem
from cati_app.station.hub_link import enrolment_with
from cati_app.store.hub.certificate import CERTIFICATE
from cati_app.sync.case_messages import AskPlace, NextCase, TokenTold
from cati_app.sync.code import EnrolCode, HubAddress
from cati_app.sync.https import HttpsLine
from cati_app.sync.line import HubCall, LineCut, Reply
from cati_app.sync.messages import HubStanding, read, written
from tests.faults.hub_played import Played
from tests.hub_field import STARTS, files_of
from tests.hub_study import StudyOfMessages, bundles
from tests.programs import Program
from tests.running_hub import DATABASE_URL

_CALLERS, _CASES_EACH = 64, 3
_OTHER = "127.0.0.2"
"""Where the second program listens: the address of the hub, and with it the port, stands in the database."""


def _pass_on(source: socket.socket, target: socket.socket) -> None:
    with suppress(OSError):
        while data := source.recv(65_536):
            target.sendall(data)
    for end in (source, target):
        with suppress(OSError):
            end.shutdown(socket.SHUT_RDWR)


def _connect(near: socket.socket, port: int, open_ends: ExitStack) -> None:
    try:
        far = open_ends.enter_context(socket.create_connection((_OTHER, port)))
    except OSError:
        near.close()
        return
    for pair in ((near, far), (far, near)):
        threading.Thread(target=_pass_on, args=pair, daemon=True).start()


@contextmanager
def _reached_at(port: int) -> Iterator[HubAddress]:
    """The second program, at an address for which the certificate of the hub counts."""
    with ExitStack() as open_ends, socket.create_server(("127.0.0.1", 0), backlog=2 * _CALLERS) as door:

        def serve() -> None:
            with suppress(OSError):
                while True:
                    near = open_ends.enter_context(door.accept()[0])
                    _connect(near, port, open_ends)

        threading.Thread(target=serve, daemon=True).start()
        yield HubAddress("127.0.0.1", door.getsockname()[1])
        door.shutdown(socket.SHUT_RDWR)


@contextmanager
def second_program(played: Played, database_url: str | None = None) -> Iterator[HubAddress]:
    """Another program that serves the hub of the field, from a folder with a copy of its keys.

    Args:
        database_url: Of another server that it asks; None: of the same.
    """
    hub = played.field.hub
    folder = hub.folder.with_name("second")
    shutil.copytree(hub.folder, folder)
    with ExitStack() as kept:
        log = kept.enter_context(folder.with_name("second.log").open("ab"))
        environment = hub.environment | ({} if database_url is None else {DATABASE_URL: database_url})
        words = ("hub", "serve", folder, "--bind", _OTHER, "--json", *STARTS)
        process = Program(*words, log=log, environment=environment)
        kept.callback(process.communicate)
        kept.callback(process.kill)
        assert process.stdout.readline(), folder.with_name("second.log").read_text()[-800:]
        yield kept.enter_context(_reached_at(hub.address.port))


@dataclass
class _Asked:
    """What callers were told, by their requests."""

    cases: dict[str, str] = field(default_factory=dict)
    places: Counter[str] = field(default_factory=Counter)


def two_programs(played: Played) -> str:
    """Both lend and both give places; one is killed meanwhile, and who asked it asks the other one the same again."""
    with second_program(played) as other:
        _two_stations(played, other)
        asked = _many(played, other)
        played.field.hub.start(*STARTS)
        _two_stations(played, other)
    lent = Counter(asked.cases.values())
    assert len(asked.cases) == _CALLERS * _CASES_EACH, len(asked.cases)
    assert max(lent.values()) == 1, "a case was lent twice"
    assert asked.places == {"live": 1, "refused": _CALLERS - 1}, asked.places
    return (
        f"{len(lent)} cases lent once each by both while one was killed; of the last place one has it,"
        f" {asked.places['refused']} are told that it is full"
    )


def _two_stations(played: Played, other: HubAddress) -> None:
    """A station at each program, with databases and services of their own."""
    with files_of(played.field.stations[1]) as database:
        access = database.state.hub(database.device)
        assert access is not None
        database.state.keep_hub(database.device, replace(access, address=str(other)))
    with played.person(0) as ann, played.person(1) as bob:
        for _ in range(2):
            played.sits(ann, 1)
            played.sits(bob, 1)
        ann.leave()
        bob.leave()


def _many(played: Played, other: HubAddress) -> _Asked:
    """64 callers of another study at both programs; the first is killed when a third of the cases is out."""
    certificate = (played.field.hub.folder / CERTIFICATE).read_text()
    addresses = (played.field.hub.address, other)
    code = EnrolCode.typed(played.field.hub.command("code", "--first")["code"])
    asked, door, kill = _Asked(), threading.Lock(), threading.Event()
    line = HttpsLine(addresses[0], certificate)
    study = StudyOfMessages(line.send, "6" * 32, scale=0.5)
    enrolment = enrolment_with(code, bytes.fromhex(study.id), study.first.device, study.first.secret)
    assert line.send(HubCall.ENROL, written(enrolment), "").status == 200
    study.publish()
    study.bring_cases(bundles(_CALLERS * _CASES_EACH + 10, study.id))
    study.open()
    epoch = read(HubStanding, study.send(HubCall.STATE).body).epoch
    session = study.session("ann")
    line.close()
    ends_of_screeners = threading.Barrier(_CALLERS)

    def caller(number: int) -> None:
        with ExitStack() as kept:
            lines = [kept.enter_context(closing(HttpsLine(address, certificate))) for address in addresses]
            if number % 2:
                lines.reverse()

            def ask(call: HubCall, body: bytes, secret: str) -> Reply:
                for _ in range(20):
                    for one in lines:
                        with suppress(LineCut, EnvironmentProblem):
                            reply = one.send(call, body, secret)
                            if reply.status != 503:
                                return reply
                raise AssertionError("neither program answers")

            mine = replace(study, ask=ask)
            for n in range(_CASES_EACH):
                request = f"r{number}-{n}"
                lent = mine.told(HubCall.NEXT_CASE, NextCase(epoch=epoch, session=session, request=request))
                with door:
                    asked.cases[request] = lent["lease"]["case_id"]
                    if len(asked.cases) >= _CALLERS:
                        kill.set()
            token = TokenTold(**lent["lease"]["token"])
            ends_of_screeners.wait()
            place = AskPlace(
                epoch=epoch,
                session=session,
                request=f"p{number}",
                token=token,
                interview_id=f"i{number}",
                cell_id="m/young",
            )
            told = mine.told(HubCall.PLACE, place)["grant"]["state"]
            with door:
                asked.places[told] += 1

    def killer() -> None:
        kill.wait()
        process = played.field.hub.process
        assert process is not None
        process.kill()
        process.communicate()

    ending = threading.Thread(target=killer)
    ending.start()
    with ThreadPoolExecutor(_CALLERS) as pool:
        list(pool.map(caller, range(_CALLERS)))
    ending.join()
    return asked
