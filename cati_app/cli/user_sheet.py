"""Actions of `cati user` on the recovery sheet: show, confirm, replace, and come back with it."""

from __future__ import annotations

import argparse
import json
import os
import secrets
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from cati_app.cli.opening import ask_password, command_of, load, open_to_write, sign_in_supervisor, study_arguments
from cati_app.cli.people_words import person_named, typed_page
from cati_app.domain.errors import EnvironmentProblem, RuleViolation
from cati_app.domain.people.sheet import GROUPS, RecoverySheet
from cati_app.domain.people.users import User
from cati_app.domain.phrases import Phrase
from cati_app.fieldwork.rights import PROGRAM
from cati_app.station.opening import Station
from cati_app.station.sheets import read_paper, save_sheet, synced_by
from cati_app.store.trust.held_keys import HeldKeys
from cati_app.texts import chosen, say, worded

if TYPE_CHECKING:
    from argparse import _SubParsersAction

_GROUPS = "CATI_SHEET_GROUPS"


def add_actions(actions: _SubParsersAction[argparse.ArgumentParser]) -> None:
    """sheet, share, recover."""
    sheet = actions.add_parser("sheet", help=say("show the recovery sheet and confirm that it is on paper"))
    study_arguments(sheet)
    sheet.add_argument("--new", action="store_true", help=say("another sheet in place of one that is lost"))
    sheet.add_argument("--with", dest="second", metavar=say("LOGIN"), help=say("the second supervisor, who signs too"))
    sheet.add_argument("--save", type=Path, metavar=say("FILE"), help=say("write both pages as PDF, to be printed"))
    sheet.add_argument("--synced", action="store_true", help=say("save it although the folder is copied elsewhere"))
    sheet.add_argument("--confirm", action="store_true", help=say("only type two groups back; shows neither page"))
    sheet.set_defaults(act=_sheet)
    share = actions.add_parser("share", help=say("type page 2 of the sheet where the state folder is lost"))
    study_arguments(share)
    share.set_defaults(act=_share)
    recover = actions.add_parser("recover", help=say("after a restore elsewhere: type both pages, say who stays"))
    study_arguments(recover)
    recover.add_argument(
        "--stay", nargs="+", metavar=say("LOGIN"), help=say("who stays; everybody else has left (default: asked)")
    )
    recover.set_defaults(act=_recover)


def _sheet(arguments: argparse.Namespace) -> int:
    station = open_to_write(load(arguments.study), arguments)
    with station.database:
        by, keys = sign_in_supervisor(station, arguments)
        if arguments.confirm:
            _confirm(station, by, keys)
            return 0
        if arguments.new:
            sheet = _renewed(station, arguments, by, keys)
        if arguments.save is not None:
            _save(station, by, keys, arguments)
            return 0
        if not arguments.new:
            sheet = station.people.read_sheet(keys)(by)
        _say_sheet(arguments, sheet)
        if sys.stdin.isatty() and not arguments.json:
            _confirm(station, by, keys)
    return 0


def _save(station: Station, by: User, keys: HeldKeys, arguments: argparse.Namespace) -> None:
    program = synced_by(arguments.save)
    if program and not arguments.synced:
        raise EnvironmentProblem(
            "folder_synced",
            Phrase("{program} copies this folder to other machines; the sheet was not written.", program=program),
            "Name a file on a stick or in another folder, or say --synced.",
        )
    language = chosen().language
    save_sheet(station, read_paper(station, by, keys, language), arguments.save, language)
    told = say(
        "Both pages are in {path}, which only you can read. Print it, keep the pages apart, then delete it.",
        path=arguments.save,
    )
    sys.stdout.write(f"{told}\n{say('When they are on paper: cati user sheet STUDY --as LOGIN --confirm')}\n")


def _renewed(station: Station, arguments: argparse.Namespace, by: User, keys: HeldKeys) -> RecoverySheet:
    if not arguments.second:
        return station.people.renew_sheet(keys)(by)
    password = ask_password("CATI_SECOND_PASSWORD", say("Password of {name}:", name=arguments.second) + " ")
    second = station.sign_in(arguments.second, password, command_of(arguments))
    if second is None:
        raise RuleViolation("wrong_second_login")
    return station.people.renew_sheet(keys, second[1])(by, second[0])


def _say_sheet(arguments: argparse.Namespace, sheet: RecoverySheet) -> None:
    if arguments.json:
        facts = {"number": sheet.number, "page_1": sheet.page_1, "page_2": sheet.page_2}
        sys.stdout.write(json.dumps(facts) + "\n")
        return
    for title, page in (
        (say("Recovery sheet {number}, page 1 (keys)", number=sheet.number), sheet.page_1),
        (say("Recovery sheet {number}, page 2 (Share)", number=sheet.number), sheet.page_2),
    ):
        groups = page.split()
        rows = [" ".join(groups[at : at + 7]) for at in range(0, GROUPS, 7)]
        sys.stdout.write("\n".join([title, *(f"    {row}" for row in rows), ""]) + "\n")
    sys.stdout.write(say("Write both pages down, and keep them in two different places.") + "\n")


def _confirm(station: Station, by: User, keys: HeldKeys) -> None:
    """A group of each page, typed back; then the sample that study.yaml names comes in."""
    station.people.confirm_sheet(keys)(by, *_groups())
    sys.stdout.write(say("Confirmed. From now on page 1 is on paper only.") + "\n")
    try:
        report = station.load_sample(keys) if station.is_empty() else None
    except EnvironmentProblem as problem:
        if problem.code != "sample_missing":
            raise
        sys.stderr.write(f"{worded(problem.message)}\n{worded(problem.cure)}\n")
        return
    if report is not None:
        sys.stdout.write(say("The sample is read: {count} cases.", count=report.counts.added) + "\n")


def _groups() -> tuple[tuple[int, str], tuple[int, str]]:
    """Chosen by chance and typed; or `3=ABCD 7=EFGH` from CATI_SHEET_GROUPS, by number: of page 1, then of page 2."""
    given = os.environ.get(_GROUPS)
    if given:
        pairs = [part.partition("=") for part in given.split()]
        numbers = [int(number) if number.isdecimal() else 0 for number, _, _ in pairs]
        if len(pairs) != 2 or not all(1 <= number <= GROUPS for number in numbers):
            raise EnvironmentProblem(
                "groups_unreadable",
                Phrase("{variable} does not name a group of each page. Nothing was changed.", variable=_GROUPS),
                "Write the number and the four signs of one group of page 1, then of page 2: 3=ABCD 7=EFGH",
            )
        return (numbers[0], pairs[0][2]), (numbers[1], pairs[1][2])
    if not sys.stdin.isatty():
        raise EnvironmentProblem(
            "groups_needed",
            "Two groups of the sheet are typed back by a person.",
            Phrase("Run it in a terminal, or set {variable}, for instance: 3=ABCD 7=EFGH", variable=_GROUPS),
        )
    return _typed(1), _typed(2)


def _typed(page: int) -> tuple[int, str]:
    group = secrets.randbelow(GROUPS) + 1
    return group, input(say("Group {group} of page {page}:", group=group, page=page) + " ")


def _share(arguments: argparse.Namespace) -> int:
    station = open_to_write(load(arguments.study), arguments)
    with station.database:
        login = arguments.login or input(say("Login:") + " ")
        password = ask_password("CATI_PASSWORD", say("Password of {name}:", name=login) + " ")
        if not station.people.take_share(login, password, typed_page(2)):
            raise RuleViolation("wrong_login")
    sys.stdout.write(say("This machine opens names and numbers of the study again.") + "\n")
    return 0


def _recover(arguments: argparse.Namespace) -> int:
    station = open_to_write(load(arguments.study), arguments)
    with station.database:
        keys = station.people.by_sheet(typed_page(1), typed_page(2))
        people = [person for person in station.people.read_people()(PROGRAM) if person.active]
        if arguments.stay:
            stay = [person_named(people, login) for login in arguments.stay]
        else:
            stay = [person for person in people if _stays(person)]
        station.people.recover_study(keys)(PROGRAM, [person.id for person in stay])
    names = ", ".join(person.login for person in stay)
    sys.stdout.write(say("Recovered. These people can sign in: {names}.", names=names) + "\n")
    return 0


def _stays(person: User) -> bool:
    question = say("Does {login} ({name}) still work on this study? Type yes:", login=person.login, name=person.name)
    return input(f"{question} ").strip().casefold() == say("yes").casefold()
