"""The runner on demand behaves like the real one, only later."""

from __future__ import annotations

from typing import Any

import pytest

from cati_app.ui.stage.runner import Cancelled
from tests.fakes.runner import RunnerOnDemand


def test_work_waits_until_asked() -> None:
    runner = RunnerOnDemand()
    done: list[Any] = []
    runner.submit("store", lambda: 3, done.append)
    assert (runner.waiting, done) == (1, [])
    runner.run_all()
    assert done == [3]


def test_errors_go_to_their_handler() -> None:
    runner = RunnerOnDemand()
    failed: list[Any] = []
    runner.submit("store", lambda: 1 / 0, print, failed.append)
    runner.run_next()
    assert isinstance(failed[0], ZeroDivisionError)


def test_errors_without_a_handler_rise() -> None:
    runner = RunnerOnDemand()
    runner.submit("store", lambda: 1 / 0, print)
    with pytest.raises(ZeroDivisionError):
        runner.run_all()


def test_cancelled_work_fails() -> None:
    runner = RunnerOnDemand()
    failed: list[Any] = []
    runner.submit_long("store", lambda progress: progress.check(), print, failed.append).cancel()
    runner.run_all()
    assert isinstance(failed[0], Cancelled)
