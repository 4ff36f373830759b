"""Work in lanes; results on the main thread."""

from __future__ import annotations

import math
import random
import threading
from collections.abc import Iterable
from itertools import accumulate, count, pairwise, takewhile
from types import SimpleNamespace

import pytest
from pytestqt.qtbot import QtBot

from cati_app.station.hub_link import StationOutbox
from cati_app.store.log_outbox import LogOutbox
from cati_app.ui import tasks
from cati_app.ui.stage.runner import Cancelled, Progress
from cati_app.ui.tasks import TaskRunner
from tests.patience import PATIENCE_S

A_WEEK = 14_400
"""Events: forty hours, thirty attempts an hour, twelve events for each."""


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
        go.wait(PATIENCE_S)
        progress.check()

    operation = runner.submit_long("store", work, print, failed.append)
    assert started.wait(PATIENCE_S)
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
    runner.submit("store", lambda: go.wait(PATIENCE_S), delivered.append)
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
    assert started.wait(PATIENCE_S)
    runner.shut_down()

    assert stopped.is_set()
    assert [] == errors


class Hands:
    """A clock of their own, on which somebody strikes keys at certain seconds while what can wait does wait."""

    def __init__(self, runner: TaskRunner, monkeypatch: pytest.MonkeyPatch, strokes: Iterable[float]) -> None:
        self._runner, self._strokes, self._next = runner, iter(strokes), 0.0
        self.now = 0.0
        self.struck_at, self.struck = -math.inf, 0
        self._lift()
        monkeypatch.setattr(tasks, "time", SimpleNamespace(monotonic=lambda: self.now))
        monkeypatch.setattr(runner, "_closes", self)

    def _lift(self) -> None:
        self._next = next(self._strokes, math.inf)

    def wait(self, seconds: float) -> bool:
        self.until(self.now + seconds)
        return False

    def set(self) -> None:
        """At the end nobody types."""

    def until(self, at: float) -> None:
        while self._next <= at:
            self.now = self.struck_at = self._next
            self.struck += 1
            self._runner.note_stroke()
            self._lift()
        self.now = at

    def begun(self) -> tuple[float, float]:
        """What can wait is asked for now; so long it waits, and so long no key was struck when it begins."""
        asked_at = self.now
        begun_at, struck_at = self._runner.in_store_when_quiet(lambda: (self.now, self.struck_at))
        return begun_at - asked_at, begun_at - struck_at


def test_what_can_wait_begins_when_nobody_types_for_two_seconds(
    runner: TaskRunner, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Once somebody is quiet it goes on without a pause, until the next key."""
    hands = Hands(runner, monkeypatch, [1.0, 10.0])
    hands.until(1.0)

    assert pytest.approx((2.0, 2.0)) == hands.begun()
    hands.until(4.0)
    assert pytest.approx((0.0, 3.0)) == hands.begun()
    hands.until(10.5)
    assert pytest.approx((1.625, 2.125)) == hands.begun()


def test_what_is_to_be_stored_is_waited_for_like_a_key(runner: TaskRunner, monkeypatch: pytest.MonkeyPatch) -> None:
    hands = Hands(runner, monkeypatch, [])
    hands.until(1.0)
    runner.submit("store", lambda: None, lambda nothing: None)

    assert pytest.approx(2.0) == hands.begun()[0]


def test_nobody_waits_where_nobody_has_typed_yet(runner: TaskRunner, monkeypatch: pytest.MonkeyPatch) -> None:
    assert (0.0, math.inf) == Hands(runner, monkeypatch, []).begun()


def test_what_can_wait_gives_way_to_a_key_that_is_struck_meanwhile(
    runner: TaskRunner, monkeypatch: pytest.MonkeyPatch
) -> None:
    """20 ms before the end of the quiet a key is struck: it begins anew, shorter by a quarter of what has passed."""
    hands = Hands(runner, monkeypatch, [1.0, 2.98])
    hands.until(1.0)

    assert pytest.approx((1.98 + (8 - 1.98) / 4, (8 - 1.98) / 4)) == hands.begun()


@pytest.mark.parametrize(("shortest", "longest"), [(0.005, 0.03), (0.08, 0.2), (0.4, 2.0), (3.0, 10.0)])
def test_whoever_types_for_ten_minutes_puts_nothing_off_for_longer_than_eight_seconds(
    runner: TaskRunner, monkeypatch: pytest.MonkeyPatch, shortest: float, longest: float
) -> None:
    """And the longer it has waited, the shorter a quiet it takes: it begins between two keys wherever there is one."""
    chance = random.Random(1)
    strokes = accumulate(chance.uniform(shortest, longest) for _ in count())
    hands = Hands(runner, monkeypatch, takewhile(lambda at: at < 650, strokes))
    hands.until(1.0)
    while hands.now < 600:
        waited, quiet = hands.begun()
        assert waited <= 8.0
        assert quiet >= (8 - waited) / 3 - 1e-9
        hands.until(hands.now + 0.1)  # it is read


@pytest.mark.parametrize(("shortest", "longest"), [(0.08, 0.2), (0.4, 2.0)])
def test_a_log_goes_faster_than_somebody_writes_it_who_never_pauses(
    runner: TaskRunner, monkeypatch: pytest.MonkeyPatch, shortest: float, longest: float
) -> None:
    """A week's, and three events more with each answer, for ten minutes."""
    chance = random.Random(1)
    strokes = accumulate(chance.uniform(shortest, longest) for _ in count())
    hands = Hands(runner, monkeypatch, takewhile(lambda at: at < 650, strokes))
    hands.until(1.0)
    log = GrowingLog(hands)
    before, sent = log.end(), 0

    outbox = StationOutbox(log, when_quiet=runner.in_store_when_quiet)
    while hands.now < 600:
        sent += sum(1 for _ in outbox.after(sent))

    assert log.end() - sent < before


def test_in_a_pause_a_log_goes_at_a_steady_pace_and_a_week_in_half_a_minute(
    runner: TaskRunner, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The key that ends the pause seldom meets it: a page and its message are some milliseconds of work."""
    hands = Hands(runner, monkeypatch, [])
    log, sent, begun = GrowingLog(hands), 0, []
    outbox = StationOutbox(log, when_quiet=runner.in_store_when_quiet)
    while sent < A_WEEK:
        sent += sum(1 for _ in outbox.after(sent))
        begun.append(hands.now)

    assert begun[-1] < 30
    assert pytest.approx([0.5] * (len(begun) - 1)) == [later - earlier for earlier, later in pairwise(begun)]


class GrowingLog(LogOutbox):
    """Rows of a week, and three for each key that was struck since; reading some takes 2 ms."""

    def __init__(self, hands: Hands) -> None:
        self._hands = hands

    def end(self) -> int:
        return A_WEEK + 3 * self._hands.struck

    def page(self, n: int, most: int) -> list[tuple[str, str]]:
        self._hands.until(self._hands.now + 0.002)
        return [("", "")] * min(most, self.end() - n)


def test_what_still_waits_is_done_at_the_end(qapp, errors: list[Exception], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tasks, "_QUIET_AT_LATEST_S", 3600.0)
    runner = TaskRunner(errors.append)
    runner.submit("store", lambda: None, lambda nothing: None)
    done: list[str] = []
    runner.submit("net", lambda: runner.in_store_when_quiet(lambda: done.append("done")), print)

    runner.shut_down()

    assert done == ["done"]
