"""The chain of reasons of a case (F12), and the verdict on an appointment, in words."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from cati_app.domain.calling.calendar import CallingCalendar
from cati_app.domain.calling.promise import Doubt, Promise
from cati_app.domain.casework.explain import Explanation, Reason
from cati_app.texts import Words
from cati_app.ui.stage.panel_states import ReasonLine
from cati_app.ui.stage.wording import when


def reason_lines(words: Words, explained: Explanation | None) -> tuple[ReasonLine, ...]:
    """What the rules say beyond attempts and the last result; nothing special needs no line."""
    lines = [_line(words, reason) for reason in (explained.reasons if explained is not None else ())]
    return tuple(line for line in lines if line is not None)


def _line(words: Words, reason: Reason) -> ReasonLine | None:
    facts = reason.facts
    if reason.rule == "hours":
        return ReasonLine(words.say("Hours"), hours_text(words, reason))
    if reason.rule == "day_limit":
        text = words.say("{count} of at most {limit}", count=facts["dials"], limit=facts["limit"])
        return ReasonLine(words.say("Today"), text)
    if reason.rule == "block_list" and not reason.holds:
        return ReasonLine(words.say("Block list"), words.say("a number of it: nobody calls"))
    if reason.rule == "language" and facts["language"]:
        return ReasonLine(words.say("Language"), str(facts["language"]))
    if reason.rule == "skill" and facts["skill"]:
        return ReasonLine(words.say("Training needed"), str(facts["skill"]))
    if reason.rule == "cell" and facts["cell"]:
        lags = words.say("{cell}, lags behind", cell=facts["cell"]) if facts["lagging"] else str(facts["cell"])
        return ReasonLine(words.say("Quota cell of the sample"), lags)
    if reason.rule == "rank":
        return ReasonLine(words.say("Tried at this time of the day"), str(facts["tried_in_part"]))
    if reason.rule == "chance" and facts["calls"]:
        return ReasonLine(words.say("Chance of reaching somebody"), chance_text(words, facts))
    return None


def hours_text(words: Words, reason: Reason) -> str:
    """Local time, last start, and the hours of the household if it has its own."""
    facts = reason.facts
    last = facts.get("last_start", "–")
    text = (
        words.say("local time {time}, calls start until {last}", time=facts["local"], last=last)
        if reason.holds
        else words.say("no calls at this hour, local time {time}", time=facts["local"])
    )
    own = facts.get("own_hours")
    return f"{text} · {words.say('this household only {hours}', hours=own)}" if own else text


def chance_text(words: Words, facts: Mapping[str, str | int]) -> str:
    """Now, and when it is best; nothing is claimed before there were calls at this time of the week."""
    now = words.say("{count} of 100 calls now", count=facts["of_100"])
    if facts["best_part"] == facts["part"]:
        return now
    best = {
        "morning": words.say("best in the morning: {count}", count=facts["best_of_100"]),
        "afternoon": words.say("best in the afternoon: {count}", count=facts["best_of_100"]),
        "evening": words.say("best in the evening: {count}", count=facts["best_of_100"]),
        "weekend": words.say("best at the weekend: {count}", count=facts["best_of_100"]),
    }
    return f"{now} · {best[str(facts['best_part'])]}"


def promise_lines(words: Words, promise: Promise, calendar: CallingCalendar, now: datetime) -> tuple[str, ...]:
    """Whether a time can be kept, why not, and the nearest that can."""
    if promise.good:
        return (words.say("This time can be kept."),)
    texts = {
        Doubt.IN_THE_PAST: words.say("That time is over already."),
        Doubt.OUTSIDE_HOURS: words.say("At that time no calls are allowed."),
        Doubt.NO_ATTEMPTS_LEFT: words.say("No contact attempt is left for this case."),
        Doubt.DAY_LIMIT: words.say("This household was called often enough that day."),
        Doubt.NO_SPEAKER: words.say("Nobody who speaks the language works here."),
        Doubt.NO_SHIFT: words.say("No shift is planned then."),
        Doubt.ALL_PROMISED: words.say("Everybody who could call then already has an appointment."),
        Doubt.CELL_FULL: words.say("Its quota cell is full."),
    }
    lines = [texts[doubt] for doubt in promise.doubts]
    if promise.nearest:
        times = " · ".join(when(words, calendar, at, now) for at in promise.nearest)
        lines.append(words.say("Nearest good times: {times}", times=times))
    return tuple(lines)
