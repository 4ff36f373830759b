"""Finding entries while typing."""

from __future__ import annotations

import pytest

from cati_app.engine.form.screen import ChoiceView
from cati_app.ui.stage.typeahead import Typeahead, also_called, folded


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


AVAILABLE = ("مصر", "إسبانيا", "ألمانيا", "Österreich", "Polen", "Syrien")
ELSEWHERE = (
    ("Ägypten", "Mısır"),
    ("Spanien",),
    ("Deutschland", "Almanya"),
    ("النمسا",),
    ("Польша", "بولندا"),
    ("سورية",),
)


@pytest.mark.parametrize(
    ("typed", "index"),
    [
        ("ägypten", 0),
        ("AGYPT", 0),
        ("aegypten", 0),
        ("misir", 0),
        ("مِصْر", 0),
        ("اسبانيا", 1),
        ("المانيا", 2),
        ("alman", 2),
        ("oesterr", 3),
        ("osterr", 3),
        ("سوريه", 5),
        ("польша", 4),
        ("\u2067بولندا\u2069", 4),
    ],
)
def test_an_entry_is_found_in_every_language_and_spelling(typed: str, index: int) -> None:
    assert [index] == Typeahead(AVAILABLE, ELSEWHERE).find(typed)


def test_what_is_found_by_another_name_comes_last_and_says_by_which() -> None:
    index = Typeahead(("Deutschland", "Algerien", "Albanien"), (("Almanya", "Alemania"), (), ()))

    assert [1, 2, 0] == index.find("al")
    assert (["", ""], "Alemania") == ([index.called(1, "al"), index.called(2, "al")], index.called(0, "ale"))


def test_one_letter_in_another_language_goes_before_what_only_holds_it() -> None:
    assert [1] == Typeahead(("Norwegen", "مصر"), (("النرويج",), ("Egypt",))).find("eg")


def test_a_query_does_not_go_across_two_names() -> None:
    index = Typeahead(("مصر", "x"), (("Egypt", "Misr"), ("Egypt Misr",)))

    assert [1, 0] == index.find("egypt misr")


@pytest.mark.parametrize("typed", ["٣", "3", "۳"])
def test_digits_of_every_script_are_the_same(typed: str) -> None:
    assert [0] == Typeahead(("شارع ٣", "شارع ٤")).find(typed)


def choices(*names: str, label: str = "دولة") -> tuple[ChoiceView, ...]:
    return tuple(ChoiceView(name, label, str(number)) for number, name in enumerate(names, 1))


def test_countries_are_found_by_the_names_the_program_knows() -> None:
    offered = choices("EG", "AT", "MK", "XK")
    index = Typeahead([choice.label for choice in offered], also_called(offered))

    assert [[0], [0], [1], [2], [2]] == [index.find(t) for t in ("egypt", "agypt", "osterr", "north mac", "nordmaz")]


@pytest.mark.parametrize(
    "names", [("BW", "BY", "BE", "BB", "HB", "HH", "HE", "MV"), ("de", "ar", "tr"), ("EG",), ("1", "2", "3"), ()]
)
def test_other_lists_are_not_taken_for_countries(names: tuple[str, ...]) -> None:
    assert {()} >= set(also_called(choices(*names)))


def test_a_list_of_countries_may_hold_something_else() -> None:
    names = ("EG", "AT", "MK", "XK", "DE", "FR", "IT", "ES", "PL", "elsewhere")
    assert ("Ägypten", "Egypt") == also_called(choices(*names))[0]
    assert () == also_called(choices(*names))[-1]
