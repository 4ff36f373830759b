"""What a hub refuses a station that works cases, in words with a cure."""

from __future__ import annotations

from cati_app.domain.errors import EnvironmentProblem, RuleViolation
from cati_app.domain.sharing.stations import Halt
from cati_app.sync.messages import Refused
from cati_app.sync.refusals import problem_of


def opened() -> EnvironmentProblem:
    """The hub has the cases of another copy of the study."""
    return EnvironmentProblem(
        "hub_opened",
        "The hub has the cases of this study already, and stations work on them. Nothing was changed.",
        "Two stations had the same study: look which of them has the newer cases before going on with either.",
    )


def older() -> EnvironmentProblem:
    """The hub knows nothing of places that follow codes."""
    return EnvironmentProblem(
        "hub_older",
        "The hub runs an earlier version of the program, in which places do not follow codes. The codes stand, and"
        " nothing is lost.",
        "Have the newer version installed where the hub runs; then the places go where their codes put them.",
    )


_RULES = {
    Refused.CASE: "no_such_case",
    Refused.TAKEN: "case_taken",
    Refused.UNCHANGED: "counter_unchanged",
    Refused.CELL_CHANGED: "cell_changed",
    Refused.UNDO_NOTHING: "undo_nothing",
    Refused.UNDO_LATE: "undo_late",
    Refused.UNDO_APART: "undo_apart",
    Refused.MOVE_APART: "move_apart",
    Refused.MOVE_TOO_MANY: "move_too_many",
    Refused.NO_ROOM: "no_room",
    Refused.CODED_SINCE: "coded_since",
    Refused.NOT_OUT: "case_not_out",
    Refused.NO_SURPLUS: "no_surplus",
    Refused.CELL: "no_cell",
    Refused.NOTHING_LACKS: "nothing_lacks",
    Refused.NOTHING_ASIDE: "nothing_aside",
    Refused.CANNOT_SETTLE: "cannot_settle",
    Refused.STILL_UNFIT: "still_unfit",
    Refused.HAS_INTERVIEW: "case_has_interview",
    Refused.CHANGED: "sample_changed",
    Refused.LOOKUPS: "lookups_too_many",
    Refused.LOOK_UP_FIRST: "look_up_first",
    Refused.NOBODY: "message_to_nobody",
}
"""What the study itself does not allow, as on a laptop."""


def rule_of(refused: Refused) -> RuleViolation | None:
    """The rule that was broken; None where it is no rule of the study."""
    return RuleViolation(_RULES[refused]) if refused in _RULES else None


def halted(halt: Halt) -> EnvironmentProblem:
    """A station begins no call."""
    if halt is Halt.PAUSED:
        return EnvironmentProblem(
            "hub_paused",
            "A supervisor has paused this station: it begins no call and gets no case. Conversations that run go on.",
            "Ask the supervisor, who lets it call again.",
        )
    return EnvironmentProblem(
        "hub_written_off",
        "A supervisor has written this station off: it begins no call and gets no case. What was done here is taken"
        " all the same.",
        "Ask the supervisor, who can re-admit it: `cati hub readmit STUDY DEVICE --reason TEXT --as SUPERVISOR`.",
    )


def refused_in_words(refused: Refused) -> EnvironmentProblem:
    """By what was refused."""
    if refused in (Refused.PAUSED, Refused.WRITTEN_OFF):
        return halted(Halt(refused.value))
    if refused is Refused.EDITION_LOST:
        return EnvironmentProblem(
            "hub_edition_lost",
            "The hub came back from a copy in which the study is older than stations have seen it: people and targets"
            " may be others. It lends no cases and gives no places in the quota.",
            "`cati hub publish STUDY --as SUPERVISOR`, at the station that published it, says what the study is now.",
        )
    if refused is Refused.RECOVERING:
        return EnvironmentProblem(
            "hub_recovers",
            "The hub came back from a copy and waits for every station to say what it has. Until then it gives out no"
            " cases and no places in the quota.",
            "Have all stations connect; a supervisor can write off those that will not come back, or have cases lent"
            " meanwhile: `cati hub go-on STUDY --reason TEXT --as SUPERVISOR`.",
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
            "`cati hub stations STUDY --as SUPERVISOR` tells the names.",
        )
    if refused is Refused.LEASE:
        return EnvironmentProblem(
            "hub_lost_case",
            "This station does not have the case any more: it was silent for too long, or a supervisor took it back.",
            "Finish the conversation; what was said is kept. The next case comes as usual.",
        )
    return problem_of(refused)
