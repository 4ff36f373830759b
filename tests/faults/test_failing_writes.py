"""Writes and reads that fail while a database is restored or gets a new form: a message with a cure, nothing lost."""

from __future__ import annotations

import errno
import os
import shutil
from pathlib import Path

import pytest
import sqlcipher3.dbapi2

from cati_app.domain.errors import EnvironmentProblem
from cati_app.station.inspection import inspect
from cati_app.store import migrate, revision
from cati_app.store.backup import Backups
from cati_app.store.log_check import check_chain
from tests.stations import Site
from tests.unit.store.test_restore import backed_up, opened, restored

_KINDS = [errno.ENOSPC, errno.EIO, errno.EROFS]
_CODES = {errno.ENOSPC: "disk_full", errno.EIO: "disk_error", errno.EROFS: "read_only"}


@pytest.mark.parametrize("kind", _KINDS)
@pytest.mark.parametrize(("owner", "write"), [(shutil, "copyfile"), (os, "fsync"), (Path, "replace"), (Path, "mkdir")])
def test_a_restore_whose_write_fails_leaves_the_old_database(
    site: Site, monkeypatch: pytest.MonkeyPatch, kind: int, owner: object, write: str
) -> None:
    backup = backed_up(site)
    site.dialled()
    events = len(site.kinds())
    site.close()

    def fails(*_: object, **__: object) -> None:
        raise OSError(kind, os.strerror(kind))

    monkeypatch.setattr(owner, write, fails)
    with pytest.raises(EnvironmentProblem) as failed:
        restored(backup, site.path, set_aside=True)
    monkeypatch.undo()

    assert _CODES[kind] == failed.value.code
    with opened(site.path) as database:
        assert [(events,)] == database.driver().execute("SELECT count(*) FROM event").fetchall()
    assert "" != restored(backup, site.path, set_aside=True).aside


def test_a_restore_that_is_torn_on_the_way_is_not_taken(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    backup = backed_up(site)
    site.close()
    copy = shutil.copyfile

    def torn(source: str | Path, target: str | Path) -> None:
        copy(source, target)
        if str(target).endswith(".part"):
            os.truncate(target, Path(target).stat().st_size // 2)

    monkeypatch.setattr(shutil, "copyfile", torn)
    with pytest.raises(EnvironmentProblem) as failed:
        restored(backup, site.path, set_aside=True)
    monkeypatch.undo()

    assert "disk_error" == failed.value.code
    with opened(site.path) as database:
        assert inspect(database).agrees


def test_a_new_form_that_finds_no_room_leaves_the_old_one(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    site.offered()
    migrate.migrate(migrate.engine_on(site.station.database.driver()), "0001")
    site.station.database.driver().execute("VACUUM")
    site.close()
    shutil.rmtree(site.path.with_name("state"))  # older versions had none
    run = migrate._run

    def without_room(connection: object, target: str) -> None:
        driver = connection.connection.driver_connection  # type: ignore[attr-defined]
        driver.execute(f"PRAGMA max_page_count={driver.execute('PRAGMA page_count').fetchone()[0]}")
        run(connection, target)  # type: ignore[arg-type]

    monkeypatch.setattr(migrate, "_run", without_room)
    with pytest.raises(EnvironmentProblem) as full:
        opened(site.path, writable=True)
    monkeypatch.undo()

    assert "disk_full" == full.value.code
    assert ["before-" + revision.HEAD] == [backup.kind for backup in Backups(site.path).all()]
    with opened(site.path, writable=True) as database:
        assert inspect(database).agrees


def test_a_page_that_cannot_be_read_stops_a_backup(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    earlier = backed_up(site)

    def unreadable(*_: object) -> list[int]:
        raise sqlcipher3.dbapi2.OperationalError("disk I/O error")

    monkeypatch.setattr("cati_app.store.backup.damaged_pages", unreadable)
    with pytest.raises(EnvironmentProblem) as failed:
        backed_up(site)

    assert "disk_error" == failed.value.code
    assert [earlier.path] == [backup.path for backup in Backups(site.path).all()]


@pytest.mark.parametrize("kind", _KINDS)
def test_a_key_of_the_log_that_cannot_be_written_stops_nobody_and_is_derived_at_the_next_start(
    site: Site, monkeypatch: pytest.MonkeyPatch, kind: int
) -> None:
    def fails(*_: object) -> int:
        raise OSError(kind, os.strerror(kind))

    with monkeypatch.context() as patch:
        patch.setattr("cati_app.store.trust.chain._write_at", fails)
        site.dialled()
        site.dialled(site.bob)
        end = site.station.database.chain.end()
    site.reopen()

    assert end is not None and end == site.station.database.chain.end()
    assert () == check_chain(site.station.database, site.keys.opened.boxes)


def test_an_end_of_the_log_that_cannot_be_kept_stops_no_close(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    site.dialled()

    def fails(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patch:
        patch.setattr("cati_app.store.state_folder.synced", fails)
        site.close()
    with opened(site.path, writable=True) as database:
        assert inspect(database).agrees


@pytest.mark.parametrize("fails", ["open", "read"])
def test_a_state_folder_that_cannot_be_read_is_told_at_the_start(
    site: Site, monkeypatch: pytest.MonkeyPatch, fails: str
) -> None:
    site.close()
    real = getattr(os, fails)

    def unreadable(file: object, *rest: object) -> object:
        name = os.readlink(f"/proc/self/fd/{file}") if isinstance(file, int) else str(file)
        if "/chain-" in name:
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        return real(file, *rest)

    with monkeypatch.context() as patch:
        patch.setattr(os, fails, unreadable)
        with pytest.raises(EnvironmentProblem) as told:
            opened(site.path, writable=True)
    assert "state_closed" == told.value.code
    opened(site.path, writable=True).close()
