"""The recovery sheet: two secrets of 32 bytes as people write them down, read back and type in.

Page 1 (R) makes the root, which signs the first head and may sign any later one, and the pair that opens every box;
page 2 is the Share, without which no contact data open. Neither page alone opens a number.
"""

from __future__ import annotations

import base64
import hashlib
from enum import StrEnum

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from cati_app.domain.errors import EnvironmentProblem
from cati_app.store.trust.derivation import KEY_BYTES, derive

_CHECK_BYTES = 3  # with 32 bytes before them exactly 56 letters
_GROUP = 4
_MISREAD = str.maketrans({"0": "O", "1": "I", "8": "B"})  # signs base32 does not have


class SheetPage(StrEnum):
    """Which of the two secrets it is; one cannot be typed in for the other."""

    ROOT = "root"
    SHARE = "share"


def root_key(r: bytes, study: bytes) -> Ed25519PrivateKey:
    """What signs head 1, and what may sign when no supervisor is left."""
    return Ed25519PrivateKey.from_private_bytes(derive(r, b"root", study))


def recovery_key(r: bytes, study: bytes) -> X25519PrivateKey:
    """What opens the box of every secret."""
    return X25519PrivateKey.from_private_bytes(derive(r, b"recovery", study))


def written(secret: bytes, page: SheetPage) -> str:
    """A secret as 14 groups of four letters and digits; the last ones tell slips of the pen."""
    text = base64.b32encode(secret + _check(secret, page)).decode()
    return " ".join(text[at : at + _GROUP] for at in range(0, len(text), _GROUP))


def read(typed: str, page: SheetPage) -> bytes:
    """The secret somebody typed from a sheet; blanks, dashes and case do not matter.

    Raises:
        EnvironmentProblem: `sheet_misread`.
    """
    text = "".join(letter for letter in typed.upper() if letter.isalnum()).translate(_MISREAD)
    try:
        plain = base64.b32decode(text)
    except ValueError as error:
        raise _misread() from error
    secret = plain[:KEY_BYTES]
    if len(plain) != KEY_BYTES + _CHECK_BYTES or plain[KEY_BYTES:] != _check(secret, page):
        raise _misread()
    return secret


def _check(secret: bytes, page: SheetPage) -> bytes:
    return hashlib.sha256(b"cati/1 sheet " + page.value.encode() + b"\0" + secret).digest()[:_CHECK_BYTES]


def _misread() -> EnvironmentProblem:
    return EnvironmentProblem(
        "sheet_misread",
        "This is not what stands on that page of the recovery sheet: 14 groups of four letters or digits.",
        "Compare group by group; the two pages cannot stand in for each other.",
    )
