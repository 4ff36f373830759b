"""The reading copy: beside a station's own database another one, with the whole study as its hub has it.

It has the same tables, so everything that reads a study reads it; nobody works in it. It is made of what the hub tells
and of nothing else, so it can be thrown away and made anew at any time. Its key follows from the database's own; that
of supervisors also from a secret that they alone have, so that nobody else at the station reads all numbers in it.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable
from contextlib import suppress
from dataclasses import field, replace
from datetime import datetime
from pathlib import Path

from cati_app.domain.errors import EnvironmentProblem
from cati_app.domain.ids import CaseId, UserId
from cati_app.domain.sharing.changes import CaseNow, ChangeMark, StudyChanges
from cati_app.store.bundles import SqlBundles
from cati_app.store.case_tables import CARRIED
from cati_app.store.cases import SqlCases
from cati_app.store.database import Database
from cati_app.store.event_rows import COLUMNS, row_told
from cati_app.store.heads import keep
from cati_app.store.keys import Cost
from cati_app.store.locks import lock_file_of
from cati_app.store.on_demand import OnDemand
from cati_app.store.reading_rows import BESIDE, GRANT, LEASE, WHOLE, table_named
from cati_app.store.staff_words import LOOKED_ON, StaffWords
from cati_app.store.statements import Statements
from cati_app.store.study_parts import FolderPart, PeoplePart
from cati_app.store.times import utc_text
from cati_app.store.trust.derivation import Purpose, derive
from cati_app.store.trust.head import SignedHead
from cati_app.store.trust.held_keys import HeldKeys
from cati_app.store.unit_of_work import SqlUnitOfWork
from cati_app.values import dataclass

_LABEL = b"reading copy"
_STANDING = "reading_copy"
_KEPT = "SELECT value FROM meta WHERE key = ?"
_KEEP = "INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value"
_ADD_EVENT = (
    f"INSERT INTO event ({', '.join(COLUMNS)}, digest, log_seq) VALUES ({', '.join('?' for _ in COLUMNS)}, NULL, ?)"
)
_LAST_EVENT = "SELECT max(seq) FROM event"
_DROP_BESIDE = (
    "DELETE FROM case_lease WHERE case_id = ?",
    "DELETE FROM not_counted WHERE interview_id IN (SELECT id FROM interview WHERE case_id = ?)",
)
_CASES = 'SELECT id FROM "case"'
_EMPTIED = ("not_counted", *(table.name for table in (LEASE, GRANT, *WHOLE)), "event")
"""Besides what belongs to cases."""
# sqlite: its catalogue
_GUARD = "SELECT sql FROM sqlite_master WHERE type = 'trigger' AND name = 'event_is_never_deleted'"
_HEADS = "SELECT n, signed FROM head WHERE n > ? ORDER BY n"
_NEWEST_HEAD = "SELECT coalesce(max(n), 0) FROM head"
_STAND = (_NEWEST_HEAD, "SELECT count(*) FROM form_version", "SELECT coalesce(max(in_force_at), '') FROM form_version")


@dataclass(frozen=True, slots=True)
class CopyStanding:
    """How far a copy has come.

    Args:
        life: Of the hub; blank before the first page.
        as_of: When the copy had everything, by the clock of this station; None: it never had.
    """

    life: str = ""
    mark: ChangeMark = field(default_factory=ChangeMark)
    as_of: datetime | None = None

    @property
    def is_whole(self) -> bool:
        """Whether what is here is a state that the study had at its hub, and no page is still to come."""
        return self.as_of is not None and not self.mark.within and self.mark.n >= self.mark.last


def copy_of(path: Path, *, contacts: bool) -> Path:
    """Where the reading copy of a database is.

    Args:
        contacts: That of people who see contact data. The hub leaves them out for others, and a copy goes on behind
            what it has, so each kind has a file of its own.
    """
    return path.with_name(f"{path.name}.{'whole' if contacts else 'figures'}")


def copies_of(path: Path) -> tuple[Path, ...]:
    """The reading copies that lie beside a database."""
    return tuple(copy for contacts in (True, False) if (copy := copy_of(path, contacts=contacts)).exists())


def open_copy(own: Database, keys: HeldKeys, *, writable: bool) -> Database:
    """The copy, made where there is none yet; one that cannot be used is made anew. Whoever opens it closes it.

    Args:
        own: The station's own database, open.
        keys: Of whoever reads.

    Raises:
        EnvironmentProblem: `in_use` where another program keeps it up to date; what the disk refuses.
    """
    path, key = copy_of(own.path, contacts=keys.sees_contact), copy_key(own, keys)
    try:
        database = _opened(own, path, key, writable=writable)
    except EnvironmentProblem as problem:
        if not writable or problem.code not in _USELESS:
            raise
        discard_copy(path)
        database = _opened(own, path, key, writable=True)
    database.rehearses = own.rehearses
    looked_on = own.kept(LOOKED_ON)
    if writable and looked_on:
        with database.transaction() as statements:
            StaffWords(statements.execute).end(looked_on)
            statements.commit()
    return database


_USELESS = frozenset(
    ("damaged", "wrong_key", "older_database", "newer_database", "journal_missing", "journal_foreign", "journal_cut")
)
"""Of a copy that is made anew."""


def discard_copy(copy: Path) -> None:
    """A reading copy is gone; it is fetched again when somebody needs it."""
    for ending in ("-wal", "-shm", ""):
        with suppress(FileNotFoundError):
            copy.with_name(copy.name + ending).unlink()
    lock_file_of(copy).unlink(missing_ok=True)


def copy_key(own: Database, keys: HeldKeys) -> bytes:
    """What the copy is encrypted with; where supervisors get another box, theirs is made anew."""
    newest = keys.opened.newest(Purpose.BOX)
    secret = keys.opened.secrets[Purpose.BOX, newest] if keys.sees_contact and newest else b""
    return derive(own.key + secret, _LABEL, own.study)


def _opened(own: Database, path: Path, key: bytes, *, writable: bool) -> Database:
    states = own.state.path.parent
    if not path.exists():
        named = secrets.token_hex(4), own.study.hex()
        return Database(path, key, states, writable=True, new=True, named=named)
    if writable:
        Database(path, key, states, writable=False).close()  # one of an older form is made anew, not brought up to date
    return Database(path, key, states, writable=writable)


class SqlReadingCopy:
    """A reading copy within a unit of work."""

    def __init__(self, statements: Statements, bundles: SqlBundles, cases: SqlCases) -> None:
        self._statements = statements
        self._bundles = bundles
        self._cases = cases

    def standing(self) -> CopyStanding:
        """How far it has come."""
        row = self._statements.row(_KEPT, _STANDING)
        if row is None:
            return CopyStanding()
        life, n, within, as_of, *last = json.loads(row[0])  # earlier versions kept no last
        return CopyStanding(life, ChangeMark(n, within, *last), datetime.fromisoformat(as_of) if as_of else None)

    def begin_anew(self, life: str) -> None:
        """Nothing of the study is here; what follows comes from that life of the hub."""
        for (case_id,) in self._statements.all(_CASES):
            self._drop(CaseId(case_id))
        guard = self._statements.row(_GUARD)[0]
        self._statements.execute("DROP TRIGGER event_is_never_deleted")
        for name in _EMPTIED:
            self._statements.execute(f'DELETE FROM "{name}"')
        self._statements.execute(guard)
        self._keep(CopyStanding(life))

    def put(self, changes: StudyChanges, at: datetime) -> None:
        """A page of changes. ValueError for rows of another form; then nothing of the page may be kept.

        Args:
            at: When it was asked for, by the clock of this station.
        """
        standing = self.standing()
        for name, rows in changes.whole.items():
            table = table_named(name, rows)
            self._statements.execute(f'DELETE FROM "{table.name}"')
            self._statements.many(table.write, rows)
        for case_id in changes.gone:
            self._drop(case_id)
        for case in changes.cases:
            self._put_case(case)
        self._statements.many(table_named(GRANT.name, changes.grants).write, changes.grants)
        self._add_events(changes.log)
        self._keep(CopyStanding(standing.life, changes.mark, standing.as_of if changes.more else at))

    def _put_case(self, case: CaseNow) -> None:
        case_id = case.bundle.case_id
        rows = {name: known for name, known in case.bundle.rows.items() if name != CARRIED.name}  # the logs have them
        self._drop_beside(case_id)
        self._bundles.put(replace(case.bundle, rows=rows))
        for table in BESIDE:
            beside = case.beside.get(table.name, ())
            self._statements.many(table_named(table.name, beside).write, beside)
        for row in case.beside.get(LEASE.name, ()):
            lease = dict(zip(LEASE.columns, row, strict=True))
            known = self._cases.get(case_id)
            if lease["ended_as"] is None and known.is_callable:
                at = datetime.fromisoformat(str(lease["given_at"]))
                holder = StaffWords(self._statements.execute).person(str(lease["user_id"]))
                self._cases.save(known.hold_for(UserId(holder), at))

    def _drop(self, case_id: CaseId) -> None:
        self._drop_beside(case_id)
        self._bundles.drop(case_id)

    def _drop_beside(self, case_id: CaseId) -> None:
        for statement in _DROP_BESIDE:
            self._statements.execute(statement, (case_id,))

    def _add_events(self, rows: tuple[str, ...]) -> None:
        last = self._statements.row(_LAST_EVENT)[0] or 0
        told = ((seq, row_told(text)) for seq, text in enumerate(rows, start=last + 1))
        self._statements.many(_ADD_EVENT, [(seq, *row[1:], row[0]) for seq, row in told])

    def _keep(self, standing: CopyStanding) -> None:
        as_of = utc_text(standing.as_of) if standing.as_of is not None else None
        facts = standing.life, standing.mark.n, standing.mark.within, as_of, standing.mark.last
        self._statements.execute(_KEEP, (_STANDING, json.dumps(facts)))


class CopyUnit(SqlUnitOfWork):
    """One transaction on a reading copy."""

    @OnDemand
    def copy(self) -> SqlReadingCopy:
        """The copy as a whole."""
        return SqlReadingCopy(self._statements, self.bundles, self.cases)


CopyUnits = Callable[[], CopyUnit]


def copy_units(copy: Database) -> CopyUnits:
    """Units of work on a copy, with nobody's keys."""
    return lambda: CopyUnit(copy, None, Cost())


def still_coming() -> EnvironmentProblem:
    """Something that the hub has is not in the copy yet."""
    return EnvironmentProblem(
        "whole_study_coming",
        "The whole study is still on its way from the hub to this station.",
        "Repeat it in a moment, with a line to the hub. A command with `--here` reads what only this station has.",
    )


def take_people(copy: Database, own: Database) -> None:
    """People with their keys, and versions of the questionnaire, as the station has them, where any changed."""
    with own.transaction() as here, copy.transaction() as there:
        if [here.row(each)[0] for each in _STAND] == [there.row(each)[0] for each in _STAND]:
            return
        for _, signed in here.all(_HEADS, there.row(_NEWEST_HEAD)[0]):
            keep(there, SignedHead.from_json(signed))
        PeoplePart.of(here, {}).put(there)
        FolderPart.of(here, {}).put(there)
        there.commit()
