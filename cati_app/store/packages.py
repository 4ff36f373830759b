"""At a station: cases on their way to the hub, and what was handed in and may be asked for again."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from cati_app.domain.ids import CaseId, CellId, InterviewId, UserId
from cati_app.domain.sharing.leases import CaseBundle, LeaseToken, UsedPlace
from cati_app.domain.sharing.stations import Halt
from cati_app.store.case_people import people_in, with_staff
from cati_app.store.case_tables import COMPLETED, INTERVIEW, as_text, from_text, without_contact_data
from cati_app.store.staff_words import StaffWords
from cati_app.store.statements import Statements
from cati_app.store.times import utc_text

_ADD = (
    "INSERT INTO case_package (epoch, n, case_id, packed_at, waits, blocked, rows, places)"
    " VALUES (?, ?, ?, ?, true, ?, ?, ?)"
    " ON CONFLICT (epoch, n) DO UPDATE SET waits = true, rows = excluded.rows, places = excluded.places"
)
_WAITING = "SELECT epoch, n FROM case_package WHERE waits ORDER BY epoch, n"
_SINCE = "SELECT min(packed_at) FROM case_package WHERE waits"
_PACKAGE = "SELECT case_id, blocked, rows, places FROM case_package WHERE epoch = ? AND n = ?"
_ONE = "SELECT case_id, rows FROM case_package WHERE epoch = ? AND n = ?"
_TAKEN = "UPDATE case_package SET waits = false, rows = ? WHERE epoch = ? AND n = ?"
_LIFE, _REQUEST, _RECEIPT = "hub_life", "hub_request", "hub_receipt"
_BACK = "hub_request_back:"  # before a request
_PLACES, _CUT, _HALT = "hub_places_request", "hub_line_cut", "hub_halt"
_HEARD = "hub_heard_vouched"
_KNOWN = "SELECT value FROM meta WHERE key = ?"
_NOTE = "INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value"
_BEGINS = "SELECT key FROM meta WHERE substr(key, 1, ?) = ? ORDER BY key LIMIT ?"
_REQUESTS = "SELECT key, value FROM meta WHERE substr(key, 1, ?) = ? ORDER BY key"
_PARTS_OF_NAMED = 2
"""Colons in the key of a request for one case."""
_FORGET = "DELETE FROM meta WHERE key = ?"
_DROP_AHEAD = "DELETE FROM place_grant WHERE state = 'live' AND interview_id = ''"
_AGAIN = "UPDATE case_package SET waits = true, packed_at = ? WHERE NOT waits"


class SqlPackages:
    """Packages within a unit of work."""

    def __init__(self, statements: Statements) -> None:
        self._statements = statements

    def add(self, token: LeaseToken, bundle: CaseBundle, at: datetime) -> None:
        """A case leaves the tables and waits for the hub."""
        values = (
            token.epoch,
            token.n,
            bundle.case_id,
            utc_text(at),
            bundle.blocked,
            as_text(bundle),
            _places_told(bundle),
        )
        self._statements.execute(_ADD, values)

    def waiting(self) -> tuple[LeaseToken, ...]:
        """What the hub has not taken, in order."""
        return tuple(LeaseToken(epoch, n) for epoch, n in self._statements.all(_WAITING))

    def waiting_since(self) -> datetime | None:
        """Since when the first of these waits; None where none does."""
        (at,) = self._statements.all(_SINCE)[0]
        return None if at is None else datetime.fromisoformat(at)

    def of(self, token: LeaseToken) -> CaseBundle:
        """A package. LookupError."""
        row = self._statements.row(_PACKAGE, token.epoch, token.n)
        if row is None:
            raise LookupError(token)
        case_id, blocked, text, places = row
        bundle = replace(from_text(case_id, text), blocked=bool(blocked), places=_places_read(places))
        return with_staff(bundle, StaffWords(self._statements.execute).among(sorted(people_in(bundle))))

    def taken(self, token: LeaseToken) -> None:
        """The hub has it; contact data of it are here no more."""
        row = self._statements.row(_ONE, token.epoch, token.n)
        if row is not None:
            kept = as_text(without_contact_data(from_text(*row)))
            self._statements.execute(_TAKEN, (kept, token.epoch, token.n))

    def erase(self, case_id: CaseId) -> None:
        """What was packed of a case is gone."""
        self._statements.execute("DELETE FROM case_package WHERE case_id = ?", (case_id,))

    def completed_in(self, token: LeaseToken) -> int:
        """Complete interviews in a package. LookupError."""
        rows = self.of(token).rows.get(INTERVIEW.name, ())
        return sum(INTERVIEW.at(row, "state") == COMPLETED for row in rows)

    def completed(self) -> int:
        """Complete interviews in everything that was packed here; one that was packed twice counts once."""
        rows = self._statements.all("SELECT rows FROM case_package")
        bundles = (from_text("", text).rows.get(INTERVIEW.name, ()) for (text,) in rows)
        done = {row[0] for rows in bundles for row in rows if INTERVIEW.at(row, "state") == COMPLETED}
        return len(done)

    def request(self, new: str, user_id: UserId | None, of: CaseId | None = None) -> str:
        """How a person asks for the next case: the request without an answer so far, else a new one, kept from now on.

        Args:
            of: One case that is asked for, in place of the next one.
        """
        return self._asked(_request_of(user_id, of), new)

    def answered(self, user_id: UserId | None, of: CaseId | None = None) -> None:
        """The request has its answer."""
        self._statements.execute(_FORGET, (_request_of(user_id, of),))

    def give_request_back(self, user_id: UserId | None, of: CaseId | None = None) -> None:
        """The person asks no more: the request without an answer, if there is one, goes back.

        Args:
            of: The one case that was asked for, in place of the next one.
        """
        key = _request_of(user_id, of)
        known = self._statements.row(_KNOWN, key)
        if known is not None:
            self._goes_back(key, str(known[0]))

    def named_requests_back(self, but: CaseId) -> None:
        """All that were made for one case each go back; `but`: what stands in place of a case where none is named."""
        for key, request in self._statements.all(_REQUESTS, len(_REQUEST) + 1, f"{_REQUEST}:"):
            if key.count(":") == _PARTS_OF_NAMED and not key.endswith(f":{but}"):
                self._goes_back(key, request)

    def _goes_back(self, key: str, request: str) -> None:
        self._statements.execute(_NOTE, (f"{_BACK}{request}", ""))
        self._statements.execute(_FORGET, (key,))

    def requests_back(self, limit: int) -> tuple[str, ...]:
        """Requests that go back, until the hub has said that it has heard so; so many at most."""
        rows = self._statements.all(_BEGINS, len(_BACK), _BACK, limit)
        return tuple(str(key).removeprefix(_BACK) for (key,) in rows)

    def goes_back(self, request: str) -> bool:
        """Whether a request is one of them."""
        return self._statements.row(_KNOWN, f"{_BACK}{request}") is not None

    def are_back(self, requests: Sequence[str]) -> None:
        """The hub has heard that they are."""
        for request in requests:
            self._statements.execute(_FORGET, (f"{_BACK}{request}",))

    def places_request(self, new: str) -> str:
        """How places are asked for ahead: the request without an answer so far, else a new one, kept from now on."""
        return self._asked(_PLACES, new)

    def places_unanswered(self) -> str | None:
        """That request, while it has no answer."""
        known = self._statements.row(_KNOWN, _PLACES)
        return None if known is None else str(known[0])

    def places_answered(self) -> None:
        """That request has its answer."""
        self._statements.execute(_FORGET, (_PLACES,))

    def note_line(self, *, cut: bool) -> None:
        """Whether the line was cut since places were given ahead."""
        if cut:
            self._statements.execute(_NOTE, (_CUT, ""))
        else:
            self._statements.execute(_FORGET, (_CUT,))

    def was_cut(self) -> bool:
        """Whether it was."""
        return self._statements.row(_KNOWN, _CUT) is not None

    def _asked(self, key: str, new: str) -> str:
        known = self._statements.row(_KNOWN, key)
        if known is None:
            self._statements.execute(_NOTE, (key, new))
        return new if known is None else str(known[0])

    def begin_life(self, life: str, at: datetime) -> bool:
        """Note the life of the hub; whether it is another one than before: then all that was taken waits again."""
        known = self._statements.row(_KNOWN, _LIFE)
        if known is not None and known[0] == life:
            return False
        self._statements.execute(_NOTE, (_LIFE, life))
        self._statements.execute(_AGAIN, (utc_text(at),))
        self._statements.execute(_DROP_AHEAD)  # a hub from a copy may have given them to others
        return True

    def heard_in(self) -> str:
        """The life in which the hub last heard all that it vouched for here; blank: none."""
        known = self._statements.row(_KNOWN, _HEARD)
        return "" if known is None else str(known[0])

    def keep_heard(self, life: str) -> None:
        """In place of the one before."""
        self._statements.execute(_NOTE, (_HEARD, life))

    def receipt(self) -> str:
        """The last receipt of the hub, as it was kept; blank while there is none."""
        known = self._statements.row(_KNOWN, _RECEIPT)
        return "" if known is None else str(known[0])

    def keep_receipt(self, receipt: str) -> None:
        """In place of the one before."""
        self._statements.execute(_NOTE, (_RECEIPT, receipt))

    def halt(self) -> Halt | None:
        """Why no call begins here, as the hub said last."""
        known = self._statements.row(_KNOWN, _HALT)
        return None if known is None else Halt(known[0])

    def keep_halt(self, halt: Halt | None) -> None:
        """In place of what it said before."""
        if halt is None:
            self._statements.execute(_FORGET, (_HALT,))
        else:
            self._statements.execute(_NOTE, (_HALT, halt.value))


def _request_of(user_id: UserId | None, case_id: CaseId | None) -> str:
    """Two people of one station ask at once, and none of them gets the answer to the other."""
    return f"{_REQUEST}:{user_id}" if case_id is None else f"{_REQUEST}:{user_id}:{case_id}"


def _places_told(bundle: CaseBundle) -> str:
    return json.dumps([(used.grant_id, used.interview_id, used.cell_id) for used in bundle.places])


def _places_read(text: str) -> tuple[UsedPlace, ...]:
    return tuple(UsedPlace(id_, InterviewId(interview), CellId(cell)) for id_, interview, cell in json.loads(text))
