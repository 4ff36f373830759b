"""Sealed fields: a text that only one key opens, and only in the row it was sealed for.

Layout: format (1 byte, 1 = AES-256-GCM), kind of key (1), its generation (2), nonce (12), text, tag (16). The text is
filled up so that its length tells little. Nonces are random, never counted: two copies of a station would count alike.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from enum import IntEnum
from functools import partial
from typing import NamedTuple

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from cati_app.domain.errors import EnvironmentProblem
from cati_app.store.trust.derivation import framed, number_bytes

FORMAT = 1
TEXT_BLOCK, DOCUMENT_BLOCK = 64, 1024  # bytes to which a number or note, and a whole interview, are filled
_HEADER, _NONCE = 4, 12
_BEGINS = _HEADER + _NONCE


class FieldKey(IntEnum):
    """Which key opens a field; the number stands in the field itself."""

    CONTACT = 1
    DATA = 2
    INTERVIEW = 3


_KINDS = frozenset(map(int, FieldKey))


class Spot(NamedTuple):
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
        usable = keys.items() if least_format <= FORMAT else ()
        self._ciphers = {_header(kind, g): AESGCM(key) for (kind, g), key in usable}
        self._newest = {kind: _header(kind, max(g for k, g in keys if k is kind)) for kind, _ in keys}
        self._columns: dict[tuple[str, str], SealedColumn] = {}
        self._study = study
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
        return self.column(spot.table, spot.column).seal(self._newest[kind], text.encode(), spot.row, block)

    def seal_bytes(self, kind: FieldKey, plain: bytes, spot: Spot, block: int = TEXT_BLOCK) -> bytes:
        """The same for what is no text."""
        return self.column(spot.table, spot.column).seal(self._newest[kind], plain, spot.row, block)

    def sealer(self, kind: FieldKey, table: str, column: str) -> Callable[[bytes, str], bytes]:
        """What seals a plain text for a row, for whoever seals several of a column; KeyError as `seal`."""
        return partial(self.column(table, column).seal, self._newest[kind])

    def open(self, field: bytes, spot: Spot) -> str | None:
        """The text of a field; None when its key is not held here.

        Raises:
            EnvironmentProblem: `field_damaged` when it was changed, moved to another row, or has a refused format.
        """
        return self.column(spot.table, spot.column).open(field, spot.row)

    def open_bytes(self, field: bytes, spot: Spot) -> bytes | None:
        """The same for what is no text."""
        return self.column(spot.table, spot.column).open_bytes(field, spot.row)

    def column(self, table: str, column: str) -> SealedColumn:
        """The fields of one column, for whoever opens many of them."""
        known = self._columns.get((table, column))
        if known is None:
            known = self._columns[table, column] = SealedColumn(
                {
                    header: (cipher, b"cati/1" + header + framed(self._study, table.encode(), column.encode()))
                    for header, cipher in self._ciphers.items()
                },
                self._least_format,
            )
        return known


class SealedColumn:
    """Fields of one column of one table: what they are bound to in common is made once.

    Args:
        ciphers: By the first bytes of a field: what opens it, and what all fields of the column are bound to.
    """

    __slots__ = ("_ciphers", "_least_format")

    def __init__(self, ciphers: Mapping[bytes, tuple[AESGCM, bytes]], least_format: int) -> None:
        self._ciphers = ciphers
        self._least_format = least_format

    def seal(self, header: bytes, plain: bytes, row: str, block: int = TEXT_BLOCK) -> bytes:
        """As `FieldCipher.seal_bytes`."""
        cipher, common = self._ciphers[header]
        nonce, named = os.urandom(_NONCE), row.encode()
        filled = plain + b"\x80" + bytes(-(len(plain) + 1) % block)
        return header + nonce + cipher.encrypt(nonce, filled, common + len(named).to_bytes(2, "big") + named)

    def open(self, field: bytes, row: str) -> str | None:
        """As `FieldCipher.open`."""
        plain = self.open_bytes(field, row)
        try:
            return None if plain is None else plain.decode()
        except UnicodeDecodeError as error:
            raise _damaged() from error

    def open_bytes(self, field: bytes, row: str) -> bytes | None:
        """As `FieldCipher.open_bytes`."""
        known = self._ciphers.get(field[:_HEADER])
        if known is None:
            if len(field) < _HEADER or not self._least_format <= field[0] <= FORMAT or field[1] not in _KINDS:
                raise _damaged()
            return None
        cipher, common = known
        named = row.encode()
        bound = common + len(named).to_bytes(2, "big") + named
        try:
            filled = cipher.decrypt(field[_HEADER:_BEGINS], field[_BEGINS:], bound).rstrip(b"\0")
        except (InvalidTag, ValueError) as error:
            raise _damaged() from error
        if filled[-1:] != b"\x80":
            raise _damaged()
        return filled[:-1]


def _header(kind: FieldKey, generation: int) -> bytes:
    return bytes((FORMAT, kind)) + number_bytes(generation)


def generation_of(field: bytes) -> tuple[FieldKey, int]:
    """The key a field was sealed with, for whoever seals old ones anew."""
    return FieldKey(field[1]), int.from_bytes(field[2:_HEADER], "big")


def _damaged() -> EnvironmentProblem:
    return EnvironmentProblem(
        "field_damaged",
        "A sealed field of this database was changed or does not belong where it stands.",
        "Run `cati verify`, and restore the newest good backup.",
    )
