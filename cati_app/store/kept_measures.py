"""Measures of complete interviews, in an encrypted file in the state folder: nothing depends on it.

Each entry is sealed with the key of its interview besides, so whoever may open the answers opens the measures, and
whoever erases an interview erases them. A file that is damaged, or of another database, is begun anew.
"""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2

from cati_app.domain.casework.field_days import CompleteFact
from cati_app.domain.casework.interview_quality import InterviewMeasures
from cati_app.domain.errors import EnvironmentProblem, RuleViolation
from cati_app.domain.ids import InterviewId
from cati_app.store.connection import Access, connected
from cati_app.store.database import Database
from cati_app.store.documents import InterviewDocuments
from cati_app.store.trust.derivation import derive
from cati_app.store.trust.fields import FieldCipher, FieldKey, Spot

_LABEL = b"kept measures"
_AT_ONCE = 500  # keys of interviews that are looked up together
_COLUMN = "measures", "sealed"
# sqlite: a file of its own, whatever engine keeps the study
_TABLE = (
    "CREATE TABLE IF NOT EXISTS measures"
    " (interview_id TEXT NOT NULL UNIQUE, version TEXT NOT NULL, sealed BLOB NOT NULL)"
)
_NAMES = "SELECT interview_id FROM measures"
# sqlite: json_each
_SOME = "SELECT interview_id, version, sealed FROM measures WHERE interview_id IN (SELECT value FROM json_each(?))"
_KEEP = (
    "INSERT INTO measures (interview_id, version, sealed) VALUES (?, ?, ?)"
    " ON CONFLICT (interview_id) DO UPDATE SET version = excluded.version, sealed = excluded.sealed"
)
_FORGET = "DELETE FROM measures WHERE interview_id = ?"
_ENCODER = json.JSONEncoder(separators=(",", ":"))


class SqlKeptMeasures:
    """Kept measures of the interviews of one database.

    Args:
        documents: Holds the keys of its interviews.
    """

    def __init__(self, database: Database, documents: InterviewDocuments) -> None:
        self._database = database
        self._documents = documents

    def of(
        self, complete: Sequence[CompleteFact], versions: Mapping[InterviewId, str]
    ) -> dict[InterviewId, InterviewMeasures]:
        """Those kept under the same version. RuleViolation: `answers_sealed`."""
        if not self._documents.may_open:
            raise RuleViolation("answers_sealed")
        rows = self._rows({each.id for each in complete}, versions)
        facts = [each for each in complete if each.id in rows]
        told: dict[InterviewId, InterviewMeasures] = {}
        for first in range(0, len(facts), _AT_ONCE):
            some = facts[first : first + _AT_ONCE]
            ciphers = self._documents.ciphers([each.id for each in some])
            for fact in some:
                cipher = ciphers.get(fact.id)
                measures = None if cipher is None else _opened(cipher, rows[fact.id], fact)
                if measures is not None:
                    told[fact.id] = measures
        return told

    def keep(self, measured: Collection[InterviewMeasures], versions: Mapping[InterviewId, str]) -> None:
        """Keep some; nothing of those that were erased. RuleViolation: `answers_sealed`."""
        ciphers = self._documents.ciphers([each.id for each in measured])
        rows = [
            (each.id, versions[each.id], _sealed(ciphers[each.id], each)) for each in measured if each.id in ciphers
        ]

        def put(driver: Any) -> None:
            # sqlite: the lock of a writer
            driver.execute("BEGIN IMMEDIATE")
            driver.executemany(_KEEP, rows)
            driver.execute("COMMIT")

        with suppress(EnvironmentProblem):  # no room, or no right to it
            self._with_file(self._database.state.own_file(self._name), put)

    def _rows(self, complete: Collection[InterviewId], versions: Mapping[InterviewId, str]) -> dict[InterviewId, bytes]:
        """What is kept under the same version, sealed; of interviews that are not complete nothing is from then on."""
        rows: dict[InterviewId, bytes] = {}

        def read(driver: Any) -> None:
            others = [(known,) for (known,) in driver.execute(_NAMES) if known not in complete]
            if others:
                driver.executemany(_FORGET, others)
            for known, version, sealed in driver.execute(_SOME, (json.dumps(list(versions)),)):
                if version == versions[known]:
                    rows[known] = sealed

        path = self._database.state.path / self._name
        if path.exists():
            self._with_file(path, read)
        return rows

    @property
    def _name(self) -> str:
        """Of the file: a study has several databases here, where it is at a hub."""
        return f"measures-{hashlib.sha256(self._database.path.name.encode()).hexdigest()[:8]}"

    def _with_file(self, path: Path, act: Callable[[Any], None]) -> None:
        """Do something with its driver: as far as it goes on a full disk, or beside somebody who writes.

        What is no such file, or opens with another key, is gone afterwards.
        """
        driver: Any = None
        try:
            driver = connected(path, derive(self._database.key, _LABEL, self._database.study), Access.WRITE)
            driver.execute(_TABLE)
            act(driver)
        except sqlcipher3.dbapi2.OperationalError:
            return
        except sqlcipher3.dbapi2.DatabaseError:
            for ending in ("", "-wal", "-shm"):
                with suppress(OSError):
                    path.with_name(path.name + ending).unlink(missing_ok=True)
        finally:
            if driver is not None:
                driver.close()


def _sealed(cipher: FieldCipher, measures: InterviewMeasures) -> bytes:
    kept = (
        dict(measures.times_ms),
        measures.answered,
        measures.unanswered,
        measures.straight,
        measures.resumed,
        measures.interpreted,
    )
    packed = zlib.compress(_ENCODER.encode(kept).encode(), level=1)
    return cipher.seal_bytes(FieldKey.INTERVIEW, packed, Spot(*_COLUMN, measures.id))


def _opened(cipher: FieldCipher, sealed: bytes, fact: CompleteFact) -> InterviewMeasures | None:
    """None for what was changed, or does not belong there."""
    with suppress(EnvironmentProblem, zlib.error, ValueError, TypeError):
        kept = json.loads(zlib.decompress(cipher.open_bytes(sealed, Spot(*_COLUMN, fact.id)) or b""))
        return InterviewMeasures(fact.id, fact.case_id, fact.ended_at, fact.language, *kept)
    return None
