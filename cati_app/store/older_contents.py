"""Seals what a database of an older version holds: contact data anew, answers and sample names for the first time."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby
from typing import Any

from cati_app.domain.casework.interviews import StoredDatum
from cati_app.domain.events import OF_INTERVIEW
from cati_app.store.case_rows import before_as_text, before_from_text
from cati_app.store.contacts import note_spot, number_spot, recontact_spot, sample_id_spot
from cati_app.store.documents import InterviewDocument, InterviewDocuments
from cati_app.store.event_rows import ENCODER, SEALED, answer_spot, contact_spot, row_name
from cati_app.store.keys import ContactCipher
from cati_app.store.log_chain import rows_may_change
from cati_app.store.statements import Statements
from cati_app.store.trust.fields import FieldKey, Spot
from cati_app.store.trust.held_keys import HeldKeys

_BATCH = 2000  # rows read at a time
_FACTS = (
    "SELECT seq, device, kind, interview_id, payload FROM event WHERE seq > ? AND payload IS NOT NULL"
    " ORDER BY seq LIMIT ?"
)
_SEAL_FACT = "UPDATE event SET payload = ?, sealed = ? WHERE seq = ?"
_DATA = "SELECT interview_id, variable, text, missing FROM datum ORDER BY interview_id, variable"
_FROZEN = "SELECT id, frozen FROM interview ORDER BY id"
_BEGINNINGS = (
    "SELECT payload FROM event WHERE interview_id = ? AND payload IS NOT NULL"
    f" AND kind IN ('{OF_INTERVIEW}started', '{OF_INTERVIEW}form_changed') ORDER BY seq"
)
_HIDDEN, _HANDED_IN = "hidden.", "handed_in"
"""What begins the names of values that an interview was handed, and the contact data that hold those of its fact."""
_BEFORE = "SELECT id, case_id, case_before FROM attempt WHERE id > ? AND case_before IS NOT NULL ORDER BY id LIMIT ?"
_KNOWN = (
    "SELECT id FROM interview UNION SELECT DISTINCT interview_id FROM event"
    f" WHERE interview_id IS NOT NULL AND kind LIKE '{OF_INTERVIEW}%'"
)


def seal_contents(
    statements: Statements, before: ContactCipher, keys: HeldKeys, comes_sealed: Callable[[str], bool]
) -> None:
    """Seal everything that belongs under the keys of a study; who calls it commits, and overwrites what is free.

    Args:
        statements: Of the transaction in which the people get their keys.
        before: The contact key as the older version had it.
        keys: Of the supervisor who is signed in.
        comes_sealed: Whether a value that an interview was handed under a name comes from a sealed column.
    """
    _Sealing(statements, before, keys, comes_sealed)()


class _Sealing:
    def __init__(
        self, statements: Statements, before: ContactCipher, keys: HeldKeys, comes_sealed: Callable[[str], bool]
    ) -> None:
        self._statements = statements
        self._before = before
        self._keys = keys
        self._comes_sealed = comes_sealed
        self._documents = InterviewDocuments(statements.execute, keys)

    def __call__(self) -> None:
        self._numbers()
        self._anew("attempt", "note_sealed", note_spot)
        self._anew("recontact", "sealed", recontact_spot)
        self._sample_ids()
        self._cases_before()
        for (interview_id,) in self._statements.all(_KNOWN):
            self._documents.begin(interview_id)
        self._write_documents()
        self._facts()

    def _numbers(self) -> None:
        for rows in self._batches("SELECT id, sealed FROM number WHERE id > ? ORDER BY id LIMIT ?"):
            sealed = []
            for known, box in rows:
                number = self._before.open(box)
                sealed.append(
                    (self._sealed(number, number_spot(known)), self._keys.lookup("number", number).hex(), known)
                )
            self._statements.many("UPDATE number SET sealed = ?, lookup = ? WHERE id = ?", sealed)

    def _anew(self, table: str, column: str, spot: Callable[[str], Spot]) -> None:
        """Contact data of a column."""
        read = f"SELECT id, {column} FROM {table} WHERE id > ? AND {column} IS NOT NULL ORDER BY id LIMIT ?"
        for rows in self._batches(read):
            sealed = [(self._sealed(self._before.open(box), spot(known)), known) for known, box in rows]
            self._statements.many(f"UPDATE {table} SET {column} = ? WHERE id = ?", sealed)

    def _sample_ids(self) -> None:
        read = 'SELECT id, sample_id FROM "case" WHERE id > ? AND sample_id IS NOT NULL ORDER BY id LIMIT ?'
        for rows in self._batches(read):
            sealed = [
                (self._keys.lookup("sample_id", name).hex(), self._sealed(name, sample_id_spot(known)), known)
                for known, name in rows
            ]
            self._statements.many('UPDATE "case" SET sample_id = ?, sample_id_sealed = ? WHERE id = ?', sealed)

    def _cases_before(self) -> None:
        """Of a case as it was before an attempt the first versions kept the whole row, sample fields and all."""
        read = (
            "SELECT id, case_id, case_before FROM attempt WHERE id > ? AND case_before IS NOT NULL ORDER BY id LIMIT ?"
        )
        for rows in self._batches(read):
            kept = ((before_as_text(before_from_text(case_id, text)), text, known) for known, case_id, text in rows)
            less = [(needed, known) for needed, text, known in kept if needed != text]
            self._statements.many("UPDATE attempt SET case_before = ? WHERE id = ?", less)

    def _write_documents(self) -> None:
        data = groupby(self._statements.execute(_DATA), key=lambda row: str(row[0]))
        following = next(data, None)
        for interview_id, text in self._statements.all(_FROZEN):
            values: dict[str, StoredDatum] = {}
            if following is not None and following[0] == interview_id:
                handed_in = self._handed_in(interview_id)
                values = {
                    variable: StoredDatum(variable, *rest)
                    for _, variable, *rest in following[1]
                    if not rest[0] or handed_in.get(variable.rpartition("/")[2]) != rest[0]
                }
                following = next(data, None)
            document = InterviewDocument(json.loads(text), values)
            if document != InterviewDocument():
                self._documents.write(interview_id, document)
                self._documents.note_origins(interview_id, document)
        self._statements.execute("UPDATE interview SET frozen = '{}' WHERE frozen <> '{}'")
        self._statements.execute("DELETE FROM datum")

    def _handed_in(self, interview_id: str) -> dict[str, str]:
        """What an interview was handed from columns that are sealed: no part of the data set."""
        begun = [json.loads(payload) for (payload,) in self._statements.all(_BEGINNINGS, interview_id)]
        return {name: value for told in begun for name, value in self._taken_out(told).items()}

    def _taken_out(self, told: dict[str, Any]) -> dict[str, str]:
        """Values from sealed columns by name, taken out of the beginning of an interview."""
        names = [key.removeprefix(_HIDDEN) for key in told if key.startswith(_HIDDEN)]
        return {name: str(told.pop(_HIDDEN + name)) for name in names if self._comes_sealed(name)}

    def _facts(self) -> None:
        with rows_may_change(self._statements):
            for rows in self._batches(_FACTS, 0):
                self._statements.many(_SEAL_FACT, self._sealed_facts(rows))

    def _sealed_facts(self, rows: Iterable[Sequence[Any]]) -> Iterator[tuple[str | None, bytes | None, int]]:
        for seq, device, kind, interview_id, payload in rows:
            row = row_name(device, seq)
            text = self._contact_anew(payload, row) if SEALED in payload else payload
            if interview_id is not None and kind.startswith(OF_INTERVIEW):
                text = self._without_columns(text, row) if f'"{_HIDDEN}' in text else text
                cipher = self._documents.cipher(interview_id)
                assert cipher is not None
                yield None, cipher.seal(FieldKey.INTERVIEW, text, answer_spot(row)), seq
            elif text is not payload:
                yield text, None, seq

    def _without_columns(self, payload: str, row: str) -> str:
        """What an interview was handed from sealed columns, as contact data of its fact."""
        told: dict[str, Any] = json.loads(payload)
        taken = self._taken_out(told)
        if not taken:
            return payload
        text = json.dumps({_HIDDEN + name: value for name, value in taken.items()}, ensure_ascii=False)
        sealed = self._sealed(text, contact_spot(_HANDED_IN, row))
        return ENCODER.encode({**told, _HANDED_IN + SEALED: base64.b64encode(sealed).decode()})

    def _contact_anew(self, payload: str, row: str) -> str:
        told: dict[str, Any] = json.loads(payload)
        for name in [name for name in told if name.endswith(SEALED)]:
            text = self._before.open(base64.b64decode(told[name]))
            sealed = self._sealed(text, contact_spot(name.removesuffix(SEALED), row))
            told[name] = base64.b64encode(sealed).decode()
        return ENCODER.encode(told)

    def _batches(self, statement: str, first: object = "") -> Iterator[list[Any]]:
        """Rows by their key, which comes first."""
        after = first
        while rows := self._statements.all(statement, after, _BATCH):
            yield rows
            after = rows[-1][0]

    def _sealed(self, text: str, spot: Spot) -> bytes:
        return self._keys.fields.seal(FieldKey.CONTACT, text, spot)
