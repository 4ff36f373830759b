"""A database that an older version made gets keys of people and a signed head, at once or not at all.

Structure comes with the migrations, which know no password. What needs a key is done here, when a supervisor signs in
to a database without a head: everything in one transaction, so that a kill leaves the old state or the new one.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from cati_app.domain.errors import RuleViolation
from cati_app.domain.events import Moment
from cati_app.domain.people.logins import LONGEST_LOGIN, folded, meant
from cati_app.domain.people.users import Role, User
from cati_app.store.backup_folder import BEFORE
from cati_app.store.block_peppers import seal_peppers
from cati_app.store.database import Database
from cati_app.store.documents import InterviewDocuments
from cati_app.store.event_log import SqlEventLog
from cati_app.store.event_rows import EventRows
from cati_app.store.founding import SEALED_AS, begin_study, note_sealed
from cati_app.store.heads import head_problem
from cati_app.store.keys import ContactCipher, Cost
from cati_app.store.log_sealing import chain_log, look_at_log
from cati_app.store.older_contents import seal_contents
from cati_app.store.passwords import hash_password, is_password
from cati_app.store.people_changes import PeopleChanges, new_code
from cati_app.store.person_rows import Sealing, everybody
from cati_app.store.sample_fields import declared, divide
from cati_app.store.sign_in import sign_in
from cati_app.store.statements import Statements
from cati_app.store.trust.fields import FieldKey, Spot
from cati_app.store.trust.head import Refusal
from cati_app.store.trust.held_keys import HeldKeys
from cati_app.values import dataclass

_OLD = 'SELECT id, password_hash, wrapped_key FROM "user"'
_RENAME = 'UPDATE "user" SET login = ? WHERE id = ?'


@dataclass(frozen=True, slots=True)
class OldLogin:
    """Somebody who signed in to a database without a head.

    Args:
        contact: The cipher of contact data; None for an analyst.
    """

    user: User
    contact: ContactCipher | None


@dataclass(frozen=True, slots=True)
class Columns:
    """Which columns of the sample are sealed; without anything declared all are.

    Args:
        clear: Names of the fields that stay in the open.
        comes_sealed: Whether a value that an interview was handed under a name comes from a sealed column.
    """

    clear: frozenset[str] = frozenset()
    comes_sealed: Callable[[str], bool] = lambda name: True


ALL_SEALED = Columns()


@dataclass(frozen=True, slots=True)
class Resealed:
    """What a step is given.

    Args:
        contact: Opens contact data as they were sealed before people had keys; None where people have them already.
        keys: Of somebody who sees contact data, and where people get them now all there are; a step seals with them.
        columns: What is sealed of the sample.
        progress: Told with a part of the whole, 0 to 1.
    """

    database: Database
    contact: ContactCipher | None
    keys: HeldKeys
    columns: Columns
    progress: Callable[[float], None]


@dataclass(frozen=True, slots=True)
class SealingStep:
    """What a newer version seals.

    Args:
        form: In which there is room for it.
        seal: Does it, in the transaction of all steps.
    """

    form: str
    seal: Callable[[Statements, Resealed], None]


def _seal_columns(statements: Statements, given: Resealed) -> None:
    """Sample fields that are not declared clear."""

    def seal(text: str, spot: Spot) -> bytes:
        return given.keys.fields.seal(FieldKey.CONTACT, text, spot)

    def opened(field: bytes | None, spot: Spot) -> str | None:
        return given.keys.fields.open(field, spot) if field is not None else None

    if declared(statements) is None:
        divide(statements, given.columns.clear, seal, opened)


def _seal_contents(statements: Statements, given: Resealed) -> None:
    assert given.contact is not None
    seal_contents(statements, given.contact, given.keys, given.columns.comes_sealed)


WITH_THE_FIRST_HEAD = "0019"
"""What every database is sealed up to whose people have keys: no version gave them any before."""
STEPS = (
    SealingStep(WITH_THE_FIRST_HEAD, _seal_contents),
    SealingStep("0020", lambda statements, given: seal_peppers(statements, given.keys.fields)),
    SealingStep("0021", _seal_columns),
)
"""What else is sealed when people get their keys, in this order; what came later also where they have them already."""


def needs_sealing(statements: Statements) -> bool:
    """Whether people of an older version work with this database."""
    has_head = statements.row("SELECT 1 FROM head LIMIT 1") is not None
    return not has_head and statements.row('SELECT 1 FROM "user" LIMIT 1') is not None


def old_log_in(
    statements: Statements, people: tuple[User, ...], login: str, password: str, cost: Cost
) -> OldLogin | None:
    """The person, as an older version recognised people; None when login or password are wrong."""
    user = meant(people, login)
    kept = {row[0]: row[1:] for row in statements.execute(_OLD)}
    password_hash, wrapped = kept.get(user.id, ("", None)) if user is not None else ("", None)
    if user is None or not password_hash:
        hash_password(password, cost)  # as slow as a wrong password
        return None
    if not is_password(password_hash, password, cost):
        return None
    return OldLogin(user, ContactCipher.unwrapped(wrapped, password) if wrapped else None)


def check_sealed(database: Database, login: str, password: str, cost: Cost) -> bool:
    """Whether people of a database sign in with keys; False for a wrong login where they do not.

    Raises:
        RuleViolation: `to_be_sealed` for a supervisor, `supervisor_first` for others, where they do not yet.
        EnvironmentProblem: `head_lower` where this machine has seen them do so.
    """
    with database.transaction() as statements:
        if not needs_sealing(statements):
            return True
        if database.state.pin() is not None:
            raise head_problem(Refusal.LOWER)
        old = old_log_in(statements, everybody(statements), login, password, cost)
    if old is None:
        return False
    raise RuleViolation("to_be_sealed" if old.user.role is Role.SUPERVISOR else "supervisor_first")


def seal_database(
    database: Database,
    login: str,
    password: str,
    cost: Cost,
    moment: Moment,
    columns: Columns = ALL_SEALED,
    progress: Callable[[float], None] = lambda part: None,
) -> tuple[User, HeldKeys, Sealing] | None:
    """Give everybody keys, the supervisor under the old password, all others under start codes; None: wrong login.

    Args:
        moment: Now; of the event that tells of it.
        columns: What is sealed of the sample.

    Raises:
        RuleViolation: `supervisor_first` for another role.
        EnvironmentProblem: as `begin_study`.
    """
    with database.transaction() as statements:
        people = everybody(statements)
        old = old_log_in(statements, people, login, password, cost)
        if old is None:
            return None
        if old.user.role is not Role.SUPERVISOR or old.contact is None:
            raise RuleViolation("supervisor_first")
        keys = begin_study(database)
        log_before = look_at_log(statements)
        renamed = _renamed(statements, people)
        changes = PeopleChanges(statements, database, keys, cost)
        codes = {user.id: new_code() for user in people if user.id != old.user.id}
        changes.lock_all(old.user.id, password, codes, progress)
        for step in STEPS:
            step.seal(statements, Resealed(database, old.contact, keys, columns, progress))
        now = moment.at, moment.mono_ms, old.user.id
        chain_log(database, statements, changes.box(), log_before, *now)
        changes.sign_first()
        told_of = replace(moment, by=old.user.id).fact("study_sealed", people=len(people), renamed=len(renamed))
        rows = EventRows(database.device, keys, InterviewDocuments(statements.execute, keys))
        SqlEventLog(statements, rows, database.chain).append([told_of])
        statements.commit()
        known = everybody(statements)
    database.sweep()
    signed_in = sign_in(database, next(user.login for user in known if user.id == old.user.id), password, cost)
    assert signed_in is not None
    told = tuple((user, codes[user.id]) for user in known if user.id in codes)
    return (*signed_in, Sealing(told, tuple(renamed), _copies(database)))


def seal_rest(
    database: Database,
    keys: HeldKeys,
    moment: Moment,
    columns: Columns = ALL_SEALED,
    progress: Callable[[float], None] = lambda part: None,
) -> None:
    """Seal what the version that gave people their keys left in the open; once, by whoever first sees contact data.

    Args:
        moment: Now, and who has signed in; of the event that tells of it.
        columns: What is sealed of the sample.
    """
    before = database.kept(SEALED_AS) or WITH_THE_FIRST_HEAD
    rest = [step for step in STEPS if step.form > before]
    if not rest:
        return
    with database.transaction() as statements:
        for step in rest:
            step.seal(statements, Resealed(database, None, keys, columns, progress))
        note_sealed(statements)
        rows = EventRows(database.device, keys, InterviewDocuments(statements.execute, keys))
        fact = moment.fact("contents_sealed", before=before)
        SqlEventLog(statements, rows, database.chain).append([fact])
        statements.commit()
    database.sweep()


def _renamed(statements: Statements, people: tuple[User, ...]) -> list[tuple[str, str]]:
    """Two logins that are one by the rules of today: whoever came later gets a number behind."""
    taken: set[str] = set()
    renamed = []
    for user in people:
        login, number = user.login, 1
        while folded(login) in taken:
            number += 1
            login = f"{user.login[: LONGEST_LOGIN - 4]}-{number}"
        taken.add(folded(login))
        if login != user.login:
            statements.execute(_RENAME, (login, user.id))
            renamed.append((user.login, login))
    return renamed


def _copies(database: Database) -> tuple[Path, ...]:
    return tuple(backup.path for backup in database.backups.all() if backup.kind.startswith(BEFORE))
