"""The contents of a study as version 0016 kept them: contact data sealed without their row, answers in the open."""

from __future__ import annotations

import base64
import hmac
import json
import os
from collections.abc import Iterator
from typing import Any

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from cati_app.domain.casework.interviews import InterviewState
from cati_app.domain.events import LoggedEvent
from cati_app.domain.ids import CaseId, InterviewId
from cati_app.store.contacts import note_spot, recontact_spot
from cati_app.store.database import Database
from cati_app.store.keys import Cost
from cati_app.store.log_chain import rows_may_change
from cati_app.store.statements import Statements
from cati_app.store.trust.held_keys import HeldKeys
from cati_app.store.unit_of_work import SqlUnitOfWork, SqlUnits


def put_back(database: Database, keys: HeldKeys, key: bytes) -> None:
    """Open everything that is sealed, and seal contact data with the contact key of an older version."""
    ids = [CaseId(row[0]) for row in database.driver().execute('SELECT id FROM "case"').fetchall()]
    with SqlUnits(database, keys, Cost(1, 8))() as unit:
        numbers = [number for case_id in ids for number in unit.cases.get(case_id).numbers]
        names = {known.id: known.sample_id for known in unit.sample.with_ids(ids).values()}
        fields = {known.id: dict(known.fields) for known in unit.sample.with_ids(ids).values()}
        interviews = unit.interviews.all_in(tuple(InterviewState))
        data = [(one.id, datum) for one in interviews for datum in unit.interviews.data_of(one.id).values()]
        handed_in = list(_handed_in(unit, {interview for interview, _ in data}))
        facts = [logged for kind in unit.log.kinds() for logged in unit.log.of_kind(kind)]
        told = [(_payload(unit, logged, key), logged.seq) for logged in facts]
    with database.transaction() as statements:
        with rows_may_change(statements):
            statements.many("UPDATE event SET payload = ?, sealed = NULL WHERE seq = ?", told)
        for number in numbers:
            assert number.number is not None
            e164 = number.number.e164
            values = sealed_0016(key, e164), _lookup(key, e164), number.id
            statements.execute("UPDATE number SET sealed = ?, lookup = ? WHERE id = ?", values)
        _columns(statements, keys, key)
        statements.many(
            'UPDATE "case" SET fields = ?, sealed_fields = NULL WHERE id = ?',
            [(json.dumps(known_fields), known) for known, known_fields in fields.items()],
        )
        statements.execute("DELETE FROM meta WHERE key = 'clear_columns'")
        statements.many(
            'UPDATE "case" SET sample_id = ? WHERE id = ?', [(name, known) for known, name in names.items()]
        )
        frozen = [(json.dumps(dict(one.frozen or {})), one.id) for one in interviews]
        statements.many("UPDATE interview SET frozen = ? WHERE id = ?", frozen)
        values_of = [(interview, datum.variable, datum.text, datum.missing) for interview, datum in data]
        values_of += [(interview, f"/{name}", text, None) for interview, name, text in handed_in]
        statements.many("INSERT INTO datum VALUES (?, ?, ?, ?)", values_of)
        for table in ("interview_document", "interview_key", "set_apart"):
            statements.execute(f"DELETE FROM {table}")
        statements.commit()


def _columns(statements: Statements, keys: HeldKeys, key: bytes) -> None:
    for table, column, spot in (("attempt", "note_sealed", note_spot), ("recontact", "sealed", recontact_spot)):
        for known, field in statements.all(f"SELECT id, {column} FROM {table} WHERE {column} IS NOT NULL"):
            text = keys.fields.open(field, spot(known))
            assert text is not None
            statements.execute(f"UPDATE {table} SET {column} = ? WHERE id = ?", (sealed_0016(key, text), known))


def _handed_in(unit: SqlUnitOfWork, interviews: set[InterviewId]) -> Iterator[tuple[InterviewId, str, str]]:
    """What interviews received from the sample, which was a part of their data set."""
    for logged in unit.log.of_kind("interview.started"):
        interview = logged.event.interview_id
        if interview is not None and interview in interviews and "handed_in_sealed" in (logged.event.payload or {}):
            values: dict[str, str] = json.loads(unit.contacts.of_fact(logged, "handed_in"))
            for name, text in values.items():
                yield InterviewId(interview), name.removeprefix("hidden."), text


def _payload(unit: SqlUnitOfWork, logged: LoggedEvent, key: bytes) -> str | None:
    if logged.event.payload is None:
        return None
    payload: dict[str, Any] = dict(logged.event.payload)
    if payload.pop("handed_in_sealed", None) is not None:  # that version had what the sample hands in in the open
        payload |= json.loads(unit.contacts.of_fact(logged, "handed_in"))
    for name in [name for name in payload if name.endswith("_sealed")]:
        text = unit.contacts.of_fact(logged, name.removesuffix("_sealed"))
        payload[name] = base64.b64encode(sealed_0016(key, text)).decode()
    return json.dumps(payload, ensure_ascii=False, separators=(",", ":"))


def sealed_0016(key: bytes, text: str) -> bytes:
    """Contact data as that version sealed them."""
    nonce = os.urandom(12)
    return nonce + AESGCM(key).encrypt(nonce, text.encode(), b"contact")


def _lookup(key: bytes, text: str) -> str:
    return hmac.digest(hmac.digest(key, b"lookup", "sha256"), text.encode(), "sha256").hex()[:32]
