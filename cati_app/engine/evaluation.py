"""Keeps relevance, calculations and row counts in step with the answers: only what depends on a change is computed.

With `full` every change computes everything again; tests hold the two modes against each other.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from heapq import heappop, heappush

from cati_app.engine.answers import Answer
from cati_app.engine.expr.runtime import Runtime
from cati_app.engine.form import Edge, Form, Node, NodeKind, chosen
from cati_app.engine.offer import place_of
from cati_app.engine.progress import Progress
from cati_app.engine.rows import Row

MOST_ROWS = 500  # of one repeat
MOST_IN_ALL = 20_000  # rows of all repeats together, those set aside included
_VALUED = (NodeKind.QUESTION, NodeKind.HIDDEN, NodeKind.SILENT)


class Evaluation:
    """The rows of one interview and the rule to keep them consistent."""

    def __init__(self, form: Form, runtime: Runtime, *, full: bool = False) -> None:
        self.form = form
        self.runtime = runtime
        self.full = full
        self.progress = Progress(form)
        self.changed: set[tuple[int, Row]] = set()
        self.stirred: set[tuple[int, Row]] = set()  # what the outline has not looked at since it changed
        self._queue: list[tuple[int, int, int, Row]] = []
        self._queued: set[tuple[int, Row]] = set()
        self._ticket = 0
        self._made = 0
        self._fresh: list[Row] = []
        self._rowed = form.functions
        self._inner = [
            tuple(inner for inner, frame in enumerate(form.frames) if frame.parent == outer and inner != outer)
            for outer in range(len(form.frames))
        ]
        self.root = self._new_row(0, None, "")
        self.settle()

    # -- changes from outside ------------------------------------------------------------------------------------

    def store(self, node: Node, row: Row, answer: Answer) -> None:
        """Put an answer in its place and compute what follows, triggered calculations included."""
        row.w[node.slot] = answer.text
        row.specials[node.slot] = answer.special
        row.aside[node.slot] = False
        self._note(node.index, row)
        before = row.v[node.slot]
        self._push(node.index, row)
        for dependent in self.form.edges[node.index] if answer.is_blank or answer.special else ():
            self._push_edge(dependent, row)
        self.settle()
        if row.v[node.slot] != before:
            self._fire(node, row)

    def _fire(self, node: Node, row: Row) -> None:
        for index in node.triggers:
            target = self.form.nodes[index]
            place: Row | None = row
            while place is not None and place.frame != target.frame:
                place = place.p
            if place is None:
                continue
            self.run(index, place)

    def run(self, index: int, row: Row) -> None:
        """Make a calculation that waits for its trigger; a trigger without calculation clears the answer."""
        node = self.form.nodes[index]
        rule = node.rules.calculation
        row.w[node.slot] = self._rowed[rule](row, self.runtime, row.w[node.slot]) if rule >= 0 else ""
        self._push(index, row)
        self.settle()

    def touch(self, nodes: Iterable[int]) -> None:
        """Compute nodes again in all their rows: the time or the language has changed."""
        for index in nodes:
            for row in self.rows_of(self.form.nodes[index].frame):
                self._push(index, row)
        self.settle()

    def add_row(self, node: Node, row: Row) -> Row:
        """One more row of an open repeat."""
        row.w[node.slot] = str(len(row.c[node.own_frame]) + 1)
        self._push(node.index, row)
        self.settle()
        return row.c[node.own_frame][-1]

    def drop_row(self, node: Node, row: Row, place: int) -> None:
        """Remove a row (from 1) of an open repeat; its answers are set aside."""
        rows = row.c[node.own_frame]
        gone = rows.pop(place - 1)
        self._park(gone)
        row.w[node.slot] = str(len(rows))
        for number, other in enumerate(rows, 1):
            other.i = number
        self._rows_changed(node, row)
        self._push(node.index, row)
        self.settle()

    # -- order of work -------------------------------------------------------------------------------------------

    def settle(self) -> None:
        """Compute everything that waits, in order of rank; rows that came to be get their first values."""
        self._drain()
        while self._fresh:
            row = self._fresh.pop(0)
            for index in self.form.frames[row.frame].nodes:
                node = self.form.nodes[index]
                if node.rules.default >= 0 and row.i and not row.w[node.slot]:
                    row.w[node.slot] = self._rowed[node.rules.default](row, self.runtime, "")
                    self._push(index, row)
                    self._drain()

    def _drain(self) -> None:
        if self.full:
            self._queue.clear()
            self._queued.clear()
            self._everything()
            return
        queue = self._queue
        while queue:
            _, _, index, row = heappop(queue)
            self._queued.discard((index, row))
            if row.i:
                self._compute(index, row)

    def _everything(self) -> None:
        for index in self.form.order[1:]:
            for row in list(self.rows_of(self.form.nodes[index].frame)):
                self._compute(index, row)
        self._queue.clear()
        self._queued.clear()

    def _push(self, index: int, row: Row) -> None:
        key = (index, row)
        if key not in self._queued:
            self._queued.add(key)
            self._ticket += 1
            heappush(self._queue, (self.form.ranks[index], self._ticket, index, row))

    def _push_edge(self, edge: Edge, row: Row) -> None:
        for _ in range(edge.up):
            assert row.p is not None
            row = row.p
        if not edge.down:
            self._push(edge.target, row)
            return
        for found in _below(row, edge.down):
            self._push(edge.target, found)

    def rows_of(self, frame: int) -> Iterator[Row]:
        """All rows of a frame."""
        way = []
        while frame != 0:
            way.append(frame)
            frame = self.form.frames[frame].parent
        return _below(self.root, tuple(reversed(way)))

    # -- one node ------------------------------------------------------------------------------------------------

    def _compute(self, index: int, row: Row) -> None:
        node = self.form.nodes[index]
        slot = node.slot
        relevant = self._is_relevant(node, row)
        if relevant != row.relevant[slot]:
            self._flip(node, row, relevant)
        if node.kind is NodeKind.GROUP:
            return
        if node.kind is NodeKind.REPEAT:
            self._resize(node, row, self._wanted(node, row) if relevant else 0)
            return
        value = self._value(node, row) if relevant else ""
        if value != row.v[slot]:
            row.v[slot] = value
            self._note(index, row)
            for edge in self.form.edges[index]:
                self._push_edge(edge, row)

    def _note(self, index: int, row: Row) -> None:
        self.changed.add((index, row))
        self.stirred.add((index, row))

    def _is_relevant(self, node: Node, row: Row) -> bool:
        parent = self.form.nodes[node.parent]
        if parent.index > 0 and parent.own_frame < 0 and not row.relevant[parent.slot]:
            return False
        rule = node.rules.relevant
        return rule < 0 or bool(self._rowed[rule](row, self.runtime, ""))

    def _flip(self, node: Node, row: Row, relevant: bool) -> None:
        row.relevant[node.slot] = relevant
        self._note(node.index, row)
        if node.kind is NodeKind.GROUP:
            for child in self.form.children[node.index]:
                self._push(child, row)
            return
        self.progress.flip(node.index, row.k, relevant)
        if not relevant and (row.w[node.slot] or row.specials[node.slot] is not None):
            row.aside[node.slot] = True
        if row.specials[node.slot] is not None:
            for edge in self.form.edges[node.index]:
                self._push_edge(edge, row)

    def _value(self, node: Node, row: Row) -> str:
        slot = node.slot
        if node.rules.calculation >= 0 and not node.triggered:
            text: str = self._rowed[node.rules.calculation](row, self.runtime, row.w[slot])
            row.w[slot] = text
            return text
        text = row.w[slot]
        if not text or node.kind not in _VALUED or row.specials[slot] is not None:
            return text if row.specials[slot] is None else ""
        if node.rules.choice_filter < 0 or node.loose:
            return text
        names = place_of(self.form, node, row, self.runtime)
        kept = " ".join(name for name in chosen(node, text) if name in names)
        if kept != text:
            row.aside[slot] = True
        return kept

    # -- rows ----------------------------------------------------------------------------------------------------

    def _wanted(self, node: Node, row: Row) -> int:
        if node.rules.count >= 0:
            number: float = self._rowed[node.rules.count](row, self.runtime, "")
            if not math.isfinite(number):
                return int(row.w[node.slot] or 0)
            row.w[node.slot] = str(max(0, min(MOST_ROWS, int(number))))
        return int(row.w[node.slot] or 0)

    def _resize(self, node: Node, row: Row, wanted: int) -> None:
        rows, spare = row.c[node.own_frame], row.spare[node.own_frame]
        if len(rows) == wanted:
            return
        while len(rows) > wanted:
            spare.append(rows.pop())
            self._park(spare[-1])
        while len(rows) < wanted and (spare or self._made < MOST_IN_ALL):
            place = len(rows) + 1
            rows.append(self._revived(spare.pop(), place) if spare else self._another(node, row, place))
        row.v[node.slot] = str(len(rows))
        self.changed.add((node.index, row))
        self._rows_changed(node, row)

    def _another(self, node: Node, row: Row, place: int) -> Row:
        row.serials[node.own_frame] += 1
        key = f"{row.k}/{node.own_frame}.{row.serials[node.own_frame]}"
        made = self._new_row(node.own_frame, row, key)
        made.i = place
        return made

    def _revived(self, row: Row, place: int) -> Row:
        row.i = place
        self._push_all(row)
        return row

    def _new_row(self, frame: int, parent: Row | None, key: str) -> Row:
        nodes = self.form.frames[frame].nodes
        row = Row(frame, len(nodes), self._inner[frame], parent, key)
        self._made += 1
        for index in nodes:
            node = self.form.nodes[index]
            if node.kind is NodeKind.REPEAT:
                row.w[node.slot] = "1" if node.open_rows else ""
            elif node.default_text:
                row.w[node.slot] = node.default_text
        self._fresh.append(row)
        self._push_all(row)
        return row

    def _push_all(self, row: Row) -> None:
        for index in self.form.frames[row.frame].nodes:
            if index:
                self._push(index, row)

    def _park(self, row: Row) -> None:
        """Take a row out of the interview; its stored answers stay with it."""
        row.i = 0
        for index in self.form.frames[row.frame].nodes:
            node = self.form.nodes[index]
            if row.relevant[node.slot]:
                row.relevant[node.slot] = False
                self.stirred.add((index, row))
                if node.kind is not NodeKind.GROUP:
                    self.progress.flip(index, row.k, False)
                    row.aside[node.slot] = bool(row.w[node.slot]) or row.specials[node.slot] is not None
            row.v[node.slot] = ""
            if node.kind is NodeKind.REPEAT:
                rows, spare = row.c[node.own_frame], row.spare[node.own_frame]
                while rows:
                    spare.append(rows.pop())
                    self._park(spare[-1])

    def _rows_changed(self, node: Node, row: Row) -> None:
        """Whatever counts the rows, asks for their place or reads across them must be computed again."""
        for edge in self.form.edges[node.index]:
            self._push_edge(edge, row)
        for edge, climb in self.form.outward[node.own_frame]:
            self._push_edge(Edge(edge.target, edge.up - climb, edge.down), row)


def _below(row: Row, way: tuple[int, ...]) -> Iterator[Row]:
    if not way:
        yield row
        return
    for inner in row.c[way[0]]:
        yield from _below(inner, way[1:])
