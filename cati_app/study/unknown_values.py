"""What is said of a value that the library which interprets it does not know."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches

from pydantic_core import PydanticCustomError


def not_known(code: str, given: str, known: Sequence[str], near: str = "", **fields: str) -> PydanticCustomError:
    """A value that the library which interprets it does not know; `load` words it, with those it knows.

    Args:
        code: Of the finding.
        near: What is probably meant; blank: whatever known one is written alike.
    """
    alike = [near] if near else get_close_matches(given, known, 1)
    context = {"code": code, "given": given, "known": ", ".join(known), "near": alike[0] if alike else "", **fields}
    return PydanticCustomError("not_known", "{given} is not known: {known}", context)
