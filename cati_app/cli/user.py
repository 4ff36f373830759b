"""`cati user STUDY`: list who may sign in, or add somebody."""

from __future__ import annotations

import argparse
import json
import sys

from cati_app.cli.opening import (
    ask_password,
    load,
    open_station,
    open_to_write,
    sign_in,
    sign_in_supervisor,
    study_arguments,
)
from cati_app.cli.terms import ROLES
from cati_app.domain.errors import RuleViolation
from cati_app.domain.people.users import Role, User
from cati_app.fieldwork.rights import PROGRAM, Actor
from cati_app.station.opening import Station
from cati_app.store.trust.held_keys import HeldKeys
from cati_app.texts import say


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """STUDY and the person to add."""
    study_arguments(parser)
    parser.add_argument(
        "--add", metavar=say("LOGIN"), help=say("login of a new person; without it, everybody is listed")
    )
    parser.add_argument("--role", choices=[role.value for role in Role], default="interviewer")
    parser.add_argument("--name", default="", help=say("name on the screen (default: the login)"))
    parser.add_argument("--skills", default="", help=say("what the person is trained for, for instance conversion"))
    parser.add_argument("--languages", default="", help=say("codes of languages spoken, for instance de,tr"))


def run(arguments: argparse.Namespace) -> int:
    """The first person must be a supervisor; later ones are added by a supervisor."""
    loaded = load(arguments.study)
    if arguments.add:
        station = open_to_write(loaded, arguments, create=True)
    else:
        station = open_station(loaded, arguments.db, create=False, writable=False)
    with station.database:
        known = _added(station, arguments) if arguments.add else _everybody(station, arguments.login)
        people = [{"login": p.login, "name": p.name, "role": p.role.value, "number": p.number} for p in known]
    if arguments.json:
        sys.stdout.write(json.dumps({"people": people}, ensure_ascii=False) + "\n")
    else:
        for person in people:
            sys.stdout.write(
                f"{person['number']:>3}  {ROLES(str(person['role'])):<12} {person['login']:<16} {person['name']}\n"
            )
    return 0


def _everybody(station: Station, login: str | None) -> tuple[User, ...]:
    person, _ = sign_in(station, login)
    return station.read_people()(person)


def _added(station: Station, arguments: argparse.Namespace) -> tuple[User, ...]:
    """Everybody, the new person among them."""
    role = Role(arguments.role)
    first = not station.has_people()
    person: Actor
    keys: HeldKeys
    person, keys = (PROGRAM, _first_keys(station, role)) if first else sign_in_supervisor(station, arguments.login)
    password = ask_password("CATI_NEW_PASSWORD", say("Password for {name}:", name=arguments.add) + " ")
    name = arguments.name or arguments.add
    languages, skills = (text.replace(",", " ").split() for text in (arguments.languages, arguments.skills))
    station.add_person(keys)(person, arguments.add, name, role, password, languages, skills)
    if first:
        report = station.prepare(keys)
        if report is not None and report.counts.left_out:
            told = say(
                "Part of the sample was changed or left out; `cati sample import STUDY FILE --dry-run` says what."
            )
            sys.stderr.write(f"{told}\n")
        if station.sheet_waits():
            told = say(
                "Now put the recovery sheet on paper: cati sheet {study} --as {login} --save FILE, print it, then"
                " --confirm. Until then no sample comes in.",
                study=arguments.study,
                login=arguments.add,
            )
            sys.stderr.write(f"{told}\n")
    return station.read_people()(person)


def _first_keys(station: Station, role: Role) -> HeldKeys:
    if role is not Role.SUPERVISOR:
        raise RuleViolation("first_person_is_supervisor")
    return station.begin_study()
