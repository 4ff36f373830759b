"""A name says what it holds: three that could be anything are refused, unless they say what the trade means by them."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

_PACKAGE = Path(__file__).parents[2] / "cati_app"
_VAGUE = {"found", "one", "place", "_found", "_one", "_place"}
_QUOTA_PLACE = {
    "cli/coded_places.py": {"place"},
    "domain/casework/interviews.py": {"place"},
    "domain/quota/cells.py": {"place"},
    "domain/quota/fitting.py": {"place"},
    "fieldwork/monitor/board.py": {"place"},
    "fieldwork/monitor/code_answers.py": {"place"},
    "domain/sharing/decided.py": {"place"},
    "domain/sharing/places.py": {"place"},
    "fieldwork/monitor/derived_places.py": {"place"},
    "fieldwork/ports/quota_book.py": {"place"},
    "fieldwork/quota/given_places.py": {"place"},
    "fieldwork/quota/read_place.py": {"place"},
    "fieldwork/sharing/follow_for_all.py": {"place"},
    "fieldwork/sharing/grant_place.py": {"place"},
    "fieldwork/sharing/judge_interviews.py": {"place"},
    "fieldwork/sharing/work_ahead.py": {"place"},
    "publish/dataset/fieldwork.py": {"place"},
    "store/quota_book.py": {"place"},
    "store/tables.py": {"place"},
    "sync/place_messages.py": {"place"},
    "ui/console/interview/words.py": {"place"},
    "ui/console/interview/driver.py": {"place"},
    "ui/console/interview/presenter.py": {"_place"},
    "ui/desk/cases/coded_place_words.py": {"place"},
    "ui/desk/cases/reviewing.py": {"place"},
}
"""Where a place is the glossary's: room for an interview in a quota cell."""


def bound(tree: ast.AST) -> Iterator[str]:
    """Every name that a module gives to a variable, an argument, an attribute, a function or a class."""
    for node in ast.walk(tree):
        match node:
            case ast.Name(id=name, ctx=ast.Store()) | ast.Attribute(attr=name, ctx=ast.Store()) | ast.arg(arg=name):
                yield name
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
                yield name
            case ast.ExceptHandler(name=str(name)) | ast.MatchAs(name=str(name)) | ast.MatchStar(name=str(name)):
                yield name
            case ast.MatchMapping(rest=str(name)) | ast.alias(asname=str(name)):
                yield name


def vague(tree: ast.AST) -> set[str]:
    """The names in a module that could be anything."""
    return _VAGUE.intersection(bound(tree))


@cache
def _named() -> dict[str, tuple[set[str], list[str]]]:
    """Of each module of the program what could be anything, and its classes."""
    told: dict[str, tuple[set[str], list[str]]] = {}
    for path in sorted(_PACKAGE.rglob("*.py")):
        tree = ast.parse(path.read_text("utf-8"))
        classes = [node.name for node in ast.walk(tree) if isinstance(node, ast.ClassDef)]
        told[path.relative_to(_PACKAGE).as_posix()] = (vague(tree), classes)
    return told


def test_no_name_could_be_anything() -> None:
    assert _QUOTA_PLACE == {name: names for name, (names, _) in _named().items() if names}


def test_every_way_to_bind_a_name_is_seen() -> None:
    sources = (
        "found = 1",
        "for one in (): pass",
        "place: int = 1",
        "[one for one in ()]",
        "if (found := 1): pass",
        "def f(one): pass",
        "def f(*, place): pass",
        "lambda found: 1",
        "def place(): pass",
        "class one: pass",
        "self.found = 1",
        "try: pass\nexcept ValueError as one: pass",
        "match 1:\n  case place: pass",
        "match 1:\n  case [*found]: pass",
        "match 1:\n  case {**one}: pass",
        "import os as place",
        "with f() as found: pass",
    )

    assert [1] * len(sources) == [len(vague(ast.parse(source))) for source in sources]
    assert set() == vague(ast.parse("findings = found(one, place)"))


def test_a_class_name_stands_for_one_thing() -> None:
    """Steps of the migrations keep the tables as they were; a name that begins with a line is its module's own."""
    places: dict[str, list[str]] = {}
    for module, (_, classes) in _named().items():
        if "migrations" not in Path(module).parts:
            for name in classes:
                if not name.startswith("_"):
                    places.setdefault(name, []).append(module)

    assert {} == {name: files for name, files in places.items() if len(files) > 1}
