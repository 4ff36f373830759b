"""The key under which a hub makes receipts: a file of its folder, which outlives the key of its certificate."""

from __future__ import annotations

import hashlib
import hmac
import os
import re
from contextlib import suppress
from pathlib import Path

from cati_app.domain.errors import EnvironmentProblem
from cati_app.domain.phrases import Phrase
from cati_app.store.exchange import synced

RECEIPT_KEY = "receipt.key"
_FOR = b"cati/1 receipts"
_KEPT = re.compile(r"[0-9a-f]{64}\n")


def receipt_key(folder: Path, key: Path) -> bytes:
    """The key of a hub's folder, 32 bytes; made of its private key where there is none yet.

    So several programs that serve one hub make the same, and receipts of the time when there was no such file count.

    Args:
        key: Where the private key of the certificate is.

    Raises:
        EnvironmentProblem: `hub_receipt_key`.
        OSError: the private key cannot be read, or the folder takes no file.
    """
    file = folder / RECEIPT_KEY
    if not file.exists():
        _keep(file, hmac.digest(key.read_bytes(), _FOR, hashlib.sha256))
    with suppress(OSError, UnicodeDecodeError):
        told = file.read_text(encoding="ascii")
        if _KEPT.fullmatch(told) is not None:
            return bytes.fromhex(told)
    raise EnvironmentProblem(
        "hub_receipt_key",
        Phrase("The key {key} of the hub cannot be read, or is damaged.", key=file),
        "Bring receipt.key back from a copy of the folder. Where there is no copy, take the file away: another one is"
        " made, and stations can no longer prove what was acknowledged to them before.",
    )


def _keep(file: Path, key: bytes) -> None:
    new = file.with_name(f".{file.name}.{os.getpid()}")
    new.unlink(missing_ok=True)
    descriptor = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as out:
        out.write(f"{key.hex()}\n")
        out.flush()
        os.fsync(out.fileno())
    os.replace(new, file)
    synced(file.parent)
