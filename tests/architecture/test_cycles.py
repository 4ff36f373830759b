"""No modules and no packages side by side, at any level, know each other; imports for the type checker included."""

from __future__ import annotations

from collections import defaultdict

import grimp
import pytest

_GRAPH = grimp.build_graph("cati_app", exclude_type_checking_imports=False, cache_dir=None)
_PACKAGES = sorted(module for module in _GRAPH.modules if _GRAPH.find_children(module))


def _in_cycles(imports: dict[str, set[str]]) -> set[str]:
    """What is left when modules that import nothing left, or that nothing left imports, go one after the other."""
    left = dict(imports)
    while True:
        imported = {name for names in left.values() for name in names}
        ends = {name for name, names in left.items() if name not in imported or not names & left.keys()}
        if not ends:
            return set(left)
        left = {name: names - ends for name, names in left.items() if name not in ends}


def _between(children: set[str], imports: dict[str, set[str]]) -> dict[str, set[str]]:
    """Which of the packages know which: an import between two modules is one between the packages they stand in."""
    owners = {
        module: child for module in imports for child in children if module == child or module.startswith(f"{child}.")
    }
    known: dict[str, set[str]] = defaultdict(set)
    for module, owner in owners.items():
        known[owner] |= {owners[name] for name in imports[module] if name in owners} - {owner}
    return dict(known)


def _imports() -> dict[str, set[str]]:
    return {module: set(_GRAPH.find_modules_directly_imported_by(module)) for module in _GRAPH.modules}


def test_modules_do_not_import_each_other() -> None:
    imports = _imports()

    assert len(imports) > 400
    assert set() == _in_cycles(imports)


@pytest.mark.parametrize("package", _PACKAGES)
def test_what_stands_side_by_side_in_a_package_does_not_import_each_other(package: str) -> None:
    assert set() == _in_cycles(_between(_GRAPH.find_children(package), _imports()))


def test_packages_of_every_level_are_looked_at() -> None:
    assert {"cati_app", "cati_app.ui", "cati_app.ui.desk", "cati_app.ui.desk.sample"} <= set(_PACKAGES)


def test_packages_know_each_other_where_different_modules_of_them_do() -> None:
    imports = {"a.x": {"b.x"}, "b.x": set[str](), "b.y": {"a.y"}, "a.y": set[str](), "c": {"a.x"}}

    assert set() == _in_cycles(imports)
    assert {"a", "b"} == _in_cycles(_between({"a", "b", "c"}, imports))


def test_cycles_of_any_length_are_seen() -> None:
    chain = {"a": {"b"}, "b": {"c"}, "c": set[str]()}

    assert set() == _in_cycles(chain)
    assert {"b", "c"} == _in_cycles({**chain, "c": {"b"}})
    assert {"a", "b", "c"} == _in_cycles({**chain, "c": {"a"}})
