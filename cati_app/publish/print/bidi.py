"""In which order the letters of a line stand when scripts of both directions meet.

The implicit part of the Unicode Bidirectional Algorithm (UAX 9, rules W1–W7, N0–N2, I1–I2, L1–L2), which is what plain
texts need; explicit formatting characters are treated as if they were not there.
"""

from __future__ import annotations

import unicodedata

from cati_app.values import dataclass

_PAIRS = {"(": ")", "[": "]", "{": "}", "⟨": "⟩"}
_MIRRORS = {**_PAIRS, "<": ">", "«": "»", "‹": "›", "≤": "≥"}
_MIRRORS |= {close: opening for opening, close in _MIRRORS.items()}
_EXPLICIT = frozenset({"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI", "BN"})
_NEUTRAL = frozenset({"B", "S", "WS", "ON"})


@dataclass(frozen=True, slots=True)
class Run:
    """Neighbours of one direction, from `start` to before `end` in the text."""

    start: int
    end: int
    right_to_left: bool


def begins_right_to_left(text: str) -> bool:
    """Whether the first letter that has a direction is written from right to left (UAX 9, rule P2)."""
    kinds = map(unicodedata.bidirectional, text)
    return next((kind != "L" for kind in kinds if kind in ("L", "R", "AL")), False)


def visual_runs(text: str, right_to_left: bool) -> list[Run]:
    """The runs of a line from left to right; within a run the letters keep the order of the text."""
    levels = levels_of(text, 1 if right_to_left else 0)
    runs: list[tuple[int, int, int]] = []
    for index, level in enumerate(levels):
        if runs and runs[-1][2] == level:
            runs[-1] = (runs[-1][0], index + 1, level)
        else:
            runs.append((index, index + 1, level))
    for level in range(max(levels, default=0), 0, -1):
        start = 0
        while start < len(runs):
            if runs[start][2] < level:
                start += 1
                continue
            end = start
            while end < len(runs) and runs[end][2] >= level:
                end += 1
            runs[start:end] = runs[start:end][::-1]
            start = end
    return [Run(start, end, level % 2 == 1) for start, end, level in runs]


def mirrored(text: str) -> str:
    """A piece that runs from right to left, written from left to right: reversed, brackets mirrored."""
    return "".join(_MIRRORS.get(sign, sign) for sign in reversed(text))


def levels_of(text: str, base: int) -> list[int]:
    """The embedding level of each character: even from left to right, odd from right to left."""
    outer = "R" if base else "L"
    types = [unicodedata.bidirectional(sign) or "L" for sign in text]
    kinds = _numbers(_weak(types, outer), outer)
    _brackets(text, kinds, outer)
    _neutrals(kinds, outer)
    levels = [_level(kind, base) for kind in kinds]
    trailing = True
    for index in range(len(text) - 1, -1, -1):  # L1
        if types[index] in ("S", "B"):
            levels[index], trailing = base, True
        elif trailing and (types[index] == "WS" or types[index] in _EXPLICIT):
            levels[index] = base
        else:
            trailing = False
    return levels


def _level(kind: str, base: int) -> int:
    if base % 2 == 0:
        return base + {"R": 1, "AN": 2, "EN": 2}.get(kind, 0)
    return base + (1 if kind in ("L", "EN", "AN") else 0)


def _weak(types: list[str], outer: str) -> list[str]:
    """W1 to W3: marks take the type before them, European digits after Arabic letters are Arabic ones."""
    weak: list[str] = []
    strong, before = outer, outer
    for kind in types:
        if kind == "NSM" or kind in _EXPLICIT:
            kind = before
        before = kind
        if kind in ("L", "R", "AL"):
            strong = kind
        weak.append("AN" if kind == "EN" and strong == "AL" else kind)
    return ["R" if kind == "AL" else kind for kind in weak]


def _numbers(kinds: list[str], outer: str) -> list[str]:
    """W4 to W7: separators and signs within numbers, and digits within words from left to right."""
    kinds_now = list(kinds)
    for index in range(1, len(kinds_now) - 1):
        left, right = kinds_now[index - 1], kinds[index + 1]
        if left == right and (
            (kinds[index] == "ES" and left == "EN") or (kinds[index] == "CS" and left in ("EN", "AN"))
        ):
            kinds_now[index] = left
    index = 0
    while index < len(kinds_now):
        end = index
        while end < len(kinds_now) and kinds_now[end] == "ET":
            end += 1
        if end > index:
            near = (index > 0 and kinds_now[index - 1] == "EN") or (end < len(kinds_now) and kinds_now[end] == "EN")
            kinds_now[index:end] = ["EN" if near else "ON"] * (end - index)
        index = end + 1
    kinds_now = ["ON" if kind in ("ES", "CS", "ET") else kind for kind in kinds_now]
    strong = outer
    for index, kind in enumerate(kinds_now):
        if kind in ("L", "R"):
            strong = kind
        elif kind == "EN" and strong == "L":
            kinds_now[index] = "L"
    return kinds_now


def _side(kind: str) -> str:
    return "R" if kind in ("R", "EN", "AN") else kind if kind == "L" else ""


def _brackets(text: str, kinds: list[str], outer: str) -> None:
    """N0: both brackets of a pair take one direction."""
    for start, end in _pairs_of(text, kinds):
        inside = {_side(kind) for kind in kinds[start + 1 : end]} - {""}
        if outer in inside:
            kinds[start] = kinds[end] = outer
        elif inside:
            before = next((side for kind in reversed(kinds[:start]) if (side := _side(kind))), outer)
            kinds[start] = kinds[end] = before if before in inside else outer


def _pairs_of(text: str, kinds: list[str]) -> list[tuple[int, int]]:
    waiting: list[tuple[str, int]] = []
    pairs: list[tuple[int, int]] = []
    for index, sign in enumerate(text):
        if kinds[index] != "ON":
            continue
        if sign in _PAIRS:
            waiting.append((_PAIRS[sign], index))
        elif any(close == sign for close, _ in waiting):
            while waiting:
                close, start = waiting.pop()
                if close == sign:
                    pairs.append((start, index))
                    break
    return sorted(pairs)


def _neutrals(kinds: list[str], outer: str) -> None:
    """N1 and N2: what has no direction takes that of its surroundings."""
    index = 0
    while index < len(kinds):
        if kinds[index] not in _NEUTRAL:
            index += 1
            continue
        end = index
        while end < len(kinds) and kinds[end] in _NEUTRAL:
            end += 1
        before = _side(kinds[index - 1]) if index else outer
        after = _side(kinds[end]) if end < len(kinds) else outer
        kinds[index:end] = [before if before == after else outer] * (end - index)
        index = end
