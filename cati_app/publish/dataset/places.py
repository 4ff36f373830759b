"""Where the values of a variable stand in a record: references in rows of repeats, and why a value is missing."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import field
from itertools import product

from cati_app.domain.outcomes.dispositions import COMPLETE
from cati_app.engine.form.model import Form
from cati_app.engine.form.nodes import Node, NodeKind
from cati_app.publish.dataset.facts import Record
from cati_app.publish.dataset.missing import NOT_ASKED_YET, NOT_IN_VERSION, reason_of
from cati_app.values import dataclass

_ROW = re.compile(r"\[(\d+)\]")


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

    def why_missing(self, record: Record) -> str | None:
        """The reason, None when the record has a value here.

        A row that a person does not have counts as filtered; when the interview ended before the repeat, as not
        reached. So does a question that the questionnaire did not have yet when the interview was held.
        """
        datum = record.values.get(self.ref)
        if datum is None and record.interview.form_hash in self.lacking:
            return NOT_IN_VERSION
        if datum is not None:
            return reason_of(datum.missing) if datum.missing else (None if datum.text else NOT_ASKED_YET)
        if not self.first_row or not self._ended_before(record):
            return "filtered" if self.first_row else NOT_ASKED_YET
        return NOT_ASKED_YET

    def _ended_before(self, record: Record) -> bool:
        previous = record.values.get(self.before)
        if previous is None or reason_of(previous.missing) != NOT_ASKED_YET or record.interview.disposition == COMPLETE:
            return False
        return not any(ref.startswith(self.first_row) for ref in record.values)


@dataclass(frozen=True, slots=True)
class Extent:
    """What the data say about the shape of the table."""

    rows: dict[str, int]  # by path of the repeat: largest number of rows
    negative: frozenset[str]  # paths with negative numbers


class GrowingExtent:
    """The extent of the records taken so far."""

    def __init__(self) -> None:
        self._rows: dict[str, int] = {}
        self._negative: set[str] = set()

    def take(self, record: Record) -> None:
        """One more record."""
        for ref, datum in record.values.items():
            for row_mark in _ROW.finditer(ref):
                path = _ROW.sub("", ref[: row_mark.start()])
                self._rows[path] = max(self._rows.get(path, 1), int(row_mark[1]))
            if datum.text.startswith("-"):
                self._negative.add(_ROW.sub("", ref))

    def so_far(self) -> Extent:
        """Largest number of rows of each repeat, and where negative numbers stand."""
        return Extent(self._rows, frozenset(self._negative))


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
