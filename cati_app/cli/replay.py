"""`cati replay STUDY --rules NEW.yaml`: what changed calling rules would have made of the attempts so far."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from cati_app.cli.opening import load, open_station, sign_in
from cati_app.cli.report import report
from cati_app.cli.terms import FORBIDDEN
from cati_app.cli.whole import reading, reading_arguments
from cati_app.domain.casework.replay import Replayed
from cati_app.domain.errors import EnvironmentProblem
from cati_app.domain.phrases import Phrase
from cati_app.fieldwork.monitor.replay_rules import ReplayComparison
from cati_app.fieldwork.rules import StudyRules
from cati_app.station.study_rules import with_calling
from cati_app.study.load import load_study
from cati_app.texts import say, say_count

_MOST_LISTED = 20


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """STUDY and the rules."""
    reading_arguments(parser)
    parser.add_argument(
        "--rules", type=Path, required=True, metavar=say("FILE"), help=say("a study.yaml with the changed rules")
    )


def run(arguments: argparse.Namespace) -> int:
    """Reads beside a running application; nothing is changed."""
    station = open_station(load(arguments.study), arguments.db, create=False, writable=False)
    with station.database:
        person, keys = sign_in(station, arguments)
        with reading(station, person, keys, arguments) as source:
            comparison = source.replay_rules()(person, _changed(arguments.rules, station.rules))
    if arguments.json:
        sys.stdout.write(json.dumps(_facts(comparison)) + "\n")
    else:
        _print(comparison)
    return 0


def _changed(file: Path, rules: StudyRules) -> StudyRules:
    """The rules of today with the calling rules of another file."""
    try:
        read = load_study(file.read_bytes())
    except OSError as error:
        raise EnvironmentProblem(
            "rules_unreadable",
            Phrase("{file} cannot be read: {reason}.", file=file, reason=error.strerror),
            "Name a study.yaml with the changed rules.",
        ) from error
    if read.study is None:
        raise EnvironmentProblem(
            "rules_unreadable", report(list(read.findings)), "Correct the file; nothing was compared."
        )
    return with_calling(rules, read.study)


def _facts(comparison: ReplayComparison) -> dict[str, object]:
    return {
        "cases": comparison.cases,
        "now": _figures(comparison.now),
        "then": _figures(comparison.then),
        "due_earlier": comparison.earlier,
        "due_later": comparison.later,
        "retired": comparison.retired,
        "revived": comparison.revived,
    }


def _figures(played: Replayed) -> dict[str, object]:
    return {
        "calls": played.calls,
        "blocked": played.blocked,
        "before_due": played.early,
        "retired": len(played.retired),
        "open": len(played.due),
    }


def _print(comparison: ReplayComparison) -> None:
    rules = sorted({*comparison.now.blocked, *comparison.then.blocked})
    rows = [
        (say("cases called"), comparison.cases, comparison.cases),
        (say("calls"), comparison.now.calls, comparison.then.calls),
        *(
            (
                "  " + say("forbidden: {rule}", rule=FORBIDDEN(r)),
                comparison.now.blocked.get(r, 0),
                comparison.then.blocked.get(r, 0),
            )
            for r in rules
        ),
        (say("attempts before the case was due"), comparison.now.early, comparison.then.early),
        (say("cases closed by the rules"), len(comparison.now.retired), len(comparison.then.retired)),
        (say("cases due again"), len(comparison.now.due), len(comparison.then.due)),
    ]
    sys.stdout.write(f"{'':<36} {say('rules now'):>10} {say('new rules'):>10}\n")
    for name, now, then in rows:
        sys.stdout.write(f"{name:<36} {now:>10,} {then:>10,}\n")
    for name, numbers in (
        (say("due earlier"), comparison.earlier),
        (say("due later"), comparison.later),
        (say("closed by the new rules only"), comparison.retired),
        (say("closed by the rules of today only"), comparison.revived),
    ):
        if numbers:
            listed = ", ".join(str(n) for n in numbers[:_MOST_LISTED])
            if len(numbers) > _MOST_LISTED:
                listed = say("{listed} and {count} more", listed=listed, count=len(numbers) - _MOST_LISTED)
            cases = say_count("{count} case", "{count} cases", len(numbers))
            sys.stdout.write(f"{name}: {cases} ({listed})\n")
