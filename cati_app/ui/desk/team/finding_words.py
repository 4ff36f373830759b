"""Interviews that ask for a look, by groups of people, in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from cati_app.domain.casework.interview_quality import INTERVIEWS_NEEDED
from cati_app.domain.casework.interviewer_findings import INTERVIEWS_AT_LEAST, InterviewerFinding
from cati_app.domain.people.shown_groups import PEOPLE_AT_LEAST, Withheld
from cati_app.fieldwork.monitor.read_interviewer_findings import GroupFinding
from cati_app.texts import Words
from cati_app.texts.figures import figures
from cati_app.ui.desk.states import TableState


def findings_table(words: Words, languages: Mapping[str, str], groups: Sequence[GroupFinding]) -> TableState:
    """A row for each group, or in it why nothing stands there."""
    columns = (
        words.say("Group"),
        words.say("People"),
        words.say("Interviews"),
        words.say("Ask for a look"),
        words.say("Beside the others"),
    )
    rows = tuple(_row(words, languages, group) for group in groups)
    return TableState("findings", words.say("Interviews that ask for a look"), columns, rows)


def _row(words: Words, languages: Mapping[str, str], group: GroupFinding) -> tuple[str, ...]:
    name = languages.get(group.name, group.name) if group.name else words.say("everybody")
    if (finding := group.finding) is None:
        return (group.name, name, "–", "–", "–", _withheld(words, group.withheld))
    beside = beside_others(words, finding) if group.name else "–"
    return (group.name, name, str(group.people), str(finding.own.all), str(finding.own.flagged), beside)


def beside_others(words: Words, finding: InterviewerFinding) -> str:
    """What is expected from the interviews of the others, and how far chance goes; or why nothing is compared."""
    if finding.expected is None or finding.limit is None:
        return words.say(
            "not compared: fewer than {own} interviews, {all} in the field, or {people} others",
            own=INTERVIEWS_AT_LEAST,
            all=INTERVIEWS_NEEDED,
            people=PEOPLE_AT_LEAST,
        )
    given = {"expected": figures(f"{finding.expected:.1f}"), "limit": finding.limit}
    if finding.is_beyond_chance:
        return words.say("{expected} expected; more than chance explains (up to {limit})", **given)
    return words.say("{expected} expected; within chance (up to {limit})", **given)


def _withheld(words: Words, why: Withheld | None) -> str:
    if why is Withheld.ONE_PERSON:
        return words.say("nothing is shown: one person held more than half of the interviews")
    if why is Withheld.DIFFERENCE:
        return words.say(
            "nothing is shown: beside the groups above it would tell of fewer than {people}", people=PEOPLE_AT_LEAST
        )
    if why is Withheld.FEW_NEW:
        return few_new(words)
    return words.say(
        "nothing is shown: fewer than {people} people with {interviews} interviews each",
        people=PEOPLE_AT_LEAST,
        interviews=INTERVIEWS_AT_LEAST,
    )


def few_new(words: Words) -> str:
    """Why a group does not move on to further days."""
    return words.say(
        "nothing is shown: beside the figure before it would tell of fewer than {people}", people=PEOPLE_AT_LEAST
    )
