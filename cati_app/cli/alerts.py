"""`cati alerts STUDY`: what is broken in the field now, worst first."""

from __future__ import annotations

import argparse
import json
import sys

from cati_app.cli.opening import load, open_station, sign_in
from cati_app.cli.whole import reading, reading_arguments
from cati_app.domain.casework.alerts import AlertReading
from cati_app.texts import say
from cati_app.texts.alerts import alert_text
from cati_app.texts.choice import chosen


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """STUDY and --all."""
    reading_arguments(parser)
    parser.add_argument("--all", action="store_true", help=say("also what is well, with its figure and threshold"))


def run(arguments: argparse.Namespace) -> int:
    """Reads beside a running application."""
    loaded = load(arguments.study)
    with (station := open_station(loaded, arguments.db, create=False, writable=False)).database:
        person, keys = sign_in(station, arguments)
        with reading(station, person, keys, arguments) as source:
            told = source.read_alerts(keys)(person)
    shown = [alert for alert in told if arguments.all or alert.is_true]
    if arguments.json:
        sys.stdout.write(json.dumps([_facts(alert) for alert in shown], ensure_ascii=False) + "\n")
        return 0
    for alert in shown:
        mark = "" if alert.is_true else f" ({say('well')})"
        grave = f"{say('bad')}: " if alert.is_bad and alert.is_true else ""
        sys.stdout.write(f"{grave}{alert_text(chosen(), alert)}{mark}\n")
    if not shown:
        sys.stdout.write(say("Nothing is reported now.") + "\n")
    return 0


def _facts(alert: AlertReading) -> dict[str, object]:
    return {
        "alert": alert.kind.value,
        "subject": alert.subject or None,
        "figure": round(alert.figure, 4),
        "threshold": round(alert.threshold, 4),
        "true": alert.is_true,
        "bad": alert.is_bad and alert.is_true,
    }
