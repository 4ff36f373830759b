"""What a questionnaire is loaded with, besides its bytes: the files beside it, and where it is kept once built."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

Attachments = Mapping[str, bytes]
"""The files beside a questionnaire, by name."""


class Shelf(Protocol):
    """Where workbooks and forms are kept, by a name made of letters, digits and hyphens.

    What `get` gives back must have been put there by the same person and the same version of the engine.
    """

    def get(self, name: str) -> bytes | None:
        """What was put there, or None."""

    def put(self, name: str, data: bytes) -> None:
        """Keep something; may silently fail to."""
