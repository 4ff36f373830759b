"""Where a screen stands on the way: what lies behind it, how long the rest will take, what share of the way that is."""

from __future__ import annotations

from collections.abc import Iterator

from cati_app.engine.session.path import Stop
from cati_app.engine.session.state import State


def share(state: State, stop: Stop) -> float:
    """Share of the way that lies before a screen, by reading time, 0 to 1."""
    before, screens = behind(state, stop)
    way = before + seconds_left(state, stop, before, screens)
    return before / way if way else 1.0


def seconds_left(state: State, stop: Stop, before: float, screens: int) -> float:
    """Expected reading time from a screen on, what may still become relevant included.

    Args:
        before: Reading time that lies behind it, as `behind` tells.
        screens: How many screens do.
    """
    progress = state.evaluation.progress
    if progress.screens <= screens + 1 and _is_last(state, stop):
        return sum(state.form.nodes[i].seconds for i in stop.plan.questions if _is_relevant(state, stop, i))
    return max(0.0, progress.seconds - before + progress.undecided_from(stop.plan.index))


def _is_last(state: State, stop: Stop) -> bool:
    """Nothing follows, and no answer that is still missing here can change that."""
    for index in stop.plan.questions:
        node = state.form.nodes[index]
        if not _is_relevant(state, stop, index) or not node.asks:
            continue
        if not stop.row.v[node.slot] and stop.row.specials[node.slot] is None:
            return False
    return next(state.way.after(stop), None) is None


def _is_relevant(state: State, stop: Stop, index: int) -> bool:
    return stop.row.relevant[state.form.nodes[index].slot]


def behind(state: State, stop: Stop) -> tuple[float, int]:
    """Reading time and number of the screens before a stop; exact in the outermost repeat, approximate within."""
    progress, way = state.evaluation.progress, state.way
    around = way.around(stop.plan)
    owner = way.owner(stop.plan)
    if around is None:
        first = owner.index if owner and not stop.row.c[owner.frame] else stop.plan.index
        return progress.seconds_before(first), progress.screens_before(first)
    row, repeat = stop.row, around
    while row.p is not None and row.p.p is not None:
        row = row.p
    while (above := way.around_repeat(repeat)) is not None:
        repeat = above
    end = way.end(repeat)
    start = progress.seconds_before(repeat.index), progress.screens_before(repeat.index)
    rows = max(1, len(state.root.c[repeat.frame]))
    inside = sum(1 for _ in way.within(repeat, row))
    done = sum(1 for _ in _until(way.within(repeat, row), stop))
    share = (row.i - 1 + done / max(1, inside)) / rows
    all_inside = progress.screens_before(end) - start[1]
    seconds = progress.seconds_before(end) - start[0]
    return start[0] + share * seconds, start[1] + int(share * all_inside + 1e-9)


def _until(stops: Iterator[Stop], stop: Stop) -> Iterator[Stop]:
    for other in stops:
        if other.row is stop.row and other.plan.index == stop.plan.index:
            return
        yield other
