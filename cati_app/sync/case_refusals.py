"""What a hub refuses a station that works cases, in words with a cure."""

from __future__ import annotations

from cati_app.domain.errors import EnvironmentProblem, RuleViolation
from cati_app.sync.messages import Refused
from cati_app.sync.refusals import problem_of


def opened() -> EnvironmentProblem:
    """The hub has the cases of another copy of the study."""
    return EnvironmentProblem(
        "hub_opened",
        "The hub has the cases of this study already, and stations work on them. Nothing was changed.",
        "Two stations had the same study: look which of them has the newer cases before going on with either.",
    )


_RULES = {
    Refused.CASE: "no_such_case",
    Refused.TAKEN: "case_taken",
    Refused.UNCHANGED: "counter_unchanged",
    Refused.NO_ROOM: "no_room",
    Refused.NOT_OUT: "case_not_out",
    Refused.NO_SURPLUS: "no_surplus",
    Refused.CELL: "no_cell",
    Refused.CHANGED: "sample_changed",
}
"""What the study itself does not allow, as on a laptop."""


def rule_of(refused: Refused) -> RuleViolation | None:
    """The rule that was broken; None where it is no rule of the study."""
    return RuleViolation(_RULES[refused]) if refused in _RULES else None


def refused_in_words(refused: Refused) -> EnvironmentProblem:
    """By what was refused."""
    if refused is Refused.RECOVERING:
        return EnvironmentProblem(
            "hub_recovers",
            "The hub came back from a copy and waits for every station to say what it has. Until then it gives out no"
            " cases and no places in the quota.",
            "Have all stations connect; a supervisor can write off one that will not come back.",
        )
    if refused is Refused.SESSION:
        return EnvironmentProblem(
            "hub_session",
            "The hub does not know you as signed in any more. Nothing was lost.",
            "Sign out and in again.",
        )
    if refused is Refused.SIGN_IN:
        return EnvironmentProblem(
            "hub_sign_in",
            "The hub does not take your sign-in: it knows another password of yours, or you have left the study there.",
            "`cati hub fetch STUDY` brings the newest list of people; then sign in again. A supervisor can help.",
        )
    if refused is Refused.OPENED:
        return opened()
    if refused is Refused.STATION:
        return EnvironmentProblem(
            "hub_no_station",
            "The study has no station of that name at the hub. Nothing was changed.",
            "`cati hub devices FOLDER` on the server tells the names.",
        )
    if refused is Refused.LEASE:
        return EnvironmentProblem(
            "hub_lost_case",
            "This station does not have the case any more: it was silent for too long, and others may have it.",
            "Finish the conversation; what was said is kept. The next case comes as usual.",
        )
    return problem_of(refused)
