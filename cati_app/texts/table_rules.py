"""What keeps tables from being made, in words: where it is, and what to do."""

from __future__ import annotations

from cati_app.domain.errors import RuleViolation
from cati_app.domain.phrases import Phrase, source

_RULES = {
    "tables_variable_unknown": source(
        "tables.yaml, {place}: the data set has no variable “{variable}”. Alike are: {near}. The codebook of an export"
        " lists all."
    ),
    "tables_no_categories": source(
        "tables.yaml, {place}: “{variable}” has no categories to be told by. Make some of it under recodes, with ranges"
        " such as 16-29 and 4+; texts have none."
    ),
    "tables_value_unknown": source(
        "tables.yaml, {place}: “{variable}” has no value “{value}”. Write it as the questionnaire does: {known}."
    ),
    "tables_value_twice": source(
        "tables.yaml, {place}: a value of “{variable}” in “{category}” belongs to a category before it as well. Leave"
        " it in one of them."
    ),
    "tables_name_taken": source(
        "tables.yaml, {place}: there is a variable “{name}” already. Give the recode another name."
    ),
    "tables_of_multiple": source(
        "tables.yaml, {place}: “{variable}” has several answers an interview, so it cannot be recoded. Tell its answers"
        " together under nets."
    ),
    "tables_banner_unknown": source("tables.yaml, {place}: there is no banner “{name}”. Known are: {known}."),
    "tables_filter_unknown": source("tables.yaml, {place}: there is no filter “{name}”. Known are: {known}."),
}


def table_rule(rule: RuleViolation) -> Phrase | None:
    """The words of a rule of tables; None of any other."""
    text = _RULES.get(rule.code)
    return None if text is None else Phrase(text, **rule.context)
