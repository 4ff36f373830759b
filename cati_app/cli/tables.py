"""`cati tables STUDY`: counts and weighted percentages of every question, as tables.yaml wants them."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from cati_app.cli.noted_export import note_left
from cati_app.cli.opening import load, open_station, sign_in, study_outputs
from cati_app.cli.tables_file import tables_errors
from cati_app.cli.usage import force_argument, original_argument
from cati_app.cli.whole import reading, reading_arguments
from cati_app.domain.people.users import User
from cati_app.station.loading import LoadedStudy
from cati_app.station.opening import Station
from cati_app.store.trust.held_keys import HeldKeys
from cati_app.texts import say, say_count

if TYPE_CHECKING:  # slow to load
    from cati_app.station.tabulating import StudyTables


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """STUDY, formats, folder, what is hidden."""
    reading_arguments(parser)
    parser.add_argument("--out", type=Path, metavar=say("DIR"), help=say("write files there; else the tables are told"))
    parser.add_argument(
        "--format", default="csv", help=say("formats, separated by commas: csv, xlsx, pdf, html (default: csv)")
    )
    parser.add_argument(
        "--internal", action="store_true", help=say("for use inside the house: small cells are not hidden")
    )
    parser.add_argument(
        "--unweighted", action="store_true", help=say("the weight is 1, though a weighting was chosen (cati weigh)")
    )
    original_argument(parser)
    parser.add_argument("--language", default="de", help=say("language of the labels (default: de)"))
    force_argument(parser)


def run(arguments: argparse.Namespace) -> int:
    """Make the tables. 2 for a format or language nobody knows."""
    from cati_app.station.tabulating import FORMATS, write_tables  # noqa: PLC0415 - slow to load

    loaded = load(arguments.study)
    formats = [name.strip().lower() for name in arguments.format.split(",")]
    languages = [language.code for language in loaded.study.languages]
    for name in formats:
        if name not in FORMATS:
            told = say("unknown format “{name}”; known: {names}", name=name, names=", ".join(FORMATS))
            sys.stderr.write(f"{told}\n")
            return 2
    if arguments.language not in languages:
        names = ", ".join(languages)
        sys.stderr.write(say("unknown language “{code}”; known: {names}", code=arguments.language, names=names) + "\n")
        return 2
    outputs = study_outputs(arguments, loaded)
    if arguments.out is not None:
        outputs.check_folder(arguments.out)
    station = open_station(loaded, arguments.db, create=False, writable=False)
    with station.database:
        person, keys = sign_in(station, arguments)
        with reading(station, person, keys, arguments) as source:
            tables = _tables(source, person, keys, loaded, arguments)
        files: tuple[Path, ...] = ()
        if arguments.out is not None:
            handed_out = not arguments.internal
            files = write_tables(tables, formats, arguments.out, outputs, station, handed_out=handed_out)
            note_left(station, person, tables.book.data.interviews, [f"tables-{name}" for name in formats])
    _tell(tables, files, arguments)
    return 0


def _tables(
    source: Station, person: User, keys: HeldKeys, loaded: LoadedStudy, arguments: argparse.Namespace
) -> StudyTables:
    from cati_app.station.tabulating import study_tables  # noqa: PLC0415 - slow to load

    with tables_errors(loaded):
        return study_tables(
            source,
            person,
            keys,
            language=arguments.language,
            weighed=not arguments.unweighted,
            original=arguments.original,
        )


def _tell(tables: StudyTables, files: tuple[Path, ...], arguments: argparse.Namespace) -> None:
    from cati_app.publish.reports.tables_text import table_json, table_lines  # noqa: PLC0415 - slow to load

    if arguments.json:
        made = tables.book.tables(handed_out=not arguments.internal)
        facts = {
            "interviews": tables.book.data.interviews,
            "source": tables.source,
            "files": [str(file) for file in files],
            "tables": [] if files else [table_json(table, tables.notes(table)) for table in made],
        }
        sys.stdout.write(json.dumps(facts, ensure_ascii=False) + "\n")
        return
    if not files:
        for table in tables.book.tables(handed_out=not arguments.internal):
            for line in (*table_lines(table, tables.notes(table), tables.language), ""):
                sys.stdout.write(f"{line}\n")
        sys.stdout.write(f"{tables.source}\n")
        return
    count = len(tables.book.wanted)
    sys.stdout.write(say_count("{count} table", "{count} tables", count) + "\n")
    for file in files:
        sys.stdout.write(f"{file}\n")
