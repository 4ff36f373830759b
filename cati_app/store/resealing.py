"""Seals anew when the secrets of a study change: contact data and what finds them, and the keys of interviews.

What the log holds stays as it was sealed, for its rows never change: whoever may see contact data keeps the older
generations of the key for it, and an interview's facts follow the interview's key.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from cati_app.domain.errors import RuleViolation
from cati_app.store.access_codes import code_key_spot
from cati_app.store.block_peppers import pepper_spot
from cati_app.store.contacts import note_spot, number_spot, recontact_spot, sample_id_spot
from cati_app.store.founding import keep_share_check
from cati_app.store.sample_fields import fields_spot
from cati_app.store.statements import Statements
from cati_app.store.team_messages import team_message_spot
from cati_app.store.trust.derivation import number_bytes
from cati_app.store.trust.fields import FieldKey, Spot
from cati_app.store.trust.held_keys import Opened

_BATCH = 2000  # rows read at a time
_OLDER_KEYS = (
    "SELECT interview_id, sealed FROM interview_key WHERE interview_id > ? AND g < ? ORDER BY interview_id LIMIT ?"
)
_WRAP = "UPDATE interview_key SET g = ?, sealed = ? WHERE interview_id = ?"


def reseal(statements: Statements, opened: Opened) -> None:
    """Seal with the newest secrets whatever older ones sealed, within the transaction of the change.

    Args:
        opened: Holds every generation, the newest included.

    Raises:
        EnvironmentProblem: `field_damaged`; nothing is changed.
    """
    keep_share_check(statements, opened)
    resealing = _Resealing(statements, opened)
    resealing.column("attempt", "note_sealed", note_spot)
    resealing.column("recontact", "sealed", recontact_spot)
    resealing.column("team_message", "sealed", team_message_spot)
    resealing.column("block_pepper", "sealed", pepper_spot)
    resealing.column("code_key", "sealed", code_key_spot)
    resealing.column("number", "sealed", number_spot, ("lookup", "number"))
    resealing.column('"case"', "sample_id_sealed", sample_id_spot, ("sample_id", "sample_id"))
    resealing.column('"case"', "sealed_fields", fields_spot)
    _rewrap(statements, opened)


def _rewrap(statements: Statements, opened: Opened) -> None:
    """The keys of interviews; their facts and documents stay as they are."""
    newest, after = opened.fields.generation(FieldKey.DATA), ""
    while rows := statements.all(_OLDER_KEYS, after, newest, _BATCH):
        wrapped = []
        for interview_id, sealed in rows:
            anew = opened.interviews.wrapped_anew(interview_id, sealed)
            if anew is None:
                raise RuleViolation("answers_sealed")
            wrapped.append((*anew, interview_id))
        statements.many(_WRAP, wrapped)
        after = rows[-1][0]


class _Resealing:
    def __init__(self, statements: Statements, opened: Opened) -> None:
        self._statements = statements
        self._opened = opened
        self._fields = opened.fields
        self._newest = number_bytes(self._fields.generation(FieldKey.CONTACT))

    def column(
        self, table: str, column: str, spot: Callable[[str], Spot], lookup: tuple[str, str] | None = None
    ) -> None:
        """Seal a column anew.

        Args:
            lookup: The column of what finds a value, and its kind.
        """
        sets = f"{column} = ?" + (f", {lookup[0]} = ?" if lookup is not None else "")
        for rows in self._older(table, column):
            sealed = []
            for known, field in rows:
                text = self._fields.open(field, spot(known))
                if text is None:
                    raise RuleViolation("no_contact_access")
                finds = (self._opened.lookup(lookup[1], text).hex(),) if lookup is not None else ()
                sealed.append((self._fields.seal(FieldKey.CONTACT, text, spot(known)), *finds, known))
            self._statements.many(f"UPDATE {table} SET {sets} WHERE id = ?", sealed)

    def _older(self, table: str, column: str) -> Iterator[list[Any]]:
        # the generation stands in the third and fourth byte
        read = f"SELECT id, {column} FROM {table} WHERE id > ? AND substr({column}, 3, 2) < ? ORDER BY id LIMIT ?"
        after = ""
        while rows := self._statements.all(read, after, self._newest, _BATCH):
            yield rows
            after = rows[-1][0]
