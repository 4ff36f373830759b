"""Values as they are written into study.yaml: in the style that stands there, else in the plainest that reads back."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, time
from typing import Any

_BREAKS = re.compile(r"[\n\r\x85\u2028\u2029]")
_UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")
_BLOCKS = ("|", ">")
_LONGEST = 100
"""Characters of settings that are written on one line."""


def scalars(value: object, style: str | None = None, old: str = "", newline: str = "\n") -> Iterator[str]:
    """Ways to write one value, the best first; whoever writes takes the first that reads back as it is meant.

    Args:
        style: How the value stands there now: `'`, `"`, `|`, `>`, or None for plain and for what is new.
        old: As it stands there now.
        newline: Of the file.
    """
    if not isinstance(value, str):
        yield _plain(value)
        return
    if style in _BLOCKS and not _UNPRINTABLE.search(value):
        yield _block(value, style or "|", old, newline)
    flat = not _BREAKS.search(value) and not _UNPRINTABLE.search(value)
    single = [f"'{value.replace(chr(39), chr(39) * 2)}'"] if flat else []
    if style == "'":
        yield from single
    elif style != '"' and flat and value[:1].isalpha():  # what begins with a figure may be a time elsewhere
        yield value
    yield quoted(value)
    yield from single


def quoted(text: str) -> str:
    """Between quotation marks, on one line."""
    return _UNPRINTABLE.sub(lambda hit: f"\\u{ord(hit[0]):04x}", json.dumps(text, ensure_ascii=False))


def flow(value: object) -> str:
    """A value of any kind on one line; texts are quoted unless they are plain words."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{flow(key)}: {flow(inner)}" for key, inner in value.items()) + "}"
    if isinstance(value, Sequence) and not isinstance(value, str):
        return "[" + ", ".join(map(flow, value)) + "]"
    if isinstance(value, str):
        return value if _is_word(value) else quoted(value)
    return _plain(value)


def block(value: object, indent: int, step: int) -> list[str]:
    """Lines of a mapping or of a list of settings, without line ends; what they hold stands on one line if it fits."""
    pad = " " * indent
    if isinstance(value, Mapping):
        lines: list[str] = []
        for key, inner in value.items():
            parts = inner.values() if isinstance(inner, Mapping) else inner if isinstance(inner, list) else ()
            is_long = isinstance(inner, Mapping) and len(flow(inner)) > _LONGEST
            if is_long or any(isinstance(part, (Mapping, list)) for part in parts):
                lines += [f"{pad}{flow(key)}:", *block(inner, indent + step, step)]
            else:
                lines.append(f"{pad}{flow(key)}: {flow(inner)}")
        return lines
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [f"{pad}- {flow(inner)}" for inner in value]
    return [f"{pad}{flow(value)}"]


def same(mine: Any, other: Any) -> bool:
    """Whether two values are alike, their kinds included: true is not 1, and 1 is not 1.0."""
    if isinstance(mine, Mapping) and isinstance(other, Mapping):
        ours, theirs = _by_kind(mine), _by_kind(other)
        return ours.keys() == theirs.keys() and all(same(value, theirs[key]) for key, value in ours.items())
    if isinstance(mine, list) and isinstance(other, list):
        return len(mine) == len(other) and all(map(same, mine, other))
    return type(mine) is type(other) and (mine == other or (mine != mine and other != other))  # noqa: PLR0124 - no number


def _by_kind(mapping: Mapping[Any, Any]) -> dict[tuple[type, Any], Any]:
    return {(type(key), key): value for key, value in mapping.items()}


def _is_word(text: str) -> bool:
    """Whether a text is read as a text without quotation marks, wherever it stands."""
    return re.fullmatch(r"[A-Za-z_][A-Za-z0-9_/-]*", text) is not None and text.lower() not in (
        *("y", "n", "yes", "no", "on", "off", "true", "false", "null"),
    )


def _plain(value: object) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        text = repr(value)
        if "e" in text:  # YAML 1.1 wants a point and a sign there
            digits, _, power = text.partition("e")
            sign = "" if power[0] in "+-" else "+"
            return f"{digits if '.' in digits else digits + '.0'}e{sign}{power}"
        return {"nan": ".nan", "inf": ".inf", "-inf": "-.inf"}.get(text, text)
    if isinstance(value, time):
        return quoted(value.isoformat("minutes"))
    if isinstance(value, date):
        return value.isoformat()
    return str(value)


def _block(text: str, style: str, old: str, newline: str) -> str:
    """Lines below a `|` or `>`, indented as those that stand there; a line of a folded text is not broken."""
    head, *body = _BREAKS.split(old.replace("\r\n", "\n"))
    first = next((line for line in body if line.strip()), "  ")
    pad = first[: len(first) - len(first.lstrip(" "))]
    lines = text.removesuffix("\n").split("\n")
    gap = newline * 2 if style == ">" else newline
    return head + newline + gap.join(pad + line if line else "" for line in lines)
