"""Tests change the environment of their process through `monkeypatch` alone, which takes back each change.

What they write is kept in memory, where the machine has the room.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.in_memory import folder_in_memory
from tests.modules_that_say import modules_that_say

_TESTS = Path(__file__).parents[1]
_FOR_THE_WHOLE_PROCESS = {
    "bench/__main__.py",
    "conftest.py",
    "faults/proofs.py",  # a command's own process, as the next
    "faults/trust.py",
    "gui/conftest.py",
    "postgres_server.py",
    "programs.py",  # in the process it begins
}
"""Where the change is for as long as the process lives."""
_CHANGES = {"clear", "pop", "popitem", "setdefault", "update", "__setitem__", "__delitem__"}


def _is_environment(node: ast.AST) -> bool:
    return isinstance(node, ast.Attribute) and node.attr == "environ"


def changed_lines(tree: ast.Module) -> Iterator[int]:
    """Lines at which a module changes `os.environ`: also for a while, since two need not end in turn."""
    for node in ast.walk(tree):
        match node:
            case ast.Subscript(value=value, ctx=ast.Store() | ast.Del()) if _is_environment(value):
                yield node.lineno
            case ast.Call(func=ast.Attribute(attr=verb, value=value)) if verb in _CHANGES and _is_environment(value):
                yield node.lineno
            case ast.Call(func=ast.Attribute(attr="dict"), args=[first, *_]) if _is_environment(first):
                yield node.lineno
            case ast.Call(func=ast.Attribute(attr="putenv" | "unsetenv")):
                yield node.lineno
            case _:
                pass


def test_no_test_leaves_another_environment_to_the_next() -> None:
    found = {
        f"{name}:{line}"
        for name, tree in modules_that_say(_TESTS, "environ", "putenv", "unsetenv")
        if name not in _FOR_THE_WHOLE_PROCESS
        for line in changed_lines(tree)
    }

    assert not found


@pytest.mark.parametrize(
    "line",
    [
        "os.environ['A'] = 'b'",
        "del os.environ['A']",
        "os.environ.pop('A', None)",
        "patch.dict(os.environ)",
        "os.putenv('A', 'b')",
    ],
)
def test_each_way_to_change_it_is_noticed(line: str) -> None:
    assert [1] == list(changed_lines(ast.parse(line)))
    assert not list(changed_lines(ast.parse("os.environ.get('A'); os.environ['A']; {**os.environ}")))


def test_what_is_written_stays_in_memory_where_there_is_room_and_nobody_chose_another_folder(tmp_path: Path) -> None:
    assert None is folder_in_memory({}, shared=tmp_path, room=1)  # some tests work as somebody without rights
    tmp_path.chmod(0o1777)
    assert tmp_path == folder_in_memory({}, shared=tmp_path, room=1)
    assert None is folder_in_memory({}, shared=tmp_path, room=1 << 60)
    assert None is folder_in_memory({}, shared=tmp_path / "missing", room=1)
    assert None is folder_in_memory({"TMPDIR": "/var/tmp"}, shared=tmp_path, room=1)
