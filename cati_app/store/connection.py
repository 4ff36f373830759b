"""Connections of the driver to an encrypted file: for who writes, for those who read, and for a file at rest."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable
from enum import Enum
from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2

JOURNAL_AT_MOST = 4000  # pages, after which a commit has to bring it into the file, and takes five times as long


class Access(Enum):
    """What a connection may do with the file, and with the journal beside it."""

    WRITE = ""
    READ = "?mode=ro"
    """Reads beside whoever writes. The journal stays when it closes: after a kill it is still to be judged."""
    FILE_ALONE = "?immutable=1"
    """Reads the file as it lies there: no journal, no locks, nothing made beside it."""


PATIENCE_MS = 5_000
"""So long one that writes is waited for."""


def connected(path: Path, key: bytes, access: Access) -> Any:
    """A connection of the driver, in autocommit, with the key.

    Args:
        path: The file.
        key: The raw database key, 32 bytes.
        access: What it may do.
    """
    driver: Any = sqlcipher3.dbapi2.connect(
        # a path that says how it is read; `as_uri` wants a whole one
        Path(os.path.abspath(path)).as_uri() + access.value,
        isolation_level=None,
        check_same_thread=False,
        cached_statements=256,
        uri=True,
    )
    driver.execute("PRAGMA cipher_log_level=NONE")  # else a wrong key prints lines to the terminal
    driver.execute(f"PRAGMA key=\"x'{key.hex()}'\"")
    for pragma in (f"busy_timeout={PATIENCE_MS}", "cache_size=-65536", "foreign_keys=ON"):
        driver.execute(f"PRAGMA {pragma}")
    if access is Access.WRITE:
        for pragma in (
            "journal_mode=WAL",
            f"wal_autocheckpoint={JOURNAL_AT_MOST}",
            "synchronous=FULL",
            "secure_delete=ON",
        ):
            driver.execute(f"PRAGMA {pragma}")
    else:
        driver.execute("PRAGMA query_only=ON")
    return driver


def reader(path: Path, key: bytes) -> tuple[Any, Callable[[], None]]:
    """A connection that reads beside whoever writes, and what is to be done once it is closed.

    On a medium that cannot be written it reads the file as it lies there, or with its journal a copy of both.
    """
    try:
        return _looking(path, key, Access.READ), lambda: None
    except sqlcipher3.dbapi2.OperationalError as error:
        if "unable to open" not in str(error) and "readonly" not in str(error):
            raise
    journal = path.with_name(f"{path.name}-wal")
    if not journal.exists() or not journal.stat().st_size:
        return _looking(path, key, Access.FILE_ALONE), lambda: None
    folder = tempfile.TemporaryDirectory(prefix="cati-")  # encrypted, as it is
    try:
        for file in (path, journal):
            shutil.copyfile(file, Path(folder.name) / file.name)
        driver = _looking(Path(folder.name) / path.name, key, Access.READ)
    except BaseException:
        folder.cleanup()
        raise
    return driver, folder.cleanup


def _looking(path: Path, key: bytes, access: Access) -> Any:
    driver = connected(path, key, access)
    try:
        # sqlite: the first look at the file, which opens its journal
        driver.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except sqlcipher3.dbapi2.Error:
        driver.close()
        raise
    return driver
