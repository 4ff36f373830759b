"""Passwords that people chose at any station of a study at a hub, as a station knows of them.

What a hub hands out counts for the keys that the signed list of people names, and only forward: a bundle of a lower
number takes nobody's password away. One for keys that this station does not know yet waits for them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from cati_app.domain.ids import UserId
from cati_app.domain.people.key_bundles import KeyBundle, TakenBundle
from cati_app.store import joined
from cati_app.store.database import Database
from cati_app.store.statements import Statements
from cati_app.store.trust.parts import part_problem
from cati_app.store.trust.sealed_bundle import LockedKeys
from cati_app.values import dataclass

_COLUMNS = "user_id, keys, n, taken, login_check, sealed, code"
_KEEP = (
    f"INSERT INTO bundle_at_hub ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?)"
    " ON CONFLICT (user_id, keys) DO UPDATE SET n = excluded.n, taken = excluded.taken,"
    " login_check = excluded.login_check, sealed = excluded.sealed, code = excluded.code"
    " WHERE excluded.n > bundle_at_hub.n OR (excluded.n = bundle_at_hub.n AND excluded.taken > bundle_at_hub.taken)"
)
_KNOWN = "SELECT 1 FROM bundle_at_hub WHERE user_id = ? AND keys = ?"
_VOUCHED = f"SELECT {_COLUMNS} FROM bundle_at_hub WHERE code <> '' ORDER BY user_id, keys"
_DUE = (
    "SELECT b.user_id, b.keys, b.n, b.taken, b.login_check, b.sealed, b.code FROM bundle_at_hub b"
    ' JOIN "user" u ON u.id = b.user_id AND u.box_key = b.keys'
    " WHERE b.code <> '' AND (b.n > u.bundle_n OR (b.n = u.bundle_n AND b.login_check <> u.login_check))"
)
_UNLOCK = 'UPDATE "user" SET salt = ?, cost = ?, login_check = ?, bundle = ?, start_code = 0, bundle_n = ? WHERE id = ?'
_PUBLISHED = (
    f"INSERT INTO bundle_at_hub ({_COLUMNS})"
    " SELECT id, box_key, bundle_n, 0, login_check, x'', '' FROM \"user\" WHERE active AND bundle IS NOT NULL"
    " ON CONFLICT (user_id, keys) DO NOTHING"
)
_KEYS = 'SELECT id, box_key FROM "user"'
_DROP = "DELETE FROM bundle_at_hub WHERE user_id = ? AND keys = ?"
_NEWEST = "SELECT coalesce(max(taken), 0) FROM bundle_at_hub"
_HEARD = "hub_passwords"
"""Fact: `Heard`."""
_HEARD_ROW = "SELECT value FROM meta WHERE key = ?"
_KEEP_HEARD = "INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value"


@dataclass(frozen=True, slots=True)
class Heard:
    """Up to where this station has heard new passwords.

    Args:
        life: Of the hub.
        n: Up to this number everything is known.
        newest: Number of the newest one that the hub had when it told them. Where it is higher than `n`, what is known
            is no state that ever was: what had changed again by then is still to come.
    """

    life: str = ""
    n: int = 0
    newest: int = 0


def goes_to_hub(statements: Statements, person: str, keys: str) -> bool:
    """Whether a new password of somebody counts only once the hub has taken it: other stations have these keys, too.

    Args:
        keys: The person's public key, in hexadecimal.
    """
    return joined.is_joined(statements) or statements.row(_KNOWN, person, keys) is not None


def note_published(statements: Statements) -> None:
    """The hub is about to be told everybody's keys."""
    joined.note_published(statements)
    statements.execute(_PUBLISHED, ())


def vouched(statements: Statements) -> Sequence[TakenBundle]:
    """Everything of which the hub says that it has taken it."""
    return [_taken(row) for row in statements.all(_VOUCHED)]


def newest(statements: Statements) -> int:
    """The highest number under which the hub has taken any of it; 0: it has taken none."""
    return int(statements.row(_NEWEST)[0])


def heard(statements: Statements) -> Heard:
    """Up to where this station has heard them; blank and 0: it has never asked."""
    row = statements.row(_HEARD_ROW, _HEARD)
    if row is None:
        return Heard()
    life, n, *newest = str(row[0]).split(" ")  # earlier versions kept no newest
    return Heard(life, int(n), *map(int, newest))


def keep_heard(statements: Statements, known: Heard) -> None:
    """This station has everything up to there."""
    statements.execute(_KEEP_HEARD, (_HEARD, f"{known.life} {known.n} {known.newest}"))


def put(statements: Statements, database: Database, bundles: Iterable[TakenBundle]) -> None:
    """What the hub handed out, or took from here. EnvironmentProblem: `part_damaged` where no station sealed it."""
    for taken in bundles:
        _opened(database, taken.bundle)  # what does not open is not kept either
        bundle = taken.bundle
        facts = bundle.person, bundle.keys, bundle.n, taken.taken, bundle.login_check, bundle.sealed, taken.code
        statements.execute(_KEEP, facts)
    bring_in(statements, database)


def bring_in(statements: Statements, database: Database, before: Mapping[str, str] | None = None) -> None:
    """The newest password of everybody comes into force here.

    Args:
        before: The keys that people had before others were named, by person: what was known of these is over.
    """
    if before is not None:
        now = keys_of_people(statements)
        for person, keys in before.items():
            if now.get(person) != keys:
                forget(statements, person, keys)
    for row in statements.all(_DUE):
        bundle = _taken(row).bundle
        locked = _opened(database, bundle)
        values = locked.salt, locked.cost, locked.login_check, locked.bundle, bundle.n, bundle.person
        statements.execute(_UNLOCK, values)


def keys_of_people(statements: Statements) -> Mapping[str, str]:
    """Public keys by person."""
    return dict(statements.all(_KEYS))


def forget(statements: Statements, person: str, keys: str) -> None:
    """These keys are nobody's any more."""
    statements.execute(_DROP, (person, keys))


def _opened(database: Database, bundle: KeyBundle) -> LockedKeys:
    key = database.state.parts_key()
    if key is None:
        raise part_problem()
    return LockedKeys.opened(
        bundle.sealed, key, database.study, bundle.person, bundle.keys, bundle.n, bundle.login_check
    )


def _taken(row: Sequence[object]) -> TakenBundle:
    person, keys, n, taken, login_check, sealed, code = row
    bundle = KeyBundle(UserId(str(person)), str(keys), _int(n), _bytes(login_check), _bytes(sealed))
    return TakenBundle(bundle, _int(taken), str(code))


def _int(value: object) -> int:
    assert isinstance(value, int)
    return value


def _bytes(value: object) -> bytes:
    assert isinstance(value, bytes)
    return value
