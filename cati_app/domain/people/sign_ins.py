"""Signing in: its facts in the log, and the delay after attempts that failed. It grows, and never locks anybody out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from math import ceil

SIGNED_IN, FAILED, SIGNED_OUT = "signed_in", "sign_in_failed", "signed_out"

REMEMBERED = timedelta(minutes=15)
"""Failed attempts count that long."""
FREE, FIRST_S, LONGEST_S = 2, 2, 60
"""Attempts that may fail without a delay; the delay after one more, which doubles with each; the longest. Seconds."""


def remembered(failed: Sequence[datetime], now: datetime) -> tuple[datetime, ...]:
    """The attempts that count, no more than make a difference; what a clock set back puts into the future does not."""
    return tuple(sorted(at for at in failed if now - REMEMBERED < at <= now))[-_MOST:]


def still_counting(by_name: Mapping[str, Sequence[datetime]], now: datetime) -> dict[str, Sequence[datetime]]:
    """Failed attempts without the names of which none counts any more: what nobody needs is not kept."""
    return {name: failed for name, failed in by_name.items() if failed and now - REMEMBERED < failed[-1]}


def wait_s(failed: Sequence[datetime], now: datetime) -> int:
    """Seconds until a login may be tried again; the same for a name that nobody has, which must not be told by it."""
    counted = remembered(failed, now)
    if len(counted) <= FREE:
        return 0
    delay = timedelta(seconds=min(LONGEST_S, FIRST_S << (len(counted) - FREE - 1)))
    return max(0, ceil((counted[-1] + delay - now).total_seconds()))


_MOST = FREE + 1 + (LONGEST_S // FIRST_S).bit_length()
