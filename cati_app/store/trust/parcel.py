"""The parcel: what a station needs of other stations and must not have from a hub. It waits there, sealed by a code."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from cati_app.domain.errors import EnvironmentProblem
from cati_app.store.trust.derivation import KEY_BYTES, framed, parcel_key
from cati_app.values import dataclass

_FORMAT, _NONCE = b"\x01", 12


@dataclass(frozen=True, slots=True)
class Parcel:
    """What is in it.

    Args:
        shares: By number, 32 bytes each: without the newest no contact data open, without earlier ones no old log.
        pepper: What keeps a hub from trying passwords, 32 bytes.
        parts_key: Opens the parts of the study at the hub, 32 bytes.
    """

    shares: Mapping[int, bytes]
    pepper: bytes
    parts_key: bytes

    def sealed(self, secret: bytes, study: bytes) -> bytes:
        """Format (1 byte), nonce (12), content, tag (16).

        Args:
            secret: Of the code, which the hub never has.
        """
        facts = {
            "shares": {str(number): share.hex() for number, share in self.shares.items()},
            "pepper": self.pepper.hex(),
            "parts_key": self.parts_key.hex(),
        }
        nonce = os.urandom(_NONCE)
        plain = json.dumps(facts, sort_keys=True, separators=(",", ":")).encode()
        return _FORMAT + nonce + AESGCM(parcel_key(secret, study)).encrypt(nonce, plain, _bound(study))

    @classmethod
    def opened(cls, sealed: bytes, secret: bytes, study: bytes) -> Parcel:
        """What `sealed` gave. EnvironmentProblem: `parcel_damaged`."""
        begins = len(_FORMAT) + _NONCE
        try:
            if sealed[: len(_FORMAT)] != _FORMAT:
                raise ValueError("format")
            nonce = sealed[len(_FORMAT) : begins]
            facts = json.loads(AESGCM(parcel_key(secret, study)).decrypt(nonce, sealed[begins:], _bound(study)))
            shares = {int(number): bytes.fromhex(share) for number, share in facts["shares"].items()}
            parcel = cls(shares, bytes.fromhex(facts["pepper"]), bytes.fromhex(facts["parts_key"]))
            if any(len(key) != KEY_BYTES for key in (*shares.values(), parcel.pepper, parcel.parts_key)):
                raise ValueError("length")
        except (InvalidTag, ValueError, KeyError, TypeError, AttributeError) as error:
            raise EnvironmentProblem(
                "parcel_damaged",
                "What waits at the hub for this code does not open with it. Nothing was changed.",
                "A supervisor makes another code: `cati hub code STUDY --as SUPERVISOR`.",
            ) from error
        return parcel


def _bound(study: bytes) -> bytes:
    return b"cati/1 parcel" + framed(study)
