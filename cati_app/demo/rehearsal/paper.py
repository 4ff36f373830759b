"""The page of a rehearsal as a document: the same facts, with the curve of interviews and the forecasts on it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import accumulate

from cati_app.demo.rehearsal.lengths import by_language, by_route
from cati_app.demo.rehearsal.marks import MarkedForecast
from cati_app.demo.rehearsal.page import (
    alike_questions,
    cells_told,
    facts,
    forecast_text,
    lost_hours,
    minutes,
    notes,
    sources,
)
from cati_app.demo.rehearsal.told import Field
from cati_app.domain.ids import CellId
from cati_app.domain.quota.fitting import quota_of
from cati_app.publish.reports.field_pages import Curve, Fan, FieldPages, Told
from cati_app.texts import Words
from cati_app.texts.language_names import language_name


def paper(words: Words, field: Field, title: str, questions: Sequence[str], seats: int, seed: int) -> FieldPages:
    """What the document says.

    Args:
        title: Of the study.
        questions: Names of all that could be asked.
    """
    say = words.say
    told = [*facts(words, field), (say("Seats"), str(seats)), (say("Seed"), str(seed))]
    return FieldPages(
        say("Rehearsal: {title}", title=title),
        notes(words, field),
        told,
        say("Interviews by day, and the forecasts made on the way"),
        say(
            "Line: complete interviews. Each fan begins at the share of the interviews at which the forecast was made"
            " and ends on the days between which everything was to be full in 8 of 10 plays; dashed: the middle one."
        ),
        _curve(words, field),
        tuple(_tables(words, field, questions)),
        say("page {number}", number="{page}"),
    )


def _curve(words: Words, field: Field) -> Curve | None:
    target = sum(cell["target"] for name, cell in field.summary["cells"].items() if not quota_of(CellId(name)))
    if not field.days or not target:
        return None
    done = [0.0, *accumulate(float(day.completes) for day in field.days)]
    on = {day.day: number for number, day in enumerate(field.days, 1)}
    return Curve(
        done,
        ["", *(words.say("{day:%m-%d}", day=day.day) for day in field.days)],
        float(target),
        words.say("Target"),
        [
            _fan(words, told, on, done)
            for told in field.marks.forecasts
            if told.total is not None and told.day is not None
        ],
    )


def _fan(words: Words, told: MarkedForecast, on: dict[date, int], done: Sequence[float]) -> Fan:
    assert told.total is not None
    assert told.day is not None
    at = on[told.day]
    low, middle, high = (_number(on, day) for day in (told.total.low, told.total.median, told.total.high))
    return Fan(at, done[at], low, middle, high, f"{told.mark:.0%}")


def _number(on: dict[date, int], day: date | None) -> float | None:
    """Of a day of work; days after the last are counted on by the pace of those that were worked."""
    if day is None or day in on:
        return None if day is None else float(on[day])
    last, first = max(on), min(on)
    if day < first:
        return 0.0
    if day < last:
        return float(max(number for known, number in on.items() if known < day))
    return on[last] + (day - last).days * len(on) / max(1, (last - first).days + 1)


def _tables(words: Words, field: Field, questions: Sequence[str]) -> Iterator[Told]:
    say, work = words.say, field.work
    forecasts = [
        (
            say("{share:.0%}", share=told.mark),
            say("before the first day") if told.day is None else say("{day:%Y-%m-%d}", day=told.day),
            forecast_text(words, field, told),
        )
        for told in field.marks.forecasts
    ]
    came = say("not full") if field.marks.total_on is None else say("{day:%Y-%m-%d}", day=field.marks.total_on)
    heads = (say("at"), say("Day"), say("Everything full on"))
    yield Told(say("Forecasts on the way (it was: {day})", day=came), [heads, *forecasts], (0.08, 0.2, 0.72))
    days = [
        (
            say("{day:%Y-%m-%d}", day=day.day),
            str(day.attempts),
            str(day.completes),
            say("{hours:.1f}", hours=day.hours),
        )
        for day in field.days
    ]
    heads_of_days = (say("Day"), say("Attempts"), say("Complete"), say("Hours of work"))
    yield Told(say("Day by day"), [heads_of_days, *days], (0.4, 0.2, 0.2, 0.2))
    lost = list(lost_hours(words, field))
    yield Told(
        say("Hours in which a seat had nothing to call, by what most cases waited for"),
        [(say("Most cases"), say("Lost hours")), *lost],
        (0.8, 0.2),
        say("none"),
    )
    cells = [(called, f"{done}{of}", mark) for called, done, of, mark in cells_told(field)]
    yield Told(say("Cells: complete of target"), [(say("Cell"), say("Done"), ""), *cells], (0.6, 0.3, 0.1))
    lengths = [
        (
            language_name(length.language, words.language),
            minutes(words, length.middle),
            minutes(words, length.long),
            str(length.count),
        )
        for length in by_language(work.held)
    ]
    heads_of_lengths = (say("Language"), say("Median"), say("Nine of ten below"), say("Interviews"))
    yield Told(say("Length of a complete interview in minutes"), [heads_of_lengths, *lengths], (0.4, 0.2, 0.2, 0.2))
    routes = [
        (
            fork.name,
            f"{minutes(words, fork.with_s)} ({fork.with_them})",
            f"{minutes(words, fork.without_s)} ({fork.without})",
        )
        for fork in by_route(work.held, questions)
    ]
    yield Told(
        say("Length by route in minutes: median where questions were asked of some only (interviews)"),
        [(say("Questions"), say("asked"), say("not asked")), *routes],
        (0.6, 0.2, 0.2),
        say("no fork that ten interviews and more went on either side"),
    )
    yield from _questions(words, field, questions)
    yield Told(
        say("What the people rest on, by the blocks of respondents.yaml"),
        [(say("Block"), say("Source")), *sources(words, field)],
        (0.2, 0.8),
        say("none"),
    )


def _questions(words: Words, field: Field, questions: Sequence[str]) -> Iterator[Told]:
    say = words.say
    rows = [
        (name, say("nothing was taken, {count} interviews broken off", count=count))
        for name, count in sorted(field.work.stuck.items())
        if count
    ]
    rows += [(name, say("asked of nobody")) for name in questions if name not in field.work.asked]
    rows += [
        (name, say("nearly always {answer} ({count} of {total})", answer=answer, count=count, total=total))
        for name, answer, count, total in alike_questions(field)
    ]
    yield Told(say("Questions to look at"), [(say("Question"), say("What was seen")), *rows], (0.35, 0.65), say("none"))
