"""Every variable of an interview with its answer, or the reason why there is none: what exports read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from cati_app.engine.form.answers import Answer
from cati_app.engine.form.nodes import Node, NodeKind
from cati_app.engine.form.rows import RepeatRow
from cati_app.engine.session.events import Datum, Missing
from cati_app.engine.session.refs import ref_of
from cati_app.engine.session.state import State
from cati_app.engine.session.views import answer_of

_KINDS = (NodeKind.QUESTION, NodeKind.CALCULATION, NodeKind.HIDDEN)


def collect(state: State) -> Mapping[str, Datum]:
    """Variables by reference in the order of the form, rows of a repeat one after the other; notes are left out."""
    return {datum.ref: datum for datum in _of_row(state, state.root)}


def _of_row(state: State, row: RepeatRow) -> Iterator[Datum]:
    line = row.line()
    for index in state.form.frames[row.frame].nodes[0 if row.p else 1 :]:
        node = state.form.nodes[index]
        if node.kind is NodeKind.REPEAT:
            for inner in row.c[node.own_frame]:
                yield from _of_row(state, inner)
        elif node.kind in _KINDS and (node.asks or node.question is None):
            yield _datum(state, node, row, line)


def _datum(state: State, node: Node, row: RepeatRow, line: tuple[int, ...]) -> Datum:
    answer = answer_of(state, node, row)
    remark = state.remarks.get((node.index, row.k), "")
    return Datum(
        ref=ref_of(state.form, node, row),
        name=node.name,
        rows=line,
        answer=answer,
        missing=_missing(state, node, row, answer),
        remark=remark,
    )


def _missing(state: State, node: Node, row: RepeatRow, answer: Answer) -> Missing | None:
    if not row.relevant[node.slot]:
        return Missing.FILTERED
    if answer.special is not None:
        return Missing(answer.special.value)
    if answer.text:
        return None
    if node.kind is NodeKind.QUESTION and (node.index, row.k) not in state.reached:
        return Missing.NOT_REACHED
    return Missing.BLANK


def core_progress(state: State) -> tuple[int, int]:
    """How many core questions (cati_core) on the person's path have a value, and how many there are.

    "Don't know", "refused" and their like are no value: who refused every core question left nothing to be used, and
    the interview is none that counts as partial. Questions that are not relevant do not count at all, those of a
    repeat count once for each of its rows.
    """
    answered = asked = 0
    for index in state.form.core:
        node = state.form.nodes[index]
        for row in state.evaluation.rows_of(node.frame):
            if row.relevant[node.slot]:
                asked += 1
                answered += bool(answer_of(state, node, row).text)
    return answered, asked
