"""The table as Parquet: columns with types, the codebook as metadata of the file and of each column.

Numbers keep their missing codes, as in every other format. A date cannot hold one: it is null there, and a column
`NAME_miss` beside it says why.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from cati_app.publish.dataset.names import Names
from cati_app.publish.dataset.table import DataTable, Kind, ResponseSet, Variable
from cati_app.publish.dataset.typed import NumberColumn, TextColumn, TypedColumn, TypedTable
from cati_app.publish.formats.sink import PieceSink

CODEBOOK = b"cati_codebook"
"""Key of the file's metadata; JSON."""
_ROWS = 20_000  # of a group


def parquet_pieces(typed: TypedTable) -> Iterator[bytes]:
    """The file, piece by piece; the same table and the same pyarrow give the same bytes."""
    sink = PieceSink()
    columns = list(_columns(typed))
    schema = pa.schema([field for field, *_ in columns], metadata={CODEBOOK: _json(codebook_of(typed.table))})
    with pq.ParquetWriter(pa.PythonFile(sink, mode="w"), schema, compression="zstd") as writer:
        for start in range(0, len(typed), _ROWS):
            arrays = [distinct.take(pa.array(places[start : start + _ROWS])) for _, distinct, places in columns]
            writer.write_table(pa.Table.from_arrays(arrays, schema=schema))
            yield sink.taken()
    yield sink.taken()


def _columns(typed: TypedTable) -> Iterator[tuple[pa.Field, pa.Array, NDArray[np.uint32]]]:
    """Name and type of each column, its different values, and of each row which of them it has."""
    names = Names()
    for column in typed.columns:
        names.take(column.variable.name)
    for column in typed.columns:
        told = {key.encode(): _json(value) for key, value in variable_facts(column.variable).items()}
        array = _distinct(column)
        yield pa.field(column.variable.name, array.type, metadata=told), array, column.places
        if isinstance(column, NumberColumn) and column.variable.kind is not Kind.NUMBER and column.variable.missing:
            reasons = pa.array(column.distinct_reasons, type=pa.int32(), mask=column.distinct_reasons == 0)
            name = names.take(column.variable.name, "_miss")
            labels = {str(code): column.variable.labels[code] for code in column.variable.missing.values()}
            yield pa.field(name, reasons.type, metadata={b"labels": _json(labels)}), reasons, column.places


def _distinct(column: TypedColumn) -> pa.Array:
    if isinstance(column, TextColumn):
        return pa.array(column.distinct, type=pa.string())
    nothing = np.isnan(column.distinct)
    match column.variable.kind:
        case Kind.NUMBER:
            coded = column.distinct_coded
            without = np.isnan(coded)
            if column.is_whole:
                return pa.array(np.nan_to_num(coded).astype(np.int64), mask=without)
            return pa.array(coded, mask=without)
        case Kind.MOMENT:
            seconds = np.nan_to_num(column.distinct).astype(np.int64)
            return pa.array(seconds, type=pa.int64(), mask=nothing).cast(pa.timestamp("s"))
        case Kind.TIME:
            seconds = np.nan_to_num(column.distinct).astype(np.int32)
            return pa.array(seconds, type=pa.int32(), mask=nothing).cast(pa.time32("s"))
    days = (np.nan_to_num(column.distinct) / 86_400).astype(np.int32)
    return pa.array(days, type=pa.int32(), mask=nothing).cast(pa.date32())


def codebook_of(table: DataTable) -> dict[str, object]:
    """What is to be known of a data set, for programs."""
    return {
        "study": table.study_id,
        "title": table.title,
        "version": table.version,
        "language": table.language,
        "data_time": table.data_time.isoformat(),
        "checksum": table.checksum,
        "weight": table.weight,
        "sets": list(map(_set_facts, table.sets)),
        "variables": [{"name": variable.name, **variable_facts(variable)} for variable in table.variables],
    }


def variable_facts(variable: Variable) -> Mapping[str, object]:
    """Label, question, level, labels, missing codes with their reasons, and the set of a variable."""
    return {
        "label": variable.label,
        "question": variable.question,
        "item": variable.item,
        "kind": variable.kind.value,
        "level": variable.level.value,
        "labels": {str(code): text for code, text in variable.labels.items()},
        "missing": dict(variable.missing),
        "set": variable.set_name,
        "notes": list(variable.notes),
    }


def _set_facts(members: ResponseSet) -> dict[str, object]:
    return {
        "name": members.name,
        "label": members.label,
        "variables": list(members.variables),
        "counted": members.counted,
    }


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode()
