"""Where things are on this machine unless somebody says otherwise."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import platformdirs

REHEARSAL = "rehearsal.db"
"""The database of a rehearsal, in its folder."""
BESIDE_REHEARSAL = "rehearsal-"
"""How the names of folders begin that a rehearsal has beside its database."""
REHEARSED = ".rehearsal"
"""Marks a study folder in which nothing is real."""


def is_rehearsal(folder: Path) -> bool:
    """Whether a study folder is that of a rehearsal: people, numbers and answers are simulated."""
    return (folder / REHEARSED).exists()


def file_names_begin(folder: Path) -> str:
    """How the names of files begin that leave a study folder: those of a rehearsal say so; blank otherwise."""
    return "rehearsal_" if is_rehearsal(folder) else ""


def default_database(folder: Path, study_id: str) -> Path:
    """Where the study's database is unless `--db` says otherwise; its folder is made if it is missing."""
    return folder / REHEARSAL if is_rehearsal(folder) else database_of_study(study_id)


def database_of_study(study_id: str) -> Path:
    """The same by the id of the study."""
    return Path(platformdirs.user_data_dir("cati")) / f"{study_id}.db"


def default_blocklist() -> Path:
    """Where the block list of all studies is: the user's data folder, or `CATI_BLOCKLIST`."""
    named = os.environ.get("CATI_BLOCKLIST")
    return Path(named) if named else Path(platformdirs.user_data_dir("cati")) / "blocklist.db"


def default_state() -> Path:
    """What holds the state folders of this machine: `CATI_STATE`, else a folder of the account.

    Accounts that work with one database name the same folder; a folder of each would hold half of what is needed.
    """
    named = os.environ.get("CATI_STATE")
    if named:
        return Path(named)
    if sys.platform in ("win32", "darwin"):
        return Path(platformdirs.user_data_dir("cati", appauthor=False)) / "state"
    return Path(platformdirs.user_state_dir("cati"))


def passphrase_from_environment() -> str | None:
    """`CATI_PASSPHRASE`, if it is set."""
    return os.environ.get("CATI_PASSPHRASE") or None
