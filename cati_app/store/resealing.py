"""Seals anew after a rotation: contact data and what finds them with the newest contact key, interviews' keys likewise.

What the log holds stays as it was sealed, for its rows never change: whoever may see contact data keeps the older
generations of the key for it, and an interview's facts follow the interview's key.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from cati_app.domain.errors import RuleViolation
from cati_app.store.contacts import note_spot, number_spot, recontact_spot, sample_id_spot
from cati_app.store.statements import Statements
from cati_app.store.trust.derivation import number_bytes
from cati_app.store.trust.fields import FieldKey, Spot
from cati_app.store.trust.held_keys import HeldKeys, contact_fields

_BATCH = 2000  # rows read at a time
_OLDER_KEYS = (
    "SELECT interview_id, sealed FROM interview_key WHERE interview_id > ? AND g < ? ORDER BY interview_id LIMIT ?"
)
_WRAP = "UPDATE interview_key SET g = ?, sealed = ? WHERE interview_id = ?"


def reseal_contacts(statements: Statements, keys: HeldKeys) -> int:
    """Every row of contact data sealed with an older contact key; how many there were. Again does no harm.

    Args:
        statements: Of a transaction; what finds a number changes for all of them together.
        keys: Hold every generation of the contact key, the newest included.

    Raises:
        RuleViolation: `no_contact_access`.
        EnvironmentProblem: `field_damaged`.
    """
    resealing = _Resealing(statements, keys)
    done = resealing.column("attempt", "note_sealed", note_spot) + resealing.column(
        "recontact", "sealed", recontact_spot
    )
    done += resealing.column("number", "sealed", number_spot, ("lookup", "number"))
    return done + resealing.column('"case"', "sample_id_sealed", sample_id_spot, ("sample_id", "sample_id"))


def rewrap_interviews(statements: Statements, keys: HeldKeys) -> int:
    """Every interview's key sealed with an older data key; how many there were. Again does no harm.

    Raises:
        RuleViolation: `answers_sealed` where an older data key is not held.
    """
    newest, done, after = keys.fields.generation(FieldKey.DATA), 0, ""
    while rows := statements.all(_OLDER_KEYS, after, newest, _BATCH):
        wrapped = []
        for interview_id, sealed in rows:
            anew = keys.interviews.wrapped_anew(interview_id, sealed)
            if anew is None:
                raise RuleViolation("answers_sealed")
            wrapped.append((*anew, interview_id))
        statements.many(_WRAP, wrapped)
        done, after = done + len(rows), rows[-1][0]
    return done


class _Resealing:
    def __init__(self, statements: Statements, keys: HeldKeys) -> None:
        self._statements = statements
        self._keys = keys
        self._fields = contact_fields(keys)
        self._newest = number_bytes(self._fields.generation(FieldKey.CONTACT))

    def column(
        self, table: str, column: str, spot: Callable[[str], Spot], lookup: tuple[str, str] | None = None
    ) -> int:
        """Seal a column anew.

        Args:
            lookup: The column of what finds a value, and its kind.
        """
        done = 0
        sets = f"{column} = ?" + (f", {lookup[0]} = ?" if lookup is not None else "")
        for rows in self._older(table, column):
            sealed = []
            for known, field in rows:
                text = self._fields.open(field, spot(known))
                if text is None:
                    raise RuleViolation("no_contact_access")
                finds = (self._keys.lookup(lookup[1], text).hex(),) if lookup is not None else ()
                sealed.append((self._fields.seal(FieldKey.CONTACT, text, spot(known)), *finds, known))
            self._statements.many(f"UPDATE {table} SET {sets} WHERE id = ?", sealed)
            done += len(rows)
        return done

    def _older(self, table: str, column: str) -> Iterator[list[Any]]:
        # the generation stands in the third and fourth byte
        read = f"SELECT id, {column} FROM {table} WHERE id > ? AND substr({column}, 3, 2) < ? ORDER BY id LIMIT ?"
        after = ""
        while rows := self._statements.all(read, after, self._newest, _BATCH):
            yield rows
            after = rows[-1][0]
