"""A shift in which every number, name, note, answer and label can be recognized, and a search for them at the hub.

`python -m tests.canaries` plays it with the hub's data in files and on a server, and searches what the hub keeps, what
travels under TLS, the memory of its process, its log and its figures. What is found is told by place and kind, never
with what stands beside it.
"""

from __future__ import annotations

import base64
import binascii
import re
import signal
import ssl
import sys
import zlib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch
from urllib.parse import quote

import httpx
import psycopg

from cati_app.domain.casework.interviews import StoredDatum
from cati_app.domain.people.users import Role
from cati_app.engine.session.events import SessionEvent
from cati_app.fieldwork.interview.finish_interview import EndedSitting
from cati_app.station.opening import Station
from cati_app.store.hub.certificate import CERTIFICATE
from cati_app.sync.https import HttpsLine
from cati_app.sync.line import HubCall, Reply
from tests.at_work import AtWork
from tests.hub_field import HubField, hub_field
from tests.hub_storages import ENGINES
from tests.postgres_server import server_url
from tests.stations import FORM, PASSWORD, STUDY, TUESDAY, Site

WORD = "Quokkabär"
"""Begins every text that a hub must not see: it stands in no program and in no dictionary of this machine."""
NUMBER = "493023125"
"""Every number of the sample begins with it."""
CASES = 8
_LABELS = ("Sex?", "Age?", "Rooms?", "Wish?", "May we call again?", "Name?", "Number?", "| man ", "| woman ")
QUESTIONNAIRE = {
    "study.yaml": STUDY.replace("{de: Geschlecht}", f"{{de: {WORD}-label}}").replace("{de: Klein}", f"{{de: {WORD}}}"),
    "form.md": FORM,
}
for _label in _LABELS:
    QUESTIONNAIRE["form.md"] = QUESTIONNAIRE["form.md"].replace(_label, f"{_label[:2].strip()} {WORD}-{_label[2:]}")


# -- the search ------------------------------------------------------------------------------------------------------


def variants(text: str) -> Mapping[str, bytes]:
    """How a text can stand among bytes, by the name of the way."""
    plain = text.encode()
    ways = {
        "clear": plain,
        "latin": text.encode("latin-1"),
        "utf-16": text.encode("utf-16-le"),
        "utf-16, the other way round": text.encode("utf-16-be"),
        "JSON": text.encode("unicode_escape").replace(b"\\x", b"\\u00"),
        "hexadecimal": plain.hex().encode(),
        "hexadecimal, capitals": plain.hex().upper().encode(),
        "of a URL": quote(text).encode(),
    }
    for skipped in range(3):  # what stands before it shifts the letters
        coded = base64.b64encode(b"\0" * skipped + plain)
        inner = coded[-(-skipped * 4 // 3) : len(coded) - 4 if len(plain) + skipped % 3 else None]
        ways[f"base64, {skipped}"] = inner
        ways[f"base64 of a URL, {skipped}"] = inner.replace(b"+", b"-").replace(b"/", b"_")
    return ways


_WANTED = {text: variants(text) for text in (WORD, NUMBER)}
_HEX = re.compile(rb"(?:[0-9a-fA-F]{2}){12,}")
_BASE64 = re.compile(rb"[A-Za-z0-9+/_-]{24,}={0,2}")
_ZLIB = re.compile(rb"\x78[\x01\x5e\x9c\xda]|\x1f\x8b\x08")
_INFLATED_AT_MOST = 5_000_000


def found_in(data: bytes, *, deep: int = 2) -> set[str]:
    """In which ways the words stand in bytes; `deep`: how often what is packed is unpacked and searched once more."""
    found = {f"{text[:6]}… in {way}" for text, ways in _WANTED.items() for way, coded in ways.items() if coded in data}
    if deep:
        for inner in _unpacked(data):
            found |= {f"{told}, unpacked" for told in found_in(inner, deep=deep - 1)}
    return found


def _unpacked(data: bytes) -> Iterator[bytes]:
    for run in _HEX.finditer(data):
        yield bytes.fromhex(run[0].decode())
    for run in _BASE64.finditer(data):
        text = run[0].rstrip(b"=").replace(b"-", b"+").replace(b"_", b"/")
        with suppress(binascii.Error):
            yield base64.b64decode(text[: len(text) - (len(text) % 4 == 1)] + b"=" * (-len(text) % 4))
    for begin in _ZLIB.finditer(data):
        with suppress(zlib.error):
            yield zlib.decompressobj(47).decompress(data[begin.start() :], _INFLATED_AT_MOST)


# -- the shift -------------------------------------------------------------------------------------------------------


@dataclass
class Traffic:
    """What travels under TLS, as stations send and hear it."""

    bodies: list[bytes] = field(default_factory=list)
    calls: Counter[str] = field(default_factory=Counter)

    @contextmanager
    def recorded(self) -> Iterator[None]:
        """Everything that stations of this process send meanwhile."""
        sent = HttpsLine.send

        def send(line: HttpsLine, call: HubCall, body: bytes = b"", credential: str = "") -> Reply:
            self.calls[call.name] += 1
            reply = sent(line, call, body, credential)
            self.bodies += [call.path.encode(), body, reply.body]
            return reply

        with patch.object(HttpsLine, "send", send):
            yield


def named(site: Site, station: Station) -> None:
    """Everybody and every case have a name."""
    for number in range(1, CASES + 1):
        site.name_case(number, f"{WORD}-household-{number}")
    signed_in = station.sign_in("sue", PASSWORD)
    assert signed_in is not None
    sue, keys = signed_in
    station.people.add_person(keys)(sue, "new", f"{WORD}-colleague", Role.INTERVIEWER, PASSWORD)


def worked(at: AtWork, values: Mapping[str, str]) -> None:
    """A note, an interview with open answers and contact data, one that is suspended, somebody who wants no more."""
    services, user = at.services, at.user
    offer = at.called()
    services.record_result(user, offer.attempt, "no_answer", note=f"{WORD}-note")
    at.clock.move(11)
    for name in ("complete", "break_off"):
        offer = at.called()
        interview = services.start_interview(user, offer.case, at.station.loaded.form_hash, "de")
        contact = {"contact_name": f"{WORD}-name", "contact_phone": f"+{NUMBER}777"}
        answers = {"/main/wish": f"{WORD}-wish", **{f"/main/{key}": told for key, told in contact.items()}}
        events = [
            SessionEvent("answered", path, TUESDAY, n, {"text": told, "special": None})
            for n, (path, told) in enumerate(answers.items(), 1)
        ]
        services.record_events(user, interview, events, "/main/wish", "de")
        assert services.reserve_place is not None
        services.reserve_place(user, interview.id, values)
        data = [StoredDatum("/main/wish", f"{WORD}-wish", None), StoredDatum("/screener/sex", "1", None)]
        ended = EndedSitting(interview.id, offer.attempt, name, data, contact if name == "complete" else {}, None)
        services.finish_interview(user, ended)
        at.clock.move(11)
    offer = at.called()
    services.record_result(user, offer.attempt, "refusal_household", note=f"{WORD}-last", never_again=True)
    at.leave()


# -- where it is searched --------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Searched:
    """A place, how many bytes it has, and what was found there."""

    place: str
    size: int
    found: frozenset[str]


def memory_of(pid: int) -> Iterator[bytes]:
    """What a process can write to, piece by piece."""
    with open(f"/proc/{pid}/maps") as maps, open(f"/proc/{pid}/mem", "rb", 0) as memory:
        for line in maps:
            span, rights, *_ = line.split()
            if not rights.startswith("rw") or "[vvar]" in line:
                continue
            begin, end = (int(part, 16) for part in span.split("-"))
            with suppress(OSError, ValueError, OverflowError):  # a page that is not there any more
                memory.seek(begin)
                yield memory.read(end - begin)


_TABLES = {
    "files": "SELECT name FROM sqlite_master WHERE type = 'table'",
    "server": "SELECT table_name FROM information_schema.tables WHERE table_schema = current_schema()",
}


def _rows(engine: str, made: HubField) -> bytes:
    """Every row of every table of hub and study, as text."""
    storage, told = made.hub.storage, list[str]()
    stores = [storage.hub(writable=False), *(storage.study(study, writable=False) for study in storage.studies())]
    for store in stores:
        with closing(store), store.reading() as statements:
            for (table,) in statements.all(_TABLES[engine]):
                told += [repr(tuple(row)) for row in statements.all(f'SELECT * FROM "{table}"')]
    assert len(told) > CASES
    return "\n".join(told).encode()


def searched(engine: str, folder: Path, work: Callable[[AtWork, Mapping[str, str]], None] = worked) -> list[Searched]:
    """Play the shift at two stations, and search everywhere."""
    traffic = Traffic()
    with (
        traffic.recorded(),
        hub_field(engine, folder, cases=CASES, questionnaire=QUESTIONNAIRE, prepare=named, from_shell=True) as made,
    ):
        with made.at_work(0) as ann, made.at_work(1, "bob") as bob:
            work(ann, {"sex": "1", "age_group": "young"})
            work(bob, {"sex": "2", "age_group": "old"})
        process, trusting = made.hub.process, ssl.create_default_context(cafile=made.hub.folder / CERTIFICATE)
        assert process is not None
        figures = httpx.get(f"{made.hub.address}/metrics", verify=trusting).content
        places = {"memory of the hub": _over(memory_of(process.pid), deep=0)}
        places["files of the hub, with journals"] = _over(_files(made.hub.folder))
        if engine == "server":
            places["data directory of PostgreSQL"] = _over(_files(_data_directory()), deep=0)
        code, log = made.hub.end(signal.SIGTERM)
        assert code == 0
        places["every row of every table"] = _over(iter([_rows(engine, made)]))
        places["log of the hub"] = _over(iter([log.encode()]))
    places["figures of the hub"] = _over(iter([figures]))
    places["traffic under TLS"] = _over(iter(traffic.bodies))
    assert {"PUSH", "PART", "CASES", "NEXT_CASE", "HAND_IN", "PLACE", "HOLD"} <= set(traffic.calls)
    return [Searched(place, size, frozenset(told)) for place, (size, told) in places.items()]


def _files(folder: Path) -> Iterator[bytes]:
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            yield path.read_bytes()


def _data_directory() -> Path:
    with psycopg.connect(server_url()) as connection:
        connection.execute("CHECKPOINT")
        row = connection.execute("SHOW data_directory").fetchone()
    assert row is not None
    return Path(str(row[0]))


def _over(pieces: Iterator[bytes], *, deep: int = 2) -> tuple[int, set[str]]:
    size, told = 0, set[str]()
    for piece in pieces:
        size += len(piece)
        told |= found_in(piece, deep=deep)
    return size, told


def main() -> int:
    """Both engines."""
    amiss = 0
    for engine in ENGINES:
        with TemporaryDirectory() as name:
            for place in searched(engine, Path(name) / "field"):
                told = ", ".join(sorted(place.found)) or "nothing"
                print(f"{engine}: {place.place}, {place.size:,} bytes: {told}")
                amiss += bool(place.found)
    return amiss


if __name__ == "__main__":
    sys.exit(main())
