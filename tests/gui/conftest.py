"""A prepared application for GUI tests; a Qt warning fails the test."""

from __future__ import annotations

import os
from collections.abc import Iterator

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QLocale
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

import cati_app.ui  # noqa: F401 - holds None before Qt is used
from cati_app.texts import choose
from cati_app.ui.console.dial.view import CallingView
from cati_app.ui.console.interview.view import InterviewView
from cati_app.ui.setup import prepare
from cati_app.ui.shell.view import Shell
from cati_app.ui.stage.commands import Situation, enabled_now
from cati_app.ui.stage.digits import KeyGuard
from cati_app.ui.stage.states import ScreenName
from cati_app.ui.translation import Translation
from cati_app.ui.widgets.kit import Kit
from tests.lanes import keep_to_the_lane


class Watch:
    """Milliseconds that pass only when a test says so; by default far enough apart for every Enter to count."""

    def __init__(self) -> None:
        self.now = 0
        self.step = 1000

    def __call__(self) -> int:
        self.now += self.step
        return self.now


@pytest.fixture(autouse=True)
def _windows_end_with_their_test() -> Iterator[None]:
    """What is closed is deleted by a running event loop only, what has a slot of its own in it not even by Python.

    Every window left over would be laid out and painted again in all later tests that change the size of the text.
    """
    yield
    if isinstance(QApplication.instance(), QApplication):
        for window in QApplication.topLevelWidgets():
            window.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture(autouse=True)
def _a_database_belongs_to_its_lane(monkeypatch: pytest.MonkeyPatch) -> None:
    keep_to_the_lane(monkeypatch)


@pytest.fixture(scope="session")
def prepared(qapp: QApplication) -> tuple[Kit, Translation]:
    return prepare("de")


@pytest.fixture
def kit(prepared: tuple[Kit, Translation], watch: Watch) -> Iterator[Kit]:
    prepared[0].keys = KeyGuard(watch)
    choose("de")
    QLocale.setDefault(QLocale(QLocale.Language.German))  # a window of an earlier test may have been English
    yield prepared[0]
    prepared[0].theme.normal_size()
    prepared[0].theme.set_dark(False)


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture
def interview(kit: Kit, watch: Watch, qtbot: QtBot) -> InterviewView:
    view = InterviewView(kit)
    qtbot.addWidget(view)
    view.resize(1280, 640)
    view.show()
    view.activateWindow()
    return view


@pytest.fixture
def dial(kit: Kit, watch: Watch, qtbot: QtBot) -> CallingView:
    view = CallingView(kit)
    qtbot.addWidget(view)
    view.resize(1280, 640)
    view.show()
    view.activateWindow()
    return view


@pytest.fixture
def shell(kit: Kit, watch: Watch, qtbot: QtBot) -> Shell:
    window = Shell(kit)
    window.add_screen(ScreenName.CONSOLE, InterviewView(kit))
    window.add_screen(ScreenName.DIAL, CallingView(kit))
    qtbot.addWidget(window, before_close_func=lambda w: w.allow_close())
    window.show_screen(ScreenName.CONSOLE)
    situation = Situation(ScreenName.CONSOLE, has_case=True, can_hang_up=True, can_go_back=True, can_pause=True)
    window.set_enabled(enabled_now(situation))
    window.show()
    window.activateWindow()
    return window


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]):
    """Fail on Qt warnings, except the offscreen platform's one line per window."""
    report = yield
    if call.when == "call" and report.passed:
        capture = getattr(item, "qt_log_capture", None)
        records = capture.records if capture is not None else []
        told = [str(r.message) for r in records if "propagateSizeHints" not in str(r.message) and not r.ignored]
        if told:
            report.outcome = "failed"
            report.longrepr = "Qt said: " + "; ".join(told)
    return report
