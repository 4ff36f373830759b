"""A few of the faults of `python -m tests.faults --hub`, and a few kills of `--hub-kills`."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.faults.hub_between_statements import between_statements
from tests.faults.hub_faults import FAULTS, NOT_RUN, play, table
from tests.faults.hub_kills import under_load
from tests.faults.hub_line_faults import on_the_line
from tests.faults.hub_played import FILES, SERVER
from tests.proxies import Mishap

pytestmark = pytest.mark.slow


def test_a_line_that_is_cut_before_the_answer_leaves_everything_there_once(tmp_path: Path) -> None:
    (fault,) = [fault for fault in FAULTS if fault.what == Mishap.CUT_AFTER_COMMIT.value]

    assert play(replace(fault, play=on_the_line(Mishap.CUT_AFTER_COMMIT, sittings=1)), FILES, tmp_path)


def test_a_hub_that_is_killed_between_two_statements_goes_on_and_has_everything(tmp_path: Path) -> None:
    (fault,) = [fault for fault in FAULTS if "between two statements" in fault.what]

    assert play(replace(fault, play=between_statements(70, 70, first=30, most=3)), FILES, tmp_path)


def test_kills_of_hub_and_stations_lose_nothing_that_was_acknowledged(tmp_path: Path) -> None:
    with under_load(FILES, tmp_path / "field", seed=3, stations=2, cases=40) as killer:
        for _ in range(2):
            killer.kill()
        outcome = killer.end()

    assert [] == outcome.amiss
    assert 2 == outcome.kills.total()
    assert outcome.acknowledged, "something was done between the kills"


def test_every_fault_says_what_has_to_come_of_it_and_what_is_not_played_says_why() -> None:
    assert len({(fault.where, fault.what) for fault in FAULTS}) == len(FAULTS)
    assert all(fault.expected and set(fault.engines) <= {FILES, SERVER} for fault in FAULTS)
    assert all(why in table([]) for _, why in NOT_RUN)
