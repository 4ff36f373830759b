"""Data of respondents are erased where one machine has the study, whatever a kill or a backup comes between.

The id of the case is written down outside the database before anything is erased. So whatever brings the data back, a
kill on the way or a backup from before, is undone when somebody signs in next.
"""

from __future__ import annotations

from cati_app.domain.clock import Clock
from cati_app.domain.ids import CaseId
from cati_app.domain.people.users import User
from cati_app.fieldwork.ports.sharing import SharedUnits
from cati_app.fieldwork.rights import PROGRAM
from cati_app.fieldwork.rules import StudyRules
from cati_app.fieldwork.sharing.erase_case import EraseHere, NoteErasure
from cati_app.store.database import Database
from cati_app.store.trust.erasing import declared
from cati_app.store.trust.held_keys import HeldKeys

_OWED = "erasing_owes_sweeping"


class ErasuresHere:
    """Erasing in the database of this machine, and what is owed to it."""

    def __init__(self, database: Database, units: SharedUnits, clock: Clock, rules: StudyRules) -> None:
        self._database = database
        self._clock = clock
        self._erase = EraseHere(units, clock, rules)
        self._note = NoteErasure(units, clock)

    def add(self, user: User, keys: HeldKeys, case_id: CaseId, reason: str) -> bool:
        """Erase the data of a case; whether nothing of it is in free pages and in the journal any more.

        Raises:
            RuleViolation: `supervisor_needed`, `reason_needed`, `case_in_hand`.
            LookupError: for an unknown case.
        """
        self._erase.check(user, case_id)
        erasure = declared(case_id, self._database.study, keys, self._clock.now())
        self._note(user, case_id, reason)
        self._database.state.keep_erased([case_id])
        self._database.keep(_OWED, "1")
        self._erase(user, erasure)
        return self._sweep()

    def finish(self) -> int:
        """Erase what a kill left of erased cases, or a backup brought back; how many cases these were."""
        erased = self._database.state.erased()
        left = self._erase.again(PROGRAM, [CaseId(case_id) for case_id in erased]) if erased else 0
        if left or self._database.kept(_OWED):
            self._sweep()
        return left

    def _sweep(self) -> bool:
        """Whether all of it went: whoever reads is not waited for, and the next who signs in does the rest."""
        self._database.sweep()
        is_swept = self._database.wipe_journal()
        self._database.keep(_OWED, "" if is_swept else "1")
        return is_swept
