"""The start page by keys alone, and what behind it opens: a real study, made with a passphrase that was asked for."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from cati_app.cli import run as run_command
from cati_app.cli.start import _Behind, _prepare
from cati_app.station.folders import default_state
from cati_app.station.known_studies import KnownStudies, KnownStudy
from cati_app.station.opening import Station
from cati_app.station.remembering import remember
from cati_app.station.start_page import StartPage, Ways
from cati_app.ui.start.line_view import StudyRow
from cati_app.ui.start.port import Leave
from cati_app.ui.widgets.kit import Kit

_STUDY = Path(__file__).resolve().parents[1] / "golden" / "broken" / "healthy"
_AT = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


class _Started:
    """A page on a machine of its own; `opened` are the studies it led to."""

    def __init__(self, state: Path, tmp_path: Path) -> None:
        self.known = KnownStudies(state)
        self.opened: list[Path] = []
        self.joined: list[Path] = []
        self.spoken: list[str] = []
        ways = Ways(lambda folder: folder, self.enter, self.join, language=self.speak)
        self.page = StartPage(self.known, ways, tmp_path, "en")

    def enter(self, prepared: object, passphrase: str) -> Leave:
        def leave() -> int:
            self.opened.append(Path(str(prepared)))
            return 0

        return leave

    def join(self, code: str, folder: Path, passphrase: str) -> None:
        self.joined.append(folder)

    def speak(self, language: str) -> Leave:
        self.spoken.append(language)
        return lambda: 0

    def press(self, bot: QtBot, key: Qt.Key) -> None:
        bot.keyClick(QApplication.focusWidget() or self.page.window, key)


def _study(folder: Path, n: int) -> KnownStudy:
    folder.mkdir()
    (folder / "study.yaml").write_text("id: a\n", encoding="utf-8")
    return KnownStudy(folder, folder.name, {"de": folder.name, "en": folder.name}, _AT.replace(minute=n))


@pytest.fixture
def started(kit: Kit, tmp_path: Path, qtbot: QtBot) -> Iterator[_Started]:
    made = _Started(tmp_path / "index", tmp_path)
    for n, name in enumerate(("old", "new")):
        made.known.note(_study(tmp_path / name, n))
    made.page.show()
    made.page.window.activateWindow()
    yield made
    made.page.window._kit.theme.normal_size()  # it has a theme of its own; sizes are those of the whole program
    made.page.close()
    del made
    gc.collect()  # what is over ends in this thread, not in the lane of the next window


def _row() -> str:
    focused: QWidget | None = QApplication.focusWidget()
    return focused.line.title if isinstance(focused, StudyRow) else ""


def test_arrows_choose_a_study_and_enter_opens_it(started: _Started, qtbot: QtBot) -> None:
    before = _row()
    started.press(qtbot, Qt.Key.Key_Down)
    after = _row()
    started.press(qtbot, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: started.page._next is not None)

    assert ("new", "old") == (before, after)
    assert started.page._next is not None
    started.page._next()
    assert ["old"] == [folder.name for folder in started.opened]


def test_f1_tells_the_keys_and_f7_the_other_language(started: _Started, qtbot: QtBot) -> None:
    started.press(qtbot, Qt.Key.Key_F1)
    helped = started.page.window._detail.text()
    started.press(qtbot, Qt.Key.Key_Escape)
    started.press(qtbot, Qt.Key.Key_F7)
    qtbot.waitUntil(lambda: started.page._next is not None)

    assert "J joins a study at a hub" in helped
    assert ["de"] == started.spoken


def test_del_takes_a_line_off_and_the_folder_stays(started: _Started, tmp_path: Path, qtbot: QtBot) -> None:
    started.press(qtbot, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: 1 == len(started.known.read().studies))
    qtbot.waitUntil(lambda: "old" == _row())

    assert (tmp_path / "new" / "study.yaml").exists()


def test_a_code_is_typed_by_keys_and_leads_into_the_study(started: _Started, qtbot: QtBot) -> None:
    started.press(qtbot, Qt.Key.Key_J)
    qtbot.keyClicks(QApplication.focusWidget(), "njo")
    started.press(qtbot, Qt.Key.Key_Return)  # the folder is proposed: on to the passphrase
    qtbot.keyClicks(QApplication.focusWidget(), "right horse of the field")
    started.press(qtbot, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: started.page._next is not None)

    assert ["study"] == [folder.name for folder in started.joined]


def test_nothing_is_cut_off_at_the_largest_text(started: _Started, qtbot: QtBot) -> None:
    window = started.page.window
    window.showNormal()
    window.resize(1280, 720)
    for _ in range(10):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Plus, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: window._kit.theme.percent == 200)

    area = window._scroll
    assert area.widget().width() <= area.viewport().width()


def test_a_study_opened_from_the_page_is_on_the_index(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kit: Kit
) -> None:
    """From the folder to the open database, as `cati` does it; the windows themselves stay closed."""
    monkeypatch.setenv("CATI_PASSPHRASE", "right horse")
    monkeypatch.setenv("CATI_STATE", str(tmp_path / "state"))
    seen: list[Station] = []

    def windows(station: Station, look: object) -> int:
        seen.append(station)
        return 0

    monkeypatch.setattr(run_command, "windows", windows)
    leave = _Behind().enter(_prepare(_STUDY), "")

    assert 0 == leave()
    with seen[0].database:
        remember(seen[0])
    (known,) = KnownStudies(default_state()).read().studies
    assert (seen[0].loaded.study.id, "", True) == (known.study, known.hub, known.is_there())
