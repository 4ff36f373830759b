"""What is said of focus groups: why somebody sits in one, why a plan cannot be met, how somebody stands."""

from __future__ import annotations

from collections.abc import Callable

from cati_app.domain.errors import RuleViolation
from cati_app.domain.focus_groups.group_draw import Turn
from cati_app.domain.focus_groups.group_plan import Infeasible, Shortfall
from cati_app.domain.focus_groups.planned_group import LANGUAGE
from cati_app.domain.phrases import Phrase, source
from cati_app.texts import Terms, say

STANDINGS = Terms(
    "invitation",
    {
        "proposed": "proposed",
        "invited": "invited",
        "accepted": "accepted",
        "declined": "declined",
        "attended": "attended",
        "absent": "did not come",
        "withdrawn": "consent over",
    },
)
"""By `InvitationStanding`."""
_REASONS = Terms(
    "draw of a focus group",
    {
        "seated": "fits",
        "outside": "passed over: not a person for this group ({feature})",
        "no_range": "passed over: no seat for this value ({feature})",
        "full": "passed over: its seats are taken ({feature})",
        "needed": "passed over: the seat is needed for a minimum",
        "no_seat": "not needed: all seats are taken",
        "dropped_out": "dropped out",
        "elsewhere": "sits in another group",
    },
)
_RULES = {
    "group_unknown": source("No focus group is called so. There are: {known}."),
    "groups_drawn": source("All focus groups are drawn. Name one to replace those who have dropped out."),
    "group_full": source("Nobody of “{group}” has dropped out since the last draw. Nothing was changed."),
    "not_in_group": source("This person was not drawn for the group. Nothing was changed."),
    "invitation_is": source("This person stands as “{standing}”; “{wanted}” cannot follow. Nothing was changed."),
    "no_consent": source("No consent that holds is called so: it may be withdrawn, or over. Nothing was changed."),
    "group_papers_nobody": source("Nobody of “{group}” holds a place that this paper is for. Nothing was written."),
    "group_papers_names": source(
        "No name is known: focus-groups.yaml says in name_in which contact question holds it. Nothing was written."
    ),
    "consent_ambiguous": source("Several consents begin so: write more of it. Nothing was changed."),
}


def group_rule(rule: RuleViolation) -> Phrase | None:
    """The words of a rule of focus groups; None of any other."""
    text = _RULES.get(rule.code)
    if text is None:
        return None
    told = dict(rule.context)
    told |= {name: STANDINGS(str(told[name])) for name in ("standing", "wanted") if name in told}
    return Phrase(text, **told)


def reason_words(turn: Turn, feature: Callable[[str], str]) -> str:
    """Why somebody was seated or passed over.

    Args:
        feature: The word of a feature.
    """
    return _REASONS(turn.reason.value, feature=feature(turn.feature))


def shortfall_words(shortfall: Shortfall, feature: Callable[[str], str], value: Callable[[str, str], str]) -> str:
    """Why a plan cannot be met.

    Args:
        value: The word of a value of a feature.
    """
    wanted, there = shortfall.wanted, shortfall.there
    name = feature(shortfall.feature)
    match shortfall.why:
        case Infeasible.POOL if not shortfall.feature:
            return say("There are {there} people for {wanted} seats.", there=there, wanted=wanted)
        case Infeasible.POOL if shortfall.value:
            told = value(shortfall.feature, shortfall.value)
            return say(
                "{name}: {wanted} seats are for “{value}”, and {there} such people are there.",
                name=name,
                value=told,
                wanted=wanted,
                there=there,
            )
        case Infeasible.POOL:
            return say(
                "{name}: what the maxima leave of the people fills {there} of {wanted} seats.",
                name=name,
                wanted=wanted,
                there=there,
            )
        case Infeasible.SEATS:
            return say(
                "{name}: the ranges do not fit the seats ({wanted} wanted, {there} there).",
                name=name,
                wanted=wanted,
                there=there,
            )
        case Infeasible.JOINT:
            return say("Each range could be met, but not all together.")
        case _:
            return say("Whether the plan can be met was not found out within 200,000 steps.")


def language_feature(feature: str) -> str | None:
    """The word of the feature that is no variable of the quota; None of any other."""
    return say("language of the interview") if feature == LANGUAGE else None
