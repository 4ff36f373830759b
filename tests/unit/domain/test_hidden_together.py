"""Tables of kin variables: whoever has all of them finds no cell that one of them hides."""

from __future__ import annotations

from collections.abc import Mapping
from random import Random

import numpy as np
import pytest

from cati_app.domain.tabulation.crosstab import AnswerCategory, Bools, TabulatedVariable
from cati_app.domain.tabulation.hidden_together import HiddenTogether
from cati_app.domain.tabulation.table import BannerVariable, TableManner, answer_table
from tests.table_attack import ToldTable, followed

LIMIT = 5
Questions = Mapping[str, TabulatedVariable]


def variable(said: list[int], size: int) -> TabulatedVariable:
    categories = tuple(AnswerCategory(str(n), str(n), str(n)) for n in range(size))
    return TabulatedVariable(categories, np.array(said, np.intp))


def several(chosen: list[list[bool]]) -> TabulatedVariable:
    categories = tuple(AnswerCategory(str(n), str(n), str(n)) for n in range(len(chosen)))
    return TabulatedVariable(categories, np.zeros(len(chosen[0]), np.intp), np.array(chosen))


def handed_out(
    questions: Questions, banner: Questions, *, together: bool = True, only: Bools | None = None
) -> list[ToldTable]:
    """All tables of a study, as they leave the house."""
    study = HiddenTogether(questions, banner, LIMIT)
    if only is not None:
        study = study.filtered(only)
    tables = []
    for name, answers in questions.items():
        heads = [
            BannerVariable(each, of, settled=study.block(name, each)) if together else BannerVariable(each, of)
            for each, of in banner.items()
        ]
        rows = study.rows(name) if together else ()
        made = answer_table(
            answers, heads, np.ones(len(answers.index)), TableManner(limit=LIMIT), only=only, settled=rows
        )
        tables.append(ToldTable(name, answers, list(banner.items()), made, is_filtered=only is not None))
    return tables


def study(rng: Random) -> tuple[Questions, Questions]:
    """A question in fine and in coarse categories, the coarser again and renamed, and one that is kin in part."""
    count = rng.choice((60, 120, 240))
    fine = [rng.choices(range(5), (30, 12, 6, 20, 4))[0] for _ in range(count)]
    silent = rng.random() < 0.4
    fine = [-1 if silent and rng.random() < 0.1 else n for n in fine]
    grouped = [0, 0, 1, 1, 2]
    rng.shuffle(grouped)
    coarse = [-1 if n < 0 else grouped[n] for n in fine]
    coarsest = [-1 if n < 0 else min(n, 1) for n in coarse]
    in_part = [n if n < 0 else 0 if n == 0 else rng.choice((1, 2)) for n in fine]
    age = [rng.choices(range(3), (10, 5, 3))[0] for _ in range(count)]
    old = [min(n, 1) for n in age]
    questions = {
        "fine": variable(fine, 5),
        "coarse": variable(coarse, 3),
        "coarsest": variable(coarsest, 2),
        "renamed": variable([-1 if n < 0 else 2 - n for n in coarse], 3),
        "in_part": variable(in_part, 3),
    }
    questions["several"] = several(
        [
            [n == 1 for n in coarse],
            [rng.random() < 0.4 for _ in fine],
            [n in (1, 3) or rng.random() < 0.05 for n in fine],
        ]
    )
    kept = rng.sample(sorted(questions), 3)
    chosen = {name: questions[name] for name in {"fine", *kept}}
    banner = {"age": variable(age, 3)}
    if rng.random() < 0.5:
        banner["old"] = variable(old, 2)
    if rng.random() < 0.3:
        chosen["age"] = banner["age"]
    if rng.random() < 0.3:
        banner["coarse"] = questions["coarse"]
    return chosen, banner


@pytest.mark.parametrize("seed", range(8))
def test_whoever_has_all_tables_finds_no_hidden_cell(seed: int) -> None:
    rng, before = Random(seed), 0
    for _ in range(6):
        questions, banner = study(rng)
        before += len(followed(handed_out(questions, banner, together=False), LIMIT))
        assert [] == followed(handed_out(questions, banner), LIMIT)
    assert before


@pytest.mark.parametrize("seed", range(4))
def test_nor_with_the_tables_of_those_in_a_filter(seed: int) -> None:
    rng, before = Random(seed), 0
    for _ in range(6):
        questions, banner = study(rng)
        chosen = rng.sample(sorted(questions), 2)
        questions, count = {name: questions[name] for name in chosen}, len(banner["age"].index)
        only = np.array([rng.random() < 0.6 for _ in range(count)])
        for together in (False, True):
            tables = [
                *handed_out(questions, banner, together=together),
                *handed_out(questions, banner, together=together, only=only),
            ]
            found = followed(tables, LIMIT, only)
            before += len(found) if not together else 0
            assert not together or [] == found
    assert before


def crossed(cells: Mapping[tuple[int, int], int], rows: int, columns: int) -> tuple[TabulatedVariable, ...]:
    """Two variables with so many interviews in each cell."""
    places = [place for place, n in cells.items() for _ in range(n)]
    return variable([row for row, _ in places], rows), variable([column for _, column in places], columns)


def coarser(fine: TabulatedVariable, *groups: int) -> TabulatedVariable:
    return variable([groups[n] for n in fine.index], max(groups) + 1)


def told(table: ToldTable) -> list[list[int | None]]:
    return [[cell.count for cell in line.cells] for line in table.table.lines]


def test_people_of_one_coarse_category_hide_each_other_and_it_is_told_in_full() -> None:
    """By itself the small cell would take the last row for its partner, which is another category of the coarse one."""
    counts = [[3, 20], [14, 16], [11, 11]]
    fine, age = crossed({(r, c): n for r, line in enumerate(counts) for c, n in enumerate(line)}, 3, 2)
    alone = handed_out({"fine": fine}, {"age": age})[0]
    assert [[23, None, None], [30, 14, 16], [22, None, None]] == told(alone)
    both = {
        each.question: told(each) for each in handed_out({"fine": fine, "coarse": coarser(fine, 0, 0, 1)}, {"age": age})
    }
    assert [[53, 17, 36], [22, 11, 11]] == both["coarse"]
    assert [[23, None, None], [30, None, None]] == both["fine"][:2]


def test_what_one_answer_hides_is_hidden_where_it_has_another_name() -> None:
    fine, age = crossed({(0, 0): 3, (0, 1): 20, (1, 0): 14, (1, 1): 16, (2, 0): 11, (2, 1): 11}, 3, 2)
    renamed = coarser(fine, 2, 1, 0)
    tables = {each.question: told(each) for each in handed_out({"fine": fine, "renamed": renamed}, {"age": age})}
    assert tables["fine"] == tables["renamed"][::-1]


def test_columns_of_few_people_are_hidden_in_every_table_with_their_bases() -> None:
    """A table of the variable itself hides how many these are."""
    fine, age = crossed({(0, 0): 2, (0, 1): 30, (0, 2): 9, (1, 0): 1, (1, 1): 25, (1, 2): 8}, 2, 3)
    tables = {each.question: each for each in handed_out({"fine": fine, "age": age}, {"age": age})}
    assert [[None], [55], [None]] == [line[:1] for line in told(tables["age"])]
    assert [75, None, 55, None] == [column.base for column in tables["fine"].table.columns]
    assert [[41, None, 30, None], [34, None, 25, None]] == told(tables["fine"])


def test_a_table_of_two_kin_that_hides_more_than_lists_do_is_withheld() -> None:
    fine, in_part = crossed({(0, 0): 30, (1, 1): 3, (1, 2): 20, (2, 1): 18, (2, 2): 25}, 3, 3)
    tables = {
        each.question: each.table for each in handed_out({"fine": fine, "in_part": in_part}, {"in_part": in_part})
    }
    assert ("in_part",) == tables["fine"].withheld


def test_a_filter_by_one_category_has_the_columns_that_the_table_of_this_variable_tells() -> None:
    """Two cells of the first row are hidden for the 3 of the last; bases of the filtered table would tell them."""
    counts = [[12, 13, 21], [14, 16, 22], [3, 11, 23]]
    fine, age = crossed({(r, c): n for r, line in enumerate(counts) for c, n in enumerate(line)}, 3, 3)
    questions, banner = {"fine": fine, "sex": variable([n % 2 for n in range(len(fine.index))], 2)}, {"age": age}
    assert [46, None, None, 21] == told(handed_out(questions, banner)[0])[0]
    filtered = handed_out(questions, banner, only=fine.index == 0)[1].table
    assert [46, None, None] == [column.base for column in filtered.columns[:3]]


@pytest.mark.slow
def test_what_was_decided_before_stays_when_columns_come_in() -> None:
    """What is typed in the window is held against the tables that the study keeps, and these do not move."""
    rng, later = Random(4), 0
    for _ in range(40):
        questions, banner = study(rng)
        first = HiddenTogether(questions, {"age": banner["age"]}, LIMIT)
        more = HiddenTogether(questions, {"age": banner["age"], "new": questions["fine"]}, LIMIT, first)
        unbound = HiddenTogether(questions, {"age": banner["age"], "new": questions["fine"]}, LIMIT)
        for name in questions:
            assert first.rows(name) == more.rows(name)
            assert first.block(name, "age") == more.block(name, "age")
            later += first.block(name, "age") != unbound.block(name, "age")
    assert later
