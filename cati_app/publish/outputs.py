"""The one way by which files leave the program: some paths are refused, and a file is whole or not there.

An output is never written on a file that the command reads, nor into the folder of a study, on a database, a key or the
block list, by whatever name: symbolic and hard links, relative paths and other spelling of case lead to the same
refusal. `tests/architecture/test_ways_out.py` sees that nothing else opens a file for writing.
"""

from __future__ import annotations

import errno
import os
import re
import secrets
import stat
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from cati_app.domain.errors import EnvironmentProblem
from cati_app.domain.phrases import Phrase
from cati_app.values import dataclass

_STUDY_FILE = "study.yaml"
_KEPT_NAMES = re.compile(r".*\.db.*|.*\.key", re.IGNORECASE | re.DOTALL)
_ANY = "file"  # any name, for what is asked of a folder
_PRIVATE, _SHARED = 0o600, 0o666  # before the umask
_FIRST = 1024  # bytes looked at of a file that is to be replaced


@dataclass(frozen=True, slots=True)
class FileKind:
    """A kind of file: its name for people, and how its first bytes look."""

    name: str
    begins: re.Pattern[bytes]


_XML = rb"(\xef\xbb\xbf)?\s*(<\?xml[^>]*>\s*)?(<!--.*?-->\s*)*"
PDF = FileKind("PDF", re.compile(rb"%PDF-"))
PNG = FileKind("PNG", re.compile(rb"\x89PNG"))
SAV = FileKind("SPSS", re.compile(rb"\$FL[23]"))
DTA = FileKind("Stata", re.compile(rb"<stata_dta>"))
PARQUET = FileKind("Parquet", re.compile(rb"PAR1"))
R_SCRIPT = FileKind("R", re.compile(rb"# "))
SPSS_SYNTAX = FileKind("SPSS syntax", re.compile(rb"(\xef\xbb\xbf)?\* "))
STATA_COMMANDS = FileKind("Stata commands", re.compile(rb"\* "))
DDI_XML = FileKind("DDI", re.compile(_XML + rb"<codeBook\b", re.DOTALL))
TRIPLES_XML = FileKind("Triple-S", re.compile(_XML + rb"<sss\b", re.DOTALL))
SVG = FileKind("SVG", re.compile(_XML + rb"<svg\b", re.DOTALL))
HTML = FileKind("HTML", re.compile(rb"\s*<!DOCTYPE html>", re.IGNORECASE))
JSON = FileKind("JSON", re.compile(rb"\s*[{\[]"))
XFORM = FileKind("XForm", re.compile(_XML + rb"<(\w+:)?html\b", re.DOTALL))
QDC = FileKind("QDC", re.compile(_XML + rb"<CodeBook\b", re.DOTALL))
QDPX = FileKind("QDPX", re.compile(rb"PK\x03\x04"))
XLSX = FileKind("XLSX", re.compile(rb"PK\x03\x04"))


def csv_kind(first_column: str) -> FileKind:
    """CSV files of one sort; another list must not pass for one, so their first column tells them."""
    return FileKind("CSV", re.compile(rb'(\xef\xbb\xbf)?"?' + re.escape(first_column.encode()) + rb'["\s,;]'))


class Outputs:
    """Writes the files that one command or window makes.

    Args:
        reads: Files that the command reads.
        stores: Databases and block lists; what lies beside them under names that begin alike belongs to them.
        force: Whether files of another kind may be replaced; nothing else is allowed by it.
        by_hand: Whether a person chose the name in a window, where there is no `--force`.
        private: Whether nobody else on the machine may read the file.
    """

    def __init__(
        self,
        *,
        reads: Iterable[Path] = (),
        stores: Iterable[Path] = (),
        force: bool = False,
        by_hand: bool = False,
        private: bool = False,
    ) -> None:
        self._reads = tuple(reads)
        self._stores = tuple(stores)
        self._force = force
        self._by_hand = by_hand
        self._mode = _PRIVATE if private else _SHARED

    def check(self, path: Path, kind: FileKind) -> None:
        """Refuse a file before any work is done for it.

        Raises:
            EnvironmentProblem: `out_protected`, `out_other_kind`.
        """
        real = Path(os.path.realpath(path))
        self._check_kept(path, real)
        _check_studies(path, real)
        if any(_same(real, known) for known in self._reads):
            raise _protected(
                Phrase("{path} is a file that this command reads.", path=path),
                Phrase("Name another file for the output."),
            )
        self._check_kind(path, kind)

    def check_folder(self, path: Path) -> None:
        """Refuse a folder for outputs before any work is done for it: a study's own, and what `check` refuses.

        Raises:
            EnvironmentProblem: `out_protected`.
        """
        real = Path(os.path.realpath(path))
        self._check_kept(path, real)
        _check_studies(path / _ANY, real / _ANY)

    def folder(self, path: Path) -> None:
        """Make a folder for outputs, unless it is there.

        Raises:
            EnvironmentProblem: `out_protected`.
            OSError: it cannot be made.
        """
        self.check_folder(path)
        path.mkdir(parents=True, exist_ok=True)

    def write(self, path: Path, kind: FileKind, pieces: Iterable[bytes]) -> None:
        """Write a file piece by piece, see `opened`."""
        with self.opened(path, kind) as file:
            file.writelines(pieces)

    @contextmanager
    def opened(self, path: Path, kind: FileKind) -> Iterator[BinaryIO]:
        """A file to be written: beside its name, then renamed, so that a kill leaves the old one or the new one.

        Of two who write it at once each has a file of its own; who ends last is kept.

        A device or pipe is written directly. What raises inside leaves the old file as it was.

        Raises:
            EnvironmentProblem: as `check`.
            OSError: the folder cannot be written or the disk is full; the old file is untouched.
        """
        self.check(path, kind)
        if is_stream(path):
            number = _descriptor(path)
            with path.open("wb") if number is None else os.fdopen(os.dup(number), "wb") as file:
                yield file
            return
        real = Path(os.path.realpath(path))
        if real.is_dir():
            raise IsADirectoryError(21, os.strerror(21))
        part = _fresh(real, "part")
        try:
            with open(part, "xb", opener=self._opener) as file:
                _hold(file.fileno())
                yield file
                file.flush()
                os.fsync(file.fileno())
            if real.exists() and self._mode != _PRIVATE:
                part.chmod(stat.S_IMODE(real.stat().st_mode))
            part.replace(real)
        finally:
            part.unlink(missing_ok=True)

    def _opener(self, path: str, flags: int) -> int:
        return os.open(path, flags, self._mode)

    @staticmethod
    @contextmanager
    def scratch(path: Path) -> Iterator[Path]:
        """An empty file beside `path` for libraries that want a name; it stays on the disk the answers go to anyway."""
        scratch = _fresh(Path(os.path.realpath(path)), "scratch")
        try:
            with scratch.open("xb") as file:
                _hold(file.fileno())
                yield scratch
        finally:
            scratch.unlink(missing_ok=True)

    def _check_kept(self, path: Path, real: Path) -> None:
        """Refuse what is, or is named like, a database, a key or a block list."""
        if _KEPT_NAMES.fullmatch(path.name) or _KEPT_NAMES.fullmatch(real.name):
            raise _protected(
                Phrase("{path} has the name of a database or a key (*.db*, *.key).", path=path),
                Phrase("Name a file with another ending."),
            )
        for store in self._stores:
            if _belongs_to(real, store):
                raise _protected(
                    Phrase("{path} belongs to {name}, a database or block list.", path=path, name=store.name),
                    Phrase("Name another file for the output."),
                )

    def _check_kind(self, path: Path, kind: FileKind) -> None:
        try:
            mode = path.stat().st_mode
            if stat.S_ISBLK(mode):
                raise _protected(Phrase("{path} is a whole disk.", path=path), Phrase("Name a file for the output."))
            if self._force or is_stream(path) or not stat.S_ISREG(mode) or path.stat().st_size == 0:
                return
            with path.open("rb") as file:
                first = file.read(_FIRST)
        except FileNotFoundError:
            return
        except OSError as error:
            raise unwritable(path, error) from None
        if not kind.begins.match(first):
            replacing = Phrase("Name another file, or say --force to replace this one.")
            cure = Phrase("Name another file.") if self._by_hand else replacing
            raise EnvironmentProblem(
                "out_other_kind",
                Phrase(
                    "{path} is there and is no {kind} file of this sort; it was left as it is.",
                    path=path,
                    kind=kind.name,
                ),
                cure,
            )


def is_stream(path: Path) -> bool:
    """Whether a path is a device or a pipe, such as /dev/stdout."""
    if _descriptor(path) is not None:
        return True
    try:
        mode = path.stat().st_mode
    except OSError:
        return False
    return stat.S_ISCHR(mode) or stat.S_ISFIFO(mode) or stat.S_ISSOCK(mode)


def _descriptor(path: Path) -> int | None:
    """The number of the open file that a path stands for; opening it by name again would empty it."""
    named = {"/dev/stdin": 0, "/dev/stdout": 1, "/dev/stderr": 2}
    whole = os.path.abspath(path)
    numbered = re.fullmatch(r"/(?:dev|proc/self)/fd/([0-9]{1,9})", whole)
    return int(numbered[1]) if numbered else named.get(whole)


def unwritable(path: Path, error: OSError) -> EnvironmentProblem:
    """What the disk says about an output, with a cure."""
    return EnvironmentProblem(
        "out_unwritable",
        Phrase("{path} cannot be written: {reason}.", path=path, reason=error.strerror or Phrase("unknown reason")),
        "Name a file in a folder you may write to.",
    )


def _protected(message: str, cure: str) -> EnvironmentProblem:
    return EnvironmentProblem("out_protected", Phrase("{message} Nothing was written.", message=message), cure)


def _check_studies(*paths: Path) -> None:
    """Refuse what lies in the folder of any study, at any depth."""
    for path in paths:
        for folder in Path(os.path.abspath(path)).parents:
            if os.path.lexists(folder / _STUDY_FILE):
                raise _protected(
                    Phrase("{folder} is the folder of a study, which no output goes into.", folder=folder),
                    Phrase("Name a file or folder outside of it."),
                )


def _belongs_to(path: Path, store: Path) -> bool:
    """Whether a path is a database or block list, or lies beside it under a name that begins alike."""
    store = Path(os.path.realpath(store))
    if _same(path, store) or _same(path, store.with_suffix(".key")):
        return True
    begins = store.name.casefold()
    if path.name.casefold().startswith(begins) and _same(path.parent, store.parent):
        return True
    try:
        beside = [other for other in store.parent.iterdir() if other.name.casefold().startswith(begins)]
    except OSError:
        return False
    return any(_same(path, other) for other in beside)


def _same(path: Path, other: Path) -> bool:
    """Whether two paths lead to the same file, by whatever name."""
    try:
        return path.samefile(other)
    except OSError:  # one of them is not there yet
        return os.path.realpath(path).casefold() == os.path.realpath(other).casefold()


def _fresh(path: Path, ending: str) -> Path:
    """A free name beside a file; what an earlier kill left there goes, what another program is writing stays."""
    ours = re.compile(rf"{re.escape(f'.{path.name}.')}([0-9a-f]{{8}}\.)?{ending}")
    with suppress(OSError):  # a folder that cannot be read may still be written
        for other in path.parent.iterdir():
            if ours.fullmatch(other.name) and not _is_held(other):
                other.unlink(missing_ok=True)
    return path.with_name(f".{path.name}.{secrets.token_hex(4)}.{ending}")


def _hold(number: int) -> None:
    """Mark an open file as being written until it is closed or its process ends; Windows does so by itself."""
    if sys.platform != "win32":
        import fcntl  # noqa: PLC0415 - Windows has none

        with suppress(OSError):  # the file system locks nothing
            fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _is_held(path: Path) -> bool:
    """Whether somebody is writing a file, or it cannot be known."""
    if sys.platform == "win32":
        return False
    import fcntl  # noqa: PLC0415 - Windows has none

    try:
        number = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW)
    except OSError as error:
        return error.errno != errno.ELOOP  # a link is no file of ours
    try:
        fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return True
    finally:
        os.close(number)
    return False
