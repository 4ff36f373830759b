"""`cati case STUDY NUMBER`: attempts and final code of a case; a supervisor corrects the result of an attempt."""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import asdict
from typing import Any

from cati_app.cli.erased_words import erased_facts, erased_lines
from cati_app.cli.opening import load, open_as_asked, open_to_write, sign_in, sign_in_supervisor
from cati_app.cli.usage import case_number
from cati_app.cli.whole import reading, reading_arguments
from cati_app.domain.casework.cases import CaseState
from cati_app.domain.ids import CaseId
from cati_app.domain.outcomes.dispositions import disposition
from cati_app.domain.outcomes.finality import History, final_code
from cati_app.domain.people.users import User
from cati_app.fieldwork.calling.change_result import ChangedResult
from cati_app.station.loading import LoadedStudy
from cati_app.station.opening import Station
from cati_app.store.trust.held_keys import HeldKeys
from cati_app.texts import say, say_count


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """STUDY, the case, and the correction."""
    reading_arguments(parser)
    parser.add_argument("case", metavar=say("NUMBER"), type=case_number, help=say("number of the case"))
    parser.add_argument(
        "--attempt",
        type=case_number,
        metavar="N",
        help=say("the attempt to be corrected (default: the last one)"),
    )
    parser.add_argument(
        "--result", metavar=say("RESULT"), help=say("the right result; needs --as SUPERVISOR and --reason")
    )
    parser.add_argument(
        "--erase",
        action="store_true",
        help=say("erase what is known of the respondent, everywhere and for good; needs --as SUPERVISOR and --reason"),
    )
    parser.add_argument("--reason", default="", metavar=say("TEXT"), help=say("why; stored sealed in the log"))


def run(arguments: argparse.Namespace) -> int:
    """Show the case; with --result, correct it first."""
    loaded = load(arguments.study)
    if arguments.erase:
        return _erase(loaded, arguments)
    changing = arguments.result is not None
    station = open_as_asked(loaded, arguments, writes=changing)
    with station.database:
        person, keys = sign_in(station, arguments)
        with reading(station, person, keys, arguments) as source:
            history = source.read_history()(person, arguments.case)
        changed = _change(station, person, keys, arguments, history) if changing else None
        if changed is not None:
            with reading(station, person, keys, arguments) as source:
                history = source.read_history()(person, arguments.case)
        facts = _facts(station, history, changed)
    if arguments.json:
        sys.stdout.write(json.dumps(facts, ensure_ascii=False) + "\n")
        return 0
    told = say_count(
        "Case {case}, frame {frame}, {count} number",
        "Case {case}, frame {frame}, {count} numbers",
        facts["numbers"],
        case=facts["case"],
        frame=facts["frame"],
    )
    sys.stdout.write(f"{told}\n")
    for attempt in facts["attempts"]:
        sys.stdout.write(f"  {attempt['attempt']:>3}  {attempt['at']}  {attempt['result']}\n")
    if changed is not None:
        told = (
            say("Corrected: {was} is now {now}; the case is closed.", was=changed.was, now=changed.now)
            if changed.state is CaseState.CLOSED
            else say("Corrected: {was} is now {now}; the case is open.", was=changed.was, now=changed.now)
        )
        sys.stdout.write(f"{told}\n")
    told = say("Final code from all attempts: {code} ({aapor})", code=facts["final"], aapor=facts["aapor"])
    sys.stdout.write(f"{told}\n")
    return 0


def _erase(loaded: LoadedStudy, arguments: argparse.Namespace) -> int:
    station = open_to_write(loaded, arguments)
    with station.database:
        person, keys = sign_in_supervisor(station, arguments)
        with reading(station, person, keys, arguments) as source:
            case_id = CaseId(source.read_history()(person, arguments.case).case_id)
            exports = source.read_exports().since_first_call(person, case_id)
        erased = station.erase_case(person, keys, case_id, arguments.reason)
    if arguments.json:
        facts = {"erased": arguments.case, **erased_facts(erased, exports)}
        sys.stdout.write(json.dumps(facts, ensure_ascii=False) + "\n")
        return 0
    for line in erased_lines(erased, exports, station.rules.calendar.local):
        sys.stdout.write(f"{line}\n")
    return 0


def _change(
    station: Station, user: User, keys: HeldKeys, arguments: argparse.Namespace, history: History
) -> ChangedResult:
    last = history.outcomes[-1].attempt_no if history.outcomes else 0
    attempt = arguments.attempt if arguments.attempt is not None else last
    change = station.change_result(keys)
    return change(user, CaseId(history.case_id), attempt, arguments.result, arguments.reason)


def _facts(station: Station, history: History, changed: ChangedResult | None) -> dict[str, Any]:
    final = final_code(history, station.rules.unscreened)
    local = station.rules.calendar.local
    return {
        "case": history.case_no,
        "frame": history.frame,
        "numbers": len(history.numbers),
        "attempts": [
            {"attempt": outcome.attempt_no, "at": f"{local(outcome.at):%Y-%m-%d %H:%M}", "result": outcome.result}
            for outcome in history.outcomes
        ],
        "final": final,
        "aapor": disposition(final).aapor,
        "changed": asdict(changed) if changed else None,
    }
