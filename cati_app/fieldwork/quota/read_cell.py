"""What supervisors decided of the cells, and the story of one: every change with who, when and why."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from cati_app.domain.ids import CellId
from cati_app.domain.people.rights import Right
from cati_app.domain.people.users import User
from cati_app.domain.quota.fitting import UNCLASSIFIED
from cati_app.domain.quota.steering import SteeredCell
from cati_app.domain.quota.steering_facts import ASKED, UNDONE
from cati_app.fieldwork.ports.unit import CallingUnits
from cati_app.fieldwork.quota.steer_cell import REASON
from cati_app.fieldwork.rights import needs
from cati_app.values import dataclass


@dataclass(frozen=True, slots=True)
class CellChange:
    """One change.

    Args:
        kind: Of its fact.
        target: That was in force then.
        before: The target before, where that was changed or taken back.
        reason: Blank where none was given.
    """

    at: datetime  # aware UTC
    by: User | None
    kind: str
    target: int
    before: int | None = None
    reason: str = ""

    @property
    def is_undo(self) -> bool:
        """Whether it took another one back."""
        return self.kind == UNDONE


@dataclass(frozen=True, slots=True)
class CellStory:
    """A cell as it stands, and its changes, the newest first."""

    cell: SteeredCell
    changes: tuple[CellChange, ...]


class ReadCell:
    """In one read transaction."""

    def __init__(self, units: CallingUnits) -> None:
        self._units = units

    @needs(Right.SUPERVISE)
    def __call__(self, by: User, cell: CellId) -> CellStory:
        """The story of a cell. LookupError: no such cell."""
        with self._units() as unit:
            people: dict[str, User] = {person.id: person for person in unit.people.all()}
            reasons: dict[object, str] = {}
            done: list[tuple[object, CellChange]] = []
            for logged in unit.log.of_cells():
                event, told = logged.event, logged.event.payload or {}
                if told.get("cell", UNCLASSIFIED) != cell:
                    continue
                reason = unit.contacts.of_fact(logged, REASON) if f"{REASON}_sealed" in told else ""
                if event.kind.endswith(ASKED):
                    reasons[told.get("change")] = reason
                    continue
                target, before = told.get("target", told.get("share")), told.get("before")
                change = CellChange(
                    event.at,
                    people.get(event.user_id or ""),
                    event.kind,
                    target if isinstance(target, int) else 0,
                    before if isinstance(before, int) else None,
                    reason,
                )
                done.append((told.get("change"), change))
            changes = [_with(change, reasons.get(id_, "")) for id_, change in reversed(done)]
            return CellStory(unit.quota.steered(cell), tuple(changes))


def _with(change: CellChange, reason: str) -> CellChange:
    """At a hub the reason stands in the log of the station where it was given."""
    return change if change.reason else replace(change, reason=reason)


class ReadSteered:
    """All cells with what was decided of them, in order."""

    def __init__(self, units: CallingUnits) -> None:
        self._units = units

    @needs(Right.READ_FIGURES)
    def __call__(self, by: User) -> tuple[SteeredCell, ...]:
        """As they stand."""
        with self._units() as unit:
            return unit.quota.all_steered()
