"""Kills the worker's child at random moments and compares what a restart finds with what was acknowledged."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any

ROOT = Path(__file__).parents[2]
POINTS = ("answer", "quota", "completion", "result", "steering", "import", "migration", "carrying")
_SPAN_S = {
    "answer": 0.003,
    "quota": 0.006,
    "completion": 0.012,
    "result": 0.006,
    "steering": 0.006,
    "import": 0.5,
    "migration": 0.12,
    "carrying": 0.02,
}
_FIRST = {"answer": 60, "quota": 3, "completion": 3, "result": 4, "steering": 3}
"""At the latest at which occurrence of a point the kill comes."""


_ONCE = {"import": ("empty", "import"), "migration": ("old", "migrate"), "carrying": ("waiting", "carry")}
"""Of what happens once to a database: the template it is copied from, and the order."""


@dataclass
class Outcome:
    """The outcome of the kills."""

    kills: Counter[str] = field(default_factory=Counter)  # aimed at that point
    inside: Counter[str] = field(default_factory=Counter)  # of them before it had returned
    lost: Counter[str] = field(default_factory=Counter)
    failures: list[str] = field(default_factory=list)

    def table(self) -> str:
        """For people."""
        lines = [f"{'kill point':<12} {'kills':>6} {'inside':>7} {'lost':>5}"]
        for point in (*POINTS, "all"):
            of = [
                counts.total() if point == "all" else counts[point] for counts in (self.kills, self.inside, self.lost)
            ]
            lines.append(f"{point:<12} {of[0]:>6} {of[1]:>7} {of[2]:>5}")
        return "\n".join([*lines, *self.failures])


class Killer:
    """Leads the worker; `with` ends it."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.folder = folder
        self.chance = random.Random(seed)
        self.outcome = Outcome()
        self._day = 0
        environment = {**os.environ, "PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring"}
        self._worker = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.worker"],
            cwd=ROOT,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )

    def __enter__(self) -> Killer:
        assert "ready" == self._line()
        self._order("templates", self.folder)
        self._rest()
        shutil.copy(self.folder / "full.db", self.folder / "work.db")
        shutil.copy(self.folder / "full.db.key", self.folder / "work.db.key")
        shutil.copytree(self.folder / "full.db.state", self.folder / "work.db.state")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self._worker.stdin is not None
        assert self._worker.stdout is not None
        self._worker.stdin.close()
        self._worker.stdout.read()
        self._worker.wait()
        self._worker.stdout.close()

    def kill(self, point: str) -> None:
        """One kill at a point, and the restart after it."""
        before = self._day
        self._day += 1
        if point in _FIRST:
            db = self.folder / "work.db"
            self._order("work", db, self.chance.randrange(1 << 30), before)
            said = self._until(point, self.chance.randint(1, _FIRST[point]))
        else:
            template, order = _ONCE[point]
            db = self._copy(template)
            self._order(order, db)
            said = self._until(point, 1)
        self.outcome.kills[point] += 1
        marks = [line for line in said if line.startswith(("in ", "out "))]
        self.outcome.inside[point] += bool(marks) and marks[-1].startswith("in ")
        self._examine(point, db, said)

    def _copy(self, name: str) -> Path:
        for old in self.folder.glob("once*"):
            if old.is_dir():  # its backups, its state folder
                shutil.rmtree(old)
            else:
                old.unlink()
        for suffix in (".db", ".db.key"):
            shutil.copy(self.folder / f"{name}{suffix}", self.folder / f"once{suffix}")
        if (self.folder / f"{name}.db.state").exists():
            shutil.copytree(self.folder / f"{name}.db.state", self.folder / "once.db.state")
        return self.folder / "once.db"

    def _until(self, point: str, occurrence: int) -> list[str]:
        """Lets the child work up to that occurrence and a random moment longer; everything it said."""
        said: list[str] = []
        pid = int(self._line().removeprefix("child "))
        while occurrence:
            line = self._line()
            if line == "over":
                return said
            said.append(line)
            occurrence -= line == f"in {point}"
        moment = time.perf_counter() + self.chance.uniform(0, _SPAN_S[point])
        while time.perf_counter() < moment:
            pass
        with suppress(ProcessLookupError):  # it was done before the moment came
            os.kill(pid, signal.SIGKILL)
        return [*said, *self._rest()]

    def _examine(self, point: str, db: Path, said: list[str]) -> None:
        acknowledged: dict[str, str] = {}
        for line in said:
            word, _, rest = line.partition(" ")
            if word.startswith("ack"):
                acknowledged[word] = rest
            elif line == "in undo":  # from here on the result may be taken back
                acknowledged.pop("ack-result", None)
        self._order("check-carried" if point == "carrying" else "check", db, self._day, json.dumps(acknowledged))
        found: dict[str, Any] = {}
        heard = self._rest()
        for line in heard:
            if line.startswith("found "):
                found = json.loads(line.removeprefix("found "))
        whole = found.get("cases") in ((0, 2000) if point == "import" else (2000,))
        lost = len(found.get("lost", "?")) + (not found.get("agrees")) + (not whole)
        self.outcome.lost[point] += lost
        if lost:
            self.outcome.failures.append(f"{point}: {found} after {said[-4:]}")

    def _order(self, *words: object) -> None:
        assert self._worker.stdin is not None
        self._worker.stdin.write((" ".join(map(str, words)) + "\n").encode())
        self._worker.stdin.flush()

    def _rest(self) -> list[str]:
        """Everything said until the child is gone."""
        said: list[str] = []
        while (line := self._line()) != "over":
            said.append(line)
        return said

    def _line(self) -> str:
        assert self._worker.stdout is not None
        line = self._worker.stdout.readline()
        assert line, "the worker ended"
        return line.decode().rstrip("\n")


def run(folder: Path, kills: int, seed: int) -> Outcome:
    """So many kills, spread over the points in turn."""
    with Killer(folder, seed) as killer:
        for number in range(kills):
            killer.kill(POINTS[number % len(POINTS)])
        return killer.outcome
