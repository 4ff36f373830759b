"""Laws of the import: a second time changes nothing, and the order of the rows makes no difference."""

from __future__ import annotations

import random
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from cati_app.domain.sampling.sample import SampledNumber, SampledUnit
from cati_app.fieldwork.rights import PROGRAM
from cati_app.fieldwork.sample.import_sample import ImportCounts, ImportOptions, ImportSample
from tests.stations import Site, fiction

_NUMBERS = st.lists(st.integers(500, 560), min_size=1, max_size=3, unique=True)
_NAMED = st.dictionaries(st.sampled_from([f"A{n}" for n in range(8)]), _NUMBERS, min_size=1)


def _units(rows: list[tuple[str | None, list[int]]]) -> list[SampledUnit]:
    return [
        SampledUnit(n, name, "landline", None, tuple(SampledNumber(fiction(one), "phone") for one in numbers))
        for n, (name, numbers) in enumerate(rows, 2)
    ]


class _Study:
    """A database for one example."""

    def __init__(self, folder: str) -> None:
        self.site = Site(Path(folder))

    def take(self, rows: list[tuple[str | None, list[int]]], size: int | None = None) -> ImportCounts:
        station = self.site.station
        imports = ImportSample(self.site.units(), station.clock, station._ids)
        return imports(PROGRAM, _units(rows), ImportOptions(size, seed=7))

    def numbers(self) -> set[str]:
        found = self.site.sql("SELECT lookup FROM number")
        assert len(found) == len(set(found))  # never the same number twice, whatever came in
        return {str(row[0]) for row in found}

    def cases(self) -> set[tuple[object, ...]]:
        return set(self.site.sql('SELECT sample_id, frame, fields, replicate, release_order FROM "case"'))


@settings(max_examples=25, deadline=None)
@given(named=_NAMED, nameless=st.lists(_NUMBERS, max_size=4), seed=st.integers(0, 10_000))
def test_the_order_of_rows_is_irrelevant_and_a_second_import_changes_nothing(
    named: dict[str, list[int]], nameless: list[list[int]], seed: int
) -> None:
    unique: set[int] = set()
    rows: list[tuple[str | None, list[int]]] = []
    for name, numbers in [*named.items(), *((None, numbers) for numbers in nameless)]:
        own = [one for one in numbers if one not in unique]
        unique.update(own)
        rows += [(name, own)] if own else []
    shuffled = random.Random(seed).sample(rows, len(rows))
    with TemporaryDirectory() as one, TemporaryDirectory() as other:
        left, right = _Study(one), _Study(other)
        assert left.take(rows, 3).added == right.take(shuffled, 3).added == len(rows)
        assert left.cases() == right.cases()
        assert len(left.numbers()) == len(right.numbers()) == 5 + len(unique)
        before = left.cases()
        again = left.take(shuffled, 3)
        assert (0, 0, len(rows), before) == (again.added, again.renewed, again.unchanged, left.cases())
        left.site.close()
        right.site.close()


@settings(max_examples=25, deadline=None)
@given(rows=st.lists(st.tuples(st.sampled_from(["A", "B", "C", None]), _NUMBERS), max_size=8))
def test_no_number_ever_stands_twice_and_every_row_is_accounted_for(rows: list[tuple[str | None, list[int]]]) -> None:
    with TemporaryDirectory() as folder:
        study = _Study(folder)
        counts = study.take(rows)
        left = counts.left_out["case_twice"] + counts.left_out["number_missing"]
        assert len(rows) == counts.rows == counts.added + counts.renewed + counts.unchanged + left
        study.numbers()
        study.site.close()
