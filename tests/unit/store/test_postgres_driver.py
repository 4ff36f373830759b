"""Statements as repositories write them, in PostgreSQL's words."""

from __future__ import annotations

import psycopg
import pytest
from psycopg import errors

from cati_app.store.postgres.driver import spoken
from cati_app.store.postgres.problems import problem_of


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("SELECT a FROM t WHERE b = ? AND c > ?", ("SELECT a FROM t WHERE b = %s AND c > %s", False)),
        ("SET a = ?2, b = ?1, c = ?2", ("SET a = %(v2)s, b = %(v1)s, c = %(v2)s", True)),
        (
            'SELECT 1 FROM "case" c INDEXED BY ix_case_due WHERE c.id = ?',
            ('SELECT 1 FROM "case" c WHERE c.id = %s', False),
        ),
        ("SELECT 'why? 100 %', \"a?\", 7 % 2", ("SELECT 'why? 100 %%', \"a?\", 7 %% 2", False)),
        ("SELECT 'it''s ?' WHERE a = ?", ("SELECT 'it''s ?' WHERE a = %s", False)),
    ],
)
def test_a_statement_is_said_with_the_marks_of_the_server(written: str, read: tuple[str, bool]) -> None:
    assert read == spoken(written)


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (errors.DiskFull(), "disk_full"),
        (errors.ReadOnlySqlTransaction(), "read_only"),
        (errors.InvalidPassword(), "server_refuses"),
        (errors.InsufficientPrivilege(), "server_refuses"),
        (errors.IndexCorrupted(), "damaged"),
        (errors.TooManyConnections(), "server_busy"),
        (errors.AdminShutdown(), "server_unreachable"),
        (psycopg.OperationalError("connection refused"), "server_unreachable"),
    ],
)
def test_what_a_server_refuses_is_told_in_words(error: psycopg.Error, code: str) -> None:
    problem = problem_of(error)

    assert problem is not None
    assert code == problem.code


def test_a_fault_of_the_program_is_not_put_down_to_the_server() -> None:
    assert problem_of(errors.UniqueViolation()) is None
    assert problem_of(errors.SyntaxError()) is None
    assert problem_of(ValueError()) is None
    assert problem_of(None) is None
