"""What is stored about somebody, as one file for that person: readable in the own language, or for machines.

The page stands alone, without scripts, and is read from right to left where the language is. Its fixed words have the
context of paper questionnaires, so they are there in every language that has a catalogue.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import datetime
from html import escape
from typing import Any

from cati_app.texts import Words, words_of
from cati_app.values import dataclass

_STYLE = (
    "body{font:17px/1.5 sans-serif;max-width:46rem;margin:2rem auto;padding:0 1rem;color:#111;background:#fff}"
    "h1{font-size:1.5rem}h2{font-size:1.15rem;margin-top:2rem}dl{display:grid;grid-template-columns:1fr 1fr;gap:.3rem}"
    "dt{font-weight:600}dd{margin:0}table{border-collapse:collapse;width:100%}bdi{unicode-bidi:isolate}"
    "th,td{text-align:start;vertical-align:top;padding:.35rem .5rem;border-bottom:1px solid #bbb}"
)


@dataclass(frozen=True, slots=True)
class ToldAnswer:
    """A question and its answer, in words; `name` is that of the variable."""

    name: str
    question: str
    answer: str


@dataclass(frozen=True, slots=True)
class ToldInterview:
    """An interview; local times, `ended_at` None: it was never finished."""

    started_at: datetime
    ended_at: datetime | None
    answers: tuple[ToldAnswer, ...]


@dataclass(frozen=True, slots=True)
class ToldData:
    """What the file says.

    Args:
        title: Of the study.
        controller: Who answers for the data.
        contact: How to reach them.
        at: When the file was made, local.
        language: Of the file.
        right_to_left: Whether that is written so.
        numbers: Last two digits of each number that is stored.
        columns: What else the sample file holds of the person: names of columns.
        calls: When somebody called, local, and the result.
        notes: Of interviewers.
    """

    title: str
    controller: str
    contact: str
    at: datetime
    language: str
    right_to_left: bool
    numbers: tuple[str, ...]
    columns: tuple[str, ...]
    calls: tuple[tuple[datetime, str], ...]
    notes: tuple[str, ...]
    has_consent: bool
    interviews: tuple[ToldInterview, ...]


def own_data_json(told: Sequence[ToldData]) -> bytes:
    """For machines: what the person may take along, case by case."""
    return (json.dumps([_told_facts(each) for each in told], ensure_ascii=False, indent=2) + "\n").encode()


def _told_facts(told: ToldData) -> dict[str, Any]:
    return {
        "study": told.title,
        "controller": told.controller,
        "at": told.at.isoformat(timespec="seconds"),
        "language": told.language,
        "numbers_ending_in": list(told.numbers),
        "sample_columns": list(told.columns),
        "kept_for_further_contact": told.has_consent,
        "calls": [{"at": at.isoformat(timespec="seconds"), "result": result} for at, result in told.calls],
        "notes": list(told.notes),
        "interviews": [
            {
                "started_at": interview.started_at.isoformat(timespec="seconds"),
                "ended_at": interview.ended_at.isoformat(timespec="seconds") if interview.ended_at else None,
                "answers": [
                    {"name": answer.name, "question": answer.question, "answer": answer.answer}
                    for answer in interview.answers
                ],
            }
            for interview in told.interviews
        ],
    }


def own_data_html(told: Sequence[ToldData]) -> bytes:
    """For people: one page; ValueError without anything to tell."""
    if not told:
        raise ValueError("nothing to tell")
    return ("\n".join(_page(told, words_of(told[0].language))) + "\n").encode()


def _page(cases: Sequence[ToldData], words: Words) -> Iterator[str]:
    told = cases[0]
    direction = "rtl" if told.right_to_left else "ltr"
    heading = words.say_in("paper", "What is stored about you")
    yield "<!DOCTYPE html>"
    yield f'<html lang="{escape(told.language)}" dir="{direction}">'
    yield '<head><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
    yield f"<title>{escape(heading)} – {escape(told.title)}</title><style>{_STYLE}</style></head>"
    yield f"<body><main><h1>{escape(heading)}</h1>"
    for case in cases:
        yield from _case(case, words)
    yield "</main></body></html>"


def _case(told: ToldData, words: Words) -> Iterator[str]:
    yield from _facts(
        (
            (words.say_in("paper", "Survey"), told.title),
            (words.say_in("paper", "Responsible for the data"), told.controller),
            (words.say_in("paper", "Contact"), told.contact),
            (words.say_in("paper", "As of"), f"{told.at:%Y-%m-%d %H:%M}"),
            (words.say_in("paper", "Telephone numbers that end in"), ", ".join(filter(None, told.numbers)) or "–"),
            (words.say_in("paper", "Further columns of the sample"), ", ".join(told.columns) or "–"),
            (
                words.say_in("paper", "Kept to contact you again"),
                words.say_in("paper", "yes") if told.has_consent else words.say_in("paper", "no"),
            ),
        )
    )
    calls = [(f"{at:%Y-%m-%d %H:%M}", result) for at, result in told.calls]
    yield from _table(
        words.say_in("paper", "Calls"), (words.say_in("paper", "when"), words.say_in("paper", "result")), calls
    )
    for interview in told.interviews:
        began = f"\u2066{interview.started_at:%Y-%m-%d %H:%M}\u2069"  # keeps its order in a title from right to left
        title = words.say_in("paper", "Interview of {at}", at=began)
        answers = [(answer.question, answer.answer) for answer in interview.answers]
        yield from _table(title, (words.say_in("paper", "question"), words.say_in("paper", "your answer")), answers)
    if told.notes:
        yield f"<h2>{escape(words.say_in('paper', 'Notes of interviewers'))}</h2><ul>"
        yield from (f"<li><bdi>{escape(note)}</bdi></li>" for note in told.notes)
        yield "</ul>"


def _facts(pairs: Sequence[tuple[str, str]]) -> Iterator[str]:
    yield "<dl>"
    yield from (f"<dt>{escape(name)}</dt><dd><bdi>{escape(fact)}</bdi></dd>" for name, fact in pairs)
    yield "</dl>"


def _table(title: str, heads: tuple[str, str], rows: Sequence[tuple[str, str]]) -> Iterator[str]:
    if not rows:
        return
    yield f"<h2>{escape(title)}</h2><table><thead><tr>"
    yield "".join(f'<th scope="col">{escape(head)}</th>' for head in heads)
    yield "</tr></thead><tbody>"
    for first, second in rows:
        yield f"<tr><td><bdi>{escape(first)}</bdi></td><td><bdi>{escape(second)}</bdi></td></tr>"
    yield "</tbody></table>"
