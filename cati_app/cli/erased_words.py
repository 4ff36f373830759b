"""What became of an erasing, in words: where it is done, and what may hold the data still."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from typing import Any

from cati_app.domain.sharing.erasures import ErasedCase
from cati_app.fieldwork.monitor.read_exports import MadeExport
from cati_app.texts import say, say_count


def erased_facts(erased: ErasedCase, exports: Sequence[MadeExport]) -> dict[str, Any]:
    """For a JSON line."""
    return {
        "at_hub": erased.at_hub,
        "swept": erased.is_swept,
        "exports": [
            {"at": made.at.isoformat(), "by": made.by, "formats": list(made.formats), "rows": made.rows}
            for made in exports
        ],
        "backups": list(erased.backups),
    }


def erased_lines(
    erased: ErasedCase, exports: Sequence[MadeExport], local: Callable[[datetime], datetime]
) -> Iterator[str]:
    """Line by line, for people."""
    if erased.at_hub is None:
        yield say("Erased. No backup brings it back: what it holds is erased again at the next sign-in.")
    elif erased.at_hub:
        yield say("Erased at the hub; every station lets go of it at its next contact.")
    else:
        yield say("Erased here; the hub hears of it once the line is there again.")
    if not erased.is_swept:
        yield say("Somebody reads the database just now: the next who signs in takes it out of the journal as well.")
    yield from export_lines(exports, local)
    if erased.backups:
        yield say_count(
            "{count} backup from before holds it until somebody deletes it:",
            "{count} backups from before hold it until somebody deletes them:",
            len(erased.backups),
        )
        for name in erased.backups:
            yield f"  {name}"


def export_lines(exports: Sequence[MadeExport], local: Callable[[datetime], datetime]) -> Iterator[str]:
    """Data sets that may hold somebody's data."""
    if not exports:
        yield say("Nothing was exported since the first call.")
        return
    yield say_count(
        "{count} export since the first call may hold it: the log knows when and by whom, not whose data."
        " Tell whoever has the files:",
        "{count} exports since the first call may hold it: the log knows when and by whom, not whose data."
        " Tell whoever has the files:",
        len(exports),
    )
    for made in exports:
        count = say_count("{count} interview", "{count} interviews", made.rows)
        yield f"  {local(made.at):%Y-%m-%d %H:%M}  {made.by or '–'}  {', '.join(made.formats)}  ({count})"
