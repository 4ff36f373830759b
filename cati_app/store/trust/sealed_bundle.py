"""A person's keys under a password as they travel between stations: sealed with a key that no hub has.

A hub that hands one out can neither read nor change it, nor give it to other keys or under another number.
"""

from __future__ import annotations

import base64
import binascii
import json

from cati_app.store.trust.parts import open_part, part_problem, seal_part
from cati_app.values import dataclass


@dataclass(frozen=True, slots=True)
class LockedKeys:
    """What opens a person's private halves with one password.

    Args:
        salt: 16 bytes.
        cost: Of argon2id: time, KiB, lanes.
        login_check: 32 bytes.
        bundle: The private halves under what the password is turned into.
    """

    salt: bytes
    cost: str
    login_check: bytes
    bundle: bytes

    def sealed(self, key: bytes, study: bytes, person: str, keys: str, n: int) -> bytes:
        """As it travels.

        Args:
            key: 32 bytes, of the study at its hub.
            keys: The person's public key, in hexadecimal.
        """
        facts = {"salt": _text(self.salt), "cost": self.cost, "bundle": _text(self.bundle)}
        plain = json.dumps(facts, sort_keys=True, separators=(",", ":")).encode()
        return seal_part(key, study, _name(person, keys, n, self.login_check), plain)

    @classmethod
    def opened(
        cls, sealed: bytes, key: bytes, study: bytes, person: str, keys: str, n: int, login_check: bytes
    ) -> LockedKeys:
        """What `sealed` gave. EnvironmentProblem: `part_damaged`."""
        facts = json.loads(open_part(key, study, _name(person, keys, n, login_check), sealed))
        try:
            salt, bundle = (base64.b64decode(facts[name], validate=True) for name in ("salt", "bundle"))
            return cls(salt, str(facts["cost"]), login_check, bundle)
        except (KeyError, TypeError, binascii.Error) as error:
            raise part_problem() from error


def _name(person: str, keys: str, n: int, login_check: bytes) -> str:
    return f"bundle {person} {keys} {n} {login_check.hex()}"


def _text(value: bytes) -> str:
    return base64.b64encode(value).decode()
