"""What commands do with the hub of a study after they changed its people."""

from __future__ import annotations

import sys

from cati_app.cli.rule_words import rule_words
from cati_app.domain.errors import UNANSWERED, EnvironmentProblem, RuleViolation
from cati_app.domain.people.users import User
from cati_app.station.opening import Station
from cati_app.store.trust.held_keys import HeldKeys
from cati_app.texts import chosen, say, worded


def tell_hub(station: Station, by: User, keys: HeldKeys) -> None:
    """Bring the change to the hub, where it has the people of this study; what keeps it from that is told."""
    from cati_app.station.people_at_hub import PeopleAtHub, are_told  # noqa: PLC0415 - most studies have no hub

    if not are_told(station.database):
        return
    try:
        PeopleAtHub(station, by, keys).tell()
    except EnvironmentProblem as problem:
        _say_not_told(worded(problem.message), worded(problem.cure), is_silent=problem.code in UNANSWERED)
    except RuleViolation as rule:
        _say_not_told(rule_words(chosen(), rule), "", is_silent=False)
    else:
        told = say("The hub knows it; it holds at the other stations from their next contact on.")
        sys.stderr.write(f"{told}\n")


def _say_not_told(why: str, cure: str, *, is_silent: bool) -> None:
    told = say("At the other stations everything is as before, for the hub was not told:")
    again = say("Then: `cati hub publish STUDY --as SUPERVISOR`.")
    if is_silent:
        by_itself = say("It goes there by itself as soon as the hub answers while a supervisor is signed in here.")
        again = f"{by_itself} {say('Without a window: `cati hub publish STUDY --as SUPERVISOR`.')}"
    sys.stderr.write(f"{told} {why}\n{cure} {again}\n".replace("\n ", "\n"))
