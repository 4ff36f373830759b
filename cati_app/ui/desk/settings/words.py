"""Settings, what a change of one will do, and the shift log, in words."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from cati_app.domain.casework.alerts import AlertKind, AlertReading
from cati_app.domain.casework.watch_facts import RESTED
from cati_app.domain.people.users import Role, User
from cati_app.domain.quota.steering_facts import UNDONE
from cati_app.fieldwork.monitor.change_settings import SETTING_CHANGED, SETTING_UNDONE, SHIFT_NOTED, ChangedValue
from cati_app.fieldwork.monitor.read_shift_log import (
    BACKED_UP,
    EXPORTED,
    NEW_PASSWORD,
    PERSON_ADDED,
    PERSON_CHANGED,
    PERSON_LEFT,
    RULES,
    SAMPLE_DRAWN,
    SAMPLE_IN,
    SAMPLE_OUT,
    ShiftEntry,
    ShiftLog,
)
from cati_app.fieldwork.monitor.rest_alerts import RAISED as ALERT_RAISED
from cati_app.fieldwork.quota.passing import SHARE_PASSED, TARGET_PASSED
from cati_app.texts import Words
from cati_app.texts.alerts import alert_kind_names, alert_name
from cati_app.ui.desk.settings.fixed import is_fixed
from cati_app.ui.desk.settings.names import group_names, setting_name, setting_names
from cati_app.ui.desk.settings.port import ForeseenChange, PlayedAgain, SettingFacts, StudySettings
from cati_app.ui.stage.panel_states import ReasonLine
from cati_app.ui.stage.states import Tone
from cati_app.ui.stage.wording import weekday_names

_MOST_LINES = 3
_LONGEST = 60
_NUMBER = re.compile(r"\[\d+\]")
_MARKED = re.compile(r"`([^`]+)`")
_NUMBERED = ("number", "share")
_SHIFT, _SHIFT_DAYS = "calling.shifts[]", "calling.shifts[].days"
_WRITTEN_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_DAYS_TYPED = ("de", "en")
"""Languages whose days of the week may be typed."""


def value_text(words: Words, facts: SettingFacts, value: str) -> str:
    """A value as people read it."""
    if facts.kind == "switch":
        return {"true": words.say("yes"), "false": words.say("no")}.get(value, "–")
    if facts.kind == "many":
        return words.say_count("{count} entry", "{count} entries", int(value or 0))
    if facts.kind == "entry" and not value:
        return words.say("a new one")
    if facts.pattern == _SHIFT and facts.kind == "entry":
        return _with_own_days(words, value)
    if facts.pattern == _SHIFT_DAYS and value:
        return _days_in(_own_days(words), value)
    if facts.kind in _NUMBERED or facts.kind in ("hour", "hours", "day"):
        return f"\u2066{value}\u2069" if value else "–"
    return value or "–"


def typed_value(words: Words, facts: SettingFacts, text: str) -> str:
    """What was typed, as the file has it."""
    text = text.strip()
    if facts.pattern == _SHIFT_DAYS:
        return _days_in({own: written for written, own in _own_days(words).items()}, text.casefold())
    if facts.kind != "switch":
        return text
    yes, no = words.say("yes"), words.say("no")
    known = {yes.casefold(): "true", no.casefold(): "false", "yes": "true", "no": "false"}
    return known.get(text.casefold(), text)


def field_text(words: Words, facts: SettingFacts, value: str) -> str:
    """A value as it stands in the field."""
    if facts.kind == "switch":
        return {"true": words.say("yes"), "false": words.say("no")}.get(value, "")
    return _days_in(_own_days(words), value) if facts.pattern == _SHIFT_DAYS else value


def proposal(words: Words, facts: SettingFacts) -> str:
    """What the field holds at first: what stands there, and of two values the other."""
    if facts.kind == "switch":
        return "false" if facts.value == "true" else "true"
    if facts.pattern == _SHIFT_DAYS:
        return _days_in(_own_days(words), facts.value)
    return _with_own_days(words, facts.value) if facts.pattern == _SHIFT and facts.kind == "entry" else facts.value


def changed_text(words: Words, settings: Sequence[SettingFacts], name: str, value: str) -> tuple[str, str]:
    """A changed setting and a value it had or has, as people read them; of an entry that is gone, too.

    Args:
        value: Blank: the default, or no entry.
    """
    pattern = _NUMBER.sub("[]", name)
    facts = next((each for each in settings if each.name == name), None)
    facts = facts or next((each for each in settings if each.pattern == pattern), None)
    if facts is None:
        return name, value or words.say("default")
    blank = "–" if facts.kind == "entry" else words.say("default")
    return setting_name(words, name, pattern), value_text(words, facts, value) if value else blank


def _with_own_days(words: Words, shift: str) -> str:
    """A shift with days of the week as this language has them, where the field takes those too."""
    hours, semicolon, rest = shift.partition(";")
    days, behind, others = rest.partition(";")
    return hours + semicolon + _days_in(_own_days(words), days) + behind + others


def _own_days(words: Words) -> Mapping[str, str]:
    """As they are written in the file, with those of this language; none where these may not be typed."""
    if words.language not in _DAYS_TYPED:
        return {}
    return dict(zip(_WRITTEN_DAYS, (name.casefold() for name in weekday_names(words)), strict=True))


def _days_in(named: Mapping[str, str], days: str) -> str:
    return re.sub(r"\w+", lambda hit: named.get(hit[0], hit[0]), days)


def source_text(words: Words, facts: SettingFacts) -> str:
    """Where a value comes from."""
    if is_fixed(facts):
        return words.say("the program")
    if facts.line is None:
        return words.say("default of the program")
    return words.say("study.yaml, line {line}", line=facts.line)


def row_of(words: Words, facts: SettingFacts) -> tuple[str, ...]:
    """Name, value, source."""
    shown = value_text(words, facts, facts.value)
    if facts.value != facts.in_force:
        shown = words.say(
            "{value} – by hand, in force: {before}", value=shown, before=value_text(words, facts, facts.in_force)
        )
    return facts.name, setting_name(words, facts.name, facts.pattern), shown, source_text(words, facts)


def allowed_text(words: Words, facts: SettingFacts) -> str:
    """What may be typed; blank: anything."""
    if facts.kind == "switch":
        return words.say("yes or no")
    if facts.choices:
        return ", ".join(facts.choices)
    if facts.kind == "entry":
        return _entry_words(words, facts.pattern)
    if facts.least and facts.most:
        return words.say("{least} to {most}", least=f"\u2066{facts.least}\u2069", most=f"\u2066{facts.most}\u2069")
    if facts.least:
        return words.say("{least} or more", least=facts.least)
    return {
        "hour": words.say("a time of day, such as 09:00"),
        "hours": words.say("from and until, such as 09:00–20:00; blank: never"),
        "day": words.say("a day, such as 2026-12-24"),
        "words": words.say("words with commas between them"),
        "either": words.say("questions with commas between them; of those with | between them one is enough"),
        "cells": words.say("each cell with its target: 16-29/low=5, 16-29/high=4"),
    }.get(facts.kind, "")


def _entry_words(words: Words, pattern: str) -> str:
    """How an entry of a list is typed."""
    if pattern == _SHIFT:
        return words.say(
            "hours, days, seats, languages with ; between them: 14:00–20:00; mon-fri; 8; de, tr; from 2026-12-01."
            " Hours alone change the hours alone. Blank takes the shift out"
        )
    if pattern == "objections[]":
        return words.say("what people say | what may be answered. Blank takes it out")
    return words.say("a day or several, and why: 12-27 – 12-30; company holidays. Blank takes them out")


def _about(words: Words, facts: SettingFacts) -> str:
    """The explanation of the model, with settings beside this one by their names on the screen."""
    known, around = setting_names(words), facts.pattern.rpartition(".")[0]

    def named(hit: re.Match[str]) -> str:
        name = hit.group(1)
        return next(
            (words.say("“{name}”", name=known[path]) for path in (f"{around}.{name}", name) if path in known), name
        )

    return _MARKED.sub(named, words.say(facts.about))


def details(words: Words, facts: SettingFacts, law: str) -> tuple[ReasonLine, ...]:
    """All there is to say of a setting."""
    lines = [ReasonLine("", _about(words, facts))] if facts.about else []
    allowed = allowed_text(words, facts)
    if allowed:
        lines.append(ReasonLine(words.say("Allowed"), allowed))
    if facts.default is not None and facts.kind != "many":
        lines.append(ReasonLine(words.say("Default"), value_text(words, facts, facts.default)))
    if not is_fixed(facts):
        lines.append(ReasonLine(words.say("Source"), source_text(words, facts)))
    if facts.law:
        locked = words.say(
            "stricter is possible, looser is not ({law}: {source})", law=facts.law, source=words.say(law)
        )
        lines.append(ReasonLine(words.say("Locked"), locked))
    if is_fixed(facts):
        lines.append(ReasonLine("", words.say("Fixed in this version of the program.")))
    elif facts.by_hand:
        lines.append(ReasonLine("", words.say("Changed in study.yaml by hand, not here."), Tone.PLAIN))
    return tuple(lines)


def notice_text(words: Words, study: StudySettings, changed: int) -> str:
    """What keeps settings from being changed, or what is not in force yet; blank: nothing."""
    if study.elsewhere:
        return words.say("This study is changed at the station that brought it to the hub; here it is only looked at.")
    if study.fault:
        return words.say(
            "study.yaml has a fault as it stands: {fault} What is in force stays so; mend it by hand.",
            fault=words.worded(study.fault),
        )
    if changed:
        return words.say_count(
            "study.yaml was changed by hand: {count} setting is not in force yet. A puts it in force.",
            "study.yaml was changed by hand: {count} settings are not in force yet. A puts them in force.",
            changed,
        )
    if study.waits:
        return words.say("Stations of the hub work by the settings from before. P brings the study there.")
    return ""


# -- what a change will do ---------------------------------------------------------------------------------------------


def rows_of(words: Words, foreseen: ForeseenChange | None) -> tuple[tuple[str, ...], ...]:
    """The calls so far under both sets of rules."""
    played = foreseen.played if foreseen is not None else None
    if played is None or not played.cases:
        return ()
    names = {
        "due_now": words.say("due now"),
        "due_today": words.say("due by the end of today"),
        "open": words.say("to be called again"),
        "closed": words.say("closed by the rules"),
        "against": words.say("calls against a rule"),
        "early": words.say("attempts before they were due"),
    }
    return tuple((names[key], _figure(now), _figure(then)) for key, now, then in played.rows)


def _figure(number: int) -> str:
    return f"\u2066{number}\u2069"


def notes_of(words: Words, study: StudySettings, foreseen: ForeseenChange | None) -> tuple[ReasonLine, ...]:
    """Faults first; else what was played again, and the lines of the file that change."""
    if foreseen is None:
        return (ReasonLine("", words.say("Looking what that would do …")),)
    if foreseen.faults:
        return tuple(ReasonLine("", words.worded(fault), Tone.WARN) for fault in foreseen.faults[:_MOST_LINES])
    lines = []
    if foreseen.is_played:
        told = words.say("The last calls are being played again under the new rules …")
        lines.append(_played(words, foreseen.played) if foreseen.played is not None else ReasonLine("", told))
    for number, before, after in foreseen.lines[:_MOST_LINES]:
        was, will = _cut(before), _cut(after)
        changed = f"\u2066{was}\u2069 → \u2066{will}\u2069" if was and will else f"\u2066+ {will or '–'}\u2069"
        lines.append(ReasonLine(words.say("Line {line}", line=number), changed))
    more = len(foreseen.lines) - _MOST_LINES
    if more > 0:
        lines.append(ReasonLine("", words.say_count("{count} more line", "{count} more lines", more)))
    if foreseen.lines:
        lines.append(ReasonLine("", words.say("Every other line of study.yaml stays as it is.")))
    lines.append(ReasonLine(words.say("Holds"), _holds(words, study)))
    return tuple(lines)


def _cut(line: str) -> str:
    line = line.strip()
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1]}…"


def _played(words: Words, played: PlayedAgain) -> ReasonLine:
    if not played.cases:
        return ReasonLine("", words.say("No call was made yet that could be played again."))
    if played.day is None:
        told = words.say_count(
            "{count} case called so far, played again; who would have answered at another time nobody knows.",
            "{count} cases called so far, played again; who would have answered at another time nobody knows.",
            played.cases,
        )
    else:
        told = words.say_count(
            "{count} case of {day}, played again; who would have answered at another time nobody knows.",
            "{count} cases of {day}, played again; who would have answered at another time nobody knows.",
            played.cases,
            day=words.say("{day:%m-%d}", day=played.day),
        )
    return ReasonLine("", told)


def _holds(words: Words, study: StudySettings) -> str:
    if study.publishes:
        return words.say(
            "here from the next call and the next sign-in on; at the stations of the hub once the study is brought"
            " there: P"
        )
    return words.say("from the next call on, without a new start; what runs keeps what it has")


# -- the shift log -----------------------------------------------------------------------------------------------------


def log_summary(words: Words, log: ShiftLog) -> str:
    """Sign-ins as counts: nobody is named."""
    roles = {
        Role.INTERVIEWER: words.say("interviewers"),
        Role.SUPERVISOR: words.say("supervisors"),
        Role.ANALYST: words.say("analysts"),
    }
    parts = [f"{roles[role]} {count}" for role, count in log.sign_ins]
    text = words.say("Sign-ins today: {counts}", counts=", ".join(parts) or "0")
    if log.failed:
        text += " · " + words.say_count("{count} wrong password", "{count} wrong passwords", log.failed)
    return text


def entry_words(words: Words, entry: ShiftEntry, cell: str) -> tuple[str, str]:
    """What happened, and its values."""
    kinds = {
        SETTING_CHANGED: words.say("Setting changed"),
        SETTING_UNDONE: words.say("Setting taken back"),
        SHIFT_NOTED: words.say("Note"),
        EXPORTED: words.say("Data exported"),
        BACKED_UP: words.say("Backup begun"),
        RULES: words.say("Calling rules in force"),
        "cell_closed": words.say("Cell closed"),
        "cell_paused": words.say("Cell paused"),
        "cell_opened": words.say("Cell opened"),
        "target_changed": words.say("Target changed"),
        UNDONE: words.say("Cell: change taken back"),
        "unclassified_closed": words.say("Persons without a cell: closed"),
        "unclassified_paused": words.say("Persons without a cell: paused"),
        "unclassified_opened": words.say("Persons without a cell: opened"),
        TARGET_PASSED: words.say("Target passed"),
        SHARE_PASSED: words.say("More persons without a cell than expected"),
        ALERT_RAISED: words.say("Alert raised"),
        RESTED: words.say("Alert put to rest"),
        SAMPLE_IN: words.say("Sample imported"),
        SAMPLE_DRAWN: words.say("Numbers drawn"),
        SAMPLE_OUT: words.say("Portion released"),
        PERSON_ADDED: words.say("Person added"),
        PERSON_CHANGED: words.say("Person changed"),
        PERSON_LEFT: words.say("Person deactivated"),
        NEW_PASSWORD: words.say("Password reset"),
    }
    if entry.of is not None:
        return kinds[entry.kind], person_called(words, entry.of)
    if entry.count is not None:
        told = words.say_count("{count} number", "{count} numbers", entry.count)
        if entry.kind != SAMPLE_DRAWN:
            told = words.say_count("{count} case", "{count} cases", entry.count)
        return kinds[entry.kind], told
    if entry.alert:
        return kinds[entry.kind], _alert_words(words, entry, cell)
    if entry.values:
        return kinds[entry.kind], " · ".join(_value_change(words, value) for value in entry.values)
    if entry.cell and entry.target is not None and entry.before not in (None, entry.target):
        return kinds[entry.kind], f"{cell}: \u2066{entry.before} → {entry.target}\u2069"
    return kinds.get(entry.kind, entry.kind), cell


def person_called(words: Words, person: User) -> str:
    """Interviewers by their number, as on every screen of the desk."""
    if person.role is Role.INTERVIEWER:
        return words.say("Int. {number}", number=f"{person.number:02d}")
    return person.name


def _alert_words(words: Words, entry: ShiftEntry, cell: str) -> str:
    """Which alert, and until when it rests."""
    try:
        reading = AlertReading(AlertKind(entry.alert), entry.figure, 0, 0, entry.subject)
    except ValueError:  # of another version of the program
        return entry.alert
    if entry.until is None:
        return alert_name(words, reading, cell)
    names = alert_kind_names(words)
    subject = cell if reading.kind is AlertKind.UNCLASSIFIED else cell or entry.subject
    name = " ".join(part for part in (names[reading.kind], subject) if part)
    return words.say("{alert}, until {time}", alert=name, time=f"{entry.until:%Y-%m-%d %H:%M}")


def _value_change(words: Words, value: ChangedValue) -> str:
    name = setting_name(words, value.name, _NUMBER.sub("[]", value.name))
    before, after = value.before, value.after
    default = words.say("default")
    told = [default if text is None else text or "–" for text in (before, after)]
    return f"{name}: \u2066{told[0]} → {told[1]}\u2069"


def group_row(words: Words, key: str, count: int) -> tuple[str, ...]:
    """A part of the page, and how many settings it has."""
    return key, group_names(words)[key][0], str(count)
