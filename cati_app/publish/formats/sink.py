"""A file in memory that is emptied again and again: for libraries that write into files, where pieces are wanted."""

from __future__ import annotations

import io


class PieceSink(io.RawIOBase):
    """Takes what is written, gives it away with `taken`, and knows how much there was."""

    def __init__(self) -> None:
        super().__init__()
        self._pieces: list[bytes] = []
        self._size = 0

    def writable(self) -> bool:
        """Always."""
        return True

    def tell(self) -> int:
        """Bytes written so far, those given away included."""
        return self._size

    def write(self, data: object) -> int:
        """Keep a copy of the bytes."""
        piece = bytes(memoryview(data))  # type: ignore[arg-type]  # whatever has a buffer
        self._pieces.append(piece)
        self._size += len(piece)
        return len(piece)

    def taken(self) -> bytes:
        """What came since the last time."""
        pieces, self._pieces = self._pieces, []
        return b"".join(pieces)
