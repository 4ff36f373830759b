"""A study set up by keys alone, from a questionnaire to a folder whose database opens."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from cati_app.cli.new_study import NewStudyDesk
from cati_app.station.loading import LoadedStudy
from cati_app.station.setting_up import SettingUp
from cati_app.station.study_reading import read_study
from cati_app.ui.stage.digits import KeyGuard
from cati_app.ui.stage.form_states import FormState
from cati_app.ui.widgets.kit import Kit
from tests.gui.conftest import Watch
from tests.unit.ui.test_new_field import Field

_FORM = """
| survey |
| | type | name | label::Deutsch (de) | label::English (en) |
| | integer | cars | Wie viele Autos? | How many cars? |
"""
_WRAPPED = "wraps on the card and would not on the whole page " * 2


class _Keys:
    def __init__(self, tmp_path: Path, bot: QtBot) -> None:
        self._bot = bot
        self.form = tmp_path / "cars.md"
        self.form.write_text(_FORM, encoding="utf-8")
        self.previewed: list[Path] = []
        self.field = Field()
        self.pages = SettingUp(NewStudyDesk(tmp_path / "state"), self.field, self.previewed.append, tmp_path, "en")
        self.pages._kit.keys = KeyGuard(Watch())
        self.pages.show()
        self.pages.window.activateWindow()
        self.pages.look()

    def type(self, *texts: str) -> None:
        """Into one field after the other, each with Enter."""
        for text in texts:
            field = QApplication.focusWidget()
            if text:
                self._bot.keyClicks(field, text)
            self._bot.keyClick(field, Qt.Key.Key_Return)

    def wait_for(self, page: str) -> None:
        presenter = self.pages.presenter
        self._bot.waitUntil(lambda: presenter.page == page and not presenter._busy)


@pytest.fixture
def keys(kit: Kit, tmp_path: Path, qtbot: QtBot) -> Iterator[_Keys]:
    made = _Keys(tmp_path, qtbot)
    yield made
    made.pages.close()
    del made
    gc.collect()  # what is over ends in this thread, not in the lane of the next window


def test_a_study_is_set_up_by_keys_alone(keys: _Keys, tmp_path: Path, qtbot: QtBot) -> None:
    keys.type(str(keys.form))
    keys.wait_for("names")
    keys.type("Autos in Musterstadt")
    keys.wait_for("languages")
    keys.type("")
    keys.wait_for("caller")
    keys.type("Institut", "Stadt", "Institut GmbH", "030 23125 990", "studie@institut.example")
    for page in ("place", "hours", "quota", "endings"):
        keys.wait_for(page)
        keys.type("Nieder" if page == "hours" else "")
    keys.wait_for("make")
    keys.type("")
    qtbot.waitUntil(lambda: keys.pages.made is not None)

    assert tmp_path / "Studies" / "cars" == keys.pages.made
    loaded = read_study(tmp_path / "Studies" / "cars")
    assert isinstance(loaded, LoadedStudy)
    assert "NI" == loaded.study.calling.state
    assert ("Autos in Musterstadt", ["de", "en"]) == (
        loaded.study.title["de"],
        [language.code for language in loaded.study.languages],
    )
    qtbot.waitUntil(lambda: keys.pages.field.page == "first" and not keys.pages.field.busy)
    assert not keys.pages.window.findings.isVisible()
    keys.type("ann", "", "a long password", "a long password")
    qtbot.waitUntil(lambda: keys.pages.field.page == "sheet" and not keys.pages.field.busy)

    assert [("begin", "ann", "ann")] == keys.field.done


def test_a_questionnaire_saved_meanwhile_is_read_again(keys: _Keys, qtbot: QtBot) -> None:
    keys.type(str(keys.form))
    keys.wait_for("names")
    keys.pages.look()
    keys.form.write_text(_FORM.replace("integer", "number of"), encoding="utf-8")
    keys.pages.look()
    qtbot.waitUntil(lambda: "error" in keys.pages.window.findings.summary)

    assert "names" == keys.pages.presenter.page


def test_a_questionnaire_that_is_half_saved_or_gone_says_so_until_it_is_back(keys: _Keys) -> None:
    told = keys.pages.window._told
    keys.type(str(keys.form))
    keys.wait_for("names")
    keys.pages.look()
    whole = keys.form.read_bytes()
    keys.form.write_bytes(b"")
    keys.pages.look()
    assert ("cars.md is being saved …", True) == (told.text(), told.isVisible())
    keys.form.unlink()
    keys.pages.look()
    assert told.text().startswith("cars.md is not there any more.")
    keys.type("Cars")
    keys.pages.window.card.do.click()
    keys.wait_for("names")
    assert "cars.md is not there. Bring it back" in keys.pages.window.card._message.text()
    keys.form.write_bytes(whole)
    keys.pages.look()
    keys.wait_for("names")
    assert "is not there" not in told.text()


def test_the_preview_is_of_the_questionnaire_chosen(keys: _Keys) -> None:
    keys.type(str(keys.form))
    keys.wait_for("names")
    keys.pages.window.preview_asked.emit()

    assert [keys.form] == keys.previewed


def test_no_line_of_a_long_page_is_cut(keys: _Keys, qtbot: QtBot) -> None:
    text = "\n".join(f"{number} Versuche, {number} Interviews" for number in range(14))
    window = keys.pages.window
    window.resize(1440, 900)
    window.card.render_form(FormState("page", "A page", "Next", (text, *[_WRAPPED] * 6, text)))

    def is_whole() -> bool:
        labels = window.card.findChildren(QLabel)
        long = [label for label in labels if label.text() == text]
        return len(long) == 2 and all(label.height() >= label.heightForWidth(label.width()) for label in long)

    qtbot.waitUntil(is_whole)


def test_page_keys_scroll_a_page_that_has_no_field(keys: _Keys, qtbot: QtBot) -> None:
    window = keys.pages.window
    window.card.render_form(FormState("page", "A page", "Next", tuple(f"line {n}" for n in range(60))))
    bar = window._scroll.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 0)
    bar.setValue(bar.maximum())
    qtbot.keyClick(window.card.do, Qt.Key.Key_PageUp)
    above = bar.value()
    qtbot.keyClick(window.card.do, Qt.Key.Key_PageDown)

    assert above < bar.maximum()
    assert above < bar.value()
