"""What of a hub is read by its own account alone: keys, and the address of a database with its password."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable
from pathlib import Path

from cati_app.domain.errors import EnvironmentProblem
from cati_app.domain.phrases import Phrase

_OTHERS = stat.S_IRWXG | stat.S_IRWXO
_OTHERS_OF_ROOTS = stat.S_IWGRP | stat.S_IXGRP | stat.S_IRWXO
"""A file of root's may be handed to a group, as systemd hands credentials to a service and Debian keys to ssl-cert."""


def check_private(files: Iterable[Path]) -> None:
    """Refuse what others on this machine can read or change; files that are not there are told by whoever needs them.

    It is refused and not only told: whoever starts a server reads no warning, the cure is one command, and what others
    have read stays read. The rule is the one of PostgreSQL for its key.

    Raises:
        EnvironmentProblem: `hub_file_open`.
    """
    if os.name != "posix":  # elsewhere the mode of a file says nothing about others
        return
    for file in files:
        try:
            facts = file.stat()
        except OSError:
            continue
        roots = facts.st_uid == 0 and os.geteuid() != 0
        if facts.st_mode & (_OTHERS_OF_ROOTS if roots else _OTHERS):
            raise EnvironmentProblem(
                "hub_file_open",
                Phrase("Others on this machine can read or change {file}. The hub was not started.", file=file),
                Phrase(
                    "Give it to the hub's account alone: chmod 600 {file}. Where somebody may have read it, make"
                    " another key or password first.",
                    file=file,
                ),
            )
