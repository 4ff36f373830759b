"""The public keys of a station and the beginnings of its log's chains: what a head vouches for of a device."""

from __future__ import annotations

import hmac
from collections.abc import Sequence

from cati_app.store.statements import Statements
from cati_app.store.trust.derivation import framed
from cati_app.values import dataclass

_DEVICE = "SELECT box_key, sign_key FROM device WHERE id = ?"
_CHAINS = "SELECT first_n, box, generation, sealed, vouched FROM chain WHERE device = ? ORDER BY first_n"
_ADD_DEVICE = "INSERT INTO device (id, box_key, sign_key) VALUES (?, ?, ?)"
_ADD_CHAIN = "INSERT INTO chain (device, first_n, box, generation, sealed, vouched) VALUES (?, ?, ?, ?, ?, ?)"


@dataclass(frozen=True, slots=True)
class ChainStart:
    """Where a chain of a log begins.

    Args:
        box: Public key of the supervisors' box, to which its first key is sealed, 32 bytes.
        generation: Of that box.
        vouched: What the head says of the first key, 32 bytes.
    """

    first_n: int
    box: bytes
    generation: int
    sealed: bytes
    vouched: bytes


@dataclass(frozen=True, slots=True)
class StationKeys:
    """A station as a head names it; keys in hexadecimal."""

    device: str
    box_key: str
    sign_key: str
    chains: Sequence[ChainStart]

    @classmethod
    def of(cls, statements: Statements, device: str) -> StationKeys:
        """Of a database's own device."""
        box, sign = statements.row(_DEVICE, device)
        return cls(device, box, sign, tuple(ChainStart(*row) for row in statements.all(_CHAINS, device)))

    def mac(self, key: bytes, study: bytes) -> bytes:
        """What shows that these are the keys of whoever has the code.

        Args:
            key: Derived from the code's secret.
        """
        chains = [
            framed(str(c.first_n).encode(), c.box, str(c.generation).encode(), c.sealed, c.vouched) for c in self.chains
        ]
        named = framed(study, self.device.encode(), self.box_key.encode(), self.sign_key.encode(), *chains)
        return hmac.digest(key, b"cati/1 station" + named, "sha256")

    def put(self, statements: Statements) -> None:
        """Into a database that does not know the device."""
        statements.execute(_ADD_DEVICE, (self.device, self.box_key, self.sign_key))
        rows = [(self.device, c.first_n, c.box, c.generation, c.sealed, c.vouched) for c in self.chains]
        statements.many(_ADD_CHAIN, rows)
