"""What changed in a study at a hub, numbered in the order in which it became true: what a reading copy asks for.

Triggers write the numbers (`migrations/study/s0002_numbered_changes.py`), so no statement can change a case unnoticed.
Each thing stands once, under its last number.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from cati_app.domain.ids import CaseId
from cati_app.domain.sharing.changes import CaseNow, ChangeMark, PageLimits, StudyChanges
from cati_app.store.bundles import SqlBundles
from cati_app.store.case_tables import as_text
from cati_app.store.event_rows import digested
from cati_app.store.reading_rows import (
    GRANT,
    LEASE,
    NOT_COUNTED,
    WHOLE,
    BesideTable,
    told_rows,
    values_of,
    without_contacts,
)
from cati_app.store.statements import Statements
from cati_app.store.times import number_at

_CASE, _GRANT, _LOG, _FACT, _COUNTED = "case", "grant", "log", "fact", "counted"
_NEXT = "(SELECT coalesce(max(n), 0) + 1 FROM study_change)"
_BUMP = "ON CONFLICT (kind, key) DO UPDATE SET n = excluded.n"
_NOTE_ONE = f"INSERT INTO study_change (n, kind, key) VALUES ({_NEXT}, ?, ?) {_BUMP}"
_AFTER = "SELECT n, kind, key FROM study_change WHERE n > ? ORDER BY n LIMIT ?"
_AT = "SELECT n, kind, key FROM study_change WHERE n = ?"
_WHOLE_CHANGED = "SELECT n FROM study_change WHERE kind = ? AND key = '' AND n > ?"
_LAST = "SELECT coalesce(max(n), 0) FROM study_change"
_BEGIN_COUNT = f"INSERT INTO study_change (n, kind, key) VALUES (?, '{_COUNTED}', ?)"
_COUNTED_BEFORE = f"SELECT key FROM study_change WHERE kind = '{_COUNTED}' AND n > ? ORDER BY n LIMIT 1"
_LAST_OF = "SELECT n FROM study_change WHERE kind = ? AND key = ?"
_ROWS_OF_LOG = "SELECT seq, row_text FROM inbox_event WHERE sender = ? AND seq > ? AND seq <= ? ORDER BY seq"
_FACT_ROW = "SELECT at, mono_ms, kind, user_id, case_id, interview_id, payload FROM hub_fact WHERE position = ?"
_NEWEST_LEASE = f"{LEASE.read} WHERE case_id = ? ORDER BY epoch DESC, n DESC LIMIT 1"
_NOT_COUNTED = f"{NOT_COUNTED.read} WHERE interview_id IN (SELECT id FROM interview WHERE case_id = ?)"
_DEVICE = "hub"
"""Whose log the hub's own facts are, where logs are told apart."""
_CHARACTERS_OF_A_ROW = 200


def begin_count(statements: Statements, at: datetime) -> None:
    """A program that counts begins; what it counts comes above all that was counted before it.

    The state it finds may be that of a copy. How far that had come is noted, so that marks which were given in a state
    that is lost are known for what they are.

    Args:
        at: Now.
    """
    last = int(statements.row(_LAST)[0])
    statements.execute(_BEGIN_COUNT, (max(last + 1, number_at(at)), str(last)))


def note_log(statements: Statements, sender: str, first: int, last: int) -> None:
    """Events have arrived from a device, under these numbers."""
    statements.execute(_NOTE_ONE, (_LOG, f"{sender}:{first}:{last}"))


class SqlStudyChanges:
    """The numbered changes of a study within one transaction."""

    def __init__(self, statements: Statements, bundles: SqlBundles) -> None:
        self._statements = statements
        self._bundles = bundles

    def after(self, mark: ChangeMark, limits: PageLimits, *, contacts: bool) -> StudyChanges:
        """The next changes behind a mark.

        Args:
            contacts: Whether numbers, names and notes go with them, sealed as they are.
        """
        anew = not self.was_given(max(mark.n, mark.last))
        if anew:
            mark = ChangeMark()
        page = _Page(self._statements, self._bundles, mark, limits, contacts=contacts)
        things = self._statements.all(_AT, mark.n) if mark.within else []
        things += self._statements.all(_AFTER, mark.n, limits.things)
        for table in WHOLE:
            changed = self._statements.row(_WHOLE_CHANGED, table.name, mark.n)
            if changed is not None:  # cells before the cases that name them, whatever changed last
                page.put_whole(table)
        within = mark.within
        for n, kind, key in things:
            if not page.take(n, kind, key, within):
                break
            within = 0
        return replace(page.told(self.last()), anew=anew)

    def was_given(self, n: int) -> bool:
        """Whether that was the number of a change in this state of the study, and not in one that is lost."""
        row = self._statements.row(_COUNTED_BEFORE, n)
        return n <= (self.last() if row is None else int(row[0]))

    def last(self) -> int:
        """Number of the last change; 0 before the first."""
        return int(self._statements.row(_LAST)[0])

    def last_of(self, case_id: CaseId) -> int:
        """Number of the last change of a case; 0 for one that never was here."""
        row = self._statements.row(_LAST_OF, _CASE, case_id)
        return 0 if row is None else int(row[0])


class _Page:
    """A page that fills.

    Args:
        mark: Up to here everything has come before.
    """

    def __init__(
        self, statements: Statements, bundles: SqlBundles, mark: ChangeMark, limits: PageLimits, *, contacts: bool
    ) -> None:
        self._statements = statements
        self._bundles = bundles
        self._mark = mark
        self._limits = limits
        self._contacts = contacts
        self._characters = self._values = 0
        self._cases: list[CaseNow] = []
        self._gone: list[CaseId] = []
        self._whole: dict[str, list[list[object]]] = {}
        self._grants: list[tuple[object, ...]] = []
        self._log: list[str] = []

    def take(self, n: int, kind: str, key: str, within: int) -> bool:
        """A thing as it is now; whether all of it had room.

        Args:
            within: Of a log, the number of the last event that has come before.
        """
        if kind == _LOG:
            return self._take_log(n, key, within)
        if kind == _CASE:
            taken = self._take_case(CaseId(key))
        elif kind == _FACT:
            at, mono_ms, name, *of, payload = self._statements.row(_FACT_ROW, int(key))
            taken = self._take_row(digested((int(key), _DEVICE, at, mono_ms, name, *of, payload, None)).decode())
        elif kind == _GRANT:
            taken = self._has_room(_CHARACTERS_OF_A_ROW, len(GRANT.columns))
            if taken:
                self._grants += [tuple(row) for row in self._statements.all(f"{GRANT.read} WHERE id = ?", key)]
        else:
            taken = True  # it stands on the page already
        if taken:
            self._mark = ChangeMark(n)
        return taken

    def put_whole(self, table: BesideTable) -> None:
        """All rows of a small table."""
        self._whole[table.name] = told_rows(table, self._statements.all(table.read))

    def _take_log(self, n: int, key: str, within: int) -> bool:
        sender, first, last = key.split(":")
        begin = max(within, int(first) - 1)
        for seq, row in self._statements.execute(_ROWS_OF_LOG, (sender, begin, int(last))):
            if not self._take_row(row):
                return False
            self._mark = ChangeMark(n, seq)
        self._mark = ChangeMark(n)
        return True

    def _take_row(self, row: str) -> bool:
        taken = self._has_room(len(row) + 10, 1)
        if taken:
            self._log.append(row)
        return taken

    def _take_case(self, case_id: CaseId) -> bool:
        if not self._bundles.is_here(case_id):
            self._gone.append(case_id)
            return True
        bundle = self._bundles.of(case_id)
        bundle = bundle if self._contacts else without_contacts(bundle)
        beside = {
            table.name: told_rows(table, self._statements.all(query, case_id))
            for table, query in ((LEASE, _NEWEST_LEASE), (NOT_COUNTED, _NOT_COUNTED))
        }
        taken = self._has_room(len(as_text(bundle)), values_of(bundle.rows) + values_of(beside))
        if taken:
            self._cases.append(CaseNow(bundle, beside))
        return taken

    def _has_room(self, characters: int, values: int) -> bool:
        """Whether so much more fits, which then counts; the first thing always does."""
        room = self._limits.characters - self._characters, self._limits.values - self._values
        if self._characters and (characters > room[0] or values > room[1]):
            return False
        self._characters += characters
        self._values += values
        return True

    def told(self, last: int) -> StudyChanges:
        """What it holds.

        Args:
            last: Number of the last change there is.
        """
        more = self._mark.within > 0 or self._mark.n < last
        cases, gone, grants, log = tuple(self._cases), tuple(self._gone), tuple(self._grants), tuple(self._log)
        return StudyChanges(replace(self._mark, last=last), more, cases, gone, self._whole, grants, log)
