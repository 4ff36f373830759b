"""`cati alerts STUDY`: what is broken in the field now, worst first."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Mapping

from cati_app.cli.opening import load, open_station, sign_in
from cati_app.cli.whole import reading, reading_arguments
from cati_app.domain.casework.alerts import AlertKind, AlertReading
from cati_app.texts import say, say_count


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
            told = source.read_alerts()(person)
    shown = [alert for alert in told if arguments.all or alert.is_true]
    if arguments.json:
        sys.stdout.write(json.dumps([_facts(alert) for alert in shown], ensure_ascii=False) + "\n")
        return 0
    for alert in shown:
        mark = "" if alert.is_true else f" ({say('well')})"
        grave = f"{say('bad')}: " if alert.is_bad and alert.is_true else ""
        sys.stdout.write(f"{grave}{_SAID[alert.kind](alert)}{mark}\n")
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


def _cell_late(alert: AlertReading) -> str:
    return say(
        "{cell} will be late with a chance of {chance:.0%}. What could be done:"
        " `cati forecast STUDY --as LOGIN --proposals`.",
        cell=alert.subject,
        chance=alert.figure,
    )


def _sample_dry(alert: AlertReading) -> str:
    return say(
        "The sample runs dry: {spare:.2f} numbers for each dial of the next two days of work, {limit:.1f} should be"
        " left. A portion could be released, or numbers added.",
        spare=alert.figure,
        limit=alert.threshold,
    )


def _full_cells(alert: AlertReading) -> str:
    return say(
        "{share:.0%} of the last screened persons met a full cell, at most {limit:.0%} are expected. Targets could be"
        " looked at, or numbers from the groups that are missing be called first.",
        share=alert.figure,
        limit=alert.threshold,
    )


def _appointment_late(alert: AlertReading) -> str:
    return say_count(
        "{count} firm appointment is more than a quarter of an hour late.",
        "{count} firm appointments are more than a quarter of an hour late.",
        round(alert.figure),
    )


def _too_many_due(alert: AlertReading) -> str:
    return say(
        "{due} appointments are due in the next quarter of an hour, and {people} people are planned.",
        due=round(alert.figure),
        people=round(alert.threshold) - 1,
    )


def _yield_falls(alert: AlertReading) -> str:
    return say(
        "The last three days of work found {count} persons; fewer than {limit} were hardly to be expected.",
        count=round(alert.figure),
        limit=round(alert.threshold),
    )


def _line(alert: AlertReading) -> str:
    return say(
        "Of the last hundred dials {count} reached nobody; at these hours up to {limit:.0f} are usual. The line, or the"
        " numbers, should be looked at.",
        count=round(alert.figure),
        limit=alert.threshold,
    )


def _length(alert: AlertReading) -> str:
    return say(
        "The last interviews took {minutes:.0f} minutes; with what people are told it should be {limit:.0f} at most.",
        minutes=alert.figure,
        limit=alert.threshold,
    )


def _unclassified(alert: AlertReading) -> str:
    return say(
        "{count} interviews are in no cell of the quota; from {limit:.0f} on this is told.",
        count=round(alert.figure),
        limit=alert.threshold,
    )


_SAID: Mapping[AlertKind, Callable[[AlertReading], str]] = {
    AlertKind.CELL_LATE: _cell_late,
    AlertKind.SAMPLE_DRY: _sample_dry,
    AlertKind.FULL_CELLS: _full_cells,
    AlertKind.APPOINTMENT_LATE: _appointment_late,
    AlertKind.TOO_MANY_DUE: _too_many_due,
    AlertKind.YIELD_FALLS: _yield_falls,
    AlertKind.LINE: _line,
    AlertKind.LENGTH: _length,
    AlertKind.UNCLASSIFIED: _unclassified,
}
