"""The page of the code frame without Qt: three keys a unit, blind, decided, followed, suggested, and taken back."""

from __future__ import annotations

import pytest

from cati_app.domain.coding.code_frame import Axis, UnitCodes
from cati_app.domain.coding.suggested_codes import Suggestions
from cati_app.domain.coding.work_agreement import AgreementFigure, agreement_of
from cati_app.domain.errors import EnvironmentProblem, RuleViolation
from cati_app.domain.people.users import User
from cati_app.fieldwork.monitor.code_units import CodeUnits, ReadUnits
from cati_app.fieldwork.monitor.unit_codings import UnitsRead
from cati_app.fieldwork.monitor.unit_texts import AnsweredQuestion, AnswerTexts
from cati_app.texts import words_of
from cati_app.ui.analyst.units.port import UnitsToCode
from cati_app.ui.analyst.units.presenter import UnitsPresenter
from cati_app.ui.analyst.units.states import UnitsState
from cati_app.ui.stage.stage import Stage
from cati_app.ui.stage.states import ScreenName, Tone
from tests.code_frames import FRAME, RENT
from tests.fakes.runner import RunnerOnDemand
from tests.fakes.site import MemorySite
from tests.unit.store.test_units_kept import held
from tests.unit.ui.stagehands import Shell, View


class _Units:
    """The coding of a study in memory, for one person."""

    def __init__(self, site: MemorySite, user: User) -> None:
        self._read = ReadUnits(site.units(), FRAME, [AnswerTexts([AnsweredQuestion("open_good", "/open_good")])])
        self.code, self.user, self.site = CodeUnits(site.units(), self._read, site.clock), user, site
        self.problem: Exception | None = None
        self.suggested: list[bool] = []

    def read(self) -> UnitsToCode:
        if self.problem is not None:
            raise self.problem
        read = self._read(self.user)
        units = read.work.coded_units.items()
        agreed = [(read.texts[known].text, unit.codes) for known, unit in units if unit.codes is not None]
        suggestions = Suggestions(agreed) if read.work.is_rest_open else None
        overview = read.work.overview(self.user.id)
        return UnitsToCode(self.user.id, FRAME, read, overview, suggestions, {"open_good": "What is good?"}, ("de",))

    def give(self, read: UnitsRead, unit: str, codes: UnitCodes | None, *, suggested: bool, repeat: bool) -> UnitsRead:
        if self.problem is not None:
            raise self.problem
        self.site.clock.move(1)
        self.suggested.append(suggested)
        return self.code.code(self.user, read, unit, codes, suggested=suggested, repeat=repeat)

    def decide(self, read: UnitsRead, unit: str, codes: UnitCodes) -> UnitsRead:
        self.site.clock.move(1)
        return self.code.adjudicate(self.user, read, unit, codes)

    def join(self) -> None:
        self.site.clock.move(1)
        self.code.join(self.user)

    def agreement(self, read: UnitsRead) -> tuple[AgreementFigure, ...]:
        return agreement_of(read.work)


class _Page:
    """The page of one person."""

    def __init__(self, site: MemorySite, user: User) -> None:
        self.runner, self.view, self.units = RunnerOnDemand(), View(), _Units(site, user)
        self.stage = Stage(Shell(), words_of("en"), self.runner)
        self.stage.situate(screen=ScreenName.DESK, tab="units")
        self.presenter = UnitsPresenter(self.stage, self.view, self.units)
        self.presenter.shown()
        self.runner.run_all()

    def keys(self, digits: str) -> None:
        for digit in digits:
            self.presenter.digit_struck(int(digit))
        self.runner.run_all()

    def command(self, name: str) -> None:
        assert self.presenter.command(name)
        self.runner.run_all()

    @property
    def state(self) -> UnitsState:
        state = self.view.states[-1]
        assert isinstance(state, UnitsState)
        return state

    @property
    def current(self) -> str:
        return next(axis.title for axis in self.state.axes if axis.is_current)

    def codes(self) -> list[UnitCodes | None]:
        return [unit.codes for unit in self.units.read().read.work.coded_units.values()]


@pytest.fixture
def site() -> MemorySite:
    made = MemorySite()
    held(made), held(made, "rents")
    return made


def fixed(site: MemorySite) -> tuple[_Page, _Page]:
    """Two who have joined."""
    _Units(site, site.eve).code.fix(site.eve, "2026-1")
    first, second = _Page(site, site.eve), _Page(site, site.sue)
    for page in (first, second):
        page.command("units_join")
    return first, second


def test_three_digits_code_a_unit_and_the_next_one_is_there_before_it_is_stored(site: MemorySite) -> None:
    page, _ = fixed(site)
    text = page.state.text
    assert ("Field", True, "Unit 1 of 2 · What is good? · German") == (
        page.current,
        page.state.right_to_left,
        page.state.counted,
    )
    page.presenter.digit_struck(1)
    assert ("Theme", ["1", "2"]) == (page.current, [option.digit for option in page.state.axes[1].options])
    page.presenter.digit_struck(1)
    page.presenter.digit_struck(3)
    assert (1, True, "Field") == (page.runner.waiting, page.state.text != text, page.current)
    page.runner.run_all()
    assert [False] == page.units.suggested
    assert "1 of 2 units coded" in page.state.side
    page.keys("0")
    page.presenter.give()
    page.runner.run_all()
    assert ("", True) == (page.state.text, "other one is done" in page.state.empty)


def test_searched_added_gone_back_and_wrong_keys(site: MemorySite) -> None:
    page, _ = fixed(site)
    page.presenter.give()
    page.runner.run_all()
    assert (Tone.WARN, True) == (page.state.tone, "0 says" in page.state.message)
    page.keys("7")
    assert "No code" in page.state.message
    page.keys("1")
    page.presenter.erase_asked()
    assert "Field" == page.current
    page.keys("22")
    page.presenter.more_asked()
    assert ("Theme", "one more") == (page.current, page.state.axes[1].hint)
    page.keys("1")
    assert [True, True] == [option.is_picked for option in page.state.axes[1].options]
    page.presenter.option_clicked(1, "rent")
    page.presenter.give()
    page.runner.run_all()
    (coded,) = (unit for unit in page.units.read().read.work.coded_units.values() if unit.codings)
    assert {(Axis.FIELD, "housing"), (Axis.THEME, "rent")} == coded.codings[0].codes.pairs


def test_letters_search_codes_by_their_labels(site: MemorySite) -> None:
    page, _ = fixed(site)
    page.presenter.letter_struck("x")
    assert "No code" in page.state.message
    page.presenter.erase_asked()
    assert "" == page.state.typed


def test_codes_are_taken_back_while_nobody_saw_them(site: MemorySite) -> None:
    page, other = fixed(site)
    text = page.state.text
    page.keys("111")
    page.command("units_undo")
    assert (text, False) == (page.state.text, page.stage.situation.can_undo_units)
    assert not any(unit.codings for unit in page.units.read().read.work.coded_units.values())
    page.keys("111211")
    other.command("units_read")
    assert ["several codes"] == [axis.hint for axis in other.state.axes if axis.title == "Theme"], "blind"


def test_where_two_differ_only_that_axis_is_asked_and_then_everything_is_coded(site: MemorySite) -> None:
    page, other = fixed(site)
    page.keys("111111")
    other.keys("121111")
    assert ("Theme", ["1", "2"]) == (other.current, [option.digit for option in other.state.axes[1].options])
    assert f"person {site.eve.number}: mood\nperson {site.sue.number}: rent" == other.state.axes[1].hint
    other.keys("2")
    assert ("", "Everything is coded. Ctrl+Shift+R reads again.") == (other.state.text, other.state.empty)
    assert {"mood", "rent"} == {code for codes in other.codes() if codes is not None for code in codes.on(Axis.THEME)}
    other.command("units_agreement")
    assert any("Theme" in line and "table only" in line for line in other.state.agreement)
    page.command("units_agreement")


def test_whoever_has_no_seat_is_told(site: MemorySite) -> None:
    nobody = _Page(site, site.eve)
    assert "makes units of 2 texts" in nobody.state.empty
    _Units(site, site.eve).code.fix(site.eve, "s")
    nobody.command("units_read")
    assert "Ctrl+Shift+J" in nobody.state.empty
    nobody.command("units_join")
    assert nobody.state.text
    nobody.command("units_join")
    assert "already" in nobody.state.message
    nobody.command("units_agreement")
    assert "told once both" in nobody.state.agreement[0]


def test_what_the_store_refuses_is_told_and_read_again(site: MemorySite) -> None:
    page, _ = fixed(site)
    page.units.problem = RuleViolation("unit_gone")
    for digit in (1, 1, 1):
        page.presenter.digit_struck(digit)
    page.units.problem, waiting = RuleViolation("unit_gone"), page.runner.waiting
    page.runner.run_all()
    assert (1, "there no more" in page.state.message) == (waiting, True)


def test_a_study_without_a_frame_says_what_is_missing(site: MemorySite) -> None:
    units = _Units(site, site.eve)
    units.problem = EnvironmentProblem("frame_needed", "No frame.", "Name one.")
    runner, view = RunnerOnDemand(), View()
    presenter = UnitsPresenter(Stage(Shell(), words_of("en"), runner), view, units)
    presenter.shown()
    runner.run_all()
    state = view.states[-1]
    assert isinstance(state, UnitsState)
    assert "Name one." in state.empty
    assert not presenter.command("no_such_command")
    for act in (presenter.give, presenter.erase_asked, presenter.more_asked, lambda: presenter.letter_struck("a")):
        act()


def test_codes_of_like_units_are_suggested_after_the_first_key_of_the_rest_and_repeats_come_untold(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("cati_app.domain.coding.coding_units.DOUBLE_LEAST", 1)
    site = MemorySite()
    held(site), held(site, "a sauna"), held(site, "sauna, please", sex="2")
    page, other = fixed(site)
    for one in (page, other):
        one.keys("1")
        assert "" == one.state.suggested, "never in the double part"
        one.keys("21")
    page.command("units_read")
    assert ("Unit 1 of 3 · What is good? · German", "") == (page.state.counted, page.state.suggested)
    page.keys("1")
    assert "2 rent (100%)" in page.state.suggested
    assert not any(option.is_picked for option in page.state.axes[1].options), "nothing is ticked"
    page.keys("21121")
    assert ("Unit 3 of 3 · What is good? · German", [False, False, True, True]) == (
        page.state.counted,
        [False, *page.units.suggested],
    )
    page.keys("111")
    (again,) = (unit.repeat for unit in page.units.read().read.work.coded_units.values() if unit.repeat is not None)
    assert (frozenset({"mood"}), "") == (again.codes.on(Axis.THEME), page.state.text)
    assert [RENT.on(Axis.THEME)] * 3 == [codes.on(Axis.THEME) for codes in page.codes() if codes is not None]
