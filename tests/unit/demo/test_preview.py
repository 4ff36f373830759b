"""The preview without Qt: answers outlive a save as far as they fit, and a form with errors takes nothing away."""

from __future__ import annotations

import pytest

from cati_app.demo.preview.presenter import PreviewPresenter
from cati_app.demo.preview.source import PreviewRead
from cati_app.domain.findings import Finding, Severity
from cati_app.engine.form.answers import Answer
from cati_app.engine.xlsform.load import load_form
from cati_app.station.machine import SystemClock
from cati_app.texts import words_of
from cati_app.ui.stage.panel_states import ChoicePanelState, OutlinePanelState, PanelKind
from cati_app.ui.stage.study_texts import StudyTexts
from tests.unit.ui.stagehands import Shell, View

_HEAD = "| survey |\n| | type | name | label::Deutsch (de) | label::English (en) | required |\n"
_INTRO = "| | note | hello | Guten Tag | Good day | |\n"
_CARS = "| | integer | cars | Wie viele Autos? | How many cars? | yes |\n"
_WHY = "| | text | why | Warum? | Why? | |\n"
_BIKES = "| | integer | bikes | Wie viele Räder? | How many bikes? | |\n"


class _Previewed:
    def __init__(self) -> None:
        self.shell, self.view = Shell(), View()
        self.presenter = PreviewPresenter(self.shell, self.view, words_of("en"), SystemClock())

    def take(self, *rows: str) -> int:
        result = load_form((_HEAD + "".join(rows)).encode(), "form.md")
        texts = StudyTexts(
            "Cars", "1", {"de": "Deutsch", "en": "English"}, (), {}, auto_advance=False, not_applicable=False
        )
        return self.presenter.take(PreviewRead(result.form, texts, tuple(result.findings), ()))

    def answer(self, name: str, text: str = "") -> None:
        question = self.view.states[-1].screen.questions[0]
        assert name == question.name
        self.view.answer_given.emit(question.ref, Answer(text), True)

    @property
    def question(self) -> str:
        return str(self.view.states[-1].screen.questions[0].name)

    @property
    def said(self) -> str:
        return self.shell.message.text if self.shell.message is not None else ""


@pytest.fixture
def previewed() -> _Previewed:
    made = _Previewed()
    made.take(_INTRO, _CARS, _WHY)
    return made


def test_the_word_stands_in_the_title(previewed: _Previewed) -> None:
    assert "Preview: Cars" == previewed.shell.header.study_title


def test_answers_lead_on_and_page_up_leads_back(previewed: _Previewed) -> None:
    previewed.answer("hello")
    previewed.answer("cars", "2")
    there = previewed.question
    previewed.view.back_pressed.emit()

    assert ("why", "cars") == (there, previewed.question)


def test_an_answer_that_is_needed_is_asked_for(previewed: _Previewed) -> None:
    previewed.answer("hello")
    previewed.answer("cars", "")

    (question,) = previewed.view.states[-1].screen.questions
    assert "cars" == question.name
    assert question.check is not None


def test_a_save_keeps_answers_and_the_question(previewed: _Previewed) -> None:
    previewed.answer("hello")
    previewed.answer("cars", "2")

    lost = previewed.take(_INTRO, _CARS, _WHY.replace("Why?", "Why so many?"), _BIKES)

    assert (0, "why") == (lost, previewed.question)
    assert previewed.presenter.session is not None
    assert "2" == previewed.presenter.session.value("cars")


def test_a_question_seen_without_answers_before_it_is_kept_too(previewed: _Previewed) -> None:
    previewed.answer("hello")

    previewed.take(_INTRO, _CARS, _WHY, _BIKES)

    assert "cars" == previewed.question


def test_an_answer_whose_question_is_gone_is_counted(previewed: _Previewed) -> None:
    previewed.answer("hello")
    previewed.answer("cars", "2")

    assert 1 == previewed.take(_INTRO, _BIKES)


def test_a_form_with_errors_leaves_the_one_before_in_sight(previewed: _Previewed) -> None:
    previewed.answer("hello")
    texts = StudyTexts("Cars", "1", {"de": "Deutsch"}, (), {}, auto_advance=False, not_applicable=False)
    fault = Finding(Severity.ERROR, "x", "Wrong.", "Mend it.")

    previewed.presenter.take(PreviewRead(None, texts, (fault,), ()))

    assert "cars" == previewed.question


def test_a_form_that_was_never_read_shows_nothing() -> None:
    made = _Previewed()
    texts = StudyTexts("Cars", "1", {}, (), {}, auto_advance=False, not_applicable=False)

    made.presenter.take(PreviewRead(None, texts, (), ()))
    made.presenter.command("language")
    made.presenter.back()

    assert [] == made.view.states


def test_the_language_changes_and_the_place_stays(previewed: _Previewed) -> None:
    previewed.answer("hello")
    previewed.shell.command_given.emit("language")
    panel = previewed.shell.panel
    previewed.shell.panel_choice_made.emit(PanelKind.LANGUAGE, "en")

    assert isinstance(panel, ChoicePanelState)
    assert "How many cars?" == previewed.view.states[-1].screen.questions[0].label
    assert "cars" == previewed.question


def test_two_languages_stand_beside_each_other(previewed: _Previewed) -> None:
    previewed.shell.panel_choice_made.emit(PanelKind.LANGUAGE, "+en")

    state = previewed.view.states[-1]
    assert ("de", "en") == (state.screen.language, state.second.language)


def test_the_end_is_said_and_can_be_left_backwards(previewed: _Previewed) -> None:
    previewed.answer("hello")
    previewed.answer("cars", "2")
    previewed.answer("why", "so")

    assert ("why", "The questionnaire ends here.") == (previewed.question, previewed.said)


def test_it_begins_again_without_answers(previewed: _Previewed) -> None:
    previewed.answer("hello")
    previewed.answer("cars", "2")

    previewed.presenter.begin_again()

    assert previewed.presenter.session is not None
    assert ("hello", "") == (previewed.question, previewed.presenter.session.value("cars"))


def test_a_question_not_reached_yet_is_said(previewed: _Previewed) -> None:
    assert not previewed.presenter.show_question("why")
    assert "“why” is not reached with the answers so far." == previewed.said


def test_the_outline_leads_back_to_what_was_reached(previewed: _Previewed) -> None:
    previewed.answer("hello")
    previewed.answer("cars", "2")
    previewed.shell.command_given.emit("outline")
    panel = previewed.shell.panel
    previewed.shell.jump_chosen.emit("cars")

    assert isinstance(panel, OutlinePanelState)
    assert "cars" == previewed.question


def test_nothing_of_a_call_can_be_done(previewed: _Previewed) -> None:
    assert not {"result", "appointment", "dial", "note", "pause"} & previewed.shell.enabled


def test_the_window_closes_at_once(previewed: _Previewed) -> None:
    previewed.shell.close_asked.emit()

    assert previewed.shell.closed
