"""What codes of open answers do to places in the quota, as `cati code` tells it; and places moved."""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Callable, Sequence

from cati_app.cli.opening import open_station, open_to_write, sign_in
from cati_app.cli.rule_words import rule_words
from cati_app.cli.whole import reading
from cati_app.domain.errors import EnvironmentProblem, RuleViolation
from cati_app.domain.people.users import User
from cati_app.fieldwork.monitor.code_answers import CodingPlace, PlaceAfter
from cati_app.fieldwork.monitor.coded_places import CodedPlace
from cati_app.fieldwork.monitor.follow_codes import FollowCodes
from cati_app.fieldwork.monitor.places_at_hub import FollowCodesAtHub, PlacesTold
from cati_app.publish.dataset.fieldwork import case_id
from cati_app.station.loading import LoadedStudy
from cati_app.texts import chosen, say, say_count, worded

_STAYS = ("no_room", "own_interview", "place_right", "case_taken", "coded_since", "no_such_case")
"""Rules that keep one place where it is, and no other one."""


def show_places(loaded: LoadedStudy, arguments: argparse.Namespace) -> int:
    """Interviews that belong elsewhere, each moved where that is wanted. 1 where one of them stays."""
    from cati_app.station.hub_link import push  # noqa: PLC0415 - the client is slow to load

    if arguments.move_places:
        station = open_to_write(loaded, arguments)
    else:
        station = open_station(loaded, arguments.db, create=False, writable=False)
    told, stay = [], 0
    with station.database:
        person, keys = sign_in(station, arguments)
        with reading(station, person, keys, arguments) as source:
            follow = station.follow_codes(keys, source)
            for place in follow.all(person):
                rule = _moved(follow, person, place) if arguments.move_places else None
                stay += rule is not None
                told.append((place, rule))
            at_hub = station.places_at_hub(keys, source)
            if arguments.move_places and at_hub is not None:
                push(station.database)  # what was coded without a line
                at_hub.tell_waiting(person)  # of what counts right already the hub hears as well
    study = loaded.study.id
    if arguments.json:
        facts = [
            {
                "case_id": case_id(study, place.interview),
                "stands": place.stands,
                "belongs": place.belongs,
                "has_room": place.has_room,
                "moved": arguments.move_places and rule is None,
            }
            for place, rule in told
        ]
        sys.stdout.write(json.dumps({"places": facts}, ensure_ascii=False) + "\n")
        return 1 if stay else 0
    for place, rule in told:
        became = rule_words(chosen(), rule) if rule is not None else say("moved") if arguments.move_places else ""
        where = f"{case_id(study, place.interview)}: {place.stands} → {place.belongs}"
        sys.stdout.write(": ".join(part for part in (where, became or _possible(place)) if part) + "\n")
    if not told:
        sys.stdout.write(say("Every interview counts where its codes put it.") + "\n")
    return 1 if stay else 0


def _moved(follow: FollowCodes, person: User, place: CodedPlace) -> RuleViolation | None:
    """Why it was not; None: it was."""
    try:
        follow(person, place.case)
    except RuleViolation as rule:
        if rule.code not in _STAYS:
            raise
        return rule
    return None


def _possible(place: CodedPlace) -> str:
    return say("there is room") if place.has_room else say("no room")


def bring_to_hub(follow: FollowCodesAtHub, person: User, push: Callable[[], object], *, follows: bool) -> None:
    """Bring codes to the hub of a study, and tell it which places are to follow; say what it has answered, or why not.

    Args:
        push: Brings the log of this station, and the codes with it, before anything moves by them.
        follows: This person's codes move places.
    """
    try:
        push()
        told = follow.tell_waiting(person) if follows else PlacesTold()
    except EnvironmentProblem as problem:
        again = say("The codes go there as soon as it answers while somebody works in a window here.")
        by_command = say("Without a window: `cati hub push STUDY`.")
        if follows:
            again = say("It is told as soon as it answers while a supervisor is signed in here.")
            by_command = say("Without a window: `cati code STUDY --as SUPERVISOR --move-places`.")
        lines = [worded(problem.message), f"{again} {by_command}"]
    else:
        counts = [
            say_count("{count} place has followed its codes.", "{count} places have followed their codes.", told.moved),
            say_count("{count} place stays: no room.", "{count} places stay: no room.", told.full),
            say_count(
                "{count} place waits: a station has the case, or somebody has coded it since.",
                "{count} places wait: stations have the cases, or somebody has coded them since.",
                told.wait,
            ),
        ]
        numbers = (told.moved, told.full, told.wait)
        lines = [line for line, count in zip(counts, numbers, strict=True) if count]
    sys.stderr.write("".join(f"{line}\n" for line in lines))


def place_lines(places: Sequence[CodingPlace]) -> list[str]:
    """What codes did to places in the quota, the same ones together."""
    lines = []
    for place, count in sorted(Counter(places).items(), key=lambda each: (each[0].became, each[0].belongs)):
        moved = say_count("{count} interview", "{count} interviews", count) + f": {place.stood} → {place.belongs}: "
        lines.append(
            moved
            + {
                PlaceAfter.MOVED: say("the place in the quota moved"),
                PlaceAfter.FULL: say("the place stays, for that cell has no room"),
                PlaceAfter.PROPOSED: say("the place stays until a supervisor moves it: tab Cases, Ctrl+S, or --places"),
                PlaceAfter.TOLD: say("the place follows once the hub is told"),
            }[place.became]
        )
    return lines
