"""A setting changed in study.yaml is what was asked, and every other line is byte for byte as before."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping
from typing import Any

import yaml
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from cati_app.domain.errors import EnvironmentProblem
from cati_app.study.patch import WantedSetting, patched, with_setting
from cati_app.study.yaml_values import same
from tests.property.examples import examples

_WORDS = st.sampled_from(
    ["a", "busy_min", "no", "yes", "12", "09:00", "x y", "Grün", "a: b", "c # d", "- e", "", "'", '"', "ل"]
)
_TEXTS = st.one_of(_WORDS, st.text(max_size=12).filter(lambda text: text.isprintable()), st.just("one\ntwo\n"))
_SCALARS = st.one_of(
    _TEXTS, st.integers(-99, 10_000), st.booleans(), st.none(), st.floats(allow_nan=False, width=32), st.dates()
)
_KEYS = st.sampled_from(["id", "busy_min", "on_", "targets", "16-29", "de", "en"])
_VALUES = st.recursive(
    _SCALARS,
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(_KEYS, inner, max_size=3)),
    max_leaves=8,
)
_FILES = st.dictionaries(_KEYS, _VALUES, min_size=1, max_size=5)


@st.composite
def _texts(draw: st.DrawFn) -> tuple[str, Any]:
    """A file in any style that YAML allows."""
    content = draw(_FILES)
    style = draw(st.sampled_from([None, None, "'", '"']))
    flow = draw(st.sampled_from([False, None, True]))
    text = yaml.safe_dump(
        content,
        default_style=style,
        default_flow_style=flow,
        indent=draw(st.integers(2, 7)),
        width=draw(st.sampled_from([20, 1000])),
        allow_unicode=draw(st.booleans()),
        sort_keys=False,
    )
    if draw(st.booleans()):
        text = _commented(draw, text)
    if draw(st.booleans()):
        text = text.removesuffix("\n")
    if draw(st.booleans()):
        text = text.replace("\n", "\r\n")
    return text, yaml.safe_load(text)


def _commented(draw: st.DrawFn, text: str) -> str:
    """Comments and empty lines between and behind lines, where they change nothing of what the file holds."""
    before = yaml.safe_load(text)
    lines = text.split("\n")
    for number in draw(st.lists(st.integers(0, len(lines) - 1), max_size=3)):
        for other in (f"{lines[number]}   # why: [so]", f"    # why: so\n{lines[number]}", f"\n{lines[number]}"):
            tried = "\n".join([*lines[:number], other, *lines[number + 1 :]])
            try:
                if draw(st.booleans()) and same(yaml.safe_load(tried), before):
                    lines[number] = other
            except yaml.YAMLError:
                continue
    return "\n".join(lines)


def _paths(content: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    inner = content.items() if isinstance(content, Mapping) else enumerate(content) if isinstance(content, list) else ()
    return [found for key, value in inner for found in ((*path, key), *_paths(value, (*path, key)))]


@settings(max_examples=examples(60), deadline=None)
@given(_texts(), st.data())
def test_a_changed_value_is_what_was_asked_and_the_rest_stays(made: tuple[str, Any], data: st.DataObject) -> None:
    text, content = made
    asked = WantedSetting(data.draw(st.sampled_from(_paths(content))), data.draw(_VALUES))

    after = patched(text.encode(), [asked]).decode()

    assert same(with_setting(content, asked), yaml.safe_load(after))


@settings(max_examples=examples(60), deadline=None)
@given(_texts(), st.data())
def test_one_value_for_another_changes_its_own_lines_alone(made: tuple[str, Any], data: st.DataObject) -> None:
    text, content = made
    path = data.draw(st.sampled_from(_paths(content)))
    old = _at(content, path)
    assume(not isinstance(old, (dict, list)))
    after = patched(text.encode(), [WantedSetting(path, data.draw(st.integers(0, 99)))]).decode()

    changed = _changed_lines(text, after)
    assert len(changed[1]) <= 1
    assert len(changed[0]) <= max(1, len(_lines(_written(text, path))))


@settings(max_examples=examples(60), deadline=None)
@given(_texts(), st.data())
def test_a_setting_that_comes_leaves_every_line_that_is_there(made: tuple[str, Any], data: st.DataObject) -> None:
    text, content = made
    maps = [(), *(path for path in _paths(content) if isinstance(_at(content, path), dict))]
    path = data.draw(st.sampled_from(maps))
    asked = WantedSetting((*path, "new_one"), data.draw(_VALUES))
    after = patched(text.encode(), [asked]).decode()

    assert same(with_setting(content, asked), yaml.safe_load(after))
    assert len(_changed_lines(text, after)[0]) <= 1  # a line in braces, or an empty part that holds something now


@settings(max_examples=examples(60), deadline=None)
@given(_texts(), st.data())
def test_a_setting_that_goes_takes_only_its_own_lines_along(made: tuple[str, Any], data: st.DataObject) -> None:
    text, content = made
    path = data.draw(st.sampled_from(_paths(content)))
    asked = WantedSetting(path, removed=True)
    goal = with_setting(content, asked)
    assume(goal)
    try:
        after = patched(text.encode(), [asked]).decode()
    except EnvironmentProblem:  # a comment would go with it
        return

    assert same(goal, yaml.safe_load(after))
    assert len(_changed_lines(text, after)[1]) <= 2


def _at(content: Any, path: tuple[Any, ...]) -> Any:
    for part in path:
        content = content[part]
    return content


def _lines(text: str) -> list[str]:
    return re.split("\r\n|\n", text)


def _changed_lines(before: str, after: str) -> tuple[list[str], list[str]]:
    """Lines that are gone, and lines that are new; all others are byte for byte the same, in the same order."""
    told = list(difflib.ndiff(_lines(before), _lines(after)))
    return [line for line in told if line.startswith("- ")], [line for line in told if line.startswith("+ ")]


def _written(text: str, path: tuple[Any, ...]) -> str:
    """A value as it stands there; an empty text of lines where that is a whole part."""
    node: yaml.Node | None = yaml.compose(text, Loader=yaml.SafeLoader)
    for part in path:
        assert node is not None
        if isinstance(node, yaml.SequenceNode):
            node = node.value[part]
        else:
            node = next(
                value for key, value in node.value if yaml.safe_load(key.value or "''") == part or key.value == part
            )
    assert node is not None
    return text[node.start_mark.index : node.end_mark.index]
