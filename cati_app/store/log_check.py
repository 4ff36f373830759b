"""Checks the log of a database: against ends of it that were seen elsewhere, and by its chain, with the box opened."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import takewhile

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from cati_app.domain.phrases import Phrase
from cati_app.store.backup_folder import Backup
from cati_app.store.database import Database
from cati_app.store.integrity import Damage
from cati_app.store.log_chain import LAST, Execute, rows_after
from cati_app.store.trust.boxes import Address, open_secret
from cati_app.store.trust.chain import ChainAnchor, Link, LogBreach, LogFault, faults_of
from cati_app.store.trust.derivation import Purpose
from cati_app.values import dataclass

Boxes = Mapping[int, X25519PrivateKey]
"""Private halves of the supervisors' box by generation, as the signed head vouches for them."""

_CHAINS = (
    "SELECT device, first_n, box, generation, sealed, vouched FROM chain"
    " WHERE device = ? OR device IN (SELECT DISTINCT device FROM event) ORDER BY first_n"
)
"""The database knows beginnings of other stations' logs, too; here are those of devices that wrote in this one."""
_DIGEST = "SELECT digest FROM event WHERE seq = ?"
_NO_END = 1 << 62
_AT_MOST = 10  # places that are told of each kind


@dataclass(frozen=True, slots=True)
class ChainSpan:
    """A chain of the log: `before` is the number of the first row that is not in it any more."""

    device: str
    first_n: int
    before: int
    box: bytes
    generation: int
    sealed: bytes
    vouched: bytes


@dataclass(frozen=True, slots=True)
class SeenEnd:
    """An end of the log that was seen elsewhere.

    Args:
        anchor: With a blank digest where only the number is known.
        where: Words for a message.
    """

    anchor: ChainAnchor
    where: str


def chains_of(database: Database) -> tuple[ChainSpan, ...]:
    """The chains of a log, in order; none for one that was never sealed."""
    rows = database.driver().execute(_CHAINS, (database.device,)).fetchall()
    ends = (*(row[1] for row in rows[1:]), _NO_END)
    return tuple(ChainSpan(row[0], row[1], end, *row[2:]) for row, end in zip(rows, ends, strict=False))


def seen_by_this_machine(database: Database) -> tuple[SeenEnd, ...]:
    """Ends of the log of this study that the state folder remembers.

    Raises:
        EnvironmentProblem: `state_damaged`, `state_closed`, `chain_key_damaged`.
    """
    state = database.state
    where = Phrase("the state folder")
    reached = state.reached(database.device)
    ends = [*state.anchors().values(), *([ChainAnchor(database.device, reached, b"")] if reached else ())]
    return tuple(SeenEnd(anchor, where) for anchor in ends)


def seen_in_backups(database: Database, backups: Iterable[Backup]) -> tuple[SeenEnd, ...]:
    """Ends of the log of this study that stand in manifests of backups."""
    return tuple(
        SeenEnd(anchor, Phrase("the backup {name}", name=backup.path.name))
        for backup in backups
        if backup.study_id == database.study.hex()
        for anchor in backup.anchors
    )


def check_ends(database: Database, seen: Iterable[SeenEnd]) -> tuple[Damage, ...]:
    """Whether the log still has the ends that were seen elsewhere; nobody has to sign in for that.

    Args:
        seen: Ends of the log of this study. Those of a device that goes on elsewhere, with more than the backup had
            that this database was restored from, tell nothing of this one.
    """
    chains = chains_of(database)
    execute = database.driver().execute
    last = execute(LAST).fetchone()[0] or 0
    told = []
    cut: SeenEnd | None = None
    for end in seen:
        anchor = end.anchor
        if not chains and anchor.device == database.device:
            text = Phrase(
                "The log is not chained any more, as it was when its end was seen in {where}.", where=end.where
            )
            return (Damage("log_unchained", text),)
        if not any(anchor.device == chain.device and anchor.n < chain.before for chain in chains):
            continue
        if anchor.n > last:
            cut = end if cut is None or cut.anchor.n < anchor.n else cut
            continue
        row = execute(_DIGEST, (anchor.n,)).fetchone()
        if row is None or row[0] is None or not row[0].startswith(anchor.digest):
            text = Phrase(
                "The log was written anew: at event {n} it is not the one that was seen in {where}.",
                n=anchor.n,
                where=end.where,
            )
            told.append(Damage("log_rewritten", text))
    if cut is not None:
        text = Phrase(
            "The end of the log was cut off: it has {last} events, and event {n} was seen in {where}.",
            last=last,
            n=cut.anchor.n,
            where=cut.where,
        )
        told.append(Damage("log_cut", text))
    return tuple(told)


def check_typed(database: Database, typed: Iterable[ChainAnchor]) -> tuple[Damage, ...]:
    """Ends that somebody typed from paper and that this log cannot have: whoever asks for one wants an answer.

    Args:
        typed: Those of a chain that is in the log are compared by `check_ends`.
    """
    chains = chains_of(database)
    return tuple(
        Damage(
            "log_end_missing",
            Phrase("The end that was typed, event {n} of {device}, is not in this log.", n=end.n, device=end.device),
            Phrase(
                "Compare it with the paper once more. Where it is right, the log is that of another study, was written"
                " anew, or the end was lost when an older backup was restored."
            ),
        )
        for end in typed
        if not any(end.device == chain.device and end.n < chain.before for chain in chains)
        and (chains or end.device != database.device)
    )


def check_chain(database: Database, boxes: Boxes) -> tuple[Damage, ...]:
    """Whether every event is the one that was written under its number, in an order without holes."""
    chains = chains_of(database)
    if not chains:
        return (Damage("log_unchained", Phrase("The log is not chained, so nobody can tell whether it was changed.")),)
    execute = database.driver().execute
    faults: list[LogFault] = []
    told: list[Damage] = []
    if chains[0].first_n > 1:
        faults.append(LogFault(LogBreach.UNCHAINED, chains[0].first_n - 1, 1))
    for chain in chains:
        key = _first_key(database, chain, boxes)
        if key is None:
            text = Phrase(
                "Events from {n} on cannot be checked: the first key of their chain is not the one that was sealed for"
                " the supervisors.",
                n=chain.first_n,
            )
            told.append(Damage("log_key", text))
            continue
        first = Link.first(database.study, chain.device, key, chain.first_n)
        ends = [ChainAnchor(chain.device, chain.before - 1, b"")] if chain.before < _NO_END else []
        faults += faults_of(first, _rows_of(execute, chain), ends)
    return (*told, *_worded(faults))


def _unchained(end: SeenEnd) -> Damage:
    text = Phrase("The log is not chained any more, as it was when its end was seen in {where}.", where=end.where)
    return Damage("log_unchained", text)


def _rows_of(execute: Execute, chain: ChainSpan) -> Iterator[tuple[int, bytes, bytes | None]]:
    return takewhile(lambda row: row[0] < chain.before, rows_after(execute, chain.first_n - 1))


def _first_key(database: Database, chain: ChainSpan, boxes: Boxes) -> bytes | None:
    box = boxes.get(chain.generation)
    if box is None:
        return None
    address = Address(database.study, Purpose.CHAIN, chain.generation, f"{chain.device}:{chain.first_n}")
    return open_secret(chain.sealed, box, address, chain.vouched)


def _worded(faults: Iterable[LogFault]) -> Iterator[Damage]:
    """Breaches by kind, each with its places."""
    by_breach: dict[LogBreach, list[LogFault]] = {}
    for fault in faults:
        missing = fault.breach in (LogBreach.CUT, LogBreach.MISSING)  # before the next chain nothing is a tail
        by_breach.setdefault(LogBreach.MISSING if missing else fault.breach, []).append(fault)
    for breach, of_it in by_breach.items():
        places = ", ".join(f"{f.n}" if f.since == f.n else f"{f.since}-{f.n}" for f in of_it[:_AT_MOST])
        yield Damage(f"log_{breach.value}", _text(breach, places + (" …" if len(of_it) > _AT_MOST else "")))


def _text(breach: LogBreach, places: str) -> Phrase:
    if breach is LogBreach.MISSING:
        return Phrase("Events were deleted from the log: {places}.", places=places)
    if breach is LogBreach.UNCHAINED:
        return Phrase("Events in the log were not written by this program: {places}.", places=places)
    return Phrase("Events in the log were changed, or others put in their place: {places}.", places=places)
