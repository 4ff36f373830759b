"""Which questions a value rests on."""

from __future__ import annotations

from cati_app.engine.form.model import Form
from cati_app.engine.form.nodes import NodeKind


def questions_behind(form: Form, index: int) -> set[int]:
    """The questions whose answers a value is computed from, itself where it is one."""
    behind: set[int] = set()
    seen: set[int] = set()
    todo = [index]
    while todo:
        here = todo.pop()
        if here in seen:
            continue
        seen.add(here)
        kind = form.nodes[here].kind
        if kind is NodeKind.QUESTION:
            behind.add(here)
        elif kind is NodeKind.CALCULATION:
            todo += form.reads.get(here, ())
    return behind


def rests_on(form: Form, index: int, hidden: str) -> bool:
    """Whether a node, or a group around it, reads a value handed in from outside, directly or through calculations."""
    seen: set[int] = set()
    todo = [index]
    while form.nodes[todo[-1]].parent > 0:
        todo.append(form.nodes[todo[-1]].parent)
    todo = [source for node in todo for source in form.reads.get(node, ())]
    while todo:
        here = form.nodes[todo.pop()]
        if here.kind is NodeKind.HIDDEN and here.name == hidden:
            return True
        if here.kind is NodeKind.CALCULATION and here.index not in seen:
            seen.add(here.index)
            todo += form.reads.get(here.index, ())
    return False


def is_inside(form: Form, index: int, group_name: str) -> bool:
    """Whether a node stands in the group or repeat of that name."""
    parent = form.nodes[index].parent
    while parent > 0:
        if form.nodes[parent].name == group_name:
            return True
        parent = form.nodes[parent].parent
    return False
