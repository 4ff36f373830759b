"""duckdb reads Parquet with its metadata, and the plain CSV."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from cati_app.publish.dataset.table import DataTable, Kind
from tests.readers.programs import NotThere
from tests.readers.seen import SYSTEM_MISSING, ReadBack, SeenWeight, of_dates_where_given, on_one_line
from tests.readers.studies import ReadTable

_MEAN = "SELECT sum(weight * duration_s) / sum(weight) FROM"


def by_duckdb(tables: Sequence[ReadTable]) -> Iterator[tuple[ReadTable, ReadBack]]:
    """Both files of each table.

    Raises:
        NotThere: duckdb.
    """
    for read in tables:
        yield read, _parquet(read.table, read.file(".parquet"))
        source = f"read_csv('{read.file('_plain.csv')}', all_varchar = true, header = true)"
        values = _columns(f"SELECT * FROM {source}")
        for known in read.table.variables:
            if known.kind is Kind.MOMENT:
                values[known.name] = [value.replace("T", " ") for value in values[known.name]]
        yield read, ReadBack("csv", "duckdb", values, on_one_line)


def _parquet(table: DataTable, path: Path) -> ReadBack:
    source = f"read_parquet('{path}')"
    values = _columns(f"SELECT * FROM {source}")
    key = "decode(key) = 'cati_codebook'"
    ((text,),) = _rows(f"SELECT decode(value) FROM parquet_kv_metadata('{path}') WHERE {key}")
    codebook = json.loads(str(text))
    told = {known["name"]: known for known in codebook["variables"]}
    mean = float(str(_rows(f"{_MEAN} {source}")[0][0])) if table.weight else None
    return ReadBack(
        "parquet",
        "duckdb",
        values,
        of_dates_where_given,
        {name: known["label"] for name, known in told.items()},
        {name: known["labels"] for name, known in told.items()},
        missing={name: _reasons(values[name], values.get(f"{name}_miss"), known) for name, known in told.items()},
        sets={known["name"]: (known["label"], tuple(known["variables"])) for known in codebook["sets"]},
        weight=SeenWeight(codebook["weight"], mean),
    )


def _reasons(values: Sequence[str], beside: Sequence[str] | None, known: Mapping[str, Any]) -> list[str]:
    """By the codes of the metadata; of dates by the column beside."""
    codes = set(map(str, known["missing"].values()))
    is_dated = known["kind"] not in (Kind.NUMBER, Kind.TEXT) and beside is not None
    reasons = [cell.removesuffix(".0") for cell in (beside if is_dated and beside else values)]
    return [
        reason if reason in codes else SYSTEM_MISSING if value == "" else ""
        for value, reason in zip(values, reasons, strict=True)
    ]


def _columns(query: str) -> dict[str, list[str]]:
    answer = _asked(query)
    rows = answer.fetchall()
    return {
        column: ["" if row[place] is None else str(row[place]) for row in rows]
        for place, column in enumerate(answer.columns)
    }


def _rows(query: str) -> list[tuple[object, ...]]:
    return list(_asked(query).fetchall())


def _asked(query: str) -> Any:
    try:
        import duckdb
    except ImportError:
        raise NotThere("duckdb: make readers installs it") from None
    return duckdb.sql(query)
