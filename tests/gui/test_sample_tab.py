"""The sample tab by keyboard alone, on real threads and the real store: file, columns, look, import, stop, report."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from cati_app.domain.people.users import User
from cati_app.station.desktop import Desktop, WindowSettings
from cati_app.store.sample import SqlSample
from cati_app.ui.desk.sample.states import SampleStep
from cati_app.ui.desk.sample.view import SampleTab
from tests.patience import PATIENCE_S
from tests.stations import PASSWORD, Site

_ENTER, _ESC, _CTRL = Qt.Key.Key_Return, Qt.Key.Key_Escape, Qt.KeyboardModifier.ControlModifier


class Hands:
    """A supervisor at a window of the program; only keys."""

    def __init__(self, site: Site, bot: QtBot, folder: Path, language: str = "de") -> None:
        self.site, self._bot, self._folder = site, bot, folder
        self.desktop = Desktop(site.station, WindowSettings(language=language, people=[("sue", "Sue"), ("ann", "Ann")]))
        self.window = self.desktop.first
        self.desktop.show()
        self.window.shell.activateWindow()

    @property
    def tab(self) -> SampleTab:
        return self.window.roles.desk_views[1]

    def sign_in(self, user: User) -> Hands:
        self.window.login.login_given.emit(user.login, PASSWORD)
        self._bot.waitUntil(lambda: self.window.presenter.signed_in is not None and self.window.stage.busy == 0)
        return self

    def go_to_tab(self) -> Hands:
        tabs = self.window.roles.desk_views[0].tabs
        tabs.setFocus()
        for _ in range(tabs.count()):
            if self.window.roles.desk_views[0]._keys[tabs.currentIndex()] == "sample":
                break
            self._bot.keyClick(tabs, Qt.Key.Key_Right)
        self.wait()
        return self

    def key(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """A key, half a second after the last one."""
        self.site.clock.move(0.5)
        self._bot.keyClick(self._focused(), key, modifier)

    def type(self, text: str) -> None:
        self._bot.keyClicks(self._focused(), text)

    def _focused(self) -> QWidget:
        return self.window.shell.focusWidget() or self.tab

    def file(self, text: str) -> Path:
        path = self._folder / "liste.csv"
        path.write_text(text, encoding="utf-8")
        return path

    def choose(self, path: Path) -> None:
        """The dialog: type the path, Enter."""
        dialog = self.tab.dialog
        assert dialog is not None
        field = dialog.findChild(QLineEdit)
        field.setText(str(path))
        with self._bot.waitSignal(dialog.fileSelected):
            dialog.accept()  # as Enter does, without the list of completions that comes up at its own time

    def wait(self, step: SampleStep | None = None) -> None:
        def settled() -> bool:
            return self.window.stage.busy == 0 and not self.tab.focus_waits and step in (None, self.tab.step)

        self._bot.waitUntil(settled)

    def cases(self) -> int:
        return int(str(self.site.sql('SELECT count(*) FROM "case"')[0][0]))

    def is_blocked(self, number: int) -> bool:
        return self.desktop.runner.in_store(lambda: self.site.is_blocked(number))


@pytest.fixture
def hands(site: Site, qtbot: QtBot, tmp_path: Path, prepared) -> Iterator[Hands]:
    made = Hands(site, qtbot, tmp_path)
    yield made
    made.desktop.close()


GOOD = "ID;Telefon;Ort\nA1;030 23125 900;Nord\nA2;030 23125 901;Süd\nA3;Unsinn;Süd\n"


def test_a_file_comes_in_by_keys_alone(hands: Hands) -> None:
    hands.sign_in(hands.site.sue).go_to_tab()
    hands.key(Qt.Key.Key_O, _CTRL)
    hands.choose(hands.file(GOOD))
    hands.wait(SampleStep.COLUMNS)
    assert hands.tab.columns.boxes[0] is hands._focused()

    hands.key(_ENTER)
    hands.wait(SampleStep.RESULT)
    assert 5 == hands.cases()
    assert hands.tab.result.do is hands._focused()

    hands.key(_ENTER)
    hands.wait()
    assert 7 == hands.cases()
    assert 2 == hands.tab.result.rows.model.rowCount()

    hands.key(_ENTER)
    hands.wait(SampleStep.OVERVIEW)


def test_what_came_of_an_import_is_shown_from_its_title_on(hands: Hands) -> None:
    hands.window.shell.resize(1280, 480)
    hands.sign_in(hands.site.sue).go_to_tab()
    hands.key(Qt.Key.Key_O, _CTRL)
    hands.choose(hands.file(GOOD))
    hands.wait(SampleStep.COLUMNS)
    hands.key(_ENTER)
    hands.wait(SampleStep.RESULT)
    bar = hands.tab.result.scroller.verticalScrollBar()
    hands.tab.run_local("scroll_down")
    assert bar.value() > 0  # down to the rows of the look

    hands.key(_ENTER)
    hands.wait(SampleStep.RESULT)
    assert 7 == hands.cases()
    assert 0 == bar.value()


def test_a_bounce_of_enter_does_not_import(hands: Hands, qtbot: QtBot) -> None:
    hands.sign_in(hands.site.sue).go_to_tab()
    hands.tab.file_chosen.emit(str(hands.file(GOOD)))
    hands.wait(SampleStep.COLUMNS)
    hands.key(_ENTER)
    hands.wait(SampleStep.RESULT)

    qtbot.keyClick(hands._focused(), _ENTER)
    hands.wait()

    assert (5, SampleStep.RESULT) == (hands.cases(), hands.tab.step)


def test_what_a_column_holds_is_changed_by_keys(hands: Hands) -> None:
    hands.sign_in(hands.site.sue).go_to_tab()
    hands.tab.file_chosen.emit(str(hands.file(GOOD)))
    hands.wait(SampleStep.COLUMNS)
    hands.tab.columns.boxes[2].setFocus()
    hands.key(Qt.Key.Key_Down)
    assert "" == hands.tab.columns.boxes[2].key()
    hands.key(_ENTER)
    hands.wait(SampleStep.RESULT)
    hands.key(_ENTER)
    hands.wait()

    assert [("{}",), ("{}",)] == hands.site.sql('SELECT fields FROM "case" WHERE case_no > 5')


def test_escape_stops_an_import_in_the_middle_and_the_window_stays_alive(
    hands: Hands, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    inside, go_on = threading.Event(), threading.Event()
    add = SqlSample.add

    def slow(self: SqlSample, units: object) -> None:
        add(self, units)  # type: ignore[arg-type]
        inside.set()
        go_on.wait(PATIENCE_S)

    monkeypatch.setattr(SqlSample, "add", slow)
    hands.sign_in(hands.site.sue).go_to_tab()
    hands.tab.file_chosen.emit(str(hands.file(GOOD)))
    hands.wait(SampleStep.COLUMNS)
    hands.key(_ENTER)
    hands.wait(SampleStep.RESULT)
    hands.key(_ENTER)
    qtbot.waitUntil(inside.is_set)

    assert SampleStep.RUNNING is hands.tab.step
    with qtbot.waitSignal(hands.tab.back_pressed):  # the window hears keys while the store works
        hands.key(_ESC)
    go_on.set()
    hands.wait(SampleStep.COLUMNS)

    assert 5 == hands.cases()
    assert "sample_imported" not in hands.site.kinds()


def test_closing_the_window_in_the_middle_changes_nothing(
    site: Site, qtbot: QtBot, tmp_path: Path, prepared, monkeypatch: pytest.MonkeyPatch
) -> None:
    inside, go_on = threading.Event(), threading.Event()
    add = SqlSample.add

    def slow(self: SqlSample, units: object) -> None:
        add(self, units)  # type: ignore[arg-type]
        inside.set()
        go_on.wait(PATIENCE_S)

    monkeypatch.setattr(SqlSample, "add", slow)
    hands = Hands(site, qtbot, tmp_path).sign_in(site.sue).go_to_tab()
    hands.tab.file_chosen.emit(str(hands.file(GOOD)))
    hands.wait(SampleStep.COLUMNS)
    hands.key(_ENTER)
    hands.wait(SampleStep.RESULT)
    hands.key(_ENTER)
    qtbot.waitUntil(inside.is_set)
    threading.Timer(0.2, go_on.set).start()

    hands.desktop.close()

    assert 5 == hands.cases()


def test_the_report_is_filtered_and_saved_by_keys(hands: Hands, tmp_path: Path) -> None:
    hands.sign_in(hands.site.sue).go_to_tab()
    hands.tab.file_chosen.emit(str(hands.file(GOOD)))
    hands.wait(SampleStep.COLUMNS)
    hands.key(_ENTER)
    hands.wait(SampleStep.RESULT)
    hands.tab.result.filter.setFocus()
    hands.key(Qt.Key.Key_Down)
    assert 1 == hands.tab.result.rows.model.rowCount()

    hands.key(Qt.Key.Key_S, _CTRL)
    hands.choose(tmp_path / "bericht.csv")
    hands.wait()

    assert "number_not_readable" in (tmp_path / "bericht.csv").read_text(encoding="utf-8-sig")


def test_a_portion_is_released_by_keys_after_it_was_asked(hands: Hands) -> None:
    hands.sign_in(hands.site.sue).go_to_tab()
    hands.tab.file_chosen.emit(str(hands.file(GOOD)))
    hands.wait(SampleStep.COLUMNS)
    hands.tab.columns.portion.setFocus()
    hands.type("1")
    hands.key(_ENTER)
    hands.wait(SampleStep.RESULT)
    hands.key(_ENTER)
    hands.wait()
    hands.key(_ENTER)
    hands.wait(SampleStep.OVERVIEW)

    hands.key(Qt.Key.Key_L, _CTRL)
    hands.key(_ESC)
    assert "sample_released" not in hands.site.kinds()
    hands.key(Qt.Key.Key_L, _CTRL)
    hands.key(_ENTER)
    hands.wait()

    assert "sample_released" in hands.site.kinds()
    assert [("unreleased",)] == hands.site.sql("SELECT state FROM \"case\" WHERE state = 'unreleased'")


def test_a_number_goes_on_and_off_the_block_list_by_keys(hands: Hands) -> None:
    hands.sign_in(hands.site.sue).go_to_tab()
    hands.key(Qt.Key.Key_K, _CTRL)
    hands.type("030 23125 777")
    hands.key(_ENTER)
    hands.wait()
    assert hands.is_blocked(777)

    hands.key(Qt.Key.Key_K, _CTRL | Qt.KeyboardModifier.ShiftModifier)
    for text in ("030 23125 777", "wrote that it was a mistake", "ann", PASSWORD):
        hands.type(text)
        hands.key(_ENTER)
        hands.wait()

    assert not hands.is_blocked(777)
    assert not hands.tab.overview.question.isVisible()


def test_secrets_are_forgotten_when_the_question_is_left(hands: Hands) -> None:
    hands.sign_in(hands.site.sue).go_to_tab()
    hands.key(Qt.Key.Key_K, _CTRL | Qt.KeyboardModifier.ShiftModifier)
    hands.type("030 23125 777")
    hands.key(_ESC)

    assert [""] * 4 == [field.text() for field in hands.tab.overview.question.findChildren(QLineEdit)]


def test_nothing_is_cut_off_at_200_percent(hands: Hands) -> None:
    hands.sign_in(hands.site.sue).go_to_tab()
    hands.window.shell.resize(1280, 720)
    hands.desktop.theme.set_percent(200)
    hands.tab.file_chosen.emit(str(hands.file(GOOD)))
    hands.wait(SampleStep.COLUMNS)
    hands.key(_ENTER)
    hands.wait(SampleStep.RESULT)

    for page in (hands.tab.overview, hands.tab.columns, hands.tab.running, hands.tab.result):
        inside = page.scroller.widget()
        assert inside.minimumSizeHint().width() <= page.scroller.viewport().width(), type(page).__name__


def test_interviewers_come_nowhere_near_it(hands: Hands) -> None:
    hands.sign_in(hands.site.ann)

    assert not hands.tab.isVisible()
    assert not {name for name in hands.window.shell._enabled if name.startswith("sample")}


def test_in_large_text_the_tab_opens_with_its_figures_in_sight(hands: Hands) -> None:
    hands.sign_in(hands.site.sue)
    hands.desktop.kit.theme.set_percent(200)
    hands.window.shell.resize(1280, 720)
    tabs = hands.window.roles.desk_views[0].tabs
    for _ in range(tabs.count()):
        if not hands.tab.isVisible():
            hands.key(Qt.Key.Key_Tab, _CTRL)
    hands.wait()
    QApplication.processEvents()

    bar = hands.tab.overview.scroller.verticalScrollBar()
    assert (True, 0) == (bar.maximum() > 0, bar.value())
