"""Finding entries while typing."""

from __future__ import annotations

from cati_app.ui.stage.typeahead import Typeahead, folded


def test_accents_and_case_do_not_matter() -> None:
    assert folded("Großröhrsdorf") == "grossrohrsdorf"


def test_beginnings_come_first() -> None:
    index = Typeahead(("Neu Ulm", "Kulmbach", "Ulm", "Bremen"))
    assert index.find("ulm") == [2, 0, 1]


def test_every_word_must_occur() -> None:
    index = Typeahead(("Bad Homburg", "Bad Neustadt", "Homburg"))
    assert index.find("hom bad") == [0]


def test_blank_finds_everything() -> None:
    assert Typeahead(("a", "b")).find(" ") == [0, 1]


def test_a_longer_query_finds_what_it_would_find_alone() -> None:
    labels = tuple(f"{word} {number}" for number in range(30) for word in ("Bonn", "Neu Bonn", "Abonnent", "Köln"))
    index = Typeahead(labels)

    for query in ("b", "bo", "bonn", "bonn 1", "bonn 12", "k", "ko", "n b", ""):
        assert Typeahead(labels).find(query) == index.find(query)
