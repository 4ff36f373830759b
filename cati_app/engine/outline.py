"""The outline: sections with the questions already reached, and whether a group lies behind."""

from __future__ import annotations

from cati_app.engine.form import Node, NodeKind
from cati_app.engine.path import Stop, Way
from cati_app.engine.refs import ref_of
from cati_app.engine.rows import Row
from cati_app.engine.screen import OutlineQuestion, OutlineSection, QuestionKind, SectionState
from cati_app.engine.state import State
from cati_app.engine.views import answer_of, text_of


def outline(state: State, way: Way) -> tuple[OutlineSection, ...]:
    """The top-level groups that are on the path; questions outside groups form sections of their own."""
    stops: dict[int, list[tuple[Node, Row]]] = {}
    for stop in way.all(state.root):
        for index in stop.plan.questions:
            node = state.form.nodes[index]
            if node.kind is NodeKind.QUESTION and stop.row.relevant[node.slot]:
                stops.setdefault(state.form.section_of[index], []).append((node, stop.row))
    here = -1 if state.stop is None else state.form.section_of[state.stop.plan.questions[0]]
    return tuple(_section(state, index, questions, here) for index, questions in stops.items())


def _section(state: State, index: int, questions: list[tuple[Node, Row]], here: int) -> OutlineSection:
    section = state.form.nodes[index]
    reached = [(node, row) for node, row in questions if (node.index, row.k) in state.reached]
    if index == here:
        stands = SectionState.CURRENT
    elif state.at_end or (reached and all(_is_done(state, node, row) for node, row in questions)):
        stands = SectionState.DONE
    else:
        stands = SectionState.DONE if 0 <= index < here else SectionState.AHEAD
    return OutlineSection(
        section.path, text_of(state, section.wording.label, state.root, state.runtime.language), stands, len(reached),
        len(questions), tuple(_question(state, node, row) for node, row in reached),
    )  # fmt: skip


def _is_done(state: State, node: Node, row: Row) -> bool:
    if (node.index, row.k) not in state.reached:
        return False
    return node.question is QuestionKind.NOTE or not answer_of(state, node, row).is_blank


def _question(state: State, node: Node, row: Row) -> OutlineQuestion:
    label = text_of(state, node.wording.label, row, state.runtime.language)
    return OutlineQuestion(ref_of(state.form, node, row), label, not answer_of(state, node, row).is_blank)


def left_group(state: State, way: Way, name: str) -> bool:
    """True once the position is past the last relevant question of the group.

    Also true when the group has no relevant question and the position is past where it stands; a name no group bears
    gives False.
    """
    groups = [node for node in state.form.by_name.get(name, ()) if node.kind in (NodeKind.GROUP, NodeKind.REPEAT)]
    if not groups:
        return False
    if state.stop is None:
        return state.at_end
    group = groups[0].index
    if _within(state, state.stop, group):
        return False
    return state.stop.plan.index > state.form.last_screen.get(group, -1)


def _within(state: State, stop: Stop, group: int) -> bool:
    return _holds(state, stop.plan.questions[0], group)


def _holds(state: State, index: int, group: int) -> bool:
    while index > 0:
        if index == group:
            return True
        index = state.form.nodes[index].parent
    return False
