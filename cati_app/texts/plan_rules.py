"""What keeps targets from being planned, in words: for commands, for a new study, and for the board."""

from __future__ import annotations

from cati_app.domain.errors import RuleViolation
from cati_app.texts.terms import Terms
from cati_app.texts.words import Words


def plan_rule_words(words: Words, rule: RuleViolation) -> str:
    """What is wrong with tables or figures, and what to do; blank: the rule is about something else."""
    return _RULES.of(words.language).known(rule.code, **rule.context) or ""


_RULES = Terms(
    "rule of commands",
    {
        "plan_total_needed": "With published tables, the interviews wanted are needed: a whole number above 0.",
        "plan_out_of_range": "“{name}” is out of its range: errors, shares and times are above 0, errors and shares"
        " below 1, a design effect is 1 or more, a minimum 0 or more.",
        "plan_minimum_too_high": "{cells} cells with that minimum are {needed} interviews; there are {total}. Lower it,"
        " or plan more.",
        "plan_quota_unknown": "The study has no quota “{name}”. It has: {names}.",
        "plan_empty_table": "In the table of {table} every amount is 0.",
        "plan_dimension_twice": "“{dimension}” is in two tables: leave it in one.",
        "plan_dimensions_differ": "The quota of the study has {dimensions}; the tables have others. Give each of them"
        " in one table.",
        "plan_too_many_cells": "The tables make {cells} cells; a plan has 1 to {most}.",
        "plan_unknown_category": "“{category}” is no category of the quota. Write it as in study.yaml or the tables.",
        "plan_category_missing": "The tables do not say how many people are in “{category}”.",
        "plan_seed_differs": "The table that tells of associations must be one cross table of {dimensions}.",
        "plan_seed_many": "The file that tells of associations holds more than one table.",
        "plan_no_seed": "In the table that tells of associations nobody is in “{category}”.",
        "plan_not_raked": "The table that tells of associations has so many empty cells that no table like it has the"
        " margins. Fill them, or leave it out.",
    },
)
