"""`cati sheet STUDY`: the recovery sheet: where it stands, print it, confirm it, make a new one."""

from __future__ import annotations

import argparse
import json
import os
import sys
from pathlib import Path

from cati_app.cli.opening import ask_password, load, open_to_write, sign_in_supervisor, study_arguments
from cati_app.domain.errors import EnvironmentProblem, RuleViolation
from cati_app.domain.people.sheets import GroupsAsked
from cati_app.domain.people.users import User
from cati_app.domain.phrases import Phrase
from cati_app.station.opening import Station
from cati_app.station.sheets import SHEET_FILE, facts_of, save_sheet, synced_by
from cati_app.store.trust.held_keys import HeldKeys
from cati_app.texts import chosen, say

_GROUPS = "CATI_SHEET_GROUPS"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """STUDY and what to do with the sheet; without anything it is said where it stands."""
    study_arguments(parser)
    does = parser.add_mutually_exclusive_group()
    does.add_argument(
        "--save",
        type=Path,
        metavar=say("FILE"),
        help=say("write both pages as PDF, for instance {name}", name=SHEET_FILE),
    )
    does.add_argument("--confirm", action="store_true", help=say("type two groups back from the paper"))
    does.add_argument(
        "--new", action="store_true", help=say("make a new sheet in place of one that is lost or was seen")
    )
    parser.add_argument(
        "--with", dest="second", metavar=say("USER"), help=say("second supervisor, who signs for a new sheet")
    )
    parser.add_argument("--synced", action="store_true", help=say("save it although the folder is copied elsewhere"))


def run(arguments: argparse.Namespace) -> int:
    """Only supervisors; a demo needs no sheet and says so."""
    loaded = load(arguments.study)
    station = open_to_write(loaded, arguments)
    with station.database:
        person, keys = sign_in_supervisor(station, arguments.login)
        told = ""
        if arguments.save is not None:
            _save(station, person, keys, arguments.save, synced=arguments.synced)
            told = say(
                "Both pages are in {path}, which only you can read. Print it, keep the pages apart, then delete it.",
                path=arguments.save,
            )
        elif arguments.confirm:
            told = _confirm(station, person, keys)
        elif arguments.new:
            _renew(station, person, keys, arguments.second)
            told = say("A new sheet was made. Save or print it, then confirm it: cati sheet STUDY --save, --confirm.")
        status = station.read_sheet(keys).status(person)
    if arguments.json:
        facts = {
            "needed": status is not None,
            "waits": status is not None and status.waits,
            "share_number": status.share_number if status is not None else None,
        }
        sys.stdout.write(json.dumps(facts) + "\n")
        return 0
    if status is None:
        told = say("This database needs no recovery sheet: it is a demo or practice.")
    elif not told and status.waits:
        told = say(
            "The recovery sheet with Share no. {number} waits: cati sheet STUDY --save FILE, print it, then --confirm."
            " Until then no sample comes in.",
            number=status.share_number,
        )
    elif not told:
        told = say("The recovery sheet with Share no. {number} is on paper only.", number=status.share_number)
    sys.stdout.write(f"{told}\n")
    return 0


def _save(station: Station, person: User, keys: HeldKeys, path: Path, *, synced: bool) -> None:
    program = synced_by(path)
    if program and not synced:
        raise EnvironmentProblem(
            "folder_synced",
            Phrase("{program} copies this folder to other machines; the sheet was not written.", program=program),
            "Name a file on a stick or in another folder, or say --synced.",
        )
    language = chosen().language
    save_sheet(station, facts_of(station, station.read_sheet(keys)(person), language), path, language)


def _confirm(station: Station, person: User, keys: HeldKeys) -> str:
    """Two groups typed back; then the sample that study.yaml names comes in."""
    station.read_sheet(keys)(person)  # says at once when there is nothing to confirm
    confirm = station.confirm_sheet(keys)
    asked, typed = _typed(confirm.ask(person))
    confirm(person, asked, *typed)
    told = say("The sheet is confirmed: both pages are on paper only now.")
    report = station.load_sample(keys)
    if report is not None:
        told += " " + say("The sample is read: {count} cases.", count=report.counts.added)
    return told


def _typed(asked: GroupsAsked) -> tuple[GroupsAsked, tuple[str, str]]:
    """From a prompt, or `3=ABCD 7=EFGH` from CATI_SHEET_GROUPS: a group of page 1, then one of page 2, by number."""
    given = os.environ.get(_GROUPS)
    if given:
        pairs = [part.partition("=") for part in given.split()]
        numbers = [int(number) if number.isdecimal() else 0 for number, _, _ in pairs]
        if len(pairs) != 2 or not all(1 <= number <= 14 for number in numbers):
            raise RuleViolation("groups_misread")
        return GroupsAsked(*numbers), (pairs[0][2], pairs[1][2])
    if not sys.stdin.isatty():
        raise EnvironmentProblem(
            "groups_needed",
            "Two groups of the sheet are typed back by a person.",
            Phrase("Run it in a terminal, or set {variable}, for instance: 3=ABCD 7=EFGH", variable=_GROUPS),
        )
    root = input(say("Page 1, group {number}:", number=asked.root_group) + " ")
    return asked, (root, input(say("Page 2, group {number}:", number=asked.share_group) + " "))


def _renew(station: Station, person: User, keys: HeldKeys, second_login: str | None) -> None:
    second, beside = None, None
    if second_login:
        password = ask_password("CATI_SECOND_PASSWORD", say("Password of {name}:", name=second_login) + " ")
        signed_in = station.sign_in(second_login, password)
        if signed_in is None:
            raise RuleViolation("wrong_login")
        second, beside = signed_in
    station.renew_sheet(keys, beside)(person, second)
