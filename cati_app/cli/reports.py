"""`cati report STUDY KIND`: calls and consent for the data-protection officer; who saw a number; reports of a field."""

from __future__ import annotations

import argparse
import json
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

from cati_app.cli import sightings, study_reports
from cati_app.cli.opening import load, open_station, sign_in, study_outputs
from cati_app.cli.usage import force_argument, say_beside, write_file
from cati_app.cli.whole import reading, reading_arguments
from cati_app.domain.calling.calendar import CallingCalendar
from cati_app.domain.calling.compliance import ledger_rules
from cati_app.domain.calling.rule_pack import PACKS
from cati_app.domain.calling.rules_in_force import RulesInForce
from cati_app.fieldwork.monitor.read_compliance import Compliance
from cati_app.publish.outputs import PDF
from cati_app.publish.reports.compliance_pdf import Declared, Measured, breach_rows, compliance_pdf
from cati_app.resources import shipped
from cati_app.study.model import Study
from cati_app.texts import LANGUAGES, say, say_count


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """STUDY, kind of report, --out and --language."""
    reading_arguments(parser)
    parser.add_argument("kind", choices=("compliance", "seen", *study_reports.KINDS), help=say("which report"))
    parser.add_argument(
        "--out",
        type=Path,
        metavar="F.pdf|DIR",
        help=say("where the pages are written; a folder for {kinds}", kinds=", ".join(study_reports.KINDS)),
    )
    force_argument(parser)
    parser.add_argument("--language", choices=LANGUAGES, default="de", help=say("of the pages (default: de)"))


def run(arguments: argparse.Namespace) -> int:
    """Reads beside a running application; 1 when breaches were found, 2 with nothing to make."""
    if arguments.kind == "seen":
        return sightings.run(arguments)
    if arguments.kind in study_reports.KINDS:
        return study_reports.run(arguments)
    if arguments.out is None and not arguments.json:
        sys.stderr.write(say("Name a file with --out, or ask for the figures with --json.") + "\n")
        return 2
    loaded = load(arguments.study)
    outputs = study_outputs(arguments, loaded)
    if arguments.out is not None:
        outputs.check(arguments.out, PDF)
    with (station := open_station(loaded, arguments.db, create=False, writable=False)).database:
        person, keys = sign_in(station, arguments)
        with reading(station, person, keys, arguments) as source:
            compliance, log_end = source.read_compliance(keys)(person), station.end_of_log()
    study, calendar = loaded.study, station.rules.calendar
    declared, measured = (
        _declared(study, compliance.rules, arguments.language),
        _measured(compliance, calendar, log_end),
    )
    if arguments.out is not None:
        fonts = shipped("resources") / "fonts"
        pages = compliance_pdf(declared, ledger_rules(compliance.rules, ""), measured, fonts, arguments.language)
        write_file(outputs, arguments.out, PDF, pages)
    if arguments.json:
        sys.stdout.write(json.dumps(_as_json(study, compliance, measured), ensure_ascii=False) + "\n")
    else:
        breaches = say_count("{count} breach", "{count} breaches", compliance.breaches)
        say_beside(arguments.out, f"{arguments.out}\n{breaches}\n")
    return 1 if compliance.breaches else 0


def _declared(study: Study, rules: RulesInForce, language: str) -> Declared:
    who, caller, notice = study.introduction, study.caller, study.notice
    title = study.title.get(language) or study.title.get("de") or next(iter(study.title.values()))
    return Declared(
        title,
        study.version,
        who.institute,
        who.client,
        who.controller,
        study.consent.legal_basis,
        caller.number if caller else None,
        caller.leads_to if caller else None,
        caller.says if caller else "",
        notice.points,
        notice.recording or notice.listening_in,
        rules.reason,
        f"{rules.pack} – {PACKS[rules.pack].source}",
        study.calling.time_zone,
    )


_PREVENTED = ("outside_hours", "limit_reached", "day_limit_reached", "number_blocked")
"""Rules asked once more at dialling."""


def _measured(compliance: Compliance, calendar: CallingCalendar, log_end: str) -> Measured:
    consent = compliance.consent
    return Measured(
        at=calendar.local(compliance.at),
        ledger=compliance.ledger,
        breaches={
            **breach_rows(compliance.ledger),
            "special_without": (len(consent.special_without), consent.special_without),
            "recontact_without": (len(consent.recontact_without), consent.recontact_without),
        },
        prevented={
            **{rule: compliance.prevented.get(rule, 0) for rule in _PREVENTED},
            "case_blocked": compliance.facts.get("case_blocked", 0),
        },
        consent={
            "interviews": consent.interviews,
            "asked": consent.asked,
            "given": consent.given,
            "recontact": consent.recontact_given,
            "recordings": compliance.recordings,
        },
        log={
            "entries": compliance.events,
            "shown": compliance.facts.get("contact_shown", 0),
            "exports": compliance.facts.get("data_exported", 0),
            "changed": compliance.facts.get("result_changed", 0),
            "blocked_cases": compliance.blocked_cases,
            "rule_changes": compliance.rule_changes,
            "missed": compliance.facts.get("appointment_missed", 0),
            "came_back": compliance.facts.get("case_came_back", 0),
            **({"rang_back": rang_back} if (rang_back := compliance.ledger.rang_back) else {}),
        },
        hole_free=compliance.events == compliance.last_event,
        last_event=compliance.last_event,
        log_end=log_end,
    )


def _as_json(study: Study, compliance: Compliance, measured: Measured) -> dict[str, Any]:
    ledger = compliance.ledger

    def at(moment: datetime) -> str:
        return moment.isoformat(timespec="seconds")

    return {
        "study": study.id,
        "version": study.version,
        "at": at(compliance.at),
        "declared": {
            "caller": study.caller.model_dump() if study.caller else None,
            "notice": study.notice.model_dump(),
            "legal_basis": study.consent.legal_basis,
            "controller": study.introduction.controller,
        },
        "calls": ledger.calls,
        "rang_back": ledger.rang_back,
        "cases": ledger.cases,
        "numbers": ledger.numbers,
        "days": {
            kind.value: {
                "calls": day.calls,
                "earliest": day.earliest and f"{day.earliest:%H:%M}",
                "latest": day.latest and f"{day.latest:%H:%M}",
            }
            for kind, day in ledger.days.items()
        },
        "per_number": dict(ledger.per_number),
        "per_number_and_day": dict(ledger.per_number_and_day),
        "breaches": {key: {"count": count, "cases": list(cases)} for key, (count, cases) in measured.breaches.items()},
        "breaking_calls": [
            {"rule": breach.rule.value, "case": breach.case_no, "at": at(breach.at)} for breach in ledger.breaches
        ],
        "rules": compliance.rules.payload(),
        "prevented": dict(measured.prevented),
        "consent": dict(measured.consent),
        "log": dict(measured.log),
        "log_without_holes": measured.hole_free,
        "log_end": measured.log_end,
    }
