"""Every rule that can be in the way of a command has words there, with what to do."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import cati_app
from cati_app.cli.rule_words import rule_words
from cati_app.domain.errors import RuleViolation
from cati_app.sync.case_refusals import rule_of
from cati_app.sync.messages import Refused
from cati_app.texts import words_of
from tests.modules_that_say import modules_that_say

_AT_THE_TELEPHONE = """
agreement_unchanged agreement_used already_decided appointment_in_the_past appointment_outside_hours call_first
case_not_open clock_doubtful day_limit_reached interview_open limit_reached no_interview no_number no_place
nobody_on_the_line not_dialled interview_at_end not_resumable not_returnable not_running note_required number_blocked
number_gone lookups_too_many look_up_first
outside_hours owner_language owner_refused result_given signed_in_elsewhere study_begun undo_too_late
"""
"""While somebody calls, or agrees on a call, in a window."""
_AT_THE_DESK = """
correction_no_form correction_not_asked correction_quota correction_route correction_unchanged correction_unfit
message_empty message_long message_to_nobody no_such_interview note_needed nothing_to_withdraw
rest_impossible review_proposed setting_refused setting_unchanged setting_undo_nothing setting_used
"""
"""In the window of a supervisor or an analyst: reviewing, messages, alerts, settings."""
_IN_A_SITTING = """
card_blank card_reason_missing card_too_long card_twice card_unknown no_sitting no_such_probe not_a_quote
quote_on_its_way quote_order
quotes_not_allowed sitting_not_running sitting_under_way sittings_used_up topic_reason_missing topic_unknown
"""
"""In the guided screen of an expert study, which words them."""
_AT_THE_HUB = "bundle_unfit station_ hub_edition_lost hub_recovers lease_over no_such_station"
"""A refusal of the hub is told at the station as another error, which has words of its own."""
_OF_A_SHEET = "number_ambiguous number_rounded number_zero_lost"
"""Of a row of a sheet; its reasons are told with the row."""
_ELSEWHERE = set(f"{_AT_THE_TELEPHONE} {_AT_THE_DESK} {_IN_A_SITTING} {_AT_THE_HUB} {_OF_A_SHEET}".split())
"""No command comes to them. Whoever adds a rule decides: words for commands, or a place here."""


def _raised() -> Iterator[str]:
    for _, tree in modules_that_say(Path(next(iter(cati_app.__path__))), "RuleViolation"):
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "RuleViolation":
                constants = (part for part in ast.walk(node.args[0]) if isinstance(part, ast.Constant))
                yield from (text for each in constants if re.fullmatch(r"[a-z_]+", text := str(each.value)))
    yield from (rule.code for rule in map(rule_of, Refused) if rule is not None)


def _is_worded(code: str) -> bool:
    try:
        return "Not allowed" not in rule_words(words_of("en"), RuleViolation(code, cases=1))
    except KeyError:  # the words name a value that comes with the rule
        return True


@pytest.fixture(scope="module")
def raised() -> set[str]:
    return set(_raised())


@pytest.mark.slow
def test_a_rule_in_the_way_of_a_command_has_words_there(raised: set[str]) -> None:
    assert set() == {code for code in raised - _ELSEWHERE if not _is_worded(code)}


def test_rules_of_elsewhere_are_there_and_wait_for_no_words(raised: set[str]) -> None:
    assert set() == _ELSEWHERE - raised
    assert set() == {code for code in _ELSEWHERE if _is_worded(code)}


def test_what_hinders_handing_cases_over_says_what_to_do() -> None:
    elsewhere, in_hand = RuleViolation("cases_elsewhere"), RuleViolation("cases_in_hand", cases=2)

    assert "`cati run STUDY`" in rule_words(words_of("en"), elsewhere)
    assert "2 cases are being worked" in rule_words(words_of("en"), in_hand)
    assert "Have everybody finish" in rule_words(words_of("en"), in_hand)
