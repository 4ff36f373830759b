"""A kill at any moment of a change of people or keys leaves what was, or what is to be; and the study goes on."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cati_app.domain.people.users import Role
from cati_app.station.inspection import inspect
from cati_app.store.statements import Statements
from cati_app.store.trust.chain import KeySlots
from cati_app.store.trust.held_keys import HeldKeys
from tests.stations import PASSWORD, Site

_STEPS: tuple[tuple[object, str], ...] = (
    (Statements, "commit"),
    (KeySlots, "write"),
    (Path, "replace"),
    (Path, "unlink"),
    (os, "fsync"),
)
_NEW = "another long secret"


def killed_at(step: int, work: Callable[[], object]) -> bool:
    """Do work in a child that dies before its n-th step towards the disk; whether it died."""
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


def keys_of(site: Site, login: str, *passwords: str) -> HeldKeys | None:
    """What one of the passwords opens."""
    opened = (site.station.sign_in(login, password) for password in passwords or (PASSWORD,))
    return next((signed_in[1] for signed_in in opened if signed_in is not None), None)


def sue(site: Site) -> HeldKeys:
    keys = keys_of(site, "sue")
    assert keys is not None
    return keys


def added(site: Site) -> object:
    return site.station.add_person(sue(site))(site.sue, "kim", "Kim", Role.INTERVIEWER, PASSWORD)


def deactivated(site: Site) -> object:
    return site.station.deactivate_person(sue(site))(site.sue, site.ann.id)


def changed_password(site: Site) -> object:
    keys = keys_of(site, "ann")
    assert keys is not None
    return site.station.change_own_password(keys)(site.ann, PASSWORD, _NEW)


def reset(site: Site) -> object:
    return site.station.reset_password(sue(site))(site.sue, site.ann.id)


def rotated(site: Site) -> object:
    return site.station.rotate_keys(sue(site))(site.sue)


def renewed_sheet(site: Site) -> object:
    return site.station.renew_sheet(sue(site))(site.sue)


def put_back(folder: Path) -> None:
    """Everything as it was before."""
    for path in folder.iterdir():
        if path.name != "whole" and path.is_dir():
            shutil.rmtree(path)
        elif path.name != "whole":
            path.unlink()
    shutil.copytree(folder / "whole", folder, dirs_exist_ok=True)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("work", "fact"),
    [
        (added, "person_added"),
        (deactivated, "person_deactivated"),
        (changed_password, "password_changed"),
        (reset, "password_reset"),
        (rotated, "keys_rotated"),
        (renewed_sheet, "sheet_renewed"),
    ],
)
def test_a_kill_leaves_the_old_people_and_keys_or_the_new_ones(
    site: Site, work: Callable[[Site], object], fact: str
) -> None:
    site.offered(site.bob)
    before = site.kinds().count(fact)
    site.close()
    folder = site.path.parent
    shutil.copytree(folder, folder / "whole", ignore=shutil.ignore_patterns("whole", "*.lock"))
    seen, step = set(), 0

    def done() -> None:
        site.reopen()
        work(site)

    while killed_at(step, done):
        site.reopen()
        is_new = site.kinds().count(fact) > before
        seen.add("new" if is_new else "old")
        assert inspect(site.station.database).agrees
        bobs = keys_of(site, "bob")
        assert bobs is not None
        assert bobs.sees_contact
        with site.units(bobs)() as unit:
            case = unit.cases.get(site.offered_id())
            assert case.numbers[0].number is not None
        assert (keys_of(site, "ann", PASSWORD, _NEW) is not None) == (not is_new or work not in (deactivated, reset))
        rotated(site)  # and people can be changed as before
        site.close()
        put_back(folder)
        step += 1

    assert {"old", "new"} == seen
    assert step >= 3


@pytest.mark.slow
def test_a_kill_while_an_older_database_is_sealed_leaves_it_as_it_was_or_sealed(site: Site) -> None:
    site.set_back("0016")
    site.reopen()
    site.close()
    folder = site.path.parent
    shutil.copytree(folder, folder / "whole", ignore=shutil.ignore_patterns("whole", "*.lock"))
    seen, step = set(), 0

    def done() -> None:
        site.reopen()
        site.station.seal_study("sue", PASSWORD)

    while killed_at(step, done):
        site.reopen()
        is_old = not site.sql("SELECT 1 FROM head")
        seen.add("old" if is_old else "new")
        if is_old:
            assert site.station.seal_study("sue", PASSWORD) is not None
        assert sue(site).sees_contact
        assert inspect(site.station.database).agrees
        site.close()
        put_back(folder)
        step += 1

    assert {"old", "new"} == seen
