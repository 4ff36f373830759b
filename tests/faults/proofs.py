"""Tables whose rows are tests: what was tried, with whose keys, and what the program said to it.

A test of a row takes the fixture `said` and tells it what the program said. The tables are printed by
`python -m tests.faults`, which runs the tests; where one stands in a document, each test sees that its line there says
the same.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Sequence
from contextlib import redirect_stdout
from dataclasses import dataclass, field
from io import StringIO
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SAID = "said"
"""Under which name a test report keeps it."""
_NO_SURPRISES = {"QT_QPA_PLATFORM": "offscreen", "LANG": "C.UTF-8"}


@dataclass(frozen=True, slots=True)
class Proof:
    """A row of a table.

    Args:
        who: With whose keys, or where.
        tried: What; or which fault came.
        test: The node id of the test, without its parameters where all of them are one row.
    """

    who: str
    tried: str
    test: str

    @property
    def file(self) -> str:
        """Of the test."""
        return self.test.partition("::")[0]

    def is_by(self, node: str) -> bool:
        """Whether a test belongs to this row."""
        return node == self.test or node.startswith(f"{self.test}[")


class Said:
    """What the program said in one test; what differs from run to run is left out."""

    def __init__(self, folder: Path) -> None:
        self._folder = str(folder)
        self.texts: list[str] = []

    def __call__(self, *texts: object) -> None:
        """Add messages."""
        for text in texts:
            line = " ".join(str(text).split()).replace(self._folder, "FOLDER").replace(str(ROOT), "PROGRAM")
            self.texts.append(re.sub(r"\b[0-9a-f]{8}(?=[: ])", "DEVICE", line))


@dataclass(eq=False)
class Told:
    """The outcome of the tests of a table."""

    texts: dict[str, list[str]] = field(default_factory=dict)  # by node id
    failures: dict[str, str] = field(default_factory=dict)
    skipped: set[str] = field(default_factory=set)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Called by pytest for each test before it, for it and after it."""
        if report.failed:
            self.failures[report.nodeid] = report.longreprtext
        if report.skipped:
            self.skipped.add(report.nodeid)
        if report.when == "teardown":
            self.texts[report.nodeid] = [str(text) for name, text in report.user_properties if name == SAID]

    def of(self, proof: Proof) -> list[str]:
        """What was said in a row, each text once; by several tests in the order of the alphabet."""
        tests = [texts for node, texts in self.texts.items() if proof.is_by(node)]
        known = list(dict.fromkeys(text for texts in tests for text in texts))
        return known if len(tests) == 1 else sorted(known)

    def amiss(self, proofs: Sequence[Proof]) -> list[str]:
        """Tests that failed, were not run, or told nothing."""
        lines = [f"failed: {node}\n{text}" for node, text in self.failures.items()]
        lines += [f"not run: {node}" for node in sorted(self.skipped)]
        return lines + [f"nothing was said: {proof.test}" for proof in proofs if not self.of(proof)]


def run(proofs: Iterable[Proof]) -> Told:
    """Run the tests of a table, quietly."""
    told = Told()
    os.environ.update(_NO_SURPRISES)
    tests = dict.fromkeys(proof.test for proof in proofs)
    with redirect_stdout(StringIO()):
        pytest.main(["-q", "-p", "no:cacheprovider", *tests], [told])
    return told


def table(proofs: Iterable[Proof], told: Told, heads: tuple[str, str] = ("with the keys of", "tried")) -> str:
    """For people: a table of Markdown."""
    lines = [f"| {' | '.join(heads)} | what the program said | test |", "|---|---|---|---|"]
    for proof in proofs:
        texts = joined(told.of(proof))
        lines.append(f"| {proof.who} | {proof.tried} | {texts} | [{Path(proof.file).stem}]({proof.file}) |")
    return "\n".join(lines)


def joined(texts: Iterable[str]) -> str:
    """What was said in a row, as a cell of the table."""
    return " · ".join(text.replace("|", "\\|") for text in texts)
