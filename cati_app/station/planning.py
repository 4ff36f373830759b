"""Quota targets of a study, planned from files with published tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from pathlib import Path

from cati_app.domain.errors import RuleViolation
from cati_app.domain.quota.planning import PublishedTable, TargetPlan, plan_targets
from cati_app.sample_files.published import read_tables
from cati_app.station.sampling import unreadable_in_words
from cati_app.study.model import QuotaCells, Study
from cati_app.texts import say


def planned(
    study: Study,
    files: Sequence[Path],
    total: int,
    seed: Path | None = None,
    factors: Mapping[tuple[str, str], Fraction] | None = None,
    minimum: int = 0,
    name: str = "",
) -> tuple[TargetPlan, tuple[PublishedTable, ...]]:
    """The targets, and the tables they rest on, in the order of the files.

    Args:
        study: Its quota says which dimensions and categories there are, and in which order; without one the tables do.
        files: CSV or XLSX.
        seed: A file with one cross table of all dimensions.
        name: Of one of `further_quotas`, or of the first one; blank: the first.

    Raises:
        EnvironmentProblem: `sample_unreadable` with file, row, column and cure.
        RuleViolation: as `plan_targets`; `plan_seed_many` where the seed's file has more than one table;
            `plan_quota_unknown`.
    """
    tables = tuple(table for file in files for table in _read(file))
    seeds = () if seed is None else _read(seed)
    if len(seeds) > 1:
        raise RuleViolation("plan_seed_many")
    quota = _named(study, name)
    categories = None
    if quota is not None:
        categories = {d.variable: [category.code for category in d.categories] for d in quota.dimensions}
    return plan_targets(tables, total, seeds[0] if seeds else None, factors, minimum, categories), tables


def sources_of(
    made: TargetPlan, tables: Sequence[PublishedTable], former: Mapping[str, str] | None = None
) -> dict[str, tuple[str, bool]]:
    """Of each variable, from the table that has it; what names no source is said to name none.

    Args:
        former: Sources that stand in the study, by variable: where a table names none, the one before is told as such.
    """
    sources = {}
    for table in tables:
        named = ", ".join(part for part in (table.source, table.date) if part)
        for variable in table.dimensions:
            told = named or _unnamed((former or {}).get(variable, ""))
            if made.seed:
                told = f"{told}; {say('associations from {seed}', seed=made.seed)}"
            sources[variable] = (told, table.is_estimate or bool(made.seed))
    return sources


def sources_in(study: Study, name: str) -> Mapping[str, str]:
    """That stand in the study, by variable of a quota."""
    quota = _named(study, name)
    return {d.variable: d.source for d in quota.dimensions if d.source} if quota is not None else {}


def _unnamed(former: str) -> str:
    none = say("no source is named")
    if not former or former.startswith(none):
        return former.partition(";")[0] or none
    return f"{none} ({say('before: {source}', source=former)})"


def _named(study: Study, name: str) -> QuotaCells | None:
    """The quota that is planned; None: the study has none yet."""
    if not name or (study.quota is not None and name == study.quota.name):
        return study.quota
    known = {quota.name: quota for quota in study.further_quotas}
    if name not in known:
        first = [study.quota.name] if study.quota is not None else []
        raise RuleViolation("plan_quota_unknown", name=name, names=", ".join([*first, *known]) or "–")
    return known[name]


def _read(file: Path) -> tuple[PublishedTable, ...]:
    with unreadable_in_words(file):
        return read_tables(file)
