"""Tables of kin variables: whoever has all of them finds no cell that one of them hides."""

from __future__ import annotations

from collections.abc import Mapping
from random import Random

import numpy as np
import pytest

from cati_app.domain.tabulation.crosstab import AnswerCategory, Bools, TabulatedVariable
from cati_app.domain.tabulation.table import BannerVariable, TableManner, answer_table
from cati_app.domain.tabulation.told_together import ToldTogether
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
    study = ToldTogether(questions, banner, LIMIT)
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
