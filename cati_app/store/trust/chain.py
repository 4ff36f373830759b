"""The log's chain of one device: each row's digest needs a key that is forgotten right after.

`digest_n = HMAC(k_{n-1}, digest_{n-1} + row n)`, `k_n = SHA-256("next" + k_{n-1})`. Whoever reads the database and the
newest key can make later digests, never earlier ones; who holds k_0 can check all of them. The newest key stands
outside the database, whose journal would keep old ones.
"""

from __future__ import annotations

import hashlib
import hmac
import mmap
import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from cati_app.domain.errors import EnvironmentProblem

_NUMBER, _KEY, _CHECK = 8, 32, 32
_SLOT = _NUMBER + _KEY + _CHECK
_BETWEEN = "\x1f"

Column = str | int | None


@dataclass(frozen=True, slots=True)
class Link:
    """Where a chain stands: after row `n` (0: before the first), with its digest and the key for the next row."""

    n: int
    digest: bytes
    key: bytes

    @classmethod
    def first(cls, study: bytes, device: str, key: bytes) -> Link:
        """The beginning of a device's chain.

        Args:
            key: k_0, 32 random bytes, sealed to the supervisors' box before it is used.
        """
        return cls(0, hashlib.sha256(b"cati/1 chain" + study + device.encode()).digest(), key)

    def after(self, row: Sequence[Column]) -> Link:
        """With one row more, given as its columns in their order, payload last."""
        digest = hmac.digest(self.key, self.digest + _bytes_of(row), "sha256")
        return Link(self.n + 1, digest, hashlib.sha256(b"next" + self.key).digest())


def _bytes_of(row: Sequence[Column]) -> bytes:
    return _BETWEEN.join("" if column is None else str(column) for column in row).encode()


class LogBreach(StrEnum):
    """What is wrong with a log."""

    CHANGED = "changed"  # a row is not what it was when it was written
    MISSING = "missing"  # numbers before it are not there
    INSERTED = "inserted"  # its number had been given before
    CUT = "cut"  # it ends before a row that an anchor has seen
    REWRITTEN = "rewritten"  # at an anchor's number it holds another digest


@dataclass(frozen=True, slots=True)
class LogFault:
    """A breach and the number of the row it shows at."""

    breach: LogBreach
    n: int


@dataclass(frozen=True, slots=True)
class ChainAnchor:
    """A digest that was seen elsewhere: in the state folder, a backup, a report, at a hub."""

    n: int
    digest: bytes


def faults_of(
    first: Link, rows: Iterable[tuple[int, Sequence[Column], bytes]], anchors: Iterable[ChainAnchor] = ()
) -> Iterator[LogFault]:
    """Check a device's whole log against its first key; a change shows once, where it was made.

    Args:
        rows: Number, columns and kept digest, by number.
        anchors: Digests known from elsewhere.
    """
    wanted = {anchor.n: anchor.digest for anchor in anchors}
    link = first
    for n, columns, digest in rows:
        if n <= link.n:
            yield LogFault(LogBreach.INSERTED, n)
            continue
        if n > link.n + 1:
            yield LogFault(LogBreach.MISSING, n)
            link = _skipped(link, n - 1)
        following = link.after(columns)
        if not hmac.compare_digest(following.digest, digest):
            yield LogFault(LogBreach.CHANGED, n)
        elif n in wanted and wanted[n] != digest:
            yield LogFault(LogBreach.REWRITTEN, n)
        link = Link(n, digest, following.key)
    last = max((n for n in wanted if n > link.n), default=None)
    if last is not None:
        yield LogFault(LogBreach.CUT, last)


def _skipped(link: Link, n: int) -> Link:
    """The key as it was before the row after `n`; the digests between are lost with their rows."""
    key = link.key
    for _ in range(n - link.n):
        key = hashlib.sha256(b"next" + key).digest()
    return Link(n, link.digest, key)


class KeySlots:
    """The newest key of a chain in a small mapped file, in two places by turns: a kill while writing leaves the other.

    Raises:
        EnvironmentProblem: `chain_key_damaged` when neither place holds a whole key.
    """

    def __init__(self, path: Path) -> None:
        self._file = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            if os.fstat(self._file).st_size < 2 * _SLOT:
                os.ftruncate(self._file, 2 * _SLOT)
            self._map = mmap.mmap(self._file, 2 * _SLOT)
        except BaseException:
            os.close(self._file)
            raise
        self._turn = 0

    def read(self) -> tuple[int, bytes] | None:
        """Number of the last row and the key for the next; None when nothing was ever written. Comes before `write`."""
        slots = [bytes(self._map[at : at + _SLOT]) for at in (0, _SLOT)]
        whole = [
            (int.from_bytes(slot[:_NUMBER], "big"), slot[_NUMBER : _NUMBER + _KEY], which)
            for which, slot in enumerate(slots)
            if _is_whole(slot)
        ]
        if whole:
            n, key, newest = max(whole)
            self._turn = 1 - newest
            return n, key
        if any(any(slot) for slot in slots):
            raise EnvironmentProblem(
                "chain_key_damaged",
                "The key of this station's log is damaged; nothing was changed.",
                "Restore the newest good backup, which begins a log of its own.",
            )
        return None

    def write(self, n: int, key: bytes) -> None:
        """Keep a newer key in place of the older of the two."""
        plain = n.to_bytes(_NUMBER, "big") + key
        at = self._turn * _SLOT
        self._map[at : at + _SLOT] = plain + hashlib.sha256(plain).digest()
        self._turn = 1 - self._turn

    def close(self) -> None:
        """Bring it to the disk and let go."""
        self._map.flush()
        self._map.close()
        os.close(self._file)


def _is_whole(slot: bytes) -> bool:
    plain, check = slot[: _NUMBER + _KEY], slot[_NUMBER + _KEY :]
    return any(plain) and hashlib.sha256(plain).digest() == check
