"""Stations that come to a study at a hub: parcels that wait for them, and keys that wait for a supervisor."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime, timedelta

from cati_app.store.hub.study_refusals import StudyNotTaken, StudyRefusal
from cati_app.store.statements import Statements
from cati_app.store.times import utc_text
from cati_app.store.trust.declaration import Declarable, Declaration
from cati_app.store.trust.head import Head, HeadRefused, SignedHead
from cati_app.values import dataclass

PARCEL_LASTS = timedelta(days=30)
"""Of a code that was never used, or whose station was never admitted."""
_ADD_PARCEL = (
    "INSERT INTO parcel (token_hash, sealed, made_by, made_at) VALUES (?, ?, ?, ?) ON CONFLICT (token_hash) DO NOTHING"
)
_PARCEL = "SELECT sealed FROM parcel WHERE token_hash = ?"
_DROP_PARCEL = "DELETE FROM parcel WHERE token_hash = ?"
_DROP_OLD_PARCELS = "DELETE FROM parcel WHERE made_at < ?"
_SHOW_DEVICE = (
    "INSERT INTO shown_device (device, token_hash, keys, mac) VALUES (?, ?, ?, ?)"
    " ON CONFLICT (device) DO UPDATE SET token_hash = excluded.token_hash, keys = excluded.keys, mac = excluded.mac"
)
_SHOWN = "SELECT device, token_hash, keys, mac FROM shown_device ORDER BY device LIMIT ?"
_FORGET_SHOWN = "DELETE FROM shown_device WHERE device = ?"
_EVERY = 1_000_000


@dataclass(frozen=True, slots=True)
class ShownDevice:
    """A station that has shown its keys; `keys` as it wrote them, with the HMAC over them."""

    device: str
    token_hash: str
    keys: str
    mac: str


class Newcomers:
    """They, within one transaction."""

    def __init__(self, statements: Statements, now: datetime) -> None:
        self._statements = statements
        self._now = now

    def take_code(self, study: str, newest: Head, declaration: Declaration, parcel: bytes, made_by: str) -> str:
        """A code for one station, declared by a supervisor; made again with the same facts it changes nothing.

        Args:
            study: The study's id, in hexadecimal.
            newest: The newest head.
            made_by: The device that brings it.

        Returns:
            The hash of its token.

        Raises:
            StudyRefusal: `HEAD`, `MESSAGE`.
        """
        try:
            facts = declaration.facts(Declarable.CODE, study, newest.signers)
        except HeadRefused as refused:
            raise StudyRefusal(StudyNotTaken.HEAD, refused.refusal.value) from refused
        token_hash, digest = facts.get("token"), facts.get("parcel")
        if not isinstance(token_hash, str) or hashlib.sha256(parcel).hexdigest() != digest:
            raise StudyRefusal(StudyNotTaken.MESSAGE, "parcel")
        self._statements.execute(_DROP_OLD_PARCELS, (utc_text(self._now - PARCEL_LASTS),))
        self._statements.execute(_ADD_PARCEL, (token_hash, parcel, made_by, utc_text(self._now)))
        return token_hash

    def parcel_for(self, tokens: Sequence[str]) -> bytes:
        """What waits for a station.

        Args:
            tokens: Hashes of the tokens of the codes it came with.

        Raises:
            StudyRefusal: `CODE`.
        """
        for token_hash in tokens:
            row = self._statements.row(_PARCEL, token_hash)
            if row is not None:
                return bytes(row[0])
        raise StudyRefusal(StudyNotTaken.CODE)

    def show_device(self, device: str, tokens: Sequence[str], keys: str, mac: str) -> None:
        """The keys of a station that came with a code wait for a supervisor. StudyRefusal: `CODE`.

        Args:
            tokens: As in `parcel_for`.
        """
        if not tokens:
            raise StudyRefusal(StudyNotTaken.CODE)
        self._statements.execute(_SHOW_DEVICE, (device, tokens[0], keys, mac))

    def shown_devices(self, at_most: int) -> list[ShownDevice]:
        """Stations that have shown their keys, and that no head names yet."""
        return [ShownDevice(*row) for row in self._statements.all(_SHOWN, at_most)]

    def admitted(self, signed: SignedHead) -> None:
        """A head has come: stations that it names have everything that waited for them."""
        for shown in self.shown_devices(_EVERY):
            if shown.device in signed.head.devices:
                self._statements.execute(_DROP_PARCEL, (shown.token_hash,))
                self._statements.execute(_FORGET_SHOWN, (shown.device,))
