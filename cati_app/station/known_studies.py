"""The studies opened or joined on this machine: an index in the state folder, for the page the program begins with.

It holds folders, titles and addresses of hubs, and nothing of people or of how a field goes. Nothing depends on it: a
study whose line is missing is there again as soon as somebody opens it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, replace
from datetime import datetime
from pathlib import Path

from cati_app.study.sheet_name import STUDY_SHEET
from cati_app.values import dataclass

_FILE, _BEFORE, _BROKEN = "studies.json", "studies.json.before", "studies.json.unreadable"
_FORMAT = 1
_MOST = 200
"""So many lines at most; the study that was opened longest ago goes first."""
_LARGEST = 1_000_000
_WAIT_S = 2
_LONGEST_ADDRESS = 300


@dataclass(frozen=True, slots=True)
class KnownStudy:
    """A line of the index.

    Args:
        title: By language of the interface.
        opened_at: When it was opened last, aware.
        hub: Address of the hub that has its cases; blank: none, or not known.
    """

    folder: Path
    study: str
    title: Mapping[str, str]
    opened_at: datetime
    at_hub: bool = False
    rehearsal: bool = False
    hub: str = ""

    def is_there(self) -> bool:
        """Whether its folder can be reached now."""
        try:
            return (self.folder / STUDY_SHEET).is_file()
        except OSError:
            return False


@dataclass(frozen=True, slots=True)
class KnownNow:
    """What the index says, the study opened last first.

    Args:
        kept: Where a file that could not be read was put; None: it could be read.
    """

    studies: tuple[KnownStudy, ...] = ()
    kept: Path | None = None


class KnownStudies:
    """The index in a state folder; several programs may write it, each change as a whole."""

    def __init__(self, state: Path) -> None:
        self._state = state
        self._path = state / _FILE
        self._is_alone = False

    def read(self) -> KnownNow:
        """What is known; an index that cannot be read is put aside, and built again from the one before."""
        try:
            studies = self._read(self._path)
        except OSError:
            return KnownNow()  # the account may not read it: the page opens without it
        if studies is not None:
            return KnownNow(studies)
        kept = self._state / _BROKEN
        try:
            before = self._read(self._state / _BEFORE) or ()
            with self._alone():
                self._path.replace(kept)
                self._write(before)
        except OSError:
            return KnownNow((), self._path)
        return KnownNow(before, kept)

    def note(self, study: KnownStudy) -> None:
        """A study was opened or joined, or is closed now; an address that is not known stays as it was.

        What keeps it from being written keeps nobody from the study.
        """
        with suppress(OSError), self._alone():
            known = {each.folder: each for each in self.read().studies}
            before = known.pop(study.folder, study)
            if study.at_hub and not study.hub:
                study = replace(study, hub=before.hub)
            self._write((study, *known.values()))

    def forget(self, folder: Path) -> None:
        """Take a study off the index; nothing of the study itself is touched. OSError where it cannot be written."""
        with self._alone():
            self._write([each for each in self.read().studies if each.folder != folder])

    @contextmanager
    def _alone(self) -> Iterator[None]:
        if self._is_alone:  # an index that is found broken while a change is made
            yield
            return
        from cati_app.store.locks import LockBusy, lock_file  # noqa: PLC0415 - the first screen only reads

        self._state.mkdir(parents=True, exist_ok=True, mode=0o700)
        try:
            lock = lock_file(self._state / f"{_FILE}.lock", _WAIT_S)
        except LockBusy as error:
            raise OSError("another program writes the index") from error
        self._is_alone = True
        try:
            yield
        finally:
            self._is_alone = False
            lock.release()

    def _write(self, studies: Sequence[KnownStudy]) -> None:
        from cati_app.store.exchange import synced  # noqa: PLC0415 - as above

        newest = sorted(studies, key=lambda study: study.opened_at, reverse=True)[:_MOST]
        content = {"format": _FORMAT, "studies": [_as_json(study) for study in newest]}
        part = self._path.with_name(f"{_FILE}.part")
        part.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        synced(part)
        with suppress(FileNotFoundError):
            self._path.replace(self._state / _BEFORE)
        part.replace(self._path)

    @staticmethod
    def _read(path: Path) -> tuple[KnownStudy, ...] | None:
        """The lines; none where there is no file; None where it is no index. OSError where it may not be read."""
        try:
            with path.open("rb") as file:
                data = file.read(_LARGEST + 1)
        except FileNotFoundError:
            return ()
        try:
            content = json.loads(data) if len(data) <= _LARGEST else None
            if not isinstance(content, dict) or content.get("format") != _FORMAT:
                return None
            return tuple(_from_json(line) for line in content["studies"][:_MOST])
        except (ValueError, KeyError, TypeError, RecursionError):
            return None


def _as_json(study: KnownStudy) -> dict[str, object]:
    return {**asdict(study), "folder": str(study.folder), "opened_at": study.opened_at.isoformat()}


def _from_json(line: Mapping[str, object]) -> KnownStudy:
    """A line. ValueError, KeyError, TypeError where it is none."""
    title, opened_at = line["title"], datetime.fromisoformat(str(line["opened_at"]))
    if not isinstance(title, dict) or not title or opened_at.tzinfo is None or not Path(str(line["folder"])).name:
        raise ValueError("no line of the index")
    return KnownStudy(
        Path(str(line["folder"])),
        str(line["study"]),
        {str(language): str(text) for language, text in title.items()},
        opened_at,
        line.get("at_hub") is True,
        line.get("rehearsal") is True,
        str(line.get("hub", ""))[:_LONGEST_ADDRESS],
    )
