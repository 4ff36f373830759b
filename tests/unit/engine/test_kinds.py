"""Kind by kind: the facts that readers, sessions, data sets and paper go by, and what each stores."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, tzinfo

import pytest

from cati_app.engine.form.screen import QuestionView
from cati_app.engine.kinds.facts import Choosing, Exported, KindFacts, Level, Limits, Printed, Value
from cati_app.engine.kinds.registry import QuestionKind
from cati_app.engine.xlsform.types import kind_of, read_type
from cati_app.publish.paper.words import PAPER_TERMS


@dataclass(frozen=True)
class Question:
    """A question to be answered."""

    minimum: float | None = None
    maximum: float | None = None
    step: float | None = None
    date_parts: str = "day"
    before: str = ""
    zone: tzinfo = UTC
    offered: Mapping[str, int] = field(default_factory=lambda: {"a": 0, "b": 1, "x": 2})

    def places(self) -> Mapping[str, int]:
        return self.offered

    def is_exclusive(self, name: str) -> bool:
        return name == "x"


SCALE = Question(0.0, 10.0, 2.0)
TAKEN = {
    QuestionKind.SINGLE: (("a", "a"), (" b ", "b"), ("c", None), ("a b", None)),
    QuestionKind.FROM_ROWS: (("a", "a"), (" b ", "b"), ("c", None)),
    QuestionKind.SEVERAL_ROWS: (("b a", "a b"), ("a", "a"), ("a c", None), ("a a", "a")),
    QuestionKind.MULTIPLE: (("b a", "a b"), ("a x", "x"), ("a c", None), ("a a", "a")),
    QuestionKind.RANK: (("x a b", "x a b"), ("a b", None), ("a b c", None)),
    QuestionKind.SCALE: (("4", "4"), ("4.0", "4"), ("5", None), ("12", None), ("-2", None), ("high", None)),
    QuestionKind.INTEGER: (("007", "7"), (" -3 ", "-3"), ("1.5", None), ("", None)),
    QuestionKind.DECIMAL: (("1,50", "1.5"), (".5", "0.5"), ("1.2.3", None), ("one", None)),
    QuestionKind.DATE: (("2024-02-29", "2024-02-29"), ("2023-02-29", None), ("2024", None)),
    QuestionKind.TIME: (("18:45", "18:45:00"), ("25:00", None)),
    QuestionKind.DATETIME: (("2024-02-29T18:45", "2024-02-29T18:45:00.000+00:00"), ("yesterday", None)),
    QuestionKind.TEXT: (("a  b", "a  b"), ("a" * 10_000, "a" * 10_000), ("a" * 10_001, None), ("😀" * 9_000, None)),
    QuestionKind.LONG_TEXT: (("one\ntwo", "one\ntwo"), ("a" * 10_001, None)),
    QuestionKind.NOTE: (("OK", None),),
    QuestionKind.ACKNOWLEDGE: (("OK", "OK"), ("ok", None)),
    QuestionKind.REPEAT: (("1", None),),
}
FITS = {
    QuestionKind.SINGLE: ("a", "d"),
    QuestionKind.MULTIPLE: ("a b", "a d"),
    QuestionKind.RANK: ("b a", "d"),
    QuestionKind.SCALE: ("1.5", "1,5"),
    QuestionKind.INTEGER: ("12", "1.5"),
    QuestionKind.DECIMAL: ("1.5", "1,5"),
    QuestionKind.DATE: ("2024-02-29", "2023-02-29"),
    QuestionKind.TIME: ("18:45", "noon"),
    QuestionKind.DATETIME: ("2024-02-29T18:45", "noon"),
}


@pytest.mark.parametrize("kind", list(QuestionKind))
def test_a_kind_has_facts_that_agree_with_one_another(kind: QuestionKind) -> None:
    facts = kind.facts

    assert isinstance(facts, KindFacts)
    assert facts.asks == (facts.value is not Value.NOTHING)
    assert (facts.choosing is not None) == (facts.value is Value.CHOICES) == bool(facts.list_types)
    assert (facts.printed is Printed.CHOICES) == (facts.choosing is not None)
    assert not facts.whole or facts.value is Value.NUMBER
    assert (facts.limits is Limits.COUNT) == (facts.choosing is Choosing.SEVERAL)
    assert facts.limits in (None, Limits.COUNT) or facts.value is Value.NUMBER
    assert (facts.exported is Exported.NUMBER) == (facts.value is Value.NUMBER)
    assert facts.thinking_s > 0
    assert facts.most_words > 0
    assert facts.expected.endswith(".")


@pytest.mark.parametrize("kind", list(QuestionKind))
def test_a_kind_is_written_in_a_workbook_in_one_way_or_stands_for_rows(kind: QuestionKind) -> None:
    facts = kind.facts
    words = [
        *facts.types,
        *(f"{word} list" for word in facts.list_types),
        *(f"{word} ${{name}}" for word in facts.row_types),
    ]
    read = [found.question for word in words if (found := read_type(word)) is not None]

    assert [kind] * len(words) == read
    if facts.written_as is not None:
        written, appearance = facts.written_as
        other = next(one for one in QuestionKind if one == written)
        assert (kind, other) == (kind_of(other, {"big", appearance}), kind_of(other, {"big"}))
    assert bool(words) + (facts.written_as is not None) + (kind is QuestionKind.REPEAT) == 1


def test_no_word_of_the_type_column_means_two_kinds() -> None:
    words = [word for kind in QuestionKind for word in (*kind.facts.types, *kind.facts.list_types)]

    assert len(set(words)) == len(words)


def test_every_kind_is_tried() -> None:
    assert set(QuestionKind) == set(TAKEN)


@pytest.mark.parametrize(
    ("kind", "given", "stored"), [(kind, *pair) for kind, pairs in TAKEN.items() for pair in pairs]
)
def test_what_a_kind_stores(kind: QuestionKind, given: str, stored: str | None) -> None:
    asked = SCALE if kind is QuestionKind.SCALE else Question()

    assert stored == kind.facts.stored(given, asked)


@pytest.mark.parametrize(
    ("parts", "given", "stored"),
    [("year", "1960", "1960-01-01"), ("month", "1960-12", "1960-12-01"), ("month", "1960", None), ("year", "60", None)],
)
def test_a_year_or_a_month_is_stored_as_its_first_day(parts: str, given: str, stored: str | None) -> None:
    assert stored == QuestionKind.DATE.facts.stored(given, Question(date_parts=parts))


def test_the_exclusive_choice_named_last_stands_and_gives_way_to_others() -> None:
    stored = QuestionKind.MULTIPLE.facts.stored

    assert ("x", "a") == (stored("a x", Question(before="a")), stored("a x", Question(before="x")))


@pytest.mark.parametrize("kind", list(QuestionKind))
def test_what_a_workbook_may_give_as_a_default(kind: QuestionKind) -> None:
    good, bad = FITS.get(kind, ("anything", None))

    assert kind.facts.fits(good, ["a", "b"])
    assert bad is None or not kind.facts.fits(bad, ["a", "b"])
    assert kind.facts.choosing is None or kind.facts.fits("whatever", None)


@pytest.mark.parametrize("kind", list(QuestionKind))
def test_a_view_asks_and_takes_special_answers_as_its_kind_says(kind: QuestionKind) -> None:
    view = QuestionView("/q", "q", kind, "Question?")

    assert kind.facts.asks == view.asks
    assert (kind.facts.asks and kind.facts.special) == view.takes_special


def test_what_is_special_about_some() -> None:
    special = {kind for kind in QuestionKind if not kind.facts.special}
    levels = {kind: kind.facts.level for kind in QuestionKind if kind.facts.level is not Level.NOMINAL}

    assert {QuestionKind.NOTE, QuestionKind.REPEAT} == special
    assert Level.ORDINAL == levels.pop(QuestionKind.RANK)
    assert {Level.SCALE} == set(levels.values())
    assert {QuestionKind.SCALE} == {kind for kind in QuestionKind if kind.facts.limits is Limits.PARAMETERS}
    assert {QuestionKind.SINGLE} == {kind for kind in QuestionKind if kind.facts.choosing is Choosing.ONE}


@pytest.mark.parametrize("kind", list(QuestionKind))
@pytest.mark.parametrize("language", ["en", "de", "tr", "ru", "ar"])
def test_paper_has_words_for_a_kind_in_every_language(kind: QuestionKind, language: str) -> None:
    words = PAPER_TERMS.of(language)

    assert words(f"kind_{kind}")
    assert not kind.facts.unit or words(kind.facts.unit)
