"""Places in the text of a YAML file, and the ways in which one value can be exchanged, added or taken away there."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator
from functools import cached_property
from typing import Any

import yaml
from yaml.constructor import SafeConstructor

from cati_app.study.yaml_values import block, flow, same, scalars
from cati_app.values import dataclass

_BREAK = re.compile("\r\n|[\n\r\x85\u2028\u2029]")
_ALIAS = re.compile(r"\s*:\s*(\*[^\s,\]}]+)")
_COLON = re.compile(r"\s*:")
_MERGE = "tag:yaml.org,2002:merge"
_LONGEST = 100
"""Characters of a list or of settings that are written on one line."""
_NEAREST = 3
"""Entries after which a new one is tried, from the last."""


@dataclass(frozen=True, slots=True)
class TextChange:
    """One value that is exchanged, added or taken away.

    Args:
        path: Of the value; of the mapping or list around it where `add` or `remove`.
        key: What is added or taken away there.
    """

    path: tuple[Any, ...]
    value: Any = None
    key: Any = None
    add: bool = False
    remove: bool = False

    def meant(self, content: Any) -> Any:
        """What the file holds afterwards; parts that it shares with others are told apart on the way."""
        whole = {"": content}
        here: Any = whole
        steps: tuple[Any, ...] = ("", *self.path, *((self.key,) if self.add or self.remove else ()))
        for part in steps[:-1]:
            here[part] = copy.copy(here[part])
            here = here[part]
        if self.remove:
            del here[steps[-1]]
        elif isinstance(here, list) and steps[-1] == len(here):
            here.append(self.value)
        else:
            here[steps[-1]] = self.value
        return whole[""]


@dataclass(frozen=True)
class TextSpot:
    """A value in the file.

    Args:
        around: The spot of the mapping or list that holds it.
        key: The node of its key; None in a list.
    """

    path: tuple[Any, ...]
    node: yaml.Node
    around: TextSpot | None = None
    key: yaml.Node | None = None

    @property
    def is_braced(self) -> bool:
        """Whether it is a list or settings within brackets or braces."""
        return bool(getattr(self.node, "flow_style", False))

    @property
    def line(self) -> int:
        """Counted from 1."""
        return int((self.key or self.node).start_mark.line) + 1

    @cached_property
    def is_flow(self) -> bool:
        """Whether it stands within braces or brackets."""
        around = self.around
        return around is not None and (around.is_braced or around.is_flow)

    def inner(self, key: Any) -> TextSpot | None:
        """What it holds under a key, or at a number of a list; None where it comes by a merge."""
        if isinstance(self.node, yaml.SequenceNode):
            return TextSpot((*self.path, key), self.node.value[key], self)
        made = SafeConstructor()
        for name, value in reversed(self.node.value):
            if name.tag != _MERGE and same(made.construct_object(name, deep=True), key):
                return TextSpot((*self.path, key), value, self, name)
        return None

    def inners(self) -> list[TextSpot]:
        """Everything it holds, in order."""
        if isinstance(self.node, yaml.SequenceNode):
            return [TextSpot((*self.path, number), node, self) for number, node in enumerate(self.node.value)]
        return [TextSpot((*self.path, ""), node, self, name) for name, node in self.node.value]

    def span(self, text: str) -> tuple[int, int]:
        """Where the value begins and ends; line ends and comments behind it are no part of it."""
        start, end = self.node.start_mark.index, self.node.end_mark.index
        if self.key is not None and start < self.key.start_mark.index:  # the marks are those of what it repeats
            hit = _ALIAS.match(text, self.key.end_mark.index)
            return hit.span(1) if hit is not None else (start, end)
        if isinstance(self.node, yaml.ScalarNode):
            is_block = self.node.style in ("|", ">")
            return start, start + len(text[start:end].rstrip()) if is_block else end
        inners = self.inners()
        return start, end if self.is_braced or not inners else inners[-1].span(text)[1]

    def start(self, text: str) -> int:
        """Where its key, or the hyphen before it, begins."""
        if self.key is not None:
            return int(self.key.start_mark.index)
        before = text[: self.span(text)[0]].rstrip()
        return len(before) - 1 if before.endswith("-") else self.span(text)[0]

    def colon(self, text: str) -> int | None:
        """Where the value of a key may begin: behind its colon."""
        hit = _COLON.match(text, self.key.end_mark.index) if self.key is not None else None
        return hit.end() if hit is not None else None


def ways(text: str, spot: TextSpot, change: TextChange) -> Iterator[str]:
    """The text after a change, in each way it can be written; the best first, none of them read back yet."""
    if change.remove:
        yield from _without(text, spot, change.key)
    elif not change.add:
        yield from _exchanged(text, spot, change.value)
    elif spot.is_braced or not getattr(spot.node, "value", ()):
        yield from _added_in_flow(text, spot, change)
    else:
        yield from _added_below(text, spot, change)


def _exchanged(text: str, spot: TextSpot, value: object) -> Iterator[str]:
    start, end = spot.span(text)
    is_scalar = isinstance(spot.node, yaml.ScalarNode)
    colon = spot.colon(text)
    if not is_scalar and not spot.is_braced and colon is not None:
        start = colon  # what began on the next line begins behind the colon now
    gap = " " if start and text[start - 1] in ":-" else ""
    style = spot.node.style if isinstance(spot.node, yaml.ScalarNode) else None
    if not isinstance(value, (dict, list)):
        for written in scalars(value, style, text[start:end], _newline(text)):
            yield _kept_column(text, start, end, gap + written)
        return
    if colon is not None and not spot.is_flow and value and len(flow(value)) > _LONGEST and spot.around is not None:
        indent = spot.around.node.start_mark.column + _step(text)
        lines = _newline(text).join(block(value, indent, _step(text)))
        yield text[:colon] + _newline(text) + lines + text[end:]
    yield text[:start] + gap + flow(value) + text[end:]


def _kept_column(text: str, start: int, end: int, written: str) -> str:
    """A comment behind the value stays in its column where there is room."""
    after = text[end:]
    spaces = len(after) - len(after.lstrip(" "))
    longer = len(written) - (end - start)
    if spaces > 1 and after[spaces : spaces + 1] == "#" and "\n" not in written:
        after = " " * max(1, spaces - longer) + after[spaces:]
    return text[:start] + written + after


def _added_in_flow(text: str, spot: TextSpot, change: TextChange) -> Iterator[str]:
    start, end = spot.span(text)
    inners = spot.inners() if isinstance(spot.node, yaml.CollectionNode) else []
    name = "" if isinstance(change.key, int) and isinstance(spot.node, yaml.SequenceNode) else f"{flow(change.key)}: "
    if inners:
        at = inners[-1].span(text)[1]
        yield f"{text[:at]}, {name}{flow(change.value)}{text[at:]}"
    elif end > start:
        yield f"{text[: end - 1]}{name}{flow(change.value)}{text[end - 1 :]}"


def _added_below(text: str, spot: TextSpot, change: TextChange) -> Iterator[str]:
    inners = spot.inners()
    column = _column(text, inners[0].start(text))
    if isinstance(spot.node, yaml.SequenceNode):
        heads, values = "- ", _written(change.value)
    else:
        heads, values = f"{flow(change.key)}: ", _written(change.value)
    news = [" " * column + heads + value for value in values]
    if isinstance(spot.node, yaml.MappingNode) and isinstance(change.value, (dict, list)):
        lines = block({change.key: change.value}, column, _step(text))
        news = [_newline(text).join(lines), *news]
    ends = [inner.span(text)[1] for inner in reversed(inners[-_NEAREST:])]
    ends.insert(1, len(text[: spot.node.end_mark.index].rstrip(" ")))
    for new in news:
        for end in ends:
            yield _with_line(text, end, new)


def _written(value: object) -> list[str]:
    return [flow(value)] if isinstance(value, (dict, list)) else list(scalars(value))


def _with_line(text: str, at: int, line: str) -> str:
    """A line after that in which a position is; a last one without an end keeps to be without."""
    newline = _newline(text)
    if at and text[at - 1] in "\n\r":
        return text[:at] + line + newline + text[at:]
    hit = _BREAK.search(text, at)
    if hit is None:
        return text + newline + line
    return text[: hit.end()] + line + newline + text[hit.end() :]


def _without(text: str, spot: TextSpot, key: object) -> Iterator[str]:
    gone = spot.inner(key)
    if gone is None:
        return
    inners = spot.inners()
    number = next(n for n, inner in enumerate(inners) if inner.node is gone.node and inner.key is gone.key)
    if isinstance(spot.node, yaml.SequenceNode) and isinstance(key, int):
        number = key
    start, end = gone.start(text), gone.span(text)[1]
    if spot.is_braced and gone.key is None:
        start = gone.span(text)[0]
    empty = "{}" if isinstance(spot.node, yaml.MappingNode) else "[]"
    if spot.is_braced:
        if number + 1 < len(inners):
            following = inners[number + 1]
            end = following.start(text) if following.key is not None else following.span(text)[0]
        elif number:
            start = inners[number - 1].span(text)[1]
        yield text[:start] + text[end:]
    elif len(inners) == 1:
        colon, line = spot.colon(text), _line_start(text, start)
        if colon is not None and not text[line:start].strip() and line >= colon:
            yield f"{text[:colon]} {empty}{text[colon:line]}{text[_line_end(text, end) :]}"
        yield from _exchanged(text, spot, {} if empty == "{}" else [])
    elif not text[_line_start(text, start) : start].strip():
        yield text[: _line_start(text, start)] + text[_line_end(text, end) :]
    elif number + 1 < len(inners):
        next_start = inners[number + 1].start(text)
        if "#" not in text[end:next_start]:
            yield text[:start] + text[next_start:]


def _column(text: str, at: int) -> int:
    return at - _line_start(text, at)


def _line_start(text: str, at: int) -> int:
    return max((hit.end() for hit in _BREAK.finditer(text, 0, at)), default=0)


def _line_end(text: str, at: int) -> int:
    hit = _BREAK.search(text, at)
    return hit.end() if hit is not None else len(text)


def _newline(text: str) -> str:
    hit = _BREAK.search(text)
    return hit[0] if hit is not None and hit[0] in ("\r\n", "\n", "\r") else "\n"


def _step(text: str) -> int:
    """By how many columns the file indents: the least that it does."""
    columns = [
        len(line) - len(line.lstrip(" ")) for line in text.splitlines() if line.strip() and line.lstrip()[0] != "#"
    ]
    return min((column for column in columns if column), default=2)
