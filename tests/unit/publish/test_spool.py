"""An export keeps no interview in memory, and gives the same whether it went through a file or not."""

from __future__ import annotations

import weakref
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from cati_app.domain.casework.interviews import Interview, StoredDatum
from cati_app.publish.dataset import spool as spools
from cati_app.publish.dataset.build import build_table
from cati_app.publish.dataset.spool import Spool
from cati_app.publish.formats.csv_file import csv_lines
from tests.unit.publish.records import REFERENCE, data, form, interview, reference_form, reference_rows

ITEMS = [("ü", 1, None), (date(2026, 1, 2), 1.5, ""), (datetime(2026, 1, 2, tzinfo=UTC), -99, "x" * 1000)]


@pytest.mark.parametrize("in_memory", [1, 10_000_000])
def test_items_come_back_in_any_order(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, in_memory: int) -> None:
    monkeypatch.setattr(spools, "_IN_MEMORY", in_memory)
    spool: Spool[object] = Spool(tmp_path)
    for item in ITEMS:
        spool.append(item)

    assert (3, ITEMS, ITEMS[::-1]) == (len(spool), list(spool), list(spool.at((2, 1, 0))))
    assert (ITEMS[1], ITEMS[-1], ITEMS[1:]) == (spool[1], spool[-1], spool[1:])
    with pytest.raises(IndexError):
        spool[3]
    spool.append("late")
    assert [*ITEMS, "late"] == list(spool)


def test_two_readers_do_not_disturb_each_other() -> None:
    spool: Spool[int] = Spool()
    for number in range(3):
        spool.append(number)

    assert [(0, 0), (1, 1), (2, 2)] == list(zip(spool, spool, strict=True))


def test_the_file_has_no_name_that_could_be_left_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spools, "_IN_MEMORY", 1)
    spool: Spool[object] = Spool(tmp_path)
    spool.append("an answer" * 1000)

    assert [] == list(tmp_path.iterdir())


def test_a_table_is_the_same_through_a_file(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = reference_rows()
    kept = data(reference_form(), *rows, study=REFERENCE)
    monkeypatch.setattr(spools, "_IN_MEMORY", 1)
    through_a_file = data(reference_form(), *rows, study=REFERENCE)

    assert (kept.checksum, kept.variables) == (through_a_file.checksum, through_a_file.variables)
    assert list(csv_lines(kept)) == list(csv_lines(through_a_file))


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
