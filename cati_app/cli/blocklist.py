"""`cati blocklist`: numbers never to be called again, for all studies. One person adds, only two together take off."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import asdict
from typing import NamedTuple

from cati_app.cli.asked_number import asked_number
from cati_app.cli.opening import (
    ask_password,
    command_of,
    load,
    open_file,
    open_station,
    open_to_write,
    sign_in,
    study_arguments,
)
from cati_app.cli.people_words import typed_page
from cati_app.cli.sample_import import RowProgress
from cati_app.cli.terms import BLOCK_LIST_ACTIONS
from cati_app.cli.usage import sentence, there
from cati_app.domain.errors import EnvironmentProblem
from cati_app.domain.people.users import User
from cati_app.domain.sampling.reasons import REASONS
from cati_app.fieldwork.people.block_list_access import two_people, with_contact_access, written_reason
from cati_app.station.opening import Station
from cati_app.station.sampling import numbers_of
from cati_app.store.block_boxes import peppers_by_sheet
from cati_app.store.trust.held_keys import HeldKeys
from cati_app.study.model import SampleFile
from cati_app.texts import say, say_count

_JOIN = "join"
_BATCH = 100


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """One action and its arguments; numbers are typed or piped in, so that no history of commands keeps them."""
    actions = parser.add_subparsers(dest="action", metavar=say("ACTION"), required=True)
    for name, act, text in (
        ("add", _add, say("put a number on the list (typed when asked, or on standard input)")),
        ("import", _import, say("put all numbers of a file on the list")),
        ("check", _check, say("say whether a number is on the list")),
        ("remove", _remove, say("take a number off: two people with passwords and a written reason")),
        (
            "anew",
            _anew,
            say("start an empty list where the one this study knew is lost: two people and a written reason"),
        ),
        (_JOIN, _join, say("let this study read the list that other studies of this machine made")),
        ("log", _log, say("what was done to the list, without numbers")),
    ):
        action = actions.add_parser(name, help=text, description=sentence(text))
        study_arguments(action)
        action.set_defaults(act=act)
        if act is _import:
            action.add_argument(
                "file", metavar=say("FILE"), type=there, help=say("CSV or XLSX with a column of numbers")
            )
        if act is _join:
            origin = action.add_mutually_exclusive_group(required=True)
            origin.add_argument(
                "--from", dest="origin", type=there, metavar=say("DATABASE"), help=say("of a study that reads it")
            )
            origin.add_argument(
                "--sheet", action="store_true", help=say("page 1 of the recovery sheet of such a study, asked for")
            )
            action.add_argument("--with", dest="second", metavar=say("LOGIN"), help=say("the login in that study"))
        if act in (_remove, _anew):
            action.add_argument(
                "--with", dest="second", required=True, metavar=say("LOGIN"), help=say("the second person")
            )
            action.add_argument(
                "--reason", required=True, metavar=say("TEXT"), help=say("why; kept for ever, without names")
            )


class _Who(NamedTuple):
    """Who runs the command, and with which keys."""

    person: User
    keys: HeldKeys


def run(arguments: argparse.Namespace) -> int:
    """Works beside a running application, for the list is a file of its own; but for `join`, which the study keeps."""
    loaded = load(arguments.study)
    if arguments.action == _JOIN:
        station = open_to_write(loaded, arguments)
    else:
        station = open_station(loaded, arguments.db, create=False, writable=False)
    with station.database:
        who = _Who(*sign_in(station, arguments))
        with_contact_access(who.person)
        code: int = arguments.act(arguments, station, who)
        station.block_list.share_peppers()
        station.block_list.share()
    return code


def _join(arguments: argparse.Namespace, station: Station, who: _Who) -> int:
    """Read the list that other studies of this machine made."""
    joined = station.block_list.join_list(who.keys)(who.person, _peppers(arguments, station))
    told = say("This study reads the block list of this machine.")
    return _say(arguments, {"joined": joined}, told if joined else say("This study reads that list already."))


def _peppers(arguments: argparse.Namespace, station: Station) -> Sequence[str]:
    """What opens the list: of another study, or from a sheet.

    Raises:
        EnvironmentProblem: `login_needed`; as the ways to it.
    """
    shared = station.database.blocklist
    assert shared is not None
    if arguments.sheet:
        return peppers_by_sheet(shared, typed_page(1))
    if not arguments.second:
        raise EnvironmentProblem(
            "login_needed",
            "The other study opens the list for somebody who sees contact data in it. Nothing was changed.",
            "Name the login in that study: --with LOGIN",
        )
    password = ask_password("CATI_SECOND_PASSWORD", say("Password of {name}:", name=arguments.second) + " ")
    with open_file(arguments.origin, create=False, writable=False) as other:
        return station.block_list.peppers_of(other, arguments.second, password, command_of(arguments))


def _add(arguments: argparse.Namespace, station: Station, who: _Who) -> int:
    new = station.block_list.keeping(who.keys).block(who.person, [asked_number(station).e164])
    return _say(arguments, {"added": new}, say("On the list.") if new else say("It was on the list already."))


def _import(arguments: argparse.Namespace, station: Station, who: _Who) -> int:
    study = station.loaded.study
    numbers, left_out = numbers_of(study, study.case_list or SampleFile(), arguments.file)
    progress, new, keep = RowProgress(arguments.json), 0, station.block_list.keeping(who.keys)
    for start in range(0, len(numbers), _BATCH):
        new += keep.block(who.person, numbers[start : start + _BATCH], "file")
        progress(start)
    facts = {"numbers": len(numbers), "added": new, "left_out": left_out}
    if not arguments.json:
        for reason, rows in left_out.items():
            listed = ", ".join(map(str, rows[:20])) + (" …" if len(rows) > 20 else "")
            message = say(REASONS[reason].message)
            sys.stdout.write(
                say_count("{reason} row {rows}", "{reason} rows {rows}", len(rows), reason=message, rows=listed) + "\n"
            )
    return _say(
        arguments,
        facts,
        say_count(
            "{count} number, {new} of them new on the list.",
            "{count} numbers, {new} of them new on the list.",
            len(numbers),
            new=new,
        ),
    )


def _check(arguments: argparse.Namespace, station: Station, who: _Who) -> int:
    held = station.block_list.keeping(who.keys).holds(who.person, asked_number(station).e164)
    return _say(arguments, {"blocked": held}, say("It is on the list.") if held else say("It is not on the list."))


def _remove(arguments: argparse.Namespace, station: Station, who: _Who) -> int:
    second, reason = _second(arguments, station, who.person)
    number = asked_number(station).e164
    station.block_list.taking_off(who.keys, second.keys).unblock(who.person, second.person, number, reason)
    return _say(arguments, {"removed": 1}, say("Taken off the list; cases that were closed stay closed."))


def _anew(arguments: argparse.Namespace, station: Station, who: _Who) -> int:
    second, reason = _second(arguments, station, who.person)
    station.block_list.keeping(who.keys).begin_anew(who.person, second.person, reason)
    return _say(
        arguments, {"begun": 1}, say("A new, empty list is there. What the lost one held is not known any more.")
    )


def _second(arguments: argparse.Namespace, station: Station, person: User) -> tuple[_Who, str]:
    """The second person, before the number is asked for, and the reason.

    Raises:
        RuleViolation: `block_reason_needed`, `reason_holds_number`, `wrong_second_login`, `two_people_needed`.
    """
    reason = written_reason(arguments.reason)
    password = ask_password("CATI_SECOND_PASSWORD", say("Password of {name}:", name=arguments.second) + " ")
    second = station.sign_in(arguments.second, password, command_of(arguments))
    two_people(person, second[0] if second is not None else None)
    assert second is not None
    return _Who(*second), reason


def _log(arguments: argparse.Namespace, station: Station, who: _Who) -> int:
    lines = [asdict(line) for line in station.block_list.keeping(who.keys).protocol(who.person)]
    if arguments.json:
        sys.stdout.write(json.dumps({"protocol": lines}, ensure_ascii=False) + "\n")
        return 0
    for line in lines:
        done = BLOCK_LIST_ACTIONS(line["what"])
        why = f": {line['reason']}" if line["reason"] else ""
        sys.stdout.write(
            f"{line['at'][:19]}  {done:<8} {line['entries']:>6}  {line['study']:<20} {line['people']}{why}\n"
        )
    return 0


def _say(arguments: argparse.Namespace, facts: dict[str, object], words: str) -> int:
    sys.stdout.write((json.dumps(facts) if arguments.json else words) + "\n")
    return 0
