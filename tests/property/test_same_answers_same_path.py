"""The law of the path: the same answers lead through the same questions, in whatever order they were corrected."""

from __future__ import annotations

import random
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cati_app.domain.findings import Severity
from cati_app.engine.form.answers import Answer, Special
from cati_app.engine.form.model import Form
from cati_app.engine.form.nodes import NodeKind
from cati_app.engine.kinds.registry import QuestionKind
from cati_app.engine.session.session import InterviewSession
from cati_app.engine.session.states import NodeState
from cati_app.engine.xlsform.load import load_form
from tests.property.examples import examples

_CONDITIONS = ("", "", "${{{0}}} = '1'", "${{{0}}} != '2'", "${{{0}}} > 1", "${{{0}}} = null", "sum(${{{0}}}) > 2")
_COUNTS = ("${{{0}}}", "if(${{{0}}} > 3, 3, ${{{0}}})", "count-selected(${{{0}}})", "${{{0}}} - 1", "sum(${{{0}}})")
_CALCULATIONS = ("${{{0}}} + ${{{1}}}", "coalesce(${{{0}}}, 'none')", "sum(${{{0}}})", "count-non-empty(${{{0}}})")


class _Clock:
    def now(self) -> datetime:
        return datetime(2026, 3, 1, 8, tzinfo=UTC)

    def monotonic_ms(self) -> int:
        return 0


def _form(seed: int) -> Form:
    """A small form in which the rows of repeats depend on answers, other rows and calculations over them."""
    rng = random.Random(seed)
    rows = ["| survey |", "| | type | name | label | relevant | calculation | repeat_count | choice_filter |"]
    names, opened = ["first"], 0
    rows.append("| | integer | first | First? | | | | |")
    for number in range(rng.randint(4, 12)):
        name, pick = f"q{number}", rng.random()
        relevant = rng.choice(_CONDITIONS).format(rng.choice(names))
        if pick < 0.3 and opened < 3:
            count = rng.choice(_COUNTS).format(rng.choice(names))
            rows.append(f"| | begin repeat | {name} | R | {relevant} | | {count} | |")
            rows.append(f"| | integer | {name}_in | Inside ${{{rng.choice(names)}}}? | | | | |")
            names.append(f"{name}_in")
            opened += 1
        elif pick < 0.4 and opened:
            rows.append("| | end repeat | | | | | | |")
            opened -= 1
        elif pick < 0.55:
            made = rng.choice(_CALCULATIONS).format(rng.choice(names), rng.choice(names))
            rows.append(f"| | calculate | {name} | | | {made} | | |")
            names.append(name)
        else:
            kind = rng.choice(["integer", "select_one abc", "select_multiple abc"])
            narrow = f"kind = '' or kind = ${{{rng.choice(names)}}}" if "select" in kind and rng.random() < 0.3 else ""
            rows.append(f"| | {kind} | {name} | Q? | {relevant} | | | {narrow} |")
            names.append(name)
    rows += ["| | end repeat | | | | | | |"] * opened
    rows += ["| choices |", "| | list_name | name | label | kind |"]
    rows += [f"| | abc | {n} | Choice {n} | {'' if n < 3 else n - 2} |" for n in range(1, 5)]
    result = load_form("\n".join(rows).encode(), "random.md")
    wrong = {finding.code for finding in result.findings if finding.severity is Severity.ERROR}
    if wrong == {"unreachable"}:
        return _form(seed + 1)
    assert result.form is not None, result.findings
    return result.form


def _path(session: InterviewSession) -> list[NodeState]:
    """The questions that are asked, in order."""
    return [state for state in session.states() if state.relevant and state.kind is NodeKind.QUESTION]


def _answer(person: int, asked: NodeState) -> Answer:
    """What a person answers, told by nothing but the person, the question and what it offers."""
    rng = random.Random(f"{person} {asked.ref}")
    if rng.random() < 0.15:
        return Answer(special=rng.choice([Special.DONT_KNOW, Special.REFUSED]))
    if asked.question is QuestionKind.INTEGER:
        return Answer(rng.choice(["0", "1", "2", "3"]))
    count = 1 if asked.question is QuestionKind.SINGLE else rng.randint(1, max(1, len(asked.choices)))
    return Answer(" ".join(sorted(rng.sample(asked.choices, min(count, len(asked.choices))))))


def _corrected(session: InterviewSession, rng: random.Random, times: int) -> None:
    """Answers of all sorts of people, here and there."""
    for _ in range(times):
        asked = rng.choice(_path(session))
        session.answer(asked.ref, _answer(rng.randrange(10**6), asked))


def _answered(session: InterviewSession, person: int, rng: random.Random) -> None:
    """Every question on the path answered as the person does, from one picked at random on."""
    for _ in range(400):
        open_ones = [asked for asked in _path(session) if session.answer_of(asked.ref) != _answer(person, asked)]
        if not open_ones:
            return
        asked = rng.choice(open_ones)
        session.answer(asked.ref, _answer(person, asked))
    raise AssertionError("the answers do not settle")


def _picture(session: InterviewSession) -> object:
    """The path with what is offered there, and everything that is exported."""
    path = [(asked.ref, asked.label, asked.choices, asked.answer) for asked in _path(session)]
    data = {ref: (datum.answer, datum.missing, datum.rows) for ref, datum in session.data().items()}
    return path, data


@settings(max_examples=examples(80), deadline=None)
@given(st.integers(0, 10**6), st.integers(0, 10**6), st.booleans())
def test_the_same_answers_lead_the_same_way_however_they_were_corrected(seed: int, person: int, full: bool) -> None:
    form, rng = _form(seed), random.Random(person)
    straight, corrected = (
        InterviewSession(form, _Clock(), seed=1, language="en", hidden={}, full=full) for _ in range(2)
    )
    _answered(straight, person, random.Random(0))
    _corrected(corrected, rng, 15)
    _answered(corrected, person, rng)

    assert _picture(straight) == _picture(corrected)


_NETS = """| survey |
| | type | name | label | relevant | repeat_count | required |
| | select_one yn | any | Any nets? | | | yes |
| | integer | many | How many? | ${any} = 1 | | |
| | begin repeat | net | Net | | ${many} | |
| | text | brand | Brand? | | | yes |
| | end repeat | | | | | |
| choices |
| | list_name | name | label |
| | yn | 1 | Yes |
| | yn | 0 | No |
"""


@pytest.mark.parametrize(
    "undone", [("any", Answer("0")), ("many", Answer(special=Special.DONT_KNOW)), ("many", Answer())]
)
def test_rows_go_with_their_count_and_come_back_with_it(undone: tuple[str, Answer]) -> None:
    form = load_form(_NETS.encode(), "nets.md").form
    assert form is not None
    session = InterviewSession(form, _Clock(), seed=1, language="en", hidden={})
    session.answer("any", Answer("1"))
    session.answer("many", Answer("2"))
    session.answer("/net[2]/brand", Answer("b"))

    name, answer = undone
    session.answer(name, answer)

    assert [] == [ref for ref in session.data() if "net[" in ref]
    assert "0" == session.value("/net")

    session.answer("any", Answer("1"))
    session.answer("many", Answer("2"))

    assert Answer("b") == session.answer_of("/net[2]/brand")


_CALLS = """| survey |
| | type | name | label | relevant | calculation | repeat_count |
| | integer | most | How many numbers? | | | |
| | begin repeat | call | Call | | | if(count(${call}) < ${most}, sum(${again}) + 1, ${most}) |
| | select_one yn | reached | Was somebody reached? | | | |
| | integer | tries | How many tries? | ${last} != '1' | | |
| | calculate | again | | | if(selected(${last}, '1'), 0, 1) | |
| | end repeat | | | | | |
| | calculate | last | | | indexed-repeat(${reached}, ${call}, count(${call})) | |
| | select_one yn | consent | May I go on? | ${last} = '1' | | |
| choices |
| | list_name | name | label |
| | yn | 1 | Yes |
| | yn | 0 | No |
"""


@settings(max_examples=examples(60), deadline=None)
@given(st.integers(0, 10**6), st.booleans())
def test_calls_go_on_the_same_way_however_they_were_corrected(person: int, full: bool) -> None:
    form, rng = load_form(_CALLS.encode(), "calls.md").form, random.Random(person)
    assert form is not None
    straight, corrected = (
        InterviewSession(form, _Clock(), seed=1, language="en", hidden={}, full=full) for _ in range(2)
    )
    _answered(straight, person, random.Random(0))
    _corrected(corrected, rng, 15)
    _answered(corrected, person, rng)

    assert _picture(straight) == _picture(corrected)
