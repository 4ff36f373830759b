"""Every key and every cipher of a station: the database key, the contact key, and how they are wrapped.

The database key encrypts the whole file (SQLCipher). The contact key encrypts names and numbers once more; it is kept
only wrapped by the passwords of people whose role may see contact data.
"""

from __future__ import annotations

import base64
import json
import os
from pathlib import Path
from typing import Any

from argon2.low_level import Type, hash_secret_raw
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from cati_app.domain.errors import EnvironmentProblem
from cati_app.domain.phrases import Phrase
from cati_app.values import dataclass

KEY_BYTES = 32
_NONCE_BYTES = 12
_SALT_BYTES = 16
_MOST = (1000, 4 * 1024 * 1024, 64)  # time, KiB and lanes beyond which a cost is damage
_SERVICE = "cati-app"


@dataclass(frozen=True, slots=True)
class Cost:
    """What deriving a key from a password costs (argon2id)."""

    time_cost: int = 3
    memory_kib: int = 65536
    lanes: int = 1


@dataclass(frozen=True, slots=True)
class Sealed:
    """A secret wrapped by a password."""

    salt: bytes
    cost: Cost
    box: bytes

    def to_json(self) -> str:
        """As text for a file or a column."""
        return json.dumps(
            {
                "version": 1,
                "salt": base64.b64encode(self.salt).decode(),
                "cost": [self.cost.time_cost, self.cost.memory_kib, self.cost.lanes],
                "box": base64.b64encode(self.box).decode(),
            }
        )

    @classmethod
    def from_json(cls, text: str) -> Sealed:
        """Read what `to_json` wrote; ValueError when it is damaged."""
        try:
            data: dict[str, Any] = json.loads(text)
            salt, box = (base64.b64decode(data[name], validate=True) for name in ("salt", "box"))
            cost = [int(number) for number in data["cost"]]
            plausible = len(salt) == _SALT_BYTES and all(1 <= n <= top for n, top in zip(cost, _MOST, strict=True))
        except (KeyError, TypeError, ValueError) as error:
            raise ValueError("damaged key") from error
        if not plausible or cost[1] < 8 * cost[2]:
            raise ValueError("damaged key")
        return cls(salt, Cost(*cost), box)


def wrap(secret: bytes, password: str, cost: Cost) -> Sealed:
    """Wrap a secret so that only the password opens it."""
    salt = os.urandom(_SALT_BYTES)
    return Sealed(salt, cost, _encrypt(_derive(password, salt, cost), secret, b"wrap"))


def unwrap(sealed: Sealed, password: str) -> bytes | None:
    """The secret, or None when the password is wrong."""
    return _decrypt(_derive(password, sealed.salt, sealed.cost), sealed.box, b"wrap")


class ContactCipher:
    """Opens contact fields as older versions sealed them, with one key that passwords wrapped."""

    def __init__(self, key: bytes) -> None:
        self._box = AESGCM(key)

    def open(self, box: bytes) -> str:
        """Open a contact field; EnvironmentProblem when it was sealed with another key."""
        plain = _opened(self._box, box, b"contact")
        if plain is None:
            raise EnvironmentProblem(
                "contact_key",
                "Contact data in this database were encrypted with another key.",
                "Open the database that belongs to this study, or restore its backup.",
            )
        return plain.decode()

    @classmethod
    def unwrapped(cls, wrapped: str, password: str) -> ContactCipher | None:
        """The cipher a person's password opens, or None."""
        key = unwrap(Sealed.from_json(wrapped), password)
        return cls(key) if key is not None else None


class KeyRing:
    """The system's keyring, where there is one."""

    def load(self, name: str) -> bytes | None:
        """The database key kept under that name, or None."""
        import keyring  # noqa: PLC0415 - not needed where a passphrase opens the database
        import keyring.errors  # noqa: PLC0415 - as above

        try:
            text = keyring.get_password(_SERVICE, name)
            key = base64.b64decode(text, validate=True) if text else b""
        except (keyring.errors.KeyringError, ValueError):
            return None
        return key if len(key) == KEY_BYTES else None

    def save(self, name: str, key: bytes) -> bool:
        """Keep a key; False where there is no usable keyring."""
        import keyring  # noqa: PLC0415 - not needed where a passphrase opens the database
        import keyring.errors  # noqa: PLC0415 - as above

        try:
            keyring.set_password(_SERVICE, name, base64.b64encode(key).decode())
        except keyring.errors.KeyringError:
            return False
        return True


class NoKeyRing(KeyRing):
    """For tests and demos: as on a machine without a keyring."""

    def load(self, name: str) -> bytes | None:
        """Never holds a key."""
        return None

    def save(self, name: str, key: bytes) -> bool:
        """Never keeps a key."""
        return False


def new_database_key(key_file: Path, name: str, passphrase: str | None, ring: KeyRing, cost: Cost) -> bytes:
    """Make the key of a new database and keep it: wrapped in `key_file`, in the keyring, or both.

    A key that is there already is used again and never overwritten: it may belong to a copy of the database that lies
    elsewhere, which nobody could open any more.

    Raises:
        EnvironmentProblem: `no_key_store` when there is neither a passphrase nor a keyring; as `load_database_key`.
    """
    if key_file.exists():
        return load_database_key(key_file, name, passphrase, ring)
    key = ring.load(name)
    kept = key is not None
    if key is None:
        key = os.urandom(KEY_BYTES)
        kept = ring.save(name, key)
    if passphrase:
        _write_private(key_file, wrap(key, passphrase, cost).to_json())
    elif not kept:
        raise _no_key_store()
    return key


def keep_key(key: bytes, key_file: Path, name: str, passphrase: str | None, ring: KeyRing, cost: Cost) -> None:
    """Keep the key of a database that was restored without a key file, as that of a new one.

    Raises:
        EnvironmentProblem: `no_key_store`.
    """
    kept = ring.load(name) == key or ring.save(name, key)
    if passphrase:
        _write_private(key_file, wrap(key, passphrase, cost).to_json())
    elif not kept:
        raise _no_key_store()


def _no_key_store() -> EnvironmentProblem:
    return EnvironmentProblem(
        "no_key_store",
        "This machine has no keyring, so the database needs a passphrase.",
        "Type one when asked, or set CATI_PASSPHRASE.",
    )


def load_database_key(key_file: Path, name: str, passphrase: str | None, ring: KeyRing) -> bytes:
    """The key of an existing database.

    Raises:
        EnvironmentProblem: `wrong_passphrase`, `passphrase_needed`, `key_file_damaged`, `key_lost`.
    """
    if passphrase and key_file.exists():
        try:
            key = unwrap(Sealed.from_json(key_file.read_text(encoding="utf-8")), passphrase)
        except (ValueError, OSError) as error:
            raise EnvironmentProblem(
                "key_file_damaged",
                Phrase("The key file {name} is damaged or cannot be read; the data are unharmed.", name=key_file.name),
                "Restore it from a copy, or give yourself the right to read it.",
            ) from error
        if key is None:
            raise EnvironmentProblem(
                "wrong_passphrase", "The passphrase does not open this database; nothing was changed.", "Type it again."
            )
        return key
    key = ring.load(name)
    if key is not None:
        return key
    if key_file.exists():
        raise EnvironmentProblem(
            "passphrase_needed", "This database needs its passphrase.", "Type it when asked, or set CATI_PASSPHRASE."
        )
    raise EnvironmentProblem(
        "key_lost",
        Phrase(
            "Neither the keyring nor a file {name} holds the key of this database; the data are unharmed.",
            name=key_file.name,
        ),
        "Put the key file back next to the database, or use the account on which the database was made.",
    )


def _derive(password: str, salt: bytes, cost: Cost) -> bytes:
    return hash_secret_raw(password.encode(), salt, cost.time_cost, cost.memory_kib, cost.lanes, KEY_BYTES, Type.ID)


def _encrypt(key: bytes, plain: bytes, purpose: bytes) -> bytes:
    nonce = os.urandom(_NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, plain, purpose)


def _decrypt(key: bytes, box: bytes, purpose: bytes) -> bytes | None:
    return _opened(AESGCM(key), box, purpose)


def _opened(cipher: AESGCM, box: bytes, purpose: bytes) -> bytes | None:
    try:
        return cipher.decrypt(box[:_NONCE_BYTES], box[_NONCE_BYTES:], purpose)
    except (InvalidTag, ValueError):
        return None


def _write_private(path: Path, text: str) -> None:
    """Write beside, sync, rename: a kill leaves the old file or the new one; only the owner can read it."""
    beside = path.with_name(f"{path.name}.part")
    descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)
