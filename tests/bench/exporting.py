"""Data sets from the store beside what libraries take for the finished frame: `python -m tests.bench --exports`."""

from __future__ import annotations

import resource
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeVar

import pandas as pd
import pyreadstat

from cati_app.domain.casework.interviews import Interview, InterviewState, StoredDatum
from cati_app.domain.ids import CaseId, InterviewId
from cati_app.engine.form.nodes import NodeKind
from cati_app.fieldwork.rights import PROGRAM
from cati_app.publish.dataset.typed import NumberColumn, TypedTable
from cati_app.publish.formats.contents import DataPart, contents
from cati_app.station.data_table import ExportSteps, data_table
from tests.bench.forms import generated
from tests.bench.machine import machine_speed
from tests.stations import TUESDAY, Site

INTERVIEWS, QUESTIONS = 100_000, 145
"""So many questions have 300 variables, those of the fieldwork among them."""
BUDGET, BUDGET_MB = 1.3, 1500
T = TypeVar("T")
_FORMATS = ("sav", "parquet", "csv")
_AT_ONCE = 200
_KINDS = 5
_FIRST_CASE = 10


@dataclass(frozen=True, slots=True)
class ExportCost:
    """Seconds of processor time.

    Args:
        from_store: Reading the store, making the table, and writing the file.
        read: One read of the store.
        written: The library of the format, for the same values as a finished frame.
    """

    format: str
    from_store: float
    read: float
    written: float

    @property
    def ratio(self) -> float:
        """What is promised to be at most `BUDGET`."""
        return self.from_store / (self.read + self.written)


def measure_exporting(interviews: int) -> tuple[list[ExportCost], dict[str, float], int]:
    """Costs by format; seconds of single steps and the most memory in MB; and variables."""
    with TemporaryDirectory() as name:
        site = Site(Path(name), cases=1)
        try:
            site.loaded = generated(QUESTIONS)
            site.reopen()
            _make(site, interviews)
            site.reopen()  # an export begins with pages that nobody has read yet
            return _measured(site, interviews, Path(name))
        finally:
            site.close()


def _measured(site: Site, interviews: int, folder: Path) -> tuple[list[ExportCost], dict[str, float], int]:
    station, before = site.station, _memory_mb()
    reading = station.read_data(site.keys)(PROGRAM)
    made, (table, _) = _timed(lambda: data_table(station, PROGRAM, reading, "de", ExportSteps(1, lambda share: None)))
    steps = {"table from the store": made}
    costs, frames = {}, {}
    for name in _FORMATS:
        part = DataPart("", replace(table))  # as an export of this format alone, its checksum too
        costs[name], _ = _timed(partial(_write, part, name, folder))
        steps[f"{name} from the table"] = costs[name]
    steps["memory MB, before"], steps["memory MB, most"] = before, _memory_mb()
    read, values = _timed(lambda: sum(len(row.values.values()) for row in station.read_data(site.keys)(PROGRAM)))
    assert values >= interviews * QUESTIONS
    frame = _frame(DataPart("", table).columns)
    frames["sav"], _ = _timed(lambda: pyreadstat.write_sav(frame, str(folder / "frame.sav"), row_compress=True))
    frames["parquet"], _ = _timed(lambda: frame.to_parquet(folder / "frame.parquet", compression="zstd", index=False))
    frames["csv"], _ = _timed(lambda: frame.to_csv(folder / "frame.csv", index=False))
    steps |= {"one read of the store": read, **{f"{name} of a frame": spent for name, spent in frames.items()}}
    return [ExportCost(name, made + costs[name], read, frames[name]) for name in _FORMATS], steps, len(table.variables)


def _timed(work: Callable[[], T]) -> tuple[float, T]:
    begun = time.process_time()
    made = work()
    return time.process_time() - begun, made


def _write(part: DataPart, name: str, folder: Path) -> None:
    for ending, _, pieces in contents(part, "bench", [name], None, None, raw=False):
        with (folder / f"bench{ending}").open("wb") as file:
            file.writelines(pieces(folder / f"bench{ending}"))


def _frame(typed: TypedTable) -> pd.DataFrame:
    """The values as numbers and texts, as pandas has them."""
    columns: dict[str, object] = {
        column.variable.name: column.coded
        if isinstance(column, NumberColumn)
        else pd.Series(column.texts, dtype=object)
        for column in typed.columns
    }
    return pd.DataFrame(columns)


def _make(site: Site, interviews: int) -> None:
    refs = [node.path for node in site.loaded.form.nodes if node.kind is NodeKind.QUESTION]
    for start in range(0, interviews, _AT_ONCE):
        numbers = range(start, min(start + _AT_ONCE, interviews))
        site.add_cases([number + _FIRST_CASE for number in numbers])
        with site.units()() as unit:
            for number in numbers:
                known = InterviewId(f"interview-{number:07d}")
                unit.interviews.add(
                    Interview(
                        known,
                        CaseId(f"case-{number + _FIRST_CASE}"),
                        site.ann.id,
                        InterviewState.COMPLETED,
                        site.loaded.form_hash,
                        "de",
                        TUESDAY,
                        TUESDAY,
                        TUESDAY,
                        disposition="complete",
                    )
                )
                unit.interviews.save_data(known, list(_said(refs, number)))
            unit.commit()


def _said(refs: Iterable[str], number: int) -> Iterator[StoredDatum]:
    """An answer to each question; one in sixteen refused."""
    for place, ref in enumerate(refs):
        drawn = (number * 31 + place * 17) % 97
        if drawn % 16 == 15:
            yield StoredDatum(ref, "", "refused")
            continue
        code = str(drawn % 5 + 1)
        texts = (code, code, str(drawn), f"{drawn % 2 + 1} {drawn % 3 + 3}", f"Antwort {drawn}, in Worten")
        yield StoredDatum(ref, texts[place % _KINDS], None)


def _memory_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024 if sys.platform != "darwin" else 1024**2)


def print_exporting(interviews: int) -> None:
    """The table."""
    costs, steps, variables = measure_exporting(interviews)
    print(f"{interviews:,} interviews × {variables} variables, processor time in s; budget {BUDGET} ×, {BUDGET_MB} MB")
    for cost in costs:
        beside = cost.read + cost.written
        print(f"  {cost.format:8} {cost.from_store:7.1f}  read and written {beside:7.1f}  {cost.ratio:.2f} ×")
    for step, figure in steps.items():
        print(f"    {step:24} {figure:8.1f}")
    print(f"  20,000 products take {machine_speed():.2f} ms")
