"""The documents of interviews: what an interview stands on and its part of the data set, as one sealed text each."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import field
from typing import TYPE_CHECKING, Any

from cati_app.domain.errors import RuleViolation
from cati_app.domain.ids import InterviewId
from cati_app.store.trust.fields import DOCUMENT_BLOCK, FieldCipher, FieldKey, Spot
from cati_app.store.trust.held_keys import HeldKeys
from cati_app.values import dataclass

if TYPE_CHECKING:
    from cati_app.domain.casework.interviews import StoredDatum

Execute = Callable[[str, Sequence[object]], Any]
"""Runs a statement in the transaction under way; a cursor with its rows."""

_KEY = "SELECT sealed FROM interview_key WHERE interview_id = ?"
# sqlite: json_each
_KEYS = "SELECT interview_id, sealed FROM interview_key WHERE interview_id IN (SELECT value FROM json_each(?))"
_ADD_KEY = "INSERT INTO interview_key (interview_id, g, sealed) VALUES (?, ?, ?)"
_READ = (
    "SELECT d.sealed, k.sealed FROM interview_key k LEFT JOIN interview_document d"
    " ON d.interview_id = k.interview_id WHERE k.interview_id = ?"
)
_WRITE = (
    "INSERT INTO interview_document (interview_id, sealed) VALUES (?, ?)"
    " ON CONFLICT (interview_id) DO UPDATE SET sealed = excluded.sealed"
)
_FORGET_APART = "DELETE FROM set_apart WHERE interview_id = ?"
_SET_APART = "INSERT INTO set_apart (interview_id, form_hash) VALUES (?, ?)"
_ERASE = tuple(
    f"DELETE FROM {table} WHERE interview_id = ?"
    for table in ("interview_document", "set_apart", "interview_key", "code_entry")
)
_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


@dataclass(frozen=True, slots=True)
class SealedEnd:
    """Where the facts of an interview ended.

    Args:
        facts: How many there were.
        digest: SHA-256 of them in order, in hexadecimal.
    """

    facts: int
    digest: str


@dataclass(frozen=True, slots=True)
class InterviewDocument:
    """What is sealed of an interview beside its facts.

    Args:
        frozen: The categories its place in the quota was decided by.
        data: Its part of the data set, by variable.
        end: Where its facts ended when it was suspended last; None: it never was.
    """

    frozen: Mapping[str, str] = field(default_factory=dict)
    data: Mapping[str, StoredDatum] = field(default_factory=dict)
    end: SealedEnd | None = None

    def text(self) -> str:
        """As it is sealed."""
        data = [(datum.variable, datum.text, datum.missing) for datum in self.data.values()]
        end = {} if self.end is None else {"end": (self.end.facts, self.end.digest)}
        return _ENCODER.encode({"frozen": dict(self.frozen), "data": data, **end})

    @classmethod
    def read(cls, text: str, *, with_data: bool = True) -> InterviewDocument:
        """What `text` wrote; without its part of the data set where nobody asks for it."""
        from cati_app.domain.casework.kept_answers import KeptAnswers  # noqa: PLC0415 - a start opens no interview

        kept = json.loads(text)
        data = KeptAnswers(kept["data"] if with_data else ())
        return cls(kept["frozen"], data, SealedEnd(*kept["end"]) if "end" in kept else None)


class InterviewDocuments:
    """Keys and documents of interviews, in one transaction.

    Args:
        execute: Runs a statement in it.
        keys: None while nobody is signed in.
    """

    def __init__(self, execute: Execute, keys: HeldKeys | None) -> None:
        self.execute = execute
        self._keys = keys

    @property
    def may_open(self) -> bool:
        """Whether somebody is signed in whose keys open them."""
        return self._keys is not None

    def opens(self, interview_id: str) -> bool:
        """Whether somebody is signed in whose keys open this one, and it was not erased."""
        if self._keys is None:
            return False
        row = self.execute(_KEY, (interview_id,)).fetchone()
        return row is not None and self._keys.interviews.opened(interview_id, row[0]) is not None

    def begin(self, interview_id: str) -> None:
        """A key for a new interview. RuleViolation: `answers_sealed`."""
        self.execute(_ADD_KEY, (interview_id, *self._needed().interviews.new(interview_id)))

    def cipher(self, interview_id: str) -> FieldCipher | None:
        """The cipher of an interview; None when it was erased. RuleViolation: `answers_sealed`."""
        known = self._needed().interviews.kept(interview_id)
        if known is not None:
            return known
        row = self.execute(_KEY, (interview_id,)).fetchone()
        return None if row is None else self.opened(interview_id, row[0])

    def ciphers(self, ids: Collection[str]) -> dict[str, FieldCipher]:
        """The ciphers of several interviews, in one statement; those that were erased are left out.

        Raises:
            RuleViolation: `answers_sealed`.
        """
        self._needed()
        return {known: self.opened(known, sealed) for known, sealed in self.sealed_keys(ids).items()}

    def sealed_keys(self, ids: Collection[str]) -> dict[InterviewId, bytes]:
        """The keys of several interviews as they lie here; those that were erased are left out."""
        # sqlite: json_each spreads a list of ids
        rows = self.execute(_KEYS, (json.dumps(list(ids)),)).fetchall()
        return {InterviewId(interview_id): bytes(sealed) for interview_id, sealed in rows}

    def opened(self, interview_id: str, key: bytes) -> FieldCipher:
        """The cipher from the sealed key. RuleViolation: `answers_sealed`."""
        cipher = self._needed().interviews.opened(interview_id, key)
        if cipher is None:
            raise RuleViolation("answers_sealed")
        return cipher

    def read(self, interview_id: str) -> InterviewDocument:
        """The document of an interview; an empty one where there is none. RuleViolation: `answers_sealed`."""
        row = self.execute(_READ, (interview_id,)).fetchone()
        return InterviewDocument() if row is None else self.document(interview_id, *row)

    def document(
        self, interview_id: str, sealed: bytes | None, key: bytes | None, *, with_data: bool = True
    ) -> InterviewDocument:
        """The same from its columns; an empty one where it, or its key, is not there. RuleViolation: `answers_sealed`.

        Raises:
            EnvironmentProblem: `field_damaged`.
        """
        if sealed is None or key is None:
            return InterviewDocument()
        text = self.opened(interview_id, key).open(sealed, _spot(interview_id))
        return InterviewDocument() if text is None else InterviewDocument.read(text, with_data=with_data)

    def write(self, interview_id: str, document: InterviewDocument) -> None:
        """Replace the document. RuleViolation: `answers_sealed`; LookupError for an interview without a key."""
        cipher = self.cipher(interview_id)
        if cipher is None:
            raise LookupError(f"no key of interview {interview_id}")
        sealed = cipher.seal(FieldKey.INTERVIEW, document.text(), _spot(interview_id), DOCUMENT_BLOCK)
        self.execute(_WRITE, (interview_id, sealed))

    def note_origins(self, interview_id: str, document: InterviewDocument) -> None:
        """Which versions of the questionnaire the answers come from that are set apart: asked for without any key."""
        self.execute(_FORGET_APART, (interview_id,))
        for origin in sorted({datum.origin[0] for datum in document.data.values() if datum.is_set_apart}):
            self.execute(_SET_APART, (interview_id, origin))

    def erase(self, interview_id: str) -> None:
        """Without its key nothing of an interview can be read any more; its facts in the log stay, unreadable.

        What is deleted is overwritten in the file (`secure_delete`); the journal keeps it until it is emptied.
        """
        for statement in _ERASE:
            self.execute(statement, (interview_id,))
        if self._keys is not None:
            self._keys.interviews.forget(interview_id)

    def _needed(self) -> HeldKeys:
        if self._keys is None:
            raise RuleViolation("answers_sealed")
        return self._keys


def _spot(interview_id: str) -> Spot:
    return Spot("interview_document", "sealed", interview_id)
