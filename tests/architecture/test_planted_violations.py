"""Whatever the rooms forbid is planted in a copy of the package, and the contract is seen to name each of it."""

from __future__ import annotations

import ast
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.architecture.reaching_out import calls_made, modules_imported

_ROOT = Path(__file__).parents[2]
_ROOMS = "Rooms: imports point one way, and every room is placed"
_SCREENS = "Screens speak to use cases alone"
_ROLES = "Inside the windows: the roles do not know each other"
_WIDGETS = "Widgets, and what presenters share, know no use case"
_ENGINE = "Inside the engine"
_NO_IO = "Domain, engine and fieldwork have no clock, thread, socket or chance of their own"
_THREADS = "Windows have one place for threads, and no way out of their own"
_DRAWING = "Presenters draw nothing: in the windows, only what is listed here reaches Qt"
_SQL = "Only the store speaks SQL"
_SERVING = "The hub serves without windows, paper, lines or the folder of a study"
_NETWORK = "The network is known to sync and hub alone"
_MESSAGES = "Messages and client know no server and no engine of databases"
_OPENERS = "Who opens the store leaves SQL, keys and passwords to it"
_OF_FILES = "A study in a file knows nothing of servers"


@dataclass(frozen=True)
class Plant:
    """A text at the end of a file that may be new, and the contract that has to refuse it."""

    what: str
    file: str
    text: str
    refused_by: str

    @property
    def names(self) -> str:
        """What the contract has to say: the import, of other packages by their first name, or a new package."""
        module = self.file.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
        imported = re.findall(r"^ *(?:from|import) (\S+)", self.text, re.MULTILINE)
        if not imported:
            return module
        named = imported[-1]
        return f"{module} -> {named if named.startswith('cati_app') else named.partition('.')[0]}"


def _presenter() -> str:
    found = sorted((_ROOT / "cati_app" / "ui" / "console").rglob("presenter.py"))
    return found[0].relative_to(_ROOT).as_posix()


def _imported(what: str, file: str, module: str, refused_by: str) -> Plant:
    return Plant(what, file, f"\nimport {module}\n", refused_by)


_IN_CONSOLE, _IN_DOMAIN = "cati_app/ui/console/planted.py", "cati_app/domain/casework/planted.py"
PLANTS = [
    _imported("console → desk", _IN_CONSOLE, "cati_app.ui.desk", _ROLES),
    _imported("desk → analyst", "cati_app/ui/desk/planted.py", "cati_app.ui.analyst", _ROLES),
    *(
        _imported(f"presenter → {room}", _presenter(), f"cati_app.{room}", _SCREENS)
        for room in ("publish", "dialer", "study", "store", "sample_files")
    ),
    _imported("presenter → station", _presenter(), "cati_app.station", _ROOMS),
    _imported("publish → study", "cati_app/publish/paper/planted.py", "cati_app.study.model", _ROOMS),
    _imported("store → dialer", "cati_app/store/planted.py", "cati_app.dialer", _ROOMS),
    _imported("fieldwork → store", "cati_app/fieldwork/calling/planted.py", "cati_app.store.tables", _ROOMS),
    _imported("domain → engine", _IN_DOMAIN, "cati_app.engine", _ROOMS),
    *(
        _imported(f"{part} → fieldwork", f"cati_app/ui/{part}/planted.py", "cati_app.fieldwork.rules", _WIDGETS)
        for part in ("widgets", "panels", "stage")
    ),
    _imported("xform → xlsform", "cati_app/engine/xform/planted.py", "cati_app.engine.xlsform.read", _ENGINE),
    _imported("sheets → xform", "cati_app/engine/sheets/planted.py", "cati_app.engine.xform.names", _ENGINE),
    *(
        _imported(f"{module} in {room}", f"cati_app/{room}/planted.py", module, _NO_IO)
        for room in ("domain/casework", "engine/session", "fieldwork/interview")
        for module in ("sqlite3", "socket", "threading", "asyncio", "time", "random")
    ),
    *(
        _imported(f"{module} in {part} of the windows", f"cati_app/ui/{part}/planted.py", module, _THREADS)
        for part in ("console", "desk", "widgets")
        for module in ("threading", "concurrent.futures", "socket")
    ),
    _imported("SQL in fieldwork", "cati_app/fieldwork/calling/planted.py", "sqlalchemy", _SQL),
    *(
        _imported(f"{module} in {room}", f"cati_app/{room}/planted.py", module, _OPENERS)
        for room in ("station", "cli", "demo", "hub")
        for module in ("sqlalchemy", "sqlcipher3", "psycopg", "keyring")
    ),
    _imported("hub → station", "cati_app/hub/planted.py", "cati_app.station.opening", _ROOMS),
    _imported("station → hub", "cati_app/station/planted.py", "cati_app.hub.app", _ROOMS),
    _imported("sync → store", "cati_app/sync/planted.py", "cati_app.store.database", _ROOMS),
    _imported("store → sync", "cati_app/store/hub/planted.py", "cati_app.sync.messages", _ROOMS),
    _imported("fieldwork → sync", "cati_app/fieldwork/people/planted.py", "cati_app.sync.client", _ROOMS),
    _imported("SQL in sync", "cati_app/sync/planted.py", "sqlite3", _SQL),
    *(
        _imported(f"hub → {module}", "cati_app/hub/planted.py", module, _SERVING)
        for module in ("cati_app.ui.stage", "cati_app.publish.outputs", "cati_app.dialer.manual", "PySide6.QtCore")
    ),
    *(
        _imported(f"{module} in {room}", f"cati_app/{room}/planted.py", module, _NETWORK)
        for room, module in (("store", "httpx"), ("ui/console", "httpx"), ("fieldwork/people", "fastapi"))
    ),
    *(
        _imported(f"{module} in sync", "cati_app/sync/planted.py", module, _MESSAGES)
        for module in ("fastapi", "uvicorn", "time")
    ),
    _imported("station → servers", "cati_app/station/planted.py", "cati_app.store.postgres.connection", _OF_FILES),
    *(
        Plant(f"a new package in {parent or 'the house'}", f"cati_app{parent}/helpers/__init__.py", "", name)
        for parent, name in (
            ("", _ROOMS),
            ("/ui", _ROLES),
            ("/domain", "Inside the domain"),
            ("/engine", _ENGINE),
            ("/fieldwork", "Inside fieldwork"),
            ("/publish", "Inside publish"),
        )
    ),
    Plant(
        "an import for the type checker alone",
        _IN_DOMAIN,
        "from typing import TYPE_CHECKING\n\nif TYPE_CHECKING:\n    from cati_app.store.tables import MetaRow\n",
        _ROOMS,
    ),
    Plant(
        "an import inside a function",
        _IN_DOMAIN,
        "def rows() -> object:\n    from cati_app.store.tables import MetaRow\n\n    return MetaRow\n",
        _ROOMS,
    ),
    _imported("a presenter that draws", _presenter(), "PySide6.QtCore", _DRAWING),
    _imported("a new module that draws", _IN_CONSOLE, "PySide6.QtCore", _DRAWING),
    _imported("a new module that knows a widget", _IN_CONSOLE, "cati_app.ui.widgets.kit", _DRAWING),
]


def _groups(plants: Iterable[Plant]) -> list[list[Plant]]:
    """Plants that may stand beside each other, one a file: each is known by its import, which is its file's alone."""
    groups: list[dict[str, Plant]] = []
    for plant in plants:
        free = next((group for group in groups if plant.file not in group), None)
        if free is None:
            groups.append(free := {})
        free[plant.file] = plant
    return [list(group.values()) for group in groups]


@pytest.fixture(scope="session")
def said(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """By what was planted, what the contract said that had to refuse it; all that was broken `before` and `after`."""
    copy = tmp_path_factory.mktemp("planted")
    shutil.copytree(_ROOT / "cati_app", copy / "cati_app", ignore=shutil.ignore_patterns("__pycache__"))
    (copy / "tests" / "architecture").mkdir(parents=True)
    for file in ("pyproject.toml", "tests/__init__.py", "tests/architecture/contracts.py"):
        shutil.copy(_ROOT / file, copy / file)
    groups = _groups(PLANTS)
    run = subprocess.run(
        [sys.executable, str(_ROOT / "tests" / "architecture" / "lint_planted.py")],
        input=json.dumps([[(plant.file, plant.text) for plant in group] for group in groups]),
        cwd=copy,
        env={**os.environ, "COLUMNS": "1000"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert 0 == run.returncode, run.stderr
    before, *each, after = json.loads(run.stdout.splitlines()[-1])
    told = zip(groups, each, strict=True)
    refused = {plant.what: told_of.get(plant.refused_by, "") for group, told_of in told for plant in group}
    return {"before": "".join(before), "after": "".join(after)} | refused


def test_every_contract_holds_before_and_after(said: dict[str, str]) -> None:
    assert ("", "") == (said["before"], said["after"])


@pytest.mark.parametrize("plant", PLANTS, ids=lambda plant: plant.what)
def test_a_planted_violation_is_refused(said: dict[str, str], plant: Plant) -> None:
    assert plant.names in said[plant.what]


@pytest.mark.parametrize(
    "text",
    [
        "from datetime import UTC, datetime\nat = datetime.now(UTC)",
        "import datetime\nat = datetime.datetime.now()",
        "from datetime import date as day\nat = day.today()",
        "import uuid\nnew = uuid.uuid4()",
        "from uuid import uuid4\nnew = uuid4()",
        "from uuid import uuid4 as fresh\nnew = fresh()",
        "text = open('a').read()",
        "from pathlib import Path\ntext = Path('a').open().read()",
        "import random",
    ],
)
def test_a_planted_clock_chance_or_file_is_seen(text: str) -> None:
    tree = ast.parse(text)

    assert modules_imported(tree) | calls_made(tree)


def test_what_is_handed_in_is_not_taken_for_a_clock_or_a_file() -> None:
    tree = ast.parse("from datetime import time\nat = self._clock.now()\nuntil = time(20)\nunit.contacts.open(sealed)")

    assert set() == modules_imported(tree) | calls_made(tree)
