"""Laws of the session: incremental equals full evaluation, and a log replays to the same state at any point."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from cati_app.domain.findings import Severity
from cati_app.engine.form.answers import Answer, Special
from cati_app.engine.form.model import Form
from cati_app.engine.form.nodes import NodeKind
from cati_app.engine.form.screen import QuestionView
from cati_app.engine.kinds.registry import QuestionKind
from cati_app.engine.session.events import UnknownQuestion
from cati_app.engine.session.session import InterviewSession
from cati_app.engine.xlsform.load import load_form
from tests.property.examples import examples


class _Clock:
    def __init__(self) -> None:
        self.ticks = 0

    def now(self) -> datetime:
        self.ticks += 1
        return datetime(2026, 3, 1, 8, tzinfo=UTC) + timedelta(minutes=self.ticks)

    def monotonic_ms(self) -> int:
        return self.ticks * 60_000


_CONDITIONS = (
    "",
    "${{{0}}} = '1'",
    "${{{0}}} != '2'",
    "selected(${{{0}}}, '3')",
    "${{{0}}} > 1",
    "not(selected(${{{0}}}, '1'))",
    "string-length(${{{0}}}) > 0",
    "count-selected(${{{0}}}) > 1",
    "${{{0}}} = '' or ${{{1}}} = '2'",
)
_CALCULATIONS = (
    "${{{0}}} + ${{{1}}}",
    "coalesce(${{{0}}}, 'none')",
    "if(${{{0}}} > 1, ${{{1}}}, 0)",
    "once(${{{0}}})",
    "now()",
    "concat(${{{0}}}, '-', ${{{1}}})",
    "random()",
    "count-non-empty(${{{0}}} | ${{{1}}})",
    "special(${{{0}}})",
    "jr:choice-name(${{first}}, '${{first}}')",
    "sum(${{{0}}})",
    "max(${{{0}}}, ${{{1}}}, 0)",
)


def random_form(seed: int) -> Form:
    """A small form of everything that influences everything that follows it."""
    result = load_form("\n".join(_random_rows(random.Random(seed))).encode(), "random.md")
    wrong = {finding.code for finding in result.findings if finding.severity is Severity.ERROR}
    if wrong == {"unreachable"}:  # a form by chance contradicts itself now and then
        return random_form(seed + 1)
    assert result.form is not None, result.findings
    return result.form


def _random_rows(rng: random.Random) -> list[str]:
    rows = [
        "| survey |",
        "| | type | name | label::German (de) | label::English (en) | relevant | calculation |"
        " repeat_count | choice_filter | parameters | required | cati_order |",
    ]
    names = ["first"]
    rows.append("| | select_one abc | first | Erste ${first_calc} | First | | | | | | yes |")
    rows.append("| | calculate | first_calc | | | | jr:choice-name(${first}, '${first}') | | | | |")
    open_groups: list[str] = []
    for number in range(rng.randint(4, 16)):
        name, pick = f"q{number}", rng.random()
        relevant = rng.choice(_CONDITIONS).format(rng.choice(names), rng.choice(names))
        label = f"Frage {number} ${{{rng.choice(names)}}} | Question {number}"
        if pick < 0.12:
            kind = rng.choice(["group", "repeat", "repeat", "open"])
            of = rng.choice(names)
            count = f"if(${{{of}}} > 3, 3, ${{{of}}})" if kind == "repeat" else ""
            rows.append(
                f"| | begin {kind.replace('open', 'repeat')} | {name} | {label} | {relevant} | | {count} | | | |"
                f" {rng.choice(['', 'random'])} |"
            )
            rows.append(f"| | integer | {name}_in | {label} | | | | | | |")
            names.append(f"{name}_in")
            open_groups.append(kind.replace("open", "repeat"))
        elif pick < 0.2 and open_groups:
            rows.append(f"| | end {open_groups.pop()} | | | | | | | | | |")
        elif pick < 0.45:
            text = rng.choice(_CALCULATIONS).format(rng.choice(names), rng.choice(names))
            rows.append(f"| | calculate | {name} | | | {relevant} | {text.replace('|', chr(92) + '|')} | | | | |")
            names.append(name)
        else:
            kind = rng.choice(["integer", "select_one abc", "select_multiple abc", "text"])
            narrow = f"kind = '' or kind = ${{{rng.choice(names)}}}" if "select" in kind and rng.random() < 0.4 else ""
            mixed = "randomize=true" if "select" in kind and rng.random() < 0.3 else ""
            rows.append(f"| | {kind} | {name} | {label} | {relevant} | | | {narrow} | {mixed} | |")
            names.append(name)
    rows += [f"| | end {kind} | | | | | | | | | |" for kind in reversed(open_groups)]
    rows += ["| choices |", "| | list_name | name | label::German (de) | label::English (en) | kind | cati_fixed |"]
    return rows + [
        f"| | abc | {n} | Wahl {n} | Choice {n} | {'' if n < 3 else n - 2} | {'yes' if n == 4 else ''} |"
        for n in range(1, 5)
    ]


def some_answer(rng: random.Random, question: QuestionView) -> Answer:
    """Anything an interviewer might enter."""
    if rng.random() < 0.12:
        return Answer(special=rng.choice(list(Special)))
    if question.kind in (QuestionKind.SINGLE, QuestionKind.MULTIPLE):
        names = [choice.name for choice in question.choices]
        count = 1 if question.kind is QuestionKind.SINGLE else rng.randint(1, max(1, len(names)))
        return Answer(" ".join(rng.sample(names, min(count, len(names)))))
    if question.kind is QuestionKind.REPEAT:
        return Answer(rng.choice(["0", "0", "1"]))
    return Answer(rng.choice(["", "1", "2", "3", "0"]))


def random_action(rng: random.Random, sessions: list[InterviewSession]) -> None:
    """The same action on every session."""
    lead = sessions[0]
    pick = rng.random()
    for session in sessions:
        state = rng.getstate()
        _act(rng, session, pick)
        if session is not sessions[-1]:
            rng.setstate(state)
    assert len({session.ref for session in sessions}) == 1, lead.ref


def _act(rng: random.Random, session: InterviewSession, pick: float) -> None:
    if session.at_end or pick < 0.12:
        session.back()
    elif pick < 0.18:
        session.set_language(rng.choice(["de", "en"]))
    elif pick < 0.25:
        reached = [question.ref for section in session.outline() for question in section.questions]
        if reached:
            session.jump(rng.choice(reached))
    elif pick < 0.3:
        early = [state for state in session.states() if state.kind is NodeKind.QUESTION and not state.read_only]
        state = rng.choice(early)
        if state.question is not QuestionKind.NOTE:
            session.answer_ahead(state.ref, Answer(rng.choice(["1", "2"])))
    else:
        question = session.screen().questions[session.screen().focus]
        if question.kind is not QuestionKind.NOTE and not question.read_only:
            session.answer(question.ref, some_answer(rng, question))
        session.forward()


def picture(session: InterviewSession) -> object:
    """Everything a client can see, refused candidates aside."""
    screen = None if session.at_end else session.screen()
    shown = (
        None if screen is None else [(q.ref, q.label, q.choices, q.kept_aside, q.required) for q in screen.questions]
    )
    both = None if session.at_end else session.screen("en").questions[0].label
    place = None if screen is None else (screen.number, round(screen.progress, 6), screen.seconds_left)
    states = [replace(state, check=None) for state in session.states()]
    stands = (
        states,
        session.ref,
        session.language,
        session.at_end,
        session.data(),
        session.outline(),
        session.sections(),
    )
    return (*stands, shown, both, place)


@settings(max_examples=examples(60), deadline=None)
@given(st.integers(0, 10**6), st.integers(0, 10**6))
@example(2319, 0)  # once() of a time, in a question with a condition
def test_incremental_evaluation_equals_full_evaluation(form_seed: int, seed: int) -> None:
    form, rng = random_form(form_seed), random.Random(seed)
    sessions = [
        InterviewSession(form, _Clock(), seed=seed, language="de", hidden={}, full=full) for full in (False, True)
    ]
    for _ in range(25):
        random_action(rng, sessions)
        assert picture(sessions[1]) == picture(sessions[0])


@settings(max_examples=examples(60), deadline=None)
@given(st.integers(0, 10**6), st.integers(0, 10**6))
def test_a_log_replays_to_the_same_state_at_any_point(form_seed: int, seed: int) -> None:
    form, rng = random_form(form_seed), random.Random(seed)
    session = InterviewSession(form, _Clock(), seed=seed, language="de", hidden={})
    for _ in range(25):
        random_action(rng, [session])
        again = InterviewSession.replay(form, _Clock(), session.events)
        assert picture(session) == picture(again)


@settings(max_examples=examples(30), deadline=None)
@given(st.integers(0, 10**6))
def test_going_forward_always_reaches_the_end(form_seed: int) -> None:
    form, rng = random_form(form_seed), random.Random(form_seed)
    session = InterviewSession(form, _Clock(), seed=1, language="de", hidden={})
    for _ in range(400):
        if session.at_end:
            return
        question = session.screen().questions[0]
        if question.kind is QuestionKind.REPEAT:
            session.answer(question.ref, Answer("0"))
        elif not question.read_only:
            session.answer(question.ref, Answer(special=Special.REFUSED) if rng.random() < 0.5 else Answer("1"))
            if session.forward().moved:
                continue
            session.answer(question.ref, Answer(special=Special.DONT_KNOW))
        session.forward()
    raise AssertionError("the end was not reached")


def test_a_reference_that_leads_nowhere_is_refused() -> None:
    session = InterviewSession(random_form(1), _Clock(), seed=1, language="de", hidden={})
    with pytest.raises(UnknownQuestion):
        session.answer("/nowhere", Answer("1"))
