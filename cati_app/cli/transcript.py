"""`cati transcript STUDY CASE`: a transcript beside a sitting with an expert; kept sealed, shown beside the cards."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from cati_app.cli.opening import load, open_as_asked, sign_in
from cati_app.cli.whole import reading, reading_arguments
from cati_app.domain.errors import EnvironmentProblem
from cati_app.domain.phrases import Phrase
from cati_app.domain.sittings.transcripts import LONGEST_TRANSCRIPT, Segment
from cati_app.texts import say


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """STUDY, the case, and what is laid beside which sitting."""
    reading_arguments(parser)
    parser.add_argument("case", type=int, metavar=say("CASE"), help=say("number of the case"))
    parser.add_argument("--file", type=Path, metavar=say("FILE"), help=say("the transcript: .vtt or .txt in UTF-8"))
    parser.add_argument("--sitting", type=int, default=1, metavar="N", help=say("the sitting it is of (default: 1)"))


def run(arguments: argparse.Namespace) -> int:
    """Lay a transcript beside a sitting, or tell which there are."""
    text = _read(arguments.file) if arguments.file is not None else None
    loaded = load(arguments.study)
    station = open_as_asked(loaded, arguments, writes=text is not None)
    with station.database:
        person, keys = sign_in(station, arguments)
        with reading(station, person, keys, arguments) as source:
            transcripts = station.transcripts(keys, source)
            if text is not None:
                transcripts.lay(person, arguments.case, arguments.sitting, text)
            laid = transcripts.of_case(person, arguments.case)
    if arguments.json:
        facts = {"case": arguments.case, "sittings": {sitting: len(each) for sitting, each in laid.items()}}
        sys.stdout.write(json.dumps(facts) + "\n")
        return 0
    for sitting, segments in laid.items():
        sys.stdout.write(_told(sitting, segments) + "\n")
    if not laid:
        sys.stdout.write(say("No transcript was laid beside a sitting of this case.") + "\n")
    if text is not None:
        told = say("The transcript is kept sealed; delete {file}: it is readable there.", file=arguments.file.name)
        sys.stdout.write(f"{told}\n")
    return 0


def _told(sitting: int, segments: tuple[Segment, ...]) -> str:
    timed = sum(segment.at_ms is not None for segment in segments)
    return say(
        "Sitting {sitting}: {count} stretches, {timed} of them with a time.",
        sitting=sitting,
        count=len(segments),
        timed=timed,
    )


def _read(path: Path) -> str:
    """EnvironmentProblem: `transcript_unreadable`."""
    try:
        with path.open("rb") as file:
            data = file.read(LONGEST_TRANSCRIPT + 4)
        return data.decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise EnvironmentProblem(
            "transcript_unreadable",
            Phrase("The transcript {file} cannot be read as text in UTF-8. Nothing was kept.", file=path.name),
            "Name a .txt or .vtt file, and save it as UTF-8.",
        ) from error
