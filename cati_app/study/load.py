"""Reads study.yaml: the checked model, or every finding with its line."""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import yaml
from pydantic import ValidationError

from cati_app.domain.findings import Finding
from cati_app.domain.phrases import Phrase, source
from cati_app.study.codes import finding
from cati_app.study.model import Study

MOST_BYTES = 1024 * 1024
_MOST_ALIASES = 200
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # ten times as fast where libyaml is there


@dataclass(frozen=True, slots=True)
class LoadedSettings:
    """The study, None when there are errors; `lines` gives the line of each setting by its path."""

    study: Study | None
    findings: tuple[Finding, ...]
    lines: Mapping[str, int] = field(default_factory=dict)


def load_study(data: bytes) -> LoadedSettings:
    """Read and check the text of study.yaml."""
    if len(data) > MOST_BYTES:
        return LoadedSettings(None, (finding("study-too-big", None, None),))
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return LoadedSettings(None, (finding("study-encoding", None, None),))
    try:
        aliases = sum(isinstance(event, yaml.AliasEvent) for event in yaml.parse(text, Loader=_LOADER))
        if aliases > _MOST_ALIASES:
            return LoadedSettings(None, (finding("yaml-aliases", None, None),))
        tree = yaml.compose(text, Loader=_LOADER)
        content = yaml.load(text, Loader=_LOADER)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        return LoadedSettings(None, (_syntax(error),))
    if tree is None or not isinstance(content, dict):
        return LoadedSettings(None, (finding("study-empty", 1, None),))
    lines: dict[str, int] = {}
    findings = _walk(tree, "", lines)
    try:
        study = Study.model_validate(content)
    except ValidationError as error:
        findings += [_invalid(fault, content, lines) for fault in error.errors(include_url=False)]
        return LoadedSettings(None, tuple(findings), lines)
    return LoadedSettings(None if findings else study, tuple(findings), lines)


def _syntax(error: Exception) -> Finding:
    mark = getattr(error, "problem_mark", None)
    reason = getattr(error, "problem", None) or Phrase("a value cannot be read")
    return finding("yaml-syntax", mark.line + 1 if mark else None, None, reason=reason)


def _walk(node: yaml.Node, path: str, lines: dict[str, int]) -> list[Finding]:
    """Collect the line of each setting; duplicate keys are findings."""
    findings: list[Finding] = []
    lines.setdefault(path, node.start_mark.line + 1)
    if isinstance(node, yaml.MappingNode):
        seen: set[str] = set()
        for key, value in node.value:
            name = str(key.value)
            inner = f"{path}.{name}" if path else name
            if name in seen:
                findings.append(finding("key-duplicate", key.start_mark.line + 1, inner, key=name))
            seen.add(name)
            lines[inner] = key.start_mark.line + 1
            findings += _walk(value, inner, lines)
    elif isinstance(node, yaml.SequenceNode):
        for number, value in enumerate(node.value, 1):
            findings += _walk(value, f"{path}[{number}]", lines)
    return findings


_REASONS = {
    "greater_than": (source("input should be greater than {gt}"),),
    "greater_than_equal": (source("input should be greater than or equal to {ge}"),),
    "less_than": (source("input should be less than {lt}"),),
    "less_than_equal": (source("input should be less than or equal to {le}"),),
    "string_pattern_mismatch": (source("string should match pattern '{pattern}'"),),
    "string_too_short": (
        source("string should have at least {min_length} character"),
        source("string should have at least {min_length} characters"),
    ),
    "string_too_long": (source("string should have at most {max_length} characters"),),
    "literal_error": (source("input should be {expected}"),),
    "enum": (source("input should be {expected}"),),
    "bool_parsing": (source("input should be a valid boolean, unable to interpret input"),),
    "bool_type": (source("input should be a valid boolean"),),
    "int_parsing": (source("input should be a valid integer, unable to parse string as an integer"),),
    "int_from_float": (source("input should be a valid integer, got a number with a fractional part"),),
    "int_type": (source("input should be a valid integer"),),
    "float_parsing": (source("input should be a valid number, unable to parse string as a number"),),
    "float_type": (source("input should be a valid number"),),
    "string_type": (source("input should be a valid string"),),
    "list_type": (source("input should be a valid list"),),
    "dict_type": (source("input should be a valid dictionary"),),
}
"""What pydantic says, by the type of its error; other errors are shown in its own words."""


def _invalid(error: Any, content: object, lines: Mapping[str, int]) -> Finding:
    location = _written(error["loc"], content)
    path = path_of(location)
    row = line_of(path, lines)
    name = str(location[-1]) if location else ""
    if error["type"] == "extra_forbidden":
        near = difflib.get_close_matches(name, _settings(location[:-1]), 1)
        return finding("key-unknown", row, path, key=name, suggestion=near[0] if near else "")
    if error["type"] == "missing":
        return finding("key-missing", row, path, key=name)
    if error["type"] == "rules_loosened":
        return finding("rules-loosened", row, path, name=name, **error["ctx"])
    if error["type"] == "preset_reason":
        return finding("preset-reason-missing", row, path)
    if error["type"] == "string_type" and isinstance(error["input"], (bool, int, float, date)):
        return finding("value-unquoted", row, path)
    return finding("value-invalid", row, path or None, reason=_reason(error))


def _written(location: Sequence[str | int], content: object) -> list[str | int]:
    """The location with keys as texts, numbers for places in lists alone; pydantic tells neither apart."""
    written: list[str | int] = []
    for part in location:
        if part == "[key]":
            break
        if isinstance(content, list) and isinstance(part, int):
            written.append(part)
            content = content[part] if part < len(content) else None
        else:
            written.append(str(part))
            content = (
                next((value for key, value in content.items() if str(key) == str(part)), None)
                if isinstance(content, dict)
                else None
            )
    return written


def _reason(error: Any) -> str:
    """Why a value is not allowed: a phrase where we know the words, else what the validation says."""
    context = error.get("ctx", {})
    ours = context["error"].args[0] if isinstance(context.get("error"), ValueError) else None
    if isinstance(ours, Phrase):
        return ours
    if error["type"] == "model_type":  # pydantic names a class of the program
        return Phrase("input should be a valid dictionary")
    reason = str(error["msg"]).removeprefix("Value error, ")
    reason = reason[:1].lower() + reason[1:]
    for template in _REASONS.get(error["type"], ()):
        known = Phrase(template, **context)
        if known == reason:
            return known
    return reason


def path_of(location: Sequence[str | int]) -> str:
    """A location as written in findings: `quota.dimensions[1].label`, lists counted from 1."""
    path = ""
    for part in location:
        path += f"[{part + 1}]" if isinstance(part, int) else f".{part}" if path else part
    return path


def line_of(path: str, lines: Mapping[str, int]) -> int | None:
    """The line of a setting, or of the nearest part around it that is written down."""
    while path and path not in lines:
        cut = max(path.rfind("."), path.rfind("["))
        path = path[:cut] if cut > 0 else ""
    return lines.get(path)


def _settings(location: Sequence[str | int]) -> list[str]:
    """The settings that may stand at a location, by the schema of the study."""
    schema = Study.model_json_schema()
    here: dict[str, Any] = schema
    for part in location:
        here = _resolved(here, schema)
        here = here.get("items", {}) if isinstance(part, int) else here.get("properties", {}).get(part, {})
    return list(_resolved(here, schema).get("properties", {}))


def _resolved(part: dict[str, Any], schema: dict[str, Any]) -> dict[str, Any]:
    for option in part.get("anyOf", ()):
        if "$ref" in option or "items" in option:
            part = option
            break
    reference = part.get("$ref")
    return schema["$defs"][reference.rpartition("/")[2]] if reference else part
