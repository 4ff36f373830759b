"""Passwords that people of a study chose at any station, as its hub keeps them: one of each person, the newest."""

from __future__ import annotations

from typing import Any

from cati_app.domain.ids import UserId
from cati_app.domain.people.key_bundles import KeyBundle
from cati_app.store.statements import Statements
from cati_app.values import dataclass

_STANDING = 'SELECT box_key, bundle_n FROM "user" WHERE id = ?'
_ROW = "SELECT b.user_id, b.keys, b.n, b.login_check, b.sealed, b.taken, b.arrived FROM hub_bundle b"
_OF = f"{_ROW} WHERE b.user_id = ?"
_AFTER = (
    f'{_ROW} JOIN "user" u ON u.id = b.user_id AND u.box_key = b.keys AND u.bundle_n = b.n'
    " WHERE b.arrived > ? ORDER BY b.arrived LIMIT ?"
)
_NEWEST = "SELECT coalesce(max(arrived), 0) FROM hub_bundle"
_LAST_CHANGE = "SELECT coalesce(max(n), 0) FROM study_change"
_KEEP = (
    "INSERT INTO hub_bundle (user_id, keys, n, taken, login_check, sealed, arrived) VALUES (?, ?, ?, ?, ?, ?, ?)"
    " ON CONFLICT (user_id) DO UPDATE SET keys = excluded.keys, n = excluded.n, taken = excluded.taken,"
    " login_check = excluded.login_check, sealed = excluded.sealed, arrived = excluded.arrived"
)
_RECOGNIZE = 'UPDATE "user" SET login_check = ?, bundle_n = ? WHERE id = ?'


@dataclass(frozen=True, slots=True)
class KeptBundle:
    """One that is kept.

    Args:
        taken: When it was taken, as the number that it got first; the same in every life of the hub.
        arrived: Its number in the order in which stations hear of it. It is one of those that changes of the study
            have (`changes.py`), so that one which was given in a state that is lost is known for what it is.
    """

    bundle: KeyBundle
    taken: int
    arrived: int


class KeyBundles:
    """Within one transaction."""

    def __init__(self, statements: Statements) -> None:
        self._statements = statements

    def standing(self, person: str) -> tuple[str, int]:
        """The keys that count for somebody, and the number of the password in force; blank and 0 for a stranger."""
        row = self._statements.row(_STANDING, person)
        return (str(row[0]), int(row[1])) if row is not None else ("", 0)

    def of(self, person: str) -> KeptBundle | None:
        """What somebody chose last, under whatever keys."""
        row = self._statements.row(_OF, person)
        return _kept(row) if row is not None else None

    def after(self, n: int, at_most: int) -> list[KeptBundle]:
        """What is in force and came behind a number, in order."""
        return [_kept(row) for row in self._statements.all(_AFTER, n, at_most)]

    def newest(self) -> int:
        """The highest number; 0 before the first one."""
        return int(self._statements.row(_NEWEST)[0])

    def keep(self, bundle: KeyBundle, taken: int = 0) -> int:
        """From now on this is in force; when it was taken. A fact of the hub follows in the same transaction.

        Args:
            taken: In an earlier life; 0: now.
        """
        arrived = max(self.newest(), int(self._statements.row(_LAST_CHANGE)[0])) + 1
        facts = bundle.person, bundle.keys, bundle.n, taken or arrived, bundle.login_check, bundle.sealed, arrived
        self._statements.execute(_KEEP, facts)
        self._statements.execute(_RECOGNIZE, (bundle.login_check, bundle.n, bundle.person))
        return taken or arrived


def _kept(row: Any) -> KeptBundle:
    person, keys, n, login_check, sealed, taken, arrived = row
    return KeptBundle(KeyBundle(UserId(person), keys, n, bytes(login_check), bytes(sealed)), taken, arrived)
