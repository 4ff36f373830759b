"""Plain data from a YAML or JSON file that a person wrote, with the guards of study.yaml."""

from __future__ import annotations

import yaml

from cati_app.domain.findings import Finding
from cati_app.study.load import LOADER, guarded


class PlainYamlError(Exception):
    """A file that is no YAML, is too big or too deep, or names a key twice; `line` from 1, None: the whole file."""

    def __init__(self, line: int | None) -> None:
        super().__init__(line)
        self.line = line


def plain_yaml(data: bytes) -> object:
    """What stands in it: mappings, lists, texts, figures, dates. PlainYamlError."""
    text = guarded(data)
    if isinstance(text, Finding):
        raise PlainYamlError(text.row)
    try:
        tree = yaml.compose(text, Loader=LOADER)
        _check_once(tree)
        made: object = yaml.load(text, Loader=LOADER)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        raise PlainYamlError(mark.line + 1 if mark else None) from None
    return made


def _check_once(node: yaml.Node | None) -> None:
    """A key that stands twice would silently lose its first value."""
    if isinstance(node, yaml.MappingNode):
        seen: set[str] = set()
        for key, value in node.value:
            if str(key.value) in seen:
                raise PlainYamlError(key.start_mark.line + 1)
            seen.add(str(key.value))
            _check_once(value)
    elif isinstance(node, yaml.SequenceNode):
        for value in node.value:
            _check_once(value)
