"""People as commands name them."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence

from cati_app.cli.opening import how_to_type, typed_secret
from cati_app.domain.errors import EnvironmentProblem, RuleViolation
from cati_app.domain.people.logins import folded
from cati_app.domain.people.users import User
from cati_app.domain.phrases import Phrase
from cati_app.texts import say


def person_named(people: Sequence[User], login: str) -> User:
    """Who has a login. RuleViolation: `no_such_person`."""
    for user in people:
        if folded(user.login) == folded(login):
            return user
    raise RuleViolation("no_such_person")


def say_code(arguments: argparse.Namespace, person: User, code: str) -> None:
    """A start code, which is told once."""
    if arguments.json:
        sys.stdout.write(json.dumps({"login": person.login, "start_code": code}, ensure_ascii=False) + "\n")
        return
    told = say("Start code of {login}: {code}", login=person.login, code=code)
    sys.stdout.write(f"{told}\n{say('It is told once. At the first sign-in the person chooses a password with it.')}\n")


def typed_page(number: int) -> str:
    """A page of the recovery sheet, from CATI_PAGE_1 or CATI_PAGE_2, else from a prompt.

    Raises:
        EnvironmentProblem: `page_needed`.
    """
    question = say("Page {number} of the recovery sheet:", number=number) + " "
    variable = f"CATI_PAGE_{number}"
    page = typed_secret(variable, question)
    if not page:
        raise EnvironmentProblem(
            "page_needed",
            Phrase("Page {number} of the recovery sheet is needed; nothing was changed.", number=number),
            how_to_type(variable),
        )
    return page
