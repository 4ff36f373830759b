"""References: how a question in a row of a repeat is called, and back."""

from __future__ import annotations

import re

from cati_app.engine.form.model import Form
from cati_app.engine.form.nodes import Node
from cati_app.engine.form.rows import RepeatRow
from cati_app.engine.session.events import UnknownQuestion

PLACE = re.compile(r"\[(\d{1,9})\]")


def ref_of(form: Form, node: Node, row: RepeatRow) -> str:
    """The reference of a node in a row, for instance `/roster[2]/age`."""
    if node.frame == 0:
        return node.path
    places = list(row.line())
    text, rest = "", node.path
    for repeat in _repeats(form, node.frame):
        path = form.nodes[repeat].path
        head = rest[: len(path) - (len(node.path) - len(rest))]
        text += f"{head}[{places.pop(0)}]"
        rest = rest[len(head) :]
    return text + rest


def _repeats(form: Form, frame: int) -> list[int]:
    repeats: list[int] = []
    while frame != 0:
        repeats.insert(0, form.frames[frame].repeat)
        frame = form.frames[frame].parent
    return repeats


def resolve(form: Form, root: RepeatRow, ref: str) -> tuple[Node, RepeatRow]:
    """The node and row of a reference, or of the name of a question outside repeats.

    Raises:
        UnknownQuestion: it leads nowhere.
    """
    node = form.outside.get(ref)
    if node is not None:
        return node, root
    node = form.by_path.get(PLACE.sub("", ref))
    if node is None:
        raise UnknownQuestion(ref)
    places = [int(number) for number in PLACE.findall(ref)]
    repeats = _repeats(form, node.frame)
    if len(places) != len(repeats):
        raise UnknownQuestion(ref)
    row = root
    for repeat, number in zip(repeats, places, strict=True):
        rows = row.c[form.nodes[repeat].own_frame]
        if not 1 <= number <= len(rows):
            raise UnknownQuestion(ref)
        row = rows[number - 1]
    return node, row
