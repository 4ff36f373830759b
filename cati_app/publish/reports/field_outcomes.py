"""Of the field report: final codes, rates with formulas, the account of the sample, the way to the interview."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from cati_app.domain.outcomes.counts import RateTable, Weights, exhaustion, rate_table, share_words
from cati_app.domain.outcomes.dispositions import disposition
from cati_app.domain.outcomes.rates import FORMULAS, RATES, Method, rates
from cati_app.domain.phrases import source
from cati_app.publish.print.document import (
    ChartKind,
    ChartPoint,
    ReportBlock,
    ReportChart,
    ReportColumn,
    ReportSection,
    ReportTable,
    ReportText,
    TextKind,
)
from cati_app.publish.reports.class_words import OUTCOME_CLASSES
from cati_app.publish.reports.field_words import FieldWords, numbers
from cati_app.publish.reports.rates_text import LABELLED, NOT_RANDOM, TWO_STEP
from cati_app.texts.outcomes import outcome_label

_METHODS = {
    Method.CASRO: source("CASRO"),
    Method.TWO_STEP: source("in two steps"),
    Method.FIXED: source("fixed"),
    Method.ONE: source("all eligible"),
}


def outcome_sections(words: FieldWords) -> Iterator[ReportSection]:
    """Dispositions, rates, account, way."""
    frames = words.figures.counts.frames
    table = rate_table(frames, words.study.settings)
    weighted = words.figures.counts.weighted
    account = words.figures.weights
    usable = weighted is not None and account is not None and account.usable
    other = rate_table(weighted.frames, words.study.settings) if weighted is not None and usable else None
    yield ReportSection(words.say("Final codes"), tuple(_codes(words)))
    yield ReportSection(words.say("Outcome rates"), tuple(_rates(words, table, other)))
    yield ReportSection(words.say("Account of the sample"), tuple(_account(words, table)))
    yield ReportSection(words.say("From number to interview"), tuple(_way(words)))


def _records(words: FieldWords) -> str:
    return words.source(words.say("results of all calls, one final code for each case"))


def _codes(words: FieldWords) -> Iterator[ReportBlock]:
    say, codes = words.say, words.figures.counts.codes
    total = codes.total()
    ordered = sorted((name for name in codes if codes[name]), key=lambda name: (disposition(name).aapor or "", name))
    rows = []
    for name in ordered:
        row = disposition(name)
        label = words.study.result_words.get(name) or outcome_label(words.words, name)
        in_class = row.outcome_class.value if row.outcome_class is not None else "–"
        rows.append((row.aapor or "–", label, in_class, words.number(codes[name]), words.percent(codes[name] / total)))
    if rows:
        rows.append((say("all"), "", "", words.number(total), words.percent(1.0)))
    columns = (
        ReportColumn(say("Code"), 0.45, is_code=True),
        ReportColumn(say("Result"), 2.6),
        ReportColumn(say("Class"), 0.4, is_code=True),
        *numbers(say("Cases"), say("Share")),
    )
    caption = say("Cases by final code (AAPOR)")
    yield ReportTable(caption, columns, tuple(rows), _records(words), words.nothing(), has_total=True)


def _rates(words: FieldWords, table: RateTable, weighted: RateTable | None) -> Iterator[ReportBlock]:
    say, study = words.say, words.study
    if study.quotas:
        yield ReportText(say(LABELLED if study.shows_rates else NOT_RANDOM), TextKind.CAVEAT)
    yield _classes(words, table)
    for name, part in table.parts.items():
        told = ", ".join("–" if share is None else words.number(share, 3) for share in share_words(part.share))
        frame = f" ({words.frame(name)})" if len(table.parts) > 1 else ""
        method = say(
            "method {name}: {formula}", name=say(_METHODS[part.share.method]), formula=say(FORMULAS[part.share.method])
        )
        yield ReportText(f"e{frame} = {told}, {method}", TextKind.FORMULA)
    if study.two_step_missing and study.shows_rates:
        yield ReportText(say(TWO_STEP), TextKind.NOTE)
    if not study.shows_rates:
        return
    if not table.pooled:
        yield ReportText(
            say("Frames are not put together: the size of each would have to be known, to weight them by it."),
            TextKind.NOTE,
        )
    names = list(table.parts)
    apart = [words.frame(name) for name in names] if len(names) > 1 else []
    together = [say("all")] if table.pooled else []
    of_weights = [say("weighted")] if weighted is not None and weighted.pooled else []
    shares = {name: rates([replace(part, weight=1.0)]) for name, part in table.parts.items()}
    rows = []
    for name, (above, below) in RATES.items():
        values = [table.rates[name]] if table.pooled else []
        values += [shares[frame][name] for frame in names] if apart else []
        values += [weighted.rates[name]] if weighted is not None and weighted.pooled else []
        formula = " / ".join(f"({terms})" if "+" in terms else terms for terms in (above, below))
        rows.append((_short(name), _long(words, name), *map(words.percent, values), formula))
    columns = (
        ReportColumn(say("Code"), 0.5, is_code=True),
        ReportColumn(say("Rate"), 1.3),
        *numbers(*together, *apart, *of_weights, share=0.5),
        ReportColumn(say("Formula"), 2.0, is_code=True),
    )
    yield ReportTable(say("Outcome rates (AAPOR)"), columns, tuple(rows), _records(words))


def _classes(words: FieldWords, table: RateTable) -> ReportTable:
    say = words.say
    names = list(table.parts)
    by_class = [table.parts[name].counts.by_class() for name in names]
    rows = tuple(
        (
            each.value,
            OUTCOME_CLASSES.of(words.words.language)(each.value),
            *(words.number(counts[each]) for counts in by_class),
            *([words.number(sum(counts[each] for counts in by_class))] if len(names) > 1 else []),
        )
        for each in (by_class[0] if by_class else {})
    )
    heads = [words.frame(name) for name in names] if len(names) > 1 else []
    columns = (
        ReportColumn(say("Class"), 0.5, is_code=True),
        ReportColumn(say("what it counts"), 2.4),
        *numbers(*heads, say("all"), share=0.6),
    )
    return ReportTable(
        say("Cases by class, as they stand in the formulas"), columns, rows, _records(words), words.nothing()
    )


def _short(name: str) -> str:
    kind, _, number = name.rpartition("_")
    return {"response_rate": "RR", "cooperation_rate": "COOP", "refusal_rate": "REF", "contact_rate": "CON"}[
        kind
    ] + number


def _long(words: FieldWords, name: str) -> str:
    say = words.say
    kind, _, number = name.rpartition("_")
    titles = {
        "response_rate": say("Response rate"),
        "cooperation_rate": say("Cooperation rate"),
        "refusal_rate": say("Refusal rate"),
        "contact_rate": say("Contact rate"),
    }
    return f"{titles[kind]} {number}"


def _account(words: FieldWords, table: RateTable) -> Iterator[ReportBlock]:
    say = words.say
    codes = words.figures.counts.codes
    account = exhaustion(codes)
    rows = [
        (say("Gross sample"), words.number(account.gross)),
        *_losses(words, say("Losses that leave the sample unharmed"), account.neutral),
        (say("Adjusted gross sample"), words.number(account.net)),
        *_losses(words, say("Systematic losses"), account.systematic),
        (say("Partial interviews"), words.number(account.partials)),
        (say("Complete interviews"), words.number(account.interviews)),
    ]
    if words.study.shows_rates and len(table.parts) < 2:
        rows.append((say("Exhaustion: interviews / adjusted gross sample"), words.percent(account.rate)))
    columns = (ReportColumn(say("Step"), 4.0), *numbers(say("Cases")))
    caption = say("From the gross sample to the interviews")
    shown = tuple(rows) if codes.total() else ()
    yield ReportTable(caption, columns, shown, _records(words), words.nothing())


def _losses(words: FieldWords, title: str, losses: Weights) -> Iterator[tuple[str, str]]:
    yield title, words.number(sum(losses.values()))
    for name, count in losses.items():
        label = words.study.result_words.get(name) or outcome_label(words.words, name)
        yield f"– {disposition(name).aapor} {label}", words.number(count)


def _way(words: FieldWords) -> Iterator[ReportBlock]:
    say, ways = words.say, dict(sorted(words.figures.ways.items()))  # frames as in the tables of rates
    steps: Mapping[str, list[int]] = {
        say("dialled"): [way.dialled for way in ways.values()],
        say("spoken to somebody"): [way.spoken_to for way in ways.values()],
        say("screened"): [way.screened for way in ways.values()],
        say("in the population"): [way.in_population for way in ways.values()],
        say("with a place in the quota"): [way.placed for way in ways.values()],
        say("interview complete"): [way.complete for way in ways.values()],
    }
    source = words.source(say("results of all calls"))
    several = len(ways) > 1
    rows, points, before = [], [], 0
    for name, counts in steps.items():
        total = sum(counts)
        apart = map(words.number, counts) if several else ()
        share = words.percent(total / before) if before else "–"
        rows.append((name, *apart, words.number(total), share))
        points.append(ChartPoint(name, total, words.number(total)))
        before = total
    if ways:
        told = say("Bars: cases left after each step. The figures stand in the table below.")
        caption = say("Cases that came so far")
        yield ReportChart(caption, ChartKind.BARS, tuple(points), told, source)
    heads = map(words.frame, ways) if several else ()
    columns = (ReportColumn(say("Step"), 2.4), *numbers(*heads, say("all"), say("Share of the step before"), share=0.8))
    caption = say("From number to interview")
    yield ReportTable(caption, columns, tuple(rows) if ways else (), source, words.nothing())
