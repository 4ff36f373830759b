"""What disk and file system refuse, in words that name the file people know."""

from __future__ import annotations

from pathlib import Path

import pytest
import sqlcipher3.dbapi2

from cati_app.domain.errors import EnvironmentProblem
from cati_app.store.exchange import part_of
from cati_app.store.problems import environment_problems


@pytest.mark.parametrize("said", ["database disk image is malformed", "file is not a database", "unable to open"])
def test_a_file_that_is_being_made_is_named_as_what_it_will_be(said: str) -> None:
    with pytest.raises(EnvironmentProblem) as told, environment_problems(part_of(Path("small.db"))):
        raise sqlcipher3.dbapi2.DatabaseError(said)

    assert "small.db " in str(told.value.message)
    assert ".part" not in str(told.value.message)
