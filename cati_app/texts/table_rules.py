"""What keeps tables from being made, in words: where it is, and what to do."""

from __future__ import annotations

from cati_app.domain.errors import RuleViolation
from cati_app.domain.phrases import Phrase, source

_RULES = {
    "tables_variable_unknown": source(
        "The data set has no variable “{variable}”. Alike are: {near}. The codebook of an export lists all."
    ),
    "tables_no_categories": source(
        "“{variable}” has no categories to be told by. Make some of it under recodes, with ranges"
        " such as 16-29 and 4+; texts have none."
    ),
    "tables_value_unknown": source("“{variable}” has no value “{value}”. Write it as the questionnaire does: {known}."),
    "tables_value_twice": source(
        "A value of “{variable}” in “{category}” belongs to a category before it as well. Leave it in one of them."
    ),
    "tables_name_taken": source("There is a variable “{name}” already. Give the recode another name."),
    "tables_of_multiple": source(
        "“{variable}” has several answers an interview, so it cannot be recoded. Tell its answers together under nets."
    ),
    "tables_banner_unknown": source("There is no banner “{name}”. Known are: {known}."),
    "tables_filter_unknown": source("There is no filter “{name}”. Known are: {known}."),
    "tables_condition": source(
        "“{text}” is no condition. Write a variable, a colon and its values: gender: 2, or age: 16-29, 65+; a semicolon"
        " stands between conditions, and all of them have to hold."
    ),
}


def table_rule(rule: RuleViolation) -> Phrase | None:
    """The words of a rule of tables; None of any other. Without a place in the file it was typed in the window."""
    text = _RULES.get(rule.code)
    if text is None:
        return None
    told, entry = Phrase(text, **rule.context), rule.context.get("place")
    return Phrase("tables.yaml, {place}: {told}", place=entry, told=told) if entry else told
