"""What in a text may tell who somebody is; numbers are those reserved for fiction, names are invented."""

from __future__ import annotations

import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cati_app.domain.release.identifying_texts import NOTHING_KNOWN, Identifier, KnownIdentifiers, identifying_spans

_KNOWN = KnownIdentifiers(
    frozenset({"Bäckerei Özgür", "Kowalski", "İnci", "Am Alten Hafen", "!"}),
    frozenset({"+493023125000", "+4312345"}),
    frozenset({"Ayşe", "Rose"}),
)


def _met(text: str, known: KnownIdentifiers = NOTHING_KNOWN) -> list[tuple[Identifier, str]]:
    return [(span.kind, text[span.start : span.end]) for span in identifying_spans(text, known)]


@pytest.mark.parametrize(
    ("text", "kind", "met"),
    [
        ("ruf 0171 3920 0451 an", Identifier.PHONE_NUMBER, "0171 3920 0451"),
        ("+49 30 23125-000", Identifier.PHONE_NUMBER, "+49 30 23125-000"),
        ("12 34 56 78 9", Identifier.DIGITS, "12 34 56 78 9"),
        ("Nummer 99/12.34-5", Identifier.DIGITS, "99/12.34-5"),
        ("null eins sieben, eins drei", Identifier.SPELLED_DIGITS, "null eins sieben, eins drei"),
        ("fatma punkt demir at beispiel punkt de", Identifier.EMAIL, "fatma punkt demir at beispiel punkt de"),
        ("fatma.demir@beispiel.de", Identifier.EMAIL, "fatma.demir@beispiel.de"),
        ("fatma (at) beispiel.de", Identifier.EMAIL, "fatma (at) beispiel.de"),
        ("auf https://beispiel.example/x steht", Identifier.WEB, "https://beispiel.example/x"),
        ("verein-beispiel.de", Identifier.WEB, "verein-beispiel.de"),
        ("folgt @stadtteilfest", Identifier.WEB, "@stadtteilfest"),
        ("DE89 3704 0044 0532 0130 00", Identifier.BANK_ACCOUNT, "DE89 3704 0044 0532 0130 00"),
        ("in der Bremer Straße 14", Identifier.ADDRESS, "Bremer Straße 14"),
        ("Hauptstr. 5a gegenüber", Identifier.ADDRESS, "Hauptstr. 5a"),
        ("Am Stadtwall 3", Identifier.ADDRESS, "Am Stadtwall 3"),
        ("Zur Alten Mühle", Identifier.ADDRESS, ""),
        ("12345 Musterstadt", Identifier.PLACE, "12345 Musterstadt"),
        ("das Auto DEL-AB 123 parkt", Identifier.NUMBER_PLATE, "DEL-AB 123"),
        ("geboren am 03.06.1961", Identifier.BIRTH_DATE, "geboren am 03.06.1961"),
        ("bin am 3. Juni 1961 geboren", Identifier.BIRTH_DATE, "3. Juni 1961 geboren"),
        ("Frau Yıldız", Identifier.NAME, "Frau Yıldız"),
        ("Herr Dr. Ünal", Identifier.NAME, "Herr Dr. Ünal"),
        ("der Hausmeister Kowal", Identifier.NAME, "Hausmeister Kowal"),
        ("Imam Hasan sagt", Identifier.NAME, "Imam Hasan"),
        ("Mehmet Bey hilft", Identifier.NAME, "Mehmet Bey"),
        ("ich heiße mehmet", Identifier.NAME, "ich heiße mehmet"),
        ("die einzige Ärztin hier", Identifier.SINGULAR, "einzige"),
        ("nach der Krebserkrankung", Identifier.ILLNESS, "Krebserkrankung"),
        ("seit er HIV hat", Identifier.ILLNESS, "HIV"),
    ],
)
def test_what_may_tell_who_it_is(text: str, kind: Identifier, met: str) -> None:
    assert ([(kind, met)] if met else []) == _met(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "um 1980 bis 1990",
        "1980-1990",
        "Winter 2015/16",
        "1.250,50 Euro",
        "12 000 - 18 000 Euro",
        "10000 Menschen",
        "Frau sein ist schwer",
        "Linie 204",
        "seit dem 03.06.2016",
        "seit 2016-06-03",
        "eins, zwei, drei",
        "Im Jahr 20 danach",
        "im Umkreis 5",
        "von 8-16 Uhr, 3,5 Zimmer",
        "zwischen 3 und 4 Prozent",
        "z.B. so",
        "der Imam predigt",
        "Ali bey",
    ],
)
def test_what_tells_nobody(text: str) -> None:
    assert [] == _met(text)


@pytest.mark.parametrize(
    ("text", "met"),
    [
        ("bei der bäckerei özgür um die Ecke", ["bäckerei özgür"]),
        ("Kowalskis Kinder, sagt KOWALSKI", ["Kowalskis", "KOWALSKI"]),
        ("INCI, İnci und inci", ["INCI", "İnci", "inci"]),
        ("wohnt Am Alten   Hafen", ["Am Alten   Hafen"]),
        ("030 / 23125 000", ["030 / 23125 000"]),
        ("0049 30 23 12 50 00", ["0049 30 23 12 50 00"]),
        ("Am Alten Markt, Kowalskistraße", []),
        ("Bäckerei", []),
        ("12345", []),
    ],
)
def test_what_the_study_itself_knows(text: str, met: list[str]) -> None:
    assert met == [text[span.start : span.end] for span in identifying_spans(text, _KNOWN)]
    assert all(span.kind is Identifier.OF_THE_STUDY for span in identifying_spans(text, _KNOWN))


def test_first_names_count_with_a_capital() -> None:
    assert [(Identifier.NAME, "Ayşe"), (Identifier.NAME, "Ayşes")] == _met("Ayşe und Ayşes Mutter, ayşe rose", _KNOWN)


def test_numbers_of_another_country_are_read_as_there() -> None:
    assert [Identifier.PHONE_NUMBER] == [span.kind for span in identifying_spans("call 020 7946 0018", country="GB")]


def test_of_two_that_overlap_the_longer_one_is_told() -> None:
    assert [(Identifier.EMAIL, "ayşe@beispiel.de")] == _met("ayşe@beispiel.de", _KNOWN)


@given(st.text(max_size=300))
def test_spans_lie_in_the_text_in_order_and_never_overlap(text: str) -> None:
    spans = identifying_spans(text, _KNOWN)

    assert all(0 <= span.start < span.end <= len(text) for span in spans)
    assert all(before.end <= after.start for before, after in pairwise(spans))


@pytest.mark.parametrize(
    "part", ["a", "a-", "a.", "1", "1 ", "eins ", "a@", "Frau B ", " ", "straße 1 ", "a at ", "Kowalski "]
)
def test_a_text_of_a_hundred_thousand_characters_is_read_in_seconds(part: str) -> None:
    """Whatever it holds: no pattern takes time that grows with the square of its length."""
    begun = time.process_time()

    identifying_spans((part * 100_000)[:100_000], _KNOWN)

    assert time.process_time() - begun < 10
