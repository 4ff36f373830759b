"""People of a restored database: an older one takes them over from a newer state that is here, if it is signed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import sqlcipher3.dbapi2

from cati_app.domain.errors import EnvironmentProblem
from cati_app.store.database import Database
from cati_app.store.heads import history_of
from cati_app.store.statements import Statements

_HEADS = "SELECT n, signed FROM head ORDER BY n"
_FACTS = "SELECT key, value FROM meta WHERE key IN ('share_check', 'sheet_confirmed')"
_KEEP_FACT = "INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value"
_KEEP_HEAD = "INSERT INTO head (n, signed) VALUES (?, ?)"
_BOXES = "SELECT recipient, purpose, g, sealed FROM box"
_KEEP_BOX = "INSERT INTO box (recipient, purpose, g, sealed) VALUES (?, ?, ?, ?)"
PERSON_COLUMNS = (
    *("id", "login", "name", "role", "number", "languages", "skills", "password_hash", "active"),
    *("box_key", "sign_key", "salt", "cost", "login_check", "bundle", "start_code", "bundle_n"),
)
_NOBODY = 'SELECT * FROM "user" WHERE 1 = 0'
_SET = ", ".join(f"{column} = excluded.{column}" for column in PERSON_COLUMNS[1:])
KEEP_PERSON = (
    f'INSERT INTO "user" ({", ".join(PERSON_COLUMNS)}) VALUES ({", ".join("?" * len(PERSON_COLUMNS))})'
    f" ON CONFLICT (id) DO UPDATE SET {_SET}"
)


def take_people_over(database: Database, newer: Iterable[Any]) -> int:
    """Who takes part, and their keys, from the first state that goes on from this one and is held to be true here.

    What was sealed with older secrets opens with those; the first supervisor who signs in seals it anew.

    Args:
        newer: Connections to other states of the study, the newest first.

    Returns:
        Number of the list of people that was taken over; 0 where none was.
    """
    for driver in newer:
        with database.transaction() as statements:
            try:
                number = _copied(statements, driver)
                if number and history_of(statements, database.state, database.study) is not None:
                    statements.commit()
                    return number
            except (EnvironmentProblem, sqlcipher3.dbapi2.Error):  # another root, a fork, damage: not from there
                continue
    return 0


def _copied(statements: Statements, driver: Any) -> int:
    own, theirs = statements.all(_HEADS), driver.execute(_HEADS).fetchall()
    if len(theirs) <= len(own) or [tuple(row) for row in theirs[: len(own)]] != [tuple(row) for row in own]:
        return 0
    statements.execute("DELETE FROM box")
    statements.many(_KEEP_BOX, driver.execute(_BOXES).fetchall())
    statements.many(_KEEP_HEAD, theirs[len(own) :])
    statements.many(KEEP_PERSON, driver.execute(_people_of(driver)).fetchall())
    statements.execute("DELETE FROM meta WHERE key = 'sheet_confirmed'")  # a newer sheet may wait
    statements.many(_KEEP_FACT, driver.execute(_FACTS).fetchall())
    return int(theirs[-1][0])


def _people_of(driver: Any) -> str:
    """What reads them; a state that an older version wrote counts no passwords."""
    known = {column[0] for column in driver.execute(_NOBODY).description}
    columns = (name if name in known else f"0 AS {name}" for name in PERSON_COLUMNS)
    return f'SELECT {", ".join(columns)} FROM "user"'
