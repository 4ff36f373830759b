"""Every node of an interview as it stands, asked or not: what authors look at when they play a questionnaire."""

from __future__ import annotations

from collections.abc import Iterator

from cati_app.engine.form.answers import Answer
from cati_app.engine.form.nodes import Node, NodeKind
from cati_app.engine.form.offer import places_offered, rows_offered
from cati_app.engine.form.rows import RepeatRow
from cati_app.engine.form.screen import CheckView
from cati_app.engine.kinds.registry import QuestionKind
from cati_app.engine.session.refs import ref_of
from cati_app.engine.session.state import State
from cati_app.engine.session.validation import fault_of, is_read_only, is_required
from cati_app.engine.session.views import answer_of, in_words, text_of
from cati_app.values import dataclass


@dataclass(frozen=True, slots=True)
class NodeState:
    """A node in a row. What is not relevant is not required and has no value, choices or label."""

    ref: str
    name: str
    kind: NodeKind
    question: QuestionKind | None
    relevant: bool
    required: bool
    read_only: bool
    answer: Answer  # of a repeat: the number of its rows
    label: str
    hint: str
    choices: tuple[str, ...]  # names offered now, in the order of the list
    unconfirmed: bool
    check: CheckView | None  # what its answer does not pass now, even when another answer caused it


def node_states(state: State, language: str) -> Iterator[NodeState]:
    """Nodes in the order of the form, the rows of a repeat one after the other behind the repeat itself."""
    yield from _of_row(state, state.root, language)


def _of_row(state: State, row: RepeatRow, language: str) -> Iterator[NodeState]:
    for index in state.form.frames[row.frame].nodes:
        node = state.form.nodes[index]
        if not index or node.own_frame == row.frame:
            continue
        yield _state(state, node, row, language)
        if node.kind is NodeKind.REPEAT:
            for inner in row.c[node.own_frame]:
                yield from _of_row(state, inner, language)


def _state(state: State, node: Node, row: RepeatRow, language: str) -> NodeState:
    form, runtime, relevant = state.form, state.runtime, _relevant(state, node, row)
    answer = Answer()
    if relevant:
        answer = Answer(row.v[node.slot]) if node.kind is NodeKind.REPEAT else answer_of(state, node, row)
    asked = node.kind is NodeKind.QUESTION
    return NodeState(
        ref=ref_of(form, node, row),
        name=node.name,
        kind=node.kind,
        question=node.question,
        relevant=relevant,
        required=relevant and asked and is_required(form, node, row, runtime),
        read_only=asked and is_read_only(form, node, row, runtime),
        answer=answer,
        label=text_of(state, node.wording.label, row, language) if relevant else "",
        hint=text_of(state, node.wording.hint, row, language) if relevant else "",
        choices=_choices(state, node, row) if relevant and (node.choices or node.from_rows) else (),
        unconfirmed=row.aside[node.slot] and not answer.is_blank,
        check=_check(state, node, row, answer, language),
    )


def _choices(state: State, node: Node, row: RepeatRow) -> tuple[str, ...]:
    if node.from_rows:
        return tuple(rows_offered(state.form, node, row, state.runtime))
    choices = state.form.lists[node.choices]
    return tuple(choices[index].name for index in places_offered(state.form, node, row, state.runtime))


def _check(state: State, node: Node, row: RepeatRow, answer: Answer, language: str) -> CheckView | None:
    if node.kind is not NodeKind.QUESTION or not answer.text:
        return None
    fault = fault_of(state.form, node, row, state.runtime, answer.text)
    if fault is None:
        return None
    return in_words(state, node, row, CheckView(ref_of(state.form, node, row), fault.hard, "", fault.code), language)


def _relevant(state: State, node: Node, row: RepeatRow) -> bool:
    """Relevant itself; within a row, because rows of what is not relevant do not exist."""
    return row.relevant[node.slot] and state.form.nodes[0] is not node
