"""A quota of a new study as it is filled in, and how it is kept among the other texts."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, field, fields
from itertools import product

from cati_app.values import dataclass

MODES = ("strict", "overrun", "soft", "counter")
"""As `quota.mode` of study.yaml has them."""
NESTED = "="
"""Between a variable and a category within which a quota counts: `sex=f`."""


@dataclass(frozen=True, slots=True)
class TypedQuota:
    """A quota.

    Args:
        variables: Of its dimensions, in order; none where published tables say them.
        within: `sex=f`: it counts only there; blank: it counts everybody.
        table: Path of published tables; blank: figures were typed in.
        total: Interviews wanted, with a table.
        targets: By cell, with figures that were typed in: `f/u30`.
    """

    name: str = "main"
    mode: str = "strict"
    variables: tuple[str, ...] = ()
    within: str = ""
    table: str = ""
    total: str = ""
    targets: Mapping[str, str] = field(default_factory=dict)

    def wanted(self) -> int:
        """Interviews wanted; 0 where something is no number."""
        if self.table:
            return int(self.total) if self.total.isdecimal() else 0
        return sum(int(text) for text in self.targets.values() if text.isdecimal())


def quotas_of(text: str) -> tuple[TypedQuota, ...]:
    """The quotas that `as_text` kept; none where it is no such text."""
    try:
        kept = json.loads(text or "[]")
        return tuple(_quota(entry) for entry in kept)
    except (ValueError, TypeError, AttributeError, RecursionError):
        return ()


def as_text(quotas: Sequence[TypedQuota]) -> str:
    """Quotas among the texts of a new study; blank: none."""
    return json.dumps([asdict(quota) for quota in quotas], ensure_ascii=False) if quotas else ""


def cells_of(categories: Sequence[Sequence[str]]) -> tuple[str, ...]:
    """Names of the cells of some dimensions, in the order in which they are asked for."""
    return tuple("/".join(cell) for cell in product(*categories))


def _quota(entry: Mapping[str, object]) -> TypedQuota:
    known = {each.name for each in fields(TypedQuota)}
    texts = {name: str(value) for name, value in entry.items() if name in known and isinstance(value, str)}
    variables, targets = entry.get("variables"), entry.get("targets")
    return TypedQuota(
        **texts,
        variables=tuple(map(str, variables)) if isinstance(variables, list) else (),
        targets={str(cell): str(n) for cell, n in targets.items()} if isinstance(targets, dict) else {},
    )
