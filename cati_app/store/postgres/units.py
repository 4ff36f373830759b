"""Units of work on a study of a server."""

from __future__ import annotations

from typing import Never

from cati_app.domain.errors import RuleViolation
from cati_app.store.on_demand import OnDemand
from cati_app.store.people import SqlPeople
from cati_app.store.postgres.study import PostgresStudy
from cati_app.store.repositories import Repositories
from cati_app.store.trust.held_keys import HeldKeys


class PostgresUnitOfWork(Repositories):
    """One transaction on a server. People are read there; the head that names them is signed at a station."""

    @OnDemand
    def people(self) -> SqlPeople:
        """Logins."""
        return SqlPeople(self._statements, _signed_elsewhere)


class PostgresUnits:
    """Opens units of work on a study of a server.

    Args:
        keys: Of who is signed in; None: a server opens nothing.
    """

    def __init__(self, study: PostgresStudy, keys: HeldKeys | None = None) -> None:
        self._study = study
        self._keys = keys

    def __call__(self) -> PostgresUnitOfWork:
        """A unit of work; leaving it without `commit` rolls back."""
        return PostgresUnitOfWork(self._study, self._keys)


def _signed_elsewhere() -> Never:
    raise RuleViolation("supervisor_needed")
