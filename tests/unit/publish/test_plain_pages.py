"""Plain documents: their words are cut as those of reports are, and codes are not."""

from __future__ import annotations

import pytest

from cati_app.publish.print.pages import HEAD, NAMES, WIDTH, Pages
from tests.unit.publish.records import FONTS

LONG = "Rufnummernunterdrückung Befragungsteilnehmende"


@pytest.fixture(scope="module")
def pages() -> Pages:
    return Pages(FONTS, "de")


def lines(made: object, width: float) -> list[str]:
    made.wrap(width, 1_000)  # type: ignore[attr-defined]
    told: list[str] = made.lines  # type: ignore[attr-defined]
    return told


def test_words_are_cut_by_the_patterns_of_the_language_and_headings_are_not(pages: Pages) -> None:
    assert ["Rufnummernunterdrückung Be-", "fragungsteilnehmende"] == lines(pages.text(LONG), 150)
    assert [*LONG.split()] == lines(pages.text(LONG, HEAD), 150)
    assert [*LONG.split()] == lines(Pages(FONTS, "tr").text(LONG), 150)


def test_codes_stay_as_they_are(pages: Pages) -> None:
    assert [*LONG.split()] == lines(pages.code(LONG), 150)
    table = pages.coded([(LONG, LONG)], 150)
    code, meaning = table._cellvalues[0]
    assert ([*LONG.split()], [LONG]) == (lines(code, 150), lines(meaning, WIDTH - 150))


def test_the_columns_of_facts_and_of_grids_are_cut(pages: Pages) -> None:
    ((name, fact),) = pages.pairs([(LONG, f"{LONG} " * 20)])._cellvalues
    assert any(line.endswith("-") for line in lines(name, NAMES / 2) + lines(fact, NAMES))
    assert 300 == len(fact.text), "what somebody wrote is cut where it is longer than the pages have room for"
    head, row = pages.grid([[LONG], [LONG]], [0.3])._cellvalues
    assert (8, 9) == (head[0].style.size, row[0].style.size)


def test_the_same_story_gives_the_same_bytes_whatever_letters_it_has() -> None:
    def made() -> bytes:
        pages = Pages(FONTS, "de")
        return pages.bound([pages.text("Wie alt? كم عمرك؟ 你")], "T", ("Titel عنوان", "Seite {page}"))

    assert made() == made()
    assert b"NotoSansArabic" in made()
