"""Where the facts of an interview ended when it was suspended: sealed with its answers, so that none can be cut off.

Facts travel with their case through a hub, which cannot read them and could leave some out. With them travels the
sealed document of the interview, in which a station has written how many facts there were, and their digest.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from itertools import islice

from cati_app.store.documents import SealedEnd
from cati_app.store.event_rows import COLUMNS, NOT_CARRIED, digested
from cati_app.store.statements import Statements

_FACTS = (
    f"SELECT {', '.join(COLUMNS)} FROM (SELECT seq, device, at, mono_ms, kind, user_id, case_id, interview_id, payload,"
    " sealed, 0 AS here, position AS place FROM carried_event WHERE interview_id = ?"
    " UNION ALL SELECT coalesce(log_seq, seq), device, at, mono_ms, kind, user_id, case_id, interview_id, payload,"
    f" sealed, 1, seq FROM event WHERE interview_id = ? AND {NOT_CARRIED.format(marks='?')}) AS facts"
    " ORDER BY here, place"
)
"""As they are read back: those that were carried here before those written here."""


def end_of(statements: Statements, interview_id: str) -> SealedEnd:
    """Where they end now."""
    return _end(_rows(statements, interview_id))


def is_cut(statements: Statements, interview_id: str, end: SealedEnd) -> bool:
    """Whether the facts here do not begin with those that there were."""
    return _end(islice(_rows(statements, interview_id), end.facts)) != end


def _end(rows: Iterator[bytes]) -> SealedEnd:
    facts, digest = 0, hashlib.sha256()
    for row in rows:
        facts += 1
        digest.update(len(row).to_bytes(8, "big") + row)
    return SealedEnd(facts, digest.hexdigest())


def _rows(statements: Statements, interview_id: str) -> Iterator[bytes]:
    return map(digested, statements.all(_FACTS, interview_id, interview_id, interview_id))
