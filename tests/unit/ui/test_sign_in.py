"""The first screen without Qt: wrong passwords, waiting, first passwords, the first supervisor, start codes."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

import pytest

from cati_app.domain.errors import RuleViolation
from cati_app.domain.ids import UserId
from cati_app.domain.people.users import Role, User
from cati_app.texts import words_of
from cati_app.ui.sign_in.port import HandedOut, PasswordWanted, SignedIn
from cati_app.ui.sign_in.presenter import WAIT, SignInPresenter
from cati_app.ui.sign_in.states import LoginState
from cati_app.ui.stage.commands import enabled_now
from cati_app.ui.stage.form_states import FormState
from cati_app.ui.stage.role import RolePresenter
from cati_app.ui.stage.stage import Stage
from tests.fakes.runner import RunnerOnDemand
from tests.unit.ui.stagehands import Shell, View

_SECRET = "correct horse battery"


def _person(login: str, handed_out: HandedOut | None = None) -> SignedIn:
    return SignedIn(User(UserId(login), login, login.title(), Role.SUPERVISOR, 1), RolePresenter, "", handed_out)


class Door:
    """The first screen; `answer` is what a name and a password come to."""

    def __init__(self, *, first: bool = False, question: str = "") -> None:
        self.view, self.runner = View(), RunnerOnDemand()
        self.entered: list[SignedIn] = []
        self.done: list[tuple[str, ...]] = []
        self.answer: SignedIn | PasswordWanted | Exception | None = None
        self.refuse: Exception | None = None
        self.stop_waiting: Callable[[], None] | None = None
        self.shell = Shell()
        stage = self.stage = Stage(self.shell, words_of("en"), self.runner)
        login = LoginState("Small", question=question)
        self.presenter = SignInPresenter(
            stage, self.view, self._sign_in, login, self.entered.append, lambda: None, self, first=first
        )
        self.presenter.start()

    def _sign_in(
        self, login: str, password: str, progress: Callable[[float], None]
    ) -> SignedIn | PasswordWanted | None:
        progress(0.5)
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer

    def begin_study(self, login: str, name: str, password: str) -> SignedIn:
        return self._do("begin", login, name, password)

    def set_password(self, login: str, start_code: str, password: str) -> SignedIn:
        return self._do("set", login, start_code, password)

    def _do(self, *what: str) -> SignedIn:
        if self.refuse is not None:
            raise self.refuse
        self.done.append(what)
        return _person(what[1])

    def sign_in(self, password: str = _SECRET) -> LoginState:
        self.view.login_given.emit("ann", password)
        self.runner.run_all()
        return self.state

    def give(self, *texts: str) -> LoginState:
        self.view.form_given.emit(texts)
        self.runner.run_all()
        return self.state

    @property
    def offered(self) -> set[str]:
        """The commands of footer and F1."""
        return set(enabled_now(self.stage.situation))

    @property
    def state(self) -> LoginState:
        last: LoginState = self.view.states[-1]
        return last


def test_a_wrong_password_is_said_without_saying_which_was_wrong() -> None:
    assert "Name or password is wrong." == Door().sign_in().message


def test_a_sign_in_waits_for_what_the_person_before_led_to_and_is_made_once() -> None:
    """Enter that is struck while the store still works is not lost; a second one signs nobody in twice."""
    door, ended = Door(), list[str]()
    door.answer = _person("ann")
    door.stage.run(lambda: None, lambda _: ended.append("before"))
    for _ in range(2):
        door.view.login_given.emit("ann", _SECRET)
    door.runner.run_all()
    assert (["before"], 1) == (ended, len(door.entered))

    door.presenter.start_again()
    for _ in range(2):
        door.view.login_given.emit("ann", _SECRET)
    door.runner.run_all()
    assert 2 == len(door.entered)


@pytest.mark.parametrize("answer", [None, RuleViolation(WAIT, seconds=8), ValueError("a fault of the program")])
def test_after_a_sign_in_that_failed_another_one_is_made(answer: Exception | None) -> None:
    door = Door()
    door.answer = answer
    door.view.login_given.emit("ann", "wrong")
    with suppress(ValueError):
        door.runner.run_all()
    door.answer = _person("ann")
    door.sign_in()
    assert 1 == len(door.entered)


def test_after_failures_the_next_try_waits_and_nothing_else_is_said() -> None:
    door = Door()
    door.answer = RuleViolation(WAIT, seconds=8)

    state = door.sign_in()

    assert (8, "") == (state.wait_s, state.message)


def test_whoever_comes_with_a_start_code_chooses_a_password_and_is_at_work() -> None:
    door = Door()
    door.answer = PasswordWanted("ann", supervisor=False)
    form = door.sign_in("ABCD-EFGH-JKMN").form
    assert form is not None
    assert "At least 10 characters" in form.texts[1]

    door.give(_SECRET, _SECRET)

    assert [("set", "ann", "ABCD-EFGH-JKMN", _SECRET)] == door.done
    assert ["ann"] == [person.user.login for person in door.entered]


def test_whoever_waits_for_the_hub_to_take_a_password_is_told_and_may_let_go() -> None:
    door = Door()
    let_go: list[bool] = []
    door.stop_waiting = lambda: let_go.append(True)
    door.answer = PasswordWanted("ann", supervisor=False)
    door.sign_in("ABCD-EFGH-JKMN")
    door.give("short", "shorter")

    door.view.form_given.emit((_SECRET, _SECRET))
    form = door.state.form
    assert form is not None
    assert (True, "") == (form.busy, form.message), "what was wrong before is over"
    door.runner.let_a_moment_pass()
    assert "The hub is told of the new password …" == door.stage.said
    assert "stop_waiting" in door.offered
    door.stage.stop_waiting()
    assert [True] == let_go

    door.refuse = RuleViolation("password_elsewhere")
    door.runner.run_all()
    form = door.state.form
    assert form is not None
    assert "another one was chosen" in form.message
    assert ("", False) == (door.stage.said, form.busy)


def test_two_different_passwords_are_typed_again() -> None:
    door = Door(first=True)

    form = door.give("sue", "", _SECRET, "another one altogether").form

    assert form is not None
    assert "not the same" in form.message
    assert [] == door.done


def test_esc_leads_back_from_the_password_to_the_names() -> None:
    door = Door()
    door.answer = PasswordWanted("ann", supervisor=False)
    door.sign_in("ABCD-EFGH-JKMN")

    door.view.form_left.emit()
    door.give(_SECRET, _SECRET)

    assert door.state.form is None
    assert [] == door.done


def test_a_new_study_asks_for_its_first_supervisor_and_says_the_rules_before() -> None:
    door = Door(first=True)
    form = door.state.form
    assert form is not None
    assert "At least 14 characters" in form.texts[1]
    door.view.form_left.emit()
    assert door.state.form is not None, "there is nobody to go back to"

    door.give("sue", "", _SECRET, _SECRET)

    assert [("begin", "sue", "sue", _SECRET)] == door.done
    assert ["sue"] == [person.user.login for person in door.entered]
    door.presenter.start()
    assert door.state.form is None, "the next who comes signs in"


def test_a_refused_password_leaves_the_form_with_the_reason() -> None:
    door = Door(first=True)
    door.refuse = RuleViolation("login_taken")

    form = door.give("sue", "Sue", _SECRET, _SECRET).form

    assert form is not None
    assert "Somebody has that login" in form.message


def test_the_clock_is_asked_about_before_the_first_supervisor() -> None:
    door = Door(first=True, question="Is the clock right?")
    assert door.state.form is None

    door.view.question_confirmed.emit()

    assert door.state.form is not None


@pytest.mark.parametrize(
    "answer", [_person("sue", HandedOut((("Ann", "ann", "ABCD"),), ())), PasswordWanted("ann", supervisor=False)]
)
def test_what_kept_somebody_out_is_not_said_to_who_gets_in(answer: SignedIn | PasswordWanted) -> None:
    door = Door()
    door.answer = RuleViolation("supervisor_first")
    door.sign_in()
    assert door.shell.message is not None
    assert "a supervisor has to sign in first" in door.shell.message.text

    door.answer = answer
    door.sign_in()

    assert door.shell.message is None


def test_start_codes_are_handed_out_before_work_begins_and_old_copies_named() -> None:
    door = Door()
    door.answer = _person("sue", HandedOut((("Ann", "ann", "ABCD-EFGH-JKMN"),), ("/data/small.db.before-0017",)))

    handout = door.sign_in().handout

    assert handout is not None
    assert ("Ann · login ann · ABCD-EFGH-JKMN",) == handout.lines
    assert "/data/small.db.before-0017" in handout.copies
    assert "ABCD" not in repr(handout)
    assert [] == door.entered
    door.view.handout_taken.emit()
    assert ([], True) == (door.entered, door.state.handout is not None), "Enter may have been struck twice"
    door.view.handout_taken.emit()
    assert ["sue"] == [person.user.login for person in door.entered]
    assert door.state.handout is None


def test_long_work_at_a_sign_in_shows_how_far_it_is() -> None:
    door = Door()
    door.answer = _person("sue")

    door.sign_in()

    assert 0.5 in [state.share for state in door.view.states]


def test_whoever_has_a_password_may_choose_another_one_and_is_at_work_with_it() -> None:
    door = Door()
    door.presenter.ask_for_change()
    form = door.state.form
    assert form is not None
    assert ["login", "old", "new", "again"] == [field.key for field in form.fields]

    assert "not the same" in (door.give("ann", "old secret", _SECRET, "another").form or form).message
    door.refuse = RuleViolation("wrong_login")
    assert "Name or password is wrong." in (door.give("ann", "wrong", _SECRET, _SECRET).form or form).message
    door.refuse = None
    door.give("ann", "old secret", _SECRET, _SECRET)

    assert [("set", "ann", "old secret", _SECRET)] == door.done
    assert ["ann"] == [person.user.login for person in door.entered]
    assert door.presenter._form is None


def test_before_there_are_people_no_password_is_changed() -> None:
    door = Door(first=True)
    door.presenter.ask_for_change()

    assert ["login", "name", "new", "again"] == [field.key for field in (door.state.form or _none()).fields]
    assert "change_password" not in door.offered


def test_once_there_are_people_the_change_of_a_password_is_offered() -> None:
    door = Door(first=True)
    door.give("sue", "", _SECRET, _SECRET)

    assert "change_password" in door.offered


def test_who_was_not_the_first_in_another_window_is_told_and_signs_in() -> None:
    door = Door(first=True)
    door.refuse = RuleViolation("study_begun")

    state = door.give("tom", "", _SECRET, _SECRET)

    assert state.form is None
    assert "The study has its first supervisor already: sign in." == door.stage.said
    assert "change_password" in door.offered


def _none() -> FormState:
    raise AssertionError("no form is shown")
