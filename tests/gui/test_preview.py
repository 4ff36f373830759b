"""The preview in a real window, on a file that is saved, broken and mended beside it."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import QFileSystemWatcher, Qt, QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from cati_app.cli.preview import read_of_form, read_of_study
from cati_app.demo.preview.window import PreviewWindow
from cati_app.domain.findings import Finding, Severity
from cati_app.ui.widgets.finding_column import FindingCard

_STUDY = Path(__file__).resolve().parents[1] / "golden" / "broken" / "healthy"
_HEAD = "| survey |\n| | type | name | label | relevant |\n| | note | hello | Good day | |\n"
_CARS = "| | integer | cars | How many cars? | |\n"


class _Open:
    def __init__(self, path: Path, bot: QtBot) -> None:
        self.path, self._bot = path, bot
        path.write_text(_HEAD + _CARS, encoding="utf-8")
        self.window = PreviewWindow(partial(read_of_form, path), "en", dark=False)
        self.window.show()
        self.wait("Read at")

    def wait(self, told: str) -> None:
        self._bot.waitUntil(lambda: told in self.window.line.told)

    def save(self, rows: str) -> None:
        part = self.path.with_name("part")
        part.write_text(_HEAD + rows, encoding="utf-8")
        part.replace(self.path)
        self.window.look()

    @property
    def question(self) -> str:
        session = self.window.presenter.session
        assert session is not None
        return session.screen().questions[0].name


@pytest.fixture
def opened(tmp_path: Path, qtbot: QtBot) -> Iterator[_Open]:
    made = _Open(tmp_path / "form.md", qtbot)
    yield made
    made.window.close()
    del made
    gc.collect()  # what is over ends in this thread, not in the lane of the next window


def test_it_is_read_again_when_it_is_saved_and_stays_at_its_question(opened: _Open, qtbot: QtBot) -> None:
    qtbot.keyClick(opened.window.view.page, Qt.Key.Key_Return)
    there = opened.question
    opened.save(_CARS + "| | text | why | Why? | |\n")
    opened.wait("Read again")

    assert ("cars", "cars") == (there, opened.question)


def test_errors_stand_beside_it_and_what_was_whole_stays(opened: _Open, qtbot: QtBot) -> None:
    opened.save("| | integer | cars | How many cars? | ${nothing} > 1 |\n")
    opened.wait("errors")

    assert "hello" == opened.question
    assert opened.window.findings.summary.startswith("1 error")
    (card, *_) = opened.window.findings.findChildren(FindingCard)
    qtbot.waitUntil(card.isVisible)
    opened.window.findings.take_focus()
    assert card is QApplication.focusWidget()
    assert "nothing" in card.accessibleName()


def test_a_file_that_is_gone_is_said_and_read_when_it_comes_back(opened: _Open) -> None:
    opened.path.unlink()
    opened.window.look()
    opened.wait("is not there any more")
    opened.save(_CARS)
    opened.wait("Read again")


def test_a_file_that_is_just_being_written_is_waited_for(opened: _Open) -> None:
    opened.path.write_text("", encoding="utf-8")
    opened.window.look()
    opened.wait("is being saved")
    opened.save(_CARS)
    opened.wait("Read again")


def test_what_changes_after_the_window_was_closed_is_looked_at_by_nobody(opened: _Open) -> None:
    opened.window.close()
    for watcher in opened.window.findChildren(QFileSystemWatcher):
        watcher.directoryChanged.emit(str(opened.path.parent))
    assert [False, False] == [timer.isActive() for timer in opened.window.findChildren(QTimer)]


def test_a_finding_leads_to_its_question(opened: _Open) -> None:
    opened.save(_CARS + "| | text | cars_why | Why? | ${cars} > 1 and ${cars} < 1 |\n")
    opened.wait("Read again")
    session = opened.window.presenter.session
    assert session is not None
    row = next(node.row for node in session.form.nodes if node.name == "cars_why")
    opened.window.findings.chosen.emit(Finding(Severity.WARNING, "x", "It is.", "Mend it.", "survey", row))

    assert "cars_why" in opened.window.shell.message.accessibleName()


def test_the_width_changes_and_comes_back(opened: _Open) -> None:
    widths = []
    for _ in range(4):
        opened.window.change_width()
        widths.append(opened.window.view.maximumWidth())

    assert [480, 800, 1280] == widths[:3]
    assert 10_000 < widths[3]


def test_a_study_hands_in_whom_the_interviewer_names() -> None:
    read = read_of_study(_STUDY)

    assert read.form is not None
    assert ("I", "Klein") == (read.hidden["study_institute"], read.texts.title)
    assert ["study.yaml", "form.md"] == [path.name for path in read.files[:2]]
