"""Looks for a pattern in a text, in time that is bounded by the length of both.

Harmless patterns run in Python's own engine, the others in a machine that follows all ways at once: it never goes back.
"""

from __future__ import annotations

import re
from functools import lru_cache

from cati_app.engine.expressions.errors import ExpressionError
from cati_app.engine.expressions.patterns import Ahead, Anchor, Either, Letters, Pattern, Repeat, Sequence, read_pattern

_LONGEST_FAST = 2_000  # characters that Python's own engine is given; longer answers go through the machine
_MOST_STATES = 5_000
_MOST_STEPS = 1_000_000  # about a second; only long answers and looking ahead at every character get there
_WIDE = 8  # a repetition with more room than this counts as endless
_MOST_WAYS = 64

_State = tuple[str, object, int]  # what it does, with what, and where it may go besides the next


class Machine:
    """A pattern, ready to be searched for."""

    def __init__(self, tree: Pattern) -> None:
        self._fast = re.compile(_written(tree), re.ASCII) if _is_harmless(tree) else None
        self._states: list[_State] = []
        self._add(tree)
        self._states.append(("found", None, 0))

    def search(self, text: str) -> bool:
        """Whether the pattern is found anywhere in the text."""
        if self._fast is not None and len(text) <= _LONGEST_FAST:
            return self._fast.search(text) is not None
        return self.search_slowly(text)

    def search_slowly(self, text: str) -> bool:
        """The same without Python's engine."""
        return _Match(text).find(self._states, 0, anywhere=True)

    def _add(self, tree: Pattern) -> None:
        if len(self._states) > _MOST_STATES:
            raise ExpressionError("regex-too-big")
        if isinstance(tree, Letters):
            self._states.append(("letter", tree, 0))
        elif isinstance(tree, Anchor):
            self._states.append(("edge", tree.kind, 0))
        elif isinstance(tree, Sequence):
            for part in tree.parts:
                self._add(part)
        elif isinstance(tree, Either):
            self._add_either(tree)
        elif isinstance(tree, Repeat):
            self._add_repeat(tree)
        else:
            inner = Machine.__new__(Machine)
            inner._states = []
            inner._add(tree.part)
            inner._states.append(("found", None, 0))
            self._states.append(("ahead", (tuple(inner._states), tree.wanted), 0))

    def _add_either(self, tree: Either) -> None:
        jumps = []
        for way in tree.ways[:-1]:
            fork = self._hole()
            self._add(way)
            jumps.append(self._hole())
            self._states[fork] = ("fork", None, len(self._states))
        self._add(tree.ways[-1])
        for jump in jumps:
            self._states[jump] = ("jump", None, len(self._states))

    def _add_repeat(self, tree: Repeat) -> None:
        for _ in range(tree.least):
            self._add(tree.part)
        if tree.most is None:
            fork = self._hole()
            self._add(tree.part)
            self._states.append(("jump", None, fork))
            self._states[fork] = ("fork", None, len(self._states))
            return
        forks = []
        for _ in range(tree.most - tree.least):
            forks.append(self._hole())
            self._add(tree.part)
        for fork in forks:
            self._states[fork] = ("fork", None, len(self._states))

    def _hole(self) -> int:
        self._states.append(("jump", None, 0))
        return len(self._states) - 1


class _Match:
    """One search: the steps taken are counted, so that it ends."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._steps = 0
        self._known: dict[tuple[int, int], bool] = {}

    def find(self, states: list[_State] | tuple[_State, ...], start: int, *, anywhere: bool) -> bool:
        alive: set[int] = set()
        for position in range(start, len(self._text) + 1):
            ways = [*alive, 0] if anywhere or position == start else list(alive)
            letters, matched = self._closure(states, ways, position)
            if matched:
                return True
            if position == len(self._text) or self._steps > _MOST_STEPS:
                return False
            letter = self._text[position]
            alive = {state + 1 for state in letters if states[state][1].holds(letter)}  # type: ignore[attr-defined]
            if not alive and not anywhere:
                return False
        return False

    def _closure(
        self, states: list[_State] | tuple[_State, ...], ways: list[int], position: int
    ) -> tuple[list[int], bool]:
        """The states that wait for a letter at a place, and whether the pattern is found there."""
        seen: set[int] = set()
        letters = []
        while ways:
            state = ways.pop()
            if state in seen:
                continue
            seen.add(state)
            self._steps += 1
            kind, what, other = states[state]
            if kind == "found":
                return [], True
            if kind == "letter":
                letters.append(state)
            elif kind == "jump":
                ways.append(other)
            elif kind == "fork":
                ways += (other, state + 1)
            elif self._edge(str(what), position) if kind == "edge" else self._ahead(what, position):
                ways.append(state + 1)
        return letters, False

    def _edge(self, kind: str, position: int) -> bool:
        text = self._text
        if kind == "start":
            return position == 0
        if kind == "end":
            return position == len(text)
        border = (position > 0 and _is_word(text[position - 1])) != (position < len(text) and _is_word(text[position]))
        return border == (kind == "border")

    def _ahead(self, what: object, position: int) -> bool:
        assert isinstance(what, tuple)
        states, wanted = what
        key = (id(states), position)
        if key not in self._known:
            self._known[key] = self.find(states, position, anywhere=False)
        return bool(self._known[key] == wanted)


def _is_word(letter: str) -> bool:
    return letter == "_" or (letter.isascii() and letter.isalnum())


def _is_harmless(tree: Pattern) -> bool:
    """Whether going back costs little: at most two endless repetitions, none within another, few ways in all."""
    cost = _cost(tree)
    if cost is None:
        return False
    first = tree.parts[0] if isinstance(tree, Sequence) and tree.parts else tree
    anchored = first == Anchor("start")
    return cost[0] + (not anchored) <= 2 and cost[1] <= _MOST_WAYS


def _cost(tree: Pattern) -> tuple[int, int] | None:
    """Endless repetitions and ways through a pattern, None where they multiply."""
    if isinstance(tree, Letters):
        return (0, 1) if not tree.categories else None
    if isinstance(tree, Anchor):
        return 0, 1
    if isinstance(tree, Ahead):
        return None
    if isinstance(tree, Repeat):
        return _cost_of_repeat(tree)
    endless, ways = 0, 1 if isinstance(tree, Sequence) else 0
    for part in tree.parts if isinstance(tree, Sequence) else tree.ways:
        cost = _cost(part)
        if cost is None:
            return None
        endless += cost[0]
        ways = ways * cost[1] if isinstance(tree, Sequence) else ways + cost[1]
    return endless, min(ways, 10**6)


def _cost_of_repeat(tree: Repeat) -> tuple[int, int] | None:
    cost = _cost(tree.part)
    if cost is None:
        return None
    if tree.most is None or tree.most - tree.least > _WIDE:
        return (1, 1) if cost == (0, 1) else None
    times = tree.most
    return cost[0] * times, min(cost[1] ** min(times, 20) * (tree.most - tree.least + 1), 10**6)


def _written(tree: Pattern) -> str:
    """A harmless pattern as Python's engine reads it."""
    if isinstance(tree, Letters):
        spans = "".join(f"{_escaped(low)}-{_escaped(high)}" for low, high in tree.spans)
        return f"[{'^' if tree.negated else ''}{spans}]"
    if isinstance(tree, Anchor):
        return {"start": r"\A", "end": r"\Z", "border": r"\b", "inside": r"\B"}[tree.kind]
    if isinstance(tree, Sequence):
        return "".join(_written(part) for part in tree.parts)
    if isinstance(tree, Either):
        return "(?:" + "|".join(_written(way) for way in tree.ways) + ")"
    assert isinstance(tree, Repeat)
    return f"(?:{_written(tree.part)}){{{tree.least},{'' if tree.most is None else tree.most}}}"


def _escaped(code: int) -> str:
    return f"\\U{code:08x}"


@lru_cache(maxsize=512)
def machine_of(pattern: str) -> Machine:
    """The machine of a pattern.

    Raises:
        ExpressionError: the pattern cannot be read, or not matched in bounded time.
    """
    return Machine(read_pattern(pattern))


def matches(text: str, pattern: str) -> bool:
    """Whether the pattern is found in the text (anchor it to match the whole); one that cannot be read never is."""
    try:
        return machine_of(pattern).search(text)
    except ExpressionError:
        return False
