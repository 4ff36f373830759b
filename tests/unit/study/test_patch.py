"""Single values of study.yaml are exchanged where they stand: style, comments and line ends stay."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from cati_app.domain.errors import EnvironmentProblem
from cati_app.study.load import load_study
from cati_app.study.patch import WantedSetting, patched

REFERENCE = Path(__file__).parents[3] / "questionnaires" / "lokale-integration" / "study.yaml"


def _after(text: str, path: tuple[Any, ...], value: Any = None, *, removed: bool = False) -> str:
    return patched(text.encode(), [WantedSetting(path, value, removed)]).decode()


@pytest.mark.parametrize(
    ("before", "path", "value", "after"),
    [
        ("a: 1\n", ("a",), 2, "a: 2\n"),
        ("a: 1", ("a",), 2, "a: 2"),
        ("a: 1\r\nb: 2\r\n", ("a",), 3, "a: 3\r\nb: 2\r\n"),
        ("\ufeffa: 1\n", ("a",), 2, "\ufeffa: 2\n"),
        ("a: 10            # why\n", ("a",), 8, "a: 8             # why\n"),
        ("a: 10  # why\n", ("a",), 12345, "a: 12345 # why\n"),
        ('a: "x"  # why\n', ("a",), 'y "z"', 'a: "y \\"z\\"" # why\n'),
        ("a: 'x'\n", ("a",), "it's", "a: 'it''s'\n"),
        ("a: x\n", ("a",), "09:00", 'a: "09:00"\n'),
        ("a: x\n", ("a",), "no", 'a: "no"\n'),
        ("a: x\n", ("a",), "y # z", 'a: "y # z"\n'),
        ("a: 2026-11-23\n", ("a",), date(2026, 12, 24), "a: 2026-12-24\n"),
        ("a:\nb: 1\n", ("a",), 2, "a: 2\nb: 1\n"),
        ("{a: 1, b: {c: x}}\n", ("b", "c"), "y, z", '{a: 1, b: {c: "y, z"}}\n'),
        ("a: [1,2, 3]\n", ("a",), [1, 5, 3], "a: [1,5, 3]\n"),
        ("a: [1,2, 3]\n", ("a",), [1, 3], "a: [1,3]\n"),
        ("a: [1]\n", ("a",), [1, 4], "a: [1, 4]\n"),
        ("a: []\n", ("a",), ["x"], "a: [x]\n"),
        ("a:\n- 1\n# two\n- 2\nb: 1\n", ("a",), [1, 2, 3], "a:\n- 1\n# two\n- 2\n- 3\nb: 1\n"),
        ("a:\n   - 1  # one\n   - 2\n", ("a",), [2], "a:\n   - 2\n"),
        ("a:\n  - {b: 1, c: 2}\n", ("a", 0, "c"), 3, "a:\n  - {b: 1, c: 3}\n"),
        ("a: |\n   one\n   two\n\nb: 1\n", ("a",), "three\nfour\n", "a: |\n   three\n   four\n\nb: 1\n"),
        ("a: >-\n  one\n  two\n# why\nb: 1\n", ("a",), "three four", "a: >-\n  three four\n# why\nb: 1\n"),
        ("a: one\n  two\nb: 1\n", ("a",), "three", "a: three\nb: 1\n"),
        ("no: 1\n", (False,), 2, "no: 2\n"),
    ],
)
def test_a_value_takes_the_place_of_another(before: str, path: tuple[Any, ...], value: Any, after: str) -> None:
    assert after == _after(before, path, value)


@pytest.mark.parametrize(
    ("before", "path", "value", "after"),
    [
        ("a: 1\n", ("b",), 2, "a: 1\nb: 2\n"),
        ("a: 1", ("b",), 2, "a: 1\nb: 2"),
        ("a:\r\n    b: 1\r\nc: 1\r\n", ("a", "d"), 2, "a:\r\n    b: 1\r\n    d: 2\r\nc: 1\r\n"),
        ("a: {b: 1}  # why\n", ("a", "d"), 2, "a: {b: 1, d: 2}  # why\n"),
        ("a: {}\n", ("a", "d"), 2, "a: {d: 2}\n"),
        ("a:\n  - b: 1\n    c: 2\n  - b: 3\n", ("a", 0, "d"), 4, "a:\n  - b: 1\n    c: 2\n    d: 4\n  - b: 3\n"),
        ("a: 1\n", ("b", "c"), 2, "a: 1\nb: {c: 2}\n"),
        ("a:\n  t: |\n    x\n\nb: 1\n", ("a", "d"), 2, "a:\n  t: |\n    x\n  d: 2\n\nb: 1\n"),
    ],
)
def test_a_missing_setting_comes_behind_its_neighbours(
    before: str, path: tuple[Any, ...], value: Any, after: str
) -> None:
    assert after == _after(before, path, value)


@pytest.mark.parametrize(
    ("before", "path", "after"),
    [
        ("a: 1\nb: 2  # why\nc: 3\n", ("b",), "a: 1\nc: 3\n"),
        ("a: 1\n# of b\nb:\n  - 2\n  # in b\nc: 3\n", ("b",), "a: 1\n# of b\n  # in b\nc: 3\n"),
        ("a:\n  # why\n  b: 1\nc: 1\n", ("a", "b"), "a: {}\n  # why\nc: 1\n"),
        ("a: {b: 1, c: 2}\n", ("a", "b"), "a: {c: 2}\n"),
        ("a: {b: 1, c: 2}\n", ("a", "c"), "a: {b: 1}\n"),
        ("a: [x, y]\n", ("a", 0), "a: [y]\n"),
        ("a:\n- x\n", ("a", 0), "a: []\n"),
        ("a:\n  - b: 1\n    c: 2\n", ("a", 0, "b"), "a:\n  - c: 2\n"),
        ("a: 1\n", ("b",), "a: 1\n"),
    ],
)
def test_a_setting_goes_with_its_lines(before: str, path: tuple[Any, ...], after: str) -> None:
    assert after == _after(before, path, removed=True)


def test_what_an_alias_repeats_is_not_changed_in_both_places() -> None:
    text = "a: &x {c: 1}\nb: *x\n"

    with pytest.raises(EnvironmentProblem) as problem:
        _after(text, ("a", "c"), 2)

    assert "setting_unpatchable" == problem.value.code
    assert "“a.c”" in problem.value.message


def test_an_alias_gives_way_to_a_value_of_its_own() -> None:
    assert "a: &x 1\nb: 2   # why\n" == _after("a: &x 1\nb: *x  # why\n", ("b",), 2)


def test_beside_a_merge_a_setting_of_its_own_holds() -> None:
    text = "a: &x {c: 1, d: 1}\nb:\n  <<: *x\n  e: 1\n"

    after = _after(text, ("b", "c"), 2)

    assert text + "  c: 2\n" == after
    assert {"c": 2, "d": 1, "e": 1} == yaml.safe_load(after)["b"]


def test_a_bomb_is_not_built() -> None:
    bomb = "a: &a [x, x, x, x, x, x, x, x, x]\n"
    bomb += "".join(
        f"{new}: &{new} [{', '.join([f'*{old}'] * 9)}]\n" for old, new in zip("abcdefg", "bcdefgh", strict=True)
    )

    with pytest.raises(ValueError, match="cannot be read"):
        _after(bomb, ("a",), 2)


@pytest.mark.parametrize(
    ("path", "value", "old", "new"),
    [
        (("calling", "max_attempts"), 8, "max_attempts: 10            #", "max_attempts: 8             #"),
        (("calling", "retry", "no_answer_min"), 180, "no_answer_min: 240", "no_answer_min: 180"),
        (("calling", "weekdays", "end"), "19:30", 'end: "20:00"}\n  saturday', 'end: "19:30"}\n  saturday'),
        (("calling", "shifts", 1, "seats"), 8, '"17:00", seats: 10', '"17:00", seats: 8'),
        (("calling", "field", "end"), date(2026, 12, 22), "end: 2026-12-19", "end: 2026-12-22"),
        (("introduction", "client"), "Stadt", "client: Stadt Musterstadt (Muster)", "client: Stadt"),
    ],
)
def test_of_the_reference_study_one_line_changes(path: tuple[Any, ...], value: Any, old: str, new: str) -> None:
    before = REFERENCE.read_text(encoding="utf-8")
    assert 1 == before.count(old)

    after = _after(before, path, value)

    assert before.replace(old, new) == after
    assert load_study(after.encode()).study is not None


def test_a_text_that_only_one_reader_takes_is_put_in_quotation_marks() -> None:
    """`{a: when?, b: x}` is read by the faster reader alone."""
    data = b"answer: {a: now, b: later}\n"

    changed = patched(data, [WantedSetting(("answer", "a"), "when?")])

    assert {"answer": {"a": "when?", "b": "later"}} == yaml.load(changed, Loader=yaml.SafeLoader)


def test_a_file_that_only_one_reader_takes_is_told_by_its_line() -> None:
    data = b"id: x\nanswer: {a: when?, b: later}\n"

    with pytest.raises(EnvironmentProblem) as refused:
        patched(data, [WantedSetting(("id",), "y")])

    assert ("setting_unpatchable", True) == (refused.value.code, "(line 2 of the file)" in refused.value.message)
