"""Keys struck while an answer waits for the disk: kept for the question after it, or let go of with a word."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any, TypeAlias

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from cati_app.domain.errors import EnvironmentProblem
from cati_app.domain.events import NewEvent
from cati_app.fieldwork.interview.record_events import RecordEvents
from cati_app.station.desktop import Desktop, WindowSettings
from cati_app.ui.stage.keys_ahead import KeysAhead
from cati_app.ui.stage.panel_states import PanelKind
from cati_app.ui.stage.states import ScreenName
from cati_app.ui.widgets.kit import monotonic_ms
from tests.patience import PATIENCE_S
from tests.stations import PASSWORD, Site, study_with

Key: TypeAlias = Qt.Key
NO, CTRL = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier
FORM = """
| survey |
| | type | name | label | label::Arabic (ar) | relevant | required | constraint | appearance | calculation |
| | hidden | quota_status | | | | | | | |
| | hidden | quota_cell | | | | | | | |
| | begin group | screener | Screener | | | | | | |
| | select_one sex | sex | Sex? | الجنس | | yes | | | |
| | integer | age | Age? | العمر | | yes | . < 120 | | |
| | calculate | age_group | | | | | | | if(${age} = '', '', if(${age} < 45, 'young', 'old')) |
| | end group | | | | | | | | |
| | calculate | outcome | | | | | | | if(${age} != '' and ${age} < 16, 'no_eligible_person', '') |
| | note | goodbye | Thank you. | شكرا | ${quota_status} = 'full' | | | | |
| | begin group | main | Main | | ${quota_status} != 'full' and ${outcome} = '' | | | | |
| | select_one yn | car | A car? | سيارة | | yes | | | |
| | integer | rooms | Rooms? | غرف | | yes | . < 30 | | |
| | select_multiple use | uses | Used for? | لماذا | | yes | | | |
| | text | wish | Wish? | أمنية | | yes | | | |
| | date | since | Since when? | متى | | yes | | | |
| | note | thanks | Almost done. | تقريبا | | | | | |
| | decimal | share | Share? | نسبة | | yes | | | |
| | begin group | rates | Rate | | | | | table-list | |
| | select_one yn | r1 | One? | واحد | | yes | | | |
| | select_one yn | r2 | Two? | اثنان | | yes | | | |
| | select_one yn | r3 | Three? | ثلاثة | | yes | | | |
| | end group | | | | | | | | |
| | begin group | pair | Two of them | | | | | field-list | |
| | integer | p1 | First? | أول | | yes | | | |
| | integer | p2 | Second? | ثان | | yes | | | |
| | end group | | | | | | | | |
| | select_one yn | q1 | Q1? | س١ | | yes | | | |
| | select_one yn | q2 | Q2? | س٢ | | yes | | | |
| | integer | q3 | Q3? | س٣ | | yes | | | |
| | integer | q4 | Q4? | س٤ | | yes | | | |
| | text | q5 | Q5? | س٥ | | yes | | | |
| | select_one yn | q6 | Q6? | س٦ | | yes | | | |
| | integer | q7 | Q7? | س٧ | | yes | | | |
| | select_one yn | again | May we call again? | س | | | | | |
| | end group | | | | | | | | |
| choices |
| | list_name | name | label | label::Arabic (ar) |
| | sex | 1 | man | رجل |
| | sex | 2 | woman | امرأة |
| | yn | 1 | yes | نعم |
| | yn | 0 | no | لا |
| | use | 1 | work | عمل |
| | use | 2 | leisure | فراغ |
| | use | 3 | school | مدرسة |
"""


class Disk:
    """Answers are written as soon as a test lets them through, so many at a time; else each takes as long as it is."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self._open = threading.Semaphore(0)
        self.is_slow = False
        self.error: Exception | None = None
        record = RecordEvents.__call__

        def waiting(*arguments: Any) -> int:
            if self.is_slow:
                self._open.acquire(timeout=PATIENCE_S)
            if self.error is not None:
                raise self.error
            return record(*arguments)

        monkeypatch.setattr(RecordEvents, "__call__", waiting)

    def stop(self) -> None:
        """From now on nothing is written until it is let through."""
        self.is_slow = True

    def let(self, count: int = 1) -> None:
        self._open.release(count)

    def go(self) -> None:
        """Everything that waits, and all that follows."""
        self.is_slow = False
        self._open.release(100)


class Seat:
    """An interviewer's window: keys come as the window system brings them."""

    def __init__(self, site: Site, desktop: Desktop, qtbot: QtBot) -> None:
        self._site = site
        self.desktop, self.qtbot = desktop, qtbot
        self.shell, self.stage = desktop.first.shell, desktop.first.stage

    @property
    def interviewing(self) -> Any:
        roles = self.desktop.first.roles
        assert roles.interviewing is not None
        return roles.interviewing.interviewing

    @property
    def question(self) -> str:
        session = self.interviewing.session
        return "" if session is None or session.ref is None else session.ref.rpartition("/")[2]

    def value(self, name: str) -> str | None:
        found: str | None = self.interviewing.session.value(name)
        return found

    def facts(self, kind: str) -> list[NewEvent]:
        """What was stored, in its order."""
        return self.desktop.runner.in_store(partial(self._site.facts, kind))

    def values(self, *names: str) -> list[str | None]:
        return [self.value(name) for name in names]

    def strike(self, *keys: str | Key, modifier: Qt.KeyboardModifier = NO) -> None:
        """Keys in one moment; a text is its letters, a line break in it Enter."""
        for key in keys:
            if isinstance(key, str):
                for letter in key:
                    stroke = Key.Key_Return if letter == "\n" else letter
                    QTest.keyClick(self.shell.windowHandle(), stroke, modifier)  # type: ignore[arg-type]
            else:
                QTest.keyClick(self.shell.windowHandle(), key, modifier)

    def rest(self) -> None:
        """Until nothing is under way."""
        QCoreApplication.processEvents()
        self.until(lambda: not self.stage.busy)
        QCoreApplication.processEvents()

    def rest_hands(self) -> None:
        """As long as it takes for the next key to be one that was meant for what is in sight."""
        self.rest()
        self.qtbot.wait(KeysAhead.REST_MS + 10)

    def until(self, condition: Callable[[], bool]) -> None:
        self.qtbot.waitUntil(condition)

    def answer(self, *lines: str) -> None:
        """One after the other, each safe before the next."""
        for line in lines:
            self.strike(f"{line}\n")
            self.rest()

    @property
    def told(self) -> str:
        return self.shell.message.accessibleName() if self.shell.message.isVisible() else ""


@pytest.fixture
def disk(monkeypatch: pytest.MonkeyPatch) -> Disk:
    return Disk(monkeypatch)


@pytest.fixture
def seat(tmp_path: Path, qapp: QApplication, qtbot: QtBot, disk: Disk) -> Iterator[Seat]:
    site = Site(tmp_path)
    site.reopen(study_with(FORM, "twenty"))
    desktop = Desktop(site.station, WindowSettings(language="en", dark=False, people=[("ann", "Ann")]))
    try:
        yield at_the_first_question(Seat(site, desktop, qtbot))
    finally:
        disk.error = None
        disk.go()
        desktop.close()
        qapp.processEvents()
        site.close()


def at_the_first_question(made: Seat) -> Seat:
    """Signed in, called, and in the interview."""
    desktop = made.desktop
    desktop.kit.keys.follow(monotonic_ms)  # as keys are told by
    desktop.show()
    made.shell.activateWindow()
    made.until(made.shell.isActiveWindow)
    desktop.first.login.login_given.emit("ann", PASSWORD)
    made.until(lambda: desktop.first.presenter.signed_in is not None and not made.stage.busy)
    made.strike(Key.Key_F5)
    made.rest()
    made.strike("\n")
    made.until(lambda: made.stage.situation.screen is ScreenName.CONSOLE)
    made.rest()
    return made


def past_the_quota(seat: Seat) -> None:
    seat.answer("1", "30")
    assert "car" == seat.question


def test_keys_struck_while_an_answer_waits_are_given_to_the_questions_after_it(seat: Seat, disk: Disk) -> None:
    past_the_quota(seat)
    disk.stop()
    seat.strike("1\n", "3\n", "13\n", "a plan\n")
    assert ("rooms", None) == (seat.question, seat.value("rooms") or None)
    disk.let(4)

    seat.until(lambda: seat.question == "since")
    assert ["1", "3", "1 3", "a plan"] == seat.values("car", "rooms", "uses", "wish")
    assert "" == seat.told


def test_no_question_gets_a_key_before_the_one_before_it_is_safe(seat: Seat, disk: Disk) -> None:
    past_the_quota(seat)
    disk.stop()
    seat.strike("1\n", "3\n", "13\n", "a plan\n")
    asked = ["rooms"]
    for following in ("uses", "wish", "since"):
        asked.append(seat.question)
        disk.let()
        seat.until(lambda following=following: seat.question == following)

    assert ["rooms", "rooms", "uses", "wish"] == asked


@pytest.mark.parametrize("apart_ms", [0, 5, 10])
def test_every_key_of_a_whole_interview_reaches_its_question(seat: Seat, apart_ms: int) -> None:
    seat.strike("1\n30\n")
    seat.until(lambda: seat.question == "car")
    whole = "1\n3\n13\na plan\n4.5.2020\n"
    rest = "2.5\n1\n0\n1\n21\n32\n1\n0\n12\n34\nno more\n1\n7\n"
    for part in (whole, rest):
        for key in part:
            seat.strike(key)
            if apart_ms:
                seat.qtbot.wait(apart_ms)
        if part is whole:
            seat.until(lambda: seat.question == "thanks")
            seat.strike(Key.Key_PageDown)

    seat.until(lambda: seat.question == "again")
    first, rates, pair = ("car", "rooms", "uses", "wish", "since", "share"), ("r1", "r2", "r3"), ("p1", "p2")
    assert ["1", "3", "1 3", "a plan", "2020-05-04", "2.5"] == seat.values(*first)
    assert ["1", "0", "1", "21", "32"] == seat.values(*rates, *pair)
    assert ["1", "0", "12", "34", "no more", "1", "7"] == seat.values(*(f"q{n}" for n in range(1, 8)))
    assert "" == seat.told


WORD = "Keys typed ahead were not taken."


def test_a_refused_answer_lets_go_of_what_was_typed_ahead_and_says_so(seat: Seat, disk: Disk) -> None:
    past_the_quota(seat)
    disk.stop()
    seat.strike("1\n", "99\n", "2\n", "a plan\n")
    disk.go()
    seat.rest_hands()

    assert ("rooms", "99") == (seat.question, seat.shell.focusWidget().text())
    assert ["1", ""] == [seat.value("car"), seat.value("uses") or ""]
    assert WORD in seat.told
    seat.answer("3")
    assert ("uses", "3") == (seat.question, seat.value("rooms"))


def test_a_run_of_keys_ends_at_a_refusal_though_nothing_waited(seat: Seat) -> None:
    past_the_quota(seat)
    seat.answer("1")
    seat.strike("99\n", "2\n", "a plan\n")
    seat.rest()

    assert ("rooms", "99") == (seat.question, seat.shell.focusWidget().text())
    assert WORD in seat.told


def test_a_code_that_is_not_offered_ends_a_run_of_keys(seat: Seat, disk: Disk) -> None:
    seat.strike("1\n30\n")
    seat.until(lambda: seat.question == "car")
    disk.stop()
    seat.strike("1\n", "3\n", "19\n", "a plan\n")
    disk.go()
    seat.rest_hands()

    assert "uses" == seat.question
    assert WORD in seat.told


def test_what_cannot_be_read_ends_a_run_of_keys(seat: Seat, disk: Disk) -> None:
    past_the_quota(seat)
    seat.answer("1", "3", "1", "a plan")
    disk.stop()
    seat.strike("4.5.2020\n", Key.Key_PageDown, "many\n", "1\n", "0\n")
    disk.go()
    seat.rest_hands()

    assert ("share", "many") == (seat.question, seat.shell.focusWidget().text())
    assert WORD in seat.told


def test_a_decision_of_the_quota_lets_go_of_what_was_typed_ahead(seat: Seat, disk: Disk) -> None:
    disk.stop()
    seat.strike("1\n", "30\n", "1\n", "3\n")
    disk.go()
    seat.rest_hands()

    assert ("car", "") == (seat.question, seat.value("car") or "")
    assert WORD in seat.told
    seat.answer("1")
    assert "rooms" == seat.question


def test_a_screen_out_takes_no_key_that_was_typed_ahead(seat: Seat, disk: Disk) -> None:
    disk.stop()
    seat.strike("1\n", "12\n", "1\n", "3\n", "\n")
    disk.go()
    seat.until(lambda: seat.shell.open_panel() is PanelKind.WRAP_UP)
    came_at = seat.desktop.kit.keys.now_ms()
    for key, text in ((Key.Key_1, "1"), (Key.Key_Return, "\r")):
        stroke = QKeyEvent(QEvent.Type.KeyPress, key, NO, text)
        stroke.setTimestamp(came_at)
        QCoreApplication.sendEvent(seat.shell.windowHandle(), stroke)
    seat.rest()

    assert PanelKind.WRAP_UP is seat.shell.open_panel()
    assert WORD in seat.told
    seat.rest_hands()
    seat.strike("\n")
    seat.until(lambda: seat.stage.situation.screen is ScreenName.DIAL)


def test_a_disk_that_refuses_lets_go_of_what_was_typed_ahead(seat: Seat, disk: Disk) -> None:
    past_the_quota(seat)
    disk.stop()
    disk.error = EnvironmentProblem("disk_full", "The disk is full.", "Free some space, then repeat it.")
    seat.strike("1\n", "3\n", "13\n", "a plan\n")
    disk.let(100)
    seat.rest_hands()
    assert "The disk is full." in seat.told and WORD in seat.told

    disk.error = None
    seat.strike("\n")
    seat.until(lambda: seat.question == "uses")
    seat.rest()
    assert ["1", "3", ""] == [seat.value("car"), seat.value("rooms"), seat.value("uses") or ""]


def test_a_held_enter_is_no_key_typed_ahead(seat: Seat, disk: Disk) -> None:
    past_the_quota(seat)
    seat.answer("1", "3", "1", "a plan")
    disk.stop()
    seat.strike("4.5.2020\n")
    assert "thanks" == seat.question
    seat.strike(Key.Key_PageDown)
    for _ in range(5):
        held = QKeyEvent(QEvent.Type.KeyPress, Key.Key_PageDown, NO, "", True)
        QCoreApplication.sendEvent(seat.shell.windowHandle(), held)
    disk.go()
    seat.until(lambda: seat.question == "share")
    seat.rest()

    assert ("share", "") == (seat.question, seat.told)


def test_backspace_and_the_way_back_wait_in_their_order(seat: Seat, disk: Disk) -> None:
    past_the_quota(seat)
    disk.stop()
    seat.strike("1\n", "3\n", "1\n", "ab", Key.Key_Backspace, "c\n", Key.Key_PageUp, "d\n")
    disk.go()
    seat.until(lambda: seat.question == "since" and not seat.stage.busy)
    seat.rest()

    assert ["1", "3", "1", "d"] == seat.values("car", "rooms", "uses", "wish")
    given = [fact.payload or {} for fact in seat.facts("interview.answered")]
    assert ["ac", "d"] == [fact["text"] for fact in given if fact["ref"] == "/main/wish"]


@pytest.mark.parametrize("key", [Key.Key_F8, Key.Key_F9])
def test_a_command_waits_too_and_what_follows_it_is_let_go_of(seat: Seat, disk: Disk, key: Key) -> None:
    past_the_quota(seat)
    disk.stop()
    seat.strike("1\n", "3\n", "1\n", key, "1", "\n")
    assert seat.shell.open_panel() is None
    disk.go()
    seat.until(lambda: seat.shell.open_panel() is not None)
    seat.rest()

    assert ("wish", "1") == (seat.question, seat.value("uses"))
    assert WORD in seat.told
    assert seat.shell.open_panel() is not None


@pytest.mark.parametrize("key", [Key.Key_F2, Key.Key_F3])
def test_dont_know_and_refused_are_given_to_no_question_that_was_not_seen(seat: Seat, disk: Disk, key: Key) -> None:
    past_the_quota(seat)
    disk.stop()
    seat.strike("1\n", "3\n", key, "\n", "1\n")
    disk.go()
    seat.until(lambda: seat.question == "uses")
    seat.rest_hands()

    assert ("uses", "") == (seat.question, seat.value("uses") or "")
    assert WORD in seat.told
    seat.strike(key, "\n")
    seat.until(lambda: seat.question == "wish")


def test_what_is_pasted_is_not_typed_ahead(seat: Seat, disk: Disk) -> None:
    past_the_quota(seat)
    seat.answer("1", "3")
    QApplication.clipboard().setText("of somebody else")
    disk.stop()
    seat.strike("1\n", "a\n")
    seat.strike("v", modifier=CTRL)
    disk.go()
    seat.until(lambda: seat.question == "since")
    seat.rest()

    assert ("a", "") == (seat.value("wish"), seat.shell.focusWidget().text())
    assert WORD in seat.told


def test_escape_lets_go_of_what_was_typed_ahead(seat: Seat, disk: Disk) -> None:
    past_the_quota(seat)
    disk.stop()
    seat.strike("1\n", "3\n", "1\n", Key.Key_Escape)
    assert WORD in seat.told
    disk.go()
    seat.until(lambda: seat.question == "uses")
    seat.rest_hands()

    assert ("uses", "") == (seat.question, seat.value("uses") or "")


def test_hanging_up_is_done_at_once(seat: Seat, disk: Disk) -> None:
    past_the_quota(seat)
    disk.stop()
    seat.strike("1\n", "3\n", "1\n", Key.Key_F5)
    assert not seat.stage.situation.can_hang_up
    disk.go()
    seat.until(lambda: seat.question == "uses")
    seat.rest()

    assert WORD in seat.told


def test_the_size_of_the_text_changes_at_once_and_keys_wait_on(seat: Seat, disk: Disk) -> None:
    past_the_quota(seat)
    disk.stop()
    seat.strike("1\n", "3\n", "1")
    seat.strike(Key.Key_Plus, modifier=CTRL)
    seat.strike("3\n")
    disk.go()
    seat.until(lambda: seat.question == "wish")

    assert ("1 3", "") == (seat.value("uses"), seat.told)
    seat.until(lambda: seat.desktop.theme.percent == 110)
    seat.desktop.theme.normal_size()


def test_no_more_than_a_handful_of_answers_waits(seat: Seat, disk: Disk) -> None:
    past_the_quota(seat)
    seat.answer("1", "3")
    disk.stop()
    seat.strike("1\n", "x\n", *(chr(ord("a") + n % 26) for n in range(KeysAhead.MOST + 10)))
    assert WORD in seat.told
    disk.go()
    seat.until(lambda: seat.question == "since")
    seat.rest()

    assert KeysAhead.MOST == len(seat.shell.focusWidget().text())


def test_what_is_said_meanwhile_is_not_covered_by_the_word_on_keys(seat: Seat, disk: Disk) -> None:
    past_the_quota(seat)
    disk.stop()
    seat.strike("1\n", "3\n", "1")
    seat.stage.say("The line to the hub is cut.")
    disk.go()
    seat.until(lambda: seat.question == "uses")
    seat.rest()

    assert "The line to the hub is cut." in seat.told and WORD in seat.told
    assert "" == (seat.value("uses") or "")


def test_a_panel_that_is_open_gets_its_keys_though_an_answer_waits(seat: Seat, disk: Disk) -> None:
    past_the_quota(seat)
    disk.stop()
    seat.strike("1\n", "3\n")
    seat.desktop.first.presenter.help()
    seat.strike(Key.Key_Escape)
    assert seat.shell.open_panel() is None
    disk.go()
    seat.until(lambda: seat.question == "uses")

    assert "" == seat.told


def test_from_right_to_left_keys_wait_as_well(seat: Seat, disk: Disk) -> None:
    past_the_quota(seat)
    seat.interviewing.choose_language("ar")
    seat.rest()
    assert seat.shell.stack.currentWidget().page.sheet.isRightToLeft()
    disk.stop()
    seat.strike("1\n", "3\n", "13\n", "a plan\n")
    disk.go()
    seat.until(lambda: seat.question == "since")

    assert ["1", "3", "1 3", "a plan"] == seat.values("car", "rooms", "uses", "wish")
