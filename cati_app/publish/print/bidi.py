"""In which order the letters of a line stand when scripts of both directions meet.

The implicit part of the Unicode Bidirectional Algorithm (UAX 9, rules W1–W7, N0–N2, I1–I2, L1–L2), which is what plain
texts need; explicit formatting characters are treated as if they were not there.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

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


def visual_runs(text: str, right_to_left: bool) -> list[Run]:
    """The runs of a line from left to right; within a run the letters keep the order of the text."""
    levels = levels_of(text, 1 if right_to_left else 0)
    runs: list[tuple[int, int, int]] = []
    for place, level in enumerate(levels):
        if runs and runs[-1][2] == level:
            runs[-1] = (runs[-1][0], place + 1, level)
        else:
            runs.append((place, place + 1, level))
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
    """A piece that runs from right to left, written from left to right: reversed, brackets turned round."""
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
    for place in range(len(text) - 1, -1, -1):  # L1
        if types[place] in ("S", "B"):
            levels[place], trailing = base, True
        elif trailing and (types[place] == "WS" or types[place] in _EXPLICIT):
            levels[place] = base
        else:
            trailing = False
    return levels


def _level(kind: str, base: int) -> int:
    if base % 2 == 0:
        return base + {"R": 1, "AN": 2, "EN": 2}.get(kind, 0)
    return base + (1 if kind in ("L", "EN", "AN") else 0)


def _weak(types: list[str], outer: str) -> list[str]:
    """W1 to W3: marks take the type before them, European digits after Arabic letters are Arabic ones."""
    found: list[str] = []
    strong, before = outer, outer
    for kind in types:
        if kind == "NSM" or kind in _EXPLICIT:
            kind = before
        before = kind
        if kind in ("L", "R", "AL"):
            strong = kind
        found.append("AN" if kind == "EN" and strong == "AL" else kind)
    return ["R" if kind == "AL" else kind for kind in found]


def _numbers(kinds: list[str], outer: str) -> list[str]:
    """W4 to W7: separators and signs within numbers, and digits within words from left to right."""
    found = list(kinds)
    for place in range(1, len(found) - 1):
        left, right = found[place - 1], kinds[place + 1]
        if left == right and (
            (kinds[place] == "ES" and left == "EN") or (kinds[place] == "CS" and left in ("EN", "AN"))
        ):
            found[place] = left
    place = 0
    while place < len(found):
        end = place
        while end < len(found) and found[end] == "ET":
            end += 1
        if end > place:
            near = (place > 0 and found[place - 1] == "EN") or (end < len(found) and found[end] == "EN")
            found[place:end] = ["EN" if near else "ON"] * (end - place)
        place = end + 1
    found = ["ON" if kind in ("ES", "CS", "ET") else kind for kind in found]
    strong = outer
    for place, kind in enumerate(found):
        if kind in ("L", "R"):
            strong = kind
        elif kind == "EN" and strong == "L":
            found[place] = "L"
    return found


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
    found: list[tuple[int, int]] = []
    for place, sign in enumerate(text):
        if kinds[place] != "ON":
            continue
        if sign in _PAIRS:
            waiting.append((_PAIRS[sign], place))
        elif any(close == sign for close, _ in waiting):
            while waiting:
                close, start = waiting.pop()
                if close == sign:
                    found.append((start, place))
                    break
    return sorted(found)


def _neutrals(kinds: list[str], outer: str) -> None:
    """N1 and N2: what has no direction takes that of its surroundings."""
    place = 0
    while place < len(kinds):
        if kinds[place] not in _NEUTRAL:
            place += 1
            continue
        end = place
        while end < len(kinds) and kinds[end] in _NEUTRAL:
            end += 1
        before = _side(kinds[place - 1]) if place else outer
        after = _side(kinds[end]) if end < len(kinds) else outer
        kinds[place:end] = [before if before == after else outer] * (end - place)
        place = end
