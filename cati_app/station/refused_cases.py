"""Packed cases that the hub of a study does not take: kept, so that whoever looks there later is told."""

from __future__ import annotations

import json

from cati_app.store.database import Database
from cati_app.sync.case_store import Brought

_FACT = "hub_refuses_cases"


class RefusedCases:
    """How many there were when the station handed in last, and the code of what the hub said of the first one."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._noted: tuple[int, str] | None = None

    def note(self, brought: Brought) -> None:
        """What became of the last ones; in the store's lane."""
        now = (brought.refused, brought.refusal.code if brought.refusal is not None else "")
        if now != (self._noted or self.known()):
            self._database.keep(_FACT, json.dumps(now))
        self._noted = now

    def known(self) -> tuple[int, str]:
        """As it was noted last."""
        kept = self._database.kept(_FACT)
        if kept is None:
            return 0, ""
        number, code = json.loads(kept)
        return number, code
