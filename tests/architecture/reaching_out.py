"""What a module asks of the clock, of chance and of files by itself, instead of being handed it."""

from __future__ import annotations

import ast

_MODULES = {"time", "random", "os", "secrets", "socket", "threading", "pathlib"}
_OWNERS = {"datetime", "date", "time", "os", "uuid", "secrets", "Path", "random", "io"}
_CALLS = {
    *("now", "today", "utcnow", "time", "time_ns", "monotonic", "monotonic_ns", "perf_counter"),
    *("random", "randint", "choice", "shuffle", "sample", "uuid1", "uuid4", "urandom", "open", "getrandbits"),
}


def modules_imported(tree: ast.Module) -> set[str]:
    """Modules imported as a whole that have a clock, chance or files."""
    plain = (alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names)
    return _MODULES.intersection(plain)


def calls_made(tree: ast.Module) -> set[str]:
    """Calls that ask the clock, chance or a file, however what is called was imported."""
    names = {"open": "open"}  # what a name in the module stands for
    for node in ast.walk(tree):
        if isinstance(node, ast.Import | ast.ImportFrom):
            names.update({alias.asname or alias.name: alias.name for alias in node.names})
        if isinstance(node, ast.ImportFrom) and node.module == "datetime":
            names.pop("time", None)  # a time of day, not the clock
    called = [node.func for node in ast.walk(tree) if isinstance(node, ast.Call)]
    return {ast.unparse(func) for func in called if _asks(func, names)}


def _asks(func: ast.expr, names: dict[str, str]) -> bool:
    if isinstance(func, ast.Name):
        return names.get(func.id) in _CALLS
    if not isinstance(func, ast.Attribute) or func.attr not in _CALLS:
        return False
    owner = func.value
    if isinstance(owner, ast.Call):  # Path(…).open()
        owner = owner.func
    name = owner.attr if isinstance(owner, ast.Attribute) else owner.id if isinstance(owner, ast.Name) else ""
    return names.get(name, name) in _OWNERS
