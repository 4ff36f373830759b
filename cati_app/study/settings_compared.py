"""Two states of a study.yaml held against each other: which settings differ, by their path."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

import yaml

from cati_app.study.load import LOADER, load_study
from cati_app.values import dataclass

_LONGEST = 60
"""Characters of a value that are told."""
_NOTHING = object()


@dataclass(frozen=True, slots=True)
class ChangedSetting:
    """A setting before and now.

    Args:
        path: With dots, as findings name it.
        before: As JSON, cut where it is long; None: it was not there.
        now: The same; None: it is not there any more.
    """

    path: str
    before: str | None
    now: str | None


def changed_settings(before: bytes, now: bytes) -> tuple[ChangedSetting, ...]:
    """In the order of the newer file, those that are gone last; none where one of the two cannot be read."""
    if any(load_study(text).study is None for text in (before, now)):
        return ()
    return tuple(_changed("", *(yaml.load(text.decode("utf-8-sig"), Loader=LOADER) for text in (before, now))))


def _changed(path: str, before: Any, now: Any) -> Iterator[ChangedSetting]:
    if before == now:
        return
    if isinstance(before, Mapping) and isinstance(now, Mapping):
        for key in [*now, *(key for key in before if key not in now)]:
            inner = f"{path}.{key}" if path else str(key)
            yield from _changed(inner, before.get(key, _NOTHING), now.get(key, _NOTHING))
        return
    yield ChangedSetting(path, _told(before), _told(now))


def _told(value: Any) -> str | None:
    if value is _NOTHING:
        return None
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
