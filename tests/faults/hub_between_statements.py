"""The hub ends itself before a statement, one further with each try, while somebody calls, interviews and hands in."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Callable
from functools import partial
from typing import Any
from unittest.mock import patch

from cati_app.__main__ import main
from cati_app.store.hub.parts import _PartDriver  # where every statement of a hub passes
from tests.faults.hub_played import Play, Played
from tests.faults.hub_station import Person
from tests.hub_field import STARTS

_TRIES, _PAUSE_S = 120, 0.5
_SHORTER_ROUNDS = 6  # a sitting without an interview is shorter; the next one may have one


def dying_main(at: int, words: list[str]) -> int:
    """`cati`, killed before that statement, counted from 1."""
    left = [at]

    def counted(verb: Callable[..., Any]) -> Callable[..., Any]:
        def run(*values: Any) -> Any:
            left[0] -= 1
            if not left[0]:
                os.kill(os.getpid(), signal.SIGKILL)
            return verb(*values)

        return run

    with (
        patch.object(_PartDriver, "execute", counted(_PartDriver.execute)),
        patch.object(_PartDriver, "executemany", counted(_PartDriver.executemany)),
    ):
        return main(words)


def between_statements(in_files: int, on_server: int, first: int = 1, most: int = 1_000) -> Play:
    """Kills before every so manieth statement of a round, until several whole rounds take fewer.

    Args:
        in_files: Statements from one kill to the next, of a hub in files.
        on_server: The same of a hub on a server.
        first: The statement before which the first one comes.
        most: Kills.
    """

    def play(played: Played) -> str:
        stride = in_files if played.server is None else on_server
        kills = shorter = 0
        with played.person(0) as ann:

            def works() -> None:
                _sits(ann)
                ann.leave()

            works()
            while kills < most and shorter < _SHORTER_ROUNDS:
                if _dies_in_a_round(played, works, first + kills * stride):
                    kills, shorter = kills + 1, 0
                else:
                    shorter += 1
        assert kills >= min(most, 5)
        which = "every statement" if stride == 1 else f"one of {stride} statements"
        return f"{kills} kills, before {which} of a sitting; its interviews and cases are all there"

    return play


def _sits(ann: Person) -> None:
    """One sitting, however often the hub has to come back for it."""
    vain = ""
    for _ in range(_TRIES):
        vain = ann.step()
        if vain == "sat":
            return
        time.sleep(_PAUSE_S)
    raise AssertionError(f"nobody can work: {vain}")


def _dies_in_a_round(played: Played, work: Callable[[], object], at: int) -> bool:
    """Whether the hub ended before that statement; it was started again at once then."""
    hub = played.field.hub
    hub.end(signal.SIGKILL)
    hub.start(*STARTS, entry=partial(dying_main, at))
    process, is_over, died = hub.process, threading.Event(), threading.Event()
    assert process is not None

    def start_again() -> None:
        while not is_over.is_set():
            if process.poll() is not None:
                died.set()
                process.communicate()
                hub.start(*STARTS)
                return
            is_over.wait(0.02)

    watching = threading.Thread(target=start_again)
    watching.start()
    try:
        work()
    finally:
        is_over.set()
        watching.join()
    return died.is_set()
