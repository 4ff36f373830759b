"""What a hub refuses, in words with a cure."""

from __future__ import annotations

from cati_app.domain.errors import EnvironmentProblem
from cati_app.domain.phrases import Phrase
from cati_app.sync.messages import Refused


def problem_of(refused: Refused) -> EnvironmentProblem:
    """A refusal in words with a cure."""
    if refused is Refused.PROTOCOL:
        return EnvironmentProblem(
            "hub_too_different",
            "This program and the hub are of versions that do not understand each other. Nothing was lost.",
            "Bring the older of the two up to date, then repeat it.",
        )
    if refused is Refused.CODE:
        return EnvironmentProblem(
            "hub_refuses_code",
            "The hub does not take this code: it was used before, is too old, or is of another hub or study.",
            "A supervisor makes another one: `cati hub code STUDY --as SUPERVISOR`; the first one for a study that is"
            " at no hub yet comes from the server: `cati hub code FOLDER --first`.",
        )
    if refused is Refused.DEVICE:
        return EnvironmentProblem(
            "hub_forgot_device",
            "The hub does not know this station, perhaps because it came back from a copy. Nothing was lost.",
            "`cati hub enrol STUDY --as SUPERVISOR` makes it known with a code: a supervisor's of another station, from"
            " `cati hub code STUDY --as SUPERVISOR`, or while no study is there the server's: `cati hub code FOLDER"
            " --first`.",
        )
    if refused is Refused.NOT_PUBLISHED:
        return EnvironmentProblem(
            "hub_not_published",
            "This study is not at the hub yet.",
            "`cati hub publish STUDY --as SUPERVISOR` brings it there, from the station that has it.",
        )
    if refused is Refused.WITHDRAWN:
        return EnvironmentProblem(
            "hub_withdrew_device",
            "Whoever runs the hub has withdrawn this station. Nothing was lost; what had arrived is at the hub.",
            "Ask whoever runs it. A station that goes on takes a new name with `cati restore`, and needs a code.",
        )
    if refused is Refused.TOO_OFTEN:
        return EnvironmentProblem(
            "hub_too_often",
            "This station asks the hub more often than it answers one station, and has to wait. Nothing was lost.",
            "It goes on by itself in a moment. If it stays so, another program uses what lets this station in: stop it,"
            " or ask whoever runs the hub.",
        )
    return EnvironmentProblem(
        "hub_refuses",
        Phrase("The hub does not take what this station sends ({reason}). Nothing was lost.", reason=refused.value),
        "Bring program and hub to the same version, then repeat it.",
    )


def not_waited_for() -> EnvironmentProblem:
    """Whoever waits does not want to any longer."""
    return EnvironmentProblem(
        "hub_not_waited_for",
        "The hub was not waited for. Nothing was changed; what is stored here stays.",
        "The same key asks the hub again.",
    )


def unanswered() -> EnvironmentProblem:
    """Nobody answers to what a supervisor decided, which may be done all the same."""
    return EnvironmentProblem(
        "hub_unanswered",
        "The hub does not answer: whether it is done, nobody can say now. The reason is kept here.",
        "Decide it once more when the hub answers again: it is done once.",
    )


def unreachable() -> EnvironmentProblem:
    """Nobody answers, or not wholly."""
    return EnvironmentProblem(
        "hub_unreachable",
        "The hub does not answer. Everything stays in the database of this station; nothing is lost.",
        "Look whether the network is there and the hub runs, then repeat it: it goes on where the hub is.",
    )
