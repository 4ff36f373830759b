"""`cati hub` in a process of its own, and one that is killed at the worst moment."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any
from unittest.mock import patch

from cati_app.__main__ import main
from cati_app.hub.administration import storage_of
from cati_app.store.hub.certificate import CERTIFICATE
from cati_app.store.hub.engine import HubStorage
from cati_app.store.hub.inbox import Inbox
from cati_app.store.hub.register import Register
from cati_app.store.hub.server import ServerStore
from cati_app.store.hub.sqlite import SqliteStore
from cati_app.sync.code import EnrolCode, HubAddress
from cati_app.sync.https import HttpsLine
from tests.ports import free_port
from tests.programs import ROOT, Entry, Program, ran

DATABASE_URL = "CATI_HUB_DATABASE_URL"


def dying_main(last: int, words: list[str]) -> int:
    """`cati`, killed right behind the commit of a push or an enrolment, before anybody is answered.

    Args:
        last: The how manieth of these commits that is.
    """
    store = ServerStore if DATABASE_URL in os.environ else SqliteStore
    changes, whole = [0], store.transaction

    def counted(verb: Callable[..., Any]) -> Callable[..., Any]:
        def run(*values: Any) -> Any:
            changes[0] += 1
            return verb(*values)

        return run

    @contextmanager
    def transaction(store: Any) -> Iterator[None]:
        before = changes[0]
        with whole(store):
            yield
        if before < last <= changes[0]:
            os.kill(os.getpid(), signal.SIGKILL)

    with (
        patch.object(Inbox, "push", counted(Inbox.push)),
        patch.object(Register, "enrol", counted(Register.enrol)),
        patch.object(store, "transaction", transaction),
    ):
        return main(words)


class RunningHub:
    """A hub in a folder.

    Args:
        database_url: Where its databases are; None: in the folder. What the environment of this process says of it does
            not count: of two hubs each has its own.
        from_shell: Its commands are begun as somebody types them; otherwise by `tests.programs`.
    """

    def __init__(self, folder: Path, *, database_url: str | None = None, from_shell: bool = False) -> None:
        self.folder = folder
        self._from_shell = from_shell
        self.database_url = database_url
        self.address = HubAddress("127.0.0.1", free_port())
        made = self.command("init", "--address", str(self.address))
        self.code: str = made["code"]
        self.id = EnrolCode.typed(self.code).hub.hex()
        self.process: subprocess.Popen[str] | Program | None = None

    @property
    def environment(self) -> dict[str, str]:
        """That of its processes."""
        others = {name: value for name, value in os.environ.items() if name != DATABASE_URL}
        return others | ({} if self.database_url is None else {DATABASE_URL: self.database_url})

    @property
    def storage(self) -> HubStorage:
        """Where it is kept."""
        return storage_of(self.folder, self.database_url)

    def command(self, action: str, *words: str) -> dict[str, Any]:
        """What an action says."""
        line = ["hub", action, str(self.folder), *words, "--json"]
        if self._from_shell:
            shell = [sys.executable, "-m", "cati_app", *line]
            said = subprocess.run(shell, capture_output=True, text=True, check=True, env=self.environment).stdout
        else:
            run = ran(*line, environment=self.environment)
            assert run.returncode == 0, run.stderr
            said = run.stdout
        told: dict[str, Any] = json.loads(said)
        return told

    def start(self, *words: str, dies_after: int = 0, entry: Entry = main) -> None:
        """Serve until it is ended.

        Args:
            dies_after: It is killed right behind the commit of that push or enrolment, before anybody is answered;
                0: never.
            entry: What runs in place of `cati`.
        """
        line = ["hub", "serve", str(self.folder), "--bind", "127.0.0.1", "--json", *words]
        self.process = self._begun(line, partial(dying_main, dies_after) if dies_after else entry)
        assert self.process.stdout is not None
        told = self.process.stdout.readline()
        assert told, self.process.communicate()[1]

    def _begun(self, line: list[str], entry: Entry) -> subprocess.Popen[str] | Program:
        if not self._from_shell:
            return Program(*line, entry=entry, environment=self.environment)
        shell = [sys.executable, "-m", "cati_app", *line]
        pipe = subprocess.PIPE
        return subprocess.Popen(shell, stdout=pipe, stderr=pipe, text=True, cwd=ROOT, env=self.environment)

    def waited(self) -> int:
        """Exit code of one that ends by itself."""
        assert self.process is not None
        self.process.communicate(timeout=60)
        code, self.process = self.process.returncode, None
        assert code is not None
        return code

    def is_gone(self, _: float = 0.0) -> None:
        """Wait until one that ends by itself has: a handshake that it cuts on its way leaves Python's socket open."""
        assert self.process is not None
        self.process.wait(timeout=60)

    def line(self) -> HttpsLine:
        """To it, by its certificate."""
        return HttpsLine(self.address, (self.folder / CERTIFICATE).read_text())

    def end(self, how: signal.Signals) -> tuple[int, str]:
        """Exit code, and the log of the process."""
        assert self.process is not None
        self.process.send_signal(how)
        _, log = self.process.communicate(timeout=60)
        code, self.process = self.process.returncode, None
        assert code is not None
        return code, log

    def close(self) -> None:
        """End it, if it runs."""
        if self.process is not None:
            self.end(signal.SIGKILL)
