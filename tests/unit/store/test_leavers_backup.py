"""What an old backup is worth to who has left, and to a finder: nothing that came after, and no number."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from cati_app.domain.errors import EnvironmentProblem
from cati_app.domain.people.users import Role
from cati_app.store.contacts import note_spot, number_spot, recontact_spot
from cati_app.store.database import Database
from cati_app.store.opening import open_database
from cati_app.store.sign_in import sign_in
from cati_app.store.trust.held_keys import HeldKeys
from tests.faults.proofs import Said
from tests.pages import plain_pages
from tests.stations import PASSWORD, QUICK, Site
from tests.unit.store.test_restore import SETTINGS, backed_up, restored
from tests.unit.store.test_sealed_interviews import CONTACT, canaries

_SPOTS = {
    "number": ("sealed", number_spot),
    "attempt": ("note_sealed", note_spot),
    "recontact": ("sealed", recontact_spot),
}


def left(site: Site, login: str) -> None:
    """Somebody leaves, and the field goes on."""
    (user,) = (user for user in site.station.logins() if user.login == login)
    site.station.people.deactivate_person(site.keys)(site.sue, user.id)


def signed_in(database: Database, login: str) -> HeldKeys:
    known = sign_in(database, login, PASSWORD, QUICK)
    assert known is not None
    return known[1]


@pytest.mark.parametrize("login", ["ann", "sam"])
def test_what_came_after_stays_closed_to_who_opens_an_old_backup(
    site: Site, tmp_path: Path, login: str, said: Said
) -> None:
    """Even with a copy of the state folder, and with today's database before their eyes."""
    site.station.people.add_person(site.keys)(site.sue, "sam", "Sam", Role.SUPERVISOR, PASSWORD)
    backup = backed_up(site)
    shutil.copytree(site.station.database.state.path.parent, tmp_path / "kept")
    left(site, login)
    canaries(site)

    settings = replace(SETTINGS, state=tmp_path / "kept")
    with open_database(backup.database, settings, create=False, writable=False) as old:
        keys = signed_in(old, login)
    assert keys.sees_contact
    opened, sealed = 0, 0
    for table, (column, spot) in _SPOTS.items():
        for known, field in site.sql(f"SELECT id, {column} FROM {table} WHERE {column} IS NOT NULL"):
            assert isinstance(field, bytes)
            sealed += 1
            opened += keys.fields.open(field, spot(str(known))) is not None
    interviews = site.sql("SELECT interview_id, sealed FROM interview_key")
    answers = [keys.interviews.opened(str(known), field) for known, field in interviews if isinstance(field, bytes)]
    read = len(answers) - answers.count(None)
    said(f"of today's database {opened} of {sealed} numbers, names and notes, answers of {read} of {len(answers)}")

    assert (0, 7, 0, 2) == (opened, sealed, read, len(answers))


def test_a_restore_of_an_old_backup_brings_no_leaver_back(site: Site, said: Said) -> None:
    backup = backed_up(site)
    left(site, "ann")
    site.close()
    restored(backup, site.path, set_aside=True)
    site.reopen()

    assert None is site.station.sign_in("ann", PASSWORD)
    assert site.station.sign_in("sue", PASSWORD) is not None
    said("Name or password is wrong.")


def test_with_every_password_and_without_the_share_no_number_opens(site: Site, tmp_path: Path, said: Said) -> None:
    canaries(site)
    outcome = restored(backed_up(site), tmp_path / "elsewhere" / "found.db")

    with open_database(outcome.path, SETTINGS, create=False, writable=True) as database:
        for login in ("ann", "sue"):
            with pytest.raises(EnvironmentProblem) as refused:
                sign_in(database, login, PASSWORD, QUICK)
            assert "share_missing" == refused.value.code
        said(refused.value.message)
        eves = signed_in(database, "eve")
        assert not eves.sees_contact
        pages = plain_pages(outcome.path, database.key)
        numbers = database.driver().execute("SELECT id, sealed FROM number").fetchall()
    assert [None] * 5 == [eves.fields.open(field, number_spot(known)) for known, field in numbers]
    assert [] == [canary for canary in CONTACT if canary.encode() in pages]
