"""Messages to the team within a unit of work; their texts are sealed with the contact key, as notes are."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from cati_app.domain.ids import UserId
from cati_app.domain.people.team_messages import Envelope, SealedMessage, TeamMessage
from cati_app.domain.people.users import NOBODY
from cati_app.store.contacts import SqlContacts
from cati_app.store.staff_words import StaffWords
from cati_app.store.statements import Statements
from cati_app.store.times import utc_text
from cati_app.store.trust.fields import Spot

_ALL = "SELECT id, at, by_user, addressed, people, urgent, readers, sealed FROM team_message ORDER BY at, id"
_KEEP = (
    "INSERT INTO team_message (id, at, by_user, addressed, people, urgent, readers, sealed)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
    " ON CONFLICT (id) DO UPDATE SET by_user = excluded.by_user, people = excluded.people, readers = excluded.readers"
)
_READ = "UPDATE team_message SET readers = ? WHERE id = ?"
_DROP = "DELETE FROM team_message WHERE id = ?"


def team_message_spot(message_id: str) -> Spot:
    """Where the text of a message stands."""
    return Spot("team_message", "sealed", message_id)


class SqlTeamMessages:
    """Messages of a study."""

    def __init__(self, statements: Statements, contacts: SqlContacts, staff: StaffWords) -> None:
        self._statements = statements
        self._contacts = contacts
        self._staff = staff

    def send(self, envelope: Envelope, text: str) -> None:
        """Keep one, sealed."""
        self._keep(SealedMessage(envelope, self._contacts.sealed(text, team_message_spot(envelope.id))))

    def all(self) -> Sequence[TeamMessage]:
        """With their texts, for whoever holds the key. EnvironmentProblem: `field_damaged`."""
        return [
            TeamMessage(each.envelope, self._contacts.opened(each.sealed, team_message_spot(each.envelope.id)))
            for each in self.sealed()
        ]

    def sealed(self) -> Sequence[SealedMessage]:
        """As they are kept; without those of which nobody knows any more who sent them, or to whom."""
        messages = map(self._message, self._statements.all(_ALL))
        return [each for each in messages if each.envelope.by != NOBODY and each.envelope.people]

    def take_in(self, message: SealedMessage) -> None:
        """One that came from elsewhere."""
        known = next((each.envelope for each in self.sealed() if each.envelope.id == message.envelope.id), None)
        if known is None:
            self._keep(message)
        else:
            self.save(known.joined_with(message.envelope))

    def save(self, envelope: Envelope) -> None:
        """Who has it read."""
        self._statements.execute(_READ, (self._readers(envelope), envelope.id))

    def drop(self, ids: Collection[str]) -> None:
        """Forget some."""
        if ids:
            self._statements.many(_DROP, [(known,) for known in sorted(ids)])

    def _keep(self, message: SealedMessage) -> None:
        envelope = message.envelope
        by, people = self._words([envelope.by], envelope.at)[0], self._words(envelope.people, envelope.at)
        row = (envelope.id, utc_text(envelope.at), by, envelope.addressed, json.dumps(people))
        self._statements.execute(_KEEP, (*row, envelope.urgent, self._readers(envelope), message.sealed))

    def _readers(self, envelope: Envelope) -> str:
        return json.dumps(self._words([each for each in envelope.people if each in envelope.read], envelope.at))

    def _words(self, people: Sequence[str], at: datetime) -> list[str]:
        return [self._staff.word(person, at) for person in people]

    def _people(self, words: str) -> tuple[UserId, ...]:
        """Those of whom somebody knows still who they are."""
        people = (self._staff.person(word) for word in json.loads(words))
        return tuple(UserId(person) for person in people if person != NOBODY)

    def _message(self, row: Any) -> SealedMessage:
        known, at, by, addressed, people, urgent, readers, sealed = row
        envelope = Envelope(
            known,
            datetime.fromisoformat(at),
            UserId(self._staff.person(by)),
            addressed,
            self._people(people),
            bool(urgent),
            frozenset(self._people(readers)),
        )
        return SealedMessage(envelope, bytes(sealed))
