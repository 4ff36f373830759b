"""The form in which the cases stand: a few questions with answers, a repeat with three rows of two trips each."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from functools import cache

from cati_app.engine.form.answers import Answer
from cati_app.engine.session.session import InterviewSession
from cati_app.engine.xlsform.load import load_form
from tests.conformance.cases import Case, groups

_COLUMNS = "type | name | label | calculation | relevant | repeat_count"
_ANSWERS = {
    "five": "5",
    "word": "naive",
    "day": "2018-06-25",
    "many": "b a",
    "one": "b",
    "half": "0.5",
    "div": "6",
    "mod": "3",
}
_QUESTIONS = (
    "integer | five | Five? | | |",
    "text | word | Word? | | |",
    "text | blank | Blank? | | |",
    "date | day | Day? | | |",
    "select_multiple c | many | Many? | | |",
    "select_one c | one | One? | | |",
    "decimal | half | Half? | | |",
    "integer | div | Div? | | |",
    "integer | mod | Mod? | | |",
    "text | gone | Gone? | | ${five} = 6 |",
)
_ROWS = (
    "calculate | nick | | item-at(' ', 'Ann Bo Ann', position(..) - 1) | |",
    "calculate | age | | item-at(' ', '40 17 65', position(..) - 1) | |",
    "text | none | None? | | |",
    "begin repeat | trip | Trip | | | 2",
    "calculate | km | | position(../..) * 10 + position(..) | |",
    "end repeat | | | | |",
)
_CHOICES = (
    "list_name | name | label | region",
    "c | a | Alpha | n",
    "c | b | Beta | s",
    "c | d | Delta | n",
)
GIVEN = {
    "username": "anna",
    "device-info": "desk",
    "enumerator-name": "Anna A.",
    "enumerator-id": "7",
    "deviceid": "D1",
    "phone-call-log": "Call started",
    "phone-call-duration": "12",
    "collect-is-phone-app": "true",
}


class StandingClock:
    """Noon of the Ides of March, for ever."""

    def now(self) -> datetime:
        """The time."""
        return datetime(2026, 3, 15, 12, tzinfo=UTC)

    def monotonic_ms(self) -> int:
        """A clock that never moves."""
        return 0


def _sheet(name: str, rows: Sequence[str]) -> str:
    return "\n".join([f"| {name} |", *(f"| | {row} |" for row in rows)]) + "\n"


def _calculation(name: str, case: Case) -> str:
    cell = case.expression.replace("|", "\\|")
    return f"calculate | {name} | | {cell} | |"


@cache
def interview(*, full: bool = False) -> InterviewSession:
    """An interview that holds every case as a calculation; with `full` each change computes everything again."""
    alone: list[str] = []
    rowed: list[str] = []
    for number, case in enumerate(case for group in groups() for case in group.cases):
        (rowed if case.in_repeat else alone).append(_calculation(f"c{number}", case))
    survey = [
        _COLUMNS,
        *_QUESTIONS,
        "begin repeat | hh | Person | | | 3",
        *_ROWS,
        *rowed,
        "end repeat | | | | |",
        *alone,
    ]
    settings = ("version", "42")
    text = _sheet("survey", survey) + _sheet("choices", _CHOICES) + _sheet("settings", settings)
    loaded = load_form(text.encode(), "cases.md")
    assert loaded.form is not None, [str(finding) for finding in loaded.findings if finding.severity.value == "error"]
    found = InterviewSession(
        loaded.form, StandingClock(), seed=1, language="default", hidden={}, given=GIVEN, full=full
    )
    for name, answer in _ANSWERS.items():
        assert found.answer(name, Answer(answer)).check is None
    return found


@cache
def outcome(*, full: bool = False) -> dict[Case, tuple[str, ...]]:
    """What each case gives in the interview."""
    session = interview(full=full)
    cases = [case for group in groups() for case in group.cases]
    return {
        case: tuple(session.value(f"/hh[{row}]/c{number}") for row in (1, 2, 3))
        if case.in_repeat
        else (session.value(f"c{number}"),)
        for number, case in enumerate(cases)
    }
