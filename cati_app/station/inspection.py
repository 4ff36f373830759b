"""A database looked through: pages, structure, what the migrations must have made, and every counter counted again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict

from cati_app.domain.errors import EnvironmentProblem, RuleViolation
from cati_app.domain.people.users import Role
from cati_app.domain.phrases import Phrase
from cati_app.fieldwork.monitor.verify import Verification, Verify
from cati_app.fieldwork.rights import PROGRAM
from cati_app.store.backup_folder import Backup
from cati_app.store.database import Database
from cati_app.store.integrity import Damage, faults
from cati_app.store.keys import Cost
from cati_app.store.log_check import (
    Boxes,
    SeenEnd,
    check_chain,
    check_ends,
    check_typed,
    seen_by_this_machine,
    seen_in_backups,
)
from cati_app.store.problems import environment_problems
from cati_app.store.trust.chain import ChainAnchor
from cati_app.store.unit_of_work import SqlUnits
from cati_app.values import dataclass

_NOT_OF_THE_DATABASE = frozenset(("share_missing", "state_damaged", "state_closed", "state_open"))
"""The database may be whole, and no backup helps."""


@dataclass(frozen=True, slots=True)
class Inspection:
    """The outcome; `verification` is None where the tables could not be read."""

    faults: tuple[Damage, ...]
    verification: Verification | None
    is_chain_checked: bool = False  # by a supervisor, who opened it

    @property
    def agrees(self) -> bool:
        """True when nothing is amiss."""
        return not self.faults

    def facts(self) -> dict[str, object]:
        """For programs."""
        counted = asdict(self.verification) if self.verification is not None else {}
        return {
            "agrees": self.agrees,
            "faults": [asdict(fault) for fault in self.faults],
            "chain_checked": self.is_chain_checked,
            **counted,
        }


def damage_of(problem: EnvironmentProblem) -> Damage:
    """What a problem tells of a database; with its own cure where the state folder of the machine lacks something."""
    return Damage(problem.code, problem.message, problem.cure if problem.code in _NOT_OF_THE_DATABASE else "")


def boxes_of(database: Database, login: str, password: str) -> Boxes:
    """What a supervisor's password opens the chain of the log with.

    Raises:
        RuleViolation: `wrong_login`, `supervisor_needed`; `to_be_sealed` where no supervisor has signed in yet.
        EnvironmentProblem: what was done to people, keys or heads past the program, as `sign_in`.
    """
    from cati_app.store.sealing import check_sealed  # noqa: PLC0415 - where somebody signs in
    from cati_app.store.sign_in import sign_in  # noqa: PLC0415 - as above

    signed_in = (
        sign_in(database, login, password, database.cost)
        if check_sealed(database, login, password, database.cost)
        else None
    )
    if signed_in is None:
        raise RuleViolation("wrong_login")
    user, keys = signed_in
    if user.role is not Role.SUPERVISOR:
        raise RuleViolation("supervisor_needed")
    return keys.opened.boxes


def inspect(
    database: Database, backups: Sequence[Backup] = (), typed: Sequence[ChainAnchor] = (), boxes: Boxes | None = None
) -> Inspection:
    """Look through a database that is open, beside whoever writes to it.

    Args:
        database: Open for reading.
        backups: What is known of its log from there.
        typed: Ends of its log that somebody typed from paper.
        boxes: Open the chain of its log; None: nobody has signed in who could.
    """
    told = [*faults(database.driver(), database.path), *_log(database, backups, typed, boxes)]
    try:
        verification = Verify(SqlUnits(database, None, Cost()))(PROGRAM)
    except EnvironmentProblem as problem:
        if not told:
            told.append(Damage(problem.code, problem.message))
        return Inspection(tuple(told), None)
    return Inspection((*told, *_counted(verification)), verification, boxes is not None)


def _log(
    database: Database, backups: Sequence[Backup], typed: Sequence[ChainAnchor], boxes: Boxes | None
) -> list[Damage]:
    told: list[Damage] = []
    seen = [*seen_in_backups(database, backups), *(SeenEnd(anchor, Phrase("what was typed")) for anchor in typed)]
    try:
        seen += seen_by_this_machine(database)
    except EnvironmentProblem as problem:
        told.append(damage_of(problem))
    try:
        with environment_problems(database.path):
            told += (*check_ends(database, seen), *check_typed(database, typed))
            if boxes is not None:
                told += check_chain(database, boxes)
    except EnvironmentProblem as problem:
        told.append(Damage(problem.code, problem.message))
    return told


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
