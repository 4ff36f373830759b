"""Completes an SPSS system file with what pyreadstat cannot write: clock, weight variable, multiple-response sets.

Layout after the developers' guide of GNU PSPP, chapter “System File Format”. All numbers are little-endian, as
pyreadstat writes them on every platform we run on. The dictionary begins at byte 176 with records that each start with
their type: 2 variable, 3 and 4 value labels, 6 documents, 7 extension, 999 end.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from cati_app.publish.dataset.table import ResponseSet
from cati_app.publish.formats.spss_formats import spss_sets

LONGEST_FILE_LABEL = 64  # bytes
_MAGIC, _LAYOUT_AT, _WEIGHT_AT, _CASES_AT, _DATE_AT, _TIME_AT, _DICTIONARY_AT = b"$FL2", 64, 76, 80, 92, 101, 176
_VARIABLE, _LABELS, _LABELLED, _DOCUMENTS, _EXTENSION, _END = 2, 3, 4, 6, 7, 999
_SETS, _LONG_NAMES, _CASES = 7, 13, 16  # subtypes of extension records
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


class NotASystemFile(ValueError):
    """The bytes are not laid out as a little-endian SPSS system file."""


@dataclass(slots=True)
class _Dictionary:
    places: dict[str, int] = field(default_factory=dict)  # short name → number of its first element, from 1
    short: dict[str, str] = field(default_factory=dict)  # long name → short name
    end: int = 0  # where the end record begins


def completed(data: bytes, at: datetime, sets: Sequence[ResponseSet], weight: str) -> bytes:
    """The file with its clock set to `at`, its weight variable (blank: none) and its response sets.

    Raises:
        NotASystemFile: the layout is not the one described above.
        KeyError: a variable is not in the file.
    """
    dictionary = _dictionary_of(data)
    head = bytearray(data[: dictionary.end])
    head[_DATE_AT : _DATE_AT + 9] = f"{at.day:02} {_MONTHS[at.month - 1]} {at.year % 100:02}".encode()
    head[_TIME_AT : _TIME_AT + 8] = f"{at:%H:%M:%S}".encode()
    if weight:
        struct.pack_into("<i", head, _WEIGHT_AT, dictionary.places[dictionary.short[weight]])
    return bytes(head) + _sets_record(sets, dictionary.short) + data[dictionary.end :]


def with_cases(data: bytes, count: int) -> bytes:
    """The file with its dictionary alone, before so many cases as are to come.

    Raises:
        NotASystemFile: as `completed`.
    """
    made = bytearray(data[: _dictionary_of(data).end + _length(data, 0, _END)])
    struct.pack_into("<i", made, _CASES_AT, count)
    for kind, start, _ in _records(data):
        if kind == _EXTENSION and struct.unpack_from("<i", data, start + 4)[0] == _CASES:
            struct.pack_into("<q", made, start + 24, count)
    return bytes(made)


def _sets_record(sets: Sequence[ResponseSet], short: Mapping[str, str]) -> bytes:
    """One line for each set: $name=D, counted value and label with their lengths, short names of the variables."""
    lines = []
    for answer_set in spss_sets(sets):
        counted, label = str(answer_set.counted).encode(), answer_set.label.encode()
        members = " ".join(short[name] for name in answer_set.variables).encode()
        head = f"${answer_set.name}=D{len(counted)} ".encode() + counted
        lines.append(head + f" {len(label)} ".encode() + label + b" " + members + b"\n")
    if not lines:
        return b""
    text = b"".join(lines)
    return struct.pack("<4i", _EXTENSION, _SETS, 1, len(text)) + text


def _dictionary_of(data: bytes) -> _Dictionary:
    if data[:4] != _MAGIC or len(data) < _DICTIONARY_AT or struct.unpack_from("<i", data, _LAYOUT_AT)[0] not in (2, 3):
        raise NotASystemFile("header")
    dictionary, element = _Dictionary(), 0
    for kind, start, end in _records(data):
        if kind == _VARIABLE:
            element += 1
            if struct.unpack_from("<i", data, start + 4)[0] != -1:  # -1: goes on with the text variable before
                dictionary.places[data[start + 24 : start + 32].decode().rstrip()] = element
        elif kind == _EXTENSION and struct.unpack_from("<i", data, start + 4)[0] == _LONG_NAMES:
            pairs = (pair.partition("=") for pair in data[start + 16 : end].decode().split("\t"))
            dictionary.short = {long: short for short, _, long in pairs if long}
        elif kind == _END:
            dictionary.end = start
    dictionary.short = {name: name for name in dictionary.places} | dictionary.short
    return dictionary


def _records(data: bytes) -> Iterator[tuple[int, int, int]]:
    """Type, start and end of each record of the dictionary."""
    at, kind = _DICTIONARY_AT, 0
    while kind != _END:
        try:
            (kind,) = struct.unpack_from("<i", data, at)
            end = at + _length(data, at, kind)
        except (struct.error, IndexError):
            raise NotASystemFile(f"record at byte {at}") from None
        yield kind, at, end
        at = end


def _length(data: bytes, at: int, kind: int) -> int:
    first, second, third = struct.unpack_from("<3i", data, at + 4) if kind != _END else (0, 0, 0)
    if kind == _VARIABLE:
        label = 0
        if second:
            (size,) = struct.unpack_from("<i", data, at + 32)
            label = 4 + _up(size, 4)
        return int(32 + label + 8 * abs(third))
    if kind == _LABELS:
        length = 8
        for _ in range(first):
            length += 8 + _up(1 + data[at + length + 8], 8)
        return length
    lengths = {_LABELLED: 8 + 4 * first, _DOCUMENTS: 8 + 80 * first, _EXTENSION: 16 + second * third, _END: 8}
    if kind not in lengths:
        raise NotASystemFile(f"record at byte {at}")
    return int(lengths[kind])


def _up(size: int, step: int) -> int:
    """The next multiple of `step`."""
    return -(-size // step) * step
