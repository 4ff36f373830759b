"""What a PostgreSQL server refuses, in words with a cure."""

from __future__ import annotations

import psycopg
from psycopg import errors

from cati_app.domain.errors import EnvironmentProblem

_UNREACHABLE = EnvironmentProblem(
    "server_unreachable",
    "The database server gives no connection. What was acknowledged is stored; the last step was not.",
    "Look whether it runs and may be reached from here, and whether address, user and password are right; then repeat"
    " the step.",
)
_FULL = EnvironmentProblem(
    "disk_full",
    "The disk of the database server is full. What was acknowledged is stored; the last step was not.",
    "Free some space there, then repeat the step.",
)
_READ_ONLY = EnvironmentProblem(
    "read_only",
    "The database server takes no changes: it is a copy that only reads, or was set so.",
    "Give the address of the server that writes.",
)
_REFUSED = EnvironmentProblem(
    "server_refuses",
    "The database server does not know the user, the password or the database, or a right is missing.",
    "Check the address of the database; the user must own its schemas.",
)
_DAMAGED = EnvironmentProblem(
    "damaged",
    "The database server reports that what it keeps is damaged.",
    "Stop the hub and restore the newest backup.",
)
_BUSY = EnvironmentProblem(
    "server_busy",
    "The database server has no connection or no time left for this step, which was not stored.",
    "Repeat the step in a moment; more connections are a setting of the server.",
)
_WORDED: tuple[tuple[type[psycopg.Error], EnvironmentProblem], ...] = (
    (errors.DiskFull, _FULL),
    (errors.ReadOnlySqlTransaction, _READ_ONLY),
    (errors.InvalidAuthorizationSpecification, _REFUSED),
    (errors.InvalidPassword, _REFUSED),
    (errors.InvalidCatalogName, _REFUSED),
    (errors.InsufficientPrivilege, _REFUSED),
    (errors.DataCorrupted, _DAMAGED),
    (errors.IndexCorrupted, _DAMAGED),
    (errors.TooManyConnections, _BUSY),
    (errors.QueryCanceled, _BUSY),
    (errors.LockNotAvailable, _BUSY),
    (errors.OutOfMemory, _BUSY),
    (errors.SerializationFailure, _BUSY),
    (errors.DeadlockDetected, _BUSY),
    (psycopg.OperationalError, _UNREACHABLE),
)
"""The first kind that fits counts: the last one holds those before it."""


def problem_of(error: BaseException | None) -> EnvironmentProblem | None:
    """What an error of the server means in words; None where it is not to blame for it."""
    return next((problem.afresh() for kind, problem in _WORDED if isinstance(error, kind)), None)


def refuses_row(error: BaseException) -> bool:
    """Whether the server takes no such row, asked again either; an index takes no text of any length."""
    return isinstance(error, psycopg.IntegrityError | psycopg.DataError | errors.ProgramLimitExceeded)


def is_conflict(error: BaseException | None) -> bool:
    """Whether the server has undone a transaction because of another one, and asks to do it once more."""
    return isinstance(error, errors.SerializationFailure | errors.DeadlockDetected)
