"""Of the field report: attempts, length, days, hours, languages, and conversations by group of interviewers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cati_app.domain.casework.course import LEAST_DIALS, HourCount, half_by
from cati_app.domain.casework.lengths import LengthClass, length_below, length_classes, median_length
from cati_app.domain.outcomes.fair_figures import TALKS_AT_LEAST
from cati_app.domain.people.shown_groups import PEOPLE_AT_LEAST, Withheld
from cati_app.domain.tabulation.small_counts import hidden_counts
from cati_app.publish.print.document import (
    ChartKind,
    ChartPoint,
    ReportBlock,
    ReportChart,
    ReportColumn,
    ReportFacts,
    ReportSection,
    ReportTable,
    ReportText,
    TextKind,
)
from cati_app.publish.reports.field_words import HIDDEN, FieldWords, InterviewerGroup, numbers

_QUARTILES_FROM = 20
"""Interviews below which a quartile is the length of a few."""


def course_sections(words: FieldWords, groups: Sequence[InterviewerGroup]) -> Iterator[ReportSection]:
    """In the order of the report."""
    say = words.say
    yield ReportSection(say("Contact attempts"), tuple(_attempts(words)))
    yield ReportSection(say("Length of the interviews"), tuple(_lengths(words)))
    yield ReportSection(say("By day"), tuple(_days(words)))
    yield ReportSection(say("By hour"), tuple(_hours(words)))
    yield ReportSection(say("By language"), tuple(_languages(words)))
    yield ReportSection(say("Interviewers"), tuple(_interviewers(words, groups)))


def _calls(words: FieldWords) -> str:
    return words.source(words.say("records of all calls"))


def _held(words: FieldWords) -> str:
    return words.source(words.say("records of complete interviews"))


def _attempts(words: FieldWords) -> Iterator[ReportBlock]:
    say, figures = words.say, words.figures
    brought = {number: counts.total() for number, counts in figures.attempts.items() if counts.total()}
    last = max([*brought, *figures.tries], default=0)
    if brought:
        points = tuple(
            ChartPoint(f"{number}.", brought.get(number, 0), words.number(brought.get(number, 0)))
            for number in range(1, last + 1)
        )
        told = say("Columns: interviews by the attempt that brought them. The figures stand in the table below.")
        yield ReportChart(say("Interviews by attempt"), ChartKind.COLUMNS, points, told, _calls(words))
    rows = [
        (str(number), words.number(figures.tries.get(number, 0)), words.number(brought.get(number, 0)))
        for number in range(1, last + 1)
    ]
    if rows:
        cases, done = sum(figures.tries.values()), sum(brought.values())
        rows.append((say("all"), words.number(cases), words.number(done)))
    columns = (
        ReportColumn(say("Attempts")),
        *numbers(say("Cases with so many attempts"), say("Interviews brought by this attempt"), share=1.0),
    )
    caption = say("Attempts by case, and until the interview")
    yield ReportTable(caption, columns, tuple(rows), _calls(words), words.nothing(), has_total=True)
    half = half_by(figures.attempts)
    if half is not None:
        most = max(brought)
        yield ReportText(say("Half of the interviews by attempt {half}, all by attempt {last}.", half=half, last=most))


def _lengths(words: FieldWords) -> Iterator[ReportBlock]:
    say, lengths = words.say, words.figures.lengths
    count = sum(lengths.values())
    facts = [(say("Median"), words.minutes(median_length(lengths)))]
    if count >= _QUARTILES_FROM:
        facts.append((say("A quarter took at most"), words.minutes(length_below(lengths, 0.25))))
        facts.append((say("Three quarters took at most"), words.minutes(length_below(lengths, 0.75))))
        facts.append((say("Nine of ten took at most"), words.minutes(length_below(lengths, 0.9))))
    facts.append((say("Median of the screening"), words.minutes(median_length(words.figures.screener_lengths))))
    yield ReportFacts(tuple(facts))
    classes = length_classes(lengths, least=words.study.least)
    source = _held(words)
    if classes:
        points = tuple(ChartPoint(_class(each), each.count, words.number(each.count)) for each in classes)
        told = say("Columns: complete interviews by minutes. The figures stand in the table below.")
        caption = say("Complete interviews by length in minutes")
        yield ReportChart(caption, ChartKind.COLUMNS, points, told, source)
    rows = tuple((_class(each), words.number(each.count), words.percent(each.count / count)) for each in classes)
    columns = (ReportColumn(say("Minutes")), *numbers(say("Interviews"), say("Share"), share=1.0))
    none = say("Fewer than {least} complete interviews.", least=words.study.least)
    yield ReportTable(say("Length of complete interviews"), columns, rows, source, none)
    yield ReportText(
        say(
            "From the first to the last question; of an interview in several calls, without the time between them."
            " Neighbouring classes are put together until each has {least} interviews.",
            least=words.study.least,
        ),
        TextKind.NOTE,
    )


def _class(each: LengthClass) -> str:
    return f"{each.first}+" if each.end is None else f"{each.first}–{each.end}"


def _days(words: FieldWords) -> Iterator[ReportBlock]:
    say, days = words.say, words.figures.days
    source = words.source(say("records of all calls and complete interviews"))
    if any(day.interviews for day in days.values()):
        points = tuple(
            ChartPoint(_short_day(words, at.day, at.month), day.interviews, words.number(day.interviews))
            for at, day in days.items()
        )
        told = say("Columns: complete interviews by day. The figures stand in the table below.")
        yield ReportChart(say("Complete interviews by day"), ChartKind.COLUMNS, points, told, source)
    rows, so_far = [], 0
    for at, day in days.items():
        so_far += day.interviews
        each = words.number(day.interviews), words.number(so_far)
        rows.append((words.day(at), words.number(day.calls), *each))
    heads = say("Calls"), say("Interviews"), say("Interviews so far")
    columns = (ReportColumn(say("Day")), *numbers(*heads, share=1.0))
    yield ReportTable(say("Calls and interviews by day"), columns, tuple(rows), source, words.nothing())


def _short_day(words: FieldWords, day: int, month: int) -> str:
    return f"{day}.{month}." if words.words.language == "de" else f"{month}/{day}"


def _hours(words: FieldWords) -> Iterator[ReportBlock]:
    say, hours = words.say, words.figures.hours
    week = (say("Mon"), say("Tue"), say("Wed"), say("Thu"), say("Fri"), say("Sat"), say("Sun"))
    days = sorted({day for day, _ in hours})
    rows = []
    for hour in range(min((h for _, h in hours), default=0), max((h for _, h in hours), default=-1) + 1):
        counts = [hours.get((day, hour), HourCount()) for day in days]
        rows.append((f"{hour:02}–{hour + 1:02}", *map(_contact, counts), *_whole(words, counts)))
    if rows:
        by_day = [_sum([count for (at, _), count in hours.items() if at == day]) for day in days]
        rows.append((say("all"), *map(_contact, by_day), *_whole(words, list(hours.values()))))
    columns = (
        ReportColumn(say("Hour"), 1.2),
        *numbers(*(week[day] for day in days), say("all"), share=1.0),
        *numbers(say("Calls"), share=1.4),
    )
    caption = say("Contacts per 100 calls, by hour and day of the week")
    yield ReportTable(caption, columns, tuple(rows), _calls(words), words.nothing(), has_total=True)
    yield ReportText(
        say(
            "At the clock of whoever was called. –: fewer than {least} calls, of which a share says nothing.",
            least=LEAST_DIALS,
        ),
        TextKind.NOTE,
    )


def _contact(count: HourCount) -> str:
    return "–" if count.percent is None else str(round(count.percent))


def _whole(words: FieldWords, counts: Sequence[HourCount]) -> tuple[str, str]:
    together = _sum(counts)
    return _contact(together), words.number(together.dials)


def _sum(counts: Sequence[HourCount]) -> HourCount:
    return HourCount(sum(count.dials for count in counts), sum(count.contacts for count in counts))


def _languages(words: FieldWords) -> Iterator[ReportBlock]:
    say, held = words.say, words.figures.languages
    known = words.study.languages
    ordered = [*known, *sorted(code for code in held if code not in known)]
    counts = [held.get(code, 0) for code in ordered]
    hidden, total = hidden_counts(counts, words.study.least), sum(counts)
    rows = [
        (known.get(code, code), HIDDEN, HIDDEN)
        if at in hidden
        else (known.get(code, code), words.number(count), words.percent(count / total if total else None))
        for at, (code, count) in enumerate(zip(ordered, counts, strict=True))
    ]
    rows.append((say("all"), words.number(total), words.percent(1.0 if total else None)))
    columns = (
        ReportColumn(say("Language of the interview"), 2.0),
        *numbers(say("Interviews"), say("Share"), share=1.0),
    )
    yield ReportTable(say("Complete interviews by language"), columns, tuple(rows), _held(words), has_total=True)
    if hidden:
        yield ReportText(
            say(
                "{sign}: fewer than {least} interviews, or the next smallest count, which would betray those.",
                sign=HIDDEN,
                least=words.study.least,
            ),
            TextKind.NOTE,
        )


def _interviewers(words: FieldWords, groups: Sequence[InterviewerGroup]) -> Iterator[ReportBlock]:
    say = words.say
    yield ReportText(
        say(
            "How often conversations led on to an interview or a firm appointment that was kept, beside what all others"
            " reached in conversations as hard. A quotient of 1 is as all; intervals hold with 80 % certainty."
        )
    )
    rows = tuple(_group(words, group) for group in groups)
    columns = (
        ReportColumn(say("Group"), 1.6),
        *numbers(say("People"), say("conversations"), say("led on"), say("expected"), share=0.9),
        ReportColumn(say("led on / expected"), 2.2),
    )
    span = next((group.days for group in groups if group.days is not None), None)
    days = say("{first} to {last}", first=words.day(span.first), last=words.day(span.last)) if span is not None else "–"
    source = words.source(say("results of calls, {days}", days=days))
    yield ReportTable(say("How often conversations led on, by group"), columns, rows, source, words.nothing())
    yield ReportText(
        say(
            "Figures of groups alone: {people} people and more with {talks} conversations each, nobody with more than"
            " half of them.",
            people=PEOPLE_AT_LEAST,
            talks=TALKS_AT_LEAST,
        ),
        TextKind.NOTE,
    )


def _group(words: FieldWords, group: InterviewerGroup) -> tuple[str, ...]:
    say = words.say
    name = say("everybody")
    if group.name:
        name = words.study.languages.get(group.name, group.name)
    if group.talks is None or group.expected is None:
        why = {
            Withheld.ONE_PERSON: say("not told: more than half by one person"),
            Withheld.FEW_NEW: say("not told: too little is new"),
            Withheld.DIFFERENCE: say("not told: beside the groups above it would tell of a few"),
        }.get(group.withheld or Withheld.FEW_PEOPLE, say("not told: too few people"))
        return name, "–", "–", "–", "–", why
    ratio = say("too little is known")
    if group.ratio is not None:
        factor, low, high = (words.number(value, 2) for value in group.ratio)
        ratio = say("{factor} ({low} to {high})", factor=factor, low=low, high=high)
    talks = words.number(group.talks.all), words.number(group.talks.led_on), words.number(group.expected, 1)
    return name, words.number(group.people), *talks, ratio
