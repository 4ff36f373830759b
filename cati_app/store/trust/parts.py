"""Parts of a study as they lie at a hub, sealed with a key that its stations have and the hub does not.

The nonce is made of key and content, never counted or drawn: the same content sealed again is the same part, so that
what a kill interrupted is not sent twice, and two contents have the same nonce only by a chance of 1 in 2⁹⁶.
"""

from __future__ import annotations

import hmac

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from cati_app.domain.errors import EnvironmentProblem
from cati_app.store.trust.derivation import derive, framed

_FORMAT, _NONCE = b"\x01", 12


def seal_part(key: bytes, study: bytes, name: str, plain: bytes) -> bytes:
    """Format (1 byte), nonce (12), content, tag (16).

    Args:
        key: 32 bytes, of the study at its hub.
    """
    nonce = hmac.digest(derive(key, b"part nonce", study), name.encode() + b"\0" + plain, "sha256")[:_NONCE]
    return _FORMAT + nonce + AESGCM(derive(key, b"part", study)).encrypt(nonce, plain, _bound(study, name))


def open_part(key: bytes, study: bytes, name: str, sealed: bytes) -> bytes:
    """The content. EnvironmentProblem: `part_damaged`."""
    begins = len(_FORMAT) + _NONCE
    try:
        if sealed[: len(_FORMAT)] != _FORMAT:
            raise ValueError("format")
        nonce = sealed[len(_FORMAT) : begins]
        return AESGCM(derive(key, b"part", study)).decrypt(nonce, sealed[begins:], _bound(study, name))
    except (InvalidTag, ValueError) as error:
        raise part_problem() from error


def part_problem() -> EnvironmentProblem:
    """A part does not hold what was sealed, or cannot be read."""
    return EnvironmentProblem(
        "part_damaged",
        "A part of the study at the hub is damaged, or was sealed for another study. Nothing was changed.",
        "A supervisor sends the study once more: `cati hub publish STUDY --as SUPERVISOR`.",
    )


def _bound(study: bytes, name: str) -> bytes:
    return b"cati/1 part" + framed(study, name.encode())
