"""The first start of a study, and people in the settings: by keys alone, on real threads and the real store."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from cati_app.demo.clock import SimulatedClock
from cati_app.domain.errors import RuleViolation
from cati_app.domain.people.users import Role
from cati_app.station.desktop import Desktop, WindowSettings
from cati_app.station.machine import UuidSource
from cati_app.station.opening import Station
from cati_app.store.keys import NoKeyRing
from cati_app.store.opening import Settings, open_database
from cati_app.ui.desk.people.states import PeopleStep
from cati_app.ui.desk.people.view import PeopleTab
from cati_app.ui.stage.states import ScreenName
from tests.stations import PASSPHRASE, QUICK, TUESDAY, small_study

T = TypeVar("T")

_ENTER, _ESC, _TAB = Qt.Key.Key_Return, Qt.Key.Key_Escape, Qt.Key.Key_Tab
_CTRL, _SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
_NONE = Qt.KeyboardModifier.NoModifier
_SECRET = "correct horse battery"


class Hands:
    """Whoever sits at a window on a database in which nobody can sign in yet; only keys."""

    def __init__(self, folder: Path, bot: QtBot) -> None:
        self._bot = bot
        self.clock = SimulatedClock(TUESDAY)
        settings = Settings(PASSPHRASE, NoKeyRing(), QUICK, blocklist=folder / "blocklist.db")
        self.database = open_database(folder / "small.db", settings, create=True, writable=True)
        ids = UuidSource(self.clock, random.Random(1))
        self.station = Station(small_study(), self.database, clock=self.clock, ids=ids, cost=QUICK)
        self.desktop = Desktop(self.station, WindowSettings(language="en", dark=False))
        self.window = self.desktop.first
        self.desktop.show()
        self.window.shell.activateWindow()
        self.wait()

    @property
    def tab(self) -> PeopleTab:
        return self.window.roles.desk_views[2]

    @property
    def focused(self) -> QWidget:
        return self.window.shell.focusWidget() or self.window.shell

    def wait(self, step: PeopleStep | None = None) -> None:
        def settled() -> bool:
            if self.window.stage.busy:
                return False
            return step is None or (self.tab.step is step and not self.tab.focus_waits)

        self._bot.waitUntil(settled)  # real passwords are derived meanwhile, on a busy machine too

    def stored(self, step: Callable[[], T]) -> T:
        """What is in the database, read in its own lane."""
        return self.desktop.runner.in_store(step)

    def key(self, key: Qt.Key, modifier: Qt.KeyboardModifier = _NONE) -> None:
        """A key, half a second after the last one."""
        self.clock.move(0.5)
        self._bot.keyClick(self.focused, key, modifier)
        self.wait()

    def type(self, *texts: str) -> None:
        """Into one field after the other, Enter after each."""
        for text in texts:
            assert isinstance(self.focused, QLineEdit)
            self._bot.keyClicks(self.focused, text)
            self.key(_ENTER)

    def begin(self) -> None:
        """The first supervisor."""
        self.type("sue", "", _SECRET, _SECRET)
        self.wait(PeopleStep.SHEET)

    def groups(self, page: int) -> list[str]:
        """What a page says, read off its picture."""
        lines = [line.text for line in self.tab._sheet_pages[page - 1].lines]
        return [text for number, text in pairwise(lines) if number.isdecimal() and len(text) == 4]

    def confirm(self, pages: dict[int, list[str]]) -> None:
        """Type the two groups that are asked for."""
        for page, field in enumerate(self.tab.form.form._state.fields, 1):
            self.type(pages[page][int(field.label.split()[-1]) - 1])

    def sign_out(self) -> None:
        self.key(Qt.Key.Key_U, _CTRL)
        self._bot.waitUntil(lambda: self.window.stage.situation.screen is ScreenName.LOGIN)

    @property
    def message(self) -> str:
        return self.tab.listing._message.text()


@pytest.fixture
def hands(qtbot: QtBot, tmp_path: Path) -> Iterator[Hands]:
    made = Hands(tmp_path, qtbot)
    yield made
    made.desktop.close()
    made.database.close()


def test_a_first_start_leads_to_a_confirmed_sheet_by_keys_alone(hands: Hands) -> None:
    hands.begin()
    assert "not confirmed" in hands.window.roles.desk_views[0]._reminder.text()
    pages = {1: hands.groups(1), 2: hands.groups(2)}
    assert [14, 14] == [len(groups) for groups in pages.values()]

    hands.key(_ENTER)
    hands.wait(PeopleStep.FORM)
    hands.confirm(pages)
    hands.wait(PeopleStep.LIST)

    assert not hands.stored(hands.station.people.sheet_is_needed)
    assert "confirmed" in hands.message
    assert not hands.window.roles.desk_views[0]._reminder.isVisible()
    assert [("sue", Role.SUPERVISOR)] == [(user.login, user.role) for user in hands.stored(hands.station.logins)]


def test_a_further_window_asks_for_name_and_password_once_there_is_a_supervisor(hands: Hands) -> None:
    hands.desktop.add_window()
    hands.begin()
    hands.desktop.add_window()

    early, late = hands.desktop.windows[1:]
    assert late.login.form.isHidden()
    with pytest.raises(RuleViolation, match="study_begun"):
        hands.stored(partial(hands.desktop.begin_study, early.roles, "tom", "Tom", _SECRET))
    assert ["sue"] == [user.login for user in hands.stored(hands.station.logins)]


def test_a_password_that_is_too_short_is_typed_again_and_nobody_was_added(hands: Hands) -> None:
    hands.type("sue", "", "short", "short")

    assert "at least 14" in hands.window.login.form._message.text()
    assert () == hands.stored(hands.station.logins)
    assert isinstance(hands.focused, QLineEdit)
    assert "" == hands.focused.text()
    hands.type(_SECRET, _SECRET)
    hands.wait(PeopleStep.SHEET)
    assert 1 == len(hands.stored(hands.station.logins))


def test_a_misread_group_keeps_the_keyboard_in_the_form(hands: Hands) -> None:
    hands.begin()
    hands.key(_ENTER)
    hands.wait(PeopleStep.FORM)

    hands.type("AAAA", "BBBB")

    assert "is another one" in hands.tab.form.form._message.text()
    assert isinstance(hands.focused, QLineEdit)
    assert hands.stored(hands.station.people.sheet_is_needed)


def test_esc_puts_the_sheet_off_and_ctrl_s_brings_it_back(hands: Hands) -> None:
    hands.begin()

    hands.key(_ESC)
    hands.wait(PeopleStep.LIST)
    assert () == hands.tab._sheet_pages, "a sheet out of sight is forgotten"
    hands.key(Qt.Key.Key_S, _CTRL)
    hands.wait(PeopleStep.SHEET)

    assert 14 == len(hands.groups(1))


def test_the_sheet_is_saved_where_somebody_says_and_nowhere_else(hands: Hands, tmp_path: Path, qtbot: QtBot) -> None:
    hands.begin()
    before = {path for path in tmp_path.rglob("*") if path.is_file()}
    hands.key(Qt.Key.Key_S, _CTRL)
    dialog = hands.tab.dialog
    assert dialog is not None
    target = tmp_path / "stick" / "cati-sheet.pdf"
    target.parent.mkdir()
    dialog.setDirectory(str(target.parent))
    dialog.findChild(QLineEdit).setText(str(target))
    with qtbot.waitSignal(dialog.fileSelected):
        dialog.accept()
    hands.wait(PeopleStep.SHEET)
    qtbot.waitUntil(target.exists)

    assert target.read_bytes().startswith(b"%PDF-")
    assert 0o600 == target.stat().st_mode & 0o777
    assert {target} == {path for path in tmp_path.rglob("*") if path.is_file()} - before


def test_the_sheet_goes_to_the_printer_as_it_is_on_the_screen(hands: Hands) -> None:
    hands.begin()
    printed: list[object] = []
    hands.tab.printing = lambda tab, pages: printed.append(pages)

    hands.key(Qt.Key.Key_P, _CTRL)

    assert [hands.tab._sheet_pages] == printed


def _confirmed(hands: Hands) -> Hands:
    hands.begin()
    pages = {1: hands.groups(1), 2: hands.groups(2)}
    hands.key(_ENTER)
    hands.wait(PeopleStep.FORM)
    hands.confirm(pages)
    hands.wait(PeopleStep.LIST)
    return hands


def _add(hands: Hands, login: str) -> str:
    hands.key(Qt.Key.Key_N, _CTRL)
    hands.wait(PeopleStep.FORM)
    hands.type(login, "")
    hands.wait(PeopleStep.CODE)
    code = hands.tab.code.code.text()
    hands.key(_ENTER)
    hands.key(_ENTER)
    hands.wait(PeopleStep.LIST)
    return code


def test_a_new_person_signs_in_with_the_start_code_and_chooses_a_password(hands: Hands) -> None:
    code = _add(_confirmed(hands), "ann")
    hands.sign_out()
    assert ["sue", "ann"] == [user.key for user in hands.window.login._state.users]
    hands.window.login._users.setCurrentIndex(1)

    hands.type(code)
    hands.type("blue green red", "blue green red")

    person = hands.window.presenter.signed_in
    assert person is not None
    assert "ann" == person.user.login
    assert hands.stored(partial(hands.station.sign_in, "ann", "blue green red")) is not None
    assert hands.stored(partial(hands.station.sign_in, "ann", code)) is None


def test_a_start_code_leaves_screen_and_clipboard_with_its_page(hands: Hands) -> None:
    _confirmed(hands)
    hands.key(Qt.Key.Key_N, _CTRL)
    hands.wait(PeopleStep.FORM)
    hands.type("ann", "")
    hands.wait(PeopleStep.CODE)
    code = hands.tab.code.code.text()

    hands.key(Qt.Key.Key_C, _CTRL)
    assert code == QGuiApplication.clipboard().text()
    hands.key(_ENTER)
    hands.key(_ENTER)
    hands.wait(PeopleStep.LIST)

    assert ("", "") == (QGuiApplication.clipboard().text(), hands.tab.code.code.text())
    people = hands.tab.listing.people
    row = people.table.currentIndex().row()
    assert "ann" == people.model.index(row, 2).data(), "whoever was added is selected"


def test_enter_struck_twice_on_the_form_leaves_the_start_code_in_sight(hands: Hands) -> None:
    _confirmed(hands)
    hands.key(Qt.Key.Key_N, _CTRL)
    hands.wait(PeopleStep.FORM)
    hands.type("ann", "")
    hands.wait(PeopleStep.CODE)
    code = hands.tab.code.code.text()

    hands.key(_ENTER)

    assert (PeopleStep.CODE, code) == (hands.tab.step, hands.tab.code.code.text())
    assert "not shown again" in hands.tab.code._question.text()


def test_enter_on_copy_copies_the_start_code_and_leaves_it_there(hands: Hands) -> None:
    _confirmed(hands)
    hands.key(Qt.Key.Key_N, _CTRL)
    hands.wait(PeopleStep.FORM)
    hands.type("ann", "")
    hands.wait(PeopleStep.CODE)
    code = hands.tab.code.code.text()
    hands.tab.code.copy.setFocus()

    for _ in range(3):
        hands.key(_ENTER)

    assert (code, code) == (QGuiApplication.clipboard().text(), hands.tab.code.code.text())


def test_enter_on_a_verb_that_has_the_keyboard_does_it(hands: Hands) -> None:
    _confirmed(hands)
    for command, form in (("people_renew_sheet", "renew_sheet"), ("people_rotate", "rotate"), ("people_add", "add")):
        hands.tab.listing._buttons[command].setFocus()
        hands.key(_ENTER)
        hands.wait(PeopleStep.FORM)
        assert form == hands.tab.form.form._state.key
        hands.tab.form.form.leave.setFocus()
        hands.key(_ENTER)
        hands.wait(PeopleStep.LIST)


def test_a_wrong_group_of_page_2_has_the_keyboard_in_its_own_field(hands: Hands) -> None:
    hands.begin()
    pages = {1: hands.groups(1), 2: ["AAAA"] * 14}
    hands.key(_ENTER)
    hands.wait(PeopleStep.FORM)
    hands.confirm(pages)

    assert "is another one" in hands.tab.form.form._message.text()
    assert "Page 2" in hands.focused.accessibleName()
    assert "AAAA" == hands.focused.selectedText()  # typed anew at once


def test_a_login_that_cannot_be_has_the_keyboard_and_not_the_password(hands: Hands) -> None:
    hands.type("x" * 65, "", _SECRET, _SECRET)

    assert "1 to 64" in hands.window.login.form._message.text()
    assert "Login" == hands.focused.accessibleName()


def test_deactivating_asks_first_and_leaves_the_list_in_the_hands(hands: Hands) -> None:
    _add(_confirmed(hands), "ann")
    hands.key(Qt.Key.Key_Down)
    hands.key(Qt.Key.Key_D, _CTRL)
    hands.wait(PeopleStep.FORM)
    hands.key(_ESC)
    hands.wait(PeopleStep.LIST)
    assert all(user.active for user in hands.stored(hands.station.logins))

    hands.key(Qt.Key.Key_D, _CTRL)
    hands.wait(PeopleStep.FORM)
    hands.key(_ENTER)
    hands.wait(PeopleStep.LIST)

    assert [True, False] == [user.active for user in hands.stored(hands.station.logins)]
    assert hands.tab.listing.people.table.hasFocus()
    assert "deactivated" in hands.tab.listing.people.model.index(1, 5).data().casefold() + hands.message.casefold()


def test_an_own_password_is_changed_and_the_old_one_ends(hands: Hands) -> None:
    _confirmed(hands)
    hands.key(Qt.Key.Key_P, _CTRL | _SHIFT)
    hands.wait(PeopleStep.FORM)

    hands.type(_SECRET, "another horse battery", "another horse battery")
    hands.wait(PeopleStep.LIST)

    assert hands.stored(partial(hands.station.sign_in, "sue", _SECRET)) is None
    assert hands.stored(partial(hands.station.sign_in, "sue", "another horse battery")) is not None


def test_an_interviewer_changes_the_own_password_at_the_sign_in_by_keys(hands: Hands) -> None:
    code = _add(_confirmed(hands), "ann")
    hands.sign_out()
    hands.window.login._users.setCurrentIndex(1)
    hands.type(code)
    hands.type("blue green red", "blue green red")
    hands.sign_out()

    hands.key(Qt.Key.Key_P, _CTRL | _SHIFT)
    form = hands.window.login.form
    assert "change" == form._state.key
    form._fields["login"].setCurrentIndex(1)
    hands.type("blue green red", "another long secret", "another long secret")

    person = hands.window.presenter.signed_in
    assert person is not None
    assert "ann" == person.user.login
    assert hands.stored(partial(hands.station.sign_in, "ann", "another long secret")) is not None
    assert hands.stored(partial(hands.station.sign_in, "ann", "blue green red")) is None


def test_a_new_sheet_of_who_is_alone_is_shown_at_once_and_reminded_of(hands: Hands) -> None:
    _confirmed(hands)
    hands.key(Qt.Key.Key_S, _CTRL | _SHIFT)
    hands.wait(PeopleStep.FORM)

    hands.key(_ENTER)
    hands.wait(PeopleStep.SHEET)

    assert 14 == len(hands.groups(2))
    assert hands.stored(hands.station.people.sheet_is_needed)


def test_tab_goes_from_the_list_through_every_verb(hands: Hands) -> None:
    _confirmed(hands)
    names = []
    for _ in range(12):
        hands.key(_TAB)
        names.append(hands.focused.accessibleName())

    for verb in ("Languages and skills …", "Login, name …", "Make a new sheet …", "Renew the keys …", "Add a person …"):
        assert verb in names
    assert names.index("Languages and skills …") < names.index("Make a new sheet …") < names.index("Add a person …")
    assert all(names), "each has a name for assistive technology"


def test_what_was_shown_to_one_supervisor_is_gone_when_somebody_else_sits_down(hands: Hands) -> None:
    hands.begin()

    hands.sign_out()

    assert () == hands.tab._sheet_pages
    assert PeopleStep.LIST is hands.tab.step
    assert 0 == hands.tab.listing.people.model.rowCount()
