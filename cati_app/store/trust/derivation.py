"""Keys made from other keys: one derivation, a label for each purpose, the study as salt.

Whatever is derived here stands in databases, backups and on paper for years, so a label never changes its meaning; a
new format takes a new one.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from enum import StrEnum

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from cati_app.domain.casework.access_codes import NUMBERS

KEY_BYTES = 32
STUDY_BYTES = 16
_FORMAT = b"cati/1 "
_LOOKUP_BYTES = 16


class Purpose(StrEnum):
    """What a secret of a study opens."""

    CONTACT = "contact"  # numbers, names, notes: interviewers and supervisors
    DATA = "data"  # answers: everybody active
    BOX = "box"  # the private half of what the chains' first keys are sealed to: supervisors
    SHEET = "sheet"  # page 1 of the recovery sheet, until it is confirmed: the supervisor who founded the study
    BLOCK_LIST = "blocklist"  # a pepper of the block list, beside the list: the recovery sheet
    CHAIN = "chain"  # a first key of the log's chains, sealed to that box; the generation is the box's


def derive(secret: bytes, label: bytes, study: bytes) -> bytes:
    """A key of 32 bytes by HKDF-SHA256.

    Args:
        label: What the key is for.
        study: The study's id, 16 random bytes.
    """
    return HKDF(hashes.SHA256(), KEY_BYTES, salt=study, info=_FORMAT + label).derive(secret)


def framed(*parts: bytes) -> bytes:
    """Parts joined so that they can be told apart again: each after its length in two bytes."""
    return b"".join(len(part).to_bytes(2, "big") + part for part in parts)


def number_bytes(generation: int) -> bytes:
    """A generation of a secret, from 1, in two bytes."""
    return generation.to_bytes(2, "big")


def check_of(secret: bytes, purpose: Purpose, generation: int, study: bytes) -> bytes:
    """What a signed head says of a secret, so that nobody can hand out another one under its name."""
    named = framed(study, purpose.value.encode(), number_bytes(generation), secret)
    return hashlib.sha256(b"cati/1 check" + named).digest()


def contact_key(contact_secret: bytes, share: bytes, generation: int, study: bytes) -> bytes:
    """The key of contact data: nobody makes it without the Share, which no backup and no hub holds."""
    return derive(contact_secret + share, b"contact" + number_bytes(generation), study)


def lookup_key(key: bytes, study: bytes) -> bytes:
    """What makes lookup values, from the contact key."""
    return derive(key, b"lookup", study)


def lookup_value(key: bytes, kind: str, text: str) -> bytes:
    """What finds an equal number or sample id again without opening any: 16 bytes, nothing without the contact key.

    Args:
        key: As `lookup_key` makes it.
        kind: `number` for E.164 numbers.
    """
    return hmac.digest(key, kind.encode() + b"\0" + text.encode(), "sha256")[:_LOOKUP_BYTES]


def access_code_number(key: bytes, interview_id: str, n: int) -> int:
    """The number of the access code of an interview, from 0 below `NUMBERS` of access codes.

    Args:
        key: That of the study's codes, 32 bytes.
        n: 0, or how many codes before it were taken already; below 256.
    """
    digest = hmac.digest(key, b"code\0" + interview_id.encode() + b"\0" + bytes([n]), "sha256")
    return int.from_bytes(digest, "big") % NUMBERS


def access_code_value(key: bytes, digits: str) -> str:
    """What finds the interview with an access code, in hexadecimal; nobody tests a code without the key."""
    return hmac.digest(key, b"entry\0" + digits.encode(), "sha256")[:_LOOKUP_BYTES].hex()


def staff_pseudonym(secret: bytes, study: bytes, period: str, number: int) -> str:
    """What an interviewer is called in the files of a period: eight characters, another one in the next period.

    Args:
        secret: That of the answers; whoever has only the files finds nobody.
        period: A month, `2026-11`.
        number: Of the person in the study.
    """
    digest = hmac.digest(derive(secret, b"staff pseudonym", study), f"{period}\0{number}".encode(), "sha256")
    return base64.b32encode(digest)[:8].decode().lower()


def enrol_token(secret: bytes, salt: bytes) -> bytes:
    """What a device shows to a hub in place of the code's secret, which the hub does not keep.

    Args:
        salt: Of a station's code the study's id; of the first code, which is of no study yet, the hub's; 16 bytes.
    """
    return derive(secret, b"enrol token", salt)


def enrol_mac_key(secret: bytes, study: bytes) -> bytes:
    """With which a station that was enrolled shows that its keys are those of whoever had the code."""
    return derive(secret, b"enrol mac", study)


def parcel_key(secret: bytes, study: bytes) -> bytes:
    """Opens what waits at the hub for the station that comes with a code."""
    return derive(secret, b"enrol parcel", study)
