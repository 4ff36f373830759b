"""Looks at a file before anything opens it: encrypted, oversized or malicious containers are refused in words."""

from __future__ import annotations

import io
import zipfile
import zlib

from cati_app.domain.findings import Finding
from cati_app.domain.phrases import Phrase
from cati_app.engine.sheets.codes import finding

MOST_BYTES = 20 * 1024 * 1024
MOST_UNPACKED = 200 * 1024 * 1024
MOST_RATIO = 200
MOST_ROWS = 100_000
MOST_COLUMNS = 2_000
MOST_LETTERS = 32_767  # of a cell, as in Excel
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def is_ole(data: bytes) -> bool:
    """Whether this is an OLE container: an old .xls, or an encrypted .xlsx."""
    return data.startswith(_OLE)


def is_zip(data: bytes) -> bool:
    """Whether this looks like a zip container."""
    return data.startswith(b"PK")


def inspect(data: bytes) -> list[Finding]:
    """Findings on the container; an error among them means: do not open."""
    if not data:
        return [finding("file-empty")]
    if len(data) > MOST_BYTES:
        return [finding("file-too-big", what=Phrase("more than {most} MB", most=MOST_BYTES // 2**20))]
    if is_ole(data):
        encrypted = "EncryptedPackage".encode("utf-16-le") in data
        return [finding("file-encrypted")] if encrypted else []
    return _inspect_zip(data) if is_zip(data) else []


def _inspect_zip(data: bytes) -> list[Finding]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            names = [part.filename for part in parts]
            problems = _sizes(parts, len(data)) or _entities(archive, parts)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError, EOFError, zlib.error):
        # All that zipfile and zlib raise for a damaged container; each becomes the same finding, none is passed over.
        return [finding("file-broken", kind=Phrase("a workbook"))]
    if not problems and any(name.lower().endswith("vbaproject.bin") for name in names):
        return [finding("file-macros")]
    return problems


def _sizes(parts: list[zipfile.ZipInfo], packed: int) -> list[Finding]:
    unpacked = sum(part.file_size for part in parts)
    if unpacked > MOST_UNPACKED:
        return [finding("file-too-big", what=Phrase("more than {most} MB unpacked", most=MOST_UNPACKED // 2**20))]
    if unpacked > 10 * 2**20 and unpacked > packed * MOST_RATIO:
        return [finding("file-suspicious", what=Phrase("data compressed beyond reason"))]
    if any(part.flag_bits & 1 for part in parts):
        return [finding("file-encrypted")]
    return []


def _entities(archive: zipfile.ZipFile, parts: list[zipfile.ZipInfo]) -> list[Finding]:
    for part in parts:
        if part.filename.lower().endswith((".xml", ".rels")):
            with archive.open(part) as stream:
                head = stream.read(4096).lower()
            if b"<!doctype" in head or b"<!entity" in head or b"<\x00!\x00d\x00" in head:
                return [finding("file-suspicious", what=Phrase("a document type definition"))]
    return []
