"""Where words may be cut: German ones as a dictionary has them, other languages by their own patterns."""

from __future__ import annotations

from itertools import pairwise

import pytest

from cati_app.publish.print.hyphens import hyphens_of


def shown(language: str, word: str) -> str:
    hyphens = hyphens_of(language)
    assert hyphens is not None
    edges = [0, *(cut.after for cut in hyphens.cuts(word)), len(word)]
    return "-".join(word[begin:end] for begin, end in pairwise(edges))


@pytest.mark.parametrize(
    "syllables",
    [
        "Ein-wan-de-rungs-ge-schichte",
        "Mit-ar-bei-ter",  # by one level of patterns: Mita-rbeiter
        "Pro-zent-an-teil",  # by one level: Prozen-tanteil
        "Ver-wal-tungs-mit-ar-bei-ter",
        "Ur-in-stinkt",
        "Voll-er-he-bung",
        "Dis-kri-mi-nie-rungs-er-fah-rung",
        "Mehr-fach-ant-wor-ten",
        "Per-so-nal-aus-weis",  # no letter stands alone between two places
        "Schiff-fahrt",
        "Zu-cker",
        "Staats-an-ge-hö-rig-keit",
    ],
)
def test_german_words_are_cut_as_a_dictionary_has_them(syllables: str) -> None:
    assert syllables == shown("de", syllables.replace("-", ""))


def test_seams_of_compounds_are_told_from_syllables() -> None:
    hyphens = hyphens_of("de")
    assert hyphens is not None
    assert [(11, True), (13, True)] == [(cut.after, cut.is_seam) for cut in hyphens.cuts("Stichprobenumfang")][-2:]
    assert {4, 9, 17} == {cut.after for cut in hyphens.cuts("Haushaltsnettoeinkommen") if cut.is_seam}


def test_a_country_does_not_matter_and_english_and_russian_have_patterns_of_their_own() -> None:
    assert hyphens_of("de") == hyphens_of("de-AT")
    assert "ques-tion-naire" == shown("en", "questionnaire")
    assert "ре-спон-денты" == shown("ru", "респонденты")


@pytest.mark.parametrize("language", ["tr", "ar", "", "default"])
def test_other_languages_have_none(language: str) -> None:
    assert hyphens_of(language) is None


@pytest.mark.parametrize("word", ["kurz", "q12_erhebung", "GmbHAnteil", "BUNDESAMT", "interview1"])
def test_short_words_codes_and_capitals_stay_whole(word: str) -> None:
    hyphens = hyphens_of("de")
    assert hyphens is not None
    assert () == hyphens.cuts(word)
