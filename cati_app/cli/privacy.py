"""`cati privacy`: what a study keeps of people and until when, and answers to people who ask about their data."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from cati_app.cli.asked_number import asked_number
from cati_app.cli.erased_words import erased_facts, erased_lines, export_lines
from cati_app.cli.opening import (
    ask_password,
    command_of,
    load,
    open_station,
    open_to_write,
    sign_in_supervisor,
    study_arguments,
    study_outputs,
)
from cati_app.cli.usage import sentence, write_file
from cati_app.cli.whole import reading
from cati_app.domain.casework.access_codes import AccessCode
from cati_app.domain.casework.privacy import AccessRequest
from cati_app.domain.errors import EnvironmentProblem
from cati_app.domain.ids import CaseId
from cati_app.domain.people.users import User
from cati_app.fieldwork.monitor.read_exports import MadeExport
from cati_app.fieldwork.monitor.read_privacy import PrivacyStatus
from cati_app.fieldwork.people.block_list_access import two_people
from cati_app.publish.outputs import HTML, JSON, FileKind
from cati_app.publish.reports.own_data import own_data_html, own_data_json
from cati_app.station.access_desk import AccessDesk
from cati_app.station.opening import Station
from cati_app.texts import say
from cati_app.texts.privacy_words import PHASES, STOCKS
from cati_app.values import dataclass


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """`status` and `respond`; a number is typed or piped in, so that no history of commands keeps it."""
    actions = parser.add_subparsers(dest="action", metavar=say("ACTION"), required=True)
    text = say("what is kept of people, since when, and what is overdue")
    status = actions.add_parser("status", help=text, description=sentence(text))
    study_arguments(status)
    status.set_defaults(act=_status)
    text = say("answer somebody who asks about their own data, by access code or number")
    respond = actions.add_parser("respond", help=text, description=sentence(text))
    study_arguments(respond)
    respond.set_defaults(act=_respond)
    respond.add_argument("code", nargs="?", metavar=say("CODE"), help=say("the access code, twelve digits"))
    respond.add_argument(
        "--number",
        action="store_true",
        help=say("without a code: by the number, which is typed; needs --with and --called-back"),
    )
    respond.add_argument("--with", dest="second", metavar=say("LOGIN"), help=say("the second person"))
    respond.add_argument(
        "--called-back",
        action="store_true",
        help=say("somebody has called this number back and spoken with the person who asks"),
    )
    wish = respond.add_mutually_exclusive_group(required=True)
    for request, told in (
        (AccessRequest.SHOW, say("a page with what is stored, in the person's language: --out FILE.html")),
        (AccessRequest.EXPORT, say("the same for machines: --out FILE.json")),
        (AccessRequest.CORRECT, say("say where an answer is corrected, and note the request")),
        (AccessRequest.RESTRICT, say("leave the interview out of data sets and counters; needs --reason")),
        (AccessRequest.OBJECT, say("never call the numbers again, in no study")),
        (AccessRequest.ERASE, say("erase what is known of the person, everywhere and for good; needs --reason")),
    ):
        wish.add_argument(f"--{request}", dest="request", action="store_const", const=request, help=told)
    respond.add_argument("--out", type=Path, metavar=say("FILE"), help=say("the file to write"))
    respond.add_argument("--language", default="", help=say("language of the page (default: that of the interview)"))
    respond.add_argument("--reason", default="", metavar=say("TEXT"), help=say("why; stored sealed in the log"))
    respond.add_argument("--force", action="store_true", help=say("replace a file of another kind"))
    respond.add_argument(
        "--here", action="store_true", help=say("only what this station has, where a hub has the cases of the study")
    )


def run(arguments: argparse.Namespace) -> int:
    """1 where something is overdue, or a request cannot be met."""
    code: int = arguments.act(arguments)
    return code


# -- status ------------------------------------------------------------------------------------------------------


def _status(arguments: argparse.Namespace) -> int:
    arguments.here = False
    station = open_station(load(arguments.study), arguments.db, create=False, writable=False)
    with station.database:
        person, keys = sign_in_supervisor(station, arguments)
        made = [backup.made_at for backup in station.database.backups.all()]
        with reading(station, person, keys, arguments) as source:
            status = source.read_privacy(lambda: made)(person)
    if arguments.json:
        sys.stdout.write(json.dumps(_facts(status), ensure_ascii=False) + "\n")
    else:
        for line in status_lines(status):
            sys.stdout.write(f"{line}\n")
    return 1 if status.overdue else 0


def _facts(status: PrivacyStatus) -> dict[str, Any]:
    return {
        "phase": status.phase.value,
        "overdue": [line.stock.value for line in status.overdue],
        "kept": [
            {
                "what": line.stock.value,
                "number": line.number,
                "since": line.since.isoformat() if line.since else None,
                "due": line.due.isoformat() if line.due else None,
            }
            for line in status.lines
        ],
    }


def status_lines(status: PrivacyStatus) -> Iterator[str]:
    """The phase, a line for each sort, and what to do about what is overdue."""
    yield say("Phase: {phase}", phase=PHASES(status.phase))
    for line in status.lines:
        since = say("since {day}", day=f"{line.since:%Y-%m-%d}") if line.since else ""
        due = say("until {day}", day=f"{line.due:%Y-%m-%d}") if line.due else ""
        late = say("overdue") if line.is_overdue else ""
        told = " · ".join(filter(None, (since, due, late)))
        yield f"  {line.number:>7}  {STOCKS(line.stock)}{f'  ({told})' if told else ''}"
    if status.overdue:
        yield say(
            "Erase single cases with `cati case STUDY NUMBER --erase --reason TEXT --as SUPERVISOR`. All at once goes"
            " only with the database: export what may stay, then delete it with its key file and its backups."
        )


# -- respond -----------------------------------------------------------------------------------------------------


def _respond(arguments: argparse.Namespace) -> int:
    code, kind = _asked_code(arguments), _kind(arguments)
    loaded = load(arguments.study)
    outputs = study_outputs(arguments, loaded)
    if kind is not None:
        outputs.check(arguments.out, kind)
    station = open_to_write(loaded, arguments)
    with station.database:
        person, keys = sign_in_supervisor(station, arguments)
        beside = _second(arguments, station, person) if code is None else None
        number = asked_number(station) if code is None else None
        with reading(station, person, keys, arguments) as source:
            desk = AccessDesk(station, source, person, keys)
            if code is not None:
                cases: tuple[CaseId, ...] = (desk.by_code(code),)
            else:
                assert number is not None
                cases = desk.by_number(number)
            asking = [_Asking(case_id, desk.case_no(case_id), desk.exports(case_id)) for case_id in cases]
            facts = [_answer(arguments, desk, each) for each in asking]
            if kind is not None:
                pieces = [desk.told(each.case_id, arguments.language) for each in asking]
                write_file(
                    outputs, arguments.out, kind, own_data_html(pieces) if kind is HTML else own_data_json(pieces)
                )
        for each, told in zip(asking, facts, strict=True):
            station.note_answered(keys)(person, each.case_id, arguments.request, beside)
            if arguments.request is AccessRequest.ERASE:
                erased = station.erase_case(person, keys, each.case_id, arguments.reason)
                told |= erased_facts(erased, each.exports)
                if not arguments.json:
                    _say(erased_lines(erased, each.exports, station.rules.calendar.local))
            elif not arguments.json:
                _say(_lines(arguments, each, station.rules.calendar.local))
    if arguments.json:
        answered = {"request": arguments.request.value, "cases": facts}
        sys.stdout.write(json.dumps(answered, ensure_ascii=False) + "\n")
    return 0


@dataclass(frozen=True, slots=True)
class _Asking:
    """A case of whoever asks, and the exports that may hold it."""

    case_id: CaseId
    case_no: int
    exports: tuple[MadeExport, ...]


def _asked_code(arguments: argparse.Namespace) -> AccessCode | None:
    """The code; None where a number is typed.

    Raises:
        RuleViolation: `access_code_letters`, `access_code_length`, `access_code_check`.
        EnvironmentProblem: `code_or_number`, `call_back_first`.
    """
    if bool(arguments.code) == arguments.number:
        raise EnvironmentProblem(
            "code_or_number",
            "Either an access code or --number says whose data it is about. Nothing was changed.",
            "Type the twelve digits behind the study, or --number where the person has no code.",
        )
    if not arguments.number:
        return AccessCode.typed(arguments.code)
    if not (arguments.called_back and arguments.second):
        raise EnvironmentProblem(
            "call_back_first",
            "By a number alone anybody could ask. Nothing was changed.",
            "Call the number back, ask whether the request came from there, and repeat it with --called-back and"
            " --with LOGIN: a second person signs in beside.",
        )
    return None


def _second(arguments: argparse.Namespace, station: Station, person: User) -> User:
    """Who signs in beside. RuleViolation: `two_people_needed`."""
    password = ask_password("CATI_SECOND_PASSWORD", say("Password of {name}:", name=arguments.second) + " ")
    second = station.sign_in(arguments.second, password, command_of(arguments))
    two_people(person, second[0] if second is not None else None)
    assert second is not None
    return second[0]


def _kind(arguments: argparse.Namespace) -> FileKind | None:
    """Of the file that is written; None: none is.

    Raises:
        EnvironmentProblem: `out_needed`.
    """
    kinds = {AccessRequest.SHOW: HTML, AccessRequest.EXPORT: JSON}
    kind = kinds.get(arguments.request)
    if kind is not None and arguments.out is None:
        raise EnvironmentProblem(
            "out_needed", "What is stored goes into a file, not onto the screen.", "Name the file: --out FILE"
        )
    return kind


def _answer(arguments: argparse.Namespace, desk: AccessDesk, asking: _Asking) -> dict[str, Any]:
    """What is done while the whole study is there, as facts for a JSON line."""
    facts: dict[str, Any] = {"case": asking.case_no}
    if arguments.request is AccessRequest.RESTRICT:
        desk.restrict(asking.case_id, arguments.reason)
    elif arguments.request is AccessRequest.OBJECT:
        facts["blocked"] = desk.block(asking.case_id)
    return facts


def _lines(arguments: argparse.Namespace, asking: _Asking, local: Callable[[datetime], datetime]) -> Iterator[str]:
    """What was done, for people."""
    match arguments.request:
        case AccessRequest.SHOW | AccessRequest.EXPORT:
            yield str(arguments.out)
        case AccessRequest.CORRECT:
            yield say(
                "Case {case}: an analyst proposes another answer (Ctrl+R, then C), a supervisor takes it over in the"
                " list of cases (V). The request is noted.",
                case=asking.case_no,
            )
            yield from export_lines(asking.exports, local)
        case AccessRequest.RESTRICT:
            yield say("Case {case}: its interview counts nowhere, until it is accepted again (V).", case=asking.case_no)
            yield from export_lines(asking.exports, local)
        case AccessRequest.OBJECT:
            yield say("Case {case}: its numbers are on the block list; nobody calls them again.", case=asking.case_no)


def _say(lines: Iterator[str]) -> None:
    for line in lines:
        sys.stdout.write(f"{line}\n")
