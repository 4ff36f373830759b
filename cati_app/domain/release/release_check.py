"""Whether a data set may be called public: what is still open, in the order in which it is settled.

Texts are settled by people; numbers are not settled by anybody's word, only by other data.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from cati_app.domain.release.likeness import ALIKE_PUBLIC, KnownValue, Likeness, likeness
from cati_app.values import dataclass


@dataclass(frozen=True, slots=True)
class ClearedVariable:
    """How the texts of a variable stand.

    Args:
        open: Texts about which nobody has decided, 0 or more.
        telling: Of these the ones in which something may tell who somebody is.
        cleared: Texts that may be read by everybody.
        withheld: Texts in whose place public data have a blank.
    """

    variable: str
    open: int = 0
    telling: int = 0
    cleared: int = 0
    withheld: int = 0


@dataclass(frozen=True, slots=True)
class SmallCells:
    """Categories of a quasi-identifier that fewer than five people have; 1 or more."""

    variable: str
    categories: int


@dataclass(frozen=True, slots=True)
class ReleaseCheck:
    """What the check of a data set has found.

    Args:
        people: Rows of the data set.
        texts: Of each variable that has any.
        cells: Of each quasi-identifier that has some, in the order they are declared.
        alike: None where no quasi-identifier is in the data set, or nobody.
        is_declared: Whether the study says by what people could be known.
    """

    people: int
    texts: tuple[ClearedVariable, ...]
    cells: tuple[SmallCells, ...]
    alike: Likeness | None
    is_declared: bool

    @property
    def open_texts(self) -> int:
        """Texts that wait for a person."""
        return sum(each.open for each in self.texts)

    @property
    def is_public(self) -> bool:
        """Whether nothing is open."""
        stands_out = self.alike is not None and not self.alike.is_public()
        return self.is_declared and not (self.open_texts or self.cells or stands_out)


def release_check(
    rows: Sequence[Mapping[str, KnownValue]],
    quasi_identifiers: Sequence[str],
    sensitive: Sequence[str],
    texts: Sequence[ClearedVariable],
    *,
    is_declared: bool,
) -> ReleaseCheck:
    """Check a data set.

    Args:
        rows: One for each person, with what `quasi_identifiers` and `sensitive` name.
        quasi_identifiers: Those that are in the data set.
        sensitive: The same.
        texts: How its texts stand.
    """
    counts = {name: Counter(row.get(name) for row in rows) for name in quasi_identifiers}
    few = {name: sum(people < ALIKE_PUBLIC for people in counted.values()) for name, counted in counts.items()}
    return ReleaseCheck(
        len(rows),
        tuple(texts),
        tuple(SmallCells(name, categories) for name, categories in few.items() if categories),
        likeness(rows, quasi_identifiers, sensitive) if quasi_identifiers and rows else None,
        is_declared,
    )
