"""Work in lanes; results on the main thread."""

from __future__ import annotations

import threading
import time
from types import SimpleNamespace

import pytest
from pytestqt.qtbot import QtBot

from cati_app.ui import tasks
from cati_app.ui.stage.runner import Cancelled, Progress
from cati_app.ui.tasks import TaskRunner


@pytest.fixture
def errors() -> list[Exception]:
    return []


@pytest.fixture
def runner(errors: list[Exception], qapp):
    made = TaskRunner(errors.append)
    yield made
    made.shut_down()
    assert not [t for t in threading.enumerate() if t.name.startswith("store")]


def test_results_arrive_on_the_main_thread(runner: TaskRunner, qtbot: QtBot) -> None:
    seen: list[tuple[str, str]] = []
    runner.submit(
        "store",
        lambda: threading.current_thread().name,
        lambda name: seen.append((name, threading.current_thread().name)),
    )
    qtbot.waitUntil(lambda: bool(seen))
    assert seen == [("store_0", threading.main_thread().name)]


def test_the_store_lane_keeps_the_order(runner: TaskRunner, qtbot: QtBot) -> None:
    done: list[int] = []
    for number in range(50):
        runner.submit("store", lambda number=number: number, done.append)
    qtbot.waitUntil(lambda: len(done) == 50)
    assert done == list(range(50))


def test_an_error_without_a_handler_reaches_the_hook(runner: TaskRunner, errors: list[Exception], qtbot: QtBot) -> None:
    runner.submit("store", lambda: 1 / 0, print)
    qtbot.waitUntil(lambda: bool(errors))
    assert isinstance(errors[0], ZeroDivisionError)


def test_cancelled_work_says_so(runner: TaskRunner, qtbot: QtBot) -> None:
    started, go = threading.Event(), threading.Event()
    failed: list[Exception] = []

    def work(progress: Progress) -> None:
        started.set()
        go.wait(5)
        progress.check()

    operation = runner.submit_long("store", work, print, failed.append)
    assert started.wait(5)
    operation.cancel()
    go.set()
    qtbot.waitUntil(lambda: bool(failed))
    assert isinstance(failed[0], Cancelled)


def test_progress_arrives_on_the_main_thread(runner: TaskRunner, qtbot: QtBot) -> None:
    heard: list[float] = []
    done: list[str] = []

    def work(progress: Progress) -> str:
        for step in range(1000):
            progress.report(step / 1000)
        progress.report(1.0)
        return "ready"

    runner.submit_long("store", work, done.append, progressed=lambda share, _: heard.append(share))
    qtbot.waitUntil(lambda: done == ["ready"])
    assert heard[-1] == 1.0
    assert len(heard) < 50


def test_what_was_given_to_the_store_lane_is_carried_out_before_the_end_and_nothing_is_delivered_after(
    qapp, errors: list[Exception], qtbot: QtBot
) -> None:
    runner, go = TaskRunner(errors.append), threading.Event()
    stored: list[int] = []
    delivered: list[object] = []
    runner.submit("store", lambda: go.wait(5), delivered.append)
    for number in range(3):
        runner.submit("store", lambda number=number: stored.append(number), delivered.append)
    threading.Timer(0.05, go.set).start()

    runner.shut_down()
    qtbot.wait(10)

    assert ([0, 1, 2], []) == (stored, delivered)
    with pytest.raises(RuntimeError):
        runner.submit("store", print, print)


def test_long_work_under_way_is_asked_to_stop_at_the_end(qapp, errors: list[Exception]) -> None:
    runner, started, stopped = TaskRunner(errors.append), threading.Event(), threading.Event()

    def work(progress: Progress) -> None:
        started.set()
        while True:
            try:
                progress.check()
            except Cancelled:
                stopped.set()
                raise

    runner.submit_long("store", work, print)
    assert started.wait(5)
    runner.shut_down()

    assert stopped.is_set()
    assert [] == errors


def test_what_can_wait_begins_when_nothing_was_to_be_stored_for_a_moment(
    runner: TaskRunner, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tasks, "_QUIET_S", 0.2)
    runner.submit("store", lambda: None, lambda nothing: None)
    asked = time.monotonic()

    assert runner.in_store_when_quiet(time.monotonic) > asked + 0.15


def test_what_can_wait_gives_way_to_a_key_that_is_struck_meanwhile(
    runner: TaskRunner, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On a clock of its own: 20 ms before the end of the quiet a key is struck, and the quiet begins anew."""
    now, strokes, waited = [100.0], [100.13], []
    monkeypatch.setattr(tasks, "_QUIET_S", 0.15)

    class Waited:
        def wait(self, seconds: float) -> bool:
            waited.append(round(seconds, 3))
            until = now[0] + seconds
            if strokes and strokes[0] < until:
                now[0] = strokes.pop()
                runner.note_stroke()
            now[0] = until
            return False

        def set(self) -> None:
            """At the end."""

    with monkeypatch.context() as patched:
        patched.setattr(tasks, "time", SimpleNamespace(monotonic=lambda: now[0]))
        patched.setattr(runner, "_closes", Waited())
        runner.note_stroke()
        assert runner.in_store_when_quiet(lambda: "read") == "read"

    assert [0.15, 0.13] == waited, "the quiet, and what was missing of it after the stroke"


def test_what_can_wait_is_not_put_off_without_an_end(runner: TaskRunner, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tasks, "_QUIET_S", 3600.0)
    monkeypatch.setattr(tasks, "_QUIET_AT_LATEST_S", 0.01)
    runner.submit("store", lambda: None, lambda nothing: None)

    assert runner.in_store_when_quiet(lambda: "done") == "done"


def test_what_still_waits_is_done_at_the_end(qapp, errors: list[Exception], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tasks, "_QUIET_S", 3600.0)
    monkeypatch.setattr(tasks, "_QUIET_AT_LATEST_S", 3600.0)
    runner = TaskRunner(errors.append)
    runner.submit("store", lambda: None, lambda nothing: None)
    done: list[str] = []
    runner.submit("net", lambda: runner.in_store_when_quiet(lambda: done.append("done")), print)

    runner.shut_down()

    assert done == ["done"]
