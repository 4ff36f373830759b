"""What the evaluation needs to know of each node, laid out for speed: by rank, functions instead of numbers."""

from __future__ import annotations

from collections.abc import Sequence
from enum import IntEnum

from cati_app.engine.form.nodes import Dependency, Function, Node, NodeKind

SHIFT = 24  # a key of the queue: rank << SHIFT | serial number of the row
ROW_MASK = (1 << SHIFT) - 1
_VALUED = (NodeKind.QUESTION, NodeKind.HIDDEN, NodeKind.SILENT)


class Work(IntEnum):
    """Where the value of a node comes from."""

    STORED = 0
    CALCULATED = 1
    FILTERED = 2  # stored, and only what the choice filter lets through
    GROUP = 3
    REPEAT = 4


class NodeStep:
    """One node, ready to be computed. Keys lack the row's number.

    Args:
        key: Its position in the queue.
        parent_slot: Of what it stands in within its row, -1 where that is not asked of there.
        edges: What must be recomputed, with their keys.
    """

    __slots__ = (
        "asked_relevance",
        "calculation",
        "far",
        "index",
        "key",
        "near",
        "node",
        "parent_slot",
        "relevant",
        "slot",
        "work",
    )

    def __init__(
        self,
        node: Node,
        *,
        key: int,
        parent_slot: int,
        functions: Sequence[Function],
        asked_relevance: bool,
        edges: Sequence[tuple[Dependency, int]],
    ) -> None:
        rules = node.rules
        self.node = node
        self.index = node.index
        self.slot = node.slot
        self.key = key
        self.parent_slot = parent_slot
        self.relevant: Function | None = functions[rules.relevant] if rules.relevant >= 0 else None
        calculated = rules.calculation >= 0 and not node.triggered
        self.calculation: Function | None = functions[rules.calculation] if calculated else None
        self.work = _work(node)
        self.asked_relevance = asked_relevance
        self.near = tuple(key for edge, key in edges if not edge.up and not edge.down)
        self.far: tuple[Dependency, ...] = tuple(edge for edge, _ in edges if edge.up or edge.down)


def _work(node: Node) -> Work:
    if node.kind is NodeKind.GROUP:
        return Work.GROUP
    if node.kind is NodeKind.REPEAT:
        return Work.REPEAT
    if node.rules.calculation >= 0 and not node.triggered:
        return Work.CALCULATED
    filtered = node.rules.choice_filter >= 0 and not node.loose
    return Work.FILTERED if filtered and node.kind in _VALUED else Work.STORED
