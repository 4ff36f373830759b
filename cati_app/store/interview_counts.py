"""Counters of interviews. Triggers of the database keep them, so they are right whoever writes an interview."""

from __future__ import annotations

from collections import Counter
from datetime import datetime

from cati_app.domain.casework.interviews import InterviewState
from cati_app.domain.casework.lengths import Length
from cati_app.domain.ids import CellId
from cati_app.store.statements import Statements
from cati_app.store.times import utc_text

_BY_STATE = "SELECT state, n FROM interview_count WHERE n > 0"
_COMPLETED = "SELECT count(*) FROM interview WHERE state = 'completed' AND ended_at >= ? AND ended_at < ?"
_WAITING = "SELECT cell_id, count(*) FROM interview WHERE state = 'suspended' AND held GROUP BY cell_id"
_LENGTHS = "SELECT seconds, n FROM interview_length WHERE span = ? AND n > 0 ORDER BY seconds"
_STATES_AGAIN = "SELECT state, count(*) FROM interview GROUP BY state"
# sqlite: times are texts, and julianday reads them; the same spans as in the triggers of step 0041.
_LENGTHS_AGAIN = {
    Length.COMPLETE: (
        "SELECT CAST(round((julianday(ended_at) - julianday(started_at)) * 86400) AS INTEGER) - between_s, count(*)"
        " FROM interview WHERE state = 'completed' AND ended_at IS NOT NULL GROUP BY 1"
    ),
    Length.SCREENER: (
        "SELECT CAST(round((julianday(screened_at) - julianday(started_at)) * 86400) AS INTEGER), count(*)"
        " FROM interview WHERE state <> 'set_aside' AND screened_at IS NOT NULL GROUP BY 1"
    ),
}


class SqlInterviewCounts:
    """Counters within a unit of work."""

    def __init__(self, statements: Statements) -> None:
        self._statements = statements

    def by_state(self) -> dict[InterviewState, int]:
        """Interviews by state."""
        return {InterviewState(state): n for state, n in self._statements.execute(_BY_STATE)}

    def suspended_places(self) -> dict[CellId, int]:
        """Places that suspended interviews hold, by place; they are found by an index."""
        return {CellId(cell_id): n for cell_id, n in self._statements.execute(_WAITING)}

    def completed_between(self, since: datetime, until: datetime) -> int:
        """Interviews completed from `since` to before `until`, by an index."""
        counted = self._statements.execute(_COMPLETED, (utc_text(since), utc_text(until)))
        return int(counted.fetchone()[0])

    def lengths(self, length: Length) -> dict[int, int]:
        """How many took so many whole seconds, complete ones without the time between sittings."""
        return dict(self._statements.execute(_LENGTHS, (length.value,)).fetchall())

    def miscounted(self) -> tuple[str, ...]:
        """Counters that differ from what the interviews add up to."""
        states = Counter({state.value: n for state, n in self.by_state().items()})
        wrong = {state for state, n in self._statements.execute(_STATES_AGAIN) if states.pop(state, 0) != n} | set(
            states
        )
        for length, statement in _LENGTHS_AGAIN.items():
            if self.lengths(length) != dict(self._statements.all(statement)):
                wrong.add(length.value)
        return tuple(sorted(wrong))
