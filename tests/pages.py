"""Every page of a database and of its journal, decrypted: rows, and what deleted rows may have left in free space."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import CBC

_PAGE, _RESERVE, _IV, _SALT = 4096, 80, 16, 16  # SQLCipher 4: initialization vector and seal at the end of each page
_WAL_HEADER, _FRAME_HEADER = 32, 24


def plain_pages(path: Path, key: bytes) -> bytes:
    """The content of all pages, those of the journal behind those of the file.

    Args:
        path: The file; whoever has it open has brought it to the disk.
        key: The raw database key.
    """
    journal = path.with_name(f"{path.name}-wal")
    pages = [*_of_file(path.read_bytes()), *(_of_journal(journal.read_bytes()) if journal.exists() else ())]
    return b"".join(_opened(page, key) for page in pages)


def _of_file(data: bytes) -> Iterator[bytes]:
    for at in range(0, len(data), _PAGE):
        yield data[at : at + _PAGE] if at else data[_SALT:_PAGE]


def _of_journal(data: bytes) -> Iterator[bytes]:
    frame = _FRAME_HEADER + _PAGE
    for at in range(_WAL_HEADER, len(data) - frame + 1, frame):
        number = int.from_bytes(data[at : at + 4], "big")
        page = data[at + _FRAME_HEADER : at + frame]
        yield page[_SALT:] if number == 1 else page


def _opened(page: bytes, key: bytes) -> bytes:
    iv = page[-_RESERVE : -_RESERVE + _IV]
    decryptor = Cipher(AES(key), CBC(iv)).decryptor()
    return decryptor.update(page[:-_RESERVE]) + decryptor.finalize()
