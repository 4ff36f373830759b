"""Every planted mistake still finds the text it replaces, and the tests that have to notice it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.mutants.mutant import Mutant
from tests.mutants.table import MUTANTS

_ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.what)
def test_a_mistake_can_be_planted(mutant: Mutant) -> None:
    text = (_ROOT / mutant.file).read_text(encoding="utf-8")

    assert 1 == text.count(mutant.right), "the text moved or changed: follow it in tests/mutants/table.py"
    assert mutant.right != mutant.wrong
    assert all((_ROOT / test).exists() for test in mutant.tests.split())
