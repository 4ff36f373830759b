"""Which nodes of a questionnaire may enter a data set, and which never do.

Never: contact questions and everything within contact groups; values handed in from the sample unless the author
marks them with `cati_field` or `cati_theme` as part of the study; case number and who interviewed even then;
calculations and defaults that read any of these.
"""

from __future__ import annotations

from collections.abc import Iterator

from cati_app.engine.form.model import Form
from cati_app.engine.form.nodes import Node, NodeKind
from cati_app.engine.kinds.facts import Exported

_IDENTIFYING = frozenset({"case_no", "interviewer_name", "interviewer_no", "username"})
_HARMLESS = frozenset({"frame", "quota_status", "quota_cell"})


def outgoing(form: Form) -> Iterator[Node]:
    """The nodes that become variables, in the order of the form."""
    closed = closed_nodes(form)
    for node in form.nodes[1:]:
        if node.index in closed or _becomes_nothing(node):
            continue
        if node.kind is NodeKind.HIDDEN and not _is_marked(node):
            continue
        if node.kind in (NodeKind.QUESTION, NodeKind.CALCULATION, NodeKind.HIDDEN):
            yield node


def left_out(form: Form) -> tuple[Node, ...]:
    """Calculations and questions kept back because of what they read, contact questions themselves not counted."""
    sources = _sources(form)
    return tuple(form.nodes[index] for index in sorted(closed_nodes(form) - sources) if _has_value(form.nodes[index]))


def closed_nodes(form: Form) -> frozenset[int]:
    """Nodes that never leave: the identifying ones and all that is computed from them."""
    closed = set(_sources(form))
    waiting = list(closed)
    while waiting:
        for edge in form.edges[waiting.pop()]:
            target = form.nodes[edge.target]
            computed = target.rules.calculation >= 0 or target.rules.default >= 0
            if computed and target.index not in closed:
                closed.add(target.index)
                waiting.append(target.index)
    return frozenset(closed)


def _sources(form: Form) -> frozenset[int]:
    hidden: set[int] = set()
    for node in form.nodes[1:]:
        inherited = node.parent in hidden
        if node.contact or inherited or (node.kind is NodeKind.HIDDEN and _identifies(node)):
            hidden.add(node.index)
    return frozenset(hidden)


def _identifies(node: Node) -> bool:
    if node.name in _IDENTIFYING:
        return True
    return not _is_marked(node) and node.name not in _HARMLESS and not node.name.startswith("study_")


def _is_marked(node: Node) -> bool:
    return bool(node.field or node.theme) and node.name not in _IDENTIFYING


def _has_value(node: Node) -> bool:
    return node.kind in (NodeKind.QUESTION, NodeKind.CALCULATION) and not _becomes_nothing(node)


def _becomes_nothing(node: Node) -> bool:
    return node.question is not None and node.question.facts.exported is Exported.NONE
