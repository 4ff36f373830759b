"""`cati figures --unlock`, `--of`, `--everybody`, `--lock`, `--unlocked`: figures of single people, opened by two."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import partial

from cati_app.cli.figures_words import figure_lines, finding_facts, finding_lines, own_facts
from cati_app.cli.opening import (
    ask_password,
    command_of,
    load,
    open_station,
    open_to_write,
    sign_in,
    sign_in_supervisor,
)
from cati_app.cli.whole import reading
from cati_app.domain.people.opened_figures import OpenedFigures
from cati_app.domain.people.users import User
from cati_app.fieldwork.people.openings import OpenedEntry
from cati_app.station.figures_desk import OpenedFiguresHere
from cati_app.station.opening import Station
from cati_app.store.trust.held_keys import HeldKeys
from cati_app.texts import say, say_count


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What is opened, and by whom besides."""
    asked = parser.add_mutually_exclusive_group()
    asked.add_argument(
        "--of", metavar=say("LOGIN"), help=say("the figure of one other person, while two people have opened it")
    )
    asked.add_argument(
        "--unlock",
        metavar=say("LOGIN"),
        help=say("open figures of one person for 14 days; needs --with and --reason; the person is told"),
    )
    asked.add_argument(
        "--everybody",
        action="store_true",
        help=say(
            "open figures of each person from tomorrow on; needs --with, --agreement and --agreed-on; all are told"
        ),
    )
    asked.add_argument("--lock", action="store_true", help=say("end whatever is open"))
    asked.add_argument(
        "--unlocked", action="store_true", help=say("what was opened of whom, for the staff's representatives")
    )
    parser.add_argument(
        "--from", dest="first", type=_day, metavar=say("DAY"), help=say("first day of work (default: today)")
    )
    parser.add_argument(
        "--to", dest="last", type=_day, metavar=say("DAY"), help=say("last day, at most 30 in all (default: today)")
    )
    parser.add_argument(
        "--with",
        dest="second",
        metavar=say("LOGIN"),
        help=say("the second person; at a hub for an own figure too: somebody who reads figures"),
    )
    parser.add_argument("--reason", default="", metavar=say("TEXT"), help=say("why; kept, and told to the person"))
    parser.add_argument("--agreement", default="", metavar=say("TEXT"), help=say("its name"))
    parser.add_argument("--agreed-on", type=_day, metavar=say("DAY"), help=say("the day it was made"))


def is_asked(arguments: argparse.Namespace) -> bool:
    """Whether the command is about single people."""
    return bool(arguments.of or arguments.unlock or arguments.everybody or arguments.lock or arguments.unlocked)


def run(arguments: argparse.Namespace) -> int:
    """Open, look, end or list."""
    loaded = load(arguments.study)
    if arguments.of or arguments.unlocked:
        with (station := open_station(loaded, arguments.db, create=False, writable=False)).database:
            person, keys = sign_in(station, arguments)
            with reading(station, person, keys, arguments) as source:
                _look(arguments, station, source, person, keys)
        return 0
    with (station := open_to_write(loaded, arguments)).database:
        person, keys = sign_in_supervisor(station, arguments)
        with reading(station, person, keys, arguments) as source:
            desk = OpenedFiguresHere(station, keys, person, source)
            if arguments.lock:
                ended = desk.close()
                told = say_count("Ended: {count} opening.", "Ended: {count} openings.", ended)
                _tell(arguments, {"ended": ended}, [told])
                return 0
            signed_in, names = second_person(station, arguments), _names(station)
            opened = desk.told(partial(_open, desk, None if signed_in is None else signed_in[0], arguments))
    _tell(arguments, _opened_facts(opened, names), [_opened_line(opened, names)])
    if not desk.is_told:
        told = say(
            "The line to the hub was cut just now: the person reads of it as soon as a supervisor has the tab Team open"
            " at this station."
        )
        sys.stderr.write(f"{told}\n")
    return 0


def _look(arguments: argparse.Namespace, station: Station, source: Station, person: User, keys: HeldKeys) -> None:
    if arguments.of:
        told = source.read_staff_figures(station).of_person(person, arguments.of)
        finding = source.read_interviewer_findings(keys, station).of_person(person, arguments.of)
        facts = {**own_facts(told.figure), "findings": finding_facts(finding)}
        _tell(arguments, facts, [*figure_lines(told.figure), *finding_lines(finding)])
        return
    listed, names = source.read_opened_figures(keys, station).all(person), _names(station)
    _tell(arguments, [entry_facts(entry, names) for entry in listed], entry_lines(listed, names))


def _open(desk: OpenedFiguresHere, second: User | None, arguments: argparse.Namespace) -> OpenedFigures:
    if arguments.unlock:
        today = desk.today()
        days = arguments.first or today, arguments.last or today
        return desk.of_person(second, arguments.unlock, days, arguments.reason)
    return desk.of_everybody(second, arguments.agreement, arguments.agreed_on or date.max)


def second_person(station: Station, arguments: argparse.Namespace) -> tuple[User, HeldKeys] | None:
    """Who signs in beside; None: nobody was named, or name or password are wrong."""
    if not arguments.second:
        return None
    password = ask_password("CATI_SECOND_PASSWORD", say("Password of {name}:", name=arguments.second) + " ")
    return station.sign_in(arguments.second, password, command_of(arguments))


def _names(station: Station) -> Mapping[str, str]:
    return {user.id: user.login for user in station.logins()}


def entry_facts(entry: OpenedEntry, names: Mapping[str, str]) -> dict[str, object]:
    """For JSON."""
    return {**_opened_facts(entry.opened, names), "reason": entry.reason, "ended": entry.closed}


def _opened_facts(opened: OpenedFigures, names: Mapping[str, str]) -> dict[str, object]:
    return {
        "of": None if opened.of is None else names.get(opened.of, "?"),
        "by": [names.get(person, "?") for person in (opened.by, opened.second)],
        "at": opened.at.isoformat(),
        "first_day": opened.first_day.isoformat(),
        "last_day": None if opened.last_day is None else opened.last_day.isoformat(),
        "ends_at": None if opened.ends_at is None else opened.ends_at.isoformat(),
        "agreed_on": None if opened.agreed_on is None else opened.agreed_on.isoformat(),
    }


def entry_lines(listed: Sequence[OpenedEntry], names: Mapping[str, str]) -> Iterator[str]:
    """For people; each with its reason."""
    if not listed:
        yield say("Nobody's figures were ever opened.")
    for entry in listed:
        yield _opened_line(entry.opened, names) + (f" {say('Ended before.')}" if entry.closed else "")
        if entry.reason:
            yield f"  {entry.reason}"


def _opened_line(opened: OpenedFigures, names: Mapping[str, str]) -> str:
    people = ", ".join(names.get(person, "?") for person in (opened.by, opened.second))
    if opened.of is None:
        return say(
            "Opened by {people}: each person, from {first} on, under an agreement of {agreed_on}.",
            people=people,
            first=opened.first_day,
            agreed_on=opened.agreed_on,
        )
    return say(
        "Opened by {people}: {login}, {first} to {last}, until {end:%Y-%m-%d}.",
        people=people,
        login=names.get(opened.of, "?"),
        first=opened.first_day,
        last=opened.last_day,
        end=opened.ends_at,
    )


def own_lines(station: Station, listed: Sequence[OpenedEntry]) -> Iterator[str]:
    """What the person concerned is told with the own figure."""
    if listed:
        yield from entry_lines(listed, _names(station))


def _tell(arguments: argparse.Namespace, facts: object, lines: Sequence[str] | Iterator[str]) -> None:
    text = json.dumps(facts, ensure_ascii=False) if arguments.json else "\n".join(lines)
    sys.stdout.write(f"{text}\n")


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(say("a day, as 2026-11-24")) from None
