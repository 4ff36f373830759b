"""No two modules know each other, whatever way round, imports for the type checker included."""

from __future__ import annotations

import grimp


def _in_cycles(imports: dict[str, set[str]]) -> set[str]:
    """What is left when modules that import nothing left, or that nothing left imports, go one after the other."""
    left = dict(imports)
    while True:
        imported = {name for names in left.values() for name in names}
        ends = {name for name, names in left.items() if name not in imported or not names & left.keys()}
        if not ends:
            return set(left)
        left = {name: names - ends for name, names in left.items() if name not in ends}


def test_modules_do_not_import_each_other() -> None:
    graph = grimp.build_graph("cati_app", exclude_type_checking_imports=False, cache_dir=None)
    imports = {module: set(graph.find_modules_directly_imported_by(module)) for module in graph.modules}

    assert len(imports) > 400
    assert set() == _in_cycles(imports)


def test_cycles_of_any_length_are_seen() -> None:
    chain = {"a": {"b"}, "b": {"c"}, "c": set[str]()}

    assert set() == _in_cycles(chain)
    assert {"b", "c"} == _in_cycles({**chain, "c": {"b"}})
    assert {"a", "b", "c"} == _in_cycles({**chain, "c": {"a"}})
