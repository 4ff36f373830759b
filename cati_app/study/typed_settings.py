"""Values of settings as people type them, and what they mean in study.yaml."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, time
from typing import Any

from cati_app.domain.phrases import Phrase
from cati_app.study.calling import Hours
from cati_app.study.editable import EditableSetting, SettingKind
from cati_app.study.entries import ENTRY_LISTS
from cati_app.study.load import path_of
from cati_app.study.patch import WantedSetting

_HOURS = re.compile(r"\s*(\d{1,2}:\d{2})\s*[-–—]\s*(\d{1,2}:\d{2})\s*")
_HOUR = re.compile(r"(\d{1,2}):(\d{2})")
_CELL = re.compile(r"\s*(\S.*?)\s*[:=]\s*(\d{1,7})\s*")
_CLOSABLE = ("calling.saturday", "calling.sunday")
"""Days on which nobody is called where nothing is typed."""


def as_typed(value: Any) -> str:
    """A value as it is typed; blank: not set."""
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case time():
            return f"{value:%H:%M}"
        case date():
            return value.isoformat()
        case Hours():
            return f"{value.start:%H:%M}–{value.end:%H:%M}"
        case list():
            return ", ".join(" | ".join(each) if isinstance(each, list) else str(each) for each in value)
        case dict():
            return ", ".join(f"{cell}={target}" for cell, target in value.items())
    return str(value)


def wanted(setting: EditableSetting, text: str) -> WantedSetting:
    """What is asked of study.yaml; a blank text takes the setting out, so that its default holds.

    Raises:
        ValueError: with a `Phrase`, what is wrong with the text.
    """
    text = _western(text.strip())
    if text and setting.kind is SettingKind.ENTRY:
        form = ENTRY_LISTS[path_of(setting.path[:-1])]
        entry = form.read(text, setting.language)
        if setting.value is not None:
            entry = form.kept(setting.value, entry) | entry
        begins = setting.value is None and setting.alone and not setting.path[-1]
        return WantedSetting(setting.path[:-1], [entry]) if begins else WantedSetting(setting.path, entry)
    if not text:
        if setting.name in _CLOSABLE:
            return WantedSetting(setting.path, None)
        return WantedSetting(setting.path[:-1] if setting.alone else setting.path, removed=True)
    return WantedSetting(setting.path, _value(setting, text))


def written(setting: EditableSetting) -> str:
    """The value of a setting as it is typed; blank: not set."""
    if setting.kind is SettingKind.ENTRY and setting.value is not None:
        return ENTRY_LISTS[path_of(setting.path[:-1])].write(setting.value, setting.language)
    return as_typed(setting.value)


def _value(setting: EditableSetting, text: str) -> Any:
    match setting.kind:
        case SettingKind.NUMBER:
            return _number(text)
        case SettingKind.SHARE:
            return _share(text)
        case SettingKind.SWITCH:
            if text not in ("true", "false"):
                raise ValueError(Phrase("it must be true or false"))
            return text == "true"
        case SettingKind.HOUR:
            return _hour(text)
        case SettingKind.HOURS:
            return _hours(text)
        case SettingKind.DAY:
            return _day(text)
        case SettingKind.CELLS:
            return _cells(text)
        case SettingKind.EITHER:
            parts = [[word for each in part.split("|") if (word := each.strip())] for part in text.split(",")]
            return [words if len(words) > 1 else words[0] for words in parts if words]
        case SettingKind.WORDS:
            return [word for part in text.split(",") if (word := part.strip())]
    return text


def _cells(text: str) -> dict[str, int]:
    """`16-29/low=5, 16-29/high=4`; a cell has no comma in its name."""
    targets = {}
    for part in filter(str.strip, text.split(",")):
        typed = _CELL.fullmatch(part)
        if typed is None:
            raise ValueError(Phrase("“{text}” is no cell with its target, such as 16-29/low=5", text=part.strip()))
        targets[typed[1]] = int(typed[2])
    return targets


def _number(text: str) -> int:
    digits = text.replace("\u202f", "").replace("\u00a0", "").replace(" ", "")
    if not re.fullmatch(r"-?\d{1,9}", digits):
        raise ValueError(Phrase("it must be a whole number"))
    return int(digits)


def _share(text: str) -> float | int:
    plain = text.replace(",", ".")
    if not re.fullmatch(r"-?\d{0,9}(\.\d{1,9})?", plain) or plain in ("", "-"):
        raise ValueError(Phrase("it must be a number"))
    return int(plain) if re.fullmatch(r"-?\d+", plain) else float(plain)


def _hour(text: str) -> str:
    parts = _HOUR.fullmatch(text)
    if parts is None or int(parts[1]) > 23 or int(parts[2]) > 59:
        raise ValueError(Phrase("it must be a time of day, such as 09:00"))
    return f"{int(parts[1]):02d}:{parts[2]}"


def _hours(text: str) -> dict[str, str]:
    parts = _HOURS.fullmatch(text)
    if parts is None:
        raise ValueError(Phrase("it must be two times of day, such as 09:00–20:00"))
    return {"start": _hour(parts[1]), "end": _hour(parts[2])}


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        pass
    parts = re.fullmatch(r"(\d{1,2})\.(\d{1,2})\.(\d{4})", text)
    try:
        if parts is None:
            raise ValueError
        return date(int(parts[3]), int(parts[2]), int(parts[1]))
    except ValueError:
        raise ValueError(Phrase("it must be a day, written as year-month-day: 2026-12-24")) from None


def _western(text: str) -> str:
    """Digits of any script as the file has them."""
    return "".join(str(unicodedata.decimal(sign)) if sign.isdecimal() else sign for sign in text)
