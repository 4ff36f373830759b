"""Keys struck while an answer waits: kept in their order, let go of, and told."""

from __future__ import annotations

import pytest

from cati_app.domain.errors import EnvironmentProblem
from cati_app.ui.stage.commands import COMMANDS, Situation, enabled_now
from cati_app.ui.stage.keys_ahead import Fate, KeyDoes, KeysAhead, commands_of, key_does
from cati_app.ui.stage.panel_states import PanelKind
from cati_app.ui.stage.states import ScreenName
from tests.fakes.memory import MemoryAnswerLog
from tests.stations import Site
from tests.unit.ui.stagehands import Window

TYPES, AWAY, NEVER = KeyDoes.TYPES, KeyDoes.LEADS_AWAY, KeyDoes.ANSWERS_FOR_GOOD
ENDS, BESIDE = KeyDoes.ENDS, KeyDoes.STAYS_BESIDE
REST = KeysAhead.REST_MS


class Hands:
    """Keys of one window, a millisecond apart, and how often it was told that one was let go of."""

    def __init__(self) -> None:
        self.ahead: KeysAhead[str] = KeysAhead(self._lost)
        self.told = 0
        self.at = 0

    def _lost(self) -> None:
        self.told += 1

    def strike(self, *keys: str, does: KeyDoes = TYPES, elsewhere: bool = False) -> list[Fate]:
        fates = []
        for key in keys:
            self.at += 1
            fates.append(self.ahead.strike(key, does, self.at, elsewhere=elsewhere))
        return fates

    def taken(self) -> list[str]:
        keys = []
        while (key := self.ahead.take()) is not None:
            keys.append(key)
        return keys


@pytest.fixture
def hands() -> Hands:
    return Hands()


@pytest.fixture
def waiting() -> Hands:
    made = Hands()
    made.ahead.wait()
    return made


def test_while_nothing_waits_every_key_is_for_what_is_in_sight(hands: Hands) -> None:
    assert [Fate.NOW, Fate.NOW] == hands.strike("1", "2")
    assert not hands.ahead.minds


def test_what_waits_comes_in_its_order_once_the_question_is_there(waiting: Hands) -> None:
    assert [Fate.KEPT] * 3 == waiting.strike("1", "Enter", "2")
    assert [] == waiting.taken()
    waiting.ahead.arrive()

    assert (["1", "Enter", "2"], 0, False) == (waiting.taken(), waiting.told, waiting.ahead.minds)


def test_a_key_that_comes_before_those_that_wait_were_given_waits_behind_them(waiting: Hands) -> None:
    waiting.strike("1")
    waiting.ahead.arrive()
    assert [Fate.KEPT] == waiting.strike("2")

    assert ["1", "2"] == waiting.taken()


def test_no_key_is_given_while_the_question_after_waits_again(waiting: Hands) -> None:
    waiting.strike("1", "2")
    waiting.ahead.arrive()
    assert "1" == waiting.ahead.take()
    waiting.ahead.wait()

    assert waiting.ahead.take() is None


def test_beyond_so_many_keys_the_rest_is_told_and_let_go_of(waiting: Hands) -> None:
    most = KeysAhead.MOST
    fates = waiting.strike(*(str(n) for n in range(most + 2)))
    assert ([Fate.KEPT] * most + [Fate.LOST] * 2, 2) == (fates, waiting.told)
    waiting.ahead.arrive()

    assert [str(n) for n in range(most)] == waiting.taken()


def test_what_was_not_foreseen_gets_nothing_of_what_waits_nor_what_follows_at_once(waiting: Hands) -> None:
    waiting.strike("1")
    waiting.ahead.arrive()
    waiting.ahead.drop(waiting.at)
    assert 1 == waiting.told

    assert [Fate.LOST] == waiting.strike("2")
    waiting.at += REST - 2
    assert [Fate.LOST] == waiting.strike("3")  # hands have not rested between
    waiting.at += REST
    assert [Fate.NOW] == waiting.strike("4")
    assert [] == waiting.taken()


def test_where_nothing_waited_a_change_lets_the_next_key_through(waiting: Hands) -> None:
    waiting.ahead.arrive()
    waiting.ahead.drop(waiting.at)

    assert ([Fate.NOW], 0) == (waiting.strike("1"), waiting.told)


def test_after_a_refusal_a_run_of_keys_goes_to_its_end_though_nothing_waited(hands: Hands) -> None:
    hands.ahead.drop(hands.at, until_rest=True)
    assert 0 == hands.told

    assert ([Fate.LOST, Fate.LOST], 2) == (hands.strike("1", "Enter"), hands.told)
    hands.at += REST - 1
    assert [Fate.NOW] == hands.strike("2")


def test_a_command_waits_and_nothing_after_it(waiting: Hands) -> None:
    assert [Fate.KEPT] == waiting.strike("1")
    assert [Fate.KEPT] == waiting.strike("F8", does=AWAY)
    assert [Fate.LOST] == waiting.strike("2")
    waiting.at += REST + 1
    assert [Fate.LOST] == waiting.strike("3")  # it is still to be seen where F8 leads
    waiting.ahead.arrive()

    assert ["1", "F8"] == waiting.taken()
    waiting.at += REST
    assert [Fate.NOW] == waiting.strike("4")


def test_an_answer_for_good_never_waits_and_nothing_follows_it(waiting: Hands) -> None:
    waiting.strike("1", "Enter")
    assert [Fate.LOST] == waiting.strike("F3", does=NEVER)
    assert [Fate.LOST] == waiting.strike("Enter")
    waiting.ahead.arrive()

    assert ["1", "Enter"] == waiting.taken()


def test_after_a_rest_keys_wait_again_where_none_was_kept(waiting: Hands) -> None:
    waiting.strike("F3", does=NEVER)
    waiting.at += REST
    assert [Fate.KEPT] == waiting.strike("1")
    waiting.ahead.arrive()

    assert ["1"] == waiting.taken()


def test_what_ends_is_done_at_once_and_nothing_waits_any_longer(waiting: Hands) -> None:
    waiting.strike("1")
    assert ([Fate.NOW], 1) == (waiting.strike("Esc", does=ENDS), waiting.told)
    waiting.at += REST

    assert [Fate.KEPT] == waiting.strike("2")  # the question is still to come
    waiting.ahead.arrive()
    assert ["2"] == waiting.taken()


def test_what_stays_beside_is_done_at_once_and_everything_waits_on(waiting: Hands) -> None:
    waiting.strike("1")
    assert [Fate.NOW] == waiting.strike("Ctrl++", does=BESIDE)
    waiting.ahead.arrive()

    assert (["1"], 0) == (waiting.taken(), waiting.told)


def test_a_panel_gets_its_keys_but_not_within_a_run_that_broke_off(waiting: Hands) -> None:
    assert [Fate.NOW] == waiting.strike("1", elsewhere=True)
    waiting.ahead.drop(waiting.at, until_rest=True)

    assert [Fate.LOST] == waiting.strike("Enter", elsewhere=True)


def test_every_command_of_an_interview_is_placed() -> None:
    asking = Situation(ScreenName.CONSOLE, has_case=True, can_go_back=True, languages=2, not_applicable=True)
    names = enabled_now(asking) | {"hang_up", "stop_waiting"}
    placed = {does: {name for name in names if key_does(name) is does} for does in KeyDoes}

    assert {"dont_know", "refused", "not_applicable"} == placed[NEVER]
    assert {"hang_up", "stop_waiting", "close_panel"} == placed[ENDS]
    assert {"larger", "smaller", "normal_size", "scroll_up", "scroll_down", "fold"} == placed[BESIDE]
    assert {"pick", "go_on", "back"} == placed[TYPES]
    assert {"result", "appointment", "language", "note", "remark"} <= placed[AWAY]


def test_a_key_gives_the_commands_of_the_table() -> None:
    assert {command.name for command in COMMANDS if "F5" in command.keys} == {one.name for one in commands_of("F5")}
    assert () == commands_of("7")


# -- what an interview says of them -------------------------------------------------------------------------------


@pytest.fixture
def window(site: Site) -> Window:
    made = Window(site).sign_in(site.ann)
    made.begin()
    made.shell.keys.clear()
    return made


def test_an_answer_that_waits_keeps_the_keys_for_the_question_after_it(window: Window) -> None:
    window.answer_all("1", "30")
    window.shell.keys.clear()
    window.answer("3")
    assert [] == window.shell.keys
    window.answer("a plan")
    assert ["keep"] == window.shell.keys
    window.rest()

    assert (["keep", "give"], "/main/again") == (window.shell.keys, window.ref)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (("1", "30"), ["keep", "drop"]),  # the quota is asked
        (("1", "12"), ["keep", "drop until rest"]),  # screened out
        (("1", ""), ["keep", "drop until rest"]),  # required
    ],
)
def test_what_could_not_be_foreseen_gets_no_key(window: Window, given: tuple[str, ...], said: list[str]) -> None:
    for text in given:
        window.answer(text)
    window.rest()

    assert said == window.shell.keys


def test_a_place_that_is_not_there_ends_the_run_of_keys(site: Site, window: Window) -> None:
    with site.units()() as unit:
        for _ in range(2):
            unit.quota.hold("m/young")  # type: ignore[arg-type]
        unit.commit()
    window.answer("1")
    window.answer("30")
    window.rest()

    assert (["keep", "drop until rest"], "/goodbye") == (window.shell.keys, window.ref)


def test_a_refusal_ends_the_run_of_keys_though_nothing_waited(window: Window) -> None:
    window.answer("")

    assert ["drop until rest"] == window.shell.keys


def test_the_way_back_is_foreseen(window: Window) -> None:
    window.answer("1")
    window.views.console.back_pressed.emit()
    window.rest()

    assert (["keep", "give"], "/screener/sex") == (window.shell.keys, window.ref)


@pytest.mark.parametrize("kind", ["outline", "other person"])
def test_a_question_that_was_chosen_gets_no_key_that_was_typed_before(window: Window, kind: str) -> None:
    window.answer("1")
    if kind == "outline":
        window.shell.jump_chosen.emit("/screener/sex")
    else:
        window.shell.panel_choice_made.emit(PanelKind.RESULT, "other_person")
    window.rest()

    assert (["keep", "drop"], "/screener/sex") == (window.shell.keys, window.ref)


def test_a_disk_that_refuses_ends_the_run_of_keys_and_the_next_one_repeats_the_step(
    window: Window, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refusing(*_: object) -> int:
        raise EnvironmentProblem("disk_full", "The disk is full.", "Free some space, then repeat it.")

    with monkeypatch.context() as full:
        full.setattr(MemoryAnswerLog, "record", refusing)
        window.answer("1")
        window.answer("30")
        window.rest()
    assert ["keep", "drop until rest"] == window.shell.keys

    window.interviewing.pause()
    window.rest()
    assert "/main/rooms" == window.ref
