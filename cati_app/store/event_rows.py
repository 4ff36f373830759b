"""Facts as rows of the log and back: what tells answers is sealed with its interview's key, contact data with theirs.

Each is bound to the device and the number of its fact, so that no row can be put in place of another.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import islice
from json.encoder import encode_basestring
from typing import Any

from cati_app.domain.casework.naming_facts import NAMING, PERSON_IN
from cati_app.domain.errors import RuleViolation
from cati_app.domain.events import OF_INTERVIEW, OF_SITTING, ON_INTERVIEW, AnswerWords, LoggedEvent, NewEvent
from cati_app.store.documents import InterviewDocuments
from cati_app.store.staff_words import StaffWords, person_of, quarter_of
from cati_app.store.times import utc_text
from cati_app.store.trust.fields import FieldCipher, FieldKey, Spot
from cati_app.store.trust.held_keys import HeldKeys, contact_fields

COLUMNS = ("seq", "device", "at", "mono_ms", "kind", "user_id", "case_id", "interview_id", "payload", "sealed")
"""Of `payload` and `sealed` one stands alone: the second where an answer is told."""
INSERT = f"INSERT INTO event ({', '.join(COLUMNS)}, digest) VALUES ({', '.join('?' for _ in COLUMNS)}, ?)"
_TOLD_COLUMNS = ", ".join(("coalesce(log_seq, seq)", *COLUMNS[1:]))
"""Under the number it has in the log of its device, to which it is bound."""
_READ_COLUMNS = _TOLD_COLUMNS.replace("user_id", person_of("user_id"))
_SELECT = f"SELECT {_READ_COLUMNS} FROM event"
NOT_CARRIED = (
    "(device, coalesce(log_seq, seq), at, kind) NOT IN"
    " (SELECT device, seq, at, kind FROM carried_event WHERE interview_id IN ({marks}))"
)
"""A fact that was written here, and has come back with its interview from another station, is told once."""
_OF_INTERVIEWS = (
    f"SELECT {', '.join(COLUMNS).replace('user_id', person_of('user_id'))}, 0, position FROM carried_event"
    " WHERE interview_id IN ({marks}){only}"
    f" UNION ALL SELECT {_READ_COLUMNS}, 1, seq FROM event"
    f" WHERE interview_id IN ({{marks}}){{only}} AND {NOT_CARRIED}"
    f" ORDER BY {len(COLUMNS) + 1}, {len(COLUMNS) + 2}"
)
_SITTINGS_ALONE = f" AND substr(kind, 1, {len(OF_SITTING)}) = '{OF_SITTING}'"
_AT_ONCE = 500  # facts whose interviews' keys are looked for together
SEALED = "_sealed"
"""Ends the name of contact data in a payload."""
ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
"""Writes payloads; `dumps` would make one for each fact."""
_DECODER = json.JSONDecoder()
_PLAIN = {True: "true", False: "false", None: "null"}
_TOLD = "event", "sealed"
_Sealer = Callable[[bytes, str], bytes]
"""Seals a payload for its row."""


def row_name(device: str, seq: int) -> str:
    """What a sealed part of a fact is bound to."""
    return f"{device}:{seq}"


def answer_spot(row: str) -> Spot:
    """Where the sealed payload of a fact stands."""
    return Spot(*_TOLD, row)


def contact_spot(name: str, row: str) -> Spot:
    """Where contact data of that name stand in a fact."""
    return Spot("event", name, row)


def digested(row: Sequence[Any]) -> bytes:
    """Values of `COLUMNS` as they go into the digest of a chained row: as text, joined by 1F, a missing one blank.

    What is told stands last; where it is sealed, in hexadecimal.
    """
    seq, device, at, mono_ms, kind, user_id, case_id, interview_id, payload, sealed = row
    told = (payload or "") if sealed is None else sealed.hex()
    return (
        f"{seq}\x1f{device}\x1f{at}\x1f{mono_ms}\x1f{kind}"
        f"\x1f{user_id or ''}\x1f{case_id or ''}\x1f{interview_id or ''}\x1f{told}"
    ).encode()


def row_told(text: str) -> tuple[Any, ...]:
    """Values of `COLUMNS`, from what goes into the digest of a row. ValueError for what is no row."""
    seq, device, at, mono_ms, kind, user_id, case_id, interview_id, told = text.split("\x1f", len(COLUMNS) - 2)
    is_sealed = bool(told) and told[0] not in "{["  # what is told in the open is JSON
    payload, sealed = (None, bytes.fromhex(told)) if is_sealed else (told or None, None)
    return (
        int(seq),
        device,
        at,
        int(mono_ms),
        kind,
        user_id or None,
        case_id or None,
        interview_id or None,
        payload,
        sealed,
    )


def payload_text(payload: Mapping[str, object]) -> str:
    """A payload as JSON, as `ENCODER` writes it: most hold words and signs alone, and go without its preparations."""
    told = []
    for name, value in payload.items():
        if type(value) is str:
            text = encode_basestring(value)
        elif value is None or value is True or value is False:
            text = _PLAIN[value]
        elif type(value) is int:
            text = str(value)
        else:
            return ENCODER.encode(payload)
        told.append(f"{encode_basestring(name)}:{text}")
    return f"{{{','.join(told)}}}"


class EventRows:
    """Rows of one device's log.

    Args:
        keys: None while nobody is signed in.
        staff: Words in place of people; None: those of the transaction of the documents.
    """

    def __init__(
        self, device: str, keys: HeldKeys | None, documents: InterviewDocuments, staff: StaffWords | None = None
    ) -> None:
        self._device = device
        self._keys = keys
        self._documents = documents
        self._staff = staff or StaffWords(documents.execute)

    def rows(self, last: int, events: Iterable[NewEvent]) -> list[tuple[Any, ...]]:
        """The facts behind the fact `last`, each as values of `COLUMNS`.

        Raises:
            RuleViolation: `no_contact_access` where it holds contact data, `answers_sealed` where it tells answers,
                and the keys for that are not held.
            LookupError: it tells answers of an interview that is not there.
        """
        device, sealers, rows = self._device, dict[str, _Sealer](), []
        words: dict[tuple[str, str], str] = {}
        moment, at = None, ""  # what is written together mostly happened at one
        for seq, event in enumerate(events, start=last + 1):
            payload, kind, interview_id, person = event.payload, event.kind, event.interview_id, event.user_id
            if person is not None and kind not in NAMING:
                person = self._word(words, person, event.at)
            named = PERSON_IN.get(kind)
            if named is not None and payload is not None and payload.get(named):
                payload = {**payload, named: self._word(words, str(payload[named]), event.at)}
            if event.contact:
                payload = {**(payload or {}), **self._contact_sealed(event.contact, row_name(device, seq))}
            if event.remarks:
                payload = {**(payload or {}), **self._remarks_sealed(event.remarks, row_name(device, seq))}
            if event.on_answers:
                payload = {**(payload or {}), **self._on_answers_sealed(event.on_answers, row_name(device, seq))}
            text, sealed = None if payload is None else payload_text(payload), None
            if text is not None and interview_id is not None and kind.startswith(OF_INTERVIEW):
                if interview_id not in sealers:
                    sealers[interview_id] = self._sealer(interview_id)
                sealed, text = sealers[interview_id](text.encode(), f"{device}:{seq}"), None
            if event.at is not moment:
                moment, at = event.at, utc_text(event.at)
            rows.append((seq, device, at, event.mono_ms, kind, person, event.case_id, interview_id, text, sealed))
        return rows

    def where(self, condition: str, values: Sequence[object], index: str = "") -> Iterator[LoggedEvent]:
        """Facts in order; contact data in them stay sealed, and what an erased interview told is gone.

        Args:
            condition: On the columns of `event`.
            values: Of its marks.
            index: What pins an index.

        Raises:
            RuleViolation: `answers_sealed` where they tell answers and nobody is signed in.
            EnvironmentProblem: `field_damaged`.
        """
        return self._logged(self._documents.execute(f"{_SELECT} {index} WHERE {condition} ORDER BY seq", values))

    def of_interviews(self, ids: Sequence[str], *, sittings: bool = False) -> Iterator[LoggedEvent]:
        """Facts of interviews, of each in order: those that were carried here come before those written here.

        Args:
            sittings: Those of sittings by a topic guide alone.

        Raises:
            RuleViolation, EnvironmentProblem: As `where`.
        """
        marks = ", ".join("?" for _ in ids)
        asked = _OF_INTERVIEWS.replace("{marks}", marks).replace("{only}", _SITTINGS_ALONE if sittings else "")
        return self._logged(self._documents.execute(asked, (*ids, *ids, *ids)))

    def _logged(self, cursor: Any) -> Iterator[LoggedEvent]:
        while rows := cursor.fetchmany(_AT_ONCE):
            telling = {row[7] for row in rows if row[9] is not None}
            ciphers = self._documents.ciphers(telling) if telling else {}
            told = {interview_id: cipher.column(*_TOLD) for interview_id, cipher in ciphers.items()}
            for seq, device, at, mono_ms, kind, user_id, case_id, interview_id, payload, sealed, *_ in rows:
                if sealed is not None and interview_id in told:
                    payload = told[interview_id].open(sealed, f"{device}:{seq}")
                known = _DECODER.raw_decode(payload)[0] if payload else None
                if kind in PERSON_IN:
                    known = with_person(self._staff, kind, known)
                fact = NewEvent(kind, datetime.fromisoformat(at), mono_ms, user_id, case_id, interview_id, known)
                yield LoggedEvent(device, seq, fact)

    def contact(self, logged: LoggedEvent, name: str) -> str:
        """The contact data or the remark of that name in a fact. RuleViolation: `no_contact_access`."""
        sealed = base64.b64decode(str((logged.event.payload or {})[name + SEALED]))
        text = contact_fields(self._keys).open(sealed, contact_spot(name, row_name(logged.device, logged.seq)))
        if text is None:
            raise RuleViolation("no_contact_access")
        return text

    def remark(self, logged: LoggedEvent, name: str) -> str:
        """The remark of that name in a fact, for whoever may open answers. RuleViolation: `answers_sealed`."""
        sealed = base64.b64decode(str((logged.event.payload or {})[name + SEALED]))
        spot = contact_spot(name, row_name(logged.device, logged.seq))
        text = self._keys.fields.open(sealed, spot) if self._keys is not None else None
        if text is None:
            raise RuleViolation("answers_sealed")
        return text

    def on_answers(self, facts: Iterable[LoggedEvent]) -> Iterator[tuple[LoggedEvent, dict[str, str]]]:
        """The words in facts about the answers of interviews; without the facts of interviews whose key is not here.

        Facts that an older version sealed with the key of all answers are told in the same way.

        Raises:
            RuleViolation: `answers_sealed`.
            EnvironmentProblem: `field_damaged`.
        """
        of_all = self._keys.fields if self._keys is not None else None
        waiting = iter(facts)
        while some := tuple(islice(waiting, _AT_ONCE)):
            ciphers = self._documents.ciphers({_about(logged) for logged in some})
            for logged in some:
                own = ciphers.get(_about(logged))
                if own is not None:
                    yield logged, {name: _opened(own, of_all, *told) for name, told in _told(logged)}

    def _word(self, known: dict[tuple[str, str], str], person: str, at: datetime) -> str:
        """The word of a person at a time, asked for once for all facts that are written together."""
        of = person, quarter_of(at)
        if of not in known:
            known[of] = self._staff.word(person, at)
        return known[of]

    def _sealer(self, interview_id: str) -> _Sealer:
        cipher = self._documents.cipher(interview_id)
        if cipher is None:
            raise LookupError(f"no key of interview {interview_id}")
        return cipher.sealer(FieldKey.INTERVIEW, *_TOLD)

    def _contact_sealed(self, contact: Mapping[str, str], row: str) -> dict[str, str]:
        return _sealed(contact_fields(self._keys), FieldKey.CONTACT, contact, row)

    def _remarks_sealed(self, remarks: Mapping[str, str], row: str) -> dict[str, str]:
        if self._keys is None:
            raise RuleViolation("answers_sealed")
        return _sealed(self._keys.fields, FieldKey.DATA, remarks, row)

    def _on_answers_sealed(self, about: AnswerWords, row: str) -> dict[str, str]:
        cipher = self._documents.opened(about.interview, about.key)
        return {ON_INTERVIEW: about.interview, **_sealed(cipher, FieldKey.INTERVIEW, about.words, row)}


def with_person(staff: StaffWords, kind: str, payload: Any) -> Any:
    """A payload with the person in it, where the log has a word."""
    named = PERSON_IN.get(kind)
    if named is None or payload is None or not payload.get(named):
        return payload
    return {**payload, named: staff.person(payload[named])}


def _about(logged: LoggedEvent) -> str:
    return str((logged.event.payload or {}).get(ON_INTERVIEW, ""))


def _told(logged: LoggedEvent) -> Iterator[tuple[str, tuple[bytes, Spot]]]:
    """What is sealed in a fact, by name: the bytes, and where they stand."""
    row = row_name(logged.device, logged.seq)
    for name, value in (logged.event.payload or {}).items():
        if name.endswith(SEALED):
            bare = name.removesuffix(SEALED)
            yield bare, (base64.b64decode(str(value)), contact_spot(bare, row))


def _opened(own: FieldCipher, of_all: FieldCipher | None, sealed: bytes, spot: Spot) -> str:
    text = own.open(sealed, spot)
    if text is None and of_all is not None:
        text = of_all.open(sealed, spot)
    if text is None:
        raise RuleViolation("answers_sealed")
    return text


def _sealed(fields: FieldCipher, key: FieldKey, words: Mapping[str, str], row: str) -> dict[str, str]:
    return {
        name + SEALED: base64.b64encode(fields.seal(key, text, contact_spot(name, row))).decode()
        for name, text in words.items()
    }
