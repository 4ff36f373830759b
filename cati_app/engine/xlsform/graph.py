"""What depends on what: order of evaluation, edges for recomputation, cycles."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from cati_app.engine.expressions.places import Places
from cati_app.engine.form.nodes import Dependency

Reads = Mapping[int, set[tuple[int, int]]]  # by node: (node read, frame where the rows meet)


def edges_of(places: Places, reads: Reads) -> tuple[tuple[Dependency, ...], ...]:
    """By node: who reads it, and how to get to the reader's rows."""
    by_source: list[dict[Dependency, None]] = [{} for _ in places.all]
    for target, sources in reads.items():
        for source, meet in sorted(sources):
            up = places.climb(places.all[source].frame, meet)
            down = places.descent(meet, places.all[target].frame)
            by_source[source][Dependency(target, max(up, 0), down)] = None
    return tuple(tuple(edges) for edges in by_source)


def ranks_of(places: Places, reads: Reads) -> tuple[tuple[int, ...], list[list[int]]]:
    """Rank of each node in the order of evaluation, and the cycles that leave some without."""
    needs = [{source for source, _ in reads.get(position.index, ())} for position in places.all]
    for position in places.all[1:]:
        needs[position.index].add(position.parent)
        if position.holder >= 0:
            needs[position.index].add(position.holder)
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
    return tuple(ranks), _cycles(needs, {index for index, rank in enumerate(ranks) if rank < 0})


class Order(NamedTuple):
    """In which order nodes are computed."""

    ranks: tuple[int, ...]  # by node
    cycles: list[list[int]]  # nodes that depend on each other and so have no rank
    loose: set[int]  # questions whose choice filter depends on their own answer
    growing: set[int]  # repeats whose count depends on their own rows


def order_of(
    places: Places, reads: dict[int, set[tuple[int, int]]], filtered: Reads, counted: Reads, stored: Reads
) -> Order:
    """As `ranks_of`, with three kinds of cycles resolved.

    A choice filter that depends on its own answer decides what is offered, not whether the answer still counts: its
    reads are taken out. A repeat that depends on its own rows grows while it is filled in: the reads of its count
    stay, so that it is computed again, but give no rank. Neither do those of a group that reads what is stored
    within it.
    """
    loose: set[int] = set()
    growing: set[int] = set()
    ranked = {index: sources - stored.get(index, set()) for index, sources in reads.items()}
    while True:
        ranks, cycles = ranks_of(places, ranked)
        on_cycles = {index for cycle in cycles for index in cycle}
        filters, counts = (on_cycles & set(filtered)) - loose, (on_cycles & set(counted)) - growing
        if not filters and not counts:
            return Order(ranks, cycles, loose, growing)
        for index in filters:
            reads[index] = reads[index] - filtered[index]
            ranked[index] = ranked[index] - filtered[index]
        for index in counts:
            ranked[index] = ranked[index] - counted[index]
        loose |= filters
        growing |= counts


def _cycles(needs: Sequence[set[int]], left: set[int]) -> list[list[int]]:
    cycles: list[list[int]] = []
    while True:
        left = _on_cycles(needs, left)
        if not left:
            return cycles
        way = [min(left)]
        while True:
            following = min(needs[way[-1]] & left)
            if following in way:
                cycles.append(way[way.index(following) :])
                break
            way.append(following)
        left = left - set(cycles[-1])


def _on_cycles(needs: Sequence[set[int]], left: set[int]) -> set[int]:
    """Those that wait for something that waits itself."""
    while True:
        kept = {index for index in left if needs[index] & left}
        if kept == left:
            return kept
        left = kept
