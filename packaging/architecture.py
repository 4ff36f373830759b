"""Draws the rooms of the program and who imports whom, as Mermaid text into docs/architecture.md.

    python packaging/architecture.py           put the pictures into the page
    python packaging/architecture.py --check   1 when the page shows others

The arrows come from the imports themselves, those for the type checker and those inside functions included. An arrow
that follows from two others is left out, so that the pictures can be read; the import contracts see all of them.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping
from pathlib import Path

import grimp

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "architecture.md"
_PLACE = re.compile(r"(<!-- imports of (\S+): made by `make architecture` -->\n).*?(<!-- end -->)", re.S)

Arrows = Mapping[str, set[str]]


def arrows(graph: grimp.ImportGraph, parent: str) -> dict[str, set[str]]:
    """By child of a package, the siblings it imports or any of its modules does."""
    children = sorted(graph.find_children(parent))
    return {
        child: {
            other
            for other in children
            if other != child and graph.direct_import_exists(importer=child, imported=other, as_packages=True)
        }
        for child in children
    }


def reduced(whole: Arrows) -> dict[str, set[str]]:
    """Without the arrows that follow from others; two siblings that import each other keep theirs."""

    def reached(start: str, leaving_out: str) -> set[str]:
        found: set[str] = set()
        ways = [name for name in whole[start] if name != leaving_out]
        while ways:
            name = ways.pop()
            if name not in found:
                found.add(name)
                ways.extend(whole[name])
        return found

    return {name: {to for to in others if to not in reached(name, to)} for name, others in whole.items()}


def mermaid(graph: grimp.ImportGraph, parent: str) -> str:
    """The picture of a package, always the same for the same imports."""
    drawn = reduced(arrows(graph, parent))
    lines = ["```mermaid", "flowchart TD"]
    lines += [f"  {_id(name)}[{_short(name)}]" for name in drawn]
    lines += [f"  {_id(name)} --> {_id(other)}" for name, others in drawn.items() for other in sorted(others)]
    return "\n".join([*lines, "```", ""])


def _short(name: str) -> str:
    return name.rpartition(".")[2].strip("_")


def _id(name: str) -> str:
    return f"r_{_short(name)}"  # some names, such as `end`, mean something to Mermaid


def with_pictures(page: str) -> str:
    """The page with its pictures drawn anew."""
    graph = grimp.build_graph("cati_app", exclude_type_checking_imports=False, cache_dir=None)
    return _PLACE.sub(lambda found: f"{found[1]}\n{mermaid(graph, found[2])}\n{found[3]}", page)


def main() -> int:
    """0 done, or nothing to do; 1 when the page has to be made anew."""
    page = PAGE.read_text(encoding="utf-8")
    made = with_pictures(page)
    if "--check" in sys.argv[1:]:
        return int(made != page)
    PAGE.write_text(made, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    sys.exit(main())
