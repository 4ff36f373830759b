"""Failures that are nobody's bug say what happened and what to do."""

from __future__ import annotations

from cati_app.domain.calling.line import LineProblem
from cati_app.domain.errors import EnvironmentProblem, RuleViolation


def test_an_environment_problem_says_what_happened_and_the_cure() -> None:
    problem = EnvironmentProblem("disk_full", "The disk is full.", "Free some space.")

    assert "The disk is full. Free some space." == str(problem)
    assert ("disk_full", "The disk is full.", "Free some space.") == (problem.code, problem.message, problem.cure)


def test_a_rule_carries_its_code_and_context() -> None:
    rule = RuleViolation("limit_reached", limit=10)

    assert ("limit_reached", {"limit": 10}, "limit_reached") == (rule.code, rule.context, str(rule))


def test_a_line_problem_names_its_kind() -> None:
    assert "adapter: no program" == str(LineProblem("adapter", "no program"))
