"""What disk and file system refuse, in words that name the file people know."""

from __future__ import annotations

import errno
import traceback
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest
import sqlcipher3.dbapi2

from cati_app.domain.errors import EnvironmentProblem
from cati_app.store import problems
from cati_app.store.exchange import part_of
from cati_app.store.postgres.problems import problem_of as problem_of_a_server
from cati_app.store.problems import environment_problems, file_problem


@pytest.mark.parametrize("said", ["database disk image is malformed", "file is not a database", "unable to open"])
def test_a_file_that_is_being_made_is_named_as_what_it_will_be(said: str) -> None:
    with pytest.raises(EnvironmentProblem) as told, environment_problems(part_of(Path("small.db"))):
        raise sqlcipher3.dbapi2.DatabaseError(said)

    assert "small.db " in str(told.value.message)
    assert ".part" not in str(told.value.message)


@pytest.mark.parametrize(
    "ask",
    [
        lambda: problem_of_a_server(psycopg.errors.DiskFull()),
        lambda: problem_of_a_server(psycopg.OperationalError()),
        lambda: problems.problem_of(Path("small.db"), MemoryError()),
        lambda: problems.problem_of(Path("small.db"), sqlcipher3.dbapi2.OperationalError("disk is full")),
        lambda: problems.problem_of(Path("small.db"), sqlcipher3.dbapi2.OperationalError("disk I/O error")),
        lambda: file_problem(Path("small.db"), OSError(errno.ENOSPC, "")),
        lambda: file_problem(Path("small.db"), OSError(errno.EIO, "")),
    ],
)
def test_a_problem_that_comes_again_does_not_carry_the_one_before(ask: Callable[[], EnvironmentProblem | None]) -> None:
    """What is raised keeps all that stood there: a hub with a full disk would fill its memory."""
    for _ in range(2):
        problem = ask()
        assert problem is not None
        with pytest.raises(EnvironmentProblem) as told:
            raise problem
        assert 1 == len(traceback.extract_tb(told.value.__traceback__))
