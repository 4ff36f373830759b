"""Migrations: head is what the models say, every step goes up and down, a backup comes first."""

from __future__ import annotations

import errno
import shutil
from collections.abc import Callable

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy.dialects import sqlite
from sqlalchemy.schema import CreateIndex
from sqlmodel import SQLModel

from cati_app.domain.errors import EnvironmentProblem
from cati_app.store import migrate
from cati_app.store.backup import Backups
from cati_app.store.database import Database
from cati_app.store.keys import NoKeyRing
from cati_app.store.opening import Settings, open_database
from cati_app.store.staff_words import person_of
from cati_app.store.tables import EventRow
from tests.stations import PASSPHRASE, QUICK, Site
from tests.unit.fieldwork.sittings import YOUNG_MAN, begun, finish


def opened(site: Site, *, writable: bool = True) -> Database:
    return open_database(site.path, Settings(PASSPHRASE, NoKeyRing(), QUICK), create=False, writable=writable)


def lowered(site: Site, form: str = "0001") -> None:
    """The database in an older form, closed, as a version left it that knew no chain of the log."""
    site.offered()
    migrate.migrate(migrate.engine_on(site.station.database.driver()), form)
    site.close()
    shutil.rmtree(site.path.with_name("state"))


@pytest.mark.filterwarnings(
    "ignore:autogenerate skipping metadata-specified expression-based index 'ix_event_(coded|unit)'"
)
@pytest.mark.filterwarnings("ignore:Skipped unsupported reflection of expression-based index ix_event_(coded|unit)")
def test_the_newest_form_is_what_the_models_say(site: Site) -> None:
    with migrate.engine_on(site.station.database.driver()).connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": False})

        assert [] == compare_metadata(context, SQLModel.metadata)


@pytest.mark.parametrize("name", ["ix_event_coded", "ix_event_unit"])
def test_an_index_of_an_expression_is_the_one_of_the_models(site: Site, name: str) -> None:
    (index,) = (index for index in SQLModel.metadata.tables[str(EventRow.__tablename__)].indexes if index.name == name)
    (made,) = site.sql(f"SELECT sql FROM sqlite_master WHERE name = '{name}'")

    assert str(CreateIndex(index).compile(dialect=sqlite.dialect())) == made[0]


def test_every_step_goes_down_and_up_again_and_keeps_the_data(site: Site) -> None:
    offer, interview = begun(site, YOUNG_MAN)
    finish(site, offer, interview, "interview_suspended")
    for result in ("soft_refusal", "no_answer", "refusal_household"):
        offer = site.dialled(site.bob)
        site.place(site.bob).record_result(site.bob, offer.attempt, result, note="no time")
    before = {what: site.sql(what) for what in _FACTS}
    lowered(site, "0002")

    with opened(site) as database:
        assert migrate.head() == migrate.current(migrate.engine_on(database.driver()))
        with database.transaction() as statements:
            for what, facts in before.items():
                assert facts == [tuple(row) for row in statements.execute(what)]


_FACTS = (
    "SELECT id, case_no, frame, state, fields, dials, disposition, due_at, open_interview, refusals,"
    f' {person_of("not_by")} FROM "case" ORDER BY id',
    f"SELECT id, case_id, {person_of('user_id')}, started_at, ended_at, disposition, note_sealed FROM attempt"
    " WHERE ended_at IS NOT NULL ORDER BY id",
    "SELECT id, attempt_id, number_id, dialled_at, place FROM call ORDER BY id",
    "SELECT id, case_id, state, disposition, held, cell_id, place_until FROM interview ORDER BY id",
    "SELECT interview_id, variable, text, missing FROM datum ORDER BY 1, 2",
    "SELECT id, target, achieved, in_progress, rolled_back FROM cell ORDER BY id",
)
"""What was there before the queue, and what follows from it."""


def test_cases_with_hours_of_their_own_are_kept_to_them_from_the_new_form_on(site: Site) -> None:
    with site.station.database.transaction() as statements:
        driver = statements
        fields = '{"call_from": "16:05", "call_until": "18:10"}'
        driver.execute('UPDATE "case" SET fields = ? WHERE case_no <> 3', (fields,))
        statements.commit()
    site.set_back("0005")
    assert {("",)} == set(site.sql('SELECT place FROM "case"'))
    site.seal()
    places = site.sql('SELECT c.place = r.place, c.place FROM "case" c JOIN route r ON r.id = c.route_id GROUP BY 2')

    assert [(1, ""), (1, "||16:15-18:00")] == places
    assert 3 == site.offered().case.case_no  # it is noon
    migrate.migrate(migrate.engine_on(site.station.database.driver()), "0005")
    assert {("",)} == set(site.sql('SELECT place FROM "case"'))


def test_down_to_nothing_leaves_no_table(site: Site) -> None:
    migrate.migrate(migrate.engine_on(site.station.database.driver()), "base")

    assert [("alembic_version",)] == site.sql("SELECT name FROM sqlite_master WHERE type = 'table'")


def test_before_a_step_the_old_form_is_copied_with_what_stood_in_the_journal(site: Site) -> None:
    lowered(site)
    opened(site).close()
    (backup,) = Backups(site.path).all()
    site.path.write_bytes(backup.database.read_bytes())

    assert f"before-{migrate.head()}" == backup.kind
    with opened(site) as database, database.transaction() as statements:
        assert ("contact_shown",) == statements.row("SELECT kind FROM event ORDER BY seq DESC")


def test_a_reading_command_leaves_an_older_form_alone(site: Site) -> None:
    lowered(site)
    before = site.path.read_bytes()

    with pytest.raises(EnvironmentProblem) as refused:
        opened(site, writable=False)

    assert ("older_database", before) == (refused.value.code, site.path.read_bytes())


def test_a_newer_form_is_left_alone(site: Site) -> None:
    with site.station.database.transaction() as statements:
        statements.execute("UPDATE alembic_version SET version_num = 'future'")
        statements.commit()
    site.close()

    with pytest.raises(EnvironmentProblem) as refused:
        opened(site)

    assert "newer_database" == refused.value.code


def test_without_room_for_the_backup_nothing_is_changed(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_room(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    lowered(site)
    monkeypatch.setattr(shutil, "copyfile", no_room)
    with pytest.raises(EnvironmentProblem) as refused:
        opened(site)

    assert "no_backup" == refused.value.code
    monkeypatch.undo()
    with opened(site) as database:
        assert migrate.head() == migrate.current(migrate.engine_on(database.driver()))


@pytest.mark.parametrize("breaks", ["link", "step"])
def test_a_step_that_fails_leaves_the_old_form(site: Site, monkeypatch: pytest.MonkeyPatch, breaks: str) -> None:
    lowered(site)
    run: Callable[..., None] = migrate._run

    def broken(connection: object, target: str) -> None:
        run(connection, target)
        if breaks == "step":
            raise RuntimeError
        connection.exec_driver_sql("UPDATE number SET case_id = 'nobody'")  # type: ignore[attr-defined]

    monkeypatch.setattr(migrate, "_run", broken)
    with pytest.raises((EnvironmentProblem, RuntimeError)):
        opened(site)
    monkeypatch.undo()

    with opened(site) as database, database.transaction() as statements:
        assert [] == statements.execute("PRAGMA foreign_key_check").fetchall()
