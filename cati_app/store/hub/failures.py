"""Failed tries of addresses, where several programs serve one hub: tables that are in no log.

An address is kept as a hash under the hub's id, and for a quarter of an hour. What stations have shown is a hash, too.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field

from cati_app.store.statements import Statements

_NOW = "SELECT CAST(extract(epoch FROM clock_timestamp()) AS DOUBLE PRECISION)"
_HUB = "SELECT id FROM hub"
_RECORD = "SELECT last_at, free_at, failures, tried FROM hub_failure WHERE network_hash = ?"
_KEEP = (
    "INSERT INTO hub_failure (network_hash, last_at, free_at, failures, tried) VALUES (?, ?, ?, ?, ?)"
    " ON CONFLICT (network_hash) DO UPDATE SET last_at = excluded.last_at, free_at = excluded.free_at,"
    " failures = excluded.failures, tried = excluded.tried"
)
_FORGET = (
    "DELETE FROM hub_failure WHERE last_at < ? OR network_hash IN"
    " (SELECT network_hash FROM hub_failure ORDER BY last_at DESC OFFSET ?)"
)
_RECOGNIZED = "SELECT 1 FROM hub_recognized WHERE secret_hash = ?"
_RECOGNIZE = (
    "INSERT INTO hub_recognized (secret_hash, at) VALUES (?, ?)"
    " ON CONFLICT (secret_hash) DO UPDATE SET at = excluded.at"
)
_FORGET_RECOGNIZED = (
    "DELETE FROM hub_recognized WHERE secret_hash IN (SELECT secret_hash FROM hub_recognized ORDER BY at DESC OFFSET ?)"
)


@dataclass(slots=True)
class Failures:
    """Of an address.

    Args:
        last_at: Of the last one, in seconds of whatever clock counts them.
        free_at: When something from there is looked at again.
        failures: Different ones.
        tried: Hashes of what failed, the newest last.
    """

    last_at: float
    free_at: float
    failures: int = 0
    tried: dict[str, None] = field(default_factory=dict)


class SqlFailures:
    """What all programs that serve a hub remember of strangers, within one transaction.

    Args:
        forgotten_s: So long after its last failure an address is forgotten.
        remembered: So many addresses, and stations, are kept at most.
    """

    def __init__(self, statements: Statements, forgotten_s: float, remembered: int) -> None:
        self._statements = statements
        self._forgotten_s = forgotten_s
        self._remembered = remembered

    def seconds(self) -> float:
        """Of the server's clock, which is one for all programs."""
        return float(self._statements.row(_NOW)[0])

    def of(self, network: str) -> Failures | None:
        """What failed from there."""
        row = self._statements.row(_RECORD, self._hashed(network))
        return None if row is None else Failures(row[0], row[1], int(row[2]), dict.fromkeys(json.loads(row[3])))

    def keep(self, network: str, failures: Failures) -> None:
        """From now on this; what is old, or too much, is forgotten."""
        told = failures.last_at, failures.free_at, failures.failures, json.dumps(list(failures.tried))
        self._statements.execute(_KEEP, (self._hashed(network), *told))
        self._statements.execute(_FORGET, (failures.last_at - self._forgotten_s, self._remembered))

    def is_recognized(self, secret_hash: str) -> bool:
        """Whether a station has shown that secret to any of the programs."""
        return self._statements.row(_RECOGNIZED, secret_hash) is not None

    def recognize(self, secret_hash: str) -> None:
        """A station has."""
        self._statements.execute(_RECOGNIZE, (secret_hash, self.seconds()))
        self._statements.execute(_FORGET_RECOGNIZED, (self._remembered,))

    def _hashed(self, network: str) -> str:
        (hub_id,) = self._statements.row(_HUB)
        return hashlib.sha256(f"{hub_id} {network}".encode()).hexdigest()
