"""A copy of a hub's folder, made while it serves, and brought back as another life of the hub.

Whatever was there stays: a copy goes to a folder that is not there yet, and appears whole or not at all.
"""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path

from cati_app.domain.errors import EnvironmentProblem
from cati_app.domain.phrases import Phrase
from cati_app.store.exchange import synced
from cati_app.store.hub.certificate import CERTIFICATE, KEY, ROOT_KEY
from cati_app.store.hub.engine import hub_missing
from cati_app.store.hub.receipt_key import RECEIPT_KEY
from cati_app.store.hub.register import Life, Register
from cati_app.store.hub.sqlite import FILE, STUDIES, FolderStorage, copy_database, folder_problem, forget_people_in


def back_up(folder: Path, target: Path) -> tuple[str, ...]:
    """Copy a hub; the studies first, so that the register knows whoever stands in them.

    Returns:
        Names of the files.

    Raises:
        EnvironmentProblem: `hub_missing`, `hub_target_there`, `hub_target_inside`, `hub_damaged`, `hub_folder_closed`,
            `disk_full`, `disk_error`.
    """
    with _appearing(target, folder) as part:
        return _copy_files(folder, part)


def bring_back(copy: Path, target: Path, now: datetime) -> Life:
    """Make a hub of a copy, in a life of its own: it waits for what its stations have.

    Raises:
        EnvironmentProblem: as `back_up`; `hub_other_form`.
    """
    with _appearing(target, copy) as part:
        _copy_files(copy, part)
        with closing(FolderStorage(part).hub()) as store, store.transaction():
            statements = store.part()
            life = Register(statements, now).begin_epoch(secrets.token_hex(16))
            statements.commit()
        (part / f"{FILE}.lock").unlink(missing_ok=True)
    return life


@contextmanager
def _appearing(target: Path, source: Path) -> Iterator[Path]:
    """A folder that takes its name once it is whole; not within the one that is copied, with which it would go."""
    if not (source / FILE).is_file():
        raise hub_missing(source)
    if target.resolve().is_relative_to(source.resolve()):
        raise EnvironmentProblem(
            "hub_target_inside",
            Phrase("The folder {folder} would be within the one that is copied. Nothing was changed.", folder=target),
            "Name a folder beside it, best on another disk.",
        )
    if target.exists():
        raise EnvironmentProblem(
            "hub_target_there",
            Phrase("The folder {folder} is there already. Nothing was changed.", folder=target),
            "Name a folder that is not there yet.",
        )
    part = target.with_name(f".{target.name}.part")
    try:
        shutil.rmtree(part, ignore_errors=True)  # of a copy that was broken off
        (part / STUDIES).mkdir(mode=0o700, parents=True)
        part.chmod(0o700)
        yield part
        part.rename(target)
        synced(target.parent)
    except OSError as error:
        raise folder_problem(target, error) from error
    finally:
        shutil.rmtree(part, ignore_errors=True)


def _copy_files(folder: Path, part: Path) -> tuple[str, ...]:
    studies = [f"{STUDIES}/{study}.db" for study in FolderStorage(folder).studies()]
    for name in (*studies, FILE):
        copy_database(folder / name, part / name)
        forget_people_in(part / name)
    others = [name for name in (CERTIFICATE, KEY, ROOT_KEY, RECEIPT_KEY) if (folder / name).is_file()]
    for name in others:
        (part / name).touch(mode=0o600)
        (part / name).write_bytes((folder / name).read_bytes())
    return (*studies, FILE, *others)
