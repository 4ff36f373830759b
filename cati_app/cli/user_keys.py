"""Actions of `cati user` on passwords and keys."""

from __future__ import annotations

import argparse
import json
import sys
from typing import TYPE_CHECKING

from cati_app.cli.opening import ask_password, load, open_to_write, sign_in_supervisor, study_arguments
from cati_app.cli.people_at_hub import tell_hub
from cati_app.cli.people_words import person_named, say_code, typed_page
from cati_app.domain.errors import EnvironmentProblem, RuleViolation
from cati_app.domain.people.users import Role, User
from cati_app.fieldwork.rights import PROGRAM, Actor
from cati_app.texts import say

if TYPE_CHECKING:
    from argparse import _SubParsersAction


def add_actions(actions: _SubParsersAction[argparse.ArgumentParser]) -> None:
    """password, reset, deactivate, rotate, seal."""
    own = actions.add_parser("password", help=say("change the own password, or replace a start code by one"))
    study_arguments(own)
    own.set_defaults(act=_password)
    reset = actions.add_parser("reset", help=say("new keys and a start code, where a password is lost or got about"))
    study_arguments(reset)
    reset.add_argument("person", metavar=say("LOGIN"), help=say("whose"))
    reset.add_argument("--role", choices=[role.value for role in Role], help=say("another role from now on"))
    reset.add_argument(
        "--sheet", action="store_true", help=say("by page 1 of the recovery sheet, where no supervisor can sign in")
    )
    reset.set_defaults(act=_reset)
    leaving = actions.add_parser(
        "deactivate", help=say("a person leaves: no sign-in any more, new keys for the others")
    )
    study_arguments(leaving)
    leaving.add_argument("person", metavar=say("LOGIN"), help=say("who leaves"))
    leaving.set_defaults(act=_deactivate)
    rotating = actions.add_parser("rotate", help=say("new keys for everybody"))
    study_arguments(rotating)
    rotating.set_defaults(act=_rotate)
    sealing = actions.add_parser("seal", help=say("give people of an older database keys of their own"))
    study_arguments(sealing)
    sealing.set_defaults(act=_seal)


def _password(arguments: argparse.Namespace) -> int:
    login = _login(arguments)
    station = open_to_write(load(arguments.study), arguments)
    with station.database:
        old = ask_password("CATI_PASSWORD", say("Password or start code of {name}:", name=login) + " ")
        new = ask_password("CATI_NEW_PASSWORD", say("New password:") + " ")
        if station.people.choose_password(login, old, new) is None:
            raise RuleViolation("wrong_login")
    return _done(arguments, {"password": "changed"}, say("The new password holds; older copies open with the old one."))


def _reset(arguments: argparse.Namespace) -> int:
    station = open_to_write(load(arguments.study), arguments)
    with station.database:
        by: Actor
        by, keys = (
            (PROGRAM, station.people.by_sheet(typed_page(1)))
            if arguments.sheet
            else sign_in_supervisor(station, arguments)
        )
        person = person_named(station.people.read_people()(by), arguments.person)
        role = Role(arguments.role) if arguments.role else None
        say_code(arguments, person, station.people.reset_password(keys)(by, person.id, role))
        if isinstance(by, User):  # whoever has the sheet alone publishes once somebody can sign in again
            tell_hub(station, by, keys)
    return 0


def _deactivate(arguments: argparse.Namespace) -> int:
    station = open_to_write(load(arguments.study), arguments)
    with station.database:
        by, keys = sign_in_supervisor(station, arguments)
        person = person_named(station.people.read_people()(by), arguments.person)
        station.people.deactivate_person(keys)(by, person.id)
        tell_hub(station, by, keys)
    told = say("{login} cannot sign in any more; everything is sealed with new keys.", login=person.login)
    return _done(arguments, {"deactivated": person.login}, told)


def _rotate(arguments: argparse.Namespace) -> int:
    station = open_to_write(load(arguments.study), arguments)
    with station.database:
        by, keys = sign_in_supervisor(station, arguments)
        station.people.rotate_keys(keys)(by)
        tell_hub(station, by, keys)
    return _done(arguments, {"rotated": True}, say("Everything is sealed with new keys."))


def _seal(arguments: argparse.Namespace) -> int:
    login = _login(arguments)
    station = open_to_write(load(arguments.study), arguments)
    with station.database:
        if not station.people.needs_sealing():
            raise EnvironmentProblem(
                "sealed_already",
                "The people of this database have keys: nothing is left to be sealed, and nothing was changed.",
                "Sign in with `cati run`. A lost password: `cati user reset STUDY LOGIN --as SUPERVISOR`.",
            )
        password = ask_password("CATI_PASSWORD", say("Password of {name}:", name=login) + " ")
        sealed = station.people.seal_study(login, password)
        if sealed is None:
            raise RuleViolation("wrong_login")
    sealing = sealed[2]
    if arguments.json:
        facts = {
            "start_codes": {user.login: code for user, code in sealing.codes},
            "renamed": dict(sealing.renamed),
            "copies": [str(path) for path in sealing.copies],
        }
        sys.stdout.write(json.dumps(facts, ensure_ascii=False) + "\n")
        return 0
    for before, after in sealing.renamed:
        sys.stdout.write(
            say("{before} is called {after} now: two logins were alike.", before=before, after=after) + "\n"
        )
    for user, code in sealing.codes:
        sys.stdout.write(say("Start code of {login}: {code}", login=user.login, code=code) + "\n")
    sys.stdout.write(say("Hand them out: each is told once, and replaced by a password at the first sign-in.") + "\n")
    for path in sealing.copies:
        sys.stdout.write(say("Copy that old passwords open; delete it when all is well: {path}", path=path) + "\n")
    return 0


def _login(arguments: argparse.Namespace) -> str:
    """--as, else typed."""
    login: str = arguments.login or (input(say("Login:") + " ") if sys.stdin.isatty() else "")
    if not login:
        raise RuleViolation("wrong_login")
    return login


def _done(arguments: argparse.Namespace, facts: dict[str, object], told: str) -> int:
    sys.stdout.write((json.dumps(facts, ensure_ascii=False) if arguments.json else told) + "\n")
    return 0
