"""A study that cannot be published in the end is told as that, with its seed, and not by what follows from it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from cati_app.domain.errors import EnvironmentProblem
from tests.sim.histories import Summary, run
from tests.sim.passwords import SimPasswords


def test_a_refused_last_publication_is_a_violation_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    settle: Callable[[SimPasswords], None] = SimPasswords.settle

    def refuse() -> None:
        raise EnvironmentProblem("hub_part", "", "")

    def settled(passwords: SimPasswords) -> None:
        monkeypatch.setattr(passwords._home, "publish", refuse)
        settle(passwords)

    monkeypatch.setattr(SimPasswords, "settle", settled)
    summary = Summary()
    summary.add(run(0, steps=5))

    assert "seed 0: I21: the last publication is refused: hub_part" == summary.violations[0]
