"""The form of a database, as read at the start and as new ones get it, against the steps that exist."""

from __future__ import annotations

from contextlib import closing

import pytest

from cati_app.store import migrate, newest_form, revision
from cati_app.store.hub import steps
from cati_app.store.hub.forms import OF_STUDY, REGISTER, StepChain
from cati_app.store.hub.schema import script_at
from cati_app.store.postgres import migrate as on_a_server
from cati_app.store.postgres import schema


def test_the_newest_step_is_the_one_the_start_expects() -> None:
    assert revision.HEAD == migrate.head()
    assert schema.HEAD == on_a_server.head()


def test_a_new_database_is_what_every_step_makes() -> None:
    with closing(migrate.made_by_all_steps()) as stepped, closing(newest_form.made()) as made:
        by_steps = newest_form.script_of(stepped)

        assert by_steps == newest_form.SCRIPT.read_text(encoding="utf-8"), "run: make newest"
        assert by_steps == newest_form.script_of(made)
        assert revision.HEAD == revision.current(made)


@pytest.mark.parametrize("chain", [REGISTER, OF_STUDY], ids=lambda chain: chain.name)
def test_the_own_tables_of_a_new_hub_are_what_every_step_makes(chain: StepChain) -> None:
    forms = steps.forms(chain)

    assert chain.newest == forms[0]
    assert sorted(forms, reverse=True) == [*forms], "whoever reads a form compares texts"
    assert steps.script_of(chain) == script_at(chain).read_text(encoding="utf-8"), "run: make newest"
