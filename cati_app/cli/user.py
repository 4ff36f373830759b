"""`cati user`: who may sign in, passwords, keys, and the recovery sheet."""

from __future__ import annotations

import argparse
import json
import os
import sys

from cati_app.cli import user_keys, user_sheet
from cati_app.cli.opening import (
    ask_password,
    load,
    open_station,
    open_to_write,
    sign_in,
    sign_in_supervisor,
    study_arguments,
)
from cati_app.cli.people_at_hub import tell_hub
from cati_app.cli.people_words import person_named, say_code
from cati_app.cli.terms import ROLES
from cati_app.domain.errors import EnvironmentProblem, RuleViolation
from cati_app.domain.people.users import Role, User
from cati_app.fieldwork.rights import PROGRAM
from cati_app.station.opening import Station
from cati_app.station.sampling import ImportReport
from cati_app.store.trust.held_keys import HeldKeys
from cati_app.texts import say, worded


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """One action and its arguments."""
    actions = parser.add_subparsers(dest="action", metavar=say("ACTION"), required=True)
    listing = actions.add_parser("list", help=say("who may sign in"))
    study_arguments(listing)
    listing.set_defaults(act=_list)
    adding = actions.add_parser("add", help=say("add a person; the first one is a supervisor"))
    study_arguments(adding)
    adding.add_argument("person", metavar=say("LOGIN"), help=say("login of the new person"))
    adding.add_argument("--role", choices=[role.value for role in Role], default="interviewer")
    adding.add_argument("--name", default="", help=say("name on the screen (default: the login)"))
    adding.add_argument("--skills", default="", help=say("what the person is trained for, for instance conversion"))
    adding.add_argument("--languages", default="", help=say("codes of languages spoken, for instance de,tr"))
    adding.set_defaults(act=_add)
    changing = actions.add_parser("change", help=say("another login or name, other languages or skills"))
    study_arguments(changing)
    changing.add_argument("person", metavar=say("LOGIN"), help=say("whose"))
    changing.add_argument("--to", metavar=say("LOGIN"), help=say("new login"))
    changing.add_argument("--name", help=say("name on the screen"))
    changing.add_argument("--skills", help=say("what the person is trained for, for instance conversion"))
    changing.add_argument("--languages", help=say("codes of languages spoken, for instance de,tr"))
    changing.set_defaults(act=_change)
    user_keys.add_actions(actions)
    user_sheet.add_actions(actions)


def run(arguments: argparse.Namespace) -> int:
    """The action."""
    code: int = arguments.act(arguments)
    return code


def _list(arguments: argparse.Namespace) -> int:
    station = open_station(load(arguments.study), arguments.db, create=False, writable=False)
    with station.database:
        person, _ = sign_in(station, arguments)
        known = station.people.read_people()(person)
    return _say_people(arguments, known)


def _say_people(arguments: argparse.Namespace, known: tuple[User, ...]) -> int:
    people = [
        {"login": p.login, "name": p.name, "role": p.role.value, "number": p.number, "active": p.active} for p in known
    ]
    if arguments.json:
        sys.stdout.write(json.dumps({"people": people}, ensure_ascii=False) + "\n")
        return 0
    for person in people:
        left = "" if person["active"] else f"  ({say('has left')})"
        sys.stdout.write(
            f"{person['number']:>3}  {ROLES(str(person['role'])):<12} {person['login']:<16} {person['name']}{left}\n"
        )
    return 0


def _add(arguments: argparse.Namespace) -> int:
    """The first person must be a supervisor and chooses a password; later ones get a start code from a supervisor."""
    station = open_to_write(load(arguments.study), arguments, create=True)
    with station.database:
        if station.has_people():
            return _add_another(station, arguments)
        return _add_first(station, arguments)


def _add_first(station: Station, arguments: argparse.Namespace) -> int:
    role = Role(arguments.role)
    if role is not Role.SUPERVISOR:
        raise RuleViolation("first_person_is_supervisor")
    name, languages, skills = _facts(arguments)
    password = ask_password("CATI_NEW_PASSWORD", say("Password for {name}:", name=arguments.person) + " ")
    keys = station.people.begin_study()
    station.people.add_person(keys)(PROGRAM, arguments.person, name, role, password, languages, skills)
    report = _prepared(station, keys)
    if report is not None and report.counts.left_out:
        told = say(
            "Part of the sample was changed or left out; `cati sample import STUDY FILE --as LOGIN --dry-run` says"
            " what."
        )
        sys.stderr.write(f"{told}\n")
    if station.people.sheet_is_needed():
        told = say("Next: `cati user sheet` prints the recovery sheet of this study. A sample comes after it.")
        sys.stderr.write(f"{told}\n")
    return _say_people(arguments, station.logins())


def _prepared(station: Station, keys: HeldKeys) -> ImportReport | None:
    """The study, now that its first person is there; a block list it cannot read yet is told and undoes nothing."""
    try:
        return station.prepare(keys)
    except EnvironmentProblem as problem:
        if problem.code != "blocklist_not_joined":
            raise
        told = say("Another study made the block list of this machine, and this one cannot read it yet.")
        sys.stderr.write(f"{told} {worded(problem.cure)}\n")
        return None


def _add_another(station: Station, arguments: argparse.Namespace) -> int:
    by, keys = sign_in_supervisor(station, arguments)
    name, languages, skills = _facts(arguments)
    role, add = Role(arguments.role), station.people.add_person(keys)
    known = os.environ.get("CATI_NEW_PASSWORD")
    if known:
        add(by, arguments.person, name, role, known, languages, skills)
    else:
        person, code = add.with_code(by, arguments.person, name, role, languages, skills)
        say_code(arguments, person, code)
    tell_hub(station, by, keys)
    return _say_people(arguments, station.people.read_people()(by)) if known else 0


def _facts(arguments: argparse.Namespace) -> tuple[str, list[str], list[str]]:
    return arguments.name or arguments.person, _words(arguments.languages), _words(arguments.skills)


def _words(text: str) -> list[str]:
    return text.replace(",", " ").split()


def _change(arguments: argparse.Namespace) -> int:
    station = open_to_write(load(arguments.study), arguments)
    with station.database:
        by, keys = sign_in_supervisor(station, arguments)
        person = person_named(station.people.read_people()(by), arguments.person)
        station.people.change_person(keys)(
            by,
            person.id,
            login=arguments.to,
            name=arguments.name,
            languages=_words(arguments.languages) if arguments.languages is not None else None,
            skills=_words(arguments.skills) if arguments.skills is not None else None,
        )
        tell_hub(station, by, keys)
        return _say_people(arguments, station.people.read_people()(by))
