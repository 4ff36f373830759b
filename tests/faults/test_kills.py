"""A kill at any moment loses nothing that was acknowledged."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.faults.kills import POINTS, run


@pytest.mark.slow
def test_no_acknowledged_answer_is_lost_at_any_kill_point(tmp_path: Path) -> None:
    outcome = run(tmp_path, len(POINTS), seed=7)

    assert [] == outcome.failures
    assert 0 == outcome.lost.total()
    assert len(POINTS) == outcome.kills.total()
