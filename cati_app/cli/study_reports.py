"""`cati report STUDY field | topline | codebook | methods`: for clients, as PDF and as one accessible HTML file."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from cati_app.cli.noted_export import note_left
from cati_app.cli.opening import load, open_station, sign_in, study_outputs
from cati_app.cli.tables_file import tables_errors
from cati_app.cli.whole import reading
from cati_app.texts import say

KINDS = ("field", "topline", "codebook", "methods")
"""Reports that are written into a folder."""


def run(arguments: argparse.Namespace) -> int:
    """Reads beside a running application; 2 with nothing to make."""
    if arguments.out is None and not arguments.json:
        sys.stderr.write(say("Name a folder with --out, or ask for the figures with --json.") + "\n")
        return 2
    from cati_app.publish.print.document import document_data  # noqa: PLC0415 - slow to load, as those below
    from cati_app.station.report_files import (  # noqa: PLC0415
        OF_ANSWERS,
        report_document,
        report_paths,
        write_report,
    )

    loaded, kind, out = load(arguments.study), arguments.kind, arguments.out
    outputs = study_outputs(arguments, loaded)
    for path, sort in report_paths(kind, arguments.language, loaded, out) if out else ():
        outputs.check(path, sort)
    files: tuple[Path, ...] = ()
    with (station := open_station(loaded, arguments.db, create=False, writable=False)).database:
        person, keys = sign_in(station, arguments)
        with reading(station, person, keys, arguments) as source:
            with tables_errors(source.loaded):
                document = report_document(kind, source, person, keys, arguments.language)
            interviews = source.read_board()(person).completes
        if out:
            files = write_report(document, kind, out, outputs, station)
        if files and kind in OF_ANSWERS:
            note_left(station, person, interviews, [f"{kind}-pdf", f"{kind}-html"])
    if arguments.json:
        sys.stdout.write(json.dumps(document_data(document), ensure_ascii=False) + "\n")
    else:
        sys.stdout.write("".join(f"{path}\n" for path in files))
    return 0
