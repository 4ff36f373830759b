"""Writes docs/study-yaml.md: every setting of study.yaml, from the model itself. `make settings` runs it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from cati_app.study.model import Study

PAGE = Path(__file__).resolve().parent.parent / "docs" / "study-yaml.md"
_HEAD = """\
# The settings of study.yaml

Every setting, in the order of the model that reads the file. Made by `make settings`; change the descriptions in
`cati_app/study`, not here. An editor that knows JSON Schema completes and explains the same
(`# yaml-language-server: $schema=…/resources/study.schema.json`). A commented example is the reference study.

What a library will interpret (countries, states, time zones, encodings) is checked by that library when the file is
read, and the message lists what is valid. `cati check STUDY` tells everything that is wrong at once.
"""
_KINDS = {
    "string": "text",
    "integer": "whole number",
    "number": "number",
    "boolean": "true or false",
    "null": "nothing",
}
_FORMATS = {"time": 'time, `"09:00"`', "date": "day, `2026-12-24`"}


def page() -> str:
    """The page as it belongs in docs/."""
    schema = Study.model_json_schema(by_alias=True)
    parts: Mapping[str, Any] = schema.get("$defs", {})
    return "\n".join([_HEAD, *_sections(schema, parts)]).rstrip() + "\n"


def _sections(schema: Mapping[str, Any], parts: Mapping[str, Any]) -> Iterator[str]:
    waiting: list[tuple[str, Mapping[str, Any]]] = [("", schema)]
    done: set[str] = set()
    while waiting:
        path, part = waiting.pop(0)
        yield f"## `{path}`\n" if path else "## The file\n"
        about = _one_line(part.get("description", ""))
        if about:
            yield about + "\n"
        yield "| setting | what it takes | default | meaning |"
        yield "|---|---|---|---|"
        needed = part.get("required", ())
        for name, setting in part["properties"].items():
            default = "needed" if name in needed else _default(setting)
            yield f"| `{name}` | {_takes(setting, parts)} | {default} | {_meaning(setting, parts)} |"
            for inner, many in _inner(setting):
                if inner not in done:
                    done.add(inner)
                    here = f"{path}.{name}" if path else name
                    waiting.append((f"{here}[…]" if many else here, parts[inner]))
        yield ""


def _inner(setting: Mapping[str, Any], *, many: bool = False) -> Iterator[tuple[str, bool]]:
    """Names of the parts a setting is made of, and whether there may be several of them."""
    if "$ref" in setting:
        yield setting["$ref"].rpartition("/")[2], many
    for option in setting.get("anyOf", ()):
        yield from _inner(option, many=many)
    for key in ("items", "additionalProperties"):
        if isinstance(setting.get(key), dict):
            yield from _inner(setting[key], many=True)


def _takes(setting: Mapping[str, Any], parts: Mapping[str, Any]) -> str:
    if "$ref" in setting:
        part = parts[setting["$ref"].rpartition("/")[2]]
        return "settings" if "properties" in part else _takes(part, parts)
    if "anyOf" in setting:
        kinds = [_takes(option, parts) for option in setting["anyOf"] if option.get("type") != "null"]
        return " or ".join(dict.fromkeys(kinds))
    if "enum" in setting:
        return ", ".join(f"`{value}`" for value in setting["enum"])
    if "const" in setting:
        return f"`{setting['const']}`"
    kind = setting.get("type")
    if kind == "array":
        return f"list: {_takes(setting['items'], parts)}"
    if kind == "object":
        return f"name → {_takes(setting.get('additionalProperties') or {'type': 'string'}, parts)}"
    return _FORMATS.get(setting.get("format", ""), _KINDS.get(str(kind), "text")) + _bounds(setting)


def _bounds(setting: Mapping[str, Any]) -> str:
    low, high = setting.get("minimum"), setting.get("maximum")
    if low is not None and high is not None:
        return f", {low:g} to {high:g}"
    if low is not None:
        return f", {low:g} or more"
    return f", {high:g} or less" if high is not None else ""


def _default(setting: Mapping[str, Any]) -> str:
    default = setting.get("default")
    if default in (None, "", [], {}):
        return "–"
    if isinstance(default, dict) and "$ref" in setting:
        return "as there"
    return f"`{json.dumps(default, ensure_ascii=False)}`".replace("|", "\\|")


def _meaning(setting: Mapping[str, Any], parts: Mapping[str, Any]) -> str:
    """Its own words, else those of the part it is made of."""
    about = setting.get("description", "")
    for name, _ in _inner(setting):
        about = about or parts[name].get("description", "")
    return _one_line(about).replace("|", "\\|")


def _one_line(text: str) -> str:
    return " ".join(text.split())


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
