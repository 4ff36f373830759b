"""Files of a study folder; the only place that opens them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from cati_app.domain.findings import Finding
from cati_app.domain.phrases import Phrase
from cati_app.study.codes import finding

_MEGABYTE = 1024 * 1024
_MOST_BYTES = 64 * _MEGABYTE


class FolderFiles(Mapping[str, bytes]):
    """The files of one folder by name, read when they are asked for; nothing outside the folder is ever read."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def __getitem__(self, name: str) -> bytes:
        """The bytes of a file; upper and lower case may differ when no name fits exactly."""
        path = self._path(name)
        data = read_file(path)[0] if path is not None else None
        if data is None:
            raise KeyError(name)
        return data

    def __iter__(self) -> Iterator[str]:
        """Names of the files, in order."""
        return iter(sorted(path.name for path in self._folder.iterdir() if path.is_file()))

    def __len__(self) -> int:
        """How many files there are."""
        return sum(1 for _ in self)

    def _path(self, name: str) -> Path | None:
        try:
            path = inside(self._folder, name)
            if path is None or path.is_file():
                return path
            near = [other for other in path.parent.iterdir() if other.name.lower() == path.name.lower()]
            return inside(self._folder, str(near[0].relative_to(self._folder.resolve()))) if near else None
        except (OSError, ValueError):
            return None


class ReadOnce(Mapping[str, bytes]):
    """Files that stay what they were when they were first asked for, whatever happens in the folder meanwhile."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        self._files = files
        self._known: dict[str, bytes | None] = {}

    def __getitem__(self, name: str) -> bytes:
        """The bytes of a file."""
        if name not in self._known:
            self._known[name] = self._files.get(name)
        data = self._known[name]
        if data is None:
            raise KeyError(name)
        return data

    def __iter__(self) -> Iterator[str]:
        return iter(self._files)

    def __len__(self) -> int:
        return len(self._files)

    def read(self, names: Iterable[str]) -> dict[str, bytes]:
        """Files by name; those that are missing are left out."""
        return {name: self[name] for name in names if name in self}


def read_file(path: Path) -> tuple[bytes | None, Finding | None]:
    """The bytes of a file, or why there are none."""
    try:
        size = path.stat().st_size
        if size > _MOST_BYTES:
            made = finding("file-over-limit", None, None, size=round(size / _MEGABYTE), most=_MOST_BYTES // _MEGABYTE)
            return None, Finding(made.severity, made.code, made.message, made.cure, path.name)
        return path.read_bytes(), None
    except OSError as error:
        made = finding("study-unreadable", None, None, reason=error.strerror or Phrase("unknown reason"))
        return None, Finding(made.severity, made.code, made.message, made.cure, path.name)


def inside(folder: Path, name: str) -> Path | None:
    """The path of a file that a study names; None where that is outside its folder."""
    path = (folder / name).resolve()
    return path if path.is_relative_to(folder.resolve()) else None
