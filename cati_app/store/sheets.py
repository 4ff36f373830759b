"""The recovery sheet as the database and the state folder hold it until it is on paper only."""

from __future__ import annotations

from datetime import datetime

from cati_app.domain.people.sheet import RecoverySheet, SheetInForce
from cati_app.store import key_boxes
from cati_app.store.database import Database
from cati_app.store.founding import private_of_sheet
from cati_app.store.heads import history_of
from cati_app.store.people_changes import PeopleChanges
from cati_app.store.statements import Statements
from cati_app.store.trust.held_keys import HeldKeys
from cati_app.store.trust.sheet import SheetPage, written


class SqlSheets:
    """The sheet within a unit of work."""

    def __init__(self, statements: Statements, database: Database, keys: HeldKeys, changes: PeopleChanges) -> None:
        self._statements = statements
        self._database = database
        self._keys = keys
        self._changes = changes

    def waiting(self) -> RecoverySheet | None:
        """The sheet that waits for who is signed in; None when it is on paper only, or waits for somebody else."""
        study = self._database.study
        history = history_of(self._statements, self._database.state, study)
        if history is None:
            return None
        head = history.newest
        share = self._database.state.share(head.share)
        r = self._keys.r or key_boxes.waiting_sheet(
            self._statements, self._keys.person, self._keys.private.boxes, head.share, study
        )
        if r is None or share is None or private_of_sheet(r, study).root.hex() != head.root:
            return None
        return RecoverySheet(head.share, written(r, SheetPage.ROOT), written(share, SheetPage.SHARE))

    def facts(self) -> SheetInForce | None:
        """Where the sheet stands; None where none is needed, and before a study has people."""
        history = history_of(self._statements, self._database.state, self._database.study)
        if history is None or self._database.rehearses:
            return None
        newest = history.newest
        first = next(signed.head for signed in history.heads if signed.head.root == newest.root)
        return SheetInForce(newest.share, datetime.fromisoformat(first.at), self.is_confirmed())

    def is_confirmed(self) -> bool:
        """Whether somebody has shown to have it on paper."""
        return key_boxes.sheet_is_confirmed(self._statements)

    def confirm(self) -> None:
        """From now on page 1 is on paper only."""
        key_boxes.confirm_sheet(self._statements)

    def renew(self) -> RecoverySheet:
        """Another sheet in place of one that is lost, with new secrets for everybody.

        Raises:
            RuleViolation: `supervisor_needed`, `second_supervisor_needed`.
        """
        number, r, share = self._changes.renew_sheet()
        return RecoverySheet(number, written(r, SheetPage.ROOT), written(share, SheetPage.SHARE))
