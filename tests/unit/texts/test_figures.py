"""Figures of commands in the reader's language."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from cati_app.domain.errors import RuleViolation
from cati_app.publish.reports.rates_text import figure
from cati_app.publish.reports.weights_text import amount
from cati_app.texts import choose
from cati_app.texts.figures import figures
from cati_app.texts.weighting_rules import weighting_rule
from cati_app.texts.words import words_of


@pytest.fixture(autouse=True)
def english_again() -> Iterator[None]:
    yield
    choose("en")


@pytest.mark.parametrize(("language", "text"), [("en", "1,234.5"), ("de", "1.234,5")])
def test_figures_have_the_separators_of_the_reader(language: str, text: str) -> None:
    choose(language)

    assert text == figures(f"{1234.5:,}")


def test_german_rates_and_sums_have_a_comma() -> None:
    choose("de")

    assert ("0,400000", "–", "12,25", "3") == (figure(0.4), figure(None), amount(12.25), amount(3.0))


@pytest.mark.parametrize("code", ["weigh_not_met", "weigh_bounds_narrow"])
def test_how_far_a_margin_stays_off_has_a_comma_in_german(code: str) -> None:
    told = weighting_rule(RuleViolation(code, variable="sex", category="m", off=0.463))
    assert told is not None
    assert "46,3" in words_of("de").worded(told)
