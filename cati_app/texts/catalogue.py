"""A catalogue of GNU gettext whose messages are read when they are said: a start says fifty of five thousand."""

from __future__ import annotations

import gettext
from bisect import bisect_left
from struct import unpack_from
from typing import Any, Protocol

_MAGIC = 0x950412DE
_HEAD = 28  # bytes
_PLURAL = b"\0"


class _Readable(Protocol):
    def read(self) -> bytes: ...


class Catalogue(gettext.GNUTranslations):
    """The same texts; the file is written little-endian and in UTF-8, as `make texts` does."""

    def _parse(self, fp: _Readable) -> None:
        """In place of gettext's own, which reads every message. OSError where it is no such file."""
        data = fp.read()
        if len(data) < _HEAD or unpack_from("<I", data)[0] != _MAGIC:
            raise OSError(0, "Bad magic number", getattr(fp, "name", ""))
        self._charset = "utf-8"
        self._catalog = _Messages(data)
        self._info = {}
        for line in str(self._catalog.get("", "")).splitlines():
            name, _, value = line.partition(":")
            self._info[name.strip().lower()] = value.strip()
        plural = self._info.get("plural-forms", "")
        formula = next((part.partition("=")[2] for part in plural.split(";") if part.strip().startswith("plural=")), "")
        self.plural = gettext.c2py(formula or "n!=1")


class _Messages:
    """Messages by their source text; those with plural forms by source text and number of the form.

    The file lists its source texts in the order of their bytes, so that one is source_text by halving.
    """

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._count, sources, self._targets = unpack_from("<3I", data, 8)
        self._sources = unpack_from(f"<{2 * self._count}I", data, sources)  # length and place of each, in turn
        self._read: dict[str | tuple[str, int], str | None] = {}  # once asked for

    def get(self, key: str | tuple[str, int], missing: Any = None) -> Any:
        """A message; `missing` where there is none."""
        try:
            text = self._read[key]
        except KeyError:
            text = self._read[key] = self._looked_up(key)
        return missing if text is None else text

    def _looked_up(self, key: str | tuple[str, int]) -> str | None:
        wanted = (key if isinstance(key, str) else key[0]).encode()
        number = bisect_left(range(self._count), wanted, key=self._source)
        source_text = self._source(number) if number < self._count else _PLURAL
        if isinstance(key, str):
            return self._target(number).decode() if source_text == wanted else None
        # plural forms follow a zero byte, so such a text comes right behind the same one without them
        if source_text == wanted:
            source_text = self._source(number + 1) if number + 1 < self._count else _PLURAL
            number += 1
        if not source_text.startswith(wanted + _PLURAL):
            return None
        forms = self._target(number).split(_PLURAL)
        return forms[key[1]].decode() if key[1] < len(forms) else None

    def __getitem__(self, key: str | tuple[str, int]) -> str:
        text = self.get(key)
        if text is None:
            raise KeyError(key)
        return str(text)

    def _source(self, number: int) -> bytes:
        at = self._sources[2 * number + 1]
        return self._data[at : at + self._sources[2 * number]]

    def _target(self, number: int) -> bytes:
        length, at = unpack_from("<2I", self._data, self._targets + 8 * number)
        return self._data[at : at + length]
