"""Tables against an own script in R on the same interviews."""

from __future__ import annotations

import numpy as np
import pytest

from cati_app.domain.tabulation.crosstab import AnswerCategory, TabulatedVariable
from cati_app.domain.tabulation.table import AnswerTable, BannerVariable, TableManner, answer_table
from tests.golden import tables_of_r as of_r


def variable(said: str, count: int, *, is_scale: bool = False) -> TabulatedVariable:
    index = np.array([-1 if sign == "-" else int(sign) for sign in said], np.intp)
    categories = tuple(AnswerCategory(str(n), str(n), str(n)) for n in range(count))
    return TabulatedVariable(categories, index, None, (index + 1).astype(np.float64) if is_scale else None)


@pytest.fixture(scope="module")
def made() -> AnswerTable:
    interviews = of_r.INTERVIEWS.split()
    first, second, answers = ("".join(each[place] for each in interviews) for place in range(3))
    weights = np.array([float(each[3:]) for each in interviews])
    banner = [BannerVariable("first", variable(first, 4)), BannerVariable("second", variable(second, 2))]
    manner = TableManner(intervals=True, letters=True)
    return answer_table(variable(answers, 5, is_scale=True), banner, weights, manner)


def test_bases_and_means_are_those_of_r(made: AnswerTable) -> None:
    assert list(of_r.BASES) == [column.base for column in made.columns]
    assert of_r.WEIGHTED_BASES == pytest.approx([column.weighted_base for column in made.columns], abs=1e-8)
    assert of_r.EFFECTIVE == pytest.approx([column.effective for column in made.columns], abs=1e-8)
    assert of_r.MEANS == pytest.approx([column.mean for column in made.columns], abs=1e-8)


def test_cells_intervals_and_letters_are_those_of_r(made: AnswerTable) -> None:
    for number, line in enumerate(made.lines):
        assert list(of_r.COUNTS[number]) == [cell.count for cell in line.cells]
        assert of_r.SHARES[number] == pytest.approx([cell.share for cell in line.cells], abs=1e-8)
        assert of_r.HALF_WIDTHS[number] == pytest.approx([cell.half_width for cell in line.cells], abs=1e-8)
        assert list(of_r.LETTERS[number]) == [cell.letters for cell in line.cells]
