"""Writes the JSON Schema of study.yaml, so that editors complete and explain it. Run as a module by `make schema`."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from cati_app.study.model import Study


def schema_text() -> str:
    """The schema as it belongs in `resources/study.schema.json`."""
    schema = {"$schema": "https://json-schema.org/draft/2020-12/schema", **Study.model_json_schema(by_alias=True)}
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(schema_text(), encoding="utf-8")
