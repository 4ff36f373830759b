"""The cells of a worksheet as a stream, straight from the XML: a cell costs microseconds, and no row is kept."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import IO, NamedTuple, Protocol
from xml.parsers import expat

from cati_app.spreadsheets.cells import unescaped
from cati_app.spreadsheets.parts import TooLarge

_CHUNK = 1 << 16
_MOST_ROWS, _MOST_COLUMNS = 1 << 20, 1 << 14
_MOST_TEXT, _PER_TEXT = 200_000_000, 60  # bytes for shared texts, and what Python needs for each beside its letters
_LONGEST_TAG = 4 << 20  # bytes; the parser keeps a tag until it is whole
_DIGITS = "0123456789"
_TRUE, _NOTHING = frozenset({"1", "true", "on"}), frozenset({"0", "0.0"})  # switches; heights and widths of nothing
Value = Callable[[str, int, str, bool], str]
"""Type, style, text, and whether there is a formula, to what the cell says."""


def shared_texts(part: IO[bytes], longest: int) -> list[str]:
    """The texts that cells name by number, each cut after `longest` characters.

    Raises:
        TooLarge: they would not fit into memory.
    """
    reader = _Texts(longest)
    for _ in _fed(part, reader):
        if reader.bytes > _MOST_TEXT:
            raise TooLarge
    return reader.texts


class StreamedRow(NamedTuple):
    """A row of the file: number from 1, cells, whether it is out of sight, and whether inside a folded outline."""

    number: int
    cells: list[str]
    hidden: bool
    outlined: bool


def sheet_rows(part: IO[bytes], value: Value, longest: int, hidden_columns: set[int]) -> Iterator[StreamedRow]:
    """Rows that the file holds, in order; long cells are cut after `longest` characters.

    `hidden_columns` receives, before the first row, the columns (from 0) that somebody hid; folded ones do not count.
    """
    reader = _Cells(value, longest, hidden_columns)
    for _ in _fed(part, reader):
        if reader.rows:
            yield from reader.rows
            reader.rows.clear()


class _ByteReader(Protocol):
    def start(self, name: str, attributes: dict[str, str]) -> None: ...

    def end(self, name: str) -> None: ...

    def text(self, text: str) -> None: ...


def _fed(part: IO[bytes], reader: _ByteReader) -> Iterator[None]:
    """Feed a part piece by piece. Prefixes of names are not looked at; entities are refused."""
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.EntityDeclHandler = _refuse
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.text
    fed = 0
    while chunk := part.read(_CHUNK):
        parser.Parse(chunk, False)
        fed += len(chunk)
        if fed - parser.CurrentByteIndex > _LONGEST_TAG:
            raise TooLarge
        yield
    parser.Parse(b"", True)
    yield


def _refuse(*_: object) -> None:
    raise ValueError("the part declares entities")


class _Kept:
    """Text between two tags, as far as it is wanted."""

    def __init__(self, longest: int) -> None:
        self.wanted = False
        self._longest = longest
        self._parts: list[str] = []
        self._size = 0

    def add(self, text: str) -> None:
        if self._size <= self._longest:
            self._parts.append(text[: self._longest + 1])
            self._size += len(text)

    def take(self) -> str:
        text = "".join(self._parts)
        self._parts.clear()
        self._size = 0
        return text


class _Texts:
    """Of `si`, the text `t`, also that of runs, without the reading aids `rPh`."""

    def __init__(self, longest: int) -> None:
        self.texts: list[str] = []
        self.bytes = 0
        self._aid = False
        self._kept = _Kept(longest)

    def start(self, name: str, attributes: dict[str, str]) -> None:
        name = name.rpartition(":")[2]
        if name == "rPh":
            self._aid = True
        elif name == "t":
            self._kept.wanted = not self._aid

    def end(self, name: str) -> None:
        name = name.rpartition(":")[2]
        if name == "t":
            self._kept.wanted = False
        elif name == "rPh":
            self._aid = False
        elif name == "si":
            text = unescaped(self._kept.take())
            self.bytes += len(text) + _PER_TEXT
            self.texts.append(text)

    def text(self, text: str) -> None:
        if self._kept.wanted:
            self._kept.add(text)


class _Cells:
    """Rows as they end; a cell's text is in `v`, or in `t` where it stands in the cell itself."""

    def __init__(self, value: Value, longest: int, hidden_columns: set[int]) -> None:
        self.rows: list[StreamedRow] = []
        self._hidden_columns = hidden_columns
        self._value = value
        self._kept = _Kept(longest)
        self._columns: dict[str, int] = {}
        self._row = 0
        self._column = 0
        self._cells: list[str] = []
        self._hidden, self._outlined = False, False
        self._kind, self._style, self._formula, self._aid = "n", 0, False, False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        name = name.rpartition(":")[2]
        if name == "c":
            reference = attributes.get("r")
            self._column = self._column_of(reference) if reference else self._column + 1
            self._kind, self._formula, self._aid = attributes.get("t", "n"), False, False
            self._style = int(attributes.get("s", "0"))
        elif name == "v" or (name == "t" and not self._aid):
            self._kept.wanted = True
        elif name == "f":
            self._formula = True
        elif name == "rPh":
            self._aid = True
        elif name == "row":
            self._row = max(int(attributes.get("r", "0")), self._row + 1)
            self._column, self._cells = 0, []
            self._hidden, self._outlined = _out_of_sight(attributes, "ht"), _outlined(attributes)
            if self._row > _MOST_ROWS:
                raise ValueError("a row beyond the last one")
        elif name == "col" and _out_of_sight(attributes, "width") and not _outlined(attributes):
            last = min(int(attributes.get("max", "0")), _MOST_COLUMNS)
            self._hidden_columns.update(range(int(attributes.get("min", "1")) - 1, last))

    def end(self, name: str) -> None:
        name = name.rpartition(":")[2]
        if name == "c":
            text = self._kept.take()
            said = self._value(self._kind, self._style, text, self._formula) if text or self._formula else ""
            if said:
                cells = self._cells
                while len(cells) < self._column - 1:
                    cells.append("")
                cells[self._column - 1 :] = [said]
        elif name in ("v", "t"):
            self._kept.wanted = False
        elif name == "rPh":
            self._aid = False
        elif name == "row":
            self.rows.append(StreamedRow(self._row, self._cells, self._hidden, self._outlined))

    def text(self, text: str) -> None:
        if self._kept.wanted:
            self._kept.add(text)

    def _column_of(self, reference: str) -> int:
        letters = reference.rstrip(_DIGITS).upper()
        column = self._columns.get(letters)
        if column is None:
            column = 0
            for letter in letters:
                if not "A" <= letter <= "Z":
                    raise ValueError("a place that is none")
                column = column * 26 + ord(letter) - 64
            if not 0 < column <= _MOST_COLUMNS:
                raise ValueError("a column beyond the last one")
            self._columns[letters] = column
        return column


def _out_of_sight(attributes: dict[str, str], extent: str) -> bool:
    """Whether a row or column is hidden, or drawn so small that nobody sees it."""
    return attributes.get("hidden") in _TRUE or attributes.get(extent) in _NOTHING


def _outlined(attributes: dict[str, str]) -> bool:
    return attributes.get("outlineLevel", "0") != "0"
