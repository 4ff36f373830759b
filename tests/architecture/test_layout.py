"""Imports point one way, every module says its duty, nothing is left over, every error is documented."""

from __future__ import annotations

import ast
import importlib.util
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatch
from functools import cache
from pathlib import Path
from typing import Any

from cati_app.study.schema import schema_text
from tests.architecture.reaching_out import calls_made, modules_imported

_ROOT = Path(__file__).parents[2]
_MODULES = sorted((_ROOT / "cati_app").rglob("*.py"))
_FILES = sorted([*_MODULES, *(_ROOT / "tests").rglob("*.py")])
_PURE = frozenset(path for path in _MODULES if path.relative_to(_ROOT).parts[1] in ("domain", "engine", "fieldwork"))
_NOTHING = (frozenset[str](), frozenset[str]())
_STARTED_BY_NAME = re.compile(
    r"cati_app\.(__main__|demo\.station_shift|cli\.\w+|store\.((postgres|hub)\.)?migrations\..*|study\.schema)$"
)


def _name(path: Path) -> str:
    return ".".join(path.relative_to(_ROOT).with_suffix("").parts).removesuffix(".__init__")


@dataclass(frozen=True)
class _Facts:
    """What the tests ask of a file, from reading it once."""

    says_its_duty: bool
    lengths: tuple[int, ...]  # of its functions
    used: frozenset[str]  # modules, and what might be one
    reaches_out: tuple[frozenset[str], frozenset[str]]  # modules and calls that have a clock, chance or files


@cache
def _facts(path: Path) -> _Facts:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    lengths, used = list[int](), set[str]()
    for node in _statements(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            lengths.append((node.end_lineno or 0) - node.lineno + 1)
        elif isinstance(node, ast.Import):
            used.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            used.add(node.module)
            used.update(f"{node.module}.{alias.name}" for alias in node.names)
    asks_nothing = path in _PURE and (frozenset(modules_imported(tree)), frozenset(calls_made(tree)))
    return _Facts(bool(ast.get_docstring(tree)), tuple(lengths), frozenset(used), asks_nothing or _NOTHING)


def test_imports_point_one_way() -> None:
    run = subprocess.run(
        [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"],
        cwd=_ROOT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert 0 == run.returncode, run.stdout


def test_the_window_opens_without_the_slow_libraries() -> None:
    """A study that names country and state included."""
    program = (
        "import sys, cati_app.station.desktop as d; from cati_app.resources import reference_study as r;"
        " from cati_app.study.folder import read_study_folder as read; assert read(r()).result.study;"
        " print(*sorted({'alembic', 'holidays', 'keyring', 'numpy', 'openpyxl',"
        " 'pandas', 'pyarrow', 'pyreadstat', 'pyxform', 'reportlab', 'sqlalchemy', 'sqlmodel'} & set(sys.modules)))"
    )
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)

    assert "" == run.stdout.strip()


def test_a_module_says_its_duty() -> None:
    assert [] == [_name(path) for path in _MODULES if not _facts(path).says_its_duty]


def test_most_files_are_short() -> None:
    """A length is there to be noticed, not obeyed: about 300 lines; a few long files with one duty are better than two
    that import each other."""
    lengths = sorted(len(path.read_text(encoding="utf-8").splitlines()) for path in _FILES)

    assert lengths[int(0.95 * len(lengths))] <= 330


def test_most_functions_are_short() -> None:
    lengths = sorted(length for path in _FILES for length in _facts(path).lengths)

    assert lengths[int(0.95 * len(lengths))] <= 34


def _statements(block: ast.AST) -> Iterator[ast.AST]:
    """Every statement, however deep, and no expression: those are nine tenths of a tree."""
    for node in ast.iter_child_nodes(block):
        if isinstance(node, ast.stmt | ast.excepthandler | ast.match_case):
            yield node
            yield from _statements(node)


def test_every_module_is_used() -> None:
    """By the program: what only a test imports is not in use."""
    used = {name for path in _MODULES for name in _facts(path).used}
    names = {_name(path) for path in _MODULES if path.name != "__init__.py"}

    assert _AWAITED == {name for name in names - used if not _STARTED_BY_NAME.match(name)}


_AWAITED: set[str] = set()
"""Rules of both surveys that are there before their stores and screens; each goes from here with its first use."""


def test_domain_engine_and_fieldwork_ask_no_clock_no_chance_and_no_file() -> None:
    told: dict[str, tuple[set[str], set[str]]] = {}
    for path in sorted(_PURE):
        modules, calls = _facts(path).reaches_out
        told[_name(path)] = (set(modules - ({"random"} if _name(path) in _SEEDED else set())), set(calls))

    assert {} == {name: asked for name, asked in told.items() if any(asked)}


_SEEDED = {_name(path) for path in _MODULES if re.search(r"\brandom\.Random\(", path.read_text(encoding="utf-8"))}
"""Modules that make a generator from a seed handed in; the module's own functions are caught by the linter."""


def test_every_problem_of_the_environment_is_documented() -> None:
    text = (_ROOT / "docs" / "errors.md").read_text(encoding="utf-8")
    listed = re.findall(r"^\| `(\w+)` \|", text, re.M)
    raised: set[str] = set()
    for path in _MODULES:
        source = path.read_text(encoding="utf-8")
        raised.update(re.findall(r"EnvironmentProblem\(\s*\"(\w+)\"", source))
        if path.name == "problems.py":
            raised.update(re.findall(r"^\s+\(\s*\"[\w /O]+\",\s*\"(\w+)\",", source, re.M))

    assert raised == set(listed)
    assert sorted(listed) == listed


def _tool(name: str) -> Any:
    spec = importlib.util.spec_from_file_location(name, _ROOT / "packaging" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    tool = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(tool)
    return tool


def test_the_table_of_holiday_regions_is_what_the_library_knows() -> None:
    tool = _tool("holiday_regions")

    assert tool.module() == tool.MODULE.read_text(encoding="utf-8"), "run make holidays"


def test_the_page_of_settings_is_current() -> None:
    tool = _tool("settings_page")

    assert tool.page() == (_ROOT / "docs" / "study-yaml.md").read_text(encoding="utf-8"), "run make settings"


def test_the_schema_of_study_yaml_is_the_one_of_the_model() -> None:
    assert schema_text() == (_ROOT / "resources" / "study.schema.json").read_text(encoding="utf-8")


def test_nothing_lies_loose_at_the_top() -> None:
    """What a try left behind is not kept: exports of a demo once were."""
    patterns = [line.strip("/") for line in (_ROOT / ".gitignore").read_text(encoding="utf-8").split()]
    tops = {path.name for path in _ROOT.iterdir()}
    if (_ROOT / ".git").exists():
        run = subprocess.run(["git", "ls-files", "-z"], cwd=_ROOT, capture_output=True, text=True, check=True)
        tops = {name.partition("/")[0] for name in run.stdout.split("\0") if name}
        patterns = []
    folders = {"cati_app", "changelog.d", "docs", "packaging", "questionnaires", "requirements", "resources", "tests"}
    files = {"CHANGELOG.md", "CONTRIBUTING.md", "LICENSE", "MANIFEST.in", "Makefile", "README.md", "SECURITY.md"}
    files |= {"THIRD-PARTY-NOTICES.md", "pyproject.toml", "setup.py"}
    loose = {top for top in tops if not top.startswith(".")} - folders - files

    assert set() == {top for top in loose if not any(fnmatch(top, pattern) for pattern in patterns)}
