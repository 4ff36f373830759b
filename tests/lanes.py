"""One connection to a database serves the window and whoever tests it, so only one thread may speak to it."""

from __future__ import annotations

import threading

import pytest

from cati_app.store.statements import Statements
from cati_app.ui.stage.runner import Lane
from cati_app.ui.tasks import TaskRunner, _Job


def keep_to_the_lane(monkeypatch: pytest.MonkeyPatch) -> None:
    """From a window's first work on, no transaction begins in the main thread: neither by the program nor by a test.

    It would begin within one of the lane, once in many runs. A test looks into the database by `TaskRunner.in_store`.
    """
    begun, put, ended = Statements.start, TaskRunner._put, TaskRunner.shut_down
    at_work: set[TaskRunner] = set()

    def start(statements: Statements) -> None:
        in_main_thread = threading.current_thread() is threading.main_thread()
        assert not (at_work and in_main_thread), "a transaction in the main thread; the database belongs to its lane"
        begun(statements)

    def submit(runner: TaskRunner, lane: Lane, job: _Job) -> None:
        at_work.add(runner)
        put(runner, lane, job)

    def shut_down(runner: TaskRunner) -> None:
        ended(runner)
        at_work.discard(runner)

    monkeypatch.setattr(Statements, "start", start)
    monkeypatch.setattr(TaskRunner, "_put", submit)
    monkeypatch.setattr(TaskRunner, "shut_down", shut_down)
