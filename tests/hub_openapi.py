"""Asks a hub whatever its own description allows, and what it does not: nothing may upset it.

`python -m tests.hub_openapi --examples 2000 --seed 7` asks longer than the suite does, on either engine.

What is made up alone would stop at the door, so stations, sessions, tokens, cells, cases and signatures of a real small
study are put in at random.
"""

from __future__ import annotations

import argparse
import ipaddress
import json
import logging
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from schemathesis.generation import GenerationMode

from cati_app.hub.answering import LOG
from cati_app.store.trust.declaration import Declarable, Declaration
from cati_app.sync.case_messages import NextCase
from cati_app.sync.line import HubCall
from cati_app.sync.messages import PROTOCOL
from tests.hub_rights import RIGHTS, Asking, asking
from tests.hub_scene import Scene, Who
from tests.hub_storages import ENGINES
from tests.hub_study import bundle

HANDED_ON = {"host", "content-length", "transfer-encoding", "authorization", "content-type"}
"""Headers that are not made up: they belong to the connection."""
_TEXTS = st.one_of(st.text(max_size=20), st.sampled_from(["\x00", "\ud7ff", "a" * 200, "2026-13-45T99:99:99", "-1"]))
_VALUES = st.one_of(_TEXTS, st.integers(-(2**53) + 1, 2**53 - 1), st.booleans(), st.none())


@dataclass
class Upset(logging.Handler):
    """Hears of errors that the hub did not foresee; it answers them with `not_now`, so a status does not tell them."""

    names: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(logging.ERROR)

    def __hash__(self) -> int:
        return id(self)

    def emit(self, record: logging.LogRecord) -> None:
        """Remember it."""
        self.names.append(record.getMessage())


class Fuzz:
    """Makes requests up for a hub, and puts in what its study knows."""

    def __init__(self, hub: Asking) -> None:
        self._hub = hub
        self._schema = schemathesis.openapi.from_dict(hub.description())
        self._asked = 0
        for scene in hub.scenes.values():
            if scene.is_open:
                assert scene.token
                assert scene.handed_in
        self._known = [(scene, _known(scene)) for scene in hub.scenes.values()]

    def ask(self, call: HubCall, examples: int, chance: int | None = None) -> int:
        """So many requests; how many were taken.

        Args:
            chance: Begins the chance; None: the same one each time.

        Raises:
            AssertionError: the hub was upset; the request is told.
        """
        taken, upset = 0, Upset()
        operation = self._schema[call.path][call.method]
        modes = (GenerationMode.POSITIVE, GenerationMode.NEGATIVE)
        fitting, unfit = (operation.as_strategy(generation_mode=mode) for mode in modes)
        made_up = st.one_of(fitting, fitting, fitting, unfit)

        def asked(case: Any, data: st.DataObject) -> None:
            nonlocal taken
            scene, known = data.draw(st.sampled_from([self._known[RIGHTS[call].coming]] * 4 + self._known))
            body = case.body if isinstance(case.body, dict | list | str | int | float | bool | None) else {}
            whole = data.draw(st.integers(0, 9))
            if whole < 6:
                body = _Altered(call, scene, known, data).whole(body)
            elif whole < 9:
                body = _altered(self._sound(call, data), data)
            headers = {str(k): str(v) for k, v in (case.headers or {}).items() if k.lower() not in HANDED_ON}
            here = scene.here.secret
            secret = data.draw(st.sampled_from([here] * 6 + [scene.there.secret, scene.elsewhere.secret]))
            content = b"" if call is HubCall.STATE else json.dumps(body).encode("utf-8", "surrogatepass")
            self._asked += 1  # each from another address: else the hub looks at unknown codes more and more rarely
            host = str(ipaddress.IPv4Address("10.0.0.0") + self._asked)
            reply = self._hub.sent(call.method, call.path, content, {**_printable(headers), **_shown(secret)}, host)
            assert reply.status_code < 500, (call.name, reply.status_code, upset.names, body)
            assert reply.status_code == 200 or reply.json()["refused"], reply.text
            assert "\ufffd" not in reply.text, "an answer is JSON in UTF-8"
            taken += reply.status_code == 200

        limits = settings(
            max_examples=examples,
            database=None,
            deadline=None,
            derandomize=chance is None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        run = given(made_up, st.data())(asked)
        LOG.addHandler(upset)
        try:
            limits(run if chance is None else seed(chance)(run))()
        finally:
            LOG.removeHandler(upset)
        return taken

    def _sound(self, call: HubCall, data: st.DataObject) -> Any:
        """What somebody would send."""
        scene, who = self._hub.scenes[RIGHTS[call].coming], data.draw(st.sampled_from(list(Who)[:5]))
        message = RIGHTS[call].message(scene, who)
        return {} if message is None else message.model_dump(mode="json")


def _printable(headers: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in headers.items() if (name + value).isascii() and (name + value).isprintable()}


def _shown(secret: str) -> dict[str, str]:
    return {"authorization": f"Bearer {secret}"}


def _known(scene: Scene) -> Mapping[str, Sequence[Any]]:
    """Values of the scene by the name of the field they belong in."""
    tokens, rows, held = [{"epoch": 1, "n": 999}], [], []
    if scene.is_open:
        assert all((scene.token, scene.handed_in, scene.case_out)), "lent before somebody gives the station up"
        for number in range(2):
            asked = NextCase(epoch=scene.epoch, session=scene.sessions[Who.INTERVIEWER], request=f"fuzz {number}")
            told = scene.study.told(HubCall.NEXT_CASE, asked, scene.here)
            tokens.append(told["lease"]["token"])
            rows.append(told["rows"])
            held.append({"token": told["lease"]["token"], "case_id": told["lease"]["case_id"]})
    rows.append({name: [list(row) for row in rows] for name, rows in bundle(9, scene.study.id).rows.items()})
    cases = [{"case_id": f"case-{scene.study.id[:4]}9", "blocked": False, "rows": rows[-1]}]
    edition = edition_text(scene)
    sessions = scene.sessions
    return {
        "session": [sessions[Who.INTERVIEWER]] * 3 + [sessions[Who.SUPERVISOR]] * 3 + [sessions[Who.OTHER_PERSON]],
        "epoch": [scene.epoch.model_dump()],
        "token": [*tokens[1:], tokens[0]],  # what comes first is drawn nearly always
        "rows": rows,
        "cases of CASES": [cases],
        "cases of ATTACH": [[], [{**lease, "user_id": scene.study.person("ann")} for lease in held]],
        "packed of ATTACH": [[], held],
        "places of ATTACH": [[]],
        "protocol": [PROTOCOL],
        "case_id": [lease["case_id"] for lease in held] + [f"case-{scene.study.id[:4]}7"],
        "user_id": [scene.study.person(login) for login in ("ann", "sue", "eve")],
        "shown": [scene.study.shown(login) for login in ("ann", "sue", "eve")],
        "cell_id": ["m/young", "f/old", "unclassified"],
        "interview_id": ["interview-1", "interview-2"],
        "device": [scene.here.device, scene.gone.device],
        "study": [scene.study.id],
        "acts": [0],
        "first of PUSH": [1, 1, 2],
        "last of PUSH": [500],
        "first": [1, 2, 3],
        "last": [0, 1, 2, 500],
        "sha256": [part[0] for part in json.loads(edition)["parts"].values()],
        "n": [0, 1],
        "after": [0, 1],
    }


def edition_text(scene: Scene) -> str:
    """What the supervisor declares the study to be."""
    return scene.study.edition().text


_KINDS = {"edition": Declarable.EDITION, "opening": Declarable.OPENING, "code": Declarable.CODE}


@dataclass(frozen=True)
class _Altered:
    """A message made up for a request, with known values in most places they belong in; what a supervisor would sign is
    signed."""

    call: HubCall
    scene: Scene
    known: Mapping[str, Sequence[Any]]
    data: st.DataObject

    def whole(self, body: Any, name: str = "") -> Any:
        """It."""
        if isinstance(body, dict) and name in _KINDS and {"text", "signature"} <= set(body):
            return _signed(self.scene, _KINDS[name], self.data)
        if isinstance(body, dict):
            return {key: self._value(key, value) for key, value in body.items()}
        if isinstance(body, list):
            return [self.whole(value, name) for value in body]
        return body

    def _value(self, name: str, made_up: Any) -> Any:
        if name == "heads" and self.data.draw(st.booleans()):
            return [_head(self.scene, self.data)]
        values = self.known.get(f"{name} of {self.call.name}", self.known.get(name))
        if values is None or self.data.draw(st.integers(0, 11)) == 11:
            return self.whole(made_up, name)
        value = self.data.draw(st.sampled_from(values))
        return _altered(value, self.data) if name in ("rows", "cases") else value


def _altered(value: Any, data: st.DataObject) -> Any:
    """A copy with one value within it made up."""
    copy = json.loads(json.dumps(value))
    place, spot = copy, None
    while isinstance(place, dict | list) and place:
        inner = list(place) if isinstance(place, dict) else list(range(len(place)))
        key = data.draw(st.sampled_from(inner))
        if not isinstance(place[key], dict | list):
            spot = place, key
        place = place[key]
    if spot is not None and data.draw(st.integers(0, 3)):
        spot[0][spot[1]] = data.draw(_VALUES)
    return copy


def _signed(scene: Scene, kind: Declarable, data: st.DataObject) -> dict[str, str]:
    """Whatever a supervisor could sign, some of it as it should be."""
    facts = json.loads(scene.study.edition().text)
    if data.draw(st.booleans()):
        key = data.draw(st.sampled_from(sorted(facts)))
        facts[key] = data.draw(st.one_of(_VALUES, st.dictionaries(_TEXTS, _VALUES, max_size=2)))
    if data.draw(st.integers(0, 4)) == 0:
        facts.pop(data.draw(st.sampled_from(sorted(facts))))
    facts |= {"study": scene.study.id, "by": scene.study.supervisor}
    declared = Declaration.signed(kind, facts, scene.study.sue)
    return {"text": declared.text, "signature": declared.signature.hex()}


def _head(scene: Scene, data: st.DataObject) -> str:
    """A head that follows, but for one value of it, signed by a supervisor."""
    changes = {data.draw(st.sampled_from(["at", "people", "share", "devices", "signers", "n", "previous"])): None}
    name = next(iter(changes))
    made_up = {"devices": st.dictionaries(_TEXTS, _TEXTS, max_size=2), "signers": st.dictionaries(_TEXTS, _TEXTS)}
    return scene.study.head(**{name: data.draw(made_up.get(name, _VALUES))}).to_json()


@contextmanager
def fuzzing(engine: str, folder: Path) -> Iterator[Fuzz]:
    """A hub of that engine, and what makes requests up for it."""
    with asking(engine, folder) as hub:
        yield Fuzz(hub)


def main(words: Sequence[str]) -> int:
    """Ask on both engines."""
    parser = argparse.ArgumentParser(prog="python -m tests.hub_openapi")
    parser.add_argument("--examples", type=int, default=200, help="of each request")
    parser.add_argument("--seed", type=int, default=1)
    given_words = parser.parse_args(words)
    for engine in ENGINES:
        with TemporaryDirectory() as name, fuzzing(engine, Path(name) / "hub") as fuzz:
            taken = {call.name: fuzz.ask(call, given_words.examples, given_words.seed) for call in HubCall}
        print(f"{engine}: {given_words.examples} of each of {len(taken)} requests, taken: {taken}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
