"""`cati focus-groups ACTION STUDY`: whether groups can be filled, the draw, why, and what became of invitations."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from cati_app.cli.noted_export import note_left
from cati_app.cli.opening import (
    ask_password,
    command_of,
    load,
    open_as_asked,
    open_station,
    sign_in,
    study_outputs,
)
from cati_app.cli.usage import force_argument, there, write_file
from cati_app.cli.whole import reading, reading_arguments
from cati_app.domain.errors import RuleViolation
from cati_app.domain.focus_groups.group_plan import Shortfall
from cati_app.domain.focus_groups.invitations import InvitationStanding, follows
from cati_app.domain.people.users import User
from cati_app.publish.outputs import PDF
from cati_app.station.opening import Station
from cati_app.texts import say
from cati_app.texts.group_words import STANDINGS, reason_words, shortfall_words

if TYPE_CHECKING:  # slow to load
    from cati_app.fieldwork.recruiting.read_groups import GroupNow, GroupsNow
    from cati_app.station.recruiting import FeatureWords, Recruiting

_Act = Callable[[argparse.Namespace], int]
_PAPERS = ("letters", "moderator", "attendance", "receipts", "recording")
_SAID = tuple(dict.fromkeys(each.value for standing in InvitationStanding for each in follows(standing)))


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """One action and its arguments."""
    actions = parser.add_subparsers(dest="action", metavar=say("ACTION"), required=True)
    _action(actions, "plan", say("whether each group can be filled, and by which rule not"), _plan)
    drawing = _action(actions, "draw", say("draw all groups, or one; whoever dropped out of it is replaced"), _draw)
    drawing.add_argument("--group", metavar="ID", help=say("only this one"))
    _of_group(_action(actions, "explain", say("the draw of a group, with a reason for everybody"), _explain))
    noting = _action(actions, "note", say("note what became of somebody who was drawn"), _note)
    _of_group(noting)
    _of_person(noting)
    noting.add_argument("standing", choices=_SAID, help=say("what became of the invitation"))
    calling = _action(actions, "calls", say("a study folder to invite a group by call in the normal console"), _calls)
    _of_group(calling)
    calling.add_argument("--into", type=Path, required=True, metavar=say("FOLDER"), help=say("the new study folder"))
    taking = _action(actions, "take-in", say("note what came of calls in such a folder"), _take_in)
    _of_group(taking)
    taking.add_argument(
        "--from", dest="origin", type=there, required=True, metavar=say("FOLDER"), help=say("the folder of the calls")
    )
    taking.add_argument(
        "--from-db", type=there, metavar=say("FILE"), help=say("its database (default: the user's data folder)")
    )
    taking.add_argument(
        "--with", dest="second", required=True, metavar=say("LOGIN"), help=say("a supervisor of the calls")
    )
    printing = _action(actions, "print", say("letters, lists and receipts of a group as PDF"), _print)
    _of_group(printing)
    printing.add_argument("paper", choices=_PAPERS, help=say("what is printed"))
    printing.add_argument("--out", type=Path, required=True, metavar=say("DIR"), help=say("folder for the file"))
    printing.add_argument("--language", choices=("de", "en"), default="de", help=say("of the texts (default: de)"))
    force_argument(printing)
    _of_person(_action(actions, "contact", say("name and numbers of a person; it stands in the log"), _contact))
    _of_person(_action(actions, "withdraw", say("a person takes the consent back: it is over at once"), _withdraw))


def _action(
    actions: argparse._SubParsersAction[argparse.ArgumentParser], name: str, text: str, act: _Act
) -> argparse.ArgumentParser:
    parser = actions.add_parser(name, help=text)
    reading_arguments(parser)
    parser.set_defaults(act=act)
    return parser


def _of_group(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("group", metavar=say("GROUP"), help=say("id of the focus group"))


def _of_person(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("person", metavar=say("PERSON"), help=say("the consent, or how it begins, as explain tells it"))


def run(arguments: argparse.Namespace) -> int:
    """The action."""
    act: _Act = arguments.act
    return act(arguments)


@contextmanager
def _recruiting(arguments: argparse.Namespace, *, writes: bool) -> Iterator[tuple[Station, Recruiting, User]]:
    from cati_app.station.recruiting import Recruiting  # noqa: PLC0415 - slow to load

    loaded = load(arguments.study)
    station = open_as_asked(loaded, arguments, writes=writes)
    with station.database:
        person, keys = sign_in(station, arguments)
        with reading(station, person, keys, arguments) as source:
            yield station, Recruiting(station, source, person, keys), person


def _plan(arguments: argparse.Namespace) -> int:
    """1 where a group that was not drawn cannot be filled."""
    with _recruiting(arguments, writes=False) as (_, desk, person):
        now, words = desk.read(person), desk.words
    if arguments.json:
        facts = {
            "seed": now.seed,
            "people": len(now.people),
            "expired": now.expired,
            "groups": [_group_facts(group) for group in now.groups],
        }
        sys.stdout.write(json.dumps(facts, ensure_ascii=False) + "\n")
    else:
        sys.stdout.write(_plan_text(now, words))
    return 1 if any(each.for_seats is not None and each.record.draw is None for each in now.groups) else 0


def _plan_text(now: GroupsNow, words: FeatureWords) -> str:
    people = say("{count} people may be invited; seed {seed}.", count=len(now.people), seed=now.seed)
    lines = [people]
    if now.expired:
        lines.append(say("Consents whose last day is over: {count}.", count=now.expired))
    for group in now.groups:
        planned, record = group.planned, group.record
        lines.append(f"{planned.id}  {planned.on:%Y-%m-%d} {planned.at:%H:%M}  {planned.language}  " + _standing(group))
        if record.draw is None:
            lines += [f"    {each}" for each in _feasible(group, words)]
    return "\n".join(lines) + "\n"


def _standing(group: GroupNow) -> str:
    plan, record = group.planned.plan, group.record
    if record.draw is None:
        return say("{count} people for {seats} seats, not drawn", count=group.fitting, seats=plan.seats)
    accepted = record.count(InvitationStanding.ACCEPTED, InvitationStanding.ATTENDED)
    return say(
        "{accepted} of {seats} accepted, {invited} invited, {proposed} proposed, {gone} dropped out",
        accepted=accepted,
        seats=plan.seats,
        invited=record.count(InvitationStanding.INVITED),
        proposed=record.count(InvitationStanding.PROPOSED),
        gone=len(record.dropped_out),
    )


def _feasible(group: GroupNow, words: FeatureWords) -> list[str]:
    if group.for_seats is not None:
        return [shortfall_words(group.for_seats, words.feature, words.value)]
    if group.for_invitations is not None:
        invited = group.planned.drawn_by.seats
        why = shortfall_words(group.for_invitations, words.feature, words.value)
        return [
            say("The seats can be filled, but not {count} invitations: lower invite.", count=invited),
            why,
        ]
    return [say("It can be filled.")]


def _group_facts(group: GroupNow) -> dict[str, object]:
    planned, record = group.planned, group.record
    return {
        "group": planned.id,
        "date": planned.on.isoformat(),
        "at": f"{planned.at:%H:%M}",
        "language": planned.language,
        "seats": planned.plan.seats,
        "invite": planned.drawn_by.seats,
        "least": planned.least,
        "fitting": group.fitting,
        "seats_short": _short(group.for_seats),
        "invitations_short": _short(group.for_invitations),
        "draws": record.draws,
        "standings": {each.value: record.count(each) for each in InvitationStanding},
    }


def _short(shortfall: Shortfall | None) -> dict[str, object] | None:
    if shortfall is None:
        return None
    return {
        "why": shortfall.why.value,
        "feature": shortfall.feature,
        "value": shortfall.value,
        "wanted": shortfall.wanted,
        "there": shortfall.there,
    }


def _draw(arguments: argparse.Namespace) -> int:
    """1 where it cannot be drawn."""
    with _recruiting(arguments, writes=True) as (_, desk, person):
        drawn = desk.draw(person, arguments.group)
        words = desk.words
    if isinstance(drawn, Shortfall):
        if arguments.json:
            sys.stdout.write(json.dumps({"drawn": {}, "short": _short(drawn)}, ensure_ascii=False) + "\n")
        else:
            why = shortfall_words(drawn, words.feature, words.value)
            sys.stdout.write(say("Nothing was drawn: {why}", why=why) + "\n")
        return 1
    if arguments.json:
        facts = {name: list(draw.seated) for name, draw in drawn.items()}
        sys.stdout.write(json.dumps({"drawn": facts, "short": None}) + "\n")
        return 0
    for name, draw in drawn.items():
        told = say("{group}: {count} people have a place.", group=name, count=len(draw.seated))
        sys.stdout.write(f"{told}\n")
    return 0


def _explain(arguments: argparse.Namespace) -> int:
    """1 for a group that was not drawn."""
    from cati_app.station.recruiting import SHORT  # noqa: PLC0415 - slow to load

    with _recruiting(arguments, writes=False) as (_, desk, person):
        now, words = desk.read(person), desk.words
    record = now.group(arguments.group).record
    if record.draw is None:
        sys.stderr.write(say("“{group}” was not drawn yet: cati focus-groups draw.", group=arguments.group) + "\n")
        return 1
    if arguments.json:
        facts = [
            {
                "number": turn.number,
                "consent": turn.id,
                "digest": now.digest(turn.id),
                "reason": turn.reason.value,
                "feature": turn.feature,
                "standing": _word(record.standings.get(turn.id)),
            }
            for turn in record.draw.turns
        ]
        sys.stdout.write(json.dumps(facts, ensure_ascii=False) + "\n")
        return 0
    for turn in record.draw.turns:
        standing = record.standings.get(turn.id)
        stands = STANDINGS(standing.value) if standing is not None else ""
        known = f"{turn.number:>3}  {turn.id[:SHORT]}  {now.digest(turn.id)[:6]}"
        sys.stdout.write(f"{known}  {stands:<14}  {reason_words(turn, words.feature)}\n")
    return 0


def _word(standing: InvitationStanding | None) -> str | None:
    return None if standing is None else standing.value


def _note(arguments: argparse.Namespace) -> int:
    from cati_app.station.recruiting import consent_named  # noqa: PLC0415 - slow to load

    with _recruiting(arguments, writes=True) as (_, desk, person):
        consent = consent_named(desk.read(person), arguments.person)
        desk.keep.note(person, arguments.group, consent, InvitationStanding(arguments.standing))
    _said(arguments, consent, say("Noted: {standing}.", standing=STANDINGS(arguments.standing)))
    return 0


def _print(arguments: argparse.Namespace) -> int:
    from cati_app.publish.reports.group_papers import GroupPaper  # noqa: PLC0415 - slow to load
    from cati_app.station.group_papers import GroupPapers  # noqa: PLC0415 - as above

    loaded = load(arguments.study)
    outputs = study_outputs(arguments, loaded)
    paper = GroupPaper(arguments.paper)
    with _recruiting(arguments, writes=True) as (station, desk, person):
        papers = GroupPapers(station, desk, person, arguments.group, arguments.language)
        path = arguments.out / papers.file_name(paper)
        outputs.check(path, PDF)
        document = papers.document(paper)
        outputs.folder(arguments.out)
        write_file(outputs, path, PDF, document)
        count = len(papers.people(paper))
        note_left(station, person, 0, [f"focus-group-{paper.value}"])
    if arguments.json:
        sys.stdout.write(json.dumps({"file": str(path), "people": count}) + "\n")
        return 0
    sys.stdout.write(f"{path}\n")
    return 0


def _calls(arguments: argparse.Namespace) -> int:
    from cati_app.station.invitation_calls import write_calls  # noqa: PLC0415 - slow to load

    with _recruiting(arguments, writes=True) as (station, desk, person):
        count = write_calls(station, desk, person, arguments.group, arguments.into)
    if arguments.json:
        sys.stdout.write(json.dumps({"folder": str(arguments.into), "people": count}) + "\n")
        return 0
    told = say("{count} people are to be called: `cati run {folder}`.", count=count, folder=arguments.into)
    hint = say("The folder holds their names and numbers: delete its list once they are imported.")
    sys.stdout.write(f"{told}\n{hint}\n")
    return 0


def _take_in(arguments: argparse.Namespace) -> int:
    from cati_app.station.invitation_calls import take_in  # noqa: PLC0415 - slow to load

    with _recruiting(arguments, writes=True) as (_, desk, person):
        called = load(arguments.origin)
        with (other := open_station(called, arguments.from_db, create=False, writable=False)).database:
            question = say("Password of {name}:", name=arguments.second) + " "
            password = ask_password("CATI_SECOND_PASSWORD", question)
            caller = other.sign_in(arguments.second, password, command_of(arguments))
            if caller is None:
                raise RuleViolation("wrong_second_login")
            news = take_in(desk, person, arguments.group, other, *caller)
    if arguments.json:
        sys.stdout.write(json.dumps({consent: standing.value for consent, standing in news.items()}) + "\n")
        return 0
    for standing in (InvitationStanding.ACCEPTED, InvitationStanding.DECLINED):
        count = sum(each is standing for each in news.values())
        sys.stdout.write(f"{STANDINGS(standing.value)}: {count}\n")
    return 0


def _contact(arguments: argparse.Namespace) -> int:
    from cati_app.station.recruiting import consent_named  # noqa: PLC0415 - slow to load

    with _recruiting(arguments, writes=True) as (_, desk, person):
        known = consent_named(desk.read(person), arguments.person)
        consent, case = desk.keep.show(person, known)
    numbers = [number.number.e164 for number in case.numbers if number.number is not None]
    if arguments.json:
        told = {"consent": known, "details": dict(consent.details), "numbers": numbers}
        sys.stdout.write(json.dumps(told, ensure_ascii=False) + "\n")
        return 0
    for name, text in consent.details.items():
        sys.stdout.write(f"{name}: {text}\n")
    sys.stdout.write("".join(f"{number}\n" for number in numbers))
    return 0


def _withdraw(arguments: argparse.Namespace) -> int:
    from cati_app.station.recruiting import consent_named  # noqa: PLC0415 - slow to load

    with _recruiting(arguments, writes=True) as (_, desk, person):
        consent = consent_named(desk.read(person), arguments.person)
        desk.keep.withdraw(person, consent)
    told = say("The consent is over: nobody is drawn, called or written to by it any more.")
    _said(arguments, consent, told)
    return 0


def _said(arguments: argparse.Namespace, consent: str, told: str) -> None:
    text = json.dumps({"consent": consent}) if arguments.json else told
    sys.stdout.write(f"{text}\n")
