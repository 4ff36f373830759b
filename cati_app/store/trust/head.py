"""The head: one signed list of who takes part in a study, which keys they have and which secrets are in force.

One list, because single signed rows could be left out or mixed. Each head names the one before by its hash; it is
signed by somebody who could sign under that one, or by the root, whose secret lies on paper.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, fields
from enum import StrEnum

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from cati_app.values import dataclass

_SIGNED = b"cati/1 head\0"
ROOT = "root"
_LAST = 2**53 - 1
"""The highest number: what every reader of JSON, and every database, holds exactly."""
_CANONICAL = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=asdict)


@dataclass(frozen=True, slots=True)
class Secret:
    """A secret in force: its generation, from 1, and what shows it is the right one (hexadecimal)."""

    g: int
    check: str


@dataclass(frozen=True, slots=True)
class Head:
    """What is signed. Keys, hashes and checks are hexadecimal.

    Args:
        study: The study's id.
        n: From 1.
        previous: SHA-256 of the head before; empty for the first.
        at: Moment, ISO 8601 in UTC.
        by: Id of the person who signs, or `root`.
        people: SHA-256 of all rows of people.
        devices: By device: SHA-256 of its keys and the check of its chain's first key.
        signers: By id of a supervisor: Ed25519 public key.
        root: Ed25519 public key.
        recovery: X25519 public key.
        box: X25519 public key of the supervisors' box.
        share: Number of the Share in force.
        hub: Fingerprint of the hub's certificate; empty without one.
        least_format: Fields of an older format are damage.
    """

    study: str
    n: int
    previous: str
    at: str
    by: str
    people: str
    devices: Mapping[str, str]
    signers: Mapping[str, str]
    root: str
    recovery: str
    box: str
    contact: Secret
    data: Secret
    share: int
    hub: str = ""
    least_format: int = 1

    def canonical(self) -> bytes:
        """The bytes that are signed: JSON, keys sorted, without blanks."""
        # `asdict` of the whole would copy every name in it, of which each sign-in reads those of all heads
        return _CANONICAL.encode({field.name: getattr(self, field.name) for field in fields(self)}).encode()

    @property
    def digest(self) -> str:
        """SHA-256 of the canonical bytes, hexadecimal."""
        return hashlib.sha256(self.canonical()).hexdigest()

    def is_sound(self) -> bool:
        """Whether every value is of its kind; what was read may hold anything, before any signature is looked at."""
        texts = (self.study, self.previous, self.at, self.by, self.people, self.root, self.recovery, self.box, self.hub)
        checks = (self.contact.check, self.data.check)
        named = (*self.devices.values(), *self.signers.values())
        numbers = (self.n, self.share, self.least_format, self.contact.g, self.data.g)
        return all(isinstance(text, str) for text in (*texts, *checks, *named)) and all(
            type(number) is int and 0 <= number <= _LAST for number in numbers
        )

    def signed_by(self, keys: Mapping[str, Ed25519PrivateKey]) -> SignedHead:
        """With the signatures of these people, by id, or of the root."""
        return SignedHead(self, {who: key.sign(_SIGNED + self.canonical()) for who, key in keys.items()})


@dataclass(frozen=True, slots=True)
class SignedHead:
    """A head and its signatures, 64 bytes each: one, or two where a new sheet replaces a lost one."""

    head: Head
    signatures: Mapping[str, bytes]

    def to_json(self) -> str:
        """As it is kept and sent."""
        signatures = {who: signature.hex() for who, signature in self.signatures.items()}
        return json.dumps({"head": self.head.canonical().decode(), "signatures": signatures}, sort_keys=True)

    @classmethod
    def from_json(cls, text: str) -> SignedHead:
        """What `to_json` wrote. HeadRefused: `damaged`."""
        try:
            outer = json.loads(text)
            told = json.loads(outer["head"])
            head = Head(**{**told, "contact": Secret(**told["contact"]), "data": Secret(**told["data"])})
            if head.canonical() != outer["head"].encode() or not head.is_sound():
                raise ValueError("not canonical")
            return cls(head, {who: bytes.fromhex(signature) for who, signature in outer["signatures"].items()})
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            raise HeadRefused(Refusal.DAMAGED) from error


class Refusal(StrEnum):
    """Why a head is not taken over."""

    DAMAGED = "damaged"
    OTHER_STUDY = "other_study"
    OTHER_ROOT = "other_root"  # it follows another root than the one pinned here
    UNSIGNED = "unsigned"  # nobody who may sign has signed it
    LOWER = "lower"  # an older state than the one known
    FORKED = "forked"  # of the same number as a known one, or not following it, with another content
    SKIPPED = "skipped"  # heads between it and the known one are missing


class HeadRefused(Exception):
    """A head is not taken over; what was known stays in force."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.value)
        self.refusal = refusal


@dataclass(frozen=True, slots=True)
class Pin:
    """What a station remembers outside the database: the root, and the newest head it has seen."""

    root: str
    n: int
    digest: str

    @classmethod
    def of(cls, head: Head) -> Pin:
        """After a head was taken over."""
        return cls(head.root, head.n, head.digest)


def check_beginning(signed: SignedHead, study: str) -> None:
    """A study's first head, before anything is pinned: by its own root.

    Raises:
        HeadRefused: with the reason.
    """
    head = signed.head
    if head.study != study:
        raise HeadRefused(Refusal.OTHER_STUDY)
    if head.n != 1 or head.previous or head.by != ROOT:
        raise HeadRefused(Refusal.SKIPPED if head.n > 1 else Refusal.UNSIGNED)
    if not _signers(signed, {ROOT: head.root}):
        raise HeadRefused(Refusal.UNSIGNED)


def check_next(signed: SignedHead, known: SignedHead, pin: Pin) -> None:
    """Whether a head may take the place of a known one.

    A signer of the known head signs the next number; the root may skip numbers, for it is used when heads were lost.
    Another root, that of a new sheet, is taken over from the old one or from two signers, where there are two.

    Args:
        known: The newest head held here.
        pin: What is remembered outside the database.

    Raises:
        HeadRefused: with the reason.
    """
    head, before = signed.head, known.head
    if head.study != before.study:
        raise HeadRefused(Refusal.OTHER_STUDY)
    if before.root != pin.root:
        raise HeadRefused(Refusal.OTHER_ROOT)
    if head.n < pin.n:
        raise HeadRefused(Refusal.LOWER)
    if head.n == pin.n:
        if head.digest != pin.digest:
            raise HeadRefused(Refusal.FORKED)
        return
    signers = _signers(signed, {**before.signers, ROOT: pin.root})
    if head.by not in signers:
        raise HeadRefused(Refusal.UNSIGNED)
    if head.by == ROOT:
        return
    if head.root != pin.root and len(signers) < min(2, len(before.signers)):
        raise HeadRefused(Refusal.OTHER_ROOT)
    if head.n > before.n + 1:
        raise HeadRefused(Refusal.SKIPPED)
    if head.previous != before.digest:
        raise HeadRefused(Refusal.FORKED)


def check_held(held: SignedHead, pin: Pin, people: str) -> None:
    """Whether the head in a database is the one this station has seen, and its rows are the ones it signs.

    Args:
        people: `rows_digest` of the database's rows.

    Raises:
        HeadRefused: with the reason; a newer head than the pinned one is for `check_next`.
    """
    head = held.head
    if head.root != pin.root:
        raise HeadRefused(Refusal.OTHER_ROOT)
    if head.n < pin.n:
        raise HeadRefused(Refusal.LOWER)
    if head.n == pin.n and head.digest != pin.digest:
        raise HeadRefused(Refusal.FORKED)
    if head.people != people:
        raise HeadRefused(Refusal.UNSIGNED)


def rows_digest(rows: Sequence[Mapping[str, object]]) -> str:
    """SHA-256 over all rows of people or devices, in the order of their ids, hexadecimal."""
    ordered = sorted(rows, key=lambda row: str(row["id"]))
    text = json.dumps([dict(row) for row in ordered], sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def _signers(signed: SignedHead, keys: Mapping[str, str]) -> frozenset[str]:
    """Whose signature it carries, of those who may sign."""
    return frozenset(
        who for who, signature in signed.signatures.items() if _is_valid(signed.head, signature, keys.get(who))
    )


def _is_valid(head: Head, signature: bytes, public: str | None) -> bool:
    if public is None:
        return False
    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(public)).verify(signature, _SIGNED + head.canonical())
    except (InvalidSignature, ValueError):
        return False
    return True
