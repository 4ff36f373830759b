"""`cati form diff STUDY`: what differs from an earlier questionnaire, and what that does to interviews."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path

from cati_app.cli.form_words import foresight_json, foresight_lines
from cati_app.cli.forms import load_any_form
from cati_app.cli.opening import load, open_station, sign_in, study_arguments
from cati_app.cli.report import report
from cati_app.domain.errors import EnvironmentProblem
from cati_app.domain.phrases import Phrase
from cati_app.engine.changes.compare import Comparison
from cati_app.engine.changes.steps import Course, Edition
from cati_app.engine.form.nodes import Node
from cati_app.fieldwork.monitor.foresee_form import FormForesight
from cati_app.publish.dataset.differences import ToldChange, told_changes
from cati_app.publish.dataset.labels import Labels
from cati_app.station.folders import default_database
from cati_app.station.loading import LoadedStudy
from cati_app.station.opening import Station
from cati_app.study.form_changes import renamings
from cati_app.texts import chosen, say


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """One action and its arguments."""
    actions = parser.add_subparsers(dest="action", metavar=say("ACTION"), required=True)
    comparing = actions.add_parser("diff", help=say("compare with an earlier version; nothing is changed"))
    study_arguments(comparing)
    comparing.add_argument(
        "--from",
        dest="origin",
        metavar=say("VERSION|FILE"),
        help=say("a version that is kept, or a questionnaire (default: the one in force)"),
    )
    comparing.set_defaults(act=_diff)


def run(arguments: argparse.Namespace) -> int:
    """The action."""
    code: int = arguments.act(arguments)
    return code


def _diff(arguments: argparse.Namespace) -> int:
    """Reads beside a running application."""
    loaded = load(arguments.study)
    file = Path(arguments.origin) if arguments.origin else None
    if file is not None and file.exists():
        form, _ = load_any_form(file)
        current = Edition((loaded.study.version, loaded.form.version), loaded.form_hash, loaded.form)
        before = Edition((form.version, file.name), "", form)
        _write(arguments, Comparison(Course((before, current), renamings(loaded.study))), None)
        return 0
    _check_database(loaded, arguments)
    station = open_station(loaded, arguments.db, create=False, writable=False)
    with station.database:
        person, keys = sign_in(station, arguments)
        foresight = station.foresee_form(keys)(person)
        findings = station.changes_findings()
        comparison = _named(station, arguments.origin) if arguments.origin else _last(station, foresight)
    if findings:
        sys.stderr.write(report(findings))
    _write(arguments, comparison, foresight)
    return 0


def _check_database(loaded: LoadedStudy, arguments: argparse.Namespace) -> None:
    path = arguments.db or default_database(loaded.folder, loaded.head.id)
    if not path.exists():
        raise EnvironmentProblem(
            "no_versions",
            Phrase("There is no database {path}, so no version of the questionnaire is kept.", path=path),
            "Name a database with --db, or an earlier questionnaire with --from FILE.",
        )


def _last(station: Station, foresight: FormForesight) -> Comparison | None:
    """The version in force against the new one; where that is in force itself, the version before it."""
    if foresight.is_new:
        return foresight.comparison
    earlier = [version.hash for version in station.earlier_forms.versions()][:-1]
    return station.earlier_forms.comparison(earlier[-1]) if earlier else None


def _named(station: Station, name: str) -> Comparison:
    editions = station.earlier_forms.editions()
    for edition in reversed(editions[:-1]):
        if edition.is_called(name):
            comparison = station.earlier_forms.comparison(edition.fingerprint)
            if comparison is not None:
                return comparison
    known = ", ".join(f"{edition.versions[0]} ({edition.fingerprint[:8]})" for edition in editions[:-1]) or "–"
    raise EnvironmentProblem(
        "version_unknown",
        Phrase("No version of the questionnaire called “{name}” is kept, and there is no such file.", name=name),
        Phrase("Kept are: {known}.", known=known),
    )


def _write(arguments: argparse.Namespace, comparison: Comparison | None, foresight: FormForesight | None) -> None:
    changes = told_changes(comparison, chosen().language) if comparison is not None else []
    if arguments.json:
        told = {
            "changes": [asdict(change) for change in changes],
            "likely_renames": {before.name: after.name for before, after in _likely_renames(comparison)},
            "interviews": foresight_json(foresight) if foresight is not None else None,
        }
        sys.stdout.write(json.dumps(told, ensure_ascii=False, indent=2) + "\n")
        return
    for line in _lines(changes, comparison, foresight):
        sys.stdout.write(line + "\n")


def _likely_renames(comparison: Comparison | None) -> list[tuple[Node, Node]]:
    return list(comparison.likely_renames()) if comparison is not None else []


def _lines(
    changes: Sequence[ToldChange], comparison: Comparison | None, foresight: FormForesight | None
) -> Iterator[str]:
    if comparison is None:
        yield say("No earlier version of the questionnaire is kept.")
    elif not changes:
        yield say("Nothing differs that concerns answers.")
    labels = Labels(chosen().language)
    for change in changes:
        texts = " → ".join(text for text in (change.before, change.after) if text)
        yield f"{change.question}: {change.words(labels)}" + (f" – {texts}" if texts else "")
    for before, after in _likely_renames(comparison):
        yield say(
            "“{before}” is gone and “{after}” is new with the same text: if it is the same question, write in"
            " study.yaml, in a step of changes, {step}; else its answers are set apart.",
            before=before.name,
            after=after.name,
            step=f"renamed: {{{before.name}: {after.name}}}",
        )
    if foresight is not None:
        yield ""
        yield from foresight_lines(foresight)
