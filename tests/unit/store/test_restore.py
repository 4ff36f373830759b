"""Restoring: a database of its own device, nothing overwritten, no blocked number lost, whole or not at all."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from cati_app.domain.errors import EnvironmentProblem
from cati_app.domain.events import AnswerWords, NewEvent
from cati_app.fieldwork.monitor.verify import Verify
from cati_app.fieldwork.rights import PROGRAM
from cati_app.station.backing_up import content_of
from cati_app.station.inspection import inspect
from cati_app.store import migrate, revision
from cati_app.store.backup import Backups
from cati_app.store.backup_folder import Backup, backup_at
from cati_app.store.blocklist import BlockListFile, Lock, Peppers
from cati_app.store.database import Database
from cati_app.store.keys import NoKeyRing
from cati_app.store.opening import Settings, key_file_of, open_database
from cati_app.store.restore import Restored, restore
from cati_app.store.unit_of_work import SqlUnits
from tests.stations import PASSPHRASE, QUICK, TUESDAY, Site, fiction
from tests.unit.store.rings import MemoryRing

SETTINGS = Settings(PASSPHRASE, NoKeyRing(), QUICK)
LATER = TUESDAY + timedelta(days=1)


def backed_up(site: Site, at: datetime = TUESDAY) -> Backup:
    folder = site.path.with_name("study")
    folder.mkdir(exist_ok=True)
    (folder / site.loaded.files.name).write_bytes(site.loaded.files.questionnaire)
    return Backups(site.path).make(content_of(site.station.database, replace(site.loaded, folder=folder)), at)


def restored(backup: Backup, target: Path, *, set_aside: bool = False, settings: Settings = SETTINGS) -> Restored:
    return restore(backup, target, settings, set_aside=set_aside, at=LATER, reason="the disk broke")


def opened(path: Path, settings: Settings = SETTINGS, *, writable: bool = False) -> Database:
    return open_database(path, settings, create=False, writable=writable)


def block(site: Site, *numbers: int) -> None:
    with site.units()() as unit:
        unit.blocklist.add([fiction(number).e164 for number in numbers], TUESDAY, "sue")
        unit.commit()
    site.reopen()  # which lets the study keep the key of the list


def test_a_backup_comes_back_elsewhere_with_a_device_of_its_own_and_tells_so_in_the_log(
    site: Site, tmp_path: Path
) -> None:
    site.dialled()
    last, device = len(site.kinds()), site.station.database.device
    outcome = restored(backed_up(site), tmp_path / "new" / "other.db")

    with opened(outcome.path, writable=True) as database:
        assert inspect(database).agrees
        with SqlUnits(database, None, QUICK)() as unit:
            (told,) = unit.log.of_kind("database_restored")
        assert (last + 1, outcome.device) == (told.seq, database.device)
    assert device != outcome.device
    assert {"backup_of": TUESDAY.isoformat(), "last": last, "from": device} == told.event.payload
    assert (last, "", None, 0) == (outcome.last_event, outcome.aside, outcome.missing_events, outcome.blocked)


def test_a_backup_from_before_does_not_bring_back_what_was_erased_since(site: Site, tmp_path: Path) -> None:
    offer = site.dialled()
    interview = site.place().start_interview(site.ann, offer.case, "hash", "de")
    with site.units()() as unit:
        key = unit.interviews.sealed_keys([interview.id])[interview.id]
    answer = AnswerWords(interview.id, key, {"coding": "a sauna is a pool"})
    with site.units()() as unit:
        unit.log.append([NewEvent("answer_coded", TUESDAY, 1, site.eve.id, on_answers=answer)])
        unit.commit()
    backup = backed_up(site)
    site.station.database.state.keep_erased([offer.case.id])
    there = replace(SETTINGS, state=site.station.database.state.path.parent)
    restored(backup, tmp_path / "elsewhere" / "small.db", settings=there)
    with opened(tmp_path / "elsewhere" / "small.db", there) as database, SqlUnits(database, site.keys, QUICK)() as unit:
        assert {} == unit.interviews.sealed_keys([interview.id])
        (logged,) = unit.log.of_codings()
        assert [] == list(unit.log.on_answers([logged]))


def test_a_database_that_is_there_is_never_overwritten(site: Site) -> None:
    backup = backed_up(site)
    site.dialled()
    site.close()
    before = site.path.read_bytes()

    with pytest.raises(EnvironmentProblem) as refused:
        restored(backup, site.path)

    assert ("restore_over", before) == (refused.value.code, site.path.read_bytes())
    assert "--aside" in refused.value.cure


def test_the_old_files_are_set_aside_under_a_told_name_and_open_there(site: Site) -> None:
    backup = backed_up(site)
    site.dialled()
    events = len(site.kinds())
    site.close()
    outcome = restored(backup, site.path, set_aside=True)

    assert backup.last_event is not None
    assert events - backup.last_event == outcome.missing_events
    with opened(site.path.with_name(outcome.aside)) as old, opened(site.path) as new:
        assert events == Verify(SqlUnits(old, None, QUICK))(PROGRAM).events
        assert backup.last_event + 1 == Verify(SqlUnits(new, None, QUICK))(PROGRAM).events


def test_a_database_in_use_is_not_set_aside(site: Site) -> None:
    backup = backed_up(site)
    codes = []
    for _ in range(2):
        with pytest.raises(EnvironmentProblem) as refused:
            restored(backup, site.path, set_aside=True)
        codes.append(refused.value.code)
        site.path.with_name(f"{site.path.name}.lock").unlink()

    assert ["in_use", "in_use"] == codes
    assert 1 == site.offered().case.case_no


def test_what_is_left_of_a_lost_database_is_set_aside_too(site: Site) -> None:
    backup = backed_up(site)
    site.close()
    site.path.write_bytes(b"")
    outcome = restored(backup, site.path, set_aside=True)

    assert b"" == site.path.with_name(outcome.aside).read_bytes()
    assert key_file_of(site.path).read_bytes() == key_file_of(site.path.with_name(outcome.aside)).read_bytes()
    with opened(site.path) as database:
        assert inspect(database).agrees


def test_a_damaged_backup_is_refused_and_names_the_file(site: Site, tmp_path: Path) -> None:
    backup = backed_up(site)
    backup.database.write_bytes(backup.database.read_bytes()[:-1])

    with pytest.raises(EnvironmentProblem, match=r"small\.db") as refused:
        restored(backup, tmp_path / "new.db")

    assert "backup_damaged" == refused.value.code
    assert not (tmp_path / "new.db").exists()


def test_a_wrong_passphrase_changes_nothing(site: Site, tmp_path: Path) -> None:
    with pytest.raises(EnvironmentProblem) as refused:
        restored(backed_up(site), tmp_path / "new.db", settings=replace(SETTINGS, passphrase="wrong"))

    assert "wrong_passphrase" == refused.value.code
    assert [] == list(tmp_path.glob("new.db*"))


def test_a_backup_of_an_older_form_gets_the_newest(site: Site, tmp_path: Path) -> None:
    migrate.migrate(migrate.engine_on(site.station.database.driver()), "0005")
    backup = backed_up(site)
    outcome = restored(backup, tmp_path / "new.db")

    assert "0005" == backup.manifest["form"]  # type: ignore[index]
    with opened(outcome.path) as database:
        assert migrate.head() == revision.current(database.driver())


def test_a_file_copied_without_its_journal_goes_on_with_what_it_holds(site: Site, tmp_path: Path) -> None:
    site.dialled()
    (tmp_path / "copy").mkdir()
    for ending in ("", ".key"):
        shutil.copy(f"{site.path}{ending}", tmp_path / "copy")
    with pytest.raises(EnvironmentProblem):
        opened(tmp_path / "copy" / "small.db", writable=True)
    outcome = restored(backup_at(tmp_path / "copy" / "small.db"), tmp_path / "new.db")

    with opened(outcome.path, writable=True) as database:
        assert inspect(database).agrees


def test_a_copy_of_an_older_version_comes_back_with_the_key_of_its_database(site: Site, tmp_path: Path) -> None:
    site.close()
    older = site.path.with_name("small.db.before-0013.db")
    shutil.copy(site.path, older)
    outcome = restored(backup_at(older), tmp_path / "new.db")

    opened(outcome.path, writable=True).close()


def test_a_key_that_only_the_keyring_had_is_kept_for_the_new_name(tmp_path: Path) -> None:
    ring = MemoryRing()
    settings = Settings(None, ring, QUICK)
    with open_database(tmp_path / "a.db", settings, create=True, writable=True) as database:
        backup = Backups(database.path).make(content_of(database, None), TUESDAY)
    outcome = restored(backup, tmp_path / "b.db", settings=settings)

    opened(outcome.path, settings).close()
    assert not backup.has_key_file
    assert {"a.db", "b.db"} == set(ring.keys)


# -- the block list ---------------------------------------------------------------------------------------------


def peppers_of(site: Site) -> Peppers:
    site.reopen()
    with site.units()() as unit:
        peppers = Peppers.of(*unit.blocklist.peppers())
    site.close()
    return peppers


def test_the_list_comes_back_where_there_is_none(site: Site, tmp_path: Path) -> None:
    block(site, 1)
    outcome = restored(backed_up(site), tmp_path / "elsewhere" / "new.db")

    with opened(outcome.path, writable=True) as database:
        assert database.blocklist is not None
        database.blocklist.hold(peppers_of(site))
        assert {fiction(1).e164} == database.blocklist.holding([fiction(1).e164, fiction(2).e164])


def test_entries_of_both_stay_when_the_list_went_on(site: Site) -> None:
    block(site, 1)
    backup = backed_up(site)
    block(site, 2)
    site.close()
    outcome = restored(backup, site.path, set_aside=True)

    with opened(outcome.path, writable=True) as database:
        assert database.blocklist is not None
        assert 2 == database.blocklist.count()
    assert 0 == outcome.blocked


def test_the_list_of_another_machine_takes_the_entries_although_its_key_is_another(site: Site, tmp_path: Path) -> None:
    block(site, 1)
    backup = backed_up(site)
    here = tmp_path / "other machine"
    here.mkdir()
    theirs = replace(SETTINGS, passphrase="another", blocklist_passphrase="another")
    other = BlockListFile(here / "blocklist.db", Lock(None, "another", NoKeyRing(), QUICK), "other")
    other.hold(Peppers.of("7e" * 32))
    other.add([fiction(2).e164], TUESDAY, "max")
    other.close()
    outcome = restored(backup, here / "new.db", settings=replace(SETTINGS, blocklist_passphrase="another"))

    both = frozenset(fiction(number).e164 for number in (1, 2))
    with opened(outcome.path, writable=True) as database:
        assert database.blocklist is not None
        held = Peppers.of("7e" * 32, *peppers_of(site).by_name.values())
        database.blocklist.hold(held)
        assert both == database.blocklist.holding([*both, fiction(3).e164])
        assert ["added", "added", "merged"] == [line.what for line in database.blocklist.protocol()]
        assert database.blocklist.remove(fiction(1).e164, TUESDAY, "sue, max", "asked for it")
        assert frozenset({fiction(2).e164}) == database.blocklist.holding(both)
    with open_database(here / "third.db", theirs, create=True, writable=True) as database:
        assert database.blocklist is not None
        database.blocklist.hold(held)
        assert frozenset({fiction(2).e164}) == database.blocklist.holding(both)
    assert 1 == outcome.blocked


def test_a_list_that_cannot_be_opened_stops_the_restore_before_anything_changes(site: Site, tmp_path: Path) -> None:
    block(site, 1)
    backup = backed_up(site)
    here = tmp_path / "other machine"
    here.mkdir()
    other = BlockListFile(here / "blocklist.db", Lock(None, "another", NoKeyRing(), QUICK), "other")
    other.hold(Peppers.of("7e" * 32))
    other.add([fiction(2).e164], TUESDAY, "max")
    other.close()

    with pytest.raises(EnvironmentProblem) as refused:
        restored(backup, here / "new.db")

    assert "blocklist_locked" == refused.value.code
    assert not (here / "new.db").exists()


def test_a_list_that_is_nowhere_is_told(site: Site, tmp_path: Path) -> None:
    block(site, 1)
    site.path.with_name("blocklist.db").unlink()
    backup = Backups(site.path).make(content_of_without_list(site), TUESDAY)

    assert restored(backup, tmp_path / "elsewhere" / "new.db").list_unknown


def content_of_without_list(site: Site) -> Any:
    database = site.station.database
    database.blocklist = None
    return content_of(database, None)
