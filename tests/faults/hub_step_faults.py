"""Steps at which a station at a hub fails: its disk is full, it is killed, or the program that imports there is."""

from __future__ import annotations

import os
import random
import signal
from collections import Counter
from collections.abc import Callable
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import Any
from unittest.mock import patch

from cati_app.__main__ import main
from cati_app.demo.clock import SimulatedClock
from cati_app.fieldwork.calling.take_case import Offer
from cati_app.station.hub_lines import MomentaryLine
from cati_app.store.keys import Cost
from cati_app.store.statements import Statements
from tests.faults.disk import Fault, on_failing_disk
from tests.faults.hub_played import Play, Played
from tests.faults.hub_station import Person
from tests.hub_field import StationFiles, signed_in
from tests.hub_properties import kept_at
from tests.programs import Program
from tests.stations import PASSPHRASE, PASSWORD, QUICK, TUESDAY

_STATION = 1
_COMPLETES = 2
"""With chances from here a person holds an interview to its end."""
_LATER, _BEFORE = "signed out, handed in later", "done before that step"
_ROWS = 5
"""Of a file that is imported."""

# -- a sitting -------------------------------------------------------------------------------------------------------


class _Noted(list[str]):
    """Interviews that were held to their end, known outside the process that held them."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND)

    def append(self, interview: str, /) -> None:
        os.write(self._file, f"{interview}\n".encode())


def _sitting(files: StationFiles, noted: Path, seed: int) -> None:
    """Sign in, call, interview, hand in: in a child, whose disk may fail."""
    with signed_in(files, "bob", seed, SimulatedClock(TUESDAY)) as at:
        bob = Person(at, random.Random(_COMPLETES), 0.0, tries=1)
        bob.completed = _Noted(noted)
        offer = at.services.take_case(at.user)
        assert isinstance(offer, Offer), offer
        bob.sit(offer)
        at.leave()


def station_steps(fault: Fault, most: int) -> Play:
    """A sitting fails at so many of its steps towards the disk; each time its person comes back and goes on."""

    def play(played: Played) -> str:
        files, noted = played.field.stations[_STATION], played.field.folder / "noted"
        told: Counter[str] = Counter()

        def fails_at(step: int) -> int:
            work = partial(_sitting, files, noted, played.chance.randrange(1 << 20))
            end = on_failing_disk(files.database.parent, fault, step, work)
            assert not end.raw, end.raw
            told["killed" if end.was_killed else end.code or (_LATER if end.steps > step else _BEFORE)] += 1
            with played.person(_STATION) as bob:
                played.sits(bob, 1)
                bob.leave()
            return end.steps

        steps = fails_at(-1)
        told.clear()
        tried = sorted({n * (steps - 1) // (most - 1) for n in range(most)})
        for step in tried:
            fails_at(step)
        expected = "disk_full" if fault is Fault.FULL else "killed"
        assert {expected} <= set(told) <= {expected, "hub_unreachable", _LATER, _BEFORE}, told
        with kept_at(played.field) as statements:
            kept = {row[0] for row in statements.all("SELECT id FROM interview WHERE state = 'completed'")}
        lost = set(noted.read_text().split()) - kept
        assert not lost, f"{len(lost)} interviews that were said to be stored"
        words = ", ".join(f"{count} × {what}" for what, count in sorted(told.items()))
        return f"at {len(tried)} of {steps} steps of a sitting: {words}; each time it goes on, nothing is lost"

    return play


# -- an import -------------------------------------------------------------------------------------------------------


def quick_main(words: list[str]) -> int:
    """`cati` at a station of the tests, which live on a Tuesday, whatever day it is, and whose passwords are quick."""
    with (
        patch("cati_app.cli.opening.clock_doubt", lambda station: None),
        patch.object(Cost.__init__, "__defaults__", (QUICK.time_cost, QUICK.memory_kib, QUICK.lanes)),
    ):
        return main(words)


def dying_import(at: int, words: list[str]) -> int:
    """The same, killed at that step, counted from 1: before a commit, before a request, or once it is answered."""
    left = [at]

    def step() -> None:
        left[0] -= 1
        if not left[0]:
            os.kill(os.getpid(), signal.SIGKILL)

    def counted(verb: Callable[..., Any], *, after: bool) -> Callable[..., Any]:
        def run(*values: Any, **more: Any) -> Any:
            step()
            told = verb(*values, **more)
            if after:
                step()
            return told

        return run

    with ExitStack() as patched:
        for owner, name, after in ((Statements, "commit", False), (MomentaryLine, "send", True)):
            patched.enter_context(patch.object(owner, name, counted(getattr(owner, name), after=after)))
        return quick_main(words)


def import_killed(stride: int) -> Play:
    """`cati sample import` is killed at every so manieth step, until one comes to its end; each is said again."""

    def play(played: Played) -> str:
        files, kills, partly = played.field.stations[_STATION], 0, 0
        with played.person(0) as ann:
            while True:
                before, path = _cases(played), _listed(played.field.folder, kills)
                code = _imported(files, path, partial(dying_import, 1 + kills * stride))
                there = _cases(played) - before
                assert there in (0, _ROWS), f"{there} of {_ROWS} rows came in"
                if code == 0:
                    break
                assert code == -signal.SIGKILL, code
                kills += 1
                partly += there > 0
                assert _imported(files, path, quick_main) == 0
                assert _cases(played) - before == _ROWS, "said again, each row is there once"
                played.sits(ann, 1)
            ann.leave()
        assert kills >= 3
        return (
            f"{kills} kills, at every {stride}th step; {partly} times the rows were there already, else none;"
            " said again, each is there once"
        )

    return play


def _listed(folder: Path, stem: int) -> Path:
    path = folder / f"sample-{stem}.csv"
    lines = [f"{stem}-{n};0305{stem:03d}{n:04d}" for n in range(_ROWS)]
    path.write_text("\n".join(["fall;telefon", *lines]) + "\n", encoding="utf-8")
    return path


def _imported(files: StationFiles, path: Path, entry: Callable[[list[str]], int]) -> int:
    """How the command ended; it runs as somebody types it."""
    environment = os.environ | {
        "CATI_PASSPHRASE": PASSPHRASE,
        "CATI_PASSWORD": PASSWORD,
        "CATI_STATE": str(files.state),
        "CATI_BLOCKLIST": str(files.database.with_name("blocklist.db")),
        "PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring",
    }
    words = ("sample", "import", files.study, path, "--db", files.database, "--as", "sue")
    process = Program(*words, entry=entry, environment=environment)
    _, errors = process.communicate()
    code = process.wait()
    assert code in (0, -signal.SIGKILL), errors[-800:]
    return code


def _cases(played: Played) -> int:
    """At the hub."""
    with kept_at(played.field) as statements:
        return int(statements.row('SELECT count(*) FROM "case"')[0])
