"""The recovery sheet in the database: whether it waits, and page 1 sealed to the supervisor for whom it does."""

from __future__ import annotations

import json
from datetime import datetime
from typing import TYPE_CHECKING

from cati_app.domain.errors import RuleViolation
from cati_app.domain.people.sheets import RecoverySheet, SheetStatus
from cati_app.store import key_boxes
from cati_app.store.heads import history_of
from cati_app.store.key_boxes import secret_problem
from cati_app.store.statements import Statements
from cati_app.store.trust.derivation import Purpose
from cati_app.store.trust.held_keys import HeldKeys
from cati_app.store.trust.sheet import SheetPage, root_key, written

if TYPE_CHECKING:
    from collections.abc import Callable

    from cati_app.store.database import Database
    from cati_app.store.people_changes import PeopleChanges

CONFIRMED = "sheet_confirmed"
_ALL = "SELECT signed FROM head ORDER BY n"
_CONFIRM = "INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value"


class SqlSheets:
    """Within a unit of work.

    Args:
        keys: Of who is signed in; None where nobody is.
        changes: Makes what signs a head.
    """

    def __init__(
        self,
        statements: Statements,
        database: Database,
        keys: HeldKeys | None,
        changes: Callable[[], PeopleChanges],
    ) -> None:
        self._statements = statements
        self._database = database
        self._keys = keys
        self._changes = changes

    def status(self) -> SheetStatus | None:
        """Read from the heads as they stand; signing in has checked them."""
        if self._database.rehearses:
            return None
        heads = [json.loads(json.loads(signed)["head"]) for (signed,) in self._statements.all(_ALL)]
        if not heads:
            return None
        newest = heads[-1]
        first = next(head for head in heads if head["root"] == newest["root"])
        waits = key_boxes.has_waiting_sheet(self._statements)
        return SheetStatus(waits, int(newest["share"]), datetime.fromisoformat(first["at"]))

    def waiting(self) -> RecoverySheet:
        """Both pages, checked against the head: a box names no sender."""
        status, keys = self.status(), self._keys
        if keys is None:
            raise RuleViolation("supervisor_needed")
        if status is None or not status.waits:
            raise RuleViolation("sheet_confirmed")
        study, state = self._database.study, self._database.state
        if not key_boxes.sheet_waits_for(self._statements, keys.person):
            raise RuleViolation("sheet_of_another")
        history = history_of(self._statements, state, study)
        r = key_boxes.waiting_sheet(self._statements, keys.person, keys.private.boxes, status.share_number, study)
        if (
            history is None
            or r is None
            or root_key(r, study).public_key().public_bytes_raw().hex() != (history.newest.root)
        ):
            raise secret_problem()
        share = keys.opened.shares[keys.opened.newest(Purpose.CONTACT)]
        return RecoverySheet(
            written(r, SheetPage.ROOT).split(),
            written(share, SheetPage.SHARE).split(),
            status.share_number,
            status.made_at,
        )

    def confirm(self) -> None:
        """The box goes; secure_delete overwrites it."""
        key_boxes.forget_sheet(self._statements)
        self._statements.execute(_CONFIRM, (CONFIRMED, "1"))

    def renew(self) -> None:
        """Both pages and all secrets anew."""
        self._changes().renew_sheet()
