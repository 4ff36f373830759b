"""Words in a language, and which language is asked for."""

from __future__ import annotations

import pickle

import pytest

from cati_app.domain.phrases import Phrase
from cati_app.texts import choose, chosen, language_of_environment, say, say_count, say_in, worded, words_of


def test_english_says_the_source_with_its_values() -> None:
    assert words_of("en").say("Case {number}", number=7) == "Case 7"


def test_german_says_the_translation() -> None:
    assert words_of("de").say("Cases") == "Fälle"


def test_a_language_without_a_catalogue_says_the_source() -> None:
    assert words_of("xx").say("Cases") == "Cases"


def test_nothing_says_nothing() -> None:
    assert words_of("de").say("") == ""


def test_one_and_many_differ() -> None:
    said = [words_of("en").say_count("{count} case", "{count} cases", count) for count in (0, 1, 2)]
    assert said == ["0 cases", "1 case", "2 cases"]


def test_a_count_can_be_written_otherwise() -> None:
    assert words_of("en").say_count("{count} case", "{count} cases", 1000, count="1,000") == "1,000 cases"


def test_a_context_tells_two_meanings_apart() -> None:
    german = words_of("de")
    assert (german.say("added"), german.say_in("block list", "added")) == ("neu", "gesetzt")


def test_a_phrase_is_its_english_text_and_is_worded_with_its_fields() -> None:
    phrase = Phrase("Case {number}", number=Phrase("Cases"))
    assert phrase == "Case Cases"
    assert words_of("de").worded(phrase) == "Fall Fälle"


def test_a_source_string_of_a_table_is_worded_too() -> None:
    assert words_of("de").worded("Cases") == "Fälle"


def test_a_phrase_survives_the_cache() -> None:
    again = pickle.loads(pickle.dumps(Phrase("Case {number}", number=7)))
    assert (again, again.template, again.fields) == ("Case 7", "Case {number}", {"number": 7})


def test_the_chosen_language_serves_everywhere() -> None:
    before = chosen().language
    try:
        assert choose("de") is words_of("de")
        assert (say("Cases"), worded("Cases")) == ("Fälle", "Fälle")
        assert say_in("block list", "added") == "gesetzt"
        choose("en")
        assert say_count("{count} case", "{count} cases", 1) == "1 case"
    finally:
        choose(before)


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({}, "en"),
        ({"LANG": "de_DE.UTF-8"}, "de"),
        ({"LANG": "de"}, "de"),
        ({"LANG": "de_AT@euro"}, "de"),
        ({"LANG": "fr_FR.UTF-8"}, "en"),
        ({"LANG": "C.UTF-8"}, "en"),
        ({"LANG": "en_GB.UTF-8", "LC_MESSAGES": "de_DE.UTF-8"}, "de"),
        ({"LANG": "de_DE.UTF-8", "LC_ALL": "en_GB.UTF-8"}, "en"),
        ({"LANG": "de_DE.UTF-8", "LC_ALL": ""}, "de"),
        ({"LANG": "en_GB.UTF-8", "LANGUAGE": "fr:de:en"}, "de"),
        ({"LANG": "de_DE.UTF-8", "LANGUAGE": "en"}, "en"),
        ({"LANGUAGE": "de"}, "de"),
        ({"LANGUAGE": "de", "LC_ALL": "C"}, "en"),  # who asks for C wants no translation at all
    ],
)
def test_the_environment_asks_for_a_language(environment: dict[str, str], language: str) -> None:
    assert language_of_environment(environment) == language


def test_numbers_are_written_as_the_language_of_the_text_writes_them() -> None:
    source = "{cell} is then {after:.1%} of all interviews, {before:.1%} were wanted"
    values = {"cell": "16-29 · 1.5", "after": 0.025, "before": 0.048}

    german, english = words_of("de").say(source, **values), words_of("en").say(source, **values)

    assert "2,5\u00a0%" in german and "4,8\u00a0%" in german and "16-29 · 1.5" in german
    assert "2.5%" in english and "4.8%" in english


def test_counts_keep_their_look() -> None:
    assert "1500" in words_of("de").say("{count} more numbers", count=1500)
