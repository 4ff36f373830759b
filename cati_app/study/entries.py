"""Entries of lists in study.yaml as one line of text each: shifts, days, objections; typed, and written out again."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from pydantic import BaseModel

from cati_app.domain.phrases import Phrase
from cati_app.values import dataclass

_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_GERMAN = dict(zip(("mo", "di", "mi", "do", "fr", "sa", "so"), _DAYS, strict=True))
_HOURS = re.compile(r"(\d{1,2}):(\d{2})\s*[-–—]\s*(\d{1,2}):(\d{2})")
_SPAN = re.compile(r"\s*(?:[–—]|\s-\s)\s*")
_WRITTEN = re.compile(r"(?:\d{4}-)?\d{2}-\d{2}")
_DOTTED = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})?")
_RANGE = 3
"""Days that are written as a range, at least."""
_SEATS = re.compile(r"\d{1,4}")
_PERIOD = re.compile(r"(from|until|ab|von|bis)\s+(\S+)")
_BEGINS = {"from": "from", "ab": "from", "von": "from", "until": "until", "bis": "until"}
_CODED = re.compile(r"([a-z]{2,3}):\s+(.*)", re.DOTALL)
_LANGUAGE = re.compile(r"[a-z]{2,3}")


@dataclass(frozen=True, slots=True)
class EntryForm:
    """How the entries of a list are typed.

    Args:
        write: An entry as text, given it and the study's first language.
        read: The text as an entry of study.yaml, given the same language. ValueError with a `Phrase`: it cannot be
            meant.
        kept: What of the entry before stays, given that and what was typed; by default nothing does.
    """

    write: Callable[[Any, str], str]
    read: Callable[[str, str], dict[str, Any]]
    kept: Callable[[Any, Mapping[str, Any]], dict[str, Any]] = lambda before, typed: {}

    def is_whole(self, entry: BaseModel, language: str) -> bool:
        """Whether the text says everything that the entry holds."""
        try:
            return type(entry).model_validate(self.read(self.write(entry, language), language)) == entry
        except ValueError:
            return False


def _shift_text(shift: Any, _: str) -> str:
    """`14:00–20:00; mon-fri; 8; de, tr; from 2026-12-01`."""
    parts = [f"{shift.start:%H:%M}–{shift.end:%H:%M}", _days_text(shift.days), str(shift.seats)]
    if shift.languages:
        parts.append(", ".join(shift.languages))
    parts += [f"from {shift.from_}"] if shift.from_ else []
    parts += [f"until {shift.until}"] if shift.until else []
    return "; ".join(parts)


def _days_text(days: Sequence[str]) -> str:
    """`mon, wed-fri`: three days and more that follow each other stand as a range."""
    runs: list[list[str]] = []
    for day in days:
        if runs and _DAYS.index(day) == _DAYS.index(runs[-1][-1]) + 1:
            runs[-1].append(day)
        else:
            runs.append([day])
    return ", ".join(f"{run[0]}-{run[-1]}" if len(run) >= _RANGE else ", ".join(run) for run in runs)


def _kept_of_shift(shift: Any, typed: Mapping[str, Any]) -> dict[str, Any]:
    """Hours alone change the hours alone; beside anything else, days and seats stay where they are not typed."""
    names = ("days", "seats") if typed.keys() - {"start", "end"} else ("days", "seats", "languages", "from_", "until")
    kept = {name.rstrip("_"): getattr(shift, name) for name in names if name in shift.model_fields_set}
    return {name: value for name, value in kept.items() if name not in typed}


def _shift(text: str, _: str) -> dict[str, Any]:
    entry: dict[str, Any] = {}
    for part in filter(None, (part.strip() for part in text.split(";"))):
        if hours := _HOURS.fullmatch(part):
            start, end = (f"{int(hour):02d}:{minute}" for hour, minute in (hours.group(1, 2), hours.group(3, 4)))
            entry |= {"start": start, "end": end}
        elif period := _PERIOD.fullmatch(part.casefold()):
            entry[_BEGINS[period[1]]] = date.fromisoformat(_day(period[2], whole=True))
        elif _SEATS.fullmatch(part):
            entry["seats"] = int(part)
        elif days := _days(part):
            entry["days"] = days
        else:
            entry["languages"] = _languages(part)
    if "start" not in entry:
        raise ValueError(Phrase("it needs two times of day, such as 14:00–20:00"))
    return entry


def _days(text: str) -> list[str]:
    """Days of the week; none where the words are no days."""
    named: list[str] = []
    for word in re.split(r"[\s,]+", text.casefold().strip()):
        ends = [_GERMAN.get(end, end) for end in re.split("[-–]", word)]
        if not 1 <= len(ends) <= len(("from", "to")) or any(end not in _DAYS for end in ends):
            return []
        named += _DAYS[_DAYS.index(ends[0]) : _DAYS.index(ends[-1]) + 1] or [""]
    return list(dict.fromkeys(named)) if "" not in named else []


def _languages(text: str) -> list[str]:
    words = [word for word in re.split(r"[\s,]+", text.strip()) if word]
    for word in words:
        if not _LANGUAGE.fullmatch(word):
            raise ValueError(Phrase("“{text}” is no day of the week, number of seats or language", text=word))
    return words


def _closed_text(day: Any, _: str) -> str:
    """`12-27 – 12-30; company holidays`."""
    return f"{day.day}{f' – {day.until}' if day.until else ''}; {day.reason}"


def _closed(text: str, _: str) -> dict[str, Any]:
    days, semicolon, reason = text.partition(";")
    if not semicolon or not reason.strip():
        raise ValueError(Phrase("it needs a reason behind the day: 12-27; company holidays"))
    begin, *rest = _SPAN.split(days.strip(), maxsplit=1)
    until = {"until": _day(rest[0])} if rest else {}
    return {"day": _day(begin), **until, "reason": reason.strip()}


def _day(text: str, *, whole: bool = False) -> str:
    """A day as the file has it: 12-24 of every year, or 2026-12-24.

    Args:
        whole: With its year.
    """
    if dotted := _DOTTED.fullmatch(text.strip()):
        year = f"{dotted[3]}-" if dotted[3] else ""
        text = f"{year}{int(dotted[2]):02d}-{int(dotted[1]):02d}"
    text = text.strip()
    try:
        if not _WRITTEN.fullmatch(text) or (whole and len(text) == len("12-24")):
            raise ValueError
        date.fromisoformat(text if len(text) > len("12-24") else f"2000-{text}")
    except ValueError:
        raise ValueError(Phrase("“{text}” is no day; write 12-24 or 2026-12-24", text=text)) from None
    return text


def _objection_text(objection: Any, language: str) -> str:
    """`I have no time | It takes ten minutes`; in several languages each with its code before it, and || between."""
    spoken = list(dict.fromkeys((*objection.says, *objection.answer)))
    told = [f"{objection.says.get(code, '')} | {objection.answer.get(code, '')}" for code in spoken]
    if spoken == [language]:
        return told[0]
    return " || ".join(f"{code}: {text}" for code, text in zip(spoken, told, strict=True))


def _objection(text: str, language: str) -> dict[str, Any]:
    says: dict[str, str] = {}
    answer: dict[str, str] = {}
    for part in text.split("||"):
        coded = _CODED.match(part.strip())
        code, told = (coded[1], coded[2]) if coded else (language, part.strip())
        said, bar, answered = (each.strip() for each in told.partition("|"))
        if not (bar and said and answered):
            raise ValueError(Phrase("it needs what people say, a | and what may be answered"))
        says[code], answer[code] = said, answered
    return {"says": says, "answer": answer}


ENTRY_LISTS: Mapping[str, EntryForm] = {
    "calling.shifts": EntryForm(_shift_text, _shift, _kept_of_shift),
    "calling.closed_days": EntryForm(_closed_text, _closed),
    "calling.open_days": EntryForm(_closed_text, _closed),
    "objections": EntryForm(_objection_text, _objection),
}
"""By the name of the list."""
EXPANDED = (
    *("calling.shifts", "languages", "objections", "further_quotas"),
    *("quota.dimensions", "further_quotas[].dimensions"),
)
"""Lists of which each value of an entry can be changed by itself."""
