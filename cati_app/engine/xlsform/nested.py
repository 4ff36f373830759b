"""XML files with groups in their items, as tables: one for each path, each row with what stands around it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TypeAlias
from xml.etree.ElementTree import Element

from cati_app.engine.expressions.lookups import MISSING

Columns: TypeAlias = list[str]
MOST_CELLS = 4_000_000


class TooManyCells(ValueError):
    """The tables would not fit into the memory."""


def local(element: Element) -> str:
    """The name of an element without its namespace; blank for a comment."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def is_flat(root: Element) -> bool:
    """Whether the items of a file make one table: all of one name, holding nothing but single texts."""
    items = [item for item in root if local(item)]
    if len({local(item) for item in items}) > 1:
        return False
    for item in items:
        names = [local(cell) for cell in item if local(cell)]
        if len(names) != len(set(names)) or any(len(cell) for cell in item):
            return False
    return True


def nested_tables(root: Element) -> dict[str, tuple[Columns, list[list[str]]]]:
    """Tables by path from the root, for instance `root/data/kid`; columns as paths from a row: `age`, `../demo/id`.

    A column that occurs several times in a row is none: it has a table of its own, in which the column `.` holds the
    texts. Where a row lacks a text, `MISSING` stands.

    Raises:
        TooManyCells: they hold more than `MOST_CELLS`.
    """
    reader = _Reader(frozenset(_repeated(root, local(root))))
    reader.gather(root, local(root), {})
    return reader.tables()


def _repeated(element: Element, path: str) -> Iterator[str]:
    """Paths that occur more than once within one element."""
    names = [local(child) for child in element if local(child)]
    yield from (f"{path}/{name}" for name in set(names) if names.count(name) > 1)
    for child in element:
        if local(child) and len(child):
            yield from _repeated(child, f"{path}/{local(child)}")


@dataclass(slots=True)
class _Reader:
    repeated: frozenset[str]
    rows: dict[str, list[dict[str, str]]] = field(default_factory=dict)
    cells: int = 0

    def gather(self, element: Element, path: str, around: dict[str, str]) -> None:
        """The row of an element, then those within it; `around`: the columns of what holds it."""
        own = dict(self.texts(element, path, ""))
        self.add(path, own | around)
        inherited = {f"../{name}": text for name, text in (own | around).items()}
        for child in element:
            name = local(child)
            inner = f"{path}/{name}"
            if name and len(child):
                self.gather(child, inner, inherited)
            elif inner in self.repeated:
                self.add(inner, {".": _text(child)} | inherited)

    def texts(self, element: Element, path: str, prefix: str) -> Iterator[tuple[str, str]]:
        """The single texts within an element, by their paths."""
        for child in element:
            name = local(child)
            inner = f"{path}/{name}"
            if not name or inner in self.repeated:
                continue
            if len(child):
                yield from self.texts(child, inner, f"{prefix}{name}/")
            else:
                yield prefix + name, _text(child)

    def add(self, path: str, row: dict[str, str]) -> None:
        self.cells += len(row)
        if self.cells > MOST_CELLS:
            raise TooManyCells
        self.rows.setdefault(path, []).append(row)

    def tables(self) -> dict[str, tuple[Columns, list[list[str]]]]:
        """Every row as long as the columns of its table."""
        made: dict[str, tuple[Columns, list[list[str]]]] = {}
        for path, rows in self.rows.items():
            columns = list(dict.fromkeys(name for row in rows for name in row))
            made[path] = (columns, [[row.get(name, MISSING) for name in columns] for row in rows])
        return made


def _text(element: Element) -> str:
    return "".join(element.itertext()).strip()
