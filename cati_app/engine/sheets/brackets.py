"""Brackets in expressions that are looked at before they are parsed."""

from __future__ import annotations


def closing(text: str, pair: str) -> int:
    """The index of the bracket that closes the first one; -1 when it stays open. Brackets in quotes do not count.

    Args:
        text: Part of an expression.
        pair: The opening and the closing bracket, for instance `()`.
    """
    depth, quote = 0, ""
    for index, letter in enumerate(text):
        if quote:
            quote = "" if letter == quote else quote
        elif letter in "'\"":
            quote = letter
        elif letter in pair:
            depth += 1 if letter == pair[0] else -1
            if depth == 0:
                return index
    return -1
