"""What a simulated person answers, as the interview stores it: without windows nobody presses keys."""

from __future__ import annotations

from cati_app.demo.respondent import DONT_KNOW, REFUSED, Respondents
from cati_app.engine.form.answers import Answer, Special
from cati_app.engine.form.screen import QuestionView
from cati_app.engine.kinds.facts import Choosing, Value

_SPECIAL = {DONT_KNOW: Special.DONT_KNOW, REFUSED: Special.REFUSED}
_DECIMAL = ","
_NO_MORE = "0"
"""Of a repeat that could have further rows."""


def given(people: Respondents, question: QuestionView, *, careful: bool = False) -> Answer:
    """The answer that the keys of a respondent come to.

    Args:
        careful: After a check: a fresh draw, without special answers.
    """
    keys = people.answer(question, careful=careful)
    if not keys.typed:
        special = next((_SPECIAL[key] for key in keys.then if key in _SPECIAL), None)
        if special is not None:
            return Answer("", special)
        return Answer("OK") if question.kind.facts.value is Value.CONFIRMATION else Answer()
    return Answer(_stored(question, keys.typed))


def _stored(question: QuestionView, typed: str) -> str:
    facts = question.kind.facts
    if facts.value is Value.MORE:
        return _NO_MORE
    if question.choices and facts.value is Value.CHOICES:
        return " ".join(_names(question, typed))
    if facts.value is Value.DATE:
        return _date(question, typed)
    if facts.value is Value.MOMENT:
        return f"{_date(question, typed)}T12:00:00"
    return typed.replace(_DECIMAL, ".") if facts.value is Value.NUMBER else typed


def _names(question: QuestionView, typed: str) -> list[str]:
    by_code = {choice.code: choice.name for choice in question.choices}
    if question.searchable:
        return [choice.name for choice in question.choices if choice.label == typed][:1]
    if question.kind.facts.choosing is Choosing.ONE:
        return [by_code[typed]]
    if " " in typed.strip():
        return [by_code[code] for code in typed.split()]
    if question.kind.facts.choosing is Choosing.ORDER and max(map(len, by_code)) > 1:
        return list(by_code.values())
    return [by_code[code] for code in typed.strip()]


def _date(question: QuestionView, typed: str) -> str:
    """Day, month or year as the window reads it, to what the interview stores."""
    parts = typed.split(".")
    if question.date_parts == "year":
        return typed
    return "-".join(reversed(parts))
