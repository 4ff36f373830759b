"""Ports of this machine on which a server can be begun again after it was ended."""

from __future__ import annotations

import random
import socket
from contextlib import suppress

_FROM, _UNTIL = 15_000, 30_000
"""Below what systems lend to connections that go out: one of those would hold the port while the server is away."""


def free_port() -> int:
    """A port on which nobody listens."""
    chance = random.SystemRandom()
    while True:
        port = chance.randrange(_FROM, _UNTIL)
        with suppress(OSError), socket.socket() as listening:
            listening.bind(("127.0.0.1", port))
            return port
