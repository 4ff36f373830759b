"""A database looked through: pages, structure, what the migrations must have made, and every counter counted again."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from cati_app.domain.errors import EnvironmentProblem
from cati_app.domain.phrases import Phrase
from cati_app.fieldwork.monitor.verify import Verification, Verify
from cati_app.fieldwork.rights import PROGRAM
from cati_app.store.database import Database
from cati_app.store.integrity import Damage, faults
from cati_app.store.keys import Cost
from cati_app.store.unit_of_work import SqlUnits


@dataclass(frozen=True, slots=True)
class Inspection:
    """The outcome; `verification` is None where the tables could not be read."""

    faults: tuple[Damage, ...]
    verification: Verification | None

    @property
    def agrees(self) -> bool:
        """True when nothing is amiss."""
        return not self.faults

    def facts(self) -> dict[str, object]:
        """For programs."""
        counted = asdict(self.verification) if self.verification is not None else {}
        return {"agrees": self.agrees, "faults": [asdict(fault) for fault in self.faults], **counted}


def inspect(database: Database) -> Inspection:
    """Look through a database that is open, beside whoever writes to it."""
    told = list(faults(database.driver(), database.path))
    try:
        verification = Verify(SqlUnits(database, None, Cost()))(PROGRAM)
    except EnvironmentProblem as problem:
        if not told:
            told.append(Damage(problem.code, problem.message))
        return Inspection(tuple(told), None)
    return Inspection((*told, *_counted(verification)), verification)


def _counted(verification: Verification) -> list[Damage]:
    told = [
        Damage(
            "quota",
            Phrase(
                "{cell}: counters {achieved} + {in_progress}, interviews {completed} + {holding}",
                cell=cell.cell_id,
                achieved=cell.achieved,
                in_progress=cell.in_progress,
                completed=cell.completed,
                holding=cell.holding,
            ),
        )
        for cell in verification.cells
    ]
    if verification.counters:
        names = ", ".join(verification.counters)
        told.append(Damage("counters", Phrase("Counters of interviews that are wrong: {names}.", names=names)))
    if verification.events != verification.last_event:
        text = Phrase(
            "The log has {count} events, but its last number is {last}.",
            count=verification.events,
            last=verification.last_event,
        )
        told.append(Damage("log", text))
    return told
