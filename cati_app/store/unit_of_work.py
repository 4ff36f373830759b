"""Units of work on the database file of a study."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache, partial
from typing import TYPE_CHECKING

from cati_app.domain.errors import RuleViolation
from cati_app.store.database import Database
from cati_app.store.keys import Cost
from cati_app.store.on_demand import OnDemand
from cati_app.store.people import SqlPeople
from cati_app.store.repositories import Repositories
from cati_app.store.statements import Statements
from cati_app.store.trust.held_keys import HeldKeys

if TYPE_CHECKING:
    from cati_app.store.kept_measures import SqlKeptMeasures
    from cati_app.store.people_changes import PeopleChanges
    from cati_app.store.sheets import SqlSheets


class SqlUnitOfWork(Repositories):
    """One transaction on the file, in which people can be changed, too.

    Args:
        keys: None while nobody is signed in.
        cost: What a password costs.
        beside: Keys of a second person, where two sign.
    """

    def __init__(self, database: Database, keys: HeldKeys | None, cost: Cost, beside: HeldKeys | None = None) -> None:
        super().__init__(database, keys)
        self._database = database
        self._cost = cost
        self._beside = beside

    @OnDemand
    def people(self) -> SqlPeople:
        """Logins."""
        return SqlPeople(self._statements, self._changes)

    @OnDemand
    def kept_measures(self) -> SqlKeptMeasures:
        """What complete interviews were measured by."""
        from cati_app.store.kept_measures import SqlKeptMeasures  # noqa: PLC0415 - not needed at a start

        return SqlKeptMeasures(self._database, self._documents)

    @OnDemand
    def sheets(self) -> SqlSheets:
        """The recovery sheet. RuleViolation: `supervisor_needed` where nobody is signed in."""
        from cati_app.store.sheets import SqlSheets  # noqa: PLC0415 - not needed at a start

        if self._keys is None:
            raise RuleViolation("supervisor_needed")
        return SqlSheets(self._statements, self._database, self._keys, self._changes())

    @OnDemand
    def _changes(self) -> Callable[[], PeopleChanges]:
        """The same changes for people and sheets, made once; it knows no unit, so that a unit is gone when it ends."""
        return cache(partial(_people_changes, self._statements, self._database, self._keys, self._cost, self._beside))


class TraceUnits:
    """Opens units of work that write traces of who did what, also for commands that only read.

    Args:
        database: Open for writing; or for reading, and then it is opened to write for each unit.
    """

    def __init__(self, database: Database, cost: Cost) -> None:
        self._database = database
        self._cost = cost

    @contextmanager
    def __call__(self) -> Iterator[SqlUnitOfWork]:
        """A unit of work without contact data."""
        if self._database.writable:
            with SqlUnitOfWork(self._database, None, self._cost) as unit:
                yield unit
            return
        with self._database.for_a_moment() as database, SqlUnitOfWork(database, None, self._cost) as unit:
            yield unit


class UnitsBeside:
    """Opens units of work that read a database beside whoever works with it, in any thread.

    Args:
        database: Open; each unit reads the same file through a connection of its own.
        keys: Of who is signed in; None where nobody is.
    """

    def __init__(self, database: Database, cost: Cost, keys: HeldKeys | None = None) -> None:
        self._database = database
        self._cost = cost
        self._keys = keys

    @contextmanager
    def __call__(self) -> Iterator[SqlUnitOfWork]:
        """A unit of work that cannot change anything. EnvironmentProblem: what the disk refuses."""
        with self._database.beside() as reading, SqlUnitOfWork(reading, self._keys, self._cost) as unit:
            yield unit


class SqlUnits:
    """Opens units of work on a database.

    Args:
        keys: Of who is signed in; None where nobody is.
        cost: What a password costs.
        beside: Keys of a second person, where two sign.
    """

    def __init__(self, database: Database, keys: HeldKeys | None, cost: Cost, beside: HeldKeys | None = None) -> None:
        self._database = database
        self._keys = keys
        self._cost = cost
        self._beside = beside

    def __call__(self) -> SqlUnitOfWork:
        """A unit of work; leaving it without `commit` rolls back.

        Raises:
            RuleViolation: `signed_out` when the person has left meanwhile, or has other keys.
        """
        for keys in (self._keys, self._beside):
            if keys is not None and keys.head_n != self._database.head_n:
                self._renew(keys)
        return SqlUnitOfWork(self._database, self._keys, self._cost, self._beside)

    def _renew(self, keys: HeldKeys) -> None:
        from cati_app.store.sign_in import renew  # noqa: PLC0415 - not needed at a start

        renew(self._database, keys)


def _people_changes(
    statements: Statements, database: Database, keys: HeldKeys | None, cost: Cost, beside: HeldKeys | None
) -> PeopleChanges:
    from cati_app.store.people_changes import PeopleChanges  # noqa: PLC0415 - not needed at a start

    if keys is None:
        raise RuleViolation("supervisor_needed")
    return PeopleChanges(statements, database, keys, cost, beside)
