"""What columns of a case from elsewhere may hold: times in which nothing overflows, and words that are known."""

from __future__ import annotations

from datetime import datetime

from cati_app.domain.calling.queue import Waits
from cati_app.domain.casework.cases import CaseState
from cati_app.domain.casework.interviews import InterviewState
from cati_app.domain.outcomes.dispositions import DISPOSITIONS


def is_time(text: str) -> bool:
    """UTC as this program writes it, and of a year in which nothing overflows."""
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return False
    return at.tzinfo is not None and _FIRST_YEAR <= at.year <= _LAST_YEAR


_FIRST_YEAR, _LAST_YEAR = 1990, 2200
TIMES = frozenset(
    (
        *("due_at", "appointment_at", "started_at", "ended_at", "block_after", "dialled_at", "screened_at"),
        *("place_until", "consented_at", "at"),
    )
)
WORDS = {
    ("case", "state"): frozenset(state.value for state in CaseState),
    ("case", "rest"): frozenset({"", *(rest.value for rest in Waits)}),
    ("case", "disposition"): frozenset(DISPOSITIONS),
    ("attempt", "disposition"): frozenset(DISPOSITIONS),
    ("interview", "state"): frozenset(state.value for state in InterviewState),
    ("interview", "disposition"): frozenset(DISPOSITIONS),
}
"""What a column may hold where this program knows every value of it; blank where there is none yet."""
