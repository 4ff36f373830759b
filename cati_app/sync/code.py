"""Codes of a hub: with one a device is enrolled, typed or pasted once; another one tells where the hub is now."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Callable
from typing import TypeVar
from urllib.parse import urlsplit

from cati_app.domain.errors import EnvironmentProblem
from cati_app.values import dataclass

_C = TypeVar("_C")
_HUB, _PRINT, _SECRET, _CHECK = 16, 32, 16, 4
_STUDY, _ROOT, _NUMBER, _HEAD = 16, 32, 4, 32
_FIRST, _STATION, _WHERE = b"\x01", b"\x02", b"\x03"
_HOST = re.compile(r"[0-9A-Za-z.-]+|[0-9A-Fa-f:]+")


@dataclass(frozen=True, slots=True)
class HubAddress:
    """Where a hub answers, always by TLS."""

    host: str
    port: int

    @classmethod
    def typed(cls, text: str) -> HubAddress:
        """`https://host:port`. ValueError for anything else."""
        parts = urlsplit(text.strip())
        port = parts.port  # ValueError of its own
        beside = parts.path.strip("/") or parts.query or parts.fragment or parts.username or parts.password
        if (
            parts.scheme != "https"
            or not parts.hostname
            or port is None
            or beside
            or not _HOST.fullmatch(parts.hostname)
        ):
            raise ValueError("no address of a hub")
        return cls(parts.hostname, port)

    def __str__(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"https://{host}:{self.port}"


@dataclass(frozen=True, slots=True)
class StudySeen:
    """What whoever made a code knows of the study: nothing else is believed where the code is used.

    Args:
        study: The study's id, 16 bytes.
        root: Public half of its root, 32 bytes.
        head_n: Number of the newest head.
        head: SHA-256 of it, 32 bytes.
    """

    study: bytes
    root: bytes
    head_n: int
    head: bytes

    def written(self) -> bytes:
        """As it stands in a code."""
        return self.study + self.root + self.head_n.to_bytes(_NUMBER, "big") + self.head

    @classmethod
    def read(cls, data: bytes) -> StudySeen:
        """What `written` gave."""
        root, number = _STUDY + _ROOT, _STUDY + _ROOT + _NUMBER
        n = int.from_bytes(data[root:number], "big")
        return cls(data[:_STUDY], data[_STUDY:root], n, data[number:])


_SEEN = _STUDY + _ROOT + _NUMBER + _HEAD


@dataclass(frozen=True, slots=True)
class EnrolCode:
    """What a code holds.

    Args:
        hub: The hub's id, 16 bytes.
        fingerprint: SHA-256 of its root: whose certificates are believed.
        secret: 16 random bytes; the hub keeps only what is derived from them.
        seen: None in the first code, which the server makes for the station that brings a study.
    """

    hub: bytes
    fingerprint: bytes
    secret: bytes
    address: HubAddress
    seen: StudySeen | None = None

    @property
    def salt(self) -> bytes:
        """What tells the tokens of two studies apart: the study's id; in the first code that of the hub."""
        return self.seen.study if self.seen is not None else self.hub

    @property
    def text(self) -> str:
        """As it is handed on: letters and digits, with a check of their own."""
        kind = _FIRST if self.seen is None else _STATION + self.seen.written()
        content = kind + self.hub + self.fingerprint + self.secret + str(self.address).encode()
        return _letters(content)

    @classmethod
    def typed(cls, text: str) -> EnrolCode:
        """What `text` gave; blanks, line ends and hyphens do not matter.

        Raises:
            EnvironmentProblem: `enrol_code_unreadable`.
        """
        return _typed(text, cls._read)

    @classmethod
    def _read(cls, content: bytes) -> EnrolCode:
        """From the bytes before the check. ValueError for those of no code."""
        kind, rest = content[:1], content[1:]
        seen = None
        if kind == _STATION:
            seen, rest = StudySeen.read(rest[:_SEEN]), rest[_SEEN:]
        elif kind != _FIRST:
            raise ValueError("kind")
        fingerprint, secret, address = _HUB, _HUB + _PRINT, _HUB + _PRINT + _SECRET
        if len(rest) <= address:
            raise ValueError("length")
        where = HubAddress.typed(rest[address:].decode())
        return cls(rest[:fingerprint], rest[fingerprint:secret], rest[secret:address], where, seen)


@dataclass(frozen=True, slots=True)
class HubWhereabouts:
    """Where a hub is, and whose certificates are believed: no secret, and it lets nobody in.

    Args:
        hub: The hub's id, 16 bytes.
        fingerprint: SHA-256 of its root.
    """

    hub: bytes
    fingerprint: bytes
    address: HubAddress

    @property
    def text(self) -> str:
        """As it is handed on."""
        return _letters(_WHERE + self.hub + self.fingerprint + str(self.address).encode())

    @classmethod
    def typed(cls, text: str) -> HubWhereabouts:
        """What `text` gave, as `EnrolCode.typed`."""
        return _typed(text, cls._read)

    @classmethod
    def _read(cls, content: bytes) -> HubWhereabouts:
        kind, rest = content[:1], content[1:]
        if kind != _WHERE:
            raise ValueError("kind")
        where = HubAddress.typed(rest[_HUB + _PRINT :].decode())
        return cls(rest[:_HUB], rest[_HUB : _HUB + _PRINT], where)


def _letters(content: bytes) -> str:
    """Letters and digits, with a check of their own."""
    return base64.b32encode(content + _check(content)).decode().rstrip("=")


def _typed(text: str, read: Callable[[bytes], _C]) -> _C:
    letters = re.sub(r"[\s-]", "", text).upper()
    try:
        data = base64.b32decode(letters + "=" * (-len(letters) % 8))
        content, check = data[:-_CHECK], data[-_CHECK:]
        if check != _check(content):
            raise ValueError("check")
        return read(content)
    except ValueError:
        raise EnvironmentProblem(
            "enrol_code_unreadable",
            "The code of the hub is not whole, of another kind, or another version of this program made it. Nothing was"
            " changed.",
            "Copy all of it, from the first sign to the last, or ask for another one: `cati hub code` makes it.",
        ) from None


def _check(content: bytes) -> bytes:
    return hashlib.sha256(b"cati/1 enrol code" + content).digest()[:_CHECK]
