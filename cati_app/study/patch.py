"""Changes single values in the text of study.yaml; every line that does not hold one of them stays as it is.

The text is not written anew: what is to change is hit by the marks of its nodes and exchanged there. Each step is
read back, and counts only if the file then holds what was asked and nothing else.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import yaml

from cati_app.domain.errors import EnvironmentProblem
from cati_app.domain.phrases import Phrase
from cati_app.study.load import LOADER, guarded, path_of
from cati_app.study.patch_spots import TextChange, TextSpot, ways
from cati_app.study.yaml_values import same
from cati_app.values import dataclass

_MOST_STEPS = 2_000
"""Values changed at once; a file has fewer than ten times as many."""

Path = tuple[str | int, ...]
"""Keys, and places in lists counted from 0."""


@dataclass(frozen=True, slots=True)
class WantedSetting:
    """A setting and what it shall be.

    Args:
        path: Where it stands.
        value: As YAML reads it; a list or a mapping is changed part by part.
        removed: It shall not stand there any more, so that its default holds.
    """

    path: Path
    value: Any = None
    removed: bool = False


def patched(data: bytes, wanted: Sequence[WantedSetting]) -> bytes:
    """The file with these settings; byte for byte the same where nothing else is asked.

    Args:
        data: UTF-8, with or without a mark at its beginning; line ends and a missing last one are kept.

    Raises:
        EnvironmentProblem: `setting_unpatchable` where a value cannot be changed alone, for instance because it is
            repeated elsewhere by an alias.
        ValueError: the file is none that can be read, or a path leads nowhere.
    """
    text = guarded(data)
    if not isinstance(text, str):
        raise ValueError("the file cannot be read")
    mark = data[: len(data) - len(text.encode())]
    for setting in wanted:
        text = _changed(text, setting)
    return mark + text.encode()


def _changed(text: str, setting: WantedSetting) -> str:
    goal = with_setting(_read(text), setting)
    try:
        tree, content = _tree(text)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        raise _unpatchable(setting.path, mark.line + 1 if mark is not None else None) from None
    for _ in range(_MOST_STEPS):
        if same(content, goal):
            return text
        text, tree, content = _step(text, tree, content, goal)
    raise _unpatchable(setting.path, None)


def with_setting(content: Any, setting: WantedSetting) -> Any:
    """What the file would hold. ValueError: the path leads nowhere."""
    whole = copy.deepcopy(content)  # parts that an alias repeats are told apart only below
    here, trail = whole, setting.path[:-1]
    for part in trail:
        if isinstance(here, dict) and (part not in here or here[part] is None):
            if setting.removed:
                return whole
            here[part] = {}
        try:
            here[part] = copy.deepcopy(here[part])
            here = here[part]
        except (KeyError, IndexError, TypeError):
            raise ValueError(f"no setting {path_of(setting.path)}") from None
    last = setting.path[-1]
    if not isinstance(here, (dict, list)) or (isinstance(here, list) and not isinstance(last, int)):
        raise ValueError(f"no setting {path_of(setting.path)}")
    if setting.removed:
        if isinstance(here, list) or last in here:
            del here[last]  # type: ignore[arg-type]
    elif isinstance(here, list) and last == len(here):
        here.append(setting.value)
    else:
        here[last] = setting.value  # type: ignore[index]
    return whole


def _step(text: str, tree: yaml.Node, content: Any, goal: Any) -> tuple[str, yaml.Node, Any]:
    """The text with the first difference gone, in the first way that reads back; and what it reads as."""
    spot, change = first_difference(tree, content, goal)
    meant = change.meant(copy.deepcopy(content))
    for other in ways(text, spot, change):
        try:
            if same(_read(other), meant):
                nodes, holds = _tree(other)
                if same(holds, meant):
                    return other, nodes, holds  # both readers agree: the faster one takes texts that the other does not
        except (yaml.YAMLError, ValueError, RecursionError):
            continue
    raise _unpatchable(spot.path, spot.line)


def first_difference(tree: yaml.Node, content: Any, goal: Any) -> tuple[TextSpot, TextChange]:
    """Where the file first differs from what it shall be, and what is to be done there."""
    spot = TextSpot((), tree)
    while True:
        if isinstance(content, dict) and isinstance(goal, dict) and isinstance(spot.node, yaml.MappingNode):
            gone = [key for key in content if not _has(goal, key)]
            new = [key for key in goal if not _has(content, key)]
            if gone:
                return spot, TextChange(spot.path, key=gone[0], remove=True)
            if new:
                return spot, TextChange(spot.path, key=new[0], value=goal[new[0]], add=True)
            key: Any = next(key for key in content if not same(content[key], goal[key]))
        elif isinstance(content, list) and isinstance(goal, list) and isinstance(spot.node, yaml.SequenceNode):
            equal = sum(1 for _ in _alike(content, goal))
            if len(content) > len(goal):
                return spot, TextChange(spot.path, key=equal, remove=True)
            if equal == len(content):
                return spot, TextChange(spot.path, key=equal, value=goal[equal], add=True)
            key = equal
        else:
            return spot, TextChange(spot.path, value=goal)
        inner = spot.inner(key)
        if inner is None:  # a merged part: written out here, it is the nearer one
            return spot, TextChange(spot.path, key=key, value=goal[key], add=True)
        spot, content, goal = inner, content[key], goal[key]


def _alike(content: list[Any], goal: list[Any]) -> Iterator[None]:
    for mine, other in zip(content, goal, strict=False):
        if not same(mine, other):
            return
        yield None


def _has(mapping: Mapping[Any, Any], key: Any) -> bool:
    return any(type(known) is type(key) and known == key for known in mapping)


def _read(text: str) -> Any:
    content = yaml.load(text, Loader=LOADER) if guarded(text.encode()) == text else None
    if content is None:
        raise ValueError("the file cannot be read")
    return content


def _tree(text: str) -> tuple[yaml.Node, Any]:
    loader = yaml.SafeLoader(text)  # its marks count characters on every system
    try:
        tree = loader.get_single_node()
        if tree is None:
            raise ValueError("the file is empty")
        constructing: Callable[[yaml.Node], Any] = loader.construct_document
        content = constructing(copy.deepcopy(tree))  # a merge key is resolved within the nodes
    finally:
        loader.dispose()
    return tree, content


def _unpatchable(path: Path, line: int | None) -> EnvironmentProblem:
    return EnvironmentProblem(
        "setting_unpatchable",
        Phrase("“{path}” cannot be changed alone (line {line} of the file).", path=path_of(path), line=line or 1),
        "Change it there by hand: it is written in a form that other settings share, such as an alias.",
    )
