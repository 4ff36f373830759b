"""The manifest of an export: which files it has, with checksums, of what they are, and who took them out when."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from importlib.metadata import version

from cati_app.publish.dataset.table import DataTable
from cati_app.values import dataclass

_PACKAGE = "cati-app"


@dataclass(frozen=True, slots=True)
class WrittenFile:
    """A file as it was written."""

    name: str
    bytes: int
    sha256: str


def manifest_json(
    parts: Sequence[tuple[str, DataTable]], files: Sequence[WrittenFile], asked: Mapping[str, object]
) -> bytes:
    """The manifest; everything in it that is not the same for the same data stands under `exported`.

    Args:
        parts: The tables, each with its name, blank for that of the interviews.
        files: The others of the export.
        asked: What was asked for: parts, formats, language.
    """
    table = parts[0][1]
    exported: dict[str, object] = {"log_end": table.log_end}
    if table.exported is not None:
        exported |= {"by": table.exported.by, "at": table.exported.at.isoformat()}
    told = {
        "study": table.study_id,
        "title": table.title,
        "version": table.version,
        "program": version(_PACKAGE),
        "data_time": table.data_time.isoformat(),
        "language": table.language,
        "asked": dict(asked),
        "parts": [_part(name, part) for name, part in parts],
        "files": [asdict(file) for file in files],
        "exported": exported,
    }
    return json.dumps(told, ensure_ascii=False, indent=1).encode() + b"\n"


def _part(name: str, table: DataTable) -> dict[str, object]:
    return {
        "name": name or "interviews",
        "data_time": table.data_time.isoformat(),
        "checksum": table.checksum,
        "rows": len(table.rows),
        "variables": len(table.variables),
        "weight": table.weight,
        "notices": [{"variable": notice.variable, "text": notice.text} for notice in table.notices],
    }
