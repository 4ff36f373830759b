"""The code with which a device is enrolled at a hub: typed or pasted once, shown to nobody afterwards."""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from cati_app.domain.errors import EnvironmentProblem

_HUB, _PRINT, _SECRET, _CHECK = 16, 32, 16, 4
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
class EnrolCode:
    """What a code holds.

    Args:
        hub: The hub's id, 16 bytes.
        fingerprint: SHA-256 of its certificate.
        secret: 16 random bytes; the hub keeps only what is derived from them.
    """

    hub: bytes
    fingerprint: bytes
    secret: bytes
    address: HubAddress

    @property
    def text(self) -> str:
        """As it is handed on: letters and digits, with a check of their own."""
        content = self.hub + self.fingerprint + self.secret + str(self.address).encode()
        return base64.b32encode(content + _check(content)).decode().rstrip("=")

    @classmethod
    def typed(cls, text: str) -> EnrolCode:
        """What `text` gave; blanks, line ends and hyphens do not matter.

        Raises:
            EnvironmentProblem: `enrol_code_unreadable`.
        """
        letters = re.sub(r"[\s-]", "", text).upper()
        try:
            data = base64.b32decode(letters + "=" * (-len(letters) % 8))
            content, check = data[:-_CHECK], data[-_CHECK:]
            if check != _check(content) or len(content) <= _HUB + _PRINT + _SECRET:
                raise ValueError("check")
            address = HubAddress.typed(content[_HUB + _PRINT + _SECRET :].decode())
        except ValueError:
            raise EnvironmentProblem(
                "enrol_code_unreadable",
                "The code of the hub is not whole. Nothing was changed.",
                "Copy all of it, from the first sign to the last; `cati hub code FOLDER` on the hub makes another one.",
            ) from None
        fingerprint = content[_HUB : _HUB + _PRINT]
        return cls(content[:_HUB], fingerprint, content[_HUB + _PRINT : _HUB + _PRINT + _SECRET], address)


def _check(content: bytes) -> bytes:
    return hashlib.sha256(b"cati/1 enrol code" + content).digest()[:_CHECK]
