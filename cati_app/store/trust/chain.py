"""The log's chain of one device: each row's digest needs a key that is forgotten right after.

`digest_n = HMAC(k_{n-1}, digest_{n-1} + row n)`, `k_n = SHA-256("next" + k_{n-1})`. Whoever reads the database and the
newest key can make later digests, never earlier ones; who holds k_0 can check all of them. k_0 is sealed to the
supervisors' box. The newest key stands outside the database, whose journal would keep old ones.

Rows have the numbers of the database's log. A chain begins at one of them and ends where the next one begins: that of
another device, which went on from a backup, or a new one of the same device, whose old k_0 somebody knows who left.
"""

from __future__ import annotations

import hashlib
import os
import re
import sys
from collections.abc import Iterable, Iterator
from contextlib import suppress
from enum import StrEnum
from pathlib import Path

from cati_app.domain.errors import EnvironmentProblem
from cati_app.values import dataclass

_NUMBER, _KEY, _CHECK = 8, 32, 32
_SLOT = _NUMBER + _KEY + _CHECK
_END = re.compile("([0-9a-f]{8}):([0-9]{1,18}):([0-9a-f]{32})")
_TYPED = 16  # bytes of a digest that somebody types from paper
_INNER, _OUTER = (bytes(byte ^ pad for byte in range(256)) for pad in (0x36, 0x5C))
_FILL = hashlib.sha256().block_size - _KEY
_INNER_FILL, _OUTER_FILL = b"\x36" * _FILL, b"\x5c" * _FILL


@dataclass(frozen=True, slots=True)
class Link:
    """Where a chain stands: after row `n` (0: before the first), with its digest and the key for the next row."""

    n: int
    digest: bytes
    key: bytes

    @classmethod
    def first(cls, study: bytes, device: str, key: bytes, first_n: int = 1) -> Link:
        """The beginning of a device's chain.

        Args:
            key: k_0, 32 random bytes, sealed to the supervisors' box before it is used.
            first_n: Number of its first row.
        """
        return cls(first_n - 1, hashlib.sha256(b"cati/1 chain" + study + device.encode()).digest(), key)

    def over(self, rows: Iterable[bytes]) -> tuple[Link, list[bytes]]:
        """With more rows, each given as it goes into its digest; and their digests."""
        digest, key, digests = self.digest, self.key, []
        for row in rows:
            digest = _keyed(key, digest + row)
            key = hashlib.sha256(b"next" + key).digest()
            digests.append(digest)
        return Link(self.n + len(digests), digest, key), digests

    def after(self, row: bytes) -> Link:
        """With one row more."""
        return self.over((row,))[0]


def _keyed(key: bytes, text: bytes) -> bytes:
    """HMAC-SHA-256 (RFC 2104) under a key of `_KEY` bytes; that of the library looks its algorithm up each time."""
    inner = hashlib.sha256(key.translate(_INNER) + _INNER_FILL + text).digest()
    return hashlib.sha256(key.translate(_OUTER) + _OUTER_FILL + inner).digest()


class LogBreach(StrEnum):
    """What is wrong with a log."""

    CHANGED = "changed"  # a row is not the one that was written under its number
    MISSING = "missing"  # the rows before it are not there
    UNCHAINED = "unchained"  # it has no digest: the program did not write it
    CUT = "cut"  # it ends before a row that an anchor has seen
    REWRITTEN = "rewritten"  # at an anchor's number it holds another digest


@dataclass(frozen=True, slots=True)
class LogFault:
    """A breach and where it shows.

    Args:
        n: Number of the row; of the last one where several are missing.
        since: Number of the first row where several are missing, else `n`.
    """

    breach: LogBreach
    n: int
    since: int


@dataclass(frozen=True, slots=True)
class ChainAnchor:
    """A digest that was seen elsewhere: in the state folder, a backup, a report, at a hub.

    Args:
        digest: Of 32 bytes, or its beginning, where somebody types it from paper.
    """

    device: str
    n: int
    digest: bytes

    @property
    def text(self) -> str:
        """As it stands on paper and is typed in again: device, number and the first 16 bytes of the digest."""
        return f"{self.device}:{self.n}:{self.digest[:_TYPED].hex()}"

    @classmethod
    def typed(cls, text: str) -> ChainAnchor:
        """What `text` gave; blanks do not matter. ValueError for anything else."""
        known = _END.fullmatch("".join(text.split()).lower())
        if known is None:
            raise ValueError(f"no end of a log: {text}")
        return cls(known[1], int(known[2]), bytes.fromhex(known[3]))


def faults_of(
    first: Link, rows: Iterable[tuple[int, bytes, bytes | None]], anchors: Iterable[ChainAnchor] = ()
) -> Iterator[LogFault]:
    """Check a chain's whole log against its first key; a change shows once, where it was made.

    The row behind a gap cannot be checked, because the digest before it is gone: the gap tells of it.

    Args:
        rows: Number, what goes into the digest, and the digest that is kept, by number; each number once.
        anchors: Digests of this chain known from elsewhere.
    """
    seen = _by_number(anchors)
    link = first
    for n, row, digest in rows:
        behind_gap = n > link.n + 1
        if behind_gap:
            yield LogFault(LogBreach.MISSING, n - 1, link.n + 1)
            link = _skipped(link, n - 1)
        following = link.after(row)
        if digest is None:
            yield LogFault(LogBreach.UNCHAINED, n, n)
        elif not behind_gap and following.digest != digest:
            yield LogFault(LogBreach.CHANGED, n, n)
        elif n in seen and not all(map(digest.startswith, seen[n])):
            yield LogFault(LogBreach.REWRITTEN, n, n)
        link = Link(n, digest or following.digest, following.key)
    last = max(seen, default=0)
    if last > link.n:
        yield LogFault(LogBreach.CUT, last, link.n + 1)


def _by_number(anchors: Iterable[ChainAnchor]) -> dict[int, list[bytes]]:
    seen: dict[int, list[bytes]] = {}
    for anchor in anchors:
        seen.setdefault(anchor.n, []).append(anchor.digest)
    return seen


def _skipped(link: Link, n: int) -> Link:
    """The key as it was before the row after `n`; the digests between are lost with their rows."""
    key = link.key
    for _ in range(n - link.n):
        key = hashlib.sha256(b"next" + key).digest()
    return Link(n, link.digest, key)


class KeySlots:
    """The newest key of a chain in a small file, in two slots by turns: a kill while writing leaves the other.

    Args:
        path: The file; it is there.

    Raises:
        EnvironmentProblem: `chain_key_damaged` when neither slot holds a whole key.
    """

    def __init__(self, path: Path) -> None:
        self._file = os.open(path, os.O_RDWR | getattr(os, "O_BINARY", 0))
        try:
            newest = _newest_in(os.read(self._file, 2 * _SLOT))
        except BaseException:
            os.close(self._file)
            raise
        self.n, self.key, at = newest
        self._next = _SLOT - at

    @staticmethod
    def beginning(n: int, key: bytes) -> bytes:
        """What the file of a new chain holds; it lies on the disk before the database names the chain.

        Args:
            n: Number of the row before the first.
            key: k_0.
        """
        return _slot(n, key) + bytes(_SLOT)

    @staticmethod
    def number_in(data: bytes) -> int:
        """Number of the last row, from what the file holds. EnvironmentProblem: `chain_key_damaged`."""
        return _newest_in(data)[0]

    def write(self, n: int, key: bytes) -> None:
        """Keep a newer key in place of the older of the two, where a kill of the program leaves it.

        What cannot be written is left: the key is derived from the one before and the rows that came after it.
        """
        try:
            if _write_at(self._file, _slot(n, key), self._next) == _SLOT:
                self._next = _SLOT - self._next
        except OSError:
            pass

    def close(self) -> None:
        """Bring it to the disk and let go; may be called twice."""
        if self._file >= 0:
            with suppress(OSError):
                os.fsync(self._file)
            os.close(self._file)
            self._file = -1


def _write_at(file: int, data: bytes, at: int) -> int:
    if sys.platform == "win32":
        os.lseek(file, at, os.SEEK_SET)
        return os.write(file, data)
    return os.pwrite(file, data, at)


def _newest_in(data: bytes) -> tuple[int, bytes, int]:
    whole = [(slot, at) for at in (0, _SLOT) if _is_whole(slot := data[at : at + _SLOT])]
    if not whole:
        raise _damaged()
    slot, at = max(whole)  # a slot begins with its number
    return int.from_bytes(slot[:_NUMBER], "big"), slot[_NUMBER : _NUMBER + _KEY], at


def _slot(n: int, key: bytes) -> bytes:
    plain = n.to_bytes(_NUMBER, "big") + key
    return plain + hashlib.sha256(plain).digest()


def _damaged() -> EnvironmentProblem:
    return EnvironmentProblem(
        "chain_key_damaged",
        "The key of this station's log is damaged; nothing was changed.",
        "Restore the newest good backup, which begins a log of its own, or this file as it is:"
        " `cati restore FILE --db FILE --aside`.",
    )


def _is_whole(slot: bytes) -> bool:
    plain, check = slot[: _NUMBER + _KEY], slot[_NUMBER + _KEY :]
    return len(slot) == _SLOT and hashlib.sha256(plain).digest() == check
