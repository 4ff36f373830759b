"""The table of first calls by frame and part of the week, counted on when a case gets its first attempt or loses it."""

from __future__ import annotations

from typing import Any

from cati_app.domain.calling.chances import Chances, first_call
from cati_app.domain.calling.schedule import Tried
from cati_app.store.statements import Statements

_COUNT = (
    "INSERT INTO part_count (frame, part, calls, reached) VALUES (?, ?, ?, ?)"
    " ON CONFLICT (frame, part) DO UPDATE SET calls = part_count.calls + excluded.calls,"
    " reached = part_count.reached + excluded.reached"
)


def read_chances(statements: Statements) -> Chances:
    """The table as it stands."""
    rows: list[Any] = statements.execute("SELECT frame, part, calls, reached FROM part_count").fetchall()
    return Chances({(row[0], row[1]): (row[2], row[3]) for row in rows})


def count_first_call(statements: Statements, frame: str, before: str, after: str) -> None:
    """Count a first attempt when it is there, and take it off when its result is taken back or changed.

    Args:
        before: What was tried until now, as the case keeps it.
        after: What was tried then.
    """
    old, new = Tried.read(before), Tried.read(after)
    if sum(old.counts) + sum(new.counts) > 2 or old == new:  # the first attempt stands whatever follows
        return
    for tried, sign in ((old, -1), (new, 1)):
        first = first_call(tried)
        if first is not None:
            statements.execute(_COUNT, (frame, int(first[0]), sign, sign * first[1]))
