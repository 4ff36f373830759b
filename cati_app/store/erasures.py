"""What was declared of cases whose data are erased, within a unit of work."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime

from cati_app.domain.ids import CaseId, UserId
from cati_app.domain.sharing.erasures import Erasure
from cati_app.store.statements import Statements
from cati_app.store.times import NEXT_NUMBER, number_at

_ADD = (
    "INSERT INTO erasure (case_id, n, declared, signature)"
    f" VALUES (?, {NEXT_NUMBER.format(table='erasure')}, ?, ?)"
    " ON CONFLICT (case_id) DO NOTHING"
)
_KNOWN = "SELECT 1 FROM erasure WHERE case_id = ?"
_AFTER = "SELECT n, case_id, declared, signature FROM erasure WHERE n > ? ORDER BY n LIMIT ?"
_LAST = "SELECT coalesce(max(n), 0) FROM erasure"


class SqlErasures:
    """Erasures within a unit of work."""

    def __init__(self, statements: Statements) -> None:
        self._statements = statements

    def is_erased(self, case_id: CaseId) -> bool:
        """Whether the data of a case are erased."""
        return self._statements.row(_KNOWN, case_id) is not None

    def add(self, erasure: Erasure, at: datetime) -> None:
        """Keep one, under a number above all that were given before `at`; one that is known changes nothing."""
        self._statements.execute(_ADD, (erasure.case_id, number_at(at), erasure.declared, erasure.signature))

    def after(self, n: int, limit: int) -> tuple[Sequence[Erasure], int]:
        """Those that came behind a number, in order, and the number of the last of them."""
        rows = self._statements.all(_AFTER, n, limit)
        return tuple(_erasure(*row[1:]) for row in rows), rows[-1][0] if rows else n

    def last(self) -> int:
        """Number of the last one; 0 where there is none."""
        return int(self._statements.row(_LAST)[0])


def _erasure(case_id: str, declared: str, signature: str) -> Erasure:
    return Erasure(CaseId(case_id), UserId(str(json.loads(declared)["by"])), declared, signature)
