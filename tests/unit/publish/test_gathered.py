"""Interviews are gathered by columns: none of them stays in memory, and what few of them said is read once."""

from __future__ import annotations

import weakref
from array import array
from collections.abc import Callable, Iterator, Mapping, Sequence

import pytest

from cati_app.domain.casework.interviews import Interview, StoredDatum
from cati_app.domain.casework.kept_answers import KeptAnswers
from cati_app.publish.dataset import factored as factoring
from cati_app.publish.dataset import gathered
from cati_app.publish.dataset.build import build_table
from cati_app.publish.dataset.factored import Factored, factored, paired
from cati_app.publish.formats.csv_file import csv_lines
from tests.unit.publish.records import REFERENCE, data, form, interview, reference_form, reference_rows


def test_different_items_are_kept_once_and_1_is_not_1_point_0() -> None:
    items = ["a", 1, "b", 1.0, "a", 1, None]
    made = factored(items)

    assert (["a", 1, "b", 1.0, None], [0, 1, 2, 3, 0, 1, 4]) == (made.distinct, made.places.tolist())
    assert [type(item) for item in items] == [type(item) for item in made]
    assert (7, "b", None, ["b", 1.0]) == (len(made), made[2], made[-1], made[2:4])
    assert [2, 2, 1, 1, 1] == made.counts()
    assert ["b", "a"] == [*made.in_order((2, 0))]
    with pytest.raises(IndexError):
        made[7]


def test_each_different_item_is_read_once_unless_nearly_every_row_has_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []

    def doubled(item: str) -> str:
        read.append(item)
        return item * 2

    made = factored("abab")
    assert (["aa", "bb", "aa", "bb"], ["a", "b"]) == ([*made.read_as(doubled)], read)
    monkeypatch.setattr(factoring, "_REMEMBERED", 1)
    assert (["aa", "bb", "aa", "bb"], [*"ab", *"abab"]) == ([*made.read_singly(doubled)], read)
    assert ("abab", ["a", "b", "b"]) == ("".join(again := factored("abab")), again.distinct)


def test_two_sequences_side_by_side_are_one_of_pairs() -> None:
    first, second = factored("aab"), Factored(["x", "y"], array("I", [1, 1, 0]))

    assert [("a", "y"), ("b", "x")] == paired(first, second).distinct
    assert [("a", "y"), ("a", "y"), ("b", "x")] == [*paired(first, second)]


def test_a_table_is_the_same_however_few_answers_are_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = reference_rows()
    once = data(reference_form(), *rows, study=REFERENCE)
    monkeypatch.setattr(factoring, "_REMEMBERED", 1)
    monkeypatch.setattr(gathered, "_REMEMBERED", 2)
    singly = data(reference_form(), *rows, study=REFERENCE)

    assert (once.checksum, once.variables) == (singly.checksum, singly.variables)
    assert list(csv_lines(once)) == list(csv_lines(singly))


class Held:
    """An interview that tells whether it is still in memory."""

    frame, interviewer, attempts, final, base_weight = "landline", "nobody12", 1, "complete", None
    earlier_forms: tuple[str, ...] = ()
    not_counted = ""

    def __init__(self, number: int) -> None:
        self.interview: Interview = interview(number)
        self.values: Mapping[str, StoredDatum] = {"/age": StoredDatum("/age", str(number), None)}


def test_one_interview_at_a_time_is_in_memory() -> None:
    alive: weakref.WeakSet[Held] = weakref.WeakSet()
    most = 0

    def handed_in() -> Iterator[Held]:
        nonlocal most
        for number in range(1, 51):
            held = Held(number)
            alive.add(held)
            most = max(most, len(alive))
            yield held

    table = build_table(form("type | name | label\ninteger | age | Alter?\n"), REFERENCE, handed_in())

    assert (50, sorted(range(1, 51))) == (len(table.rows), sorted(map(int, map(str, table.column("age")))))
    assert most <= 2  # the one handed in, and the one before it, which the loop still names
    assert not alive


def test_answers_of_the_store_are_gathered_as_any_others_are() -> None:
    told: list[list[tuple[str, str, str | None]]] = [
        [("/a", "1", None), ("/b", "x", None)],
        [("/a", "2", None), ("/b", "", "refused")],
        [("/b", "x", None)],
        [],
        [("/c", "3", None), ("/b", "y", None), ("/a", "", "filtered")],
    ]

    def gather(kept: Callable[[Sequence[tuple[str, str, str | None]]], Mapping[str, StoredDatum]]) -> object:
        answers = gathered._AnswersByReference()
        for each in told:
            answers.take(kept(each))
        return {ref: [*said] for ref, said in answers.finished(range(len(told))).items()}

    as_data = gather(lambda each: {variable: StoredDatum(variable, text, why) for variable, text, why in each})
    assert as_data == gather(KeptAnswers)
    assert [("1", None), ("2", None), ("", None), ("", None), ("", "filtered")] == as_data["/a"]  # type: ignore[index]
