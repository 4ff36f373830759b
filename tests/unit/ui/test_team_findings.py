"""Interviews that ask for a look in the tab of the team, by groups, in words."""

from __future__ import annotations

from cati_app.domain.casework.interviewer_findings import FlaggedCount, InterviewerFinding, interviewer_finding
from cati_app.domain.people.shown_groups import Withheld
from cati_app.fieldwork.monitor.read_interviewer_findings import GroupFinding
from cati_app.texts import words_of
from cati_app.ui.desk.team.finding_words import findings_table

OTHERS = [FlaggedCount(0, 16)] * 4 + [FlaggedCount(0, 15)]


def rows(*groups: GroupFinding) -> list[tuple[str, ...]]:
    return [row[1:] for row in findings_table(words_of("en"), {"tr": "Türkçe"}, groups).rows]


def test_a_group_stands_beside_the_others_and_everybody_beside_nobody() -> None:
    told = rows(
        GroupFinding("", 11, InterviewerFinding(FlaggedCount(5, 220))),
        GroupFinding("tr", 5, interviewer_finding(FlaggedCount(4, 20), OTHERS)),
        GroupFinding("de", 5, interviewer_finding(FlaggedCount(3, 20), OTHERS)),
    )
    assert [
        ("everybody", "11", "220", "5", "–"),
        ("Türkçe", "5", "20", "4", "0.2 expected; more than chance explains (up to 3)"),
        ("de", "5", "20", "3", "0.2 expected; within chance (up to 3)"),
    ] == told


def test_where_nothing_may_be_shown_it_says_why() -> None:
    few, one, difference, new = (row[-1] for row in rows(*(GroupFinding("tr", 3, withheld=why) for why in Withheld)))
    assert "nothing is shown: fewer than 5 people with 20 interviews each" == few
    assert "one person held more than half of the interviews" in one
    assert "beside the groups above" in difference
    assert "beside the figure before" in new
