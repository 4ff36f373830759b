"""The chain of the log in an open database: where it stands, how it goes on, and how it begins.

The key for the next row stands in the state folder and is written there after each commit. Where it is behind, it is
derived from the rows that came after it; where it is ahead, the database is older than what this machine has seen.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Protocol

from cati_app.domain.errors import EnvironmentProblem
from cati_app.domain.phrases import Phrase, source
from cati_app.store.event_rows import COLUMNS, digested
from cati_app.store.state_folder import ChainName, StateFolder
from cati_app.store.trust.chain import ChainAnchor, KeySlots, Link
from cati_app.values import dataclass

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PublicKey

    from cati_app.store.statements import Statements

LAST = "SELECT max(seq) FROM event"
_ROWS = f"SELECT {', '.join(COLUMNS)}, digest FROM event WHERE seq > ? ORDER BY seq LIMIT ?"
_DIGEST = "SELECT digest FROM event WHERE seq = ?"
_NEWEST = "SELECT first_n, vouched FROM chain WHERE device = ? ORDER BY first_n DESC LIMIT 1"
_BOX_BEFORE = "SELECT box, generation FROM chain ORDER BY first_n DESC LIMIT 1"
_VOUCHED = "SELECT first_n, generation, vouched FROM chain WHERE device = ? ORDER BY first_n"
_ADD = "INSERT INTO chain (device, first_n, box, generation, sealed, vouched) VALUES (?, ?, ?, ?, ?, ?)"
_EMPTY = "DELETE FROM chain WHERE device = ? AND first_n = ?"  # one without a row yet is begun once more
_SET = "UPDATE event SET digest = ? WHERE seq = ?"
# sqlite: its catalogue, which holds the text of a trigger
_TRIGGER = "SELECT sql FROM sqlite_master WHERE type = 'trigger' AND name = 'event_is_never_changed'"
_PAGE = 10_000

_CURE = source("Keep a copy of the file. `cati verify` says what was changed; `cati restore` goes on with a backup.")

Row = tuple[Any, ...]
Execute = Callable[[str, Sequence[object]], Any]


@dataclass(frozen=True, slots=True)
class Box:
    """What the first keys of chains are sealed to: the supervisors' box.

    Args:
        generation: Of the box, from 1.
    """

    to: X25519PublicKey
    generation: int


@dataclass(frozen=True, slots=True)
class _Standing:
    device: str
    slots: KeySlots
    link: Link
    is_waiting: bool = False  # begun before rows that are still to be chained


@dataclass(frozen=True, slots=True)
class ChainMark:
    """A place within a transaction.

    Args:
        last: Number of the last row.
        standing: None: nothing was chained in it yet.
    """

    last: int
    standing: _Standing | None


class RowChain(Protocol):
    """What gives the rows of a log their numbers and digests."""

    last: int
    """Number of the last row, in the transaction under way."""

    def chained(self, rows: Sequence[Row], execute: Execute) -> list[Row]:
        """Rows that are about to be written in this transaction, in order, each with its digest as its last value."""


class LogChain:
    """The chain of a database's own device. One transaction at a time writes to a database, and so it does here.

    Args:
        state: Where the keys are.
        study: The study's id.
    """

    def __init__(self, state: StateFolder, study: bytes, name: str) -> None:
        self._state = state
        self._study = study
        self._name = name
        self.last = 0  # number of the last row, in the transaction under way
        self._standing: _Standing | None = None
        self._next: _Standing | None = None  # what it is once the transaction is committed

    def open(self, execute: Execute, device: str) -> None:
        """Find out where the chain stands; the database that has none yet writes rows without digests.

        Raises:
            EnvironmentProblem: `log_older`, `log_changed`, `chain_key_missing`, `chain_key_damaged`.
        """
        last = execute(LAST, ()).fetchone()[0] or 0
        row = execute(_NEWEST, (device,)).fetchone()
        newest = ChainName.of(device, *row) if row is not None else None
        for chain in self._state.chains(device):
            slots = self._state.slots(chain)
            if chain == newest and slots.n <= last:
                digest = Link.first(self._study, device, slots.key, chain.first_n).digest
                if slots.n >= chain.first_n:
                    digest = _digest(execute(_DIGEST, (slots.n,)).fetchone())
                self._standing = _Standing(device, slots, Link(slots.n, digest, slots.key))
                continue
            slots.close()
            if slots.n > last:
                raise self._older(last, slots.n)
            if slots.n >= chain.first_n > (newest.first_n if newest is not None else 0):
                raise self._unchained()
        if newest is not None and self._standing is None:
            raise self._missing()
        if self._standing is not None:
            self._standing = replace(self._standing, link=self._caught_up(self._standing.link, execute))

    def transaction(self, last: int) -> None:
        """A transaction begins: what an earlier one that was undone would have written counts no more.

        Args:
            last: Number of the last row there is; 0 in an empty log.
        """
        self.last = last
        if self._next is not None:
            self._undo()

    def mark(self) -> ChainMark:
        """Where the transaction under way stands, to come back to."""
        return ChainMark(self.last, self._next)

    def back_to(self, mark: ChainMark) -> None:
        """What was written in this transaction after a mark counts no more; no chain was begun since."""
        self.last, self._next = mark.last, mark.standing

    def _undo(self) -> None:
        if self._next is not None:
            if self._standing is None or self._next.slots is not self._standing.slots:
                self._next.slots.close()
            self._next = None

    def chained(self, rows: Sequence[Row], execute: Execute) -> list[Row]:
        """Rows that are about to be written in this transaction, in order, each with its digest as its last value.

        Args:
            rows: Values of `COLUMNS`, numbered behind the last row there is.
        """
        if rows:
            self.last = rows[-1][0]
        standing = self._next or self._standing
        if standing is None or standing.is_waiting:
            return [(*row, None) for row in rows]
        link = standing.link
        if rows and rows[0][0] != link.n + 1:
            link = self._caught_up(link, execute)
        link, digests = link.over(map(digested, rows))
        self._next = _Standing(standing.device, standing.slots, link)  # `replace` costs as much as a digest
        return [(*row, digest) for row, digest in zip(rows, digests, strict=True)]

    def committed(self) -> None:
        """The transaction is durable: from now on the key for the next row is all that is left of those before."""
        following, before = self._next, self._standing
        if following is None:
            return
        assert not following.is_waiting, "rows are chained before they are durable"
        self._standing, self._next = following, None
        following.slots.write(following.link.n, following.link.key)
        if before is not None and before.slots is not following.slots:
            before.slots.close()

    def begin(self, statements: Statements, device: str, box: Box, first_n: int) -> None:
        """Begin a chain in this transaction, with a key of its own sealed to the supervisors' box.

        Args:
            first_n: Number of its first row. Where there are rows from there on, `chain_rows` chains them, and those
                that are still written, before the transaction ends.
        """
        from cati_app.store.trust.boxes import Address, seal_secret  # noqa: PLC0415 - chains begin seldom
        from cati_app.store.trust.derivation import Purpose, check_of  # noqa: PLC0415

        key = os.urandom(32)
        address = Address(self._study, Purpose.CHAIN, box.generation, f"{device}:{first_n}")
        sealed = seal_secret(key, box.to, address)
        vouched = check_of(key, Purpose.CHAIN, box.generation, self._study)
        chain = ChainName.of(device, first_n, vouched)
        self._state.begin_chain(chain, key)
        statements.execute(_EMPTY, (device, first_n))
        statements.execute(_ADD, (device, first_n, box.to.public_bytes_raw(), box.generation, sealed, vouched))
        self._undo()
        slots = self._state.slots(chain)
        link = Link.first(self._study, device, key, first_n)
        self._next = _Standing(device, slots, link, is_waiting=first_n <= (statements.row(LAST)[0] or 0))

    def chain_rows(self, statements: Statements) -> None:
        """Give every row from the beginning of the new chain to the end of the log its digest."""
        standing = self._next
        if standing is None or not standing.is_waiting:
            return
        link = standing.link
        with rows_may_change(statements):
            while rows := statements.execute(_ROWS, (link.n, _PAGE)).fetchall():
                link, digests = link.over(digested(row[:-1]) for row in rows)
                statements.many(_SET, zip(digests, (row[0] for row in rows), strict=True))
        self._next = replace(standing, link=link, is_waiting=False)

    def begin_anew(self, statements: Statements, device: str, box: Box | None = None) -> None:
        """Begin a chain behind the last row; nothing in a log without one.

        Args:
            box: None: that of the chain before, as it stands in the database.
        """
        before = statements.row(_BOX_BEFORE)
        if before is not None:
            from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PublicKey  # noqa: PLC0415

            box = box or Box(X25519PublicKey.from_public_bytes(before[0]), before[1])
            self.begin(statements, device, box, (statements.row(LAST)[0] or 0) + 1)

    def end(self) -> ChainAnchor | None:
        """Where the log ends, to be kept elsewhere; None for one without a chain."""
        if self._standing is None:
            return None
        return ChainAnchor(self._standing.device, self._standing.link.n, self._standing.link.digest)

    def close(self) -> None:
        """Let go of the key; may be called twice."""
        self._undo()
        if self._standing is not None:
            self._standing.slots.close()

    def _caught_up(self, link: Link, execute: Execute) -> Link:
        """After the rows that came since, of a program that was killed or of a command beside this one."""
        for n, row, digest in rows_after(execute, link.n):
            following = link.after(row)
            if (n, digest) != (following.n, following.digest):
                raise self._changed(n)
            link = following
        return link

    def _older(self, last: int, seen: int) -> EnvironmentProblem:
        return EnvironmentProblem(
            "log_older",
            Phrase(
                "{name} is older than what this machine has seen: its log ends with event {last}, and {seen} was"
                " written. Nothing was changed.",
                name=self._name,
                last=last,
                seen=seen,
            ),
            "Put the newest file back with its journal. Where it is lost: `cati restore` with a backup or this file,"
            " which begins a log of its own and asks for a reason.",
        )

    def _missing(self) -> EnvironmentProblem:
        return EnvironmentProblem(
            "chain_key_missing",
            Phrase(
                "The key that goes on with the log of {name} is not in the state folder {folder}. Nothing was changed.",
                name=self._name,
                folder=self._state.path,
            ),
            "Accounts that share a database set CATI_STATE to one folder. A database that comes from elsewhere, or"
            " whose state folder is lost, goes on with `cati restore FILE --db FILE --aside`.",
        )

    def _unchained(self) -> EnvironmentProblem:
        return EnvironmentProblem(
            "log_changed",
            Phrase("The log of {name} is not chained any more, as this machine has left it.", name=self._name),
            _CURE,
        )

    def _changed(self, n: int) -> EnvironmentProblem:
        return EnvironmentProblem(
            "log_changed",
            Phrase(
                "Event {n} in the log of {name} was not written by this program. Nothing was changed.",
                n=n,
                name=self._name,
            ),
            _CURE,
        )


def rows_after(execute: Execute, n: int) -> Iterator[tuple[int, bytes, bytes | None]]:
    """Rows of the log behind a number, in order: number, what goes into the digest, and the digest that is kept."""
    while rows := execute(_ROWS, (n, _PAGE)).fetchall():
        for row in rows:
            yield row[0], digested(row[:-1]), row[-1]
        n = rows[-1][0]


def chains_check(statements: Statements, device: str) -> str:
    """What a signed head vouches for of the chains of a device: SHA-256 over all of them; blank without one."""
    chains = statements.all(_VOUCHED, device)
    parts = (f"{first_n}:{generation}:{vouched.hex()}\n" for first_n, generation, vouched in chains)
    return hashlib.sha256("".join(parts).encode()).hexdigest() if chains else ""


@contextmanager
def rows_may_change(statements: Statements) -> Iterator[None]:
    """For the one step that seals a log of older versions: within a transaction its rows may be changed."""
    guard = statements.row(_TRIGGER)
    if guard is None:
        raise EnvironmentProblem(
            "damaged",
            "What keeps the events of the log from being changed is missing in this database.",
            "Keep a copy of the file. `cati verify` says what is missing; restore the newest backup.",
        )
    statements.execute("DROP TRIGGER event_is_never_changed")
    yield
    statements.execute(guard[0])


def _digest(row: Any) -> bytes:
    """Of the row up to which the key was advanced; blank where it has none, so that the next row tells."""
    return row[0] if row is not None and row[0] is not None else b""
