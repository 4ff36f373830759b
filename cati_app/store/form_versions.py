"""Versions of the questionnaire, their files in one compressed archive each."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import datetime

from cati_app.domain.casework.form_versions import FormFiles, FormVersion
from cati_app.domain.casework.interviews import InterviewState
from cati_app.store.statements import Statements
from cati_app.store.times import utc_text

_ALL = (
    "SELECT hash, study_version, form_version, first_used_at, in_force_at FROM form_version"
    " ORDER BY in_force_at, first_used_at, hash"
)
_FILES = "SELECT files FROM form_version WHERE hash = ?"
_KEPT = "SELECT 1 FROM form_version WHERE hash = ?"
_AGAIN = "UPDATE form_version SET in_force_at = ? WHERE hash = ?"
_KEEP = (
    "INSERT INTO form_version (hash, study_version, form_version, first_used_at, in_force_at, files)"
    " VALUES (?, ?, ?, ?, ?, ?)"
)
_INTERVIEWS = "SELECT form_hash, state, count(*) FROM interview GROUP BY form_hash, state"
_ANSWERED = "SELECT form_hash FROM interview UNION SELECT form_hash FROM set_apart"
_NAMES = "names.json"  # the names of the files; in the archive they go by number, whatever they are called


class SqlFormVersions:
    """Versions within a unit of work."""

    def __init__(self, statements: Statements) -> None:
        self._statements = statements

    def all(self) -> tuple[FormVersion, ...]:
        """Every version that is kept, by the time it last came into force."""
        return tuple(
            FormVersion(known, study, form, datetime.fromisoformat(first), datetime.fromisoformat(last))
            for known, study, form, first, last in self._statements.all(_ALL)
        )

    def files_of(self, form_hash: str) -> FormFiles | None:
        """What a version was built from; None for one that is not kept."""
        row = self._statements.row(_FILES, form_hash)
        return None if row is None else _unpacked(row[0])

    def keep(self, version: FormVersion, files: FormFiles) -> None:
        """Keep a version; of one that is kept already only `in_force_at` is written."""
        if self._statements.row(_KEPT, version.hash) is not None:
            self._statements.execute(_AGAIN, (utc_text(version.in_force_at), version.hash))
            return
        times = utc_text(version.first_used_at), utc_text(version.in_force_at)
        row = (version.hash, version.study_version, version.form_version, *times, _packed(files))
        self._statements.execute(_KEEP, row)

    def answered(self) -> frozenset[str]:
        """Fingerprints of the versions that stored answers were given under."""
        return frozenset(row[0] for row in self._statements.all(_ANSWERED))

    def interviews(self) -> dict[str, dict[InterviewState, int]]:
        """How many interviews stand where, by the fingerprint of the version they were held with."""
        counts: dict[str, dict[InterviewState, int]] = {}
        for known, state, number in self._statements.all(_INTERVIEWS):
            counts.setdefault(known, {})[InterviewState(state)] = number
        return counts


def _packed(files: FormFiles) -> bytes:
    """The same bytes for the same files."""
    content = [files.questionnaire, *files.beside.values()]
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(zipfile.ZipInfo(_NAMES), json.dumps([files.name, *files.beside]), zipfile.ZIP_DEFLATED)
        for number, data in enumerate(content):
            archive.writestr(zipfile.ZipInfo(str(number)), data, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def _unpacked(data: bytes) -> FormFiles:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        name, *beside = json.loads(archive.read(_NAMES))
        content = {file: archive.read(str(number)) for number, file in enumerate(beside, 1)}
        return FormFiles(name, archive.read("0"), content)
