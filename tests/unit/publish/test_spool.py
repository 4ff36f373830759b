"""Items of an export lie in a file without a name, and come back in any order."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from cati_app.publish.dataset import spool as spools
from cati_app.publish.dataset.spool import Spool

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
