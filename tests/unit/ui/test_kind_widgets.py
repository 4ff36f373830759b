"""Kind by kind: the widget that takes its answer, and what it makes of it."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import QLocale

from cati_app.engine.form.answers import Answer
from cati_app.engine.form.screen import ChoiceView, QuestionView
from cati_app.engine.kinds.facts import Value
from cati_app.engine.kinds.registry import QuestionKind
from cati_app.ui.widgets.answer_list import Mode
from cati_app.ui.widgets.kinds import KIND_WIDGETS, EditorKind, stands_side_by_side, steps_of
from cati_app.ui.widgets.line_readings import shown_limit

TODAY = date(2026, 3, 2)
CHOICES = (ChoiceView("a", "Apple", "1"), ChoiceView("b", "Pear", "2"))


def view(kind: QuestionKind, **facts: object) -> QuestionView:
    return QuestionView("/q", "q", kind, "Question?", **facts)  # type: ignore[arg-type]


def test_every_kind_has_a_widget() -> None:
    assert set(QuestionKind) == set(KIND_WIDGETS)


@pytest.mark.parametrize("kind", list(QuestionKind))
def test_there_is_an_editor_where_there_is_something_to_answer(kind: QuestionKind) -> None:
    assert kind.facts.asks == (KIND_WIDGETS[kind].editor(view(kind)) is not None)


@pytest.mark.parametrize(
    ("kind", "facts", "editor"),
    [
        (QuestionKind.SINGLE, {}, EditorKind.LIST),
        (QuestionKind.FROM_ROWS, {}, EditorKind.LIST),
        (QuestionKind.SEVERAL_ROWS, {}, EditorKind.LIST),
        (QuestionKind.SINGLE, {"searchable": True}, EditorKind.SEARCH),
        (QuestionKind.MULTIPLE, {"searchable": True}, EditorKind.SEARCH),
        (QuestionKind.RANK, {"searchable": True}, EditorKind.LIST),
        (QuestionKind.SCALE, {"minimum": 0.0, "maximum": 10.0}, EditorKind.LIST),
        (QuestionKind.SCALE, {"minimum": 0.0, "maximum": 100.0}, EditorKind.LINE),
        (QuestionKind.LONG_TEXT, {}, EditorKind.LONG),
        (QuestionKind.DATE, {}, EditorKind.LINE),
    ],
)
def test_the_editor_suits_the_question(kind: QuestionKind, facts: dict[str, object], editor: EditorKind) -> None:
    assert editor is KIND_WIDGETS[kind].editor(view(kind, **facts))


@pytest.mark.parametrize("kind", [kind for kind in QuestionKind if kind.facts.value is Value.CHOICES])
def test_choices_are_picked_as_the_kind_says(kind: QuestionKind) -> None:
    modes = {"one": Mode.SINGLE, "several": Mode.MULTIPLE, "order": Mode.RANK}
    widget = KIND_WIDGETS[kind]

    assert modes[str(kind.facts.choosing)] is widget.mode
    assert [("a", "1"), ("b", "2")] == [(one.value, one.code) for one in widget.options(view(kind, choices=CHOICES))]


@pytest.mark.parametrize(
    ("kind", "typed", "value"),
    [
        (QuestionKind.INTEGER, "12", "12"),
        (QuestionKind.INTEGER, "1.5", None),
        (QuestionKind.DECIMAL, "1,5", "1.5"),
        (QuestionKind.SCALE, "7", "7"),
        (QuestionKind.DATE, "24.12.1960", "1960-12-24"),
        (QuestionKind.DATE, "someday", None),
        (QuestionKind.TIME, "1845", "18:45"),
        (QuestionKind.DATETIME, "24.12.1960 18:45", "1960-12-24T18:45"),
        (QuestionKind.TEXT, "a word", "a word"),
    ],
)
def test_a_line_is_read_as_its_kind_is_typed(kind: QuestionKind, typed: str, value: str | None) -> None:
    read = KIND_WIDGETS[kind].read(view(kind), typed, TODAY)

    found = None if read.value is None else read.value[: len(value or "")]
    assert (value, value is None) == (found, read.value is None)
    assert value is not None or read.problem


@pytest.mark.parametrize(
    ("kind", "stored"),
    [
        (QuestionKind.INTEGER, "12"),
        (QuestionKind.DECIMAL, "1.5"),
        (QuestionKind.DATE, "1960-12-24"),
        (QuestionKind.TIME, "18:45:00.000"),
        (QuestionKind.DATETIME, "1960-12-24T18:45:00.000+01:00"),
        (QuestionKind.TEXT, "a word"),
        (QuestionKind.SCALE, "7"),
    ],
)
def test_what_is_shown_is_what_would_be_typed(kind: QuestionKind, stored: str) -> None:
    widget = KIND_WIDGETS[kind]
    shown = widget.shown(view(kind, answer=Answer(stored)))
    read = widget.read(view(kind), shown, TODAY).value

    assert read is not None
    assert stored.startswith(read[:16])
    assert "" == widget.shown(view(kind))


def test_a_date_says_how_it_is_typed_before_anything_is() -> None:
    speaking = {kind for kind in QuestionKind if KIND_WIDGETS[kind].example(view(kind))}

    assert {QuestionKind.DATE, QuestionKind.DATETIME} == speaking


@pytest.mark.parametrize(
    ("kind", "choices", "maximum", "expected"),
    [
        (QuestionKind.SCALE, (), 10.0, True),
        (QuestionKind.SCALE, CHOICES * 2, 10.0, False),
        (QuestionKind.SCALE, (), 20.0, False),
        (QuestionKind.SINGLE, (), 10.0, False),
    ],
)
def test_a_short_scale_stands_side_by_side(
    kind: QuestionKind, choices: tuple[ChoiceView, ...], maximum: float, expected: bool
) -> None:
    assert expected == stands_side_by_side(view(kind, choices=choices, minimum=0.0, maximum=maximum))


def test_the_steps_of_a_scale_are_plain_digits_however_great() -> None:
    million = view(QuestionKind.SCALE, minimum=2_000_000.0, maximum=2_000_005.0)
    tenths = view(QuestionKind.SCALE, minimum=0.0, maximum=0.3, step=0.1)

    assert [str(2_000_000 + step) for step in range(6)] == list(steps_of(million))
    assert ["0", "0.1", "0.2", "0.3"] == list(steps_of(tenths))


@pytest.mark.parametrize(
    ("locale", "limit", "shown"),
    [
        ("en_GB", 1_000_000.0, "1,000,000"),
        ("de_DE", 1_000_000.0, "1.000.000"),
        ("en_GB", -12_345_678.5, "-12,345,678.5"),
        ("de_DE", 0.5, "0,5"),
        ("en_GB", 2026.0, "2026"),
        ("de_DE", 9_999.0, "9999"),
        ("de_DE", 999_999.0, "999.999"),
        ("en_GB", 1e15, "1,000,000,000,000,000"),
    ],
)
def test_limits_are_written_as_people_write_them(locale: str, limit: float, shown: str) -> None:
    before = QLocale()
    QLocale.setDefault(QLocale(locale))
    try:
        assert shown_limit(limit) == shown
    finally:
        QLocale.setDefault(before)
