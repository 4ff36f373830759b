"""A catalogue of GNU gettext whose messages are read when they are said: a start says fifty of five thousand."""

from __future__ import annotations

import gettext
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
    """Messages by their source text; those with plural forms by source text and number of the form."""

    def __init__(self, data: bytes) -> None:
        count, sources, targets = unpack_from("<3I", data, 8)
        self._data = data
        self._targets = unpack_from(f"<{2 * count}I", data, targets)
        spots = unpack_from(f"<{2 * count}I", data, sources)
        pairs = zip(spots[::2], spots[1::2], strict=True)
        self._numbers = {data[at : at + length]: n for n, (length, at) in enumerate(pairs)}
        self._several = {key.partition(_PLURAL)[0]: n for key, n in self._numbers.items() if _PLURAL in key}
        self._read: dict[str | tuple[str, int], str] = {}  # once asked for

    def get(self, key: str | tuple[str, int], missing: Any = None) -> Any:
        """A message; `missing` where there is none."""
        try:
            return self._read[key]
        except KeyError:
            text = self._looked_up(key)
            if text is None:
                return missing
            self._read[key] = text
            return text

    def _looked_up(self, key: str | tuple[str, int]) -> str | None:
        if isinstance(key, str):
            number = self._numbers.get(key.encode())
            return None if number is None else self._target(number).decode()
        number = self._several.get(key[0].encode())
        forms = self._target(number).split(_PLURAL) if number is not None else []
        return forms[key[1]].decode() if key[1] < len(forms) else None

    def __getitem__(self, key: str | tuple[str, int]) -> str:
        text = self.get(key)
        if text is None:
            raise KeyError(key)
        return str(text)

    def _target(self, number: int) -> bytes:
        length, at = self._targets[2 * number], self._targets[2 * number + 1]
        return self._data[at : at + length]
