"""The study folder of a station that has joined: made as a whole, then brought up to date file by file.

What somebody changed in it is never overwritten.
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from cati_app.domain.errors import EnvironmentProblem
from cati_app.domain.phrases import Phrase
from cati_app.store.exchange import synced
from cati_app.store.problems import file_problem
from cati_app.study.sheet_name import STUDY_SHEET
from cati_app.values import dataclass


@contextmanager
def written_beside(folder: Path, files: Mapping[str, bytes]) -> Iterator[Path]:
    """The files in a folder beside, which is gone afterwards unless it was put in its place."""
    part = folder.with_name(f".{folder.name}.part")
    try:
        shutil.rmtree(part, ignore_errors=True)
        for name, data in files.items():
            path = part / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
            synced(path)
        yield part
    except OSError as error:
        raise file_problem(folder, error) from error
    finally:
        shutil.rmtree(part, ignore_errors=True)


def put_in_place(part: Path, folder: Path, files: Mapping[str, bytes]) -> None:
    """The study folder appears whole; one that is there already is left alone if nothing is missing in it."""
    if folder.is_dir() and any(folder.iterdir()):
        if all(_content(folder / name) == data for name, data in files.items()):
            return
        raise EnvironmentProblem(
            "join_folder",
            Phrase("The folder {path} is there already and holds something else. Nothing was changed.", path=folder),
            "Name a folder that is not there yet.",
        )
    folder.parent.mkdir(parents=True, exist_ok=True)
    with suppress(FileNotFoundError):
        folder.rmdir()
    part.replace(folder)
    synced(folder.parent)


@dataclass(frozen=True, slots=True)
class FolderChanges:
    """What becomes of the files of a study folder: study.yaml last, because it names the others."""

    folder: Path
    write: Mapping[str, bytes]
    remove: tuple[str, ...]

    def make(self) -> None:
        """Each file is replaced at once; a kill leaves some old and some new, and fetching again goes on."""
        try:
            for name in sorted(self.write, key=lambda name: name == STUDY_SHEET):
                path = self.folder / name
                path.parent.mkdir(parents=True, exist_ok=True)
                part = path.with_name(f".{path.name}.part")
                part.write_bytes(self.write[name])
                synced(part)
                part.replace(path)
            for name in self.remove:
                (self.folder / name).unlink(missing_ok=True)
        except OSError as error:
            raise file_problem(self.folder, error) from error


def changes_of(folder: Path, before: Mapping[str, str], files: Mapping[str, bytes]) -> FolderChanges:
    """What to do. EnvironmentProblem: `folder_changed` for a file that is neither as it came nor as it will be."""
    write, remove = {}, []
    for name in sorted({*before, *files}):
        here, new = _content(folder / name), files.get(name)
        if here == new:
            continue
        if here is not None and hashlib.sha256(here).hexdigest() != before.get(name):
            raise EnvironmentProblem(
                "folder_changed",
                Phrase(
                    "The file {name} of the study folder was changed at this station. Nothing was fetched.", name=name
                ),
                "The study is changed where it was published. Move the file away, then repeat it.",
            )
        if new is None:
            remove.append(name)
        else:
            write[name] = new
    return FolderChanges(folder, write, tuple(remove))


def _content(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise file_problem(path, error) from error
