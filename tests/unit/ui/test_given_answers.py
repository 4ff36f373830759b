"""How an answer reads in review: of a date what was asked of it, and where there is none, why."""

from __future__ import annotations

import pytest

from cati_app.fieldwork.monitor.coded_places import CodedPlaces
from cati_app.fieldwork.monitor.read_reviews import GivenAnswer, ReadReviews
from cati_app.texts import words_of
from cati_app.ui.stage.review_words import answer_text, correction_line, given_text
from tests.fakes.site import MemorySite
from tests.unit.publish.records import form
from tests.unit.store.held_interviews import held

WORDS = words_of("en")


def given(text: str, parts: str = "", special: str = "") -> GivenAnswer:
    return GivenAnswer("/q", text, special, 7_400, date_parts=parts)


@pytest.mark.parametrize(
    ("parts", "told"), [("year", "1960"), ("month", "12.1960"), ("day", "24.12.1960"), ("", "1960-12-24")]
)
def test_a_date_reads_as_it_was_asked(parts: str, told: str) -> None:
    assert told == given_text(WORDS, given("1960-12-24", parts))
    assert f"{told} · 7 s" == answer_text(WORDS, given("1960-12-24", parts))


def test_where_there_is_no_answer_it_reads_why() -> None:
    assert "refused" == given_text(WORDS, given("", "year", "refused"))
    assert "–" == given_text(WORDS, given("", "year"))
    assert "1960 → don't know" == correction_line(WORDS, given("1960-01-01", "year"), given("", "year", "dont_know"))


@pytest.mark.parametrize(("appearance", "parts"), [("year", "year"), ("month-year", "month"), ("", "day")])
def test_the_questionnaire_says_what_was_asked_of_a_date(appearance: str, parts: str) -> None:
    site = MemorySite()
    try:
        case_id, _ = held(site, text="1960-01-01")
        asked = form(
            f"""
            type        | name  | label | appearance
            begin group | main  |       |
            date        | rooms | When? | {appearance}
            text        | wish  | Wish? |
            end group   |       |       |
            """
        )
        places = CodedPlaces(None, lambda: site.station.earlier_forms, site.clock)
        first, second = ReadReviews(site.units(), asked, places).answers(site.sue, case_id, "de")
        assert (parts, "") == (first.date_parts, second.date_parts)
    finally:
        site.close()
