"""Hashes and encodings of texts."""

from __future__ import annotations

import base64
import hashlib

from cati_app.engine.expressions.lists import bounded

HASHES = {"MD5": "md5", "SHA-1": "sha1", "SHA-256": "sha256", "SHA-384": "sha384", "SHA-512": "sha512"}
ENCODINGS = ("base64", "hex")


def digest(text: str, algorithm: str, encoding: str = "base64") -> str:
    """A hash of a text in base64 or hex; blank for an algorithm or encoding the specification does not have."""
    name = HASHES.get(algorithm.upper())
    if name is None or encoding.lower() not in ENCODINGS:
        return ""
    raw = hashlib.new(name, text.encode(errors="replace"), usedforsecurity=False).digest()
    return raw.hex() if encoding.lower() == "hex" else base64.b64encode(raw).decode()


def base64_decode(text: str) -> str:
    """The text behind a base64 text, blank when there is none."""
    try:
        return base64.b64decode(text, validate=True).decode()
    except (ValueError, UnicodeDecodeError):
        return ""


def base64_encode(text: str) -> str:
    """A text in base64."""
    return bounded(base64.b64encode(text.encode(errors="replace")).decode())


def hash_of(*values: str) -> str:
    """One value for several texts, by which equal ones are found: SHA-256 in hex over texts and their lengths."""
    written = "".join(f"{len(value)}:{value}" for value in values)
    return hashlib.sha256(written.encode(errors="replace")).hexdigest()
