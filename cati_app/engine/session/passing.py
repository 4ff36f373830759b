"""Calculations that are made once, when the interview reaches them (SurveyCTO's calculate_here)."""

from __future__ import annotations

from cati_app.engine.form.model import Form
from cati_app.engine.form.nodes import Node
from cati_app.engine.form.rows import RepeatRow
from cati_app.engine.session.path import Stop
from cati_app.engine.session.state import State


def pass_by(state: State, stop: Stop | None) -> None:
    """Compute what lies before a stop, or before the end, and was not computed yet; what is not asked waits."""
    if state.form.here and state.form.volatile:
        state.evaluation.settle()
    for node in state.form.here:
        for row in list(state.evaluation.rows_of(node.frame)):
            key = (node.index, row.k)
            if key in state.passed or not row.relevant[node.slot] or not _is_behind(state.form, node, row, stop):
                continue
            state.passed.add(key)
            state.evaluation.run(node.index, row)


def _is_behind(form: Form, node: Node, row: RepeatRow, stop: Stop | None) -> bool:
    if stop is None:
        return True
    common = 0
    for frame, other in zip(_frames(form, row.frame), _frames(form, stop.row.frame), strict=False):
        if frame != other:
            break
        common += 1
    mine, there = row.line()[:common], stop.row.line()[:common]
    return mine < there if mine != there else stop.plan.index >= node.here


def _frames(form: Form, frame: int) -> list[int]:
    """The repeats around a frame, outermost first, itself included."""
    frames: list[int] = []
    while frame != 0:
        frames.insert(0, frame)
        frame = form.frames[frame].parent
    return frames
