"""The settings of study.yaml one by one, as a window shows them: kind, bounds, default, line, explanation."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from enum import StrEnum
from functools import cache
from typing import Any

from pydantic import BaseModel

from cati_app.domain.calling.calendar import CallingWindow
from cati_app.domain.calling.rule_pack import GERMAN
from cati_app.study.calling import Hours
from cati_app.study.entries import ENTRY_LISTS, EXPANDED
from cati_app.study.load import line_of, path_of
from cati_app.study.model import Study
from cati_app.values import dataclass

KeyPath = tuple[str | int, ...]
"""Keys, and numbers in lists counted from 0."""


class SettingKind(StrEnum):
    """How a value is typed."""

    NUMBER = "number"  # a whole one
    SHARE = "share"  # any number
    SWITCH = "switch"
    HOUR = "hour"
    HOURS = "hours"  # from and until; blank: none
    DAY = "day"
    CHOICE = "choice"
    TEXT = "text"
    WORDS = "words"  # several, with commas
    ENTRY = "entry"  # of a list, as one line; blank: it is taken out
    CELLS = "cells"  # a number for each cell of a quota
    EITHER = "either"  # several, with commas; of those with | between them one is enough
    MANY = "many"  # entries that are changed in the file


@dataclass(frozen=True, slots=True)
class EditableSetting:
    """A setting as it stands.

    Args:
        group: Key of `GROUPS`.
        value: None: not set.
        default: What holds where nothing stands; None: nothing does.
        least: Smallest value that is allowed; None: there is none.
        about: From the model, untranslated.
        line: In the file; None: it does not stand there, and its default holds.
        law: Name of the locked rules that bound it; blank: none do.
    """

    path: KeyPath
    group: str
    kind: SettingKind
    value: Any
    default: Any = None
    least: float | None = None
    most: float | None = None
    choices: tuple[str, ...] = ()
    about: str = ""
    line: int | None = None
    law: str = ""
    by_hand: bool = False
    """Changed in the file alone."""
    alone: bool = False
    """Nothing else stands in the list or the settings that hold it: taken out, they go too."""
    language: str = ""
    """Of an entry: the study's first one, in which its text is."""

    @property
    def name(self) -> str:
        """As findings name it: `calling.retry.busy_min`."""
        return path_of(self.path)

    @property
    def pattern(self) -> str:
        """The same for every entry of a list: `calling.shifts[].seats`."""
        return _pattern(self.path)


GROUPS: Mapping[str, tuple[str, ...]] = {
    "hours": (
        *("calling.weekdays", "calling.saturday", "calling.sunday", "calling.sunday_reason"),
        *("calling.beyond_preset_reason", "calling.expected_length_min", "calling.time_zone", "calling.country"),
        *("calling.state", "calling.regional_holidays", "calling.regional_holidays_reason"),
        *("calling.closed_days", "calling.open_days"),
    ),
    "retry": ("calling.retry", "calling.max_attempts", "calling.max_attempts_per_day", "calling.refusals"),
    "parts": ("calling.day_parts", "calling.lag_share", "calling.lease_min"),
    "appointments": ("calling.appointments",),
    "shifts": ("calling.field", "calling.shifts"),
    "quotas": (
        *("quota.mode", "quota.total", "quota.targets", "quota.choice", "quota.unknown", "quota.unclassified_share"),
        *("quota.suspended_keeps_place_h", "quota.places_ahead_share"),
        *("quota.name", "quota.dimensions"),
        *(f"further_quotas[].{name}" for name in ("mode", "total", "targets", "choice", "unknown")),
        *(f"further_quotas[].{name}" for name in ("unclassified_share", "name", "label", "within", "dimensions")),
    ),
    "screening": (
        "screener",
        "eligibility",
        "outcome",
        "id",
        "type",
        "questionnaire",
        *("guide", "opening", "sittings_most", "recording"),
        "changes",
        "derived",
        "coding",
        "further_codes",
        "frame",
    ),
    "sample": ("sample", "people", "calling.sample_fields"),
    "rates": ("results", "outcomes"),
    "alerts": ("alerts",),
    "works": ("staff",),
    "privacy": ("consent", "privacy", "release", "caller", "notice", "sign_in", "hub"),
    "texts": (
        *("version", "title", "languages", "introduction", "ending", "objections"),
        *("auto_advance", "not_applicable", "partial_core_share"),
    ),
}
"""Parts of the page, and which settings stand there."""
CALLING_GROUPS = frozenset({"hours", "retry", "parts", "appointments"})
"""Their settings are tried on the calls so far before they change."""
_OF_DIMENSIONS = ("variable", "from", "freeze_as", "outside", "overlap")
_BY_HAND = (
    *("calling.time_zone", "calling.country", "id", "questionnaire", "quota.name", "further_quotas[].name"),
    *("consent.special_categories", "consent.asked_in", "consent.recontact", "sample.file", "people.file"),
    *("type", "guide", "opening", "consent.quotes", "consent.recording", "consent.recontact_features"),
    *(f"{quota}.dimensions[].{name}" for quota in ("quota", "further_quotas[]") for name in _OF_DIMENSIONS),
)
"""What other things were made by, and a change in mid-field would not reach."""
_SAID = ("ending", "objections")
"""Texts that interviewers say, so that each language of the study has one."""
_ENTRIES_BY_HAND = ("languages[].code", "languages[].name")
_OF_THE_PACK: Mapping[str, CallingWindow | int] = {
    "calling.weekdays": GERMAN.weekdays,
    "calling.saturday": GERMAN.saturday,
    "calling.sunday": GERMAN.sunday,
    "calling.max_attempts": GERMAN.per_number,
    "calling.max_attempts_per_day": GERMAN.per_day,
}
_KINDS = {"integer": SettingKind.NUMBER, "number": SettingKind.SHARE, "boolean": SettingKind.SWITCH}
_FORMATS = {"time": SettingKind.HOUR, "date": SettingKind.DAY}


def editable_settings(study: Study, lines: Mapping[str, int]) -> tuple[EditableSetting, ...]:
    """Every setting of the groups, in their order.

    Args:
        lines: Line of each setting that stands in the file, by its path.
    """
    schema = _schema()
    spoken = tuple(language.code for language in study.languages)
    every = list(_leaves(study, schema, schema.get("$defs", {}), (), lines, spoken))
    return tuple(
        setting
        for prefixes in GROUPS.values()
        for prefix in prefixes
        for setting in every
        if _stands_under(setting.pattern, prefix)
        and not any(_stands_under(setting.pattern, other) for other in study.settings_of_other_types)
    )


@cache
def _schema() -> Mapping[str, Any]:
    return Study.model_json_schema(by_alias=True)


def group_of(name: str) -> str:
    """The group a setting stands in, by its pattern; blank: none."""
    return next((key for key, prefixes in GROUPS.items() if any(_stands_under(name, p) for p in prefixes)), "")


def _stands_under(name: str, prefix: str) -> bool:
    return name == prefix or name.startswith((f"{prefix}.", f"{prefix}["))


def _leaves(
    part: BaseModel,
    schema: Mapping[str, Any],
    parts: Mapping[str, Any],
    path: KeyPath,
    lines: Mapping[str, int],
    spoken: tuple[str, ...],
) -> Iterator[EditableSetting]:
    for name, field in type(part).model_fields.items():
        key = field.alias or name
        here = (*path, key)
        value, facts = getattr(part, name), schema["properties"][key]
        inner = _inner(facts, parts)
        if isinstance(value, BaseModel) and not isinstance(value, Hours):
            yield from _leaves(value, inner, parts, here, lines, spoken)
        elif isinstance(value, list) and _pattern(here) in (*EXPANDED, *ENTRY_LISTS):
            of_entry = _inner(inner.get("items", {}), parts)
            yield from _entries(value, of_entry, parts, here, lines, spoken, facts)
        elif isinstance(value, list) and value and all(isinstance(entry, BaseModel) for entry in value):
            yield _leaf(here, SettingKind.MANY, len(value), facts, inner, lines)
        elif _is_translated(inner):
            yield from _translated(here, value or {}, facts, lines, spoken)
        elif _is_counted(inner):
            yield _leaf(here, SettingKind.CELLS, value or None, facts, inner, lines)
        elif isinstance(value, dict):
            yield _leaf(here, SettingKind.MANY, len(value), facts, inner, lines)
        else:
            kind = _kind(inner)
            shown = len(value) if kind is SettingKind.MANY and isinstance(value, list) else value
            yield _leaf(here, kind, shown, facts, inner, lines, None if field.is_required() else field.default)


def _entries(
    entries: list[Any],
    schema: Mapping[str, Any],
    parts: Mapping[str, Any],
    path: KeyPath,
    lines: Mapping[str, int],
    spoken: tuple[str, ...],
    facts: Mapping[str, Any],
) -> Iterator[EditableSetting]:
    """Each entry of a list as a whole, and by its values; at last one more, which is not there yet."""
    name = _pattern(path)
    for number, entry in enumerate([*entries, None]):
        here = (*path, number)
        if name in ENTRY_LISTS:
            made = _leaf(here, SettingKind.ENTRY, entry, facts, {}, lines)
            by_hand = entry is not None and not ENTRY_LISTS[name].is_whole(entry, spoken[0])
            yield replace(made, alone=len(entries) <= 1, language=spoken[0], by_hand=by_hand)
        if name in EXPANDED and entry is not None:
            yield from _leaves(entry, schema, parts, here, lines, spoken)


def _translated(
    path: KeyPath, value: Mapping[str, str], facts: Mapping[str, Any], lines: Mapping[str, int], spoken: tuple[str, ...]
) -> Iterator[EditableSetting]:
    """A text by language; what interviews say in every language of the study, also where nothing is typed yet."""
    said = spoken if path[0] in _SAID else ()
    for language in dict.fromkeys((*value, *said)):
        text = _leaf((*path, language), SettingKind.TEXT, value.get(language), facts, {"type": "string"}, lines)
        yield replace(text, alone=len(value) <= 1 and path[0] == "ending")


def _is_counted(inner: Mapping[str, Any]) -> bool:
    """A number for each cell."""
    return bool(inner.get("additionalProperties")) and inner["additionalProperties"].get("type") == "integer"


def _is_translated(inner: Mapping[str, Any]) -> bool:
    texts = inner.get("patternProperties", {})
    return bool(texts) and all(text.get("type") == "string" for text in texts.values())


def _leaf(
    path: KeyPath,
    kind: SettingKind,
    value: Any,
    facts: Mapping[str, Any],
    inner: Mapping[str, Any],
    lines: Mapping[str, int],
    default: Any = None,
) -> EditableSetting:
    name = path_of(path)
    items = inner.get("items", {})
    choices = inner.get("enum") or items.get("enum") or ()
    return EditableSetting(
        path=path,
        group=group_of(_pattern(path)),
        kind=kind,
        value=value,
        default=default,
        least=inner.get("minimum"),
        most=facts.get("maximum", inner.get("maximum")),
        choices=tuple(map(str, choices)),
        about=" ".join((facts.get("description") or inner.get("description") or "").split()),
        line=line_of(name, lines) if name in lines else None,
        law=GERMAN.name if name in _OF_THE_PACK else "",
        by_hand=kind is SettingKind.MANY or _pattern(path) in (*_BY_HAND, *_ENTRIES_BY_HAND),
    )


def _pattern(path: KeyPath) -> str:
    return path_of(tuple("[]" if isinstance(part, int) else part for part in path)).replace(".[]", "[]")


def _inner(facts: Mapping[str, Any], parts: Mapping[str, Any]) -> Mapping[str, Any]:
    """What a setting is made of: references followed, the choice of nothing left out."""
    for option in facts.get("anyOf", ()):
        if option.get("type") != "null":
            return _inner(option, parts)
    if "$ref" in facts:
        part: Mapping[str, Any] = parts[facts["$ref"].rpartition("/")[2]]
        return part
    return facts


def _kind(inner: Mapping[str, Any]) -> SettingKind:
    if "enum" in inner:
        return SettingKind.CHOICE
    if inner.get("title") == Hours.__name__:
        return SettingKind.HOURS
    if inner.get("type") == "array":
        items = inner.get("items", {})
        if {option.get("type") for option in items.get("anyOf", ())} == {"string", "array"}:
            return SettingKind.EITHER
        is_words = items.get("type") == "string"
        return SettingKind.WORDS if is_words else SettingKind.MANY
    if inner.get("type") == "object":
        return SettingKind.MANY
    return _FORMATS.get(inner.get("format", ""), _KINDS.get(str(inner.get("type")), SettingKind.TEXT))


def bounds(setting: EditableSetting) -> tuple[str, str]:
    """Least and most, as they are typed; blank: none. The locked rules are among them."""
    pack = _OF_THE_PACK.get(setting.name)
    if isinstance(pack, CallingWindow):
        return f"{pack.start:%H:%M}", f"{pack.end:%H:%M}"
    most = pack if pack is not None else setting.most
    return _figure(setting.least), _figure(most)


def _figure(bound: float | None) -> str:
    if bound is None:
        return ""
    return str(int(bound)) if bound == int(bound) else f"{bound:g}"
