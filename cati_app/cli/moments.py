"""Times that are typed at a command."""

from __future__ import annotations

import argparse
from datetime import UTC, datetime

from cati_app.domain.typed_moment import END, FIRST
from cati_app.texts import say


def moment(text: str) -> datetime:
    """By the clock of this machine, where no zone is named.

    Raises:
        argparse.ArgumentTypeError: it is no time, or none of the years 2000 to 2999.
    """
    at = _read(text)
    if at is None:
        raise argparse.ArgumentTypeError(say("a time reads 2026-11-24T18:00"))
    return at.astimezone()


def moment_with_zone(text: str) -> datetime:
    """The same where the zone has to be named; in UTC."""
    at = _read(text, zoned=True)
    if at is None:
        raise argparse.ArgumentTypeError(say("a time with its zone reads 2026-11-24T16:00+01:00"))
    return at


def _read(text: str, *, zoned: bool = False) -> datetime | None:
    try:
        at = datetime.fromisoformat(text)
        if zoned and at.tzinfo is None:
            return None
        at = at.astimezone(UTC)
    except (ValueError, OverflowError, OSError):  # the last one of some clocks, for years they do not know
        return None
    return at if FIRST <= at < END else None
