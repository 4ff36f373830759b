"""What the quota decides in a preview, which cell a finding is in, and which question it leads to."""

from __future__ import annotations

import io

import openpyxl
import pytest

from cati_app.demo.preview.presenter import PreviewPresenter
from cati_app.demo.preview.source import PreviewRead
from cati_app.demo.preview.verdict import PreviewQuota
from cati_app.demo.preview.window import question_of
from cati_app.domain.findings import Finding, Severity
from cati_app.engine.form.answers import Answer
from cati_app.engine.xlsform.cell_names import cell_name, column_letters
from cati_app.engine.xlsform.load import load_form
from cati_app.station.machine import SystemClock
from cati_app.study.load import load_study
from cati_app.study.rules import quota_plan
from cati_app.texts import words_of
from cati_app.ui.stage.study_texts import StudyTexts
from tests.stations import STUDY
from tests.unit.ui.stagehands import Shell, View

_FORM = """
| survey |
| | type | name | label | relevant |
| | hidden | quota_status | | |
| | hidden | quota_cell | | |
| | begin group | screener | Screener | |
| | select_one sex | sex | Sex? | |
| | select_one age_group | age_group | Age? | |
| | end group | | | |
| | note | full | Thank you. | ${quota_status} = 'full' |
| | text | cars | Cars? | ${quota_status} != 'full' |
| choices |
| | list_name | name | label |
| | sex | 1 | man |
| | sex | 2 | woman |
| | age_group | young | young |
| | age_group | old | old |
"""
_TEXTS = StudyTexts(
    "Small",
    "1",
    {"de": "Deutsch"},
    (("Sex", {"m": "men", "f": "women"}), ("Age", {"young": "young", "old": "old"})),
    {},
    auto_advance=False,
    not_applicable=False,
)


class _Previewed:
    def __init__(self, form: str = _FORM) -> None:
        self.shell, self.view, self.told = Shell(), View(), list[str]()
        self.presenter = PreviewPresenter(
            self.shell, self.view, words_of("en"), SystemClock(), lambda: self.told.append(self.presenter.quota_told)
        )
        study = load_study(STUDY.encode()).study
        assert study is not None
        plan = quota_plan(study)
        assert plan is not None
        result = load_form(form.encode(), "form.md")
        assert result.form is not None, result.findings
        self.presenter.take(PreviewRead(result.form, _TEXTS, (), (), quota=PreviewQuota(plan, "screener")))

    def answer(self, text: str) -> None:
        question = self.view.states[-1].screen.questions[0]
        self.view.answer_given.emit(question.ref, Answer(text), True)

    @property
    def question(self) -> str:
        return str(self.view.states[-1].screen.questions[0].name)


@pytest.fixture
def previewed() -> _Previewed:
    return _Previewed()


def test_it_says_what_is_missing_and_then_which_cell_it_is(previewed: _Previewed) -> None:
    before = previewed.told[-1]
    previewed.answer("1")
    between = previewed.told[-1]
    previewed.answer("old")

    assert "Quota: not decided yet, sex, age_group missing" == before
    assert "Quota: not decided yet, age_group missing" == between
    assert "Quota: men · old – there is room" == previewed.told[-1]
    assert "cars" == previewed.question


def test_a_full_cell_is_played_and_the_form_goes_its_way(previewed: _Previewed) -> None:
    previewed.presenter.play_full()
    previewed.answer("2")
    previewed.answer("young")
    thanked = previewed.question
    told = previewed.told[-1]
    previewed.presenter.play_full()

    assert ("full", "Quota: women · young – played as full: the person is thanked") == (thanked, told)
    assert "Quota: women · young – there is room" == previewed.told[-1]
    assert "cars" == previewed.question


def test_where_the_form_has_no_goodbye_it_is_said_what_is_read_aloud() -> None:
    asks = _FORM.replace("${quota_status} != 'full'", "").replace("${quota_status} = 'full'", "false()")
    previewed = _Previewed(asks.replace("| | hidden | quota_status | | |\n", ""))
    previewed.presenter.play_full()
    previewed.answer("2")
    previewed.answer("young")

    assert "Read aloud: “" in previewed.told[-1]


def test_an_answer_that_is_corrected_changes_the_cell(previewed: _Previewed) -> None:
    previewed.answer("2")
    previewed.answer("young")
    previewed.view.back_pressed.emit()
    previewed.answer("old")

    assert "Quota: women · old – there is room" == previewed.told[-1]


def test_whoever_has_no_value_left_the_screener_without_a_cell(previewed: _Previewed) -> None:
    previewed.answer("2")
    previewed.answer("")

    assert "interviewed without a cell" in previewed.told[-1]


def test_a_finding_names_its_cell_as_a_spreadsheet_does() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "survey"
    sheet.append(["type", "name", *[f"note{n}" for n in range(24)], "label::Deutsch (de)"])
    sheet.append(["text", "a"])
    data = io.BytesIO()
    book.save(data)
    letters = column_letters(data.getvalue(), "form.xlsx")

    assert ("B2", "AA7") == (
        cell_name(letters, "survey", 2, "name"),
        cell_name(letters, "survey", 7, "label::Deutsch (de)"),
    )
    assert ["", "", ""] == [
        cell_name(letters, "choices", 2, "name"),
        cell_name(letters, "survey", None, "name"),
        cell_name(column_letters(_FORM.encode(), "form.md"), "survey", 2, "name"),
    ]


@pytest.mark.parametrize(
    ("sheet", "row", "question"),
    [
        ("survey", 7, "sex"),
        ("choices", 16, "age_group"),
        ("choices", 99, ""),
        ("study.yaml", 7, ""),
        ("survey", None, ""),
    ],
)
def test_a_finding_leads_to_its_question(sheet: str, row: int | None, question: str) -> None:
    form = load_form(_FORM.encode(), "form.md").form
    assert form is not None
    by_name = {node.name: node.row for node in form.nodes}
    rows = {7: by_name["sex"], 16: form.lists["age_group"][0].row}
    found = Finding(Severity.HINT, "x", "Wrong.", "Mend it.", sheet, rows.get(row or 0, row))

    assert question == question_of(form, found)
