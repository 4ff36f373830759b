"""A child that tests fork ends with its work, whatever happens, and is told apart from one that was killed."""

from __future__ import annotations

import ast
import os
from pathlib import Path

import pytest

from tests.forked import FAILED, forked
from tests.modules_that_say import modules_that_say

_TESTS = Path(__file__).parents[1]
_BY_THEMSELVES = {"forked.py", "faults/worker.py", "integration/test_adopting.py"}
"""They end their children in every case."""


def _raises() -> None:
    raise ValueError


@pytest.mark.parametrize(("work", "code"), [(lambda: None, 0), (_raises, FAILED), (lambda: os._exit(9), 9)])
def test_a_child_ends_and_goes_on_with_nothing(work: object, code: int, capfd: pytest.CaptureFixture[str]) -> None:
    assert callable(work)
    assert code == os.waitstatus_to_exitcode(os.waitpid(forked(work), 0)[1])


def test_nobody_forks_otherwise() -> None:
    forking = {
        name
        for name, tree in modules_that_say(_TESTS, "fork")
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and ast.unparse(node) == "os.fork"
    }
    assert _BY_THEMSELVES == forking
