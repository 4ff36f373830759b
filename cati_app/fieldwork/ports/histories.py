"""Cases with everything that happened to them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Protocol

from cati_app.domain.calling.compliance import CallFact
from cati_app.domain.ids import CaseId
from cati_app.domain.outcomes.finality import History, Outcome


class Histories(Protocol):
    """Cases with everything that happened to them, for codes, rates and the ledger; no contact data."""

    def of_case(self, case_id: CaseId) -> History:
        """One case."""
        ...

    def done(self, case_id: CaseId, since: datetime, until: datetime) -> tuple[tuple[Outcome, ...], int]:
        """The outcomes of a case in the order of its attempts, and its calls from one time to before another.

        Of an unknown id there are none.
        """
        ...

    def of_number(self, case_no: int) -> History | None:
        """The case of that number."""
        ...

    def all(self) -> Iterator[History]:
        """Every case, by number."""
        ...

    def closed_unscreened(self) -> Iterator[tuple[History, str]]:
        """Closed cases whose code depends on whether they were screened, and the code they were closed with."""
        ...

    def numbers_of(self, case_id: CaseId) -> tuple[str, ...]:
        """The numbers of a case as `CallFact` names them: the same for every case that shares one."""
        ...

    def calls(self) -> Iterator[CallFact]:
        """Every call, in the order of the log."""
        ...

    def every_call(self) -> Iterator[CallFact]:
        """The same in any order, each without its `order`: who counts them needs none, and reads them in half the time.

        Nobody knows then which of two calls was the last where both have one time.
        """
        ...
