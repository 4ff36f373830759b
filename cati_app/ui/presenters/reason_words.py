"""The chain of reasons of a case in words (F12)."""

from __future__ import annotations

from cati_app.domain.explain import Explanation, Reason
from cati_app.ui.presenters.states import ReasonLine
from cati_app.ui.presenters.words import Words


def reason_lines(words: Words, found: Explanation | None) -> tuple[ReasonLine, ...]:
    """What the rules say beyond attempts and the last result; nothing special needs no line."""
    lines = [_line(words, reason) for reason in (found.reasons if found is not None else ())]
    return tuple(line for line in lines if line is not None)


def _line(words: Words, reason: Reason) -> ReasonLine | None:
    facts = reason.facts
    if reason.rule == "hours":
        return ReasonLine(
            words.say("Hours"),
            words.say(
                "local time {time}, calls start until {last}", time=facts["local"], last=facts.get("last_start", "–")
            )
            if reason.holds
            else words.say("no calls at this hour, local time {time}", time=facts["local"]),
        )
    if reason.rule == "day_limit":
        text = words.say("{count} of at most {limit}", count=facts["dials"], limit=facts["limit"])
        return ReasonLine(words.say("Today"), text)
    if reason.rule == "language" and facts["language"]:
        return ReasonLine(words.say("Language"), str(facts["language"]))
    if reason.rule == "skill" and facts["skill"]:
        return ReasonLine(words.say("Training needed"), str(facts["skill"]))
    if reason.rule == "cell" and facts["cell"]:
        lags = words.say("{cell}, lags behind", cell=facts["cell"]) if facts["lagging"] else str(facts["cell"])
        return ReasonLine(words.say("Quota cell of the sample"), lags)
    if reason.rule == "rank":
        return ReasonLine(words.say("Tried at this time of the day"), str(facts["tried_in_part"]))
    return None
