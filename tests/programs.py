"""Programs in processes of their own that begin with every module read: each costs a fork, not seconds of importing.

A process that reads the modules of the program once forks for each of them. What runs is otherwise what a shell would
have begun: its own words, environment, folder and streams, and signals that end it. In its memory stand modules of the
tests too, so whoever looks there, or measures it, begins the program from `sys.executable`, as some tests do so that
this is known to work.
"""

from __future__ import annotations

import atexit
import os
import signal
import sys
from collections.abc import Callable, Mapping
from contextlib import chdir, suppress
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from subprocess import TimeoutExpired
from tempfile import TemporaryFile
from typing import IO, TextIO

from cati_app.__main__ import main
from tests.commands import Run

Entry = Callable[[list[str]], int]
"""A program: its words, and the code it ends with. A function of a module, found by its name."""

ROOT = Path(__file__).parents[1]
_READ_FIRST = (
    "cati_app.cli.hub",
    "cati_app.cli.user",
    "cati_app.cli.status",
    "cati_app.cli.sample",
    "cati_app.hub.serving",
    "cati_app.store.hub.server",
    "cati_app.sync.https",
    "uvicorn.lifespan.on",
    "uvicorn.loops.auto",
    "uvicorn.protocols.http.auto",
    "tests.programs",
    "tests.faults.hub_station",
)
_FORKS = get_context("forkserver")
_FORKS.set_forkserver_preload([*_READ_FIRST])


def _begun(
    entry: Entry, words: list[str], folder: str, environment: Mapping[str, str], out: Connection, log: Connection
) -> None:
    """In the new process: what Python does for one that a shell begins, and for one that ends."""
    os.dup2(out.fileno(), 1)
    os.dup2(log.fileno(), 2)
    out.close()
    log.close()
    sys.stdout, sys.stderr = os.fdopen(1, "w", closefd=False), os.fdopen(2, "w", buffering=1, closefd=False)
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    sys.argv = ["cati", *words]
    try:
        sys.exit(entry(words))
    finally:
        atexit._run_exitfuncs()  # a fork has to ask for it


class Program:
    """A process of its own; its methods are those of `subprocess.Popen`.

    Args:
        entry: What runs; `cati` unless something else is named.
        log: Where its standard error goes; None: kept until it is asked for.
        environment: That of this process unless another one is given.
    """

    def __init__(
        self,
        *words: object,
        entry: Entry = main,
        log: IO[bytes] | None = None,
        environment: Mapping[str, str] | None = None,
    ) -> None:
        self.returncode: int | None = None
        self._kept = TemporaryFile() if log is None else None  # noqa: SIM115 - closed once it has been read
        said, out = os.pipe()
        self.stdout: TextIO = os.fdopen(said, encoding="utf-8")
        errors = os.dup((log or self._kept or sys.stderr).fileno())
        with Connection(out, readable=False) as pipe, Connection(errors, readable=False) as kept:
            given = (entry, list(map(str, words)), os.getcwd(), dict(environment or os.environ), pipe, kept)
            self._process = _FORKS.Process(target=_begun, args=given, daemon=True)
            with chdir(ROOT):  # the first one begins the process that forks, which finds modules from there
                self._process.start()
        assert self._process.pid is not None
        self.pid: int = self._process.pid

    def poll(self) -> int | None:
        """Its code where it has ended; negative: the signal that ended it."""
        if self.returncode is None:
            self.returncode = self._process.exitcode
        return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        """Until it has ended.

        Raises:
            subprocess.TimeoutExpired: so many seconds were not enough.
        """
        self._process.join(timeout)
        code = self.poll()
        if code is None:
            raise TimeoutExpired(str(self.pid), timeout or 0)
        return code

    def communicate(self, timeout: float | None = None) -> tuple[str, str]:
        """What it says that nobody has read yet, and its standard error where that is kept here; it has ended then."""
        if self.stdout.closed:  # somebody has asked before
            return "", ""
        with self.stdout:
            out = self.stdout.read()
        self.wait(timeout)
        if self._kept is None:
            return out, ""
        with self._kept as kept:
            kept.seek(0)
            return out, kept.read().decode("utf-8", "replace")

    def send_signal(self, sign: signal.Signals) -> None:
        """To it, unless it has ended."""
        if self.poll() is None:
            with suppress(ProcessLookupError):  # it has just ended
                os.kill(self.pid, sign)

    def kill(self) -> None:
        """At once."""
        self.send_signal(signal.SIGKILL)

    def terminate(self) -> None:
        """As a service manager does."""
        self.send_signal(signal.SIGTERM)


def ran(*words: object, timeout: float | None = None, environment: Mapping[str, str] | None = None) -> Run:
    """`cati`, once it has come to its end."""
    process = Program(*words, environment=environment)
    out, errors = process.communicate(timeout)
    return Run(process.wait(), out, errors)
