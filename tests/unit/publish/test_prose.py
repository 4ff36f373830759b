"""Lines of texts: a word that is wider than its line is cut where readers expect it."""

from __future__ import annotations

from pathlib import Path

import pytest

from cati_app.publish.print.faces import Faces
from cati_app.publish.print.prose import Prose, Setting, Style

FONTS = Path(__file__).parents[3] / "resources" / "fonts"


def lines(text: str, room: float) -> list[str]:
    return Prose(Setting(Faces(FONTS), right_to_left=False), text, Style()).broken(room)


def test_a_word_too_wide_is_cut_with_a_hyphen_and_three_letters_at_least_on_each_side() -> None:
    told = lines("Einwanderungsgeschichte", 100)
    assert "Einwanderungsgeschichte" == "".join(line.removesuffix("-") for line in told)
    assert all(line.endswith("-") for line in told[:-1])
    assert min(map(len, told)) >= 3


def test_a_hyphen_of_its_own_is_where_it_is_cut_and_figures_get_none() -> None:
    assert ["Einwanderungs-", "geschichten"] == lines("Einwanderungs-geschichten", 80)
    told = lines("1234567890123456789012345", 60)
    assert "1234567890123456789012345" == "".join(told)


def german(text: str, room: float, whole: bool = False) -> list[str]:
    setting = Setting(Faces(FONTS), right_to_left=False, language="de")
    return Prose(setting, text, Style(whole=whole)).broken(room)


def test_german_compounds_are_cut_rather_between_their_words_than_between_syllables() -> None:
    told = german("Migrationsgeschichte und Haushaltsnettoeinkommen", 70)
    assert ["Migrations-", "geschichte und", "Haushalts-", "nettoein-", "kommen"] == told


def test_a_word_that_would_fit_into_the_next_line_is_cut_where_its_line_would_stay_short() -> None:
    assert ["Die Mehrfach-", "nennungen"] == german("Die Mehrfachnennungen", 90)
    assert ["Die", "Mehrfachnennungen"] == german("Die Mehrfachnennungen", 100, whole=True)


def test_a_word_wider_than_a_line_is_cut_in_a_heading_too() -> None:
    assert ["Die Mehr-", "fachnennungen"] == german("Die Mehrfachnennungen", 80, whole=True)


def test_a_line_that_is_full_enough_is_left_as_it_is() -> None:
    assert ["Ungefähr achtzig", "Interviewerinnen"] == german("Ungefähr achtzig Interviewerinnen", 92)


def test_signs_around_a_word_do_not_keep_it_from_being_cut() -> None:
    assert ["(„Stichproben-", "umfang“)"] == german("(„Stichprobenumfang“)", 90)


@pytest.mark.parametrize(
    "text",
    ["https://statistik.example/erhebungen", "wohnort_gemeinde", "interviewer@beispiel", "F2026ABFragebogen", "DSGVO"],
)
def test_codes_addresses_and_abbreviations_are_not_hyphenated(text: str) -> None:
    whole = Prose(Setting(Faces(FONTS), right_to_left=False, language="de"), text, Style()).measure(text)
    assert ["Vor", text] == german(f"Vor {text}", whole + 1)


def test_dates_and_ranges_stay_whole_while_they_fit_into_a_line() -> None:
    assert ["Am Tag", "2026-11-30"] == german("Am Tag 2026-11-30", 60)
    assert ["Telefon-", "stichprobe"] == german("Telefon-stichprobe", 70)


def test_a_language_without_patterns_and_one_from_right_to_left_are_not_hyphenated() -> None:
    faces = Faces(FONTS)
    turkish = Setting(faces, right_to_left=False, language="tr")
    assert ["Bir", "değerlendirme"] == Prose(turkish, "Bir değerlendirme", Style()).broken(75)
    arabic = Setting(faces, right_to_left=True, language="de")
    assert ["Die", "Einwanderung"] == Prose(arabic, "Die Einwanderung", Style()).broken(75)


def test_no_more_than_two_lines_below_each_other_end_in_a_word_that_need_not_be_cut() -> None:
    ends = "".join("-" if line.endswith("-") else "." for line in german("die Mitarbeiterinnen " * 12, 120))
    assert "--" in ends
    assert "---" not in ends


def test_a_word_of_one_letter_goes_to_the_next_line_too() -> None:
    room = Prose(Setting(Faces(FONTS), right_to_left=False), "Anteil von x", Style()).measure("Anteil von x")
    assert ["Anteil von x", "= y"] == german("Anteil von x = y", room)
