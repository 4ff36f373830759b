"""Whether an answer can be stored: type, choices, constraint, soft check, required."""

from __future__ import annotations

import re
from datetime import UTC, date, tzinfo
from typing import NamedTuple

from cati_app.engine.expressions.dates import moment_text, parse_date, parse_moment, parse_time
from cati_app.engine.expressions.runtime import Runtime
from cati_app.engine.expressions.values import to_text
from cati_app.engine.form.answers import Answer
from cati_app.engine.form.model import Form, Node
from cati_app.engine.form.offer import place_of
from cati_app.engine.form.rows import Row
from cati_app.engine.form.screen import QuestionKind

_WHOLE = re.compile(r"[-+]?\d{1,15}\Z", re.ASCII)
_DECIMAL = re.compile(r"[-+]?(?:\d{1,15}(?:[.,]\d{0,12})?|[.,]\d{1,12})\Z", re.ASCII)
_YEAR = re.compile(r"\d{4}\Z", re.ASCII)
_MONTH = re.compile(r"\d{4}-\d{2}\Z", re.ASCII)
_LONGEST = 10_000


class Fault(NamedTuple):
    """A check that fired: its code and the rule whose text explains it."""

    code: str
    hard: bool = True


def normalized(form: Form, node: Node, row: Row, runtime: Runtime, text: str) -> str | None:
    """The answer as it is stored, None when it is none of the question's type."""
    kind = node.question
    if kind in (QuestionKind.SINGLE, QuestionKind.MULTIPLE, QuestionKind.RANK):
        return _chosen(form, node, row, runtime, text)
    if kind in (QuestionKind.INTEGER, QuestionKind.DECIMAL, QuestionKind.SCALE):
        return _number(node, text)
    if kind is QuestionKind.DATE:
        return _date(node, text)
    if kind is QuestionKind.TIME:
        moment = parse_time(text)
        return None if moment is None else moment.isoformat(timespec="seconds")
    if kind is QuestionKind.DATETIME:
        return _moment(text, runtime.now.tzinfo or UTC)
    if kind is QuestionKind.ACKNOWLEDGE:
        return text if text == "OK" else None
    if kind in (QuestionKind.TEXT, QuestionKind.LONG_TEXT):
        return text[:_LONGEST]
    return None


def _moment(text: str, zone: tzinfo) -> str | None:
    moment = parse_moment(text.strip(), zone)
    return None if moment is None else moment_text(moment)


def _date(node: Node, text: str) -> str | None:
    text = text.strip()
    if node.date_parts == "year" and _YEAR.match(text):
        text += "-01-01"
    elif node.date_parts == "month" and _MONTH.match(text):
        text += "-01"
    day: date | None = parse_date(text) if len(text) == 10 else None
    return None if day is None else day.isoformat()


def _number(node: Node, text: str) -> str | None:
    text = text.strip()
    if node.question is QuestionKind.INTEGER:
        return str(int(text)) if _WHOLE.match(text) else None
    if not _DECIMAL.match(text):
        return None
    number = float(text.replace(",", "."))
    if node.question is QuestionKind.SCALE:
        low, high, step = node.minimum or 0.0, node.maximum or 0.0, node.step or 1.0
        steps = (number - low) / step
        if not low <= number <= high or abs(steps - round(steps)) > 1e-9:
            return None
    return to_text(number)


def _chosen(form: Form, node: Node, row: Row, runtime: Runtime, text: str) -> str | None:
    places = place_of(form, node, row, runtime)
    if node.question is QuestionKind.SINGLE:
        return text.strip() if text.strip() in places else None
    given = list(dict.fromkeys(text.split()))
    if any(name not in places for name in given):
        return None
    if node.question is QuestionKind.RANK:
        return " ".join(given) if len(given) == len(places) else None
    choices = form.lists[node.choices]
    alone = [name for name in given if choices[places[name]].exclusive]
    if alone and len(given) > 1:
        before = set(row.w[node.slot].split())
        new = [name for name in alone if name not in before]
        given = [new[-1]] if new else [name for name in given if name not in alone]
    return " ".join(sorted(given, key=places.__getitem__))


def fault_of(form: Form, node: Node, row: Row, runtime: Runtime, text: str) -> Fault | None:
    """The check that a value does not pass, hard ones first."""
    rules = node.rules
    if not text:
        return None
    if rules.constraint >= 0 and not form.functions[rules.constraint](row, runtime, text):
        return Fault("constraint")
    if rules.soft >= 0 and not form.functions[rules.soft](row, runtime, text):
        return Fault("soft", hard=False)
    return None


def is_required(form: Form, node: Node, row: Row, runtime: Runtime) -> bool:
    """Whether a relevant question must have an answer or a special answer; nobody can answer a read-only one."""
    if node.question is QuestionKind.REPEAT:
        return True
    rule = node.rules.required
    if rule >= 0 and is_read_only(form, node, row, runtime):
        return False
    return rule >= 0 and node.question is not QuestionKind.NOTE and bool(form.functions[rule](row, runtime, ""))


def is_read_only(form: Form, node: Node, row: Row, runtime: Runtime) -> bool:
    """Whether the answer is shown but cannot be changed."""
    if node.rules.calculation >= 0 and not node.triggered:
        return True
    rule = node.rules.read_only
    return rule >= 0 and bool(form.functions[rule](row, runtime, ""))


def stored(node: Node, row: Row) -> Answer:
    """The answer that stands in a row, relevant or not."""
    special = row.specials[node.slot]
    return Answer(special=special) if special is not None else Answer(row.w[node.slot])
