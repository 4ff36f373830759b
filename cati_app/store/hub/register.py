"""What belongs to a hub as a whole, and the rules by which it lets devices in. Each verb is part of one transaction."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta
from enum import StrEnum

from cati_app.store.statements import Statements
from cati_app.store.times import number_at, utc_text
from cati_app.values import dataclass

CODE_LASTS = timedelta(days=7)
"""A code nobody has used until then ends."""
_HUB = "SELECT id, address FROM hub"
_MOVE = "UPDATE hub SET address = ?"
_EPOCH = "SELECT n, id FROM epoch ORDER BY n DESC LIMIT 1"
_WRITE = "UPDATE hub SET form = form"
_BEGIN_EPOCH = "INSERT INTO epoch (n, id, begun_at) VALUES (?, ?, ?)"
_ADD_CODE = "INSERT INTO code (token_hash, made_at, expires_at) VALUES (?, ?, ?)"
_ADD_STATION_CODE = (
    "INSERT INTO code (token_hash, made_at, expires_at, for_study) VALUES (?, ?, ?, ?)"
    " ON CONFLICT (token_hash) DO NOTHING"
)
_CODE = "SELECT study, device, expires_at, for_study FROM code WHERE token_hash = ?"
_CODES_OF = "SELECT token_hash FROM code WHERE study = ? AND device = ? AND for_study = ? ORDER BY made_at DESC"
_PUBLISHED = "SELECT 1 FROM published WHERE study = ?"
_NOTE_PUBLISHED = "INSERT INTO published (study) VALUES (?) ON CONFLICT (study) DO NOTHING"
_USE_CODE = "UPDATE code SET study = ?, device = ? WHERE token_hash = ? AND device IS NULL"
_OWNER = "SELECT study, device, withdrawn_at FROM device WHERE credential = ?"
_ASKING = (
    "SELECT d.study, d.device, d.withdrawn_at, e.n, e.id FROM device d, epoch e WHERE d.credential = ?"
    " AND e.n = (SELECT max(n) FROM epoch)"
)
_ADD_DEVICE = (
    "INSERT INTO device (study, device, credential, enrolled_at) VALUES (?, ?, ?, ?)"
    " ON CONFLICT (study, device) DO NOTHING"
)
_CREDENTIAL = "SELECT credential, withdrawn_at FROM device WHERE study = ? AND device = ?"
_LET_IN_AGAIN = "UPDATE device SET withdrawn_at = NULL WHERE device = ? AND withdrawn_at IS NOT NULL"
_WITHDRAW = "UPDATE device SET withdrawn_at = ? WHERE device = ? AND withdrawn_at IS NULL"
_DEVICES = "SELECT study, device, withdrawn_at FROM device ORDER BY study, device"
_DROP_CODES = "DELETE FROM code WHERE device IS NULL"
_WAITING_CODES = "SELECT count(*) FROM code WHERE device IS NULL AND expires_at > ?"


class NotTaken(StrEnum):
    """Why nothing was taken."""

    CODE = "code"
    DEVICE = "device"
    WITHDRAWN = "withdrawn"
    EPOCH = "epoch"
    GAP = "gap"


class HubRefused(Exception):
    """Nothing was taken; `reason` says why."""

    def __init__(self, reason: NotTaken) -> None:
        super().__init__(reason.value)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Life:
    """An epoch: its number and its id."""

    n: int
    id: str


@dataclass(frozen=True, slots=True)
class Sender:
    """A device of a study."""

    study: str
    device: str


@dataclass(frozen=True, slots=True)
class KnownDevice:
    """A device that was let in.

    Args:
        withdrawn_at: UTC, ISO 8601; None while it may come.
    """

    study: str
    device: str
    withdrawn_at: str | None


def hashed(secret: bytes) -> str:
    """What a hub keeps of a secret that somebody shows to it."""
    return hashlib.sha256(secret).hexdigest()


class Register:
    """Epochs, codes and devices.

    Args:
        now: Time of the hub.
    """

    def __init__(self, statements: Statements, now: datetime) -> None:
        self._statements = statements
        self._now = now
        self._at = utc_text(now)

    def hub(self) -> tuple[str, str]:
        """Its id and its address."""
        hub_id, address = self._statements.row(_HUB)
        return hub_id, address

    def move(self, address: str) -> None:
        """Stations reach the hub there from now on."""
        self._statements.execute(_MOVE, (address,))

    def epoch(self) -> Life:
        """The present one."""
        return Life(*self._statements.row(_EPOCH))

    def try_to_write(self) -> None:
        """A write that changes nothing; it fails where the disk takes none."""
        self._statements.execute(_WRITE)

    def begin_epoch(self, new_id: str, behind: int = 0) -> Life:
        """The hub has come back from a copy: a code not used when it was made may be used by now.

        Args:
            behind: A life it has lost; the new one comes after it.
        """
        self._statements.execute(_DROP_CODES)
        # two copies of one state begin lives of their own: their numbers must not meet, for leases are known by them
        life = Life(max(self.epoch().n + 1, behind + 1, number_at(self._now)), new_id)
        self._statements.execute(_BEGIN_EPOCH, (life.n, life.id, self._at))
        return life

    def add_code(self, token: bytes) -> None:
        """A code may be used once from now on; of it only the hash of its token is kept."""
        self._statements.execute(_ADD_CODE, (hashed(token), self._at, utc_text(self._now + CODE_LASTS)))

    def add_station_code(self, token_hash: str, study: str) -> str:
        """The same of a code that a supervisor made, of which the hub knows the hash alone; it is for that study.

        Returns:
            Until when it counts, ISO 8601 in UTC; made known once more it counts no longer.
        """
        expires_at = utc_text(self._now + CODE_LASTS)
        self._statements.execute(_ADD_STATION_CODE, (token_hash, self._at, expires_at, study))
        return str(self._statements.row(_CODE, token_hash)[2])

    def codes_of(self, sender: Sender) -> tuple[str, ...]:
        """Hashes of the tokens of codes of supervisors with which a device came, the newest first."""
        return tuple(row[0] for row in self._statements.all(_CODES_OF, sender.study, sender.device, sender.study))

    def note_published(self, study: str) -> None:
        """From now on only its supervisors let devices into that study."""
        self._statements.execute(_NOTE_PUBLISHED, (study,))

    def waiting_codes(self) -> int:
        """Codes that can still be used."""
        return int(self._statements.row(_WAITING_CODES, self._at)[0])

    def enrol(self, sender: Sender, token: bytes, credential_hash: str) -> None:
        """Let a device in. Whoever shows the token of a used code again must be the one who used it.

        No code replaces the secret of a device that is known: it would lock the station out and take its place. Nor is
        one used up by it: that code is meant for another station.

        Raises:
            HubRefused: `CODE`, `WITHDRAWN`.
        """
        token_hash = hashed(token)
        code = self._statements.row(_CODE, token_hash)
        owner = self._statements.row(_OWNER, credential_hash)
        mine = (sender.study, sender.device)
        known = self._statements.row(_CREDENTIAL, *mine)
        is_used = code is not None and code[1] is not None
        if code is None or (is_used and tuple(code[:2]) != mine) or (not is_used and code[2] <= self._at):
            raise HubRefused(NotTaken.CODE)
        if not is_used and not self._is_for(sender.study, code[3]):
            raise HubRefused(NotTaken.CODE)
        if (owner is not None and tuple(owner[:2]) != mine) or (known is not None and known[0] != credential_hash):
            raise HubRefused(NotTaken.CODE)
        if known is not None and known[1] is not None:
            raise HubRefused(NotTaken.WITHDRAWN)
        if is_used is (owner is None):  # it lets nobody in a second time, and is used up by nobody who is in
            raise HubRefused(NotTaken.CODE)
        if not is_used:
            self._statements.execute(_USE_CODE, (*mine, token_hash))
            self._statements.execute(_ADD_DEVICE, (*mine, credential_hash, self._at))

    def _is_for(self, study: str, for_study: str | None) -> bool:
        """Whether a code is of that study; the server's own lets devices into studies that are not here yet."""
        if for_study is not None:
            return study == for_study
        return self._statements.row(_PUBLISHED, study) is None

    def sender(self, credential: bytes) -> Sender:
        """Who shows that secret.

        Raises:
            HubRefused: `DEVICE`, `WITHDRAWN`.
        """
        row = self._statements.row(_OWNER, hashed(credential))
        if row is None:
            raise HubRefused(NotTaken.DEVICE)
        if row[2] is not None:
            raise HubRefused(NotTaken.WITHDRAWN)
        return Sender(row[0], row[1])

    def asking(self, credential: bytes) -> tuple[Sender, Life]:
        """Who shows that secret, and the present epoch; with each request, so it is one question.

        Raises:
            HubRefused: `DEVICE`, `WITHDRAWN`.
        """
        row = self._statements.row(_ASKING, hashed(credential))
        if row is None:
            raise HubRefused(NotTaken.DEVICE)
        if row[2] is not None:
            raise HubRefused(NotTaken.WITHDRAWN)
        return Sender(row[0], row[1]), Life(row[3], row[4])

    def devices(self) -> tuple[KnownDevice, ...]:
        """All that were let in, by study and name."""
        return tuple(KnownDevice(*row) for row in self._statements.all(_DEVICES))

    def let_in_again(self, device: str) -> int:
        """A device that was withdrawn is let in as before, in whatever study; how many there were."""
        return int(self._statements.execute(_LET_IN_AGAIN, (device,)).rowcount)

    def withdraw(self, device: str) -> int:
        """A device is let in no more, in whatever study; how many there were."""
        return int(self._statements.execute(_WITHDRAW, (self._at, device)).rowcount)
