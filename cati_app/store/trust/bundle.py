"""A person's private keys under the person's password, and what a hub keeps of the password."""

from __future__ import annotations

import base64
import hashlib
import json
import os
import unicodedata

from argon2.low_level import Type, hash_secret_raw
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from cati_app.store.keys import Cost
from cati_app.store.trust.derivation import KEY_BYTES, derive, framed
from cati_app.values import dataclass

LEAST_COST = Cost()  # less is refused: the sheet and the head are only as strong as a password
_SALT, _NONCE = 16, 12


class WeakCost(ValueError):
    """A password was stretched less than the format allows."""


@dataclass(frozen=True, slots=True)
class Stretched:
    """What a password is turned into, once for each sign-in.

    Args:
        wrap: Opens the bundle; never leaves the station.
        login: Shown to a hub, which keeps its SHA-256 and gives the bundle for it.
    """

    wrap: bytes
    login: bytes

    @property
    def login_check(self) -> bytes:
        """What may be kept to recognise `login`: 32 bytes."""
        return hashlib.sha256(self.login).digest()


def stretch(password: str, salt: bytes, pepper: bytes, study: bytes, cost: Cost, least: Cost = LEAST_COST) -> Stretched:
    """Derive from a password what opens the bundle and what shows who it is.

    Args:
        salt: 16 random bytes of the person.
        pepper: 32 random bytes that stand in stations' databases only, so a hub cannot try passwords.
        cost: Of argon2id.

    Raises:
        WeakCost: the cost is lower than the least allowed.
    """
    if cost.time_cost < least.time_cost or cost.memory_kib < least.memory_kib or cost.lanes < least.lanes:
        raise WeakCost
    plain = unicodedata.normalize("NFC", password).encode()
    hashed = hash_secret_raw(plain, salt, cost.time_cost, cost.memory_kib, cost.lanes, KEY_BYTES, Type.ID)
    return Stretched(derive(hashed + pepper, b"wrap", study), derive(hashed + pepper, b"login", study))


def new_salt() -> bytes:
    """Of a person whose password is set."""
    return os.urandom(_SALT)


@dataclass(frozen=True, slots=True)
class PrivateKeys:
    """What a person holds: for boxes, for signing heads (supervisors), and the root the person has seen.

    Args:
        signing: None for everybody but supervisors.
        root: The root's public key, 32 bytes: a replaced pin is noticed when its owner signs in.
    """

    boxes: X25519PrivateKey
    signing: Ed25519PrivateKey | None
    root: bytes

    @classmethod
    def new(cls, root: bytes, *, signs: bool) -> PrivateKeys:
        """A fresh pair, or two."""
        return cls(X25519PrivateKey.generate(), Ed25519PrivateKey.generate() if signs else None, root)

    def wrapped(self, wrap: bytes, person: str, study: bytes, n: int = 0) -> bytes:
        """The bundle, which only this person's password opens.

        Args:
            n: Counts the passwords chosen under these keys; nobody else can put another number to it.
        """
        named = {
            "boxes": _text(self.boxes.private_bytes_raw()),
            "root": _text(self.root),
            **({"signing": _text(self.signing.private_bytes_raw())} if self.signing is not None else {}),
        }
        nonce = os.urandom(_NONCE)
        plain = json.dumps(named, sort_keys=True, separators=(",", ":")).encode()
        return nonce + AESGCM(wrap).encrypt(nonce, plain, _bound(person, study, n))

    @classmethod
    def unwrapped(cls, bundle: bytes, wrap: bytes, person: str, study: bytes, n: int = 0) -> PrivateKeys | None:
        """The keys of a bundle; None when the password is wrong, or the bundle another person's or another number's."""
        try:
            plain = AESGCM(wrap).decrypt(bundle[:_NONCE], bundle[_NONCE:], _bound(person, study, n))
        except (InvalidTag, ValueError):
            return None
        named = json.loads(plain)
        signing = named.get("signing")
        return cls(
            X25519PrivateKey.from_private_bytes(base64.b64decode(named["boxes"])),
            Ed25519PrivateKey.from_private_bytes(base64.b64decode(signing)) if signing else None,
            base64.b64decode(named["root"]),
        )


def _bound(person: str, study: bytes, n: int) -> bytes:
    numbered = (str(n).encode(),) if n else ()  # the first one was sealed before bundles had numbers
    return b"cati/1 bundle" + framed(study, person.encode(), *numbered)


def _text(key: bytes) -> str:
    return base64.b64encode(key).decode()
