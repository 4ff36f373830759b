"""Where the margins of a plan come from: a table that names no source does not take the source of before away."""

from __future__ import annotations

from fractions import Fraction

import pytest

from cati_app.domain.quota.planning import PublishedTable, plan_targets
from cati_app.station.planning import sources_of

_AMOUNTS: dict[tuple[str, ...], Fraction] = {("m",): Fraction(1), ("f",): Fraction(1)}


@pytest.mark.parametrize(
    ("source", "former", "told"),
    [
        ("Census", "Register, 2020", "Census"),
        ("", "", "no source is named"),
        ("", "Register, 2020", "no source is named (before: Register, 2020)"),
        ("", "no source is named (before: Register, 2020)", "no source is named (before: Register, 2020)"),
    ],
)
def test_a_table_without_a_source_tells_the_one_of_before(source: str, former: str, told: str) -> None:
    tables = (PublishedTable(("sex",), _AMOUNTS, source),)
    made = plan_targets(tables, 10)
    assert {"sex": (told, False)} == sources_of(made, tables, {"sex": former} if former else None)
