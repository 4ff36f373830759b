"""How much there is of a study's cases, before they go to a hub."""

from __future__ import annotations

from cati_app.values import dataclass


@dataclass(frozen=True, slots=True)
class CasesNow:
    """What is handed over."""

    cases: int
    attempts: int
    interviews: int
    suspended: int
    appointments: int
