"""The outline: sections with their counts, the questions already reached, and whether a group lies behind."""

from __future__ import annotations

from dataclasses import replace
from typing import TypeAlias

from cati_app.engine.form.model import Form
from cati_app.engine.form.nodes import Node, NodeKind
from cati_app.engine.form.rows import RepeatRow
from cati_app.engine.form.screen import OutlineQuestion, OutlineSection, SectionState
from cati_app.engine.session.path import Stop
from cati_app.engine.session.refs import ref_of
from cati_app.engine.session.state import State
from cati_app.engine.session.views import answer_of, rows_title, text_of

_Mark: TypeAlias = tuple[int, int, int]  # relevant, reached, done
_NOTHING: _Mark = (0, 0, 0)


class SectionTally:
    """How many questions of each section are relevant, reached and done; only what changed is counted again."""

    def __init__(self, state: State) -> None:
        self._state = state
        self._marks: dict[tuple[int, str], _Mark] = {}
        self.counts: dict[int, list[int]] = {index: [0, 0, 0] for index in sections_of(state.form)}
        self._made: dict[int, OutlineSection] = {}
        self._standing: tuple[int, bool, str] | None = None
        self._lively = {index for index in self.counts if _reads_answers(state.form.nodes[index])}

    def settle(self) -> set[int]:
        """Take in what happened since the last look; the sections whose counts differ now."""
        state, changed = self._state, set()
        for index, row in state.evaluation.take_changed():
            node = state.form.nodes[index]
            if node.kind is not NodeKind.QUESTION or index not in state.form.screen_of:
                continue
            key = (index, row.k)
            mark, before = self._mark(node, row), self._marks.get(key, _NOTHING)
            if mark != before:
                self._marks[key] = mark
                section = state.form.section_of[index]
                changed.add(section)
                counts = self.counts[section]
                for measure in range(3):
                    counts[measure] += mark[measure] - before[measure]
        return changed

    def sections(self) -> tuple[OutlineSection, ...]:
        """The outline without its questions; what did not change is the same object as before.

        A group that holds nothing relevant yet lies ahead; once the interview has been past it, it is left out.
        """
        state, changed = self._state, self.settle()
        here = -1 if state.stop is None else state.form.section_of[state.stop.plan.questions[0]]
        standing = (here, state.at_end, state.runtime.language)
        every, self._standing = standing != self._standing, standing
        shown: list[OutlineSection] = []
        for index, counts in self.counts.items():
            if every or index in changed or index in self._lively:
                made, known = _section(state, index, counts, here), self._made.get(index)
                self._made[index] = made if made != known or known is None else known
            if counts[0] or _lies_ahead(state, index):
                shown.append(self._made[index])
        return tuple(shown)

    def _mark(self, node: Node, row: RepeatRow) -> _Mark:
        if not row.relevant[node.slot]:
            return _NOTHING
        if (node.index, row.k) not in self._state.reached:
            return (1, 0, 0)
        done = not node.asks or row.v[node.slot] != "" or row.specials[node.slot] is not None
        return (1, 1, int(done))


def sections_of(form: Form) -> tuple[int, ...]:
    """The sections that hold a question, in order: top-level groups, and questions outside groups."""
    asked = (index for plan in form.screens for index in plan.questions)
    return tuple(dict.fromkeys(form.section_of[i] for i in asked if form.nodes[i].kind is NodeKind.QUESTION))


def _reads_answers(section: Node) -> bool:
    """Whether the label holds more than fixed text."""
    return any(not isinstance(part, str) for template in section.wording.label.values() for part in template)


def _lies_ahead(state: State, index: int) -> bool:
    group = state.form.nodes[index].kind in (NodeKind.GROUP, NodeKind.REPEAT)
    return group and not state.at_end and state.form.last_screen.get(index, -1) > state.furthest


def _section(state: State, index: int, counts: list[int], here: int) -> OutlineSection:
    section = state.form.nodes[index]
    total, reached, done = counts
    if index == here:
        stands = SectionState.CURRENT
    elif total and (state.at_end or 0 < reached == done == total or 0 <= index < here):
        stands = SectionState.DONE
    else:
        stands = SectionState.AHEAD
    label = text_of(state, section.wording.label, state.root, state.runtime.language)
    return OutlineSection(section.path, label, stands, reached, total)


def outline(state: State, tally: SectionTally) -> tuple[OutlineSection, ...]:
    """The outline with the questions already reached."""
    questions: dict[str, list[OutlineQuestion]] = {}
    for stop in state.way.all(state.root):
        for index in stop.plan.questions:
            node = state.form.nodes[index]
            reached = (index, stop.row.k) in state.reached
            if reached and node.kind is NodeKind.QUESTION and stop.row.relevant[node.slot]:
                section = state.form.nodes[state.form.section_of[index]]
                questions.setdefault(section.path, []).append(_question(state, node, stop.row))
    return tuple(replace(section, questions=tuple(questions.get(section.ref, ()))) for section in tally.sections())


def _question(state: State, node: Node, row: RepeatRow) -> OutlineQuestion:
    language = state.runtime.language
    label, rows = text_of(state, node.wording.label, row, language), rows_title(state, row, language)
    label = f"{rows} · {label}" if rows else label
    return OutlineQuestion(ref_of(state.form, node, row), label, not answer_of(state, node, row).is_blank)


def left_group(state: State, name: str) -> bool:
    """True once the position is past the last relevant question of the group.

    Also true when the group has no relevant question and the position is past where it stands; the name of no group
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
