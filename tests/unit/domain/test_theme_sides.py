"""Both sides of a theme: what leads, which groups differ, what is hidden, and whose sector a quote names."""

from __future__ import annotations

from cati_app.domain.comparison.leanings import ExpertLeaning
from cati_app.domain.comparison.relations import Relation
from cati_app.domain.comparison.theme_sides import (
    ExpertsOnTheme,
    ReleasedQuote,
    ResidentBar,
    ResidentsItem,
    Side,
    ThemeSides,
    released_quotes,
)

SIDES = (Side("good", "good"), Side("mixed", "mixed"), Side("poor", "poor"))
EXPERTS = ExpertsOnTheme("How?", ExpertLeaning(16, {"good": 4, "mixed": 3, "poor": 9}, 27), 18)


def bar(label: str, good: float | None, poor: float | None, base: int | None, variable: str = "age") -> ResidentBar:
    mixed = None if good is None or poor is None else 100 - good - poor
    return ResidentBar(variable, label, (good, mixed, poor), base)


def theme(*bars: ResidentBar, experts: ExpertsOnTheme = EXPERTS) -> ThemeSides:
    items = (ResidentsItem("networks", "How well?", bars),) if bars else ()
    return ThemeSides("governance", "Networks", SIDES, experts, items)


def test_experts_and_residents_that_lean_apart_contradict_each_other() -> None:
    """The example of the reference study: 9 of 16 poor, 61 percent good of 301."""
    made = theme(bar("", 61, 17, 301, ""))

    assert Relation.CONTRADICTION is made.proposal
    assert made.residents is not None
    assert {"good": 61, "mixed": 22, "poor": 17} == made.residents.percents


def test_what_is_hidden_is_no_answer() -> None:
    hidden = theme(bar("", None, None, None, ""))
    some = theme(ResidentBar("", "", (61.0, None, None), 301))

    assert (None, None) == (hidden.residents, hidden.proposal)
    assert some.residents is not None
    assert {"good": 61.0} == some.residents.percents
    assert Relation.EXPERTS_ONLY is theme().proposal


def test_groups_that_differ_are_told_once_for_each_variable_and_side_the_greatest_first() -> None:
    made = theme(
        bar("", 52, 27, 371, ""),
        bar("16-29", 64, 17, 63),
        bar("30-44", 50, 30, 91),
        bar("65+", 45, 33, 92),
        bar("few", 5, 90, 29),
        bar("hidden", None, None, None),
        bar("with", 60, 20, 106, "history"),
        bar("without", 49, 30, 265, "history"),
    )

    assert [("good", "16-29", "65+", 19.0), ("poor", "65+", "16-29", 16.0)] == [
        (each.side.id, each.higher.label, each.lower.label, each.points) for each in made.differences
    ]
    assert () == theme().differences


def test_a_quote_names_its_sector_where_three_experts_are_of_it() -> None:
    quotes = [("a", "city"), ("b", "club"), ("c", ""), ("d", "city"), ("e", "city")]

    assert (
        ReleasedQuote("a", "City"),
        ReleasedQuote("b"),
        ReleasedQuote("c"),
        ReleasedQuote("d", "City"),
    ) == released_quotes(quotes, {"city": 3, "club": 2}, {"city": "City"})
