"""The form of a database, as read at the start, against the steps that exist."""

from __future__ import annotations

from cati_app.store import migrate, revision


def test_the_newest_step_is_the_one_the_start_expects() -> None:
    assert revision.HEAD == migrate.head()
