"""Kills a child of this process before a step of its work towards the disk: a commit, or a change of a file."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

from cati_app.store.statements import Statements
from cati_app.store.trust.chain import KeySlots
from tests.forked import forked

_STEPS: tuple[tuple[object, str], ...] = (
    (Statements, "commit"),
    (KeySlots, "write"),
    (Path, "replace"),
    (Path, "unlink"),
    (Path, "write_text"),
    (os, "fsync"),
    (shutil, "copyfile"),
    (shutil, "copy2"),
)


_KILLED = 9


def steps_of(work: Callable[[], object]) -> int:
    """How many steps the work has; it is done, in a child."""
    reads, writes = os.pipe()

    def counted() -> None:
        steps = 0

        def counting(real: Callable[..., Any]) -> Callable[..., Any]:
            def call(*arguments: Any, **more: Any) -> Any:
                nonlocal steps
                steps += 1
                return real(*arguments, **more)

            return call

        for owner, name in _STEPS:
            setattr(owner, name, counting(getattr(owner, name)))
        work()
        os.write(writes, str(steps).encode())

    pid = forked(counted)
    os.close(writes)
    with os.fdopen(reads) as told:
        steps = int(told.read())
    os.waitpid(pid, 0)
    return steps


def killed_at(step: int, work: Callable[[], object]) -> bool:
    """Do work in a child that dies before its n-th step, counted from 0; whether it died."""

    def dies() -> None:
        left = step

        def dying(real: Callable[..., Any]) -> Callable[..., Any]:
            def call(*arguments: Any, **more: Any) -> Any:
                nonlocal left
                if left == 0:
                    os._exit(_KILLED)
                left -= 1
                return real(*arguments, **more)

            return call

        for owner, name in _STEPS:
            setattr(owner, name, dying(getattr(owner, name)))
        work()

    status = os.waitstatus_to_exitcode(os.waitpid(forked(dies), 0)[1])
    assert status in (0, _KILLED), status
    return status == _KILLED
