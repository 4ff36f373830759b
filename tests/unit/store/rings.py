"""A keyring for tests."""

from __future__ import annotations

from cati_app.store.keys import KeyRing


class MemoryRing(KeyRing):
    """A keyring that works."""

    def __init__(self) -> None:
        self.keys: dict[str, bytes] = {}

    def load(self, name: str) -> bytes | None:
        return self.keys.get(name)

    def save(self, name: str, key: bytes) -> bool:
        self.keys[name] = key
        return True
