"""Keeps relevance, calculations and row counts in step with the answers: only what depends on a change is computed.

With `full` every change computes everything again; tests hold the two modes against each other.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from heapq import heappop, heappush

from cati_app.engine.expressions.runtime import Runtime
from cati_app.engine.form.answers import Answer
from cati_app.engine.form.model import Form
from cati_app.engine.form.nodes import Dependency, Node, NodeKind, chosen
from cati_app.engine.form.offer import place_of
from cati_app.engine.form.progress import ReadingProgress
from cati_app.engine.form.rows import RepeatRow
from cati_app.engine.form.steps import ROW_MASK, SHIFT, NodeStep, Work

MOST_ROWS = 500  # of one repeat
MOST_IN_ALL = 20_000  # rows of all repeats together, those set aside included
_MOST_TURNS = 50


class Evaluation:
    """The rows of one interview and the rule to keep them consistent."""

    def __init__(self, form: Form, runtime: Runtime, *, full: bool = False) -> None:
        self.form = form
        self.runtime = runtime
        self.full = full
        self.progress = ReadingProgress(form)
        self.changed: set[tuple[int, RepeatRow]] = set()  # not yet looked at by the outline
        self._queue: list[int] = []  # a heap of keys: rank, then row
        self._queued: set[int] = set()
        self._rows: list[RepeatRow] = []  # every row there ever was, by serial number
        self._fresh: list[RepeatRow] = []
        self.cut: set[tuple[int, RepeatRow]] = set()  # repeats that were to have more rows than there can be
        self._unsettled: dict[tuple[int, RepeatRow], None] = {}  # growing repeats whose rows have to be counted anew
        self._rowed = form.functions
        self._steps = form.steps
        self._inner = [
            tuple(inner for inner, frame in enumerate(form.frames) if frame.parent == outer and inner != outer)
            for outer in range(len(form.frames))
        ]
        self.root = self._new_row(0, None, "")
        self.settle()

    # -- changes from outside ------------------------------------------------------------------------------------

    def store(self, node: Node, row: RepeatRow, answer: Answer) -> None:
        """Store an answer and compute what follows, triggered calculations included."""
        special = row.specials[node.slot] is not answer.special
        row.w[node.slot] = answer.text
        row.specials[node.slot] = answer.special
        row.aside[node.slot] = False
        self.changed.add((node.index, row))
        before = row.v[node.slot]
        self._unsettle_around(row)
        self._push(node.index, row)
        if special or node.index in self.form.read_as_stored:
            self._push_edges(node.index, row)
        self.settle()
        if node.triggers and (special or row.v[node.slot] != before):
            self._fire(node, row)

    def stir(self, index: int, row: RepeatRow) -> None:
        """Have the outline look at a question again."""
        self.changed.add((index, row))

    def take_changed(self) -> set[tuple[int, RepeatRow]]:
        """What changed since the outline last looked."""
        changed, self.changed = self.changed, set()
        return changed

    def _fire(self, node: Node, row: RepeatRow) -> None:
        for index in node.triggers:
            for target_row in self._rows_for(self.form.nodes[index], row):
                self.run(index, target_row)

    def _rows_for(self, target: Node, row: RepeatRow) -> list[RepeatRow]:
        """Where a trigger in a row leads: the row around it that holds the target, or every row of it below."""
        frame_row: RepeatRow | None = row
        while frame_row is not None and frame_row.frame != target.frame:
            frame_row = frame_row.p
        if frame_row is not None:
            return [frame_row]
        return [candidate for candidate in self.rows_of(target.frame) if _lies_within(candidate, row)]

    def run(self, index: int, row: RepeatRow) -> None:
        """Run a calculation that waits for its trigger; a trigger without calculation clears the answer.

        What was there before goes, a special answer as well.
        """
        node = self.form.nodes[index]
        rule = node.rules.calculation
        row.w[node.slot] = self._rowed[rule](row, self.runtime, row.w[node.slot]) if rule >= 0 else ""
        if row.specials[node.slot] is not None:
            row.specials[node.slot] = None
            self.changed.add((index, row))
            self._push_edges(index, row)
        self._push(index, row)
        self.settle()

    def touch(self, nodes: Iterable[int]) -> None:
        """Compute nodes again in all their rows: the language has changed."""
        self.outdate(nodes)
        self.settle()

    def outdate(self, nodes: Iterable[int]) -> None:
        """Have nodes computed again in all their rows when this settles next, at their rank: the time has changed.

        Not after what changes at that time: who reads them then would see, and `once()` keep, an earlier time.
        """
        for index in nodes:
            frame = self.form.nodes[index].frame
            for row in self.rows_of(frame) if frame else (self.root,):
                self._push(index, row)

    def add_row(self, node: Node, row: RepeatRow) -> RepeatRow:
        """One more row of an open repeat."""
        row.w[node.slot] = str(len(row.c[node.own_frame]) + 1)
        self._push(node.index, row)
        self.settle()
        return row.c[node.own_frame][-1]

    def drop_row(self, node: Node, row: RepeatRow, position: int) -> None:
        """Remove a row (from 1) of an open repeat; its answers are set aside."""
        rows = row.c[node.own_frame]
        gone = rows.pop(position - 1)
        self._park(gone)
        row.w[node.slot] = row.v[node.slot] = str(len(rows))
        for number, other in enumerate(rows, 1):
            other.i = number
        self._rows_changed(node, row)
        self._push(node.index, row)
        self.settle()

    # -- order of work -------------------------------------------------------------------------------------------

    def settle(self) -> None:
        """Compute everything that waits, in order of rank; new rows get their initial values."""
        self._rest()
        while self._fresh:
            row = self._fresh.pop(0)
            for index in self.form.frames[row.frame].nodes:
                node = self.form.nodes[index]
                if node.rules.default >= 0 and row.i and not row.w[node.slot]:
                    row.w[node.slot] = self._rowed[node.rules.default](row, self.runtime, "")
                    self._push(index, row)
                    if index in self.form.read_as_stored:
                        self._push_edges(index, row)
                    self._rest()

    def _rest(self, growing: frozenset[tuple[int, RepeatRow]] = frozenset()) -> None:
        """Compute what waits, and count the rows of repeats whose count depends on them; `growing`: these are at it."""
        self._drain()
        if not self._unsettled:
            return
        for _ in range(_MOST_TURNS):
            waiting = [repeat for repeat in self._unsettled if repeat not in growing and repeat[1].i]
            self._unsettled.clear()
            if not [repeat for repeat in waiting if self._count_rows(repeat, growing)]:
                self._unsettled.clear()
                return

    def _drain(self) -> None:
        if self.full:
            self._everything()
            return
        queue, queued, rows, steps = self._queue, self._queued, self._rows, self._steps
        while queue:
            key = heappop(queue)
            queued.discard(key)
            row = rows[key & ROW_MASK]
            if row.i:
                self._compute(steps[key >> SHIFT], row)

    def _everything(self) -> None:
        for step in self._steps[1:]:
            for row in list(self.rows_of(step.node.frame)):
                self._compute(step, row)
        self._queue.clear()
        self._queued.clear()

    def _push(self, index: int, row: RepeatRow) -> None:
        key = self.form.ranks[index] << SHIFT | row.n
        if key not in self._queued:
            self._queued.add(key)
            heappush(self._queue, key)

    def _push_edges(self, index: int, row: RepeatRow) -> None:
        """Every reader of a node."""
        self._push_readers(self._steps[self.form.ranks[index]], row)

    def _push_readers(self, step: NodeStep, row: RepeatRow) -> None:
        queue, queued, number = self._queue, self._queued, row.n
        for near in step.near:
            key = near | number
            if key not in queued:
                queued.add(key)
                heappush(queue, key)
        for edge in step.far:
            self._push_edge(edge, row)

    def _push_edge(self, edge: Dependency, row: RepeatRow) -> None:
        for _ in range(edge.up):
            assert row.p is not None
            row = row.p
        if not edge.down:
            self._push(edge.target, row)
            return
        for source_row in _below(row, edge.down):
            self._push(edge.target, source_row)

    def rows_of(self, frame: int) -> Iterator[RepeatRow]:
        """All rows of a frame."""
        way = []
        while frame != 0:
            way.append(frame)
            frame = self.form.frames[frame].parent
        return _below(self.root, tuple(reversed(way)))

    # -- one node ------------------------------------------------------------------------------------------------

    def _compute(self, step: NodeStep, row: RepeatRow) -> None:
        slot = step.slot
        relevant = step.parent_slot < 0 or row.relevant[step.parent_slot]
        if relevant and step.relevant is not None:
            relevant = bool(step.relevant(row, self.runtime, ""))
        if relevant != row.relevant[slot]:
            self._flip(step, row, relevant)
        if not relevant:
            value = ""
        elif step.work is Work.STORED:
            value = row.w[slot] if row.specials[slot] is None else ""
        elif step.calculation is not None:
            value = row.w[slot] = step.calculation(row, self.runtime, row.w[slot])
        elif step.work is Work.FILTERED:
            value = self._filtered(step.node, row)
        else:
            value = ""
        if step.work is Work.REPEAT:
            if relevant and step.index in self.form.growing:
                self._unsettled[step.index, row] = None
            else:
                self._resize(step.node, row, self._wanted(step.node, row) if relevant else 0)
        elif value != row.v[slot]:
            row.v[slot] = value
            self.changed.add((step.index, row))
            self._push_readers(step, row)

    def _flip(self, step: NodeStep, row: RepeatRow, relevant: bool) -> None:
        slot = step.slot
        row.relevant[slot] = relevant
        self.changed.add((step.index, row))
        if step.asked_relevance:
            self._push_readers(step, row)
        if step.work is Work.GROUP:
            for child in self.form.children[step.index]:
                self._push(child, row)
            return
        self.progress.flip(step.index, row.k, relevant)
        special = row.specials[slot] is not None
        if not relevant and (special or row.w[slot]):
            row.aside[slot] = True
        if special:
            self._push_readers(step, row)

    def _filtered(self, node: Node, row: RepeatRow) -> str:
        """What the choice filter lets through of a stored answer."""
        slot = node.slot
        text = row.w[slot]
        if not text or row.specials[slot] is not None:
            return ""
        names = place_of(self.form, node, row, self.runtime)
        kept = " ".join(name for name in chosen(node, text) if name in names)
        if kept != text:
            row.aside[slot] = True
        return kept

    # -- rows ----------------------------------------------------------------------------------------------------

    def _wanted(self, node: Node, row: RepeatRow) -> int:
        """How many rows a repeat is to have: a count that is blank or no number means none, as 0 does.

        What was counted before leaves no trace, so that the same answers have the same rows in whatever order they
        were given; the rows that go are set aside.
        """
        if node.rules.count < 0:
            return int(row.w[node.slot] or 0)
        number: float = self._rowed[node.rules.count](row, self.runtime, "")
        if number >= MOST_ROWS + 1:
            self.cut.add((node.index, row))
        else:
            self.cut.discard((node.index, row))
        return int(max(0.0, min(float(MOST_ROWS), number))) if number == number else 0  # noqa: PLR0124 - NaN

    def _resize(self, node: Node, row: RepeatRow, wanted: int) -> None:
        rows, spare = row.c[node.own_frame], row.spare[node.own_frame]
        if len(rows) == wanted:
            row.v[node.slot] = str(wanted)
            return
        while len(rows) > wanted:
            spare.append(rows.pop())
            self._park(spare[-1])
        while len(rows) < wanted and (spare or len(self._rows) < MOST_IN_ALL):
            number = len(rows) + 1
            rows.append(self._revived(spare.pop(), number) if spare else self._another(node, row, number))
        row.v[node.slot] = str(len(rows))
        self.changed.add((node.index, row))
        self._rows_changed(node, row)

    def _count_rows(self, repeat: tuple[int, RepeatRow], growing: frozenset[tuple[int, RepeatRow]]) -> bool:
        """Give a repeat whose count depends on its own rows the fewest rows with which that count agrees.

        It is counted from one row on: the next one comes when the count asks for it and the last one has an answer.
        What stood there before leaves no trace, so that "one more call?" corrected to "no" ends the calls, and the
        same answers have the same rows.

        Returns:
            Whether it has another number of rows now.
        """
        node, row = self.form.nodes[repeat[0]], repeat[1]
        rows = row.c[node.own_frame]
        before = len(rows)
        confirmed = [(inner, inner.aside[:]) for inner in self._within(node, row)]
        if before > 1:
            self._resize(node, row, 1)
            self._rest(growing | {repeat})
        for _ in range(MOST_ROWS + 1):
            wanted = self._wanted(node, row)
            if wanted > len(rows) and not (rows and not self._has_answer(rows[-1])):
                self._resize(node, row, len(rows) + 1)
            else:
                break
            self._rest(growing | {repeat})
        if len(rows) == 1 and self._wanted(node, row) < 1:
            self._resize(node, row, 0)
            self._rest(growing | {repeat})
        for inner, aside in confirmed:
            if inner.i:
                inner.aside[:] = aside
        row.v[node.slot] = str(len(rows))
        return len(rows) != before

    def _unsettle_around(self, row: RepeatRow) -> None:
        """An answer was given in a row: growing repeats around it may get another one, whatever they count."""
        while row.p is not None:
            repeat = self.form.frames[row.frame].repeat
            if repeat in self.form.growing:
                self._unsettled[repeat, row.p] = None
            row = row.p

    def _within(self, node: Node, row: RepeatRow) -> Iterator[RepeatRow]:
        """The rows of a repeat and everything in them."""
        for inner in row.c[node.own_frame]:
            yield inner
            for index in self.form.frames[inner.frame].nodes:
                if self.form.nodes[index].kind is NodeKind.REPEAT:
                    yield from self._within(self.form.nodes[index], inner)

    def _has_answer(self, row: RepeatRow) -> bool:
        """Whether anything was answered in a row; one that asks nothing counts as answered."""
        asked = False
        for index in self.form.frames[row.frame].nodes:
            node = self.form.nodes[index]
            if node.kind is NodeKind.QUESTION and node.asks:
                asked = True
                if row.relevant[node.slot] and (row.w[node.slot] or row.specials[node.slot] is not None):
                    return True
            elif node.kind is NodeKind.REPEAT and any(self._has_answer(inner) for inner in row.c[node.own_frame]):
                return True
        return not asked

    def _another(self, node: Node, row: RepeatRow, number: int) -> RepeatRow:
        row.serials[node.own_frame] += 1
        key = f"{row.k}/{node.own_frame}.{row.serials[node.own_frame]}"
        made = self._new_row(node.own_frame, row, key)
        made.i = number
        return made

    def _revived(self, row: RepeatRow, number: int) -> RepeatRow:
        row.i = number
        self._push_all(row)
        return row

    def _new_row(self, frame: int, parent: RepeatRow | None, key: str) -> RepeatRow:
        nodes = self.form.frames[frame].nodes
        row = RepeatRow(frame, len(nodes), self._inner[frame], parent, key, len(self._rows))
        self._rows.append(row)
        for index in nodes:
            node = self.form.nodes[index]
            if node.kind is NodeKind.REPEAT:
                row.w[node.slot] = str(node.starting_rows) if node.open_rows else ""
            elif node.default_text:
                row.w[node.slot] = node.default_text
        self._fresh.append(row)
        self._push_all(row)
        return row

    def _push_all(self, row: RepeatRow) -> None:
        for index in self.form.frames[row.frame].nodes:
            if index:
                self._push(index, row)

    def _park(self, row: RepeatRow) -> None:
        """Take a row out of the interview; its stored answers stay with it."""
        row.i = 0
        for index in self.form.frames[row.frame].nodes:
            node = self.form.nodes[index]
            if row.relevant[node.slot]:
                row.relevant[node.slot] = False
                self.changed.add((index, row))
                if node.kind is not NodeKind.GROUP:
                    self.progress.flip(index, row.k, False)
                    row.aside[node.slot] = bool(row.w[node.slot]) or row.specials[node.slot] is not None
            row.v[node.slot] = ""
            if node.kind is NodeKind.REPEAT:
                rows, spare = row.c[node.own_frame], row.spare[node.own_frame]
                while rows:
                    spare.append(rows.pop())
                    self._park(spare[-1])

    def _rows_changed(self, node: Node, row: RepeatRow) -> None:
        """Whatever counts the rows, asks for their position or reads across them must be computed again."""
        self._push_edges(node.index, row)
        for edge, climb in self.form.outward[node.own_frame]:
            self._push_edge(Dependency(edge.target, edge.up - climb, edge.down), row)


def _lies_within(row: RepeatRow, outer: RepeatRow) -> bool:
    outer_row: RepeatRow | None = row
    while outer_row is not None and outer_row is not outer:
        outer_row = outer_row.p
    return outer_row is outer


def _below(row: RepeatRow, way: tuple[int, ...]) -> Iterator[RepeatRow]:
    if not way:
        yield row
        return
    for inner in row.c[way[0]]:
        yield from _below(inner, way[1:])
