"""What depends on what: order of evaluation, edges for recomputation, circles."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from cati_app.engine.expr.places import Places
from cati_app.engine.form import Edge

Reads = Mapping[int, set[tuple[int, int]]]  # by node: (node read, frame where the rows meet)


def edges_of(places: Places, reads: Reads) -> tuple[tuple[Edge, ...], ...]:
    """By node: who reads it, and how to get to the reader's rows."""
    found: list[dict[Edge, None]] = [{} for _ in places.all]
    for target, sources in reads.items():
        for source, meet in sorted(sources):
            up = places.climb(places.all[source].frame, meet)
            down = places.descent(meet, places.all[target].frame)
            found[source][Edge(target, max(up, 0), down)] = None
    return tuple(tuple(edges) for edges in found)


def ranks_of(places: Places, reads: Reads) -> tuple[tuple[int, ...], list[list[int]]]:
    """Rank of each node in the order of evaluation, and the circles that leave some without."""
    needs = [{source for source, _ in reads.get(place.index, ())} for place in places.all]
    for place in places.all[1:]:
        needs[place.index].add(place.parent)
        if place.holder >= 0:
            needs[place.index].add(place.holder)
    followers: list[list[int]] = [[] for _ in places.all]
    for target, sources in enumerate(needs):
        for source in sources:
            followers[source].append(target)
    waiting = [len(sources) for sources in needs]
    ready = [index for index, count in enumerate(waiting) if not count]
    ranks = [-1] * len(places.all)
    for rank, index in enumerate(ready):  # grows while it is read
        ranks[index] = rank
        for target in followers[index]:
            waiting[target] -= 1
            if not waiting[target]:
                ready.append(target)
    return tuple(ranks), _circles(needs, {index for index, rank in enumerate(ranks) if rank < 0})


def ranks_with_filters(
    places: Places, reads: dict[int, set[tuple[int, int]]], filtered: Reads
) -> tuple[tuple[int, ...], list[list[int]], set[int]]:
    """As `ranks_of`; and the questions whose choice filter depends on their own answer.

    Such a filter decides what is offered, not whether the answer given still counts: its reads are taken out.
    """
    loose: set[int] = set()
    while True:
        ranks, circles = ranks_of(places, reads)
        found = {index for circle in circles for index in circle if index in filtered} - loose
        if not found:
            return ranks, circles, loose
        for index in found:
            reads[index] = reads[index] - filtered[index]
        loose |= found


def _circles(needs: Sequence[set[int]], left: set[int]) -> list[list[int]]:
    circles: list[list[int]] = []
    while True:
        left = _on_circles(needs, left)
        if not left:
            return circles
        way = [min(left)]
        while True:
            following = min(needs[way[-1]] & left)
            if following in way:
                circles.append(way[way.index(following) :])
                break
            way.append(following)
        left = left - set(circles[-1])


def _on_circles(needs: Sequence[set[int]], left: set[int]) -> set[int]:
    """Those that still wait for somebody who waits."""
    while True:
        kept = {index for index in left if needs[index] & left}
        if kept == left:
            return kept
        left = kept
