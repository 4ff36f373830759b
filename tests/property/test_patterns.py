"""Patterns: the machine that never goes back finds what Python's engine finds."""

from __future__ import annotations

import re

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from cati_app.engine.expressions.errors import ExpressionError
from cati_app.engine.expressions.matching import machine_of

_ATOMS = (
    "a",
    "b",
    ".",
    "[ab]",
    "[^a]",
    r"\d",
    r"\w",
    r"\b",
    "^",
    "1",
    "(a|b)",
    "(?:ab)",
    "(a*)",
    "(?=a)",
    "(?!b)",
    "(b+)",
    "(?:a|ab)",
    "[a-b1]",
)
_TIMES = ("", "", "", "*", "+", "?", "{2}", "{1,3}", "{0,12}", "{2,}")
_PART = st.tuples(st.sampled_from(_ATOMS), st.sampled_from(_TIMES)).map("".join)
_PARTS = st.lists(_PART, min_size=1, max_size=4).map("".join)
_PATTERN = st.one_of(_PARTS, _PARTS.map(lambda part: f"({part})*"), st.tuples(_PARTS, _PARTS).map("|".join))


@settings(max_examples=500, deadline=None)
@given(_PATTERN, st.text("ab1 ", max_size=8))
def test_both_ways_of_matching_agree(pattern: str, text: str) -> None:
    try:
        expected = re.compile(pattern, re.ASCII).search(text) is not None
    except re.error:
        assume(False)
    try:
        machine = machine_of(pattern)
    except ExpressionError:
        assume(False)

    assert expected == machine.search(text) == machine.search_slowly(text)


@settings(max_examples=500, deadline=None)
@given(st.text("ab[](){}|*+?^$.\\-1,&:=!<p", max_size=12), st.text("ab1", max_size=5))
def test_any_pattern_is_matched_or_refused(pattern: str, text: str) -> None:
    try:
        found: bool | str = machine_of(pattern).search(text)
    except ExpressionError as error:
        found = error.code

    assert found in (True, False, "regex-invalid", "regex-unsupported", "regex-too-big")
