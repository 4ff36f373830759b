"""Columns of a sample that stay in the open inside the database; all others are sealed with the contact key."""

from __future__ import annotations

from collections.abc import Container, Mapping
from enum import StrEnum


class ColumnUse(StrEnum):
    """What a column is declared for, without which it is sealed."""

    QUOTA = "quota"
    WEIGHT = "weight"
    LANGUAGE = "language"
    STRATUM = "stratum"
    PLACE = "place"  # time zone, federal state
    WINDOW = "window"  # hours in which the case is called


TOLD_APART_BY = frozenset({ColumnUse.QUOTA, ColumnUse.STRATUM})
"""Uses of columns by whose values figures of a field may be told apart."""


def divided(fields: Mapping[str, str], clear: Container[str]) -> tuple[dict[str, str], dict[str, str]]:
    """Sample fields that stay in the open, and those to be sealed."""
    in_the_open = {name: text for name, text in fields.items() if name in clear}
    return in_the_open, {name: text for name, text in fields.items() if name not in in_the_open}
