"""A backup as it lies somewhere, read by its manifest."""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import Any

from cati_app.domain.errors import EnvironmentProblem
from cati_app.domain.phrases import Phrase
from cati_app.store.trust.chain import ChainAnchor
from cati_app.values import dataclass

DAILY, BEFORE = "daily", "before"
BEFORE_HUB = f"{BEFORE}-hub"
"""Made when the cases of a study begin to go to a hub."""
FORMAT = 1
MANIFEST = "manifest.json"
STUDY = "study"
_BLOCK = 1 << 20
_NAME = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T.*")


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup that lies somewhere: a folder, or a single file that an older version made before a new form."""

    path: Path
    made_at: datetime
    kind: str  # DAILY, BEFORE_HUB, or BEFORE with the form that followed
    manifest: Mapping[str, Any] | None = None  # None for a single file

    @property
    def last_event(self) -> int | None:
        """Number of the last event in it."""
        return int(self.manifest["last_event"]) if self.manifest is not None else None

    @property
    def study_id(self) -> str | None:
        """The id that the database has itself, 32 hexadecimal digits; None where the backup does not say."""
        return self.manifest.get("study_id") if self.manifest is not None else None

    @property
    def anchors(self) -> tuple[ChainAnchor, ...]:
        """Where the log ended when the backup was made."""
        ends = self.manifest.get("anchors", ()) if self.manifest is not None else ()
        return tuple(ChainAnchor(device, n, bytes.fromhex(digest)) for device, n, digest in ends)

    @property
    def erased(self) -> frozenset[str]:
        """Ids of what had been erased when it was made."""
        return frozenset(self.manifest.get("erased", ()) if self.manifest is not None else ())

    @property
    def database(self) -> Path:
        """The database in it."""
        return self.path / str(self.manifest["database"]) if self.manifest is not None else self.path

    @property
    def has_key_file(self) -> bool:
        """Whether a passphrase opens it elsewhere."""
        return self.manifest is None or f"{self.manifest['database']}.key" in self.manifest["files"]

    def faults(self) -> list[str]:
        """Files that are missing or are not what was written; empty for a good one. A single file cannot tell."""
        if self.manifest is None:
            return []
        return [
            name
            for name, facts in self.manifest["files"].items()
            if not (self.path / name).is_file() or digest(self.path / name) != facts["sha256"]
        ]


def backup_at(path: Path) -> Backup:
    """The backup in a folder, or a database file taken for one.

    Raises:
        EnvironmentProblem: `backup_unreadable`.
    """
    if path.is_file():
        return Backup(path, datetime.fromtimestamp(path.stat().st_mtime, UTC), BEFORE)
    read = read_backup(path)
    if read is None:
        raise EnvironmentProblem(
            "backup_unreadable",
            Phrase("{path} is no backup: it has no manifest that can be read.", path=path),
            "Name a folder that `cati backup --list` lists, or a database file.",
        )
    return read


def digest(path: Path) -> str:
    """SHA-256 of a file; blank where it cannot be read."""
    whole = hashlib.sha256()
    with suppress(OSError), path.open("rb") as file:
        while block := file.read(_BLOCK):
            whole.update(block)
        return whole.hexdigest()
    return ""


def backups_in(folder: Path) -> list[Backup]:
    """Backups whose manifest can be read, in no order."""
    try:
        names = [path for path in folder.iterdir() if _NAME.fullmatch(path.name)]
    except OSError:
        return []
    return [read for path in names if (read := read_backup(path)) is not None]


def read_backup(path: Path) -> Backup | None:
    """A backup by its manifest; None where that is missing or damaged, or of a format of a newer version."""
    try:
        manifest = json.loads((path / MANIFEST).read_text(encoding="utf-8"))
        made_at = datetime.fromisoformat(manifest["made_at"])
        names = [manifest["database"], *manifest["files"]]
        whole = all(isinstance(facts["sha256"], str) for facts in manifest["files"].values())
        inside = all(not os.path.isabs(name) and ".." not in PurePosixPath(name).parts for name in names)
        known = manifest["format"] == FORMAT and isinstance(manifest["last_event"], int)
        ends = manifest.get("anchors", [])
        known = known and all(isinstance(n, int) and bytes.fromhex(digest) for _, n, digest in ends)
        if whole and inside and known and made_at.tzinfo is not None:
            return Backup(path, made_at, str(manifest["kind"]), manifest)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None
    return None


def is_complete(backup: Backup) -> bool:
    """Whether its files are there in their sizes: what is damaged takes no good one's place, and is never removed."""
    assert backup.manifest is not None
    try:
        return all((backup.path / name).stat().st_size == f["bytes"] for name, f in backup.manifest["files"].items())
    except OSError:
        return False
