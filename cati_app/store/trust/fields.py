"""Sealed fields: a text that only one key opens, and only in the row it was sealed for.

Layout: format (1 byte, 1 = AES-256-GCM), kind of key (1), its generation (2), nonce (12), text, tag (16). The text is
filled up so that its length tells little. Nonces are random, never counted: two copies of a station would count alike.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from cati_app.domain.errors import EnvironmentProblem
from cati_app.store.trust.derivation import framed, number_bytes

FORMAT = 1
TEXT_BLOCK, DOCUMENT_BLOCK = 64, 1024  # bytes to which a number or note, and a whole interview, are filled
_HEADER, _NONCE = 4, 12


class FieldKey(IntEnum):
    """Which key opens a field; the number stands in the field itself."""

    CONTACT = 1
    DATA = 2
    INTERVIEW = 3


_KINDS = frozenset(map(int, FieldKey))


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a field stands; it opens nowhere else.

    Args:
        row: The row's id; of an event `device:seq`.
    """

    table: str
    column: str
    row: str


class FieldCipher:
    """Seals fields with the newest key of each kind, and opens what older ones sealed.

    Args:
        keys: 32 bytes each, by kind and generation (from 1).
        study: The study's id, 16 bytes.
        least_format: Fields of an older format are taken for damage.
    """

    def __init__(self, keys: Mapping[tuple[FieldKey, int], bytes], study: bytes, least_format: int = FORMAT) -> None:
        self._ciphers = {_header(kind, g): AESGCM(key) for (kind, g), key in keys.items()}
        self._newest = {kind: _header(kind, max(g for k, g in keys if k is kind)) for kind, _ in keys}
        self._study = study
        self._framed_study = framed(study)
        self._least_format = least_format

    def holds(self, kind: FieldKey) -> bool:
        """Whether fields of that kind can be sealed here."""
        return kind in self._newest

    def generation(self, kind: FieldKey) -> int:
        """The newest generation of a kind, which seals; KeyError without a key of that kind."""
        return int.from_bytes(self._newest[kind][2:], "big")

    def of_interview(self, key: bytes) -> FieldCipher:
        """The cipher of one interview, whose key is made once and never replaced.

        Args:
            key: 32 random bytes.
        """
        return FieldCipher({(FieldKey.INTERVIEW, 1): key}, self._study, self._least_format)

    def seal(self, kind: FieldKey, text: str, spot: Spot, block: int = TEXT_BLOCK) -> bytes:
        """A text sealed for its row; KeyError without a key of that kind."""
        return self.seal_bytes(kind, text.encode(), spot, block)

    def seal_bytes(self, kind: FieldKey, plain: bytes, spot: Spot, block: int = TEXT_BLOCK) -> bytes:
        """The same for what is no text."""
        header = self._newest[kind]
        nonce = os.urandom(_NONCE)
        box = self._ciphers[header].encrypt(nonce, _filled(plain, block), self._bound(header, spot))
        return header + nonce + box

    def open(self, field: bytes, spot: Spot) -> str | None:
        """The text of a field; None when its key is not held here.

        Raises:
            EnvironmentProblem: `field_damaged` when it was changed, moved to another row, or has a refused format.
        """
        plain = self.open_bytes(field, spot)
        try:
            return None if plain is None else plain.decode()
        except UnicodeDecodeError as error:
            raise _damaged() from error

    def open_bytes(self, field: bytes, spot: Spot) -> bytes | None:
        """The same for what is no text."""
        header, nonce, box = field[:_HEADER], field[_HEADER : _HEADER + _NONCE], field[_HEADER + _NONCE :]
        if len(header) < _HEADER or not self._least_format <= header[0] <= FORMAT or header[1] not in _KINDS:
            raise _damaged()
        cipher = self._ciphers.get(header)
        if cipher is None:
            return None
        try:
            return _emptied(cipher.decrypt(nonce, box, self._bound(header, spot)))
        except (InvalidTag, ValueError) as error:
            raise _damaged() from error

    def _bound(self, header: bytes, spot: Spot) -> bytes:
        return b"cati/1" + header + self._framed_study + framed(*map(str.encode, (spot.table, spot.column, spot.row)))


def _header(kind: FieldKey, generation: int) -> bytes:
    return bytes((FORMAT, kind)) + number_bytes(generation)


def generation_of(field: bytes) -> tuple[FieldKey, int]:
    """The key a field was sealed with, for whoever seals old ones anew."""
    return FieldKey(field[1]), int.from_bytes(field[2:_HEADER], "big")


def _filled(text: bytes, block: int) -> bytes:
    return text + b"\x80" + bytes(-(len(text) + 1) % block)


def _emptied(filled: bytes) -> bytes:
    text, mark, rest = filled.rpartition(b"\x80")
    if not mark or rest.strip(b"\0"):
        raise ValueError("not filled as fields are")
    return text


def _damaged() -> EnvironmentProblem:
    return EnvironmentProblem(
        "field_damaged",
        "A sealed field of this database was changed or does not belong where it stands.",
        "Run `cati verify`, and restore the newest good backup.",
    )
