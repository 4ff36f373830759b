"""What keeps interviews from being weighed, in words: where it is, and what to do."""

from __future__ import annotations

from cati_app.domain.errors import RuleViolation
from cati_app.domain.phrases import Phrase, source

_RULES = {
    "weigh_recipe": source("The recipe cannot be read at “{place}”: docs/weights.md shows how it is written."),
    "weigh_recipe_alone": source(
        "“{file}” is a whole recipe: name it alone, without other files and without options of method and base weights."
    ),
    "weigh_base_twice": source("Base weights come from --base, or from --frame and --persons: name one of both."),
    "weigh_no_number": source("{text} is no number"),
    "weigh_frame_form": source("write it as landline=2000/1000000:variable; known: {names}"),
    "weigh_original_kept": source(
        "--original tells the weights of answers as they were given and stores nothing: leave out --reason and --none."
        " A weighting that was chosen holds for exports with --original as well, which are weighed by the answers in"
        " them."
    ),
    "weigh_bounds": source(
        "Bounds are a number of 0 or more below 1 and one above 1, at most 1000, such as 0.3 and 3. The methods trim"
        " and logit need them, rake has none."
    ),
    "weigh_variable_twice": source("“{variable}” has two margins: leave one of them."),
    "weigh_variable_unknown": source(
        "The data set has no variable “{variable}”. Alike are: {near}. The codebook of an export lists all."
    ),
    "weigh_no_categories": source("“{variable}” holds texts, which have no categories to be weighed by."),
    "weigh_no_numbers": source("“{variable}” holds no numbers, which base weights are computed from."),
    "weigh_category_unknown": source(
        "“{variable}” has no category “{category}”. Write it as the questionnaire does: {known}."
    ),
    "weigh_category_twice": source("“{category}” of “{variable}” belongs to two categories of its margin."),
    "weigh_no_target": source(
        "The margin “{variable}” has no people in “{category}”; interviews of it: {count}. Add it, or put it together"
        " with another: a|b."
    ),
    "weigh_missing_values": source(
        "Interviews without a value of “{variable}” ({reasons}): {count}. With --missing sample they are a category of"
        " their own, with their share of the interviews; or give the margin a category for them, or impute the values"
        " first."
    ),
    "weigh_empty_category": source(
        "No interview is of “{category}” of “{variable}”, which has people in its margin: put it together with another:"
        " a|b."
    ),
    "weigh_nobody": source("There is no complete interview yet that could be weighed."),
    "weigh_empty_margin": source("In the margin “{variable}” every amount is 0."),
    "weigh_sums_differ": source(
        "The margins do not have the same sum: “{variable}” has {sum}, “{other}” has {other_sum}. Give all of them as"
        " shares, or as counts of the same people."
    ),
    "weigh_frame_unknown": source(
        "Interviews that came through the frame “{frame}”, which the base weights say nothing of: {count}. Name its"
        " size, too."
    ),
    "weigh_base_missing": source(
        "Interviews without a usable value of “{variable}”, which base weights need: {count}. Correct it, or say with"
        " --assumed what is taken in its place."
    ),
    "weigh_not_met": source(
        "Raking cannot meet the margins together: “{category}” of “{variable}” stays off by {off:.1%}. Categories"
        " without interviews in common with others are put together: a|b."
    ),
    "weigh_bounds_narrow": source(
        "No weights within these bounds meet the margins: “{category}” of “{variable}” stays off by {off:.1%}. Widen"
        " the bounds, or put small categories together: a|b."
    ),
    "weigh_too_long": source("The recipe is longer than {most} characters: leave long sources out."),
    "weigh_none": source("No weighting has been chosen, so there is none to give up. Nothing was changed."),
}

_IN_WINDOW = {
    "weigh_base_twice": source(
        "Base weights are those of the sample, or computed from frames and persons: name one of both."
    ),
    "weigh_missing_values": source(
        "Interviews without a value of “{variable}” ({reasons}): {count}. V makes them a category of their own, with"
        " their share of the interviews; or give the margin a category for them, or impute the values first."
    ),
    "weigh_base_missing": source(
        "Interviews without a usable value of “{variable}”, which base weights need: {count}. Correct it, or say with B"
        " what is taken in its place."
    ),
    "weigh_recipe_alone": source("“{file}” is a whole recipe: name it alone, without other files."),
}
"""Where a cure is another one by key than by command."""


def weighting_rule_in_window(rule: RuleViolation) -> Phrase | None:
    """As `weighting_rule`, for whoever cures it by key."""
    text = _IN_WINDOW.get(rule.code)
    return weighting_rule(rule) if text is None else Phrase(text, **rule.context)


def weighting_rule(rule: RuleViolation) -> Phrase | None:
    """The words of a rule of weighting; None of any other."""
    text = _RULES.get(rule.code)
    return None if text is None else Phrase(text, **rule.context)
