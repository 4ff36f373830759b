"""`cati report STUDY seen`: who saw the number that is typed in, and when."""

from __future__ import annotations

import argparse
import json
import sys

from cati_app.cli.asked_number import asked_number
from cati_app.cli.opening import load, open_station, sign_in, study_outputs
from cati_app.cli.usage import say_beside, write_file
from cati_app.cli.whole import reading
from cati_app.domain.people.rights import Right
from cati_app.domain.people.users import User
from cati_app.fieldwork.monitor.read_sightings import Sightings
from cati_app.fieldwork.rights import require
from cati_app.publish.outputs import PDF
from cati_app.publish.reports.sightings_pdf import SIGHTINGS_TERMS, SeenPages, SeenRow, sightings_pdf
from cati_app.resources import shipped
from cati_app.station.opening import Station
from cati_app.texts import say, say_count


def run(arguments: argparse.Namespace) -> int:
    """Reads beside a running application; the number is typed or piped in, and is in none of what comes out."""
    loaded = load(arguments.study)
    outputs = study_outputs(arguments, loaded)
    if arguments.out is not None:
        outputs.check(arguments.out, PDF)
    with (station := open_station(loaded, arguments.db, create=False, writable=False)).database:
        person, keys = sign_in(station, arguments)
        require(person, Right.SUPERVISE)  # before a number is asked for
        number = asked_number(station)
        with reading(station, person, keys, arguments) as source:
            sightings = source.read_sightings(keys)(person, number)
        pages = _pages(station, sightings, number.e164[-2:], arguments.language)
    if arguments.out is not None:
        fonts = shipped("resources") / "fonts"
        write_file(outputs, arguments.out, PDF, sightings_pdf(pages, fonts, arguments.language))
    if arguments.json:
        sys.stdout.write(json.dumps(_facts(pages), ensure_ascii=False) + "\n")
    elif arguments.out is not None:
        say_beside(arguments.out, f"{arguments.out}\n")
    else:
        _print(pages)
    return 0


def _pages(station: Station, known: Sightings, ending: str, language: str) -> SeenPages:
    study, local = station.loaded.study, station.rules.calendar.local
    title = study.title.get(language) or study.title.get("de") or next(iter(study.title.values()))
    rows = [SeenRow(local(sighting.at), sighting.case_no, *_person(sighting.person)) for sighting in known.seen]
    return SeenPages(title, local(known.at), ending, known.case_nos, rows)


def _person(person: User | None) -> tuple[int, str, str]:
    """Number, name and role."""
    if person is None:
        return 0, say("no longer known"), "unknown"
    return person.number, person.name, person.role.value


def _facts(pages: SeenPages) -> dict[str, object]:
    return {
        "at": pages.at.isoformat(timespec="seconds"),
        "cases": list(pages.case_nos),
        "seen": [
            {
                "at": row.at.isoformat(timespec="seconds"),
                "case": row.case_no,
                "number": row.person_no,
                "name": row.name,
                "role": row.role,
            }
            for row in pages.rows
        ],
    }


def _print(pages: SeenPages) -> None:
    out = sys.stdout.write
    if not pages.case_nos:
        out(say("No case has this number.") + "\n")
        return
    out(say("Cases with this number: {cases}", cases=", ".join(map(str, pages.case_nos))) + "\n")
    for row in pages.rows:
        role = SIGHTINGS_TERMS(row.role)
        out(f"{row.at:%Y-%m-%d %H:%M:%S}  {row.case_no:>6}  {row.person_no:>3}  {row.name} ({role})\n")
    out(say_count("shown {count} time", "shown {count} times", len(pages.rows)) + "\n")
