"""What a simulated person answers, as the interview stores it: without windows nobody presses keys."""

from __future__ import annotations

from cati_app.demo.respondent import DONT_KNOW, REFUSED, Respondents
from cati_app.engine.form.answers import Answer, Special
from cati_app.engine.form.screen import QuestionView
from cati_app.engine.kinds.facts import Choosing, Value

_SPECIAL = {DONT_KNOW: Special.DONT_KNOW, REFUSED: Special.REFUSED}
_DECIMAL = ","
_YEARS_FROM, _NEAR = 1000, 1980
"""Where respondents.yaml gives a date no range, a small number is drawn; it is counted from a year that fits."""
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
    choosing = question.kind.facts.choosing
    if choosing is Choosing.ONE:
        chosen = (each.label if question.searchable else each.code for each in question.choices)
        return [next(each.name for each, said in zip(question.choices, chosen, strict=True) if said == typed)]
    by_code = {choice.code: choice.name for choice in question.choices}
    if max(map(len, by_code)) == 1:
        return [by_code[code] for code in typed.strip()]
    if choosing is Choosing.ORDER:  # codes of several digits run into one another
        return list(by_code.values())
    return [by_code[code] for code in typed.split()]


def _date(question: QuestionView, typed: str) -> str:
    """Day, month or year as the window reads it, to what the interview stores."""
    *rest, typed_year = typed.split(".")
    year = int(typed_year) if int(typed_year) >= _YEARS_FROM else _NEAR + int(typed_year)
    parts = {"year": 0, "month": 1}.get(question.date_parts, 2)
    return "-".join([f"{year:04d}", *reversed(rest[-parts:] if parts else [])])
