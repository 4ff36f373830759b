"""Every rule of docs/calling.md names a test that is there."""

from __future__ import annotations

import ast
import re
from pathlib import Path

_ROOT = Path(__file__).parents[2]
_NAMED = re.findall(
    r"^\| .+ \| `(tests/[\w/]+\.py)::(\w+)` \|$",
    (_ROOT / "docs" / "calling.md").read_text(encoding="utf-8"),
    re.MULTILINE,
)


def _tests(path: Path) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.ClassDef)}


def test_every_test_named_beside_a_rule_is_there() -> None:
    assert len(_NAMED) >= 75
    assert [] == [f"{file}::{name}" for file, name in _NAMED if name not in _tests(_ROOT / file)]


def test_every_line_of_the_table_names_a_test() -> None:
    text = (_ROOT / "docs" / "calling.md").read_text(encoding="utf-8").partition("## Every rule and its test")[2]
    text = text.partition("\n## ")[0]
    rows = [line for line in text.splitlines() if line.startswith("| ") and not line.startswith("| rule |")]

    assert len(rows) == len(_NAMED)
