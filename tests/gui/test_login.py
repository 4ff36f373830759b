"""Signing in: a wrong password, and the keyboard after a panel."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from cati_app.ui.sign_in.states import HandoutState, LoginState, UserOption
from cati_app.ui.sign_in.view import SignInView
from cati_app.ui.stage.form_states import FieldKind, FieldState, FormState
from cati_app.ui.stage.states import Tone
from cati_app.ui.widgets.kit import Kit

USERS = (UserOption("ann", "Ann"), UserOption("bob", "Bob"))


@pytest.fixture
def login(kit: Kit, qtbot: QtBot) -> SignInView:
    view = SignInView(kit)
    qtbot.addWidget(view)
    view.render(LoginState("Studie", USERS, "ann"))
    view.show()
    view.activateWindow()
    return view


def password(view: SignInView) -> QLineEdit:
    field = view.focusWidget()
    assert isinstance(field, QLineEdit)
    return field


def test_after_a_wrong_password_the_next_try_starts_afresh(login: SignInView, qtbot: QtBot) -> None:
    for typed in ("wrong", "wrong again", "right"):
        qtbot.keyClicks(password(login), typed)
        with qtbot.waitSignal(login.login_given) as given:
            qtbot.keyClick(password(login), Qt.Key.Key_Return)
        assert given.args == ["ann", typed]
        login.render(LoginState("Studie", USERS, "ann", message="Stimmt nicht.", tone=Tone.WARN))


def test_a_hint_stays_after_a_wrong_password(login: SignInView) -> None:
    for message in ("", "Stimmt nicht."):
        login.render(LoginState("Studie", USERS, "ann", hint="Passwort: demo", message=message))

        shown = [one.text() for one in login.findChildren(QLabel) if one.isVisible()]
        assert "Passwort: demo" in shown


def test_whoever_signs_in_next_finds_no_password_typed(login: SignInView, qtbot: QtBot) -> None:
    qtbot.keyClicks(password(login), "secret")

    login.render(LoginState("Studie", USERS, "ann"))

    assert "" == password(login).text()


def test_a_name_that_was_typed_stays_after_a_wrong_password(login: SignInView) -> None:
    login.render(LoginState("Studie", user="cleo"))
    name = next(one for one in login.findChildren(QLineEdit) if one.isVisible() and one.text() == "cleo")
    name.setText("bob")

    login.render(LoginState("Studie", user="cleo", message="Stimmt nicht."))

    assert "bob" == name.text()


def test_a_name_left_empty_is_named_where_names_are_typed(login: SignInView, qtbot: QtBot) -> None:
    login.render(LoginState("Studie"))
    login.take_focus()
    with qtbot.assertNotEmitted(login.login_given):
        qtbot.keyClick(password(login), Qt.Key.Key_Return)

    assert ("Bitte ausfüllen: Person", True) == (login._message.text(), login._message.isVisible())


def test_after_a_panel_the_keyboard_is_back_in_the_password(login: SignInView, qtbot: QtBot) -> None:
    field = password(login)
    qtbot.keyClicks(field, "half")
    field.clearFocus()
    login.allow_focus(True)
    assert password(login) is field


def test_a_question_is_answered_before_anybody_signs_in(login: SignInView, qtbot: QtBot) -> None:
    given: list[object] = []
    login.login_given.connect(lambda *arguments: given.append(arguments))
    login.render(LoginState("Studie", USERS, "ann", question="Stimmt die Uhr?"))
    focused = login.focusWidget()
    with qtbot.waitSignal(login.question_confirmed):
        qtbot.keyClick(focused, Qt.Key.Key_Return)
    login.render(LoginState("Studie", USERS, "ann"))

    assert [] == given
    qtbot.keyClicks(password(login), "right")
    with qtbot.waitSignal(login.login_given):
        qtbot.keyClick(password(login), Qt.Key.Key_Return)


def test_after_failures_nobody_types_until_the_seconds_are_counted_down(login: SignInView, qtbot: QtBot) -> None:
    given: list[object] = []
    login.login_given.connect(lambda *arguments: given.append(arguments))

    login.render(LoginState("Studie", USERS, "ann", wait_s=2))
    texts = [one.text() for one in login.findChildren(QLabel) if one.isVisible()]
    assert any("2 s" in text for text in texts)
    assert not login._password.isEnabled()
    qtbot.keyClick(login, Qt.Key.Key_Return)
    qtbot.waitUntil(login._password.isEnabled)

    assert [] == given
    assert password(login) is login._password
    assert not login._countdown.isActive()


def test_a_form_takes_the_place_of_name_and_password(login: SignInView, qtbot: QtBot) -> None:
    fields = (FieldState("new", "Neu", FieldKind.PASSWORD), FieldState("again", "Noch einmal", FieldKind.PASSWORD))
    login.render(LoginState("Studie", USERS, "ann", form=FormState("p", "Passwort", "Los", (), fields, leave="Zurück")))
    assert not login._users.isVisible()

    qtbot.keyClicks(password(login), "first")
    qtbot.keyClick(password(login), Qt.Key.Key_Return)
    qtbot.keyClicks(password(login), "second")
    with qtbot.waitSignal(login.form_given) as given:
        qtbot.keyClick(password(login), Qt.Key.Key_Return)
    assert [("first", "second")] == given.args
    with qtbot.waitSignal(login.form_left):
        qtbot.keyClick(password(login), Qt.Key.Key_Escape)

    qtbot.keyClick(password(login), Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(password(login), Qt.Key.Key_Delete)
    with qtbot.assertNotEmitted(login.form_given):
        qtbot.keyClick(password(login), Qt.Key.Key_Return)
    assert ("Bitte ausfüllen: Noch einmal", True) == (login.form._message.text(), login.form._message.isVisible())
    qtbot.keyClicks(password(login), "second")
    qtbot.keyClick(password(login), Qt.Key.Key_Return)
    assert not login.form._message.isVisible(), "the field is filled"

    login.render(LoginState("Studie", USERS, "ann"))
    assert login._users.isVisible()
    assert [] == [one for one in login.form.findChildren(QLineEdit) if one.isVisible()]


@pytest.mark.parametrize("refused", [False, True])
def test_what_is_wrong_with_a_field_is_in_sight_where_the_form_is_higher_than_the_window(
    login: SignInView, qtbot: QtBot, refused: bool
) -> None:
    fields = tuple(FieldState(key, key, hint="Ein Hinweis") for key in ("a", "b", "c", "d", "e", "f"))
    login.resize(600, 260)
    form = FormState("p", "Person", "Los", ("Ein Satz.",), fields)
    login.render(LoginState("Studie", USERS, "ann", form=form))
    if refused:
        refusal = FormState("p", "Person", "Los", ("Ein Satz.",), fields, message="Vergeben. " * 30, wrong="a")
        login.render(LoginState("Studie", USERS, "ann", form=refusal))
    else:
        qtbot.keyClick(password(login), Qt.Key.Key_Return)

    message, area = login.form._message, login._scroll.viewport()

    def in_sight() -> bool:
        if message.height() < message.heightForWidth(message.width()):
            return False  # not laid out yet
        return all(area.rect().contains(QRect(part.mapTo(area, QPoint()), part.size())) for part in (message, field))

    field = password(login)
    assert "a" == field.accessibleName()
    assert message.isVisible()
    qtbot.waitUntil(in_sight)


def test_start_codes_stay_until_they_are_noted_and_leave_nothing(login: SignInView, qtbot: QtBot) -> None:
    lines = ("Ann · Login ann · ABCD",)
    login.render(LoginState("Studie", USERS, "ann", handout=HandoutState("Startcodes", ("Einmal.",), lines, "/a\n/b")))
    assert lines[0] == login.handout.lines.text()
    login.handout._copy.click()
    assert lines[0] == QGuiApplication.clipboard().text()

    with qtbot.waitSignal(login.handout_taken):
        qtbot.keyClick(login.handout.done, Qt.Key.Key_Return)
    login.render(LoginState("Studie", USERS, "ann"))

    assert ("", "") == (login.handout.lines.text(), QGuiApplication.clipboard().text())


def test_while_one_login_waits_somebody_else_may_sign_in(login: SignInView) -> None:
    login.render(LoginState("Studie", USERS, "ann", wait_s=60))
    assert (True, False) == (login._users.isEnabled(), login._password.isEnabled())

    login._users.setCurrentIndex(1)
    login._users.activated.emit(1)

    assert login._password.isEnabled()
    assert not login._message.isVisible()
