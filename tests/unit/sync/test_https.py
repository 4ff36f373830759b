"""The line to a hub where somebody else than a hub, or nobody, is at its end."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from cati_app.domain.errors import EnvironmentProblem
from cati_app.sync.https import HttpsLine, LinePatience
from cati_app.sync.line import HubCall, LineCut
from tests.patience import PATIENCE_S
from tests.silent_hub import SilentHub


@pytest.fixture
def silent(tmp_path: Path) -> Iterator[SilentHub]:
    with closing(SilentHub(tmp_path / "hub")) as hub:
        yield hub


def test_whoever_says_nothing_is_not_waited_for_longer_than_agreed(silent: SilentHub) -> None:
    patience = LinePatience(connect_s=5, step_s=0.05)
    with closing(HttpsLine(silent.address, silent.certificate, patience)) as line, pytest.raises(LineCut):
        line.send(HubCall.STATE)
    assert silent.asked.is_set()


def test_a_line_that_somebody_lets_go_of_is_waited_for_no_longer(silent: SilentHub) -> None:
    told: list[EnvironmentProblem] = []
    with closing(HttpsLine(silent.address, silent.certificate)) as line:

        def ask() -> None:
            try:
                line.send(HubCall.STATE)
            except EnvironmentProblem as problem:
                told.append(problem)

        waiting = threading.Thread(target=ask)
        waiting.start()
        assert silent.asked.wait(PATIENCE_S)
        line.let_go()
        waiting.join(20)
        assert not waiting.is_alive()
    assert ["hub_not_waited_for"] == [problem.code for problem in told]


def test_nobody_begins_to_wait_on_a_line_that_was_let_go_of(silent: SilentHub) -> None:
    with closing(HttpsLine(silent.address, silent.certificate)) as line:
        line.let_go()
        with pytest.raises(EnvironmentProblem) as told:
            line.send(HubCall.STATE)
    assert told.value.code == "hub_not_waited_for"
