"""Numbers as they are typed, and as they stand in workbooks."""

from __future__ import annotations

import re
from collections.abc import Collection

_WHOLE = re.compile(r"[-+]?\d{1,15}", re.ASCII)
_DECIMAL = re.compile(r"[-+]?(?:\d{1,15}(?:[.,]\d{0,12})?|[.,]\d{1,12})", re.ASCII)
_IN_A_WORKBOOK = re.compile(r"[-+]?(\d{1,15}(\.\d*)?|\.\d+)", re.ASCII)


def whole(text: str) -> int | None:
    """A whole number."""
    return int(text) if _WHOLE.fullmatch(text) else None


def decimal(text: str) -> float | None:
    """A number with a point or a comma."""
    return float(text.replace(",", ".")) if _DECIMAL.fullmatch(text) else None


def fits_whole(text: str, names: Collection[str] | None) -> bool:
    """Whether a workbook holds a whole number there."""
    return _WHOLE.fullmatch(text) is not None


def fits_decimal(text: str, names: Collection[str] | None) -> bool:
    """Whether a workbook holds a number there; it is written with a point."""
    return _IN_A_WORKBOOK.fullmatch(text) is not None
