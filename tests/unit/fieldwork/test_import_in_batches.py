"""What comes of a file does not depend on where a thousand rows end, nor on whether it is only a look."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cati_app.domain.quota.cells import QuotaDimension
from cati_app.domain.sampling.sample import RowNote, SampledNumber, SampledUnit
from cati_app.fieldwork.rights import PROGRAM
from cati_app.fieldwork.sample.import_sample import Entries, ImportCounts, ImportOptions, ImportSample
from tests.stations import Site, fiction


def _unit(row: int, number: int, **fields: str) -> SampledUnit:
    return SampledUnit(row, None, "landline", None, (SampledNumber(fiction(number), "phone"),), fields)


def _import(site: Site, entries: Entries, options: ImportOptions | None = None) -> tuple[ImportCounts, list[int]]:
    rows: list[int] = []
    imports = ImportSample(site.units(), site.station.clock, site.station._ids)
    return imports(PROGRAM, entries, options, on_progress=rows.append), rows


@pytest.mark.parametrize("dry", [False, True])
def test_a_row_with_the_number_of_an_earlier_one_is_left_out_in_every_batch(
    site: Site, monkeypatch: pytest.MonkeyPatch, dry: bool
) -> None:
    monkeypatch.setattr("cati_app.fieldwork.sample.import_sample._BATCH", 2)
    rows = [_unit(2, 500, ort="a"), _unit(3, 501), _unit(4, 500, ort="b"), _unit(5, 502), _unit(6, 501)]

    counts, _ = _import(site, rows, ImportOptions(dry_run=dry))

    assert (5, 3, 0, 0, 2) == (
        counts.rows,
        counts.added,
        counts.renewed,
        counts.unchanged,
        counts.left_out["number_missing"],
    )
    with site.units()() as unit:
        known = unit.sample.owners([unit.sample.lookup(fiction(500))]).values()
        cases = unit.sample.with_ids(list(known)).values()
        assert ([] if dry else ["a"]) == [case.fields["ort"] for case in cases]


def test_rows_that_give_only_notes_are_progress_too(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cati_app.fieldwork.sample.import_sample._BATCH", 10)

    _, rows = _import(site, [RowNote(row, "row_empty") for row in range(2, 52)])

    assert [11, 21, 31, 41, 51] == rows


def test_a_value_that_tells_no_cell_is_noted_for_every_row_that_comes_in(site: Site) -> None:
    plan = site.station.rules.quota
    assert plan is not None
    area = QuotaDimension("ort", True, "quota_ort", ("n", "s"), {"north": "n", "south": "s"}, frozenset({"abroad"}))
    rules = replace(site.station.rules, quota=replace(plan, dimensions=(area,)))
    values = ["north", "South", "abroad", ""]
    rows = [_unit(row, 500 + row, ort=value) for row, value in enumerate(values, 2)]
    blocked = SampledUnit(9, None, "landline", None, (), {"ort": "west"})  # does not come in
    notes: list[RowNote] = []

    for _ in range(2):  # at the first import, and when nothing is new
        ImportSample(site.units(), site.station.clock, site.station._ids, rules)(
            PROGRAM, [*rows, blocked], on_note=notes.append
        )

    told = [(note.row, note.column) for note in notes if note.reason == "quota_value_unknown"]
    assert [(3, "ort"), (5, "ort")] * 2 == told
