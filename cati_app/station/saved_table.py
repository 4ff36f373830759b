"""A table of the supervisor's desk as a file; no figure of a person is in any of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from cati_app.publish.formats.csv_file import text_lines
from cati_app.publish.outputs import Outputs, csv_kind, unwritable
from cati_app.station.loading import LoadedStudy
from cati_app.texts import chosen

_COLUMNS = ("study", "read_at", "frame", "day")
_KIND = csv_kind(_COLUMNS[0])


def save_table(
    loaded: LoadedStudy, stores: Iterable[Path], path: str, columns: Sequence[str], rows: Sequence[Sequence[str]]
) -> None:
    """Write it as CSV; the title of the study stands in each row, in a rehearsal with that word.

    Args:
        stores: As `Outputs`.
        columns: Of the table itself.
        rows: In front of them when it was read, of which frame and day it is.

    Raises:
        EnvironmentProblem: `out_protected`, `out_other_kind`, `out_unwritable`.
    """
    title = loaded.title(chosen().language)
    outputs = Outputs(stores=stores, by_hand=True)
    try:
        outputs.write(Path(path), _KIND, text_lines((*_COLUMNS, *columns), ((title, *row) for row in rows)))
    except OSError as error:
        raise unwritable(Path(path), error) from None
