"""What a station hands out is loaded when it is asked for, from where type checkers believe it to be."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

from cati_app.station import parts

_SOURCE = Path(parts.__file__ or "")


def test_the_table_of_parts_says_what_their_imports_say() -> None:
    tree = ast.parse(_SOURCE.read_text(encoding="utf-8"))
    imported = {
        (alias.name, node.module)
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("cati_app.")
        for alias in node.names
    }

    assert imported == set(parts.MODULE_OF.items())
    assert {module for _, module in imported} == set(parts.PART_MODULES)
    assert all(hasattr(parts, name) for name in parts.MODULE_OF)


def test_the_first_screen_loads_no_use_case_of_the_roles() -> None:
    program = (
        "import sys, cati_app.station.desktop;"
        " print(*(name for name in ('calling.take_case', 'monitor.board', 'quota.steer_cell', 'sharing.hand_over')"
        " if f'cati_app.fieldwork.{name}' in sys.modules))"
    )
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)

    assert "" == run.stdout.strip()
