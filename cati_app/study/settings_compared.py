"""Two states of a study.yaml held against each other: which settings differ, by their path."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import yaml

from cati_app.study.editable import editable_settings
from cati_app.study.load import LOADER, load_study
from cati_app.study.model import Study
from cati_app.study.typed_settings import written
from cati_app.values import dataclass

_LONGEST = 60
"""Characters of a value that are told."""
_NOTHING = object()


@dataclass(frozen=True, slots=True)
class ChangedSetting:
    """A setting before and now.

    Args:
        path: With dots, as findings name it.
        before: As it is typed, cut where it is long; as JSON where no setting of the program stands there. None: it
            was not there.
        now: The same; None: it is not there any more.
    """

    path: str
    before: str | None
    now: str | None


def changed_settings(before: bytes, now: bytes) -> tuple[ChangedSetting, ...]:
    """In the order of the newer file, those that are gone last; none where one of the two cannot be read."""
    studies = [load_study(text).study for text in (before, now)]
    were, are = (None if study is None else _typed(study) for study in studies)
    if were is None or are is None:
        return ()
    raw = _changed("", *(yaml.load(text.decode("utf-8-sig"), Loader=LOADER) for text in (before, now)))
    told: dict[str, ChangedSetting] = {}
    for change in raw:
        named = list(_named(change, were, are))
        told |= {each.path: each for each in named or [change] if not _stands_in(each.path, told)}
    return tuple(told.values())


def _typed(study: Study) -> dict[str, str]:
    return {setting.name: written(setting) for setting in editable_settings(study, {})}


def _named(change: ChangedSetting, were: Mapping[str, str], are: Mapping[str, str]) -> Iterator[ChangedSetting]:
    """The settings of the program that differ there; none where only something differs that is no setting."""
    for name in [*are, *(name for name in were if name not in are)]:
        before, now = were.get(name, ""), are.get(name, "")
        inside = change.path != name and _stands_in(
            change.path, (name,)
        )  # a part of what is one setting, as the beginning of some hours
        if before != now and (inside or _stands_in(name, (change.path,))):
            had, has = inside or change.before is not None, inside or change.now is not None
            yield ChangedSetting(name, _cut(before) if had and before else None, _cut(now) if has and now else None)


def _stands_in(path: str, others: Iterable[str]) -> bool:
    """Whether a path is one of the others, or leads on from it."""
    return any(path == other or path.startswith((f"{other}.", f"{other}[")) for other in others)


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
    return _cut(json.dumps(value, ensure_ascii=False, default=str))


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
