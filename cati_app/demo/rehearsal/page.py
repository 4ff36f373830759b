"""The page a rehearsal ends with: days, cells, where hours were lost, questions nobody needs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from cati_app.demo.habits import OUR_SOURCES
from cati_app.demo.rehearsal.lengths import by_language, by_route
from cati_app.demo.rehearsal.marks import MarkedForecast
from cati_app.demo.rehearsal.told import Field
from cati_app.domain.ids import CellId
from cati_app.domain.quota.fitting import quota_of
from cati_app.texts import Words
from cati_app.texts.language_names import language_name
from cati_app.ui.stage.wording import waits

_ALIKE = 0.98
_NAME = 28
"""Letters that what a line is about gets at least."""
_LEAST_LOST_S = 180.0
"""Below it a reason why seats had nothing to call is not told: a twentieth of an hour."""
_ENOUGH = 50
"""Answers before a question is said to have only one."""


def page(words: Words, field: Field, title: str, questions: Sequence[str], seats: int, seed: int) -> Iterator[str]:
    """Lines of text.

    Args:
        title: Of the study.
        questions: Names of all that could be asked.
    """
    say, work = words.say, field.work
    yield say("Rehearsal: {title}", title=title)
    yield from notes(words, field)
    yield words.say_count("{count} seat, seed {seed}", "{count} seats, seed {seed}", seats, seed=seed)
    yield ""
    yield from _outcome(words, field)
    yield ""
    yield say("Day by day: attempts, complete interviews, hours")
    for day in field.days:
        on, hours = say("{day:%Y-%m-%d}", day=day.day), say("{hours:.1f}", hours=day.hours)
        yield f"  {on}  {day.attempts:6}  {day.completes:5}  {hours:>7}"
    yield ""
    yield from _forecasts(words, field)
    yield say("Cells: complete of target")
    cells = cells_told(field)
    wide = max((_NAME, *(len(called) for called, *_ in cells)))
    for called, done, of, mark in cells:
        yield f"  {called:<{wide}} {done:5}{of}{'  ' * bool(mark)}{mark}"
    yield ""
    yield say("Length of a complete interview in minutes: median, and what nine of ten stay below")
    for length in by_language(work.held):
        named = language_name(length.language, words.language)
        middle, long = (minutes(words, seconds) for seconds in (length.middle, length.long))
        yield f"  {named:<{_NAME}} {middle:>5}  {long:>5}  ({length.count})"
    yield ""
    yield from _routes(words, field, questions)
    yield from _dead_questions(words, field, questions)
    yield ""
    yield say("What the people rest on, by the blocks of respondents.yaml")
    yield from (f"  {block:<14} {source}" for block, source in sources(words, field))


def cells_told(field: Field) -> list[tuple[str, int, str, str]]:
    """Of each cell what it is called, complete interviews, what stands behind them, and a mark where some are missing.

    Where interviews are only counted nothing stands behind them, and none are missing.
    """
    wanted = _wanted(field)
    return [
        (
            field.cells.get(name, name),
            cell["achieved"],
            f" / {cell['target']}" if name in wanted else "",
            "←" if name in wanted and cell["achieved"] < cell["target"] else "",
        )
        for name, cell in field.summary["cells"].items()
    ]


def minutes(words: Words, seconds: float) -> str:
    """A length."""
    return words.say("{minutes:.1f}", minutes=seconds / 60)


def sources(words: Words, field: Field) -> list[tuple[str, str]]:
    """What each block of the model of people rests on."""
    return [(block, words.say(told) if told in OUR_SOURCES else told) for block, told in field.people.items()]


def _routes(words: Words, field: Field, questions: Sequence[str]) -> Iterator[str]:
    forks = by_route(field.work.held, questions)
    if not forks:
        return
    yield words.say(
        "Length by route, where a question was asked of some only: median in minutes with it and without it"
    )
    for fork in forks:
        some, others = (minutes(words, seconds) for seconds in (fork.with_s, fork.without_s))
        yield f"  {some:>5} ({fork.with_them})  {others:>5} ({fork.without})  {fork.name}"
    yield ""


def notes(words: Words, field: Field) -> tuple[str, ...]:
    """What everybody has to know who sees it."""
    if field.is_invented:
        numbers = words.say("Its numbers are invented: nobody has them.")
    else:
        numbers = words.say(
            "The folder holds the sample with its numbers behind a password that everybody knows: delete it when it was"
            " looked at."
        )
    return (
        words.say("People and telephones are simulated, everything else is as in earnest: nobody was called."),
        numbers,
    )


def _met(words: Words, field: Field) -> str:
    days = words.say_count("{count} day", "{count} days", len(field.days))
    if field.is_full:
        return words.say("Every target was met after {days}.", days=days)
    if not field.summary["cells"]:
        return words.say("After {days}: the study has no quota, so every interview counts.", days=days)
    by_quota: Counter[str] = Counter()
    for name, cell in _wanted(field).items():
        by_quota[quota_of(CellId(name))] += max(0, cell["target"] - cell["achieved"])
    if len(by_quota) > 1:
        quotas = {"": words.say("first quota"), **field.quotas}
        parts = " · ".join(f"{quotas.get(name, name)} {count}" for name, count in by_quota.items())
        if field.is_over:
            return words.say(
                "After {days} a quota was full and let nobody in any more; interviews are missing, in each quota:"
                " {parts}.",
                days=days,
                parts=parts,
            )
        return words.say("After {days} interviews are missing, in each quota: {parts}.", days=days, parts=parts)
    missing = by_quota.total()
    return words.say("After {days} {missing} interviews are missing.", days=days, missing=missing)


def _wanted(field: Field) -> Mapping[str, Mapping[str, int]]:
    """The cells whose targets are ones."""
    return {name: cell for name, cell in field.summary["cells"].items() if name not in field.only_counted}


def _beside_targets(words: Words, field: Field) -> Iterator[tuple[str, str]]:
    """Complete interviews that bring no target nearer: without them, those done and those missing do not add up."""
    cells = field.summary["cells"]
    if not cells:
        return
    counted = sum(cell["achieved"] for name, cell in cells.items() if not quota_of(CellId(name)))
    without = field.summary["completes"] - counted
    over = sum(max(0, cell["achieved"] - cell["target"]) for cell in _wanted(field).values())
    if without:
        yield words.say("Of these, in no cell of the quota"), str(without)
    if over:
        yield words.say("Above the target of their cell"), str(over)


def lost_hours(words: Words, field: Field) -> Iterator[tuple[str, str]]:
    """What most cases waited for while a seat had nothing to call, most hours first, each with its hours."""
    for reason, seconds in field.work.idle_by.most_common():
        if seconds >= _LEAST_LOST_S:
            told = words.say("no open case")
            if reason is not None:
                told = words.say("most cases {wait}", wait=waits(words, reason))
            yield told, words.say("{hours:.1f}", hours=seconds / 3600)


def _empty(words: Words, field: Field) -> Iterator[tuple[str, str]]:
    """Planned seats for which nobody was left who speaks the languages of their shift, or whose people did not come."""
    if field.empty_s:
        hours = words.say("{hours:.1f}", hours=field.empty_s / 3600)
        yield words.say("Hours of seats that nobody who speaks the languages of the shift could take"), hours
    if field.absent_s:
        hours = words.say("{hours:.1f}", hours=field.absent_s / 3600)
        yield words.say("Hours of seats whose people did not come that day"), hours


def facts(words: Words, field: Field) -> list[tuple[str, str]]:
    """What it came to, each with what it is called."""
    say, work, summary = words.say, field.work, field.summary
    hours, done = work.at_work_s / 3600, summary["completes"]
    share = work.idle_s / max(1.0, work.at_work_s)
    return [
        (say("Targets"), _met(words, field)),
        (say("Complete interviews"), str(done)),
        *_beside_targets(words, field),
        (
            say("Attempts"),
            say("{count} ({each:.1f})", count=summary["attempts"], each=summary["attempts"] / max(1, done)),
        ),
        (say("Hours of work"), say("{hours:.0f} ({each:.2f})", hours=hours, each=hours / max(1, done))),
        (say("Hours without a case to call"), say("{hours:.1f} ({share:.0%})", hours=work.idle_s / 3600, share=share)),
        *_empty(words, field),
        (say("Persons screened whose cell was full"), str(summary["dispositions"].get("quota_filled", 0))),
        (say("Calls that broke a rule"), str(sum(field.broken.values()))),
    ]


def _outcome(words: Words, field: Field) -> Iterator[str]:
    say, work, summary = words.say, field.work, field.summary
    yield _met(words, field)
    hours = work.at_work_s / 3600
    done = summary["completes"]
    yield say(
        "{completes} complete interviews from {attempts} attempts in {hours:.0f} hours: {per:.1f} attempts and"
        " {each:.2f} hours each",
        completes=done,
        attempts=summary["attempts"],
        hours=hours,
        per=summary["attempts"] / max(1, done),
        each=hours / max(1, done),
    )
    yield from (f"{name}: {count}" for name, count in _beside_targets(words, field))
    share = work.idle_s / max(1.0, work.at_work_s)
    yield say("Hours without a case to call: {hours:.1f} ({share:.0%})", hours=work.idle_s / 3600, share=share)
    for reason, lost in lost_hours(words, field):
        yield f"  {lost:>7}  {reason}"
    yield from (f"{name}: {hours}" for name, hours in _empty(words, field))
    full = summary["dispositions"].get("quota_filled", 0)
    yield say("Persons screened whose cell was full: {count}", count=full)
    yield say("Calls that broke a rule: {count}", count=sum(field.broken.values()))
    yield from (f"  {rule}: {times}" for rule, times in sorted(field.broken.items()))


def _forecasts(words: Words, field: Field) -> Iterator[str]:
    say, marks = words.say, field.marks
    if not marks.forecasts:
        return
    came = say("not full") if marks.total_on is None else say("{day:%Y-%m-%d}", day=marks.total_on)
    yield say("Forecasts on the way, at so many of the interviews: when everything is full (it was: {day})", day=came)
    for told in marks.forecasts:
        at = say("before the first day") if told.day is None else say("{day:%Y-%m-%d}", day=told.day)
        mark = say("{share:.0%}", share=told.mark)
        yield f"  {mark:>5}  {at}: {forecast_text(words, field, told)}"
    yield ""


def forecast_text(words: Words, field: Field, told: MarkedForecast) -> str:
    """The days of a forecast, and how it was with the cells."""
    say = words.say
    if told.total is None:
        return say("too early to say")
    unseen = say("not in sight")
    low, median, high = (
        unseen if day is None else say("{day:%Y-%m-%d}", day=day)
        for day in (told.total.low, told.total.median, told.total.high)
    )
    inside, judged = field.marks.inside(told)
    if told.total.low is None:
        return say(
            "{day}; of {judged} cells that were full later, {inside} within their days",
            day=say("full") if told.total.is_full else unseen,
            judged=judged,
            inside=inside,
        )
    return say(
        "{median} (from {low} to {high}); of {judged} cells that were full later, {inside} within their days",
        median=median,
        low=low,
        high=high,
        judged=judged,
        inside=inside,
    )


def _dead_questions(words: Words, field: Field, questions: Sequence[str]) -> Iterator[str]:
    say, work, asked = words.say, field.work, field.work.asked
    never = [name for name in questions if name not in asked]
    stuck = {name: count for name, count in work.stuck.items() if count}
    yield say("Questions at which nothing was taken, so that interviews were broken off: {count}", count=len(stuck))
    yield from (f"  {name}: {count}" for name, count in sorted(stuck.items()))
    yield say("Questions nobody was asked: {count}", count=len(never))
    yield from (f"  {name}" for name in never)
    alike = alike_questions(field)
    yield say("Questions with one answer nearly always: {count}", count=len(alike))
    for name, answer, count, total in alike:
        yield f"  {name}: {answer} ({count} / {total})"


def alike_questions(field: Field) -> list[tuple[str, str, int, int]]:
    """Questions with one answer nearly always: name, answer, how often, of how many."""
    top = [
        (name, *answers.most_common(1)[0], answers.total())
        for name, answers in field.work.asked.items()
        if answers.total() >= _ENOUGH
    ]
    return [told for told in top if told[1] and told[2] > _ALIKE * told[3]]
