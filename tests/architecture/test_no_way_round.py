"""Nothing gets round the import contracts: no import by name, no code from a text, no package nobody placed."""

from __future__ import annotations

import ast
import tomllib
from pathlib import Path

import pytest

from tests.modules_that_say import modules_that_say

_ROOT = Path(__file__).parents[2]
_PACKAGE = _ROOT / "cati_app"
_BY_NAME = {
    "import_module",
    "__import__",
    "exec",
    "eval",
    "compile",
    "spec_from_file_location",
    "load_module",
    "run_path",
}
_QT_THREADS = {"QThread", "QThreadPool", "QRunnable", "QtConcurrent"}
_LISTED = {
    "__main__.py": "the module of a command, when it is given",
    "engine/form/model.py": "the expressions of a form, compiled from its own code",
    "station/desktop.py": "the screens of the roles, while somebody signs in",
    "station/parts.py": "what a station hands out, from a table that type checkers and contracts read as imports",
    "store/parts.py": "the repositories of a unit of work, from a table of the same kind",
    "values.py": "methods of values, written from the names of their fields as the standard library does",
}
"""Files that import or run by name, and what."""


def by_name(tree: ast.Module) -> set[str]:
    """What a module uses to import or run something that stands in a text; methods of other things do not count."""
    nodes = list(ast.walk(tree))
    imported = {alias.name for node in nodes if isinstance(node, ast.ImportFrom) for alias in node.names}
    of_importlib = {
        node.attr
        for node in nodes
        if isinstance(node, ast.Attribute) and node.attr in _BY_NAME and _is_module(node.value)
    }
    built_in = {node.id for node in nodes if isinstance(node, ast.Name) and node.id in _BY_NAME}
    return (_BY_NAME & imported) | of_importlib | built_in


def _is_module(value: ast.expr) -> bool:
    return isinstance(value, ast.Name | ast.Attribute) and ast.unparse(value).split(".")[0] in {
        *("importlib", "imp", "builtins", "runpy", "pkgutil", "sys"),
    }


def test_nothing_is_imported_or_run_by_name_but_what_is_listed() -> None:
    using = {name for name, tree in modules_that_say(_PACKAGE, *_BY_NAME) if by_name(tree)}

    assert set(_LISTED) == using


def threads_of_qt(tree: ast.Module) -> set[str]:
    """What a module takes of Qt to run something beside the windows."""
    nodes = list(ast.walk(tree))
    names = {alias.name for node in nodes if isinstance(node, ast.ImportFrom) for alias in node.names}
    used = {node.attr for node in nodes if isinstance(node, ast.Attribute)}
    return _QT_THREADS & (names | used)


def test_no_thread_of_qt_runs_beside_the_lanes() -> None:
    assert {"QThread"} == threads_of_qt(ast.parse("from PySide6.QtCore import QThread as Thread"))
    assert {"QThreadPool"} == threads_of_qt(ast.parse("import PySide6.QtCore as q\nq.QThreadPool.globalInstance()"))

    assert [] == [name for name, tree in modules_that_say(_PACKAGE, *_QT_THREADS) if threads_of_qt(tree)]


@pytest.mark.parametrize(
    "code",
    [
        "from importlib import import_module\nimport_module('cati_app.store.tables')",
        "import importlib\ndef f() -> None:\n    importlib.import_module('cati_app.store')",
        "from importlib import import_module as fetch\nfetch('x')",
        "import importlib.util\nimportlib.util.spec_from_file_location('x', 'y')",
        "__import__('cati_app.store')",
        "exec('import cati_app.store')",
        "import builtins\nbuiltins.exec('x')",
        "run = eval\nrun('x')",
    ],
)
def test_every_way_round_is_seen(code: str) -> None:
    assert by_name(ast.parse(code))


@pytest.mark.parametrize("code", ["import re\nre.compile('x')", "application().exec()", "statement.compile()"])
def test_what_only_sounds_like_one_is_not(code: str) -> None:
    assert not by_name(ast.parse(code))


def test_every_package_is_placed() -> None:
    """By the exhaustive layers of a contract, or on the list in docs/architecture.md."""
    contracts = tomllib.loads((_ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]["contracts"]
    held = {room for contract in contracts if contract.get("exhaustive") for room in contract.get("containers", ())}
    placed = (_ROOT / "docs" / "architecture.md").read_text("utf-8")
    packages = [path.parent.relative_to(_ROOT) for path in _PACKAGE.rglob("__init__.py") if path.parent != _PACKAGE]

    loose = [package for package in packages if ".".join(package.parent.parts) not in held]

    assert loose
    assert [] == [str(room) for room in loose if f"`{room.relative_to('cati_app').as_posix()}`" not in placed]
