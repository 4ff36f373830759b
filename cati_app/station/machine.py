"""The clock of this machine, and ids made on it."""

from __future__ import annotations

import random
import time
from datetime import UTC, datetime

from cati_app.domain.clock import Clock


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """Aware time in UTC."""
        return datetime.now(UTC)

    def monotonic_ms(self) -> int:
        """Milliseconds that never run backwards."""
        return time.monotonic_ns() // 1_000_000


class UuidSource:
    """UUIDv7 from a clock and a random source, so that a seeded run gives the same ids."""

    def __init__(self, clock: Clock, chance: random.Random) -> None:
        self._clock = clock
        self._chance = chance

    def new_id(self) -> str:
        """48 bits of time in milliseconds, version, variant, 74 random bits (RFC 9562)."""
        milliseconds = int(self._clock.now().timestamp() * 1000) & (1 << 48) - 1
        value = milliseconds << 80 | 0x7 << 76 | self._chance.getrandbits(12) << 64
        value |= 0b10 << 62 | self._chance.getrandbits(62)
        digits = f"{value:032x}"
        return f"{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:]}"
