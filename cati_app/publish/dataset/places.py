"""Where the values of a variable stand in a record: references in rows of repeats."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import field
from itertools import product

from cati_app.engine.form.model import Form
from cati_app.engine.form.nodes import Node, NodeKind
from cati_app.values import dataclass


@dataclass(frozen=True, slots=True)
class NodeInRow:
    """One node, in one row of each repeat around it."""

    node: Node
    ref: str
    suffix: str = ""  # for the name: "_2", in nested repeats "_2_1"
    first_row: str = ""  # beginning of every reference in the outermost repeat; blank outside repeats
    before: str = ""  # the last question before that repeat
    lacking: frozenset[str] = frozenset()  # fingerprints of the versions of the questionnaire that do not have it
    not_offered: Mapping[str, frozenset[str]] = field(default_factory=dict)  # the same for single choices, by name


@dataclass(frozen=True, slots=True)
class Extent:
    """What the data say about the shape of the table."""

    rows: dict[str, int]  # by path of the repeat: largest number of rows
    negative: frozenset[str]  # paths with negative numbers
    far: frozenset[str] = frozenset()  # those among them with a number that is a far code of a missing value


def places_of(form: Form, node: Node, extent: Extent) -> Iterator[NodeInRow]:
    """The node itself, or one entry for each row up to the largest number of rows in the data (at least one)."""
    repeats = _around(form, node)
    if not repeats:
        yield NodeInRow(node, node.path)
        return
    before = _question_before(form, repeats[0])
    for numbers in product(*(range(1, extent.rows.get(repeat.path, 1) + 1) for repeat in repeats)):
        ref = node.path
        for repeat, number in reversed(list(zip(repeats, numbers, strict=True))):
            ref = f"{repeat.path}[{number}]{ref[len(repeat.path) :]}"
        yield NodeInRow(node, ref, "".join(f"_{number}" for number in numbers), repeats[0].path + "[", before)


def _around(form: Form, node: Node) -> list[Node]:
    repeats: list[Node] = []
    frame = node.frame
    while frame != 0:
        repeats.insert(0, form.nodes[form.frames[frame].repeat])
        frame = form.frames[frame].parent
    return repeats


def _question_before(form: Form, repeat: Node) -> str:
    for node in reversed(form.nodes[: repeat.index]):
        if node.frame == 0 and node.kind is NodeKind.QUESTION and node.asks:
            return node.path
    return ""
