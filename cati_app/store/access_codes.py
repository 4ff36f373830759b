"""Access codes of respondents: made from a key of the study, and found again by what that key makes of them.

The key lives as long as the study and lies sealed with the contact key, so analysts can test no code. A code itself is
nowhere: what makes it is the interview's id, so that it can be read out again after a break of any kind.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping

from cati_app.domain.casework.access_codes import AccessCode
from cati_app.domain.errors import EnvironmentProblem, RuleViolation
from cati_app.domain.ids import InterviewId
from cati_app.store.statements import Statements
from cati_app.store.trust.derivation import KEY_BYTES, access_code_number, access_code_value
from cati_app.store.trust.fields import FieldCipher, FieldKey, Spot
from cati_app.store.trust.held_keys import HeldKeys, contact_fields

_KEYS = "SELECT id, sealed FROM code_key ORDER BY id"
_HAS_KEY = "SELECT 1 FROM code_key LIMIT 1"
_KEEP_KEY = "INSERT INTO code_key (id, sealed) VALUES (?, ?)"
_ENTRY = "SELECT key_id, value FROM code_entry WHERE interview_id = ?"
_ADD = "INSERT INTO code_entry (interview_id, key_id, value) VALUES (?, ?, ?)"
_WITH = "SELECT interview_id FROM code_entry WHERE value = ? ORDER BY interview_id"
_TRIES = 64
"""How often another code is made where one is taken: of a study of 90,000 that is one new interview in a million."""


def code_key_spot(name: str) -> Spot:
    """Where a key of access codes stands."""
    return Spot("code_key", "sealed", name)


def has_code_key(statements: Statements) -> bool:
    """Whether there is something here that makes codes."""
    return statements.row(_HAS_KEY) is not None


def begin_codes(statements: Statements, fields: FieldCipher) -> None:
    """The key of the study's codes; one that is here stays."""
    if not has_code_key(statements):
        key = os.urandom(KEY_BYTES)
        name = hashlib.sha256(b"cati/1 code key" + key).hexdigest()[:16]
        statements.execute(_KEEP_KEY, (name, fields.seal(FieldKey.CONTACT, key.hex(), code_key_spot(name))))


class SqlAccessCodes:
    """Codes within a unit of work.

    Args:
        keys: None while nobody is signed in.
    """

    def __init__(self, statements: Statements, keys: HeldKeys | None) -> None:
        self._statements = statements
        self._keys = keys

    def of(self, interview_id: InterviewId) -> AccessCode | None:
        """The code of an interview, from now on if it had none; None where what makes codes is not here.

        Raises:
            RuleViolation: `no_contact_access`.
            EnvironmentProblem: `field_damaged`, `code_damaged`.
        """
        keys = self._code_keys()
        row = self._statements.row(_ENTRY, interview_id)
        if row is not None:
            return self._again(interview_id, keys.get(row[0]), row[1])
        for name, key in keys.items():  # stations that began codes apart make new ones with the same of their keys
            return self._made(interview_id, name, key)
        return None

    def interviews_with(self, code: AccessCode) -> tuple[InterviewId, ...]:
        """The interviews that have it, by their ids. RuleViolation: `no_contact_access`."""
        values = [access_code_value(key, code.digits) for key in self._code_keys().values()]
        ids = {InterviewId(row[0]) for value in values for row in self._statements.all(_WITH, value)}
        return tuple(sorted(ids))

    def _made(self, interview_id: InterviewId, name: str, key: bytes) -> AccessCode:
        for n in range(_TRIES):
            code = AccessCode.numbered(access_code_number(key, interview_id, n))
            value = access_code_value(key, code.digits)
            if not self._statements.all(_WITH, value):
                self._statements.execute(_ADD, (interview_id, name, value))
                return code
        raise AssertionError("every code is taken")

    @staticmethod
    def _again(interview_id: InterviewId, key: bytes | None, value: str) -> AccessCode | None:
        if key is None:
            return None
        for n in range(_TRIES):
            code = AccessCode.numbered(access_code_number(key, interview_id, n))
            if access_code_value(key, code.digits) == value:
                return code
        raise EnvironmentProblem(
            "code_damaged",
            "What finds the access code of this interview was changed.",
            "Keep a copy of the file and restore the newest backup: `cati backup --list` names it.",
        )

    def _code_keys(self) -> Mapping[str, bytes]:
        """Keys by name: one, or one of each station that began codes apart."""
        fields = contact_fields(self._keys)
        opened = {}
        for name, sealed in self._statements.all(_KEYS):
            text = fields.open(sealed, code_key_spot(name))
            if text is None:
                raise RuleViolation("no_contact_access")
            opened[name] = bytes.fromhex(text)
        return opened
