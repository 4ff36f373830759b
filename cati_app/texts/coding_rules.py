"""What keeps an open answer from getting codes, in words."""

from __future__ import annotations

from cati_app.domain.errors import RuleViolation
from cati_app.domain.phrases import Phrase, source

_RULES = {
    "code_unknown": source("“{typed}” is no code of the question. Its codes are: {known}."),
    "code_one": source("“{question}” takes one choice, so the text gets one code."),
    "code_alone": source("A choice that stands alone, such as none of these, has no other code beside it."),
    "code_no_answer": source(
        "No interview that counts has such an open answer: look at case_id and variable, as `cati code STUDY --as"
        " LOGIN` shows them."
    ),
    "code_text_other": source("The text of the row is not that of the interview: rows were moved, or a text changed."),
    "code_twice": source("This answer has a row above already."),
    "code_decimal": source(
        "“{typed}” may be a number that a spreadsheet made of two codes: write a blank between them."
    ),
    "code_question": source("“{name}” is no question whose open answers get codes. Those are: {known}."),
    "code_label_needed": source("A code needs a text, in one language at least."),
    "code_label_long": source("A text of a code has {most} characters at most."),
    "code_language": source("The questionnaire has no language “{language}”. It has: {known}."),
    "code_label_taken": source("“{label}” is the text of code {number} already: give that one."),
    "code_number_taken": source("The number {number} is taken. {free} is free."),
    "code_number_whole": source("A code is a whole number, not “{number}”."),
    "code_number_range": source("A code is a whole number from 1 to {most}, not {number}."),
    "code_study_faulty": source(
        "study.yaml has a fault as it stands, or would have one: `cati check STUDY` says where. Nothing was changed."
    ),
    "code_study_changed": source(
        "study.yaml or the questionnaire was changed by hand and is not in force yet. A supervisor takes it over first:"
        " tab Settings, or sign in anew. Nothing was changed."
    ),
    "unit_adjudicated": source("The unit was adjudicated. Nothing was changed: whoever adjudicates decides again."),
    "unit_has_coders": source("The unit was coded by others already. Nothing was changed."),
    "unit_coded_blind": source("Where two code the same unit, no codes are suggested. Nothing was changed."),
    "unit_not_differing": source("Only where two coders differ is there something to decide. Nothing was changed."),
    "unit_gone": source(
        "The unit is there no more: its interview was erased, rejected or corrected. Nothing was changed; read again."
    ),
    "unit_closed": source(
        "Both have coded the double part, and its codes are in sight: what differs is decided now. Nothing was changed."
    ),
    "unit_rest_waits": source(
        "The rest is coded once both have coded the double part and every difference is decided. Nothing was changed."
    ),
    "unit_still_blind": source(
        "Differences are decided once both have coded the whole double part: until then neither sees the other's codes."
    ),
    "unit_codes": source(
        "The frame has no such codes for a unit (axis {axis}, code “{id}”): it has one field, any number of themes and"
        " one stance. Nothing was changed."
    ),
    "unit_codes_of_before": source(
        "The frame has version {version} now. Nothing was changed: open the page again and look at the codes there."
    ),
    "coder_there": source("You code already. Nothing was changed."),
    "coder_seats_taken": source(
        "Two people code this study already. Whoever leaves makes room: `cati code STUDY --as LOGIN --leave`."
    ),
    "coder_knows": source(
        "You have coded beside this seat, so you know what was given there: somebody else has to take it."
    ),
    "coder_none": source("Only the two who have joined as coders code units. Nothing was changed."),
    "units_seed": source("Units need a seed of 1 to {most} characters, such as 2026-1."),
    "units_seeded": source(
        "The units have the seed “{seed}”. It stays, so that anybody can draw the same parts again."
    ),
    "units_none": source("No interview that counts has an open answer that the frame is for. Nothing was changed."),
    "frame_changed": source(
        "Version {version} of the code frame has other codes now than when it came into use. Nothing was changed: raise"
        " its version, and say under changes what became of its codes (docs/coding.md)."
    ),
    "code_nothing_open": source(
        "The questionnaire has no question with a choice “other” that asks for a text: docs/coding.md says how one is"
        " recognised, and coding in study.yaml names others."
    ),
}


def coding_rule(rule: RuleViolation) -> Phrase | None:
    """The words of a rule of coding; None of any other."""
    text = _RULES.get(rule.code)
    return None if text is None else Phrase(text, **rule.context)
