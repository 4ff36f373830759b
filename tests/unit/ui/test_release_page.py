"""The page of releases without Qt: cleared, withheld, twice where a text may tell, taken back, and what is open."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from cati_app.domain.errors import EnvironmentProblem, RuleViolation
from cati_app.domain.ids import InterviewId
from cati_app.domain.release.cleared_texts import Clearing
from cati_app.domain.release.identifying_texts import Identifier, IdentifyingSpan
from cati_app.domain.release.release_check import ClearedVariable, release_check
from cati_app.texts import words_of
from cati_app.ui.analyst.release.port import ReleaseSet, TextToClear
from cati_app.ui.analyst.release.presenter import ReleasePresenter
from cati_app.ui.analyst.release.states import ReleaseState
from cati_app.ui.stage.stage import Stage
from cati_app.ui.stage.states import ScreenName, Tone
from tests.fakes.runner import RunnerOnDemand
from tests.stations import TUESDAY
from tests.unit.ui.stagehands import Shell, View

_NAME = (IdentifyingSpan(Identifier.NAME, 4, 9),)


def text(named: str, said: str, marks: tuple[IdentifyingSpan, ...] = (), variable: str = "why") -> TextToClear:
    return TextToClear(InterviewId(named), named, f"/{variable}", variable, said, marks)


class _Texts:
    """Keeps decisions as the store does."""

    def __init__(self, *texts: TextToClear) -> None:
        self.texts = list(texts)
        self.problem: Exception | None = None
        self.acts: list[tuple[str, Clearing]] = []

    def read(self) -> ReleaseSet:
        if self.problem is not None:
            raise self.problem
        open_texts = sum(each.clearing is Clearing.OPEN for each in self.texts)
        people = [{"age": 1}] * 5
        check = release_check(people, ["age"], [], [ClearedVariable("why", open=open_texts)], is_declared=True)
        return ReleaseSet((("why", "Why?"), ("more", "More?")), tuple(self.texts), check)

    def decide(self, texts: Sequence[TextToClear], clearing: Clearing) -> ReleaseSet:
        if self.problem is not None:
            raise self.problem
        (wanted,) = texts
        row = next(number for number, each in enumerate(self.texts) if each.named == wanted.named)
        self.texts[row] = replace(self.texts[row], clearing=clearing, by=4, at=TUESDAY)
        self.acts.append((wanted.named, clearing))
        return self.read()


class _Desk:
    def __init__(self, *texts: TextToClear) -> None:
        self.runner, self.view, self.texts = RunnerOnDemand(), View(), _Texts(*texts)
        stage = Stage(Shell(), words_of("en"), self.runner)
        stage.situate(screen=ScreenName.DESK, tab="release")
        self.presenter = ReleasePresenter(stage, self.view, self.texts)

    def begin(self) -> None:
        self.presenter.shown()
        self.runner.run_all()

    def clear(self) -> None:
        self.presenter.clear()
        self.runner.run_all()

    def command(self, name: str) -> None:
        assert self.presenter.command(name)
        self.runner.run_all()

    @property
    def state(self) -> ReleaseState:
        state = self.view.states[-1]
        assert isinstance(state, ReleaseState)
        return state


@pytest.fixture
def desk() -> _Desk:
    made = _Desk(text("a", "gladly"), text("b", "for Fatma", _NAME), text("c", "no", variable="more"))
    made.begin()
    return made


def test_a_text_stands_with_what_may_tell_and_what_is_open(desk: _Desk) -> None:
    assert ("gladly", "Why?", "Text 1 of 2", ()) == (
        desk.state.text,
        desk.state.question,
        desk.state.counted,
        desk.state.marks,
    )
    assert [("why", "2 of 2 wait"), ("more", "1 of 1 wait")] == [
        (line.name, line.waiting) for line in desk.state.variables
    ]
    assert "why: 3 texts wait for a person" in desk.state.open
    desk.presenter.moved(1)
    assert ("name: Fatma",) == desk.state.marks


def test_enter_clears_and_goes_on_and_twice_where_a_text_may_tell(desk: _Desk) -> None:
    desk.clear()
    assert ([("a", Clearing.CLEARED)], "for Fatma") == (desk.texts.acts, desk.state.text)

    desk.clear()
    assert (1, Tone.WARN) == (len(desk.texts.acts), desk.state.tone)
    assert "X withholds it" in desk.state.message
    desk.clear()
    assert ("b", Clearing.CLEARED) == desk.texts.acts[-1]
    assert "" == desk.state.text
    assert "Every text of this variable is decided" in desk.state.empty


def test_going_on_takes_the_first_enter_back(desk: _Desk) -> None:
    desk.presenter.moved(1)
    desk.clear()
    desk.presenter.moved(-1)
    desk.presenter.moved(1)
    desk.clear()

    assert [] == desk.texts.acts


def test_a_withheld_text_is_told_and_taken_back(desk: _Desk) -> None:
    desk.command("release_withhold")
    assert [("a", Clearing.WITHHELD)] == desk.texts.acts
    desk.command("release_all")
    assert "Withheld" in desk.state.standing
    assert "Person 4" in desk.state.standing

    desk.command("release_undo")

    assert ("a", Clearing.OPEN) == desk.texts.acts[-1]
    assert ("gladly", "Nobody has decided about this wording.") == (desk.state.text, desk.state.standing)


def test_variables_are_gone_through(desk: _Desk) -> None:
    desk.command("release_variable")
    assert ("more", "no") == (desk.state.selected, desk.state.text)
    desk.presenter.variable_chosen("why")
    assert "gladly" == desk.state.text


def test_what_cannot_be_done_is_said_and_nothing_is_lost(desk: _Desk) -> None:
    desk.texts.problem = RuleViolation("release_no_text")
    desk.clear()
    assert (Tone.BAD, "gladly") == (desk.state.tone, desk.state.text)
    assert "R reads" in desk.state.message


def test_without_texts_the_page_says_so() -> None:
    empty = _Desk()
    empty.begin()
    assert "No complete interview has a text" in empty.state.empty


def test_a_page_that_cannot_be_read_says_why() -> None:
    waiting = _Desk(text("a", "gladly"))
    waiting.texts.problem = EnvironmentProblem("whole_study_coming", "Not all is here.", "Wait.")
    waiting.begin()
    assert "Not all is here." in waiting.state.empty
