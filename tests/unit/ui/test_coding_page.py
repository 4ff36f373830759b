"""The page of coding without Qt: picked, given, coded along, taken back, and what is said where nothing waits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import pytest

from cati_app.domain.errors import EnvironmentProblem, RuleViolation
from cati_app.domain.ids import InterviewId
from cati_app.texts import words_of
from cati_app.ui.analyst.coding.port import (
    CodesGiven,
    CodeWish,
    CodingQuestion,
    CodingSet,
    FrameChoice,
    GivenCodes,
    TextToCode,
)
from cati_app.ui.analyst.coding.presenter import CodingPresenter
from cati_app.ui.analyst.coding.states import CodingState
from cati_app.ui.stage.panel_states import FormPanelState, PanelKind, SteeringPanelState, TextPanelState
from cati_app.ui.stage.stage import Stage
from cati_app.ui.stage.states import ScreenName, Tone
from tests.fakes.runner import RunnerOnDemand
from tests.stations import TUESDAY
from tests.unit.ui.stagehands import Shell, View

FRAME = (FrameChoice("care", "1", "Care"), FrameChoice("crafts", "2", "Crafts"), FrameChoice("other", "9", "Other"))
JOB = CodingQuestion("job_other", "What work do you do?", FRAME)
SPORT = CodingQuestion("sport_other", "Which sport?", FRAME, several=True, decides_quota=True)


def text(named: str, said: str, question: str = "job_other") -> TextToCode:
    return TextToCode(InterviewId(named), named, f"/{question}", question, said, "Other", "en")


class _Codes:
    """Keeps versions as the store does."""

    def __init__(self, *texts: TextToCode) -> None:
        self.texts = list(texts)
        self.acts: list[tuple[tuple[str, tuple[str, ...]], ...]] = []
        self.reasons: list[str] = []
        self.problem: Exception | None = None
        self.refuses = ""
        self.elsewhere = 0
        self.at_hub = False
        self.made: list[FrameChoice] = []
        self.wanted: list[tuple[str, dict[str, str], int]] = []

    def read(self) -> CodingSet:
        if self.problem is not None:
            raise self.problem
        job = replace(JOB, frame=(*JOB.frame, *self.made))
        return CodingSet((job, SPORT), tuple(self.texts), self.at_hub, ("de", "en"))

    def new_code(self, question: str, labels: Mapping[str, str], number: int) -> tuple[CodingSet, str]:
        if number == 2:
            raise RuleViolation("code_number_taken", number=2, free=3)
        self.wanted.append((question, dict(labels), number))
        self.made.append(FrameChoice(f"code_{number}", str(number), labels["en"]))
        return self.read(), f"code_{number}"

    def code(self, wishes: Sequence[CodeWish], reason: str) -> CodesGiven:
        self.reasons.append(reason)
        self.acts.append(tuple((wish.text.named, wish.codes) for wish in wishes))
        refused = []
        for wish in wishes:
            row = next(number for number, each in enumerate(self.texts) if each.named == wish.text.named)
            if wish.text.named == self.refuses:
                refused.append(RuleViolation("code_text_other"))
                continue
            known = self.texts[row]
            version = GivenCodes(TUESDAY, 4, wish.codes, reason)
            self.texts[row] = replace(known, versions=(*known.versions, version))
        return CodesGiven(self.read(), tuple(refused), self.elsewhere)


class _Desk:
    def __init__(self, *texts: TextToCode, language: str = "en") -> None:
        self.runner, self.view, self.codes, self.shell = RunnerOnDemand(), View(), _Codes(*texts), Shell()
        stage = Stage(self.shell, words_of(language), self.runner)
        stage.situate(screen=ScreenName.DESK, tab="coding")
        self.presenter = CodingPresenter(stage, self.view, self.codes)

    def begin(self) -> None:
        self.presenter.shown()
        self.runner.run_all()

    def command(self, name: str) -> None:
        assert self.presenter.command(name)
        self.runner.run_all()

    def give(self, *codes: str, reason: str = "") -> None:
        self.presenter.codes_picked(codes)
        self.presenter.give()
        if reason:
            self.save(PanelKind.CODING_REASON, reason)
        self.runner.run_all()

    def save(self, kind: PanelKind, said: str) -> None:
        assert self.presenter.text_saved(kind, said)
        self.runner.run_all()

    @property
    def state(self) -> CodingState:
        state = self.view.states[-1]
        assert isinstance(state, CodingState)
        return state

    @property
    def panel(self) -> object:
        return self.shell.panel


@pytest.fixture
def desk() -> _Desk:
    made = _Desk(text("a", "nurse"), text("b", "Nurse!"), text("c", "mason"), text("d", "nurses"))
    made.begin()
    return made


def test_a_text_stands_with_its_language_and_the_frame_and_questions_say_what_waits(desk: _Desk) -> None:
    state = desk.state
    assert ("nurse", "Text 1 of 4 · English", "Chosen: Other") == (state.text, state.counted, state.given)
    assert ["1", "2", "9"] == [option.code for option in state.options]
    assert [("job_other", "4 of 4 wait"), ("sport_other", "0 of 0 wait")] == [
        (line.name, line.waiting) for line in state.questions
    ]
    assert "1 further text reads the same" in state.alike
    assert "" == state.quota


def test_enter_gives_the_codes_with_a_reason_asked_for_once_and_goes_on(desk: _Desk) -> None:
    desk.give("care")
    assert isinstance(desk.panel, TextPanelState)
    assert [] == desk.codes.acts
    desk.save(PanelKind.CODING_REASON, " ")
    assert "reason is needed" in desk.panel.message
    desk.save(PanelKind.CODING_REASON, "first round")
    assert ("Nurse!", "Text 2 of 4 · English") == (desk.state.text, desk.state.counted)
    desk.give("care")
    assert [(("a", ("care",)),), (("b", ("care",)),)] == desk.codes.acts
    assert ["first round", "first round"] == desk.codes.reasons
    desk.presenter.moved(-1)
    assert (f"1. {TUESDAY:%Y-%m-%d %H:%M} · person 4 · Care · first round",) == desk.state.versions
    assert ("care",) == desk.state.codes


def test_what_was_coded_before_has_dates_as_they_are_written_in_the_language_of_the_window() -> None:
    desk = _Desk(text("a", "nurse"), text("b", "mason"), language="de")
    desk.begin()
    desk.give("care", reason="erste Runde")
    desk.presenter.moved(-1)
    (version,) = desk.state.versions
    assert version.startswith(f"1. {TUESDAY:%d.%m.%Y %H:%M} · Person 4 · ")


def test_enter_without_a_code_and_with_the_same_codes_stores_nothing(desk: _Desk) -> None:
    desk.give()
    assert (Tone.WARN, []) == (desk.state.tone, desk.codes.acts)
    desk.give("care", reason="r")
    desk.presenter.moved(-1)
    desk.give("care")
    assert 1 == len(desk.codes.acts)
    assert "Nurse!" == desk.state.text


@pytest.mark.parametrize(("command", "named"), [("coding_alike", ["a", "b"]), ("coding_nearly", ["a", "b", "d"])])
def test_texts_that_read_alike_are_looked_at_before_they_are_coded(desk: _Desk, command: str, named: list[str]) -> None:
    desk.presenter.codes_picked(("care",))
    desk.command(command)
    assert isinstance(desk.panel, SteeringPanelState)
    assert len(named) == len(desk.panel.rows)
    assert [] == desk.codes.acts
    desk.save(PanelKind.CODING_ALIKE, "")
    assert [] == desk.codes.acts
    desk.save(PanelKind.CODING_ALIKE, "same words")
    (act,) = desk.codes.acts
    assert named == [each for each, _ in act]
    assert "mason" == desk.state.text

    desk.command("coding_undo")
    assert {()} == {codes for _, codes in desk.codes.acts[-1]}
    assert ("nurse", ()) == (desk.state.text, desk.state.codes)


def test_a_look_shows_few_and_says_how_many_more() -> None:
    desk = _Desk(*(text(str(number), "nurse") for number in range(9)))
    desk.begin()
    desk.presenter.codes_picked(("care",))
    desk.command("coding_alike")
    panel = desk.panel
    assert isinstance(panel, SteeringPanelState)
    assert (6, "and 3 more") == (len(panel.rows), panel.notes[-1].text)


def test_codes_come_off_as_a_version_and_the_text_waits_again(desk: _Desk) -> None:
    desk.give("care", reason="r")
    desk.presenter.moved(-1)
    desk.command("coding_clear")
    assert (("a", ()),) == desk.codes.acts[-1]
    assert ("nurse", 2, ()) == (desk.state.text, len(desk.state.versions), desk.state.codes)


def test_a_reason_that_was_not_given_stores_nothing_when_it_is_given_later(desk: _Desk) -> None:
    desk.give("care")  # Esc closes the panel
    desk.presenter.moved(1)
    desk.command("coding_reason")
    desk.save(PanelKind.CODING_REASON, "later")
    assert [] == desk.codes.acts


def test_what_was_refused_is_said_and_the_text_stays(desk: _Desk) -> None:
    desk.codes.refuses = "a"
    desk.give("care", reason="r")
    assert ("nurse", Tone.WARN) == (desk.state.text, desk.state.tone)
    assert "not that of the interview" in desk.state.message
    desk.command("coding_undo")
    assert 1 == len(desk.codes.acts), "there is nothing to take back"


def test_a_list_that_is_done_says_what_shows_more_and_the_next_question_is_a_key_away(desk: _Desk) -> None:
    desk.command("coding_question")
    assert "Nobody has answered this question openly" in desk.state.empty
    desk.command("coding_question")
    for said in ("nurse", "Nurse!", "mason", "nurses"):
        assert said == desk.state.text
        desk.give("care", reason="r" if said == "nurse" else "")
    assert "4 of 4 answers have codes" == desk.state.progress
    desk.command("coding_read")
    assert "Every text of this question has its codes" in desk.state.empty
    desk.command("coding_all")
    assert ("nurse", ("care",)) == (desk.state.text, desk.state.codes)


def test_a_question_that_decides_about_the_quota_says_who_moves_the_place() -> None:
    desk = _Desk(text("a", "rowing", "sport_other"))
    desk.begin()
    assert "A place moves once a supervisor agrees" in desk.state.quota
    assert desk.state.several


def test_a_study_without_open_answers_says_what_fills_the_page() -> None:
    desk = _Desk()
    desk.begin()
    assert "No interview that counts has an open answer" in desk.state.empty
    unasked = _Desk()
    unasked.codes.problem = RuleViolation("code_nothing_open")
    unasked.begin()
    assert "no question with a choice" in unasked.state.empty


def test_a_copy_that_is_still_coming_is_said_and_r_reads_again() -> None:
    desk = _Desk(text("a", "nurse"))
    desk.codes.problem = EnvironmentProblem("whole_study_coming", "On its way.", "Repeat it.")
    desk.begin()
    assert "On its way." in desk.state.empty
    desk.codes.problem = None
    desk.command("coding_read")
    assert "nurse" == desk.state.text


def test_an_interview_that_belongs_in_another_cell_is_told_and_so_is_who_decides(desk: _Desk) -> None:
    desk.codes.elsewhere = 1
    desk.give("2", reason="first round")
    assert "belongs in another cell by its codes and waits for a supervisor" in desk.state.message
    desk.command("coding_undo")
    assert "waits for a supervisor" in desk.state.message


def test_a_new_code_is_typed_with_its_text_by_language_and_picked_at_once(desk: _Desk) -> None:
    desk.command("coding_new")
    panel = desk.panel
    assert isinstance(panel, FormPanelState)
    assert [("de", ""), ("en", ""), ("number", "1")] == [(each.key, each.value) for each in panel.form.fields]
    desk.save(PanelKind.NEW_CODE, "\nmidwife\n5")
    assert [("job_other", {"en": "midwife"}, 5)] == desk.codes.wanted
    assert desk.panel is None
    assert (("code_5",), "5") == (desk.state.codes, desk.state.options[-1].code)
    assert "The code is there: midwife. Enter gives it." == desk.state.message
    desk.presenter.give()
    desk.save(PanelKind.CODING_REASON, "first round")
    assert [(("a", ("code_5",)),)] == desk.codes.acts


@pytest.mark.parametrize(("number", "told"), [("2", "The number 2 is taken. 3 is free."), ("3a", "a whole number")])
def test_a_number_that_cannot_be_is_said_beside_its_field_and_what_was_typed_stays(
    desk: _Desk, number: str, told: str
) -> None:
    desk.command("coding_new")
    before = desk.panel
    desk.save(PanelKind.NEW_CODE, f"Hebamme\nmidwife\n{number}")
    panel = desk.panel
    assert isinstance(panel, FormPanelState)
    assert isinstance(before, FormPanelState)
    assert told in panel.form.message
    assert ("number", before.form.key) == (panel.form.wrong, panel.form.key)
    assert [] == desk.codes.wanted


def test_at_a_hub_it_says_how_other_stations_get_a_new_code(desk: _Desk) -> None:
    desk.codes.at_hub = True
    desk.command("coding_read")
    desk.command("coding_new")
    panel = desk.panel
    assert isinstance(panel, FormPanelState)
    assert "cati hub publish" in " ".join(panel.form.texts)
    desk.save(PanelKind.NEW_CODE, "\nmidwife\n5")
    assert "cati hub publish" in desk.state.message
