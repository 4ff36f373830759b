"""The form of a database, as read at the start and as new ones get it, against the steps that exist."""

from __future__ import annotations

from contextlib import closing

from cati_app.store import migrate, newest_form, revision


def test_the_newest_step_is_the_one_the_start_expects() -> None:
    assert revision.HEAD == migrate.head()


def test_a_new_database_is_what_every_step_makes() -> None:
    with closing(migrate.made_by_all_steps()) as stepped, closing(newest_form.made()) as made:
        by_steps = newest_form.script_of(stepped)

        assert by_steps == newest_form.SCRIPT.read_text(encoding="utf-8"), "run: make newest"
        assert by_steps == newest_form.script_of(made)
        assert revision.HEAD == revision.current(made)
