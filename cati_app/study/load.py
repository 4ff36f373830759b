"""Reads study.yaml: the checked model, or every finding with its line."""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from dataclasses import field
from datetime import date
from functools import cache
from typing import Any, Generic, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from cati_app.domain.findings import Finding
from cati_app.domain.phrases import Phrase, source
from cati_app.study.codes import finding
from cati_app.study.model import Study
from cati_app.values import dataclass

MOST_BYTES = 1024 * 1024
_MOST_ALIASES = 200
_DEEPEST = 20  # study.yaml needs seven
_MOST_VALUES = 20_000
_MOST_FAULTS = 200  # that are told one by one
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # ten times as fast where libyaml is there


Settings = TypeVar("Settings", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class LoadedSettings:
    """The study, None when there are errors; `lines` gives the line of each setting by its path."""

    study: Study | None
    findings: tuple[Finding, ...]
    lines: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CheckedFile(Generic[Settings]):
    """What a file of settings says, None when there are errors; `lines` as in `LoadedSettings`."""

    settings: Settings | None
    findings: tuple[Finding, ...]
    lines: Mapping[str, int] = field(default_factory=dict)


def load_study(data: bytes) -> LoadedSettings:
    """Read and check the text of study.yaml."""
    read = read_settings(data, Study)
    return LoadedSettings(read.settings, read.findings, read.lines)


def read_settings(data: bytes, model: type[Settings]) -> CheckedFile[Settings]:
    """Read and check a file of settings by its model."""
    composed = _composed(data)
    if isinstance(composed, Finding):
        return CheckedFile(None, (composed,))
    tree = composed[1]
    if tree is None:
        return CheckedFile(None, (finding("study-empty", 1, None),))
    lines: dict[str, int] = {}
    findings = _walk(tree, "", lines)
    try:
        content = _constructed(tree)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        return CheckedFile(None, (_syntax(error),))
    if not isinstance(content, dict):
        return CheckedFile(None, (finding("study-empty", 1, None),))
    try:
        settings = model.model_validate(content)
    except ValidationError as error:
        faults = error.errors(include_url=False)
        findings += [_invalid(fault, content, lines, model) for fault in faults[:_MOST_FAULTS]]
        if len(faults) > _MOST_FAULTS:
            findings.append(finding("faults-left-out", None, None, count=len(faults) - _MOST_FAULTS))
        return CheckedFile(None, tuple(findings), lines)
    return CheckedFile(None if findings else settings, tuple(findings), lines)


def guarded(data: bytes) -> str | Finding:
    """The text of study.yaml, safe to be built: neither too big nor too deep, with no part repeated too often."""
    composed = _composed(data)
    return composed if isinstance(composed, Finding) else composed[0]


def _composed(data: bytes) -> tuple[str, yaml.Node | None] | Finding:
    """The same with its nodes; None where it holds nothing."""
    if len(data) > MOST_BYTES:
        return finding("study-too-big", None, None)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return finding("study-encoding", None, None)
    try:
        excess = _excess(text)
        if excess is not None:
            return excess
        tree = yaml.compose(text, Loader=LOADER)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        return _syntax(error)
    if tree is not None and _size(tree, {}) > _MOST_VALUES:
        return finding("yaml-aliases", None, None)
    return text, tree


def _constructed(tree: yaml.Node) -> Any:
    """The values of nodes, which are changed where one merges another."""
    loader = LOADER("")
    try:
        return loader.construct_document(tree)
    finally:
        loader.dispose()


def _excess(text: str) -> Finding | None:
    """What no study needs, told from the events alone: nothing is built before it is known how much it is."""
    depth = aliases = values = 0
    for event in yaml.parse(text, Loader=LOADER):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > _DEEPEST:
                return finding("yaml-too-deep", _line(event), None, most=_DEEPEST)
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        values += isinstance(event, (yaml.ScalarEvent, yaml.CollectionStartEvent))
        aliases += isinstance(event, yaml.AliasEvent)
        if aliases > _MOST_ALIASES:
            return finding("yaml-aliases", _line(event), None)
        if values > _MOST_VALUES:
            return finding("yaml-too-many", _line(event), None, most=_MOST_VALUES)
    return None


def _line(event: yaml.Event) -> int | None:
    return event.start_mark.line + 1 if event.start_mark is not None else None


def _size(node: yaml.Node, known: dict[int, int]) -> int:
    """How many values a part is once repeated parts are written out; beyond all bounds where it holds itself."""
    if isinstance(node, yaml.ScalarNode):
        return 1
    if id(node) in known:
        return known[id(node)]
    known[id(node)] = _MOST_VALUES + 1  # met again before it is known: it holds itself
    inner: list[yaml.Node] = []
    for part in node.value:
        inner += part if isinstance(part, tuple) else (part,)
    known[id(node)] = size = min(_MOST_VALUES + 1, 1 + sum(_size(part, known) for part in inner))
    return size


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
    "greater_than": source("it must be more than {gt}"),
    "greater_than_equal": source("it must be {ge} or more"),
    "less_than": source("it must be less than {lt}"),
    "less_than_equal": source("it must be {le} or less"),
    "string_pattern_mismatch": source("it is not written as it must be (pattern {pattern})"),
    "string_too_short": source("it is too short: at least {min_length} characters are needed"),
    "string_too_long": source("it is too long: at most {max_length} characters are allowed"),
    "too_short": source("too few are given: at least {min_length} are needed"),
    "too_long": source("too many are given: at most {max_length} are allowed"),
    "literal_error": source("it must be one of {expected}"),
    "enum": source("it must be one of {expected}"),
    "bool_parsing": source("it must be true or false"),
    "bool_type": source("it must be true or false"),
    "int_parsing": source("it must be a whole number"),
    "int_parsing_size": source("the number is too big"),
    "int_from_float": source("it must be a whole number, without a fraction"),
    "int_type": source("it must be a whole number"),
    "float_parsing": source("it must be a number, with a point before the fraction"),
    "float_type": source("it must be a number"),
    "finite_number": source("it must be a number that can be written out"),
    "string_type": source("it must be a text; put it into quotation marks: “1”, “no”"),
    "list_type": source("it must be a list: one entry a line, each after a hyphen, or [a, b]"),
    "dict_type": source("it must be settings: a name and a colon before each value, such as de: text"),
    "model_type": source("it must be settings: a name and a colon before each value, indented below this one"),
    "model_attributes_type": source(
        "it must be settings: a name and a colon before each value, indented below this one"
    ),
    "time_parsing": source("it must be a time of day in quotation marks: “09:00”"),
    "time_type": source("it must be a time of day in quotation marks: “09:00”"),
    "time_delta_parsing": source("it must be a time of day in quotation marks: “09:00”"),
}
"""Why a value is not taken, by the type of pydantic's error."""
_OTHER_REASON = source("it is not what belongs here")


def _invalid(error: Any, content: object, lines: Mapping[str, int], model: type[BaseModel]) -> Finding:
    location = _written(error["loc"], content)
    path = path_of(location)
    row = line_of(path, lines)
    name = str(location[-1]) if location else ""
    if error["type"] == "extra_forbidden":
        near = difflib.get_close_matches(name, _settings(location[:-1], model), 1)
        return finding("key-unknown", row, path, key=name, suggestion=near[0] if near else "")
    if error["type"] == "missing":
        return finding("key-missing", row, path, key=name)
    if error["type"] == "rules_loosened":
        return finding("rules-loosened", row, path, name=name, **error["ctx"])
    if error["type"] == "state_missing":
        return finding("key-missing", row, f"{path}.state", key="state")
    if error["type"] == "setting_missing":
        return finding("key-missing", row, error["ctx"]["key"], key=error["ctx"]["key"])
    if error["type"] == "not_known":
        return _not_known(error["ctx"], row, path)
    if error["type"] == "too_many_cells":
        return finding("quota-too-many-cells", row, path, **error["ctx"])
    if error["type"] == "preset_reason":
        return finding("preset-reason-missing", row, path)
    if error["type"] == "string_type" and isinstance(error["input"], (bool, int, float, date)):
        return finding("value-unquoted", row, path)
    return finding("value-invalid", row, path or None, reason=_reason(error))


def _not_known(context: Mapping[str, Any], row: int | None, path: str) -> Finding:
    """A value that the library which interprets it does not know, with those it knows."""
    fields = {name: value for name, value in context.items() if name not in ("code", "near")}
    return finding(context["code"], row, path, suggestion=context["near"], **fields)


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
    """Why a value is not taken; never in the words of a library."""
    context = error.get("ctx", {})
    ours = context["error"].args[0] if isinstance(context.get("error"), ValueError) else None
    if isinstance(ours, Phrase):
        return ours
    return Phrase(_REASONS.get(error["type"], _OTHER_REASON), **context)


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


def _settings(location: Sequence[str | int], model: type[BaseModel]) -> list[str]:
    """The settings that may stand at a location, by the schema of the file."""
    schema = _schema(model)
    here: dict[str, Any] = schema
    for part in location:
        here = _resolved(here, schema)
        here = here.get("items", {}) if isinstance(part, int) else here.get("properties", {}).get(part, {})
    return list(_resolved(here, schema).get("properties", {}))


@cache
def _schema(model: type[BaseModel]) -> dict[str, Any]:
    return model.model_json_schema()


def _resolved(part: dict[str, Any], schema: dict[str, Any]) -> dict[str, Any]:
    for option in part.get("anyOf", ()):
        if "$ref" in option or "items" in option:
            part = option
            break
    reference = part.get("$ref")
    return schema["$defs"][reference.rpartition("/")[2]] if reference else part
