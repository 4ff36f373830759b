"""What the disk says while files are written, as a problem with a cure."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from cati_app.domain.errors import EnvironmentProblem
from cati_app.domain.phrases import Phrase

_FULL = (errno.ENOSPC, errno.EDQUOT)
_CLOSED = (errno.EACCES, errno.EPERM, errno.EROFS)


@contextmanager
def problems_told(folder: Path) -> Iterator[None]:
    """Turns what the disk says into a problem with a cure.

    Raises:
        EnvironmentProblem: `disk_full`, `folder_closed` or `folder_unusable`.
    """
    try:
        yield
    except OSError as error:
        safe = Phrase("Nothing of the study is lost; files written before are unchanged.")
        if error.errno in _FULL:
            raise EnvironmentProblem(
                "disk_full",
                Phrase("The disk of {folder} is full. {safe}", folder=folder, safe=safe),
                "Make room or choose another folder.",
            ) from error
        if error.errno in _CLOSED:
            raise EnvironmentProblem(
                "folder_closed",
                Phrase("{folder} cannot be written. {safe}", folder=folder, safe=safe),
                "Choose another folder, close the file in other programs, or ask for the right to write.",
            ) from error
        raise EnvironmentProblem(
            "folder_unusable",
            Phrase(
                "{folder} cannot be used ({reason}). {safe}",
                folder=folder,
                reason=error.strerror or Phrase("input/output error"),
                safe=safe,
            ),
            "Choose another folder.",
        ) from error
