"""The block list as people see it: what was done to it, never to which number."""

from __future__ import annotations

from cati_app.values import dataclass


@dataclass(frozen=True, slots=True)
class ProtocolLine:
    """What was done to the list, where and by whom."""

    at: str  # UTC, as text
    what: str
    study: str
    people: str
    reason: str
    entries: int
