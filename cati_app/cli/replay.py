"""`cati replay STUDY --rules NEW.yaml`: what changed calling rules would have made of the attempts so far."""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import replace
from pathlib import Path

from cati_app.cli.opening import load, open_station, study_arguments
from cati_app.cli.report import report
from cati_app.domain.casework.replay import Replayed
from cati_app.domain.errors import EnvironmentProblem
from cati_app.fieldwork.monitor.replay_rules import Comparison
from cati_app.fieldwork.rules import StudyRules
from cati_app.study.load import load_study
from cati_app.study.rules import calling_calendar, retry_rules, schedule_rules, shifts

_MOST_LISTED = 20


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """STUDY and the rules."""
    study_arguments(parser)
    parser.add_argument("--rules", type=Path, required=True, metavar="FILE", help="a study.yaml with the changed rules")


def run(arguments: argparse.Namespace) -> int:
    """Reads beside a running application; nothing is changed."""
    station = open_station(load(arguments.study), arguments.db, create=False, writable=False)
    with station.database:
        found = station.replay_rules()(_changed(arguments.rules, station.rules))
    if arguments.json:
        sys.stdout.write(json.dumps(_facts(found)) + "\n")
    else:
        _print(found)
    return 0


def _changed(file: Path, rules: StudyRules) -> StudyRules:
    """The rules of today with the calling rules of another file."""
    try:
        read = load_study(file.read_bytes())
    except OSError as error:
        raise EnvironmentProblem(
            "rules_unreadable", f"{file} cannot be read: {error.strerror}.", "Name a study.yaml with the changed rules."
        ) from error
    if read.study is None:
        raise EnvironmentProblem(
            "rules_unreadable", report(list(read.findings)), "Correct the file; nothing was compared."
        )
    study = read.study
    return replace(
        rules,
        calendar=calling_calendar(study),
        retry=retry_rules(study),
        schedule=schedule_rules(study),
        shifts=shifts(study),
    )


def _facts(found: Comparison) -> dict[str, object]:
    return {
        "cases": found.cases,
        "now": _figures(found.now),
        "then": _figures(found.then),
        "due_earlier": found.earlier,
        "due_later": found.later,
        "retired": found.retired,
        "revived": found.revived,
    }


def _figures(played: Replayed) -> dict[str, object]:
    return {
        "calls": played.calls,
        "blocked": played.blocked,
        "before_due": played.early,
        "retired": len(played.retired),
        "open": len(played.due),
    }


def _print(found: Comparison) -> None:
    rules = sorted({*found.now.blocked, *found.then.blocked})
    rows = [
        ("cases called", found.cases, found.cases),
        ("calls", found.now.calls, found.then.calls),
        *(
            (f"  forbidden: {r.replace('_', ' ')}", found.now.blocked.get(r, 0), found.then.blocked.get(r, 0))
            for r in rules
        ),
        ("attempts before the case was due", found.now.early, found.then.early),
        ("cases closed by the rules", len(found.now.retired), len(found.then.retired)),
        ("cases due again", len(found.now.due), len(found.then.due)),
    ]
    sys.stdout.write(f"{'':<36} {'rules now':>10} {'new rules':>10}\n")
    for name, now, then in rows:
        sys.stdout.write(f"{name:<36} {now:>10,} {then:>10,}\n")
    for name, numbers in (
        ("due earlier", found.earlier),
        ("due later", found.later),
        ("closed by the new rules only", found.retired),
        ("closed by the rules of today only", found.revived),
    ):
        if numbers:
            more = f" and {len(numbers) - _MOST_LISTED} more" if len(numbers) > _MOST_LISTED else ""
            listed = ", ".join(str(n) for n in numbers[:_MOST_LISTED])
            sys.stdout.write(f"{name}: {len(numbers)} cases ({listed}{more})\n")
