"""A kill before any change of a file, as a database is begun, backed up or restored: the old is there, or the new."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

from cati_app.station.inspection import inspect
from cati_app.store.backup import Backups, Content
from cati_app.store.opening import open_database
from tests.stations import Site
from tests.unit.store.test_restore import LATER, SETTINGS, backed_up, block, opened, restored

_STEPS: tuple[tuple[object, str], ...] = (
    (Path, "replace"),
    (Path, "unlink"),
    (Path, "write_text"),
    (os, "fsync"),
    (shutil, "copyfile"),
    (shutil, "copy2"),
)


def killed_at(step: int, work: Callable[[], object]) -> bool:
    """Do work in a child that dies before its n-th change of a file; whether it died."""
    pid = os.fork()
    if pid == 0:
        left = [step]

        def dying(real: Callable[..., Any]) -> Callable[..., Any]:
            def call(*arguments: Any, **more: Any) -> Any:
                if left[0] == 0:
                    os._exit(9)
                left[0] -= 1
                return real(*arguments, **more)

            return call

        for owner, name in _STEPS:
            setattr(owner, name, dying(getattr(owner, name)))
        work()
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) != 0


def test_a_kill_at_any_moment_leaves_the_old_database_or_the_new_one(site: Site) -> None:
    block(site, 1)
    backup = backed_up(site)
    site.dialled()
    block(site, 2)
    events = len(site.kinds())
    site.close()
    whole = {path: path.read_bytes() for path in site.path.parent.glob("*") if path.is_file()}
    last, seen, step = backup.last_event, set(), 0
    assert last is not None
    while killed_at(step, lambda: restored(backup, site.path, set_aside=True)):
        with opened(site.path) as database:
            assert database.blocklist is not None
            inspection = inspect(database)
            assert (True, 2) == (inspection.agrees, database.blocklist.count())
            assert inspection.verification is not None
            seen.add("old" if inspection.verification.events == events else "new")
            assert inspection.verification.events in (events, last + 1)
        again = restored(backup, site.path, set_aside=True)  # and it can be done once more
        opened(again.path, writable=True).close()
        for path in site.path.parent.glob("*"):
            if path.is_file():
                path.unlink()
        for path, data in whole.items():
            path.write_bytes(data)
        step += 1

    assert {"old", "new"} == seen
    assert step > 10


def test_a_kill_while_a_study_is_begun_leaves_nothing_or_a_whole_database(tmp_path: Path) -> None:
    path, step = tmp_path / "new.db", 0

    def begin() -> None:
        open_database(path, SETTINGS, create=True, writable=True).close()

    while killed_at(step, begin):
        begin()
        with opened(path) as database:
            assert inspect(database).agrees
        for left in tmp_path.glob("*"):
            left.unlink()
        step += 1

    assert step > 5


def test_a_kill_while_a_backup_is_made_leaves_the_earlier_ones_and_no_half_one(site: Site) -> None:
    first, step = backed_up(site), 0
    key_file, database = site.station.database.key_file, site.station.database
    content = Content(site.path, database.key, key_file)
    while killed_at(step, lambda: Backups(site.path).make(content, LATER)):
        assert all([] == backup.faults() for backup in Backups(site.path).all())
        assert first.path in [backup.path for backup in Backups(site.path).all()]
        step += 1

    assert 2 == len(Backups(site.path).all())
    assert step > 5
