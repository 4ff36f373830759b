"""Which data sets left the house since somebody was called: whose data are erased or corrected may be in them."""

from __future__ import annotations

from datetime import datetime

from cati_app.domain.ids import CaseId
from cati_app.domain.people.rights import Right
from cati_app.fieldwork.monitor.note_export import KIND
from cati_app.fieldwork.ports.unit import Units
from cati_app.fieldwork.rights import Actor, needs
from cati_app.values import dataclass


@dataclass(frozen=True, slots=True)
class MadeExport:
    """A data set, a table or a report that left the house.

    Args:
        by: Login of whoever exported; blank where nobody knows any more.
        formats: As they were asked for.
        rows: Interviews in it.
    """

    at: datetime
    by: str
    formats: tuple[str, ...]
    rows: int


class ReadExports:
    """By time: the log knows when something was exported and by whom, not whose data were in it."""

    def __init__(self, units: Units) -> None:
        self._units = units

    @needs(Right.SUPERVISE)
    def since_first_call(self, by: Actor, case_id: CaseId) -> tuple[MadeExport, ...]:
        """Those made since somebody first had the case in hand, which may hold it; none for one that nobody had."""
        with self._units() as unit:
            outcomes = unit.histories.of_case(case_id).outcomes
            if not outcomes:
                return ()
            first = min(outcome.at for outcome in outcomes)
            logins = {str(person.id): person.login for person in unit.people.all()}
            facts = [logged.event for logged in unit.log.of_kind(KIND) if logged.event.at >= first]
        return tuple(
            MadeExport(
                event.at,
                logins.get(event.user_id or "", ""),
                tuple(filter(None, str((event.payload or {}).get("formats", "")).split(","))),
                int(str((event.payload or {}).get("rows", 0))),
            )
            for event in facts
        )
