"""How many people are alike in what could be known of them elsewhere, and how much of them that would give away.

Sources: L. Sweeney, k-anonymity (2002); A. Machanavajjhala et al., l-diversity (2007).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from cati_app.values import dataclass

ALIKE_PUBLIC = 5
DISTINCT_PUBLIC = 2
"""In public data: people who are alike, and different sensitive values among them, at least."""

KnownValue = str | int | float | None


@dataclass(frozen=True, slots=True)
class AlikeGroup:
    """People with the same values.

    Args:
        values: Of the quasi-identifiers; None: missing, which is a value like others.
        people: 1 or more.
        distinct: Different values that are known of each sensitive variable; 0: of nobody in the group.
    """

    values: tuple[KnownValue, ...]
    people: int
    distinct: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Likeness:
    """How alike people are.

    Args:
        groups: Of people who are alike, the smallest first, then by their values.
    """

    quasi_identifiers: tuple[str, ...]
    sensitive: tuple[str, ...]
    groups: tuple[AlikeGroup, ...]

    @property
    def k(self) -> int | None:
        """People of the smallest group; None without anybody."""
        return self.groups[0].people if self.groups else None

    def l_of(self, sensitive: str) -> int | None:
        """Fewest different values in a group of which any is known; None where none is known of anybody."""
        column = self.sensitive.index(sensitive)
        return min((group.distinct[column] for group in self.groups if group.distinct[column]), default=None)

    def too_small(self, least: int = ALIKE_PUBLIC) -> tuple[AlikeGroup, ...]:
        """Groups with fewer people."""
        return tuple(group for group in self.groups if group.people < least)

    def too_uniform(self, least: int = DISTINCT_PUBLIC) -> tuple[AlikeGroup, ...]:
        """Groups in which whoever is known to belong to it would give a sensitive value away."""
        return tuple(group for group in self.groups if any(0 < distinct < least for distinct in group.distinct))

    def is_public(self) -> bool:
        """Whether nobody stands out."""
        return not self.too_small() and not self.too_uniform()


def likeness(
    rows: Sequence[Mapping[str, KnownValue]], quasi_identifiers: Sequence[str], sensitive: Sequence[str]
) -> Likeness:
    """How alike the people of some rows are.

    Args:
        rows: One for each person; a variable that is not there is missing.
        quasi_identifiers: Variables by which somebody could be known elsewhere, one or more.
        sensitive: Variables that nobody must learn of a person.

    Raises:
        ValueError: no quasi-identifier is named.
    """
    if not quasi_identifiers:
        raise ValueError("what people could be known by has to be named")
    alike: defaultdict[tuple[KnownValue, ...], list[Mapping[str, KnownValue]]] = defaultdict(list)
    for row in rows:
        alike[tuple(row.get(name) for name in quasi_identifiers)].append(row)
    groups = [
        AlikeGroup(
            values,
            len(members),
            tuple(len({row[name] for row in members if row.get(name) is not None}) for name in sensitive),
        )
        for values, members in alike.items()
    ]
    groups.sort(key=lambda group: (group.people, [(value is not None, str(value)) for value in group.values]))
    return Likeness(tuple(quasi_identifiers), tuple(sensitive), tuple(groups))
