"""`cati report STUDY field | topline | codebook | methods`: for clients, as PDF and as one accessible HTML file."""

from __future__ import annotations

import argparse
import json
import sys
from contextlib import ExitStack
from typing import TYPE_CHECKING

from cati_app.cli.noted_export import note_left
from cati_app.cli.opening import load, open_station, sign_in, study_outputs
from cati_app.cli.tables_file import tables_errors
from cati_app.cli.whole import reading
from cati_app.domain.people.users import User
from cati_app.publish.outputs import HTML, PDF
from cati_app.station.folders import file_names_begin
from cati_app.station.opening import Station
from cati_app.store.trust.held_keys import HeldKeys
from cati_app.texts import say

if TYPE_CHECKING:  # slow to load
    from cati_app.publish.print.document import ReportDocument

KINDS = ("field", "topline", "codebook", "methods")
"""Reports that are written into a folder."""

_CALLED = {"field": "field_report", "topline": "topline", "codebook": "codebook", "methods": "methods_report"}
_OF_ANSWERS = ("topline", "codebook")


def run(arguments: argparse.Namespace) -> int:
    """Reads beside a running application; 2 with nothing to make."""
    if arguments.out is None and not arguments.json:
        sys.stderr.write(say("Name a folder with --out, or ask for the figures with --json.") + "\n")
        return 2
    from cati_app.publish.formats.files import problems_told  # noqa: PLC0415 - slow to load, as those below
    from cati_app.publish.print.as_html import document_html  # noqa: PLC0415
    from cati_app.publish.print.as_pdf import document_pdf  # noqa: PLC0415
    from cati_app.publish.print.document import document_data  # noqa: PLC0415
    from cati_app.resources import shipped  # noqa: PLC0415

    loaded = load(arguments.study)
    outputs = study_outputs(arguments, loaded)
    name = f"{file_names_begin(loaded.folder)}{loaded.study.id}_{_CALLED[arguments.kind]}_{arguments.language}"
    files = [(arguments.out / f"{name}.pdf", PDF), (arguments.out / f"{name}.html", HTML)] if arguments.out else []
    for path, kind in files:
        outputs.check(path, kind)
    with (station := open_station(loaded, arguments.db, create=False, writable=False)).database:
        person, keys = sign_in(station, arguments)
        with reading(station, person, keys, arguments) as source:
            document = _document(arguments, source, person, keys)
            interviews = source.read_board()(person).completes
        if files:
            pages = document_pdf(document, shipped("resources") / "fonts"), document_html(document)
            with problems_told(arguments.out), ExitStack() as all_or_none:
                outputs.folder(arguments.out)
                for (path, kind), data in zip(files, pages, strict=True):
                    all_or_none.enter_context(outputs.opened(path, kind)).write(data)
        if files and arguments.kind in _OF_ANSWERS:
            note_left(station, person, interviews, [f"{arguments.kind}-pdf", f"{arguments.kind}-html"])
    if arguments.json:
        sys.stdout.write(json.dumps(document_data(document), ensure_ascii=False) + "\n")
    else:
        sys.stdout.write("".join(f"{path}\n" for path, _ in files))
    return 0


def _document(arguments: argparse.Namespace, source: Station, person: User, keys: HeldKeys) -> ReportDocument:
    if arguments.kind == "codebook":
        from cati_app.station.codebook import codebook  # noqa: PLC0415 - slow to load

        return codebook(source, person, keys, arguments.language)
    if arguments.kind == "methods":
        from cati_app.station.methods import methods  # noqa: PLC0415 - the same

        return methods(source, person, keys, arguments.language)
    if arguments.kind == "topline":
        from cati_app.station.topline import topline  # noqa: PLC0415 - the same

        with tables_errors(source.loaded):
            return topline(source, person, keys, arguments.language)
    from cati_app.station.reporting import study_report  # noqa: PLC0415 - the same

    return study_report(source, person, arguments.language)
