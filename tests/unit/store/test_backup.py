"""Backups: whole or not there, beside whoever works, and never fewer good ones than before."""

from __future__ import annotations

import errno
import json
import shutil
import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from cati_app.domain.errors import EnvironmentProblem
from cati_app.station.backing_up import DailyBackup, content_of
from cati_app.store.backup import Backups, Content, kept
from cati_app.store.backup_folder import MANIFEST, Backup, backup_at
from cati_app.store.database import Database
from cati_app.store.opening import key_file_of
from tests.stations import TUESDAY, Site


def content(site: Site) -> Content:
    return content_of(site.station.database, None)


def made(site: Site, at: datetime = TUESDAY) -> Backup:
    return Backups(site.path).make(content(site), at)


def test_a_backup_is_made_beside_the_running_application_with_everything_acknowledged(site: Site) -> None:
    site.dialled()
    last = len(site.kinds())
    with site.station.units(site.keys)() as unit:  # somebody is writing
        unit.cases.count()
        backup = made(site)

    assert (last, []) == (backup.last_event, backup.faults())
    with Database(backup.database, site.station.database.key, site.path.with_name("state"), writable=False) as copy:
        assert [(last,)] == copy.driver().execute("SELECT count(*) FROM event").fetchall()
    assert 2 == site.offered(site.bob).case.case_no


def test_a_backup_holds_key_file_and_block_list_and_is_for_its_owner_alone(site: Site) -> None:
    with site.units()() as unit:
        unit.blocklist.add(["+4930123"], TUESDAY, "sue")
        unit.commit()
    backup = made(site)
    modes = {
        path.relative_to(backup.path).as_posix(): stat.S_IMODE(path.stat().st_mode) for path in backup.path.rglob("*")
    }

    assert dict.fromkeys(("small.db", "small.db.key", "blocklist.db", "blocklist.db.key", MANIFEST), 0o600) == modes
    assert (0o700, 0o700) == tuple(stat.S_IMODE(path.stat().st_mode) for path in (backup.path, backup.path.parent))


def test_the_manifest_says_what_is_in_it_and_leaves_room(site: Site) -> None:
    manifest = json.loads((made(site).path / MANIFEST).read_text(encoding="utf-8"))

    assert (1, "daily", "small.db", "2026-11-24T15:00:00+00:00") == tuple(
        manifest[name] for name in ("format", "kind", "database", "made_at")
    )
    end = site.station.database.end_of_log()
    assert end is not None
    assert ([[end.device, end.n, end.digest.hex()]], []) == (manifest["anchors"], manifest["erased"])
    assert site.station.database.study.hex() == manifest["study_id"]
    assert {"small.db", "small.db.key"} == set(manifest["files"])


def test_what_later_versions_add_to_a_manifest_is_ignored_and_another_format_left_alone(site: Site) -> None:
    backup = made(site)
    file = backup.path / MANIFEST
    manifest = json.loads(file.read_text(encoding="utf-8"))
    file.write_text(json.dumps({**manifest, "later": [{"n": 1}], "more": 1}), encoding="utf-8")
    known = len(Backups(site.path).all())
    file.write_text(json.dumps({**manifest, "format": 2}), encoding="utf-8")

    assert (1, 0) == (known, len(Backups(site.path).all()))
    with pytest.raises(EnvironmentProblem) as unreadable:
        backup_at(backup.path)
    assert "backup_unreadable" == unreadable.value.code


def test_a_manifest_that_leads_out_of_its_folder_is_none(site: Site) -> None:
    file = made(site).path / MANIFEST
    manifest = json.loads(file.read_text(encoding="utf-8"))
    file.write_text(json.dumps({**manifest, "database": "../small.db"}), encoding="utf-8")

    assert () == Backups(site.path).all()


def test_of_a_damaged_database_no_backup_is_made_and_earlier_ones_stay(site: Site) -> None:
    earlier = made(site)
    key = site.station.database.key
    site.close()
    data = bytearray(site.path.read_bytes())
    data[9 * 4096 : 10 * 4096] = bytes(4096)
    site.path.write_bytes(bytes(data))

    with pytest.raises(EnvironmentProblem) as damaged:
        Backups(site.path).make(Content(site.path, key, key_file_of(site.path)), TUESDAY + timedelta(days=1))

    assert "damaged" == damaged.value.code
    assert [earlier.path.name, ".lock"] == sorted((p.name for p in earlier.path.parent.iterdir()), reverse=True)


def test_a_file_of_a_backup_that_changed_is_named_and_another_one_is_the_newest_good(site: Site) -> None:
    good, bad = made(site), made(site, TUESDAY + timedelta(days=1))
    with bad.database.open("r+b") as file:
        file.seek(5000)
        file.write(b"\0\0\0\0\0\0")
    backups = Backups(site.path)

    assert [["small.db"], []] == [backup.faults() for backup in backups.all()]
    newest = backups.newest_good()
    assert newest is not None
    assert good.path == newest.path


def test_seven_days_and_five_weeks_stay_of_sixty_days_with_two_backups_each() -> None:
    twice = [TUESDAY + timedelta(days=day, hours=hour) for day in range(60) for hour in (0, 1)]
    newest_first = [Backup(Path(f"{at:%d-%H}"), at, "daily", {}) for at in reversed(twice)]
    stay = {backup.made_at for backup in kept(newest_first)}

    assert {TUESDAY + timedelta(days=day, hours=1) for day in (59, 58, 57, 56, 55, 54, 53, 47, 40, 33)} == stay


def test_old_backups_go_with_the_next_one_but_not_those_before_a_new_form(site: Site) -> None:
    backups = Backups(site.path)
    backups.make(content(site), TUESDAY - timedelta(days=300), "before-0014")
    for days in (0, 1, 2, 3, 4, 5, 6, 7):
        backups.make(content(site), TUESDAY + timedelta(days=days))

    assert [7, 6, 5, 4, 3, 2, 1, -300] == [(backup.made_at - TUESDAY).days for backup in backups.all()]


def test_a_damaged_backup_takes_no_good_ones_place(site: Site) -> None:
    good = made(site)
    for day in range(1, 9):
        later = made(site, TUESDAY + timedelta(days=day))
        (later.path / "small.db").unlink()

    assert good.path.is_dir()
    assert 9 == len(Backups(site.path).all())


@pytest.mark.parametrize("kind", [errno.ENOSPC, errno.EIO, errno.EACCES])
@pytest.mark.parametrize("write", ["copyfile", "write_text", "fsync", "replace"])
def test_a_write_that_fails_leaves_the_earlier_backups_alone(
    site: Site, monkeypatch: pytest.MonkeyPatch, kind: int, write: str
) -> None:
    earlier = made(site)

    def fails(*_: object, **__: object) -> None:
        raise OSError(kind, "as told")

    owner = {"copyfile": "shutil", "fsync": "os"}.get(write, "pathlib.Path")
    monkeypatch.setattr(f"{owner}.{write}", fails)
    with pytest.raises(EnvironmentProblem) as failed:
        made(site, TUESDAY + timedelta(days=1))
    monkeypatch.undo()

    assert ("backup_failed", kind == errno.ENOSPC) == (failed.value.code, "disk is full" in failed.value.message)
    assert [earlier.path] == [backup.path for backup in Backups(site.path).all()]
    assert [earlier.path] == [path for path in earlier.path.parent.iterdir() if path.name != ".lock"]


def test_what_a_kill_left_of_a_backup_goes_with_the_next_one(site: Site) -> None:
    half = made(site).path
    half.rename(half.with_name(f".part-{half.name}"))
    assert () == Backups(site.path).all()
    whole = made(site)

    assert [whole.path] == [path for path in whole.path.parent.iterdir() if path.name != ".lock"]


def test_copies_of_older_versions_are_listed(site: Site) -> None:
    shutil.copy(made(site).database, site.path.with_name("small.db.before-0013.db"))

    (older,) = [backup for backup in Backups(site.path).all() if backup.manifest is None]

    assert ("before-0013", None) == (older.kind, older.last_event)


def test_a_day_has_one_backup_made_by_itself(site: Site) -> None:
    daily = DailyBackup(Backups(site.path), lambda: content(site), site.clock)
    made = [daily.if_due(), daily.if_due()]
    site.clock.move(86_400)
    made.append(daily.if_due())

    assert [True, False, True] == [backup is not None for backup in made]


def test_backups_of_all_databases_may_go_to_a_folder_of_their_own(site: Site, tmp_path: Path) -> None:
    elsewhere = tmp_path / "usb"
    made(site)
    Backups(site.path, elsewhere).make(content(site), datetime(2026, 11, 25, tzinfo=UTC))

    assert [elsewhere / "small.db.backups", site.path.with_name("small.db.backups")] == [
        backup.path.parent for backup in Backups(site.path, elsewhere).all()
    ]
