"""Whether the journal beside a database is the one that belongs to it, and whole.

The file says whether somebody has it open (`ownership.OPEN_BY`), and the log is numbered: a journal that is missing or
from an earlier day shows by that. What was cut off its end shows by the index beside it, which the driver keeps in
shared memory and which outlives a killed process; damage in its middle by the commits behind it.

Sources: https://www.sqlite.org/fileformat2.html#the_write_ahead_log, https://www.sqlite.org/walformat.html
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2

from cati_app.domain.errors import EnvironmentProblem
from cati_app.domain.phrases import Phrase
from cati_app.store.connection import Access, connected
from cati_app.store.locks import database_lock
from cati_app.store.ownership import OPEN_BY, event_before
from cati_app.values import dataclass

_HEADER = struct.Struct(">8I")  # magic, format, page size, number, two salts, two checksums
_FRAME = struct.Struct(">6I")  # page, size of the database after a commit or 0, two salts, two checksums
_MAGIC = (0x377F0682, 0x377F0683)
_INDEX = struct.Struct("=3I2BH8I")  # version, -, change, begun, order, page size; frames, pages, sums, salts, sums
_RESTARTS = 1 << 20  # so many times a journal begins anew at the most between two states of its index
_COMMITS_IN_FLIGHT = 1  # a power cut may leave one that nobody was told of


@dataclass(frozen=True, slots=True)
class _Standing:
    open_by: str | None  # None: older versions of the program left no mark
    last_event: int


def _goes_on_from(file: _Standing, both: _Standing) -> bool:
    """Whether a journal goes on from where the file stands.

    A file that was closed, with a journal that has more, is one whose journal was begun after that; whoever began it
    wrote into it where the log ended.
    """
    if both.last_event <= file.last_event:
        return both.last_event == file.last_event
    return file.open_by != "" or event_before(both.open_by or "") == file.last_event


class JournalCheck:
    """Looks before the driver opens the file, and once more afterwards. Only for whoever has the lock on it.

    Args:
        path: The database.
        key: The raw database key.

    Raises:
        EnvironmentProblem: `journal_missing`, `journal_foreign`, `journal_cut`.
    """

    def __init__(self, path: Path, key: bytes) -> None:
        self._path = path
        self._alone = _standing_alone(path, key)
        self._header = _header(path)
        self._expected = self._frames_expected()
        if self._alone is not None and self._alone.open_by and not has_journal(path):
            raise journal_missing(path)

    def of(self, driver: Any) -> None:
        """Compare with what the driver made of file and journal."""
        standing = _standing(driver)
        if standing is not None and self._alone is not None and not self._belongs(self._alone, standing):
            raise _foreign(self._path)
        frames = driver.execute("PRAGMA wal_checkpoint(NOOP)").fetchone()[1]  # sqlite: the journal's length
        if frames < self._expected or _commits_behind(self._path, self._header, frames) > _COMMITS_IN_FLIGHT:
            raise _cut(self._path)

    def _belongs(self, file: _Standing, both: _Standing) -> bool:
        if _goes_on_from(file, both):
            return True
        return both.last_event > file.last_event and _is_half_brought(self._path, self._header)

    def _frames_expected(self) -> int:
        """How many frames the index knew of; 0 where it tells nothing."""
        index = _index(self._path)
        if index is None or not index.frames:
            return 0
        if not has_journal(self._path):
            return 0  # which `open_by` tells
        if self._header is None:
            raise _cut(self._path)
        ahead = (self._header.salts[0] - index.salts[0]) % (1 << 32)
        if self._header.salts == index.salts:
            return index.frames
        if 0 < ahead < _RESTARTS:
            return 0  # the machine was switched off before the index was written
        raise _foreign(self._path)


def has_journal(path: Path) -> bool:
    """Whether a journal with anything in it lies beside a database."""
    try:
        return _beside(path, "-wal").stat().st_size >= _HEADER.size
    except OSError:
        return False


def tidy_up(path: Path, key: bytes) -> None:
    """Take away the journal that whoever only read left beside a file that was closed; nothing where somebody is in.

    A connection that may only read makes a journal and cannot take it away; one that may write does when it is the
    last. On a medium that cannot be written there is nothing to take away.
    """
    if not _beside(path, "-wal").exists():
        return
    with suppress(EnvironmentProblem, OSError, sqlcipher3.dbapi2.Error), database_lock(path):
        driver = connected(path, key, Access.WRITE)
        try:
            # sqlite: a look at the file, which opens its journal
            driver.execute("SELECT count(*) FROM sqlite_master").fetchone()
        finally:
            driver.close()


def pages_in_journal(path: Path) -> frozenset[int]:
    """Pages that the journal holds: in the file they may be half written after a kill."""
    header = _header(path)
    return (
        frozenset(frame.page for frame in _frames(path, header) if frame.salts == header.salts)
        if header
        else frozenset()
    )


def journal_missing(path: Path) -> EnvironmentProblem:
    """What is told of a file that was copied while it was open."""
    return EnvironmentProblem(
        "journal_missing",
        Phrase(
            "{name} was copied while it was open, without its journal {name}-wal: the last steps are not in it."
            " Nothing was changed.",
            name=path.name,
        ),
        "Put the journal of the same copy beside it. Where it is lost: `cati restore` with a backup, or with this file"
        " to go on with what it holds.",
    )


def _foreign(path: Path) -> EnvironmentProblem:
    return EnvironmentProblem(
        "journal_foreign",
        Phrase("The journal {name}-wal does not belong to {name} as it is now. Nothing was changed.", name=path.name),
        "Put database and journal of the same copy beside each other, or restore a backup: `cati restore`.",
    )


def _cut(path: Path) -> EnvironmentProblem:
    return EnvironmentProblem(
        "journal_cut",
        Phrase(
            "The journal {name}-wal is damaged: steps that were stored cannot be read. Nothing was changed.",
            name=path.name,
        ),
        "Put database and journal of a copy back, or restore a backup: `cati restore`.",
    )


@dataclass(frozen=True, slots=True)
class _Header:
    page_size: int
    salts: tuple[int, int]


@dataclass(frozen=True, slots=True)
class _Index:
    frames: int
    salts: tuple[int, int]


@dataclass(frozen=True, slots=True)
class _Frame:
    page: int
    commits: bool
    salts: tuple[int, int]


def _standing_alone(path: Path, key: bytes) -> _Standing | None:
    """What the file says without its journal; None where it cannot be read, which the driver will tell."""
    try:
        driver = connected(path, key, Access.FILE_ALONE)
    except sqlcipher3.dbapi2.Error:
        return None
    try:
        return _standing(driver)
    finally:
        driver.close()


def _standing(driver: Any) -> _Standing | None:
    try:
        mark = driver.execute("SELECT value FROM meta WHERE key = ?", (OPEN_BY,)).fetchone()
        last = driver.execute("SELECT max(seq) FROM event").fetchone()
    except sqlcipher3.dbapi2.Error:
        return None
    return _Standing(mark[0] if mark else None, last[0] or 0)


def _header(path: Path) -> _Header | None:
    """The head of the journal; None where there is none that can be read."""
    data = _read(_beside(path, "-wal"), _HEADER.size)
    if len(data) < _HEADER.size:
        return None
    magic, _, page_size, _, salt, other, *sums = _HEADER.unpack(data)
    if magic not in _MAGIC or list(_checksum(data[:24], big=bool(magic & 1))) != sums:
        return None
    return _Header(page_size, (salt, other))


def _checksum(data: bytes, *, big: bool) -> tuple[int, int]:
    first_sum = second_sum = 0
    words = struct.unpack(f"{'>' if big else '<'}{len(data) // 4}I", data)
    for first, second in zip(words[::2], words[1::2], strict=True):
        first_sum = (first_sum + first + second_sum) & 0xFFFFFFFF
        second_sum = (second_sum + second + first_sum) & 0xFFFFFFFF
    return first_sum, second_sum


def _index(path: Path) -> _Index | None:
    """What the index beside knew; None where there is none, or a machine that was switched off left half of one."""
    data = _read(_beside(path, "-shm"), 2 * _INDEX.size)
    if len(data) < 2 * _INDEX.size or data[: _INDEX.size] != data[_INDEX.size :]:
        return None
    fields = _INDEX.unpack(data[: _INDEX.size])
    if not fields[3] or list(_checksum_native(data[:40])) != list(fields[12:14]):
        return None
    salts = struct.unpack(">2I", data[32:40])  # as they stand in the journal
    return _Index(fields[6], (salts[0], salts[1]))


def _checksum_native(data: bytes) -> tuple[int, int]:
    return _checksum(data, big=struct.pack("=H", 1) == b"\0\1")


def _frames(path: Path, header: _Header, first: int = 0) -> Iterator[_Frame]:
    """Heads of the frames from `first` (0 is the first one) to the end of the file."""
    step = _FRAME.size + header.page_size
    try:
        with _beside(path, "-wal").open("rb") as file:
            at = _HEADER.size + first * step
            while len(data := _at(file, at)) == _FRAME.size:
                page, commits, salt, other, _, _ = _FRAME.unpack(data)
                yield _Frame(page, bool(commits), (salt, other))
                at += step
    except OSError:
        return


def _at(file: Any, offset: int) -> bytes:
    file.seek(offset)
    data: bytes = file.read(_FRAME.size)
    return data


def _is_half_brought(path: Path, header: _Header | None) -> bool:
    """Whether pages of this journal are in the file already: a kill came while they were brought there.

    A sealed page is never written twice alike, so the file is of the journal's own time.
    """
    if header is None:
        return False
    try:
        with path.open("rb") as file, _beside(path, "-wal").open("rb") as journal:
            for number, frame in enumerate(_frames(path, header)):
                journal.seek(_HEADER.size + number * (_FRAME.size + header.page_size) + _FRAME.size)
                file.seek((frame.page - 1) * header.page_size)
                if frame.salts == header.salts and file.read(header.page_size) == journal.read(header.page_size):
                    return True
    except OSError:
        return False
    return False


def _commits_behind(path: Path, header: _Header | None, frames: int) -> int:
    """Commits of this journal behind those the driver could read."""
    if header is None:
        return 0
    return sum(frame.commits for frame in _frames(path, header, frames) if frame.salts == header.salts)


def _beside(path: Path, ending: str) -> Path:
    return path.with_name(path.name + ending)


def _read(path: Path, size: int) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(size)
    except OSError:
        return b""
