"""The log as it is sent to a hub: rows and digests as they stand, sealed as they are."""

from __future__ import annotations

from typing import Any

from cati_app.domain.errors import EnvironmentProblem
from cati_app.store.database import Database
from cati_app.store.event_rows import COLUMNS, digested
from cati_app.store.log_chain import LAST
from cati_app.store.staff_words import StaffWord, StaffWords

_ROWS = f"SELECT {', '.join(COLUMNS)}, digest FROM event WHERE seq > ? ORDER BY seq LIMIT ?"
_DIGEST = "SELECT digest FROM event WHERE seq = ?"


class LogOutbox:
    """Reads a log in pages; nobody has to be signed in for what stays sealed.

    Args:
        database: Open, also beside a running application.
    """

    def __init__(self, database: Database) -> None:
        self._driver = database.driver()

    def end(self) -> int:
        """Number of the last event; 0 in an empty log."""
        return self._driver.execute(LAST).fetchone()[0] or 0

    def digest(self, n: int) -> str:
        """The digest of an event that is there, in hexadecimal.

        Raises:
            EnvironmentProblem: `log_unchained`.
        """
        return _told(self._driver.execute(_DIGEST, (n,)).fetchone())

    def staff(self) -> tuple[StaffWord, ...]:
        """Whose the words of people are that were made here."""
        return StaffWords(self._driver.execute).own()

    def page(self, n: int, most: int) -> list[tuple[str, str]]:
        """Rows behind a number, in order, so many at most, each with its hexadecimal digest; none: it was the last.

        Raises:
            EnvironmentProblem: `log_unchained`.
        """
        rows = self._driver.execute(_ROWS, (n, most)).fetchall()
        return [(digested(row[:-1]).decode(), _told(row[-1:])) for row in rows]


def _told(row: Any) -> str:
    if row is None or row[0] is None:
        raise EnvironmentProblem(
            "log_unchained",
            "The log of this database is not chained wholly, so no hub takes it. Nothing was sent.",
            "A database of an older version is sealed with `cati user seal STUDY --as SUPERVISOR`; `cati verify`"
            " says whether this one is whole.",
        )
    return str(row[0].hex())
