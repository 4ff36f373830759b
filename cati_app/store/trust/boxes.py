"""Boxes: a secret of the study for one person, by HPKE with X25519, HKDF-SHA256 and AES-256-GCM.

A box does not say who made it, so what it holds counts only where the signed head vouches for it.
"""

from __future__ import annotations

import hmac

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

from cati_app.store.trust.derivation import Purpose, check_of, framed, number_bytes
from cati_app.values import dataclass

_FORMAT = b"\x01"
_SUITE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)


@dataclass(frozen=True, slots=True)
class Address:
    """Whose box it is and what lies in it.

    Args:
        study: The study's id, 16 bytes.
        generation: Of the secret, from 1.
        recipient: A person's id, or `recovery`.
    """

    study: bytes
    purpose: Purpose
    generation: int
    recipient: str

    def info(self) -> bytes:
        """What binds a box to its address."""
        named = framed(self.study, self.purpose.value.encode(), number_bytes(self.generation), self.recipient.encode())
        return b"cati/1 box" + named


def seal_secret(secret: bytes, to: X25519PublicKey, address: Address) -> bytes:
    """A box that only the recipient opens."""
    return _FORMAT + _SUITE.encrypt(secret, to, address.info())


def open_secret(box: bytes, key: X25519PrivateKey, address: Address, check: bytes) -> bytes | None:
    """The secret in a box; None when it is not for this key and address, or is not the one the head vouches for.

    Args:
        check: What the signed head says of the secret of that purpose and generation.
    """
    secret = open_unvouched(box, key, address)
    if secret is None:
        return None
    vouched = hmac.compare_digest(check_of(secret, address.purpose, address.generation, address.study), check)
    return secret if vouched else None


def open_unvouched(box: bytes, key: X25519PrivateKey, address: Address) -> bytes | None:
    """What lies in a box, for secrets that show in another way that they are right: by their public half."""
    if box[:1] != _FORMAT:
        return None
    try:
        return _SUITE.decrypt(box[1:], key, address.info())
    except (InvalidTag, ValueError):
        return None
