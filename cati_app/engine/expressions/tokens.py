"""Cuts an expression into tokens."""

from __future__ import annotations

import re
from typing import NamedTuple

from cati_app.engine.expressions.errors import ExpressionError

_NAME = r"[^\W\d][\w\-.]*"
_PATTERN = re.compile(
    rf"""\s*(?:
      (?P<number>[0-9]+(?:\.[0-9]*)?(?:[eE][+-]?[0-9]+)?|\.[0-9]+)
    | (?P<text>"[^"]*"|'[^']*')
    | \$\{{\s*(?P<reference>[^}}]*?)\s*\}}
    | (?P<name>{_NAME}(?::{_NAME})?)
    | (?P<symbol>!=|<=|>=|//|::|\.\.|[-+*/|=<>()\[\],.@])
    )""",
    re.VERBOSE,
)
_COMMENT = re.compile(r"\s*\(:")
_COMMENT_MARK = re.compile(r"\(:|:\)")
_OPERATOR_NAMES = frozenset({"and", "or", "div", "mod"})
_JOINED = re.compile(r"(and|or|div|mod)(?=[-.0-9])")  # an operator and, without a blank, what a name could go on with
_BEFORE_OPERAND = frozenset(
    {
        "(",
        "[",
        ",",
        "/",
        "//",
        "and",
        "or",
        "div",
        "mod",
        "=",
        "!=",
        "<",
        "<=",
        ">",
        ">=",
        "+",
        "-",
        "*",
        "|",
        "@",
        "::",
    }
)
_CURLY_QUOTES = "\u2018\u2019\u201a\u201c\u201d\u201e"


class Token(NamedTuple):
    """`kind` is number, text, reference, name, operator, symbol or end; `at` counts characters from 1."""

    kind: str
    text: str
    at: int


def tokenize(source: str) -> list[Token]:
    """The tokens of an expression, closed by one of kind `end`.

    Raises:
        ExpressionError: a character belongs to no token.
    """
    tokens: list[Token] = []
    offset = 0
    end = len(source.rstrip())
    while offset < end:
        offset = _after_comments(source, offset)
        if offset >= end:
            break
        match = _PATTERN.match(source, offset)
        if match is None or match.lastgroup is None:
            raise _unreadable(source, offset)
        kind, text = match.lastgroup, match[match.lastgroup]
        token = _classified(kind, text, match.start(kind) + 1, tokens)
        tokens.append(token)
        offset = match.start(kind) + len(token.text) if token.kind == "operator" else match.end()
    tokens.append(Token("end", "", end + 1))
    return tokens


def _after_comments(source: str, offset: int) -> int:
    """Where the text continues after comments, which may nest: (: like (: this :) :)."""
    while (opened := _COMMENT.match(source, offset)) is not None:
        depth, offset = 1, opened.end()
        while depth:
            mark = _COMMENT_MARK.search(source, offset)
            if mark is None:
                raise ExpressionError("expression-unclosed", symbol=":)")
            depth += 1 if mark[0] == "(:" else -1
            offset = mark.end()
    return offset


def _classified(kind: str, text: str, at: int, before: list[Token]) -> Token:
    """XPath's rule: a name or `*` after an operand is an operator."""
    after_operand = bool(before) and not (
        before[-1].kind in ("operator", "symbol") and before[-1].text in _BEFORE_OPERAND
    )
    joined = _JOINED.match(text) if after_operand and kind == "name" else None
    if joined is not None:
        return Token("operator", joined[1], at)
    if after_operand and (text == "*" or (kind == "name" and text in _OPERATOR_NAMES)):
        return Token("operator", text, at)
    if kind == "text":
        return Token("text", text[1:-1], at)
    if kind == "symbol" and text in ("=", "!=", "<", "<=", ">", ">=", "+", "-", "|"):
        return Token("operator", text, at)
    return Token(kind, text, at)


def _unreadable(source: str, offset: int) -> ExpressionError:
    rest = source[offset:].lstrip()
    at = len(source) - len(source[offset:].lstrip()) + 1
    if rest[0] in _CURLY_QUOTES:
        return ExpressionError("expression-curly-quote", at=at)
    if rest[0] in "'\"":
        return ExpressionError("expression-open-quote", at=at)
    return ExpressionError("expression-syntax", found=rest[0], at=at)
