"""`cati figures STUDY`: how often conversations led on; for interviewers the own figure, else those of groups."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from cati_app.cli import figures_opened
from cati_app.cli.figures_words import beside_others, figure_lines, finding_facts, finding_lines, own_facts
from cati_app.cli.opening import load, open_station, sign_in
from cati_app.cli.whole import reading, reading_arguments
from cati_app.domain.casework.interviewer_findings import INTERVIEWS_AT_LEAST, InterviewerFinding
from cati_app.domain.errors import EnvironmentProblem, RuleViolation
from cati_app.domain.outcomes.fair_figures import TALKS_AT_LEAST, FairFigure, group_ratio
from cati_app.domain.people.rights import Right
from cati_app.domain.people.shown_days import DaySpan
from cati_app.domain.people.shown_groups import PEOPLE_AT_LEAST, Withheld
from cati_app.domain.people.users import Role, User
from cati_app.fieldwork.monitor.read_interviewer_findings import GroupFinding
from cati_app.fieldwork.monitor.read_staff_figures import GroupFigure
from cati_app.fieldwork.rights import require
from cati_app.station.opening import Station
from cati_app.store.trust.held_keys import HeldKeys
from cati_app.texts import say, say_count


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """STUDY."""
    reading_arguments(parser)
    figures_opened.add_arguments(parser)


def run(arguments: argparse.Namespace) -> int:
    """Reads beside a running application."""
    if figures_opened.is_asked(arguments):
        return figures_opened.run(arguments)
    loaded = load(arguments.study)
    with (station := open_station(loaded, arguments.db, create=False, writable=False)).database:
        person, keys = sign_in(station, arguments)
        if person.role is Role.INTERVIEWER:
            with _read_for(station, person, keys, arguments) as (source, reading_keys):
                own = source.read_staff_figures().own(person)
                opened = source.read_opened_figures(keys, station).own(person)
                finding = source.read_interviewer_findings(reading_keys).own(person)
            facts: object = {**own_facts(own), "findings": finding_facts(finding), "opened": len(opened)}
            told = _own_lines(own, finding, is_opened=bool(opened))
            days = loaded.study.staff.days
            counted = say("Counted are conversations of the last {days} days (staff.days).", days=days)
            lines = [*told, *figures_opened.own_lines(station, opened), counted]
        else:
            with reading(station, person, keys, arguments) as source:
                groups = source.read_staff_figures().groups(person)
                findings = source.read_interviewer_findings(keys).groups(person)
            both = list(zip(groups, findings, strict=True))
            facts = [{**_group_facts(group), "findings": _finding_facts(shown)} for group, shown in both]
            lines = [*_group_lines(groups), *_finding_lines(findings)]
    if arguments.json:
        sys.stdout.write(json.dumps(facts, ensure_ascii=False) + "\n")
    else:
        sys.stdout.write("\n".join(lines) + "\n")
    return 0


@contextmanager
def _read_for(
    station: Station, person: User, keys: HeldKeys, arguments: argparse.Namespace
) -> Iterator[tuple[Station, HeldKeys]]:
    """What an own figure is made of, and with whose keys; at a hub somebody who may read all of it signs in beside.

    Raises:
        EnvironmentProblem: `figures_elsewhere`; as `reading`.
        RuleViolation: `wrong_second_login`, `no_figures`.
    """
    if not station.opened.has_cases_elsewhere():
        yield station, keys
        return
    if not arguments.second:
        raise _elsewhere()
    signed_in = figures_opened.second_person(station, arguments)
    if signed_in is None:
        raise RuleViolation("wrong_second_login")
    beside, their_keys = signed_in
    require(beside, Right.READ_FIGURES)
    with reading(station, beside, their_keys, arguments) as source:
        yield source, their_keys


def _elsewhere() -> EnvironmentProblem:
    return EnvironmentProblem(
        "figures_elsewhere",
        "The cases of this study are at its hub, and this station has only those in hand: an own figure of them would"
        " say nothing.",
        "Somebody who reads figures, an analyst say, signs in beside: `cati figures STUDY --as LOGIN --with LOGIN`.",
    )


def _own_lines(own: FairFigure, finding: InterviewerFinding, *, is_opened: bool) -> Iterator[str]:
    yield (
        say("Your own figure; it is kept nowhere. Below stands who else could or can look at it.")
        if is_opened
        else say("Your own figure. Nobody else sees it, and it is kept nowhere.")
    )
    yield from figure_lines(own)
    yield from finding_lines(finding)


def _group_facts(group: GroupFigure) -> dict[str, object]:
    ratio = _ratio(group)
    return {
        "group": group.name or None,
        "people": group.people if group.withheld is None else None,
        "conversations": group.talks.all if group.talks else None,
        "led_on": group.talks.led_on if group.talks else None,
        "expected": round(group.expected, 2) if group.expected is not None else None,
        "factor": ratio[0] if ratio else None,
        "interval_80": list(ratio[1:]) if ratio else None,
        "withheld": group.withheld.value if group.withheld else None,
        **_days(group.days),
    }


def _days(span: DaySpan | None) -> dict[str, object]:
    return {
        "first_day": span.first.isoformat() if span else None,
        "last_day": span.last.isoformat() if span else None,
    }


def _counted_days(span: DaySpan | None) -> Iterator[str]:
    if span is not None:
        yield say(
            "  Counted are {first} to {last}. The days move on when {people} people or more have enough that is new, so"
            " that two looks tell of nobody between them.",
            first=span.first,
            last=span.last,
            people=PEOPLE_AT_LEAST,
        )


def _ratio(group: GroupFigure) -> tuple[float, float, float] | None:
    if group.talks is None or group.expected is None:
        return None
    return group_ratio(group.talks, group.expected)


def _group_lines(groups: Sequence[GroupFigure]) -> Iterator[str]:
    yield say(
        "Figures of groups alone: a person sees the own figure, and nobody else does. This protects, and it replaces no"
        " agreement with the staff's representatives."
    )
    for group in groups:
        yield f"  {_name(group.name)}: {_withheld_text(group.withheld) if group.withheld else _figures(group)}"
    yield from _counted_days(groups[0].days)


def _name(group: str) -> str:
    return say("language {code}", code=group) if group else say("everybody")


def _finding_facts(group: GroupFinding) -> dict[str, object]:
    return {
        "people": group.people if group.withheld is None else None,
        **finding_facts(group.finding),
        "withheld": group.withheld.value if group.withheld else None,
        **_days(group.days),
    }


def _finding_lines(groups: Sequence[GroupFinding]) -> Iterator[str]:
    yield say("Interviews that ask for a look (review), of those complete; a flag accuses nobody.")
    for group in groups:
        finding = group.finding
        if finding is None:
            yield f"  {_name(group.name)}: {_withheld_interviews(group.withheld)}"
            continue
        people = say_count("{count} person", "{count} people", group.people)
        told = say(
            "{people}, {flagged} of {all} interviews", people=people, flagged=finding.own.flagged, all=finding.own.all
        )
        if finding.expected is not None and finding.limit is not None:
            told = f"{told}. {beside_others(finding.expected, finding.limit)}"
        yield f"  {_name(group.name)}: {told}"
    yield from _counted_days(groups[0].days)


def _withheld_interviews(why: Withheld | None) -> str:
    if why is Withheld.ONE_PERSON:
        return say("nothing is shown: one person held more than half of the interviews")
    if why in (Withheld.DIFFERENCE, Withheld.FEW_NEW):
        return _withheld_text(why)
    return say(
        "nothing is shown: fewer than {people} people with {interviews} interviews each",
        people=PEOPLE_AT_LEAST,
        interviews=INTERVIEWS_AT_LEAST,
    )


def _figures(group: GroupFigure) -> str:
    assert group.talks is not None
    assert group.expected is not None
    people = say_count("{count} person", "{count} people", group.people)
    told = say(
        "{people}, {all} conversations, {led_on} led on, {expected:.1f} expected",
        people=people,
        all=group.talks.all,
        led_on=group.talks.led_on,
        expected=group.expected,
    )
    if (ratio := _ratio(group)) is None:
        return told
    factor, low, high = ratio
    beside = say(
        "{factor:.2f} times as often as all, with 80 % certainty between {low:.2f} and {high:.2f}",
        factor=factor,
        low=low,
        high=high,
    )
    return f"{told}; {beside}"


def _withheld_text(why: Withheld | None) -> str:
    if why is Withheld.FEW_PEOPLE:
        return say(
            "nothing is shown: fewer than {people} people with {talks} conversations each",
            people=PEOPLE_AT_LEAST,
            talks=TALKS_AT_LEAST,
        )
    if why is Withheld.ONE_PERSON:
        return say("nothing is shown: one person held more than half of the conversations")
    if why is Withheld.FEW_NEW:
        return say(
            "nothing is shown: beside the figure before it would tell of fewer than {people}", people=PEOPLE_AT_LEAST
        )
    return say("nothing is shown: beside the groups above it would tell of fewer than {people}", people=PEOPLE_AT_LEAST)
