"""Tells the log what left the house by a command, or whoever typed it that the log could not be told."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from cati_app.domain.errors import EnvironmentProblem
from cati_app.domain.people.users import User
from cati_app.station.opening import Station
from cati_app.texts import say, worded


def note_left(station: Station, person: User, rows: int, formats: Sequence[str], also: Sequence[str] = ()) -> None:
    """Write into the log what went into files, as `NoteExport`; where nothing can be written any more, say so."""
    try:
        station.note_export()(person, rows, formats, also)
    except EnvironmentProblem as problem:
        told = say("The files are written, but this is not in the log: {reason}", reason=worded(problem.message))
        sys.stderr.write(f"{told}\n")
