"""The glossary names what there is: its code exists, and its German words are those of the catalogue."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

_ROOT = Path(__file__).parents[2]
_PACKAGE = _ROOT / "cati_app"
_CATALOGUE = _ROOT / "resources" / "locale" / "de" / "LC_MESSAGES" / "cati.po"


def _terms() -> list[tuple[str, str, str]]:
    """English words, German words and code of every line."""
    lines = (_ROOT / "docs" / "glossary.md").read_text(encoding="utf-8").splitlines()
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if line.startswith("|")]
    return [(row[0], row[1], row[3]) for row in rows if row[0] != "English" and not row[0].startswith("---")]


_CODE = sorted({name for *_, code in _terms() for name in re.findall(r"`([^`]+)`", code)})


@cache
def _names() -> frozenset[str]:
    """Classes and functions of the program, and what stands in the body of a class as `Class.name`."""
    names: set[str] = set()
    for path in _PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ClassDef | ast.FunctionDef):
                names.add(node.name)
            if isinstance(node, ast.ClassDef):
                names.update(f"{node.name}.{name}" for item in node.body for name in _bound(item))
    return frozenset(names)


def _bound(item: ast.stmt) -> list[str]:
    if isinstance(item, ast.FunctionDef):
        return [item.name]
    targets = [item.target] if isinstance(item, ast.AnnAssign) else item.targets if isinstance(item, ast.Assign) else []
    return [target.id for target in targets if isinstance(target, ast.Name)]


def exists(name: str) -> bool:
    """Whether a name stands for a package, a module, or a class or function, with its module or without."""
    parts = name.split(".")
    for length in range(len(parts), 0, -1):
        path = _PACKAGE.joinpath(*parts[:length])
        if path.is_dir() or path.with_suffix(".py").exists():
            rest = ".".join(parts[length:])
            return not rest or rest in _names()
    return name in _names()


@pytest.mark.parametrize("name", _CODE)
def test_the_code_of_a_term_exists(name: str) -> None:
    assert exists(name)


def test_code_that_is_gone_is_found() -> None:
    assert [False] * 3 == [exists(name) for name in ("QuotaCell", "study.model.Nowhere", "Case.never")]


def test_german_words_are_those_of_the_catalogue() -> None:
    with _CATALOGUE.open("rb") as file:
        messages = list(read_po(file, locale="de"))
    said: dict[str, set[str]] = {}
    for message in messages:
        if isinstance(message.id, str):
            said.setdefault(message.id.casefold(), set()).add(str(message.string).casefold())
    wrong, compared = [], 0
    for english, german, _ in _terms():
        sources, words = english.split(", "), german.split(", ")
        pairs = zip(sources, words, strict=True) if len(sources) == len(words) else [(english, german)]
        for source, word in pairs:
            if source.casefold() in said:
                compared += 1
                if word.casefold() not in said[source.casefold()]:
                    wrong.append(f"{source}: {word}, but the catalogue says {sorted(said[source.casefold()])}")
    assert wrong == []
    assert compared > 20
