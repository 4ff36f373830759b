"""`cati export STUDY`: the data set with labels, missing codes and codebook."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from zoneinfo import ZoneInfo

from cati_app.cli.noted_export import note_left
from cati_app.cli.opening import load, open_station, sign_in, study_outputs
from cati_app.cli.usage import force_argument, original_argument
from cati_app.cli.whole import reading, reading_arguments
from cati_app.domain.typed_moment import typed_moment
from cati_app.fieldwork.monitor.data import PARTS, Included
from cati_app.texts import chosen, say, say_count, worded
from cati_app.texts.release_words import open_lines

_KINDS = ("complete", "partial", "all", "set-aside")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """STUDY, formats and folder."""
    reading_arguments(parser)
    parser.add_argument("--format", default="csv,sav", help=say("formats, separated by commas (default: csv,sav)"))
    parser.add_argument(
        "--out", type=Path, default=Path("export"), metavar=say("DIR"), help=say("folder (default: export)")
    )
    parser.add_argument(
        "--what",
        type=_parts,
        default=PARTS[:1],
        metavar="PARTS",
        help=say("separated by commas: interviews, calls, cases, paradata, quotas (default: interviews)"),
    )
    parser.add_argument(
        "--include",
        type=_kinds,
        default=("complete",),
        metavar="KINDS",
        help=say("separated by commas: partial interviews too, or all begun; answers set aside in a file of their own"),
    )
    parser.add_argument(
        "--since",
        metavar=say("TIME"),
        help=say(
            "only interviews of which something was written down since then (2026-03-01, 2026-03-01T18:00), unweighed;"
            " those withdrawn since then in a table of their own"
        ),
    )
    parser.add_argument(
        "--raw", action="store_true", help=say("CSV for programs: no mark before texts that look like formulas, no BOM")
    )
    parser.add_argument(
        "--unweighted", action="store_true", help=say("the weight is 1, though a weighting was chosen (cati weigh)")
    )
    parser.add_argument(
        "--public",
        action="store_true",
        help=say("only as everybody may have it: checked before, and refused with the list of what is open"),
    )
    original_argument(parser)
    force_argument(parser)
    parser.add_argument(
        "--labels", "--language", dest="language", default="de", help=say("language of the labels (default: de)")
    )


def run(arguments: argparse.Namespace) -> int:
    """Reads beside a running application. 2 for a format or language nobody knows."""
    from cati_app.publish.formats.contents import UnknownFormat, checked_formats  # noqa: PLC0415 - as above
    from cati_app.station.exporting import export_station  # noqa: PLC0415 - pandas loads only when data are written
    from cati_app.station.releasing import release_of  # noqa: PLC0415 - as above

    try:
        formats = checked_formats(arguments.format.split(","))
    except UnknownFormat as error:
        sys.stderr.write(worded(error.args[0]) + "\n")
        return 2
    loaded = load(arguments.study)
    known = [language.code for language in loaded.study.languages]
    if arguments.language not in known:
        names = ", ".join(known)
        sys.stderr.write(say("unknown language “{code}”; known: {names}", code=arguments.language, names=names) + "\n")
        return 2
    since = None
    if arguments.since is not None:
        since = typed_moment(arguments.since, ZoneInfo(loaded.study.calling.time_zone))
        if since is None:
            told = say("“{text}” is no day or time, for instance 2026-03-01 or 2026-03-01T18:00", text=arguments.since)
            sys.stderr.write(told + "\n")
            return 2
    if arguments.public and (never := _never_public(arguments, formats)):
        told = say(
            "Public data are the complete interviews of a study, and as they are now. Leave out: {words}", words=never
        )
        sys.stderr.write(told + "\n")
        return 2
    outputs = study_outputs(arguments, loaded)
    outputs.check_folder(arguments.out)
    station = open_station(loaded, arguments.db, create=False, writable=False)
    with station.database:
        person, keys = sign_in(station, arguments)
        with reading(station, person, keys, arguments) as source, _open_told():
            export = export_station(
                source,
                person,
                keys,
                formats,
                arguments.out,
                outputs,
                language=arguments.language,
                what=arguments.what,
                changed_since=since,
                include=next(
                    (kind for kind in (Included.ALL, Included.PARTIAL) if kind in arguments.include), Included.COMPLETE
                ),
                include_set_aside="set-aside" in arguments.include,
                raw=arguments.raw,
                weighed=not arguments.unweighted,
                original=arguments.original,
                public=release_of(station, person, keys, source) if arguments.public else None,
            )
        also = [
            *(("public",) if arguments.public else ()),
            *(kind for kind in arguments.include if kind != _KINDS[0]),
            *arguments.what,
        ]
        note_left(station, person, export.rows, formats, also if arguments.what != PARTS[:1] else also[:-1])
    if arguments.json:
        notices = [{"variable": n.variable, "text": n.text} for n in export.notices]
        files = [str(file) for file in export.files]
        sys.stdout.write(json.dumps({"rows": export.rows, "files": files, "notices": notices}) + "\n")
        return 0
    for line in export.notice_lines():
        sys.stdout.write(f"{line}\n")
    if PARTS[0] in arguments.what:
        sys.stdout.write(say_count("{count} interview", "{count} interviews", export.rows) + "\n")
    for file in export.files:
        sys.stdout.write(f"{file}\n")
    return 0


def _never_public(arguments: argparse.Namespace, formats: Sequence[str]) -> str:
    """What was asked for that public data never hold; blank: nothing."""
    asked = {
        f"--what {','.join(arguments.what)}": arguments.what != PARTS[:1],
        f"--include {','.join(arguments.include)}": arguments.include != _KINDS[:1],
        "--since": arguments.since is not None,
        "--original": arguments.original,
        "--format paradata": "paradata" in formats,
    }
    return ", ".join(words for words, is_asked in asked.items() if is_asked)


@contextmanager
def _open_told() -> Iterator[None]:
    """What is open is said on the standard error before the refusal is."""
    from cati_app.station.releasing import NotPublic  # noqa: PLC0415 - slow to load

    try:
        yield
    except NotPublic as refused:
        sys.stderr.write("".join(f"{line}\n" for line in open_lines(chosen(), refused.check)))
        raise


def _kinds(text: str) -> tuple[str, ...]:
    kinds = tuple(part.strip() for part in text.split(","))
    for kind in kinds:
        if kind not in _KINDS:
            told = say("“{kind}” cannot be included; known: {names}", kind=kind, names=", ".join(_KINDS))
            raise argparse.ArgumentTypeError(told)
    return kinds


def _parts(text: str) -> tuple[str, ...]:
    wanted = {part.strip() for part in text.split(",")}
    for part in sorted(wanted - set(PARTS)):
        told = say("“{kind}” cannot be exported; known: {names}", kind=part, names=", ".join(PARTS))
        raise argparse.ArgumentTypeError(told)
    return tuple(part for part in PARTS if part in wanted)
