"""Questions and blocks in random order."""

from __future__ import annotations

import pytest

from cati_app.engine.form.answers import Answer
from cati_app.engine.form.model import Form
from cati_app.engine.session.session import InterviewSession
from tests.unit.engine import forms
from tests.unit.engine.forms import TickingClock, codes, table

_COLUMNS = "type | name | label | cati_order | cati_fixed | appearance | relevant | repeat_count"
_BLOCKS = table(
    "survey",
    _COLUMNS,
    "text | before | Before? | | | | |",
    "begin group | g | Blocks | random | | | |",
    *(f"text | {name} | {name}? | | | | |" for name in ("a", "b", "c", "d")),
    "begin group | pair | Pair | | | | |",
    "text | p1 | P1? | | | | |",
    "text | p2 | P2? | | | | |",
    "end group | | | | | | |",
    "text | last | Last of the group? | | yes | | |",
    "end group | | | | | | |",
    "text | after | After? | | | | |",
)


@pytest.fixture(scope="module")
def blocks() -> Form:
    return forms.form(_BLOCKS)


def _way(session: InterviewSession) -> list[str]:
    """Names in the order in which they are asked."""
    found = []
    while not session.at_end:
        found += [question.name for question in session.screen().questions]
        session.forward()
    return found


def test_the_order_is_another_one_in_every_interview_and_the_same_for_a_seed(blocks: Form) -> None:
    ways = [tuple(_way(forms.session(blocks, seed=seed))) for seed in range(20)]
    assert len(set(ways)) > 10
    assert ways == [tuple(_way(forms.session(blocks, seed=seed))) for seed in range(20)]


def test_everything_is_asked_once_and_what_is_fixed_or_outside_stays(blocks: Form) -> None:
    for seed in range(20):
        way = _way(forms.session(blocks, seed=seed))
        assert sorted(way) == sorted(["before", "a", "b", "c", "d", "p1", "p2", "last", "after"])
        assert (way[0], way[-2], way[-1]) == ("before", "last", "after")


def test_a_group_within_keeps_together_in_its_own_order(blocks: Form) -> None:
    for seed in range(20):
        way = _way(forms.session(blocks, seed=seed))
        assert way.index("p2") == way.index("p1") + 1


def test_a_replay_brings_back_order_and_place(blocks: Form) -> None:
    session = forms.session(blocks, seed=3)
    for _ in range(4):
        session.answer(session.ref or "", Answer("x"))
        session.forward()
    again = InterviewSession.replay(blocks, TickingClock(), session.events)
    assert again.ref == session.ref
    assert _way(again) == _way(session)


def test_back_goes_the_way_it_came(blocks: Form) -> None:
    session = forms.session(blocks, seed=5)
    way = [session.ref]
    for _ in range(6):
        session.forward()
        way.append(session.ref)
    for ref in reversed(way[:-1]):
        session.back()
        assert session.ref == ref


def test_the_questions_of_one_screen_are_mixed_too() -> None:
    form = forms.form(
        table(
            "survey",
            _COLUMNS,
            "begin group | g | List | random | | field-list | |",
            *(f"text | {name} | {name}? | | | | |" for name in ("a", "b", "c", "d", "e")),
            "end group | | | | | | |",
        )
    )
    ways = {tuple(_way(forms.session(form, seed=seed))) for seed in range(12)}
    assert len(ways) > 6
    assert {len(way) for way in ways} == {5}


def test_a_random_group_within_a_repeat_is_mixed_in_its_rows() -> None:
    form = forms.form(
        table(
            "survey",
            _COLUMNS,
            "begin repeat | hh | Person | | | | | 2",
            "begin group | g | G | random | | | |",
            *(f"text | {name} | {name}? | | | | |" for name in ("a", "b", "c", "d")),
            "end group | | | | | | |",
            "end repeat | | | | | | |",
        )
    )
    way = _way(forms.session(form, seed=2))
    assert sorted(way[:4]) == ["a", "b", "c", "d"]
    assert way[:4] == way[4:]


def test_nested_random_groups_keep_their_members() -> None:
    form = forms.form(
        table(
            "survey",
            _COLUMNS,
            "begin group | o | O | random | | | |",
            *(
                row
                for block in ("x", "y", "z")
                for row in (
                    f"begin group | {block} | {block} | random | | | |",
                    *(f"text | {block}{n} | {n}? | | | | |" for n in range(3)),
                    "end group | | | | | | |",
                )
            ),
            "end group | | | | | | |",
        )
    )
    ways = [_way(forms.session(form, seed=seed)) for seed in range(20)]
    assert len({tuple(way) for way in ways}) > 10
    for way in ways:
        assert [{name[0] for name in way[start : start + 3]} for start in (0, 3, 6)] == [
            {way[0][0]},
            {way[3][0]},
            {way[6][0]},
        ]


def test_a_question_that_hangs_on_one_that_may_come_later_is_pointed_out() -> None:
    rows = (
        "begin group | g | G | random | | | |",
        "text | a | A? | | | | |",
        "text | b | B? | | | | ${a} = '1' |",
        "end group | | | | | | |",
    )
    assert "order-depends" in codes(table("survey", _COLUMNS, *rows))
    assert "order-unknown" in codes(table("survey", _COLUMNS, rows[0].replace("random", "shuffle"), *rows[1:]))
