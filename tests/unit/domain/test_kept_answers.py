"""Answers out of the store are a mapping like any other, and columns for whoever wants these."""

from __future__ import annotations

import pytest

from cati_app.domain.casework.interviews import StoredDatum
from cati_app.domain.casework.kept_answers import KeptAnswers

TOLD = [("/a", "1", None), ("/b", "", "refused")]
DATA = {variable: StoredDatum(variable, text, why) for variable, text, why in TOLD}


def test_they_are_the_same_as_a_mapping_of_values() -> None:
    answers = KeptAnswers(TOLD)

    assert DATA == answers
    assert (2, ["/a", "/b"], "/b" in answers, "/c" in answers) == (len(answers), [*answers], True, False)
    assert (DATA["/b"], None) == (answers["/b"], answers.get("/c"))
    assert [*DATA.items()] == [*answers.items()]
    assert ([*DATA], [*DATA.values()]) == ([*answers.keys()], [*answers.values()])
    assert {**DATA, "/c": DATA["/a"]} == {**answers, "/c": DATA["/a"]}
    with pytest.raises(KeyError):
        answers["/c"]


def test_they_are_columns_without_a_value_made() -> None:
    answers = KeptAnswers(TOLD)
    variables, said = answers.by_column()

    assert (("/a", "/b"), [("1", None), ("", "refused")]) == (variables, [*said])
    assert TOLD == [*answers.told()]
    assert answers._made is None
    variables, said = KeptAnswers([]).by_column()
    assert ((), []) == (variables, [*said])
