"""Key → end of painting the next question, and key → answer durable; real keys into the real window."""

from __future__ import annotations

import random
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from resource import RUSAGE_THREAD, getrusage
from typing import Any

from PySide6.QtCore import QCoreApplication, QEventLoop, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from cati_app.demo.clock import ShiftedClock, tuesday_at_four
from cati_app.demo.habits import Habits
from cati_app.demo.hands import KEYS, type_character
from cati_app.demo.respondent import Keys, Respondents
from cati_app.demo.station import PASSWORD, PEOPLE, demo_station
from cati_app.engine.session.session import InterviewSession
from cati_app.station.desktop import Desktop, WindowSettings
from cati_app.station.loading import LoadedStudy
from cati_app.station.opening import Station
from cati_app.store.event_log import PreparedAnswerLog
from cati_app.ui.setup import application
from cati_app.ui.stage.panel_states import PanelKind
from cati_app.ui.stage.states import ScreenName

WARM_UP = 100
_TEXTS = {"contact_phone": ["030 23125000"], "contact_email": ["a@example.org"]}


@dataclass
class Times:
    """Of each measured key, milliseconds where nothing else is said."""

    painted: list[float] = field(default_factory=list)
    processor: list[float] = field(default_factory=list)
    """Of painted: what the window's thread worked, without what it waited for others."""
    stood: list[float] = field(default_factory=list)
    """So often the window's thread gave the processor up for what another one had, the interpreter above all."""
    durable: list[float] = field(default_factory=list)
    engine: list[float] = field(default_factory=list)
    layout: list[float] = field(default_factory=list)
    paint: list[float] = field(default_factory=list)
    empty_window: list[float] = field(default_factory=list)
    python_work: list[float] = field(default_factory=list)


class _Watch:
    """Collects time spent in the engine on the window's thread, and the moment of the last commit."""

    def __init__(self) -> None:
        self.engine = 0.0
        self.durable_at = 0.0
        self._depth = 0

    @contextmanager
    def installed(self) -> Iterator[None]:
        """Wrap the engine's calls and the answer log for the time of the measurement."""
        saved: list[tuple[type, str, Callable[..., Any]]] = []
        for name in ("answer", "forward", "screen", "outline", "sections", "focus", "value", "left_group"):
            saved.append((InterviewSession, name, getattr(InterviewSession, name)))
            setattr(InterviewSession, name, self._timed(getattr(InterviewSession, name)))
        saved.append((PreparedAnswerLog, "record", PreparedAnswerLog.record))
        PreparedAnswerLog.record = self._recorded(PreparedAnswerLog.record)  # type: ignore[method-assign]
        try:
            yield
        finally:
            for owner, name, original in saved:
                setattr(owner, name, original)

    def _timed(self, original: Callable[..., Any]) -> Callable[..., Any]:
        def timed(*arguments: Any, **named: Any) -> Any:
            self._depth += 1
            begin = time.perf_counter()
            try:
                return original(*arguments, **named)
            finally:
                self._depth -= 1
                if not self._depth:
                    self.engine += time.perf_counter() - begin

        return timed

    def _recorded(self, original: Callable[..., int]) -> Callable[..., int]:
        def recorded(*arguments: Any, **named: Any) -> int:
            seq = original(*arguments, **named)
            self.durable_at = time.perf_counter()
            return seq

        return recorded


class _QuickHands(ShiftedClock):
    """A clock on which two Enters are never one: each look at it is half a second later."""

    def __init__(self, begin: datetime) -> None:
        super().__init__(begin)
        self._looks = 0

    def monotonic_ms(self) -> int:
        """Milliseconds, with half a second for each look."""
        self._looks += 1
        return super().monotonic_ms() + 500 * self._looks


Beside = Callable[[Station, Desktop], AbstractContextManager[None]]


def _nothing(station: Station, desktop: Desktop) -> AbstractContextManager[None]:
    return nullcontext()


class Typist:
    """Answers interview after interview and times the key that leads to the next question."""

    def __init__(self, loaded: LoadedStudy, folder: Path) -> None:
        clock = _QuickHands(tuesday_at_four(loaded.study.calling.time_zone, datetime.now(UTC).date()))
        self._station = demo_station(loaded, folder / "bench.db", clock, random.Random(1))
        application()
        people = [(login, name) for login, name, _ in PEOPLE]
        self._desktop = Desktop(self._station, WindowSettings(language="de", dark=False, people=people))
        habits = Habits(calls={}, special={}, answers=_reference_habits(), texts=_TEXTS)
        self._respondents = Respondents(habits, random.Random(1))
        self._watch = _Watch()
        self._blank = QWidget()
        self.times = Times()
        self.over = 0  # interviews
        self._before: Callable[[int], None] = lambda measured: None

    def run(self, keys: int, beside: Beside = _nothing, before: Callable[[int], None] = lambda measured: None) -> Times:
        """Measure that many keys after a warm-up.

        Args:
            beside: What goes on meanwhile.
            before: Called before each key that is measured, with how many were; those of the warm-up count.
        """
        self._before = before
        with self.at_work(), beside(self._station, self._desktop), self._watch.installed():
            while len(self.times.painted) < keys + WARM_UP:
                self._step()
        for name in ("painted", "processor", "stood", "durable", "engine", "layout", "paint"):
            setattr(self.times, name, getattr(self.times, name)[WARM_UP:])
        return self.times

    @contextmanager
    def at_work(self) -> Iterator[None]:
        """Sign in; at the end close the windows and the database."""
        blank = self._blank
        blank.resize(1280, 720)
        blank.show()
        self._desktop.show()
        self._desktop.first.shell.activateWindow()
        self._rest()
        self._type(Keys(PASSWORD))
        try:
            yield
        finally:
            self._desktop.close()
            self._station.database.close()
            blank.close()

    def hold_interviews(self, until: int) -> None:
        """Call and interview until so many interviews are over; nothing is measured of single keys."""
        while self.over < until:
            self._step()
        self.times = Times()  # else the figures themselves would grow

    def _step(self) -> None:
        interviewer = self._desktop.first.roles.interviewing
        presenter = interviewer.interviewing if interviewer is not None else None
        if self._desktop.first.stage.situation.screen is not ScreenName.CONSOLE or presenter is None:
            self._press("F5")
            self._press("Return")
            return
        if self._desktop.first.shell.open_panel() is PanelKind.WRAP_UP:
            self._press("Return")
            self.over += 1
            return
        session = presenter.session
        if session is None or session.at_end:
            self._rest()
            return
        screen = session.screen()
        question = screen.questions[screen.focus]
        keys = self._respondents.answer(question, careful=question.check is not None)
        if question.check is not None and not question.choices:
            target = QApplication.focusWidget() or self._desktop.first.shell
            QTest.keyClick(target, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
            QTest.keyClick(target, Qt.Key.Key_Backspace)
        self._type(Keys(keys.typed, keys.then[:-1]))
        if len(self.times.painted) % 20 == 0:
            self._baseline()
        self._measure(keys.then[-1])

    def _measure(self, key: str) -> None:
        self._before(len(self.times.painted))
        watch = self._watch
        watch.engine = watch.durable_at = 0.0
        target = QApplication.focusWidget() or self._desktop.first.shell
        before = self._place()
        stood = getrusage(RUSAGE_THREAD).ru_nvcsw
        begin, worked = time.perf_counter(), time.thread_time()
        QTest.keyClick(target, KEYS[key])
        handled = time.perf_counter()
        QCoreApplication.processEvents()
        painted, worked = time.perf_counter(), time.thread_time() - worked
        stood = getrusage(RUSAGE_THREAD).ru_nvcsw - stood
        self._rest()
        if self._desktop.first.stage.situation.screen is not ScreenName.CONSOLE or not watch.durable_at:
            return
        if self._place() == before:
            return  # a check stood in the way: no other question was shown
        times = self.times
        times.painted.append((painted - begin) * 1000)
        times.processor.append(worked * 1000)
        times.engine.append(watch.engine * 1000)
        times.layout.append((handled - begin - watch.engine) * 1000)
        times.paint.append((painted - handled) * 1000)
        times.stood.append(stood)
        times.durable.append((watch.durable_at - begin) * 1000)

    def _place(self) -> str | None:
        interviewer = self._desktop.first.roles.interviewing
        session = interviewer.interviewing.session if interviewer is not None else None
        return session.ref if session is not None else None

    def _baseline(self) -> None:
        begin = time.perf_counter()
        self._blank.update()
        QCoreApplication.processEvents()
        self.times.empty_window.append((time.perf_counter() - begin) * 1000)
        begin = time.perf_counter()
        sum(i * i for i in range(20_000))
        self.times.python_work.append((time.perf_counter() - begin) * 1000)

    def _type(self, keys: Keys) -> None:
        for character in keys.typed:
            type_character(QApplication.focusWidget() or self._desktop.first.shell, character)
        for key in keys.then:
            self._press(key)
        self._rest()

    def _press(self, key: str) -> None:
        QTest.keyClick(QApplication.focusWidget() or self._desktop.first.shell, KEYS[key])
        self._rest()

    def _rest(self) -> None:
        QCoreApplication.processEvents()
        while self._desktop.first.stage.busy:
            QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
        QCoreApplication.processEvents()


def measure(loaded: LoadedStudy, keys: int) -> Times:
    """One run in a folder of its own."""
    with tempfile.TemporaryDirectory() as folder:
        return Typist(loaded, Path(folder)).run(keys)


def _reference_habits() -> dict[str, dict[str, Any]]:
    """Answers that lead through the whole of the reference study."""
    return {
        "driving": {"2": 1},
        "willing": {"1": 1},
        "in_city": {"1": 1},
        "target_person": {"1": 1},
        "willing_target": {"1": 1},
        "n_eligible": {"range": [2, 3]},
        "birth_year": {"range": [1950, 2005]},
        "birth_month": {"range": [1, 12]},
        "consent_origin": {"1": 1},
        "arrival_year": {"range": [1990, 2020]},
        "city_since": {"range": [2006, 2020]},
        "living_space": {"range": [40, 120]},
        "household_size": {"range": [4, 5]},
        "n_children": {"range": [0, 1]},
        "child_age": {"range": [3, 12]},
        "income": {"range": [1500, 5000]},
    }
