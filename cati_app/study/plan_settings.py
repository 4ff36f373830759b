"""Planned targets as settings of study.yaml: total, targets by cell, and where each margin comes from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from cati_app.study.model import Study
from cati_app.study.patch import WantedSetting

FIRST = ""
"""Name of the first quota, where a plan names none."""


def planned_settings(
    study: Study,
    quota: str,
    targets: Mapping[str, int],
    sources: Mapping[str, tuple[str, bool]],
    categories: Mapping[str, Sequence[str]],
) -> tuple[WantedSetting, ...]:
    """What study.yaml is asked for.

    Args:
        quota: Name of one of the study's; blank: the first, or the one that the study gets by this.
        targets: By cell, without the name of the quota before it.
        sources: Where the margin of each variable comes from, and whether it is an estimate.
        categories: Of each variable, in the order of the cells; for a study that has no quota yet.

    Raises:
        ValueError: the study has no quota of that name.
    """
    if study.quota is None:
        return (WantedSetting(("quota",), _new(targets, sources, categories)),)
    where = _where(study, quota)
    dimensions = dict(study.quotas)[_named(where)].dimensions
    told = [
        WantedSetting((*where, "dimensions", number, key), value)
        for number, dimension in enumerate(dimensions)
        if dimension.variable in sources
        for key, value in zip(("source", "estimate"), sources[dimension.variable], strict=True)
    ]
    total = WantedSetting((*where, "total"), sum(targets.values()))
    return (total, WantedSetting((*where, "targets"), dict(targets)), *told)


def _where(study: Study, name: str) -> tuple[str | int, ...]:
    assert study.quota is not None
    if name in (FIRST, study.quota.name):
        return ("quota",)
    names = [quota.name for quota in study.further_quotas]
    return ("further_quotas", names.index(name))


def _named(where: tuple[str | int, ...]) -> str:
    return "quota" if len(where) == 1 else f"further_quotas[{int(where[1]) + 1}]"


def _new(
    targets: Mapping[str, int], sources: Mapping[str, tuple[str, bool]], categories: Mapping[str, Sequence[str]]
) -> dict[str, Any]:
    dimensions = []
    for variable, codes in categories.items():
        source, estimate = sources.get(variable, ("", True))
        named = [{"code": code, "values": [code], "label": {"de": code}} for code in codes]
        label = variable.replace("_", " ").capitalize()
        entry: dict[str, Any] = {"variable": variable, "label": {"de": label}}
        dimensions.append({**entry, "source": source, "estimate": estimate, "categories": named})
    return {"total": sum(targets.values()), "dimensions": dimensions, "targets": dict(targets)}
