"""What a station and a unit of work hand out is loaded when asked for, from where type checkers believe it to be."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

from cati_app.station import parts as station_parts
from cati_app.store import parts as store_parts


@pytest.mark.parametrize("parts", [station_parts, store_parts])
def test_the_table_of_parts_says_what_their_imports_say(parts: ModuleType) -> None:
    tree = ast.parse(Path(parts.__file__ or "").read_text(encoding="utf-8"))
    imported = {
        (alias.name, node.module)
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("cati_app.")
        for alias in node.names
    }

    assert imported == set(parts.MODULE_OF.items())
    assert {module for _, module in imported} == set(parts.PART_MODULES)
    assert all(hasattr(parts, name) for name in parts.MODULE_OF)


def test_the_first_screen_loads_no_use_case_of_the_roles_and_no_rule() -> None:
    unneeded = (
        *("fieldwork.calling.take_case", "fieldwork.monitor.board", "fieldwork.quota.steer_cell"),
        *("fieldwork.sharing.hand_over", "fieldwork.ports.unit", "fieldwork.rules", "domain.casework.cases"),
        *("domain.outcomes.dispositions", "domain.quota.cells", "store.cases", "store.queue", "dialer.manual"),
        "engine.kinds.registry",
    )
    program = (
        "import sys, cati_app.station.desktop, cati_app.cli.run;"
        f" print(*(name for name in {unneeded} if f'cati_app.{{name}}' in sys.modules))"
    )
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)

    assert "" == run.stdout.strip()


def test_the_desk_of_a_study_without_a_hub_loads_no_client_of_one() -> None:
    program = (
        "import sys, importlib; from cati_app.station.roles import ROLE_MODULES;"
        " [importlib.import_module(name) for name in ROLE_MODULES];"
        " print(*(name for name in ('httpx', 'cati_app.sync.client') if name in sys.modules))"
    )
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)

    assert "" == run.stdout.strip()
