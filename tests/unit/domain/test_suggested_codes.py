"""Codes suggested from adjudicated units: what reads alike votes, and nothing else does."""

from __future__ import annotations

import pytest

from cati_app.domain.coding.code_frame import Axis, UnitCodes
from cati_app.domain.coding.suggested_codes import Suggestions


def _unit(text: str, *themes: str) -> tuple[str, UnitCodes]:
    return text, UnitCodes.of({Axis.THEME: themes, Axis.FIELD: ["housing"]})


_UNITS = (
    _unit("Die Mieten sind viel zu hoch", "rent"),
    _unit("Mietpreise senken, bezahlbare Wohnungen", "rent", "supply"),
    _unit("Mehr Busse am Abend", "traffic"),
    _unit("Die Nachbarn grüßen freundlich", "mood"),
)


def _ids(text: str, axis: Axis = Axis.THEME) -> list[str]:
    return [suggested.code for suggested in Suggestions(_UNITS).of(text, axis)]


def test_what_reads_alike_votes() -> None:
    assert "rent" == _ids("bezahlbare Miete")[0]
    assert "traffic" == _ids("ein Bus am ABEND")[0]
    assert ["housing"] == _ids("Nachbarn", Axis.FIELD)


def test_shares_are_those_of_the_votes() -> None:
    suggested = Suggestions(_UNITS[:2]).of("Mietpreise für Wohnungen", Axis.THEME)

    assert ["rent", "supply"] == [each.code for each in suggested]
    assert pytest.approx(1) == sum(each.share for each in suggested)
    assert sorted((each.share for each in suggested), reverse=True) == [each.share for each in suggested]


def test_three_at_most() -> None:
    units = [_unit("Spielplatz und Park", code) for code in "abcde"]

    suggested = Suggestions(units).of("Park", Axis.THEME)

    assert ["a", "b", "c"] == [each.code for each in suggested]
    assert [pytest.approx(0.2)] * 3 == [each.share for each in suggested]


def test_the_nearest_ten_vote_and_no_more() -> None:
    near = [_unit("Fahrradweg am Bahnhof", "bikes")] * 10
    far = [_unit("Bahnhofstraße im Winter räumen", "snow")] * 50

    assert ["bikes"] == [each.code for each in Suggestions([*far, *near]).of("Fahrradweg am Bahnhof", Axis.THEME)]


def test_one_that_reads_the_same_outweighs_several_that_are_a_little_alike() -> None:
    units = [_unit("Deutschkurse am Abend", "courses"), *[_unit("Abends ist es dunkel", "light")] * 3]

    assert "courses" == Suggestions(units).of("Deutschkurse am Abend", Axis.THEME)[0].code


@pytest.mark.parametrize("text", ["", " ", "?!", "xyzzy", "12345"])
def test_nothing_alike_nothing_suggested(text: str) -> None:
    assert [] == _ids(text)


def test_without_units_nothing_is_suggested() -> None:
    assert () == Suggestions([]).of("Mieten", Axis.THEME)


def test_units_that_nothing_fits_suggest_nothing() -> None:
    assert () == Suggestions([("Mieten", UnitCodes())]).of("Mieten", Axis.THEME)


def test_runs_of_letters_end_with_their_word() -> None:
    assert [] == [each.code for each in Suggestions([_unit("abc xyz", "a")]).of("bcxy", Axis.THEME)]


def test_words_of_other_scripts_stay_whole() -> None:
    """A mark over a letter does not cut a word in two."""
    suggestions = Suggestions([_unit("كِتاب", "books")])

    assert ["books"] == [each.code for each in suggestions.of("كِتاب جديد", Axis.THEME)]
    assert [] == [each.code for each in suggestions.of("ك", Axis.THEME)]
