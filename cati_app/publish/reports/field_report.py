"""The field report: what was planned and achieved, what became of every number, and how the interviews came about."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cati_app.domain.casework.field_figures import FieldFigures
from cati_app.domain.casework.lengths import median_length
from cati_app.domain.ids import CellId
from cati_app.domain.outcomes.dispositions import NOT_ATTEMPTED, QUOTA_FILLED
from cati_app.domain.quota.cells import CellCount
from cati_app.domain.quota.fitting import categories_of, is_unclassified
from cati_app.domain.tabulation.crossed_counts import hidden_crossed
from cati_app.domain.tabulation.small_counts import hidden_counts
from cati_app.publish.print.document import (
    ChartKind,
    ChartPoint,
    ReportChart,
    ReportColumn,
    ReportDocument,
    ReportFacts,
    ReportSection,
    ReportTable,
    ReportText,
    TextKind,
)
from cati_app.publish.reports.field_course import course_sections
from cati_app.publish.reports.field_outcomes import outcome_sections
from cati_app.publish.reports.field_words import (
    HIDDEN,
    FieldWords,
    InterviewerGroup,
    ReportedQuota,
    ReportedStudy,
    numbers,
)
from cati_app.publish.reports.rates_text import QUOTA
from cati_app.texts import words_of

_BETWEEN = " · "
"""Stands between the categories of a cell in words."""


def field_report(
    study: ReportedStudy, figures: FieldFigures, groups: Sequence[InterviewerGroup], language: str
) -> ReportDocument:
    """The whole report; the same figures give the same report.

    Args:
        groups: Conversations that led on, by group of interviewers, as `cati figures` tells them.
        language: `de` or `en`.
    """
    words = FieldWords(words_of(language), study, figures)
    say = words.say
    sections = [
        _overview(words),
        *([_quota(words)] if study.quotas else []),
        *outcome_sections(words),
        *course_sections(words, groups),
        _method(words),
    ]
    count = words.words.say_count("{count} interview", "{count} interviews", figures.interviews)
    return ReportDocument(
        kind=say("Field report"),
        title=study.title,
        beneath=f"{count} · {words.period()}",
        language=language,
        sections=tuple(sections),
        source=say(
            "Source: records of the study {study} {version}, as of {at} ({zone}).",
            study=study.id,
            version=study.version,
            at=words.as_of(),
            zone=study.time_zone,
        ),
        page=say("Page {page} of {pages}", page="{page}", pages="{pages}"),
        contents=say("Contents"),
        warning=say("Rehearsal: nothing of this is real.") if study.is_rehearsal else "",
    )


def _overview(words: FieldWords) -> ReportSection:
    say, figures, study = words.say, words.figures, words.study
    codes = figures.counts.codes
    facts = [
        (say("Study"), f"{study.title}, {study.version}"),
        (say("Client"), study.client),
        (say("Institute"), study.institute),
        (say("Period of the field"), words.period()),
        (say("As of"), f"{words.as_of()} ({study.time_zone})"),
        (say("Languages"), ", ".join(study.languages.values())),
        (say("Complete interviews"), words.number(figures.interviews)),
        *([(say("Rejected in review"), words.number(figures.rejected))] if figures.rejected else []),
        (say("Cases in the sample"), words.number(codes.total())),
        (say("Cases never dialled"), words.number(codes[NOT_ATTEMPTED])),
        (say("Numbers dialled"), words.number(figures.numbers_dialled)),
        (say("Calls"), words.number(figures.calls)),
        (say("Median length of an interview"), words.minutes(median_length(figures.lengths))),
    ]
    blocks = [ReportFacts(tuple(facts))]
    caveat = [ReportText(say(QUOTA), TextKind.CAVEAT)] if study.quotas else []
    return ReportSection(say("Overview"), (*blocks, *caveat))


def _quota(words: FieldWords) -> ReportSection:
    say = words.say
    turned_away = words.figures.counts.codes[QUOTA_FILLED]
    blocks: list[ReportTable | ReportChart | ReportText] = []
    known = {count.cell_id: count for count in words.figures.cells}
    for quota in words.study.quotas:
        counts = [known[cell] for cell in map(CellId, quota.cells) if cell in known]
        blocks += _of_quota(words, quota, counts)
    blocks.append(ReportText(say("Screened out because the cell was full: {count}", count=words.number(turned_away))))
    return ReportSection(say("Quota, planned and achieved"), tuple(blocks))


def _of_quota(
    words: FieldWords, quota: ReportedQuota, counts: Sequence[CellCount]
) -> Iterator[ReportTable | ReportChart | ReportText]:
    say = words.say
    hidden = hidden_crossed({categories_of(count.cell_id): count.achieved for count in counts}, words.study.least)
    rows = tuple(_row(words, count, categories_of(count.cell_id) in hidden) for count in counts)
    wanted = sum(count.target for count in counts if not is_unclassified(count.cell_id))
    achieved = sum(count.achieved for count in counts)
    total = (say("all cells"), words.number(wanted), words.number(achieved), words.percent(_share(achieved, wanted)))
    source = words.source(say("counters of the quota"))
    title = say("Quota: {label}", label=quota.label) if quota.label else say("Quota")
    shown = [
        count for count in counts if categories_of(count.cell_id) not in hidden and not is_unclassified(count.cell_id)
    ]
    if shown and achieved:
        points = tuple(
            ChartPoint(_cell(words, c), c.achieved, f"{words.number(c.achieved)} / {words.number(c.target)}", c.target)
            for c in shown
        )
        told = say(
            "Bars: interviews achieved in each cell; a line marks the target. The figures stand in the table below."
        )
        caption = say("{quota}: interviews achieved, and targets as lines", quota=title)
        yield ReportChart(caption, ChartKind.BARS, points, told, source)
    columns = (ReportColumn(say("Cell"), 2.6), *numbers(say("Planned"), say("Achieved"), say("Share of the target")))
    yield ReportTable(title, columns, (*rows, total), source, has_total=True)
    by_category, some_hidden = _by_category(
        words, quota, [each for each in counts if not is_unclassified(each.cell_id)]
    )
    if by_category:
        heads = (ReportColumn(say("Category"), 2.6), *columns[1:])
        yield ReportTable(say("{quota}: by category", quota=title), heads, by_category, source)
    if hidden or some_hidden:
        yield ReportText(
            say(
                "{sign}: fewer than {least} interviews, or counts from which those would follow, with tables of the"
                " same categories too.",
                sign=HIDDEN,
                least=words.study.least,
            ),
            TextKind.NOTE,
        )


def _by_category(
    words: FieldWords, quota: ReportedQuota, counts: Sequence[CellCount]
) -> tuple[tuple[tuple[str, ...], ...], bool]:
    """Sums of the cells over the other dimensions, category by category, and whether one of them is hidden.

    None of a quota of one dimension: its cells are its categories.
    """
    rows, some_hidden = [], False
    dimensions = {len(categories_of(count.cell_id)) for count in counts}
    for dimension in range(max(dimensions) if dimensions and dimensions != {1} else 0):
        sums: dict[str, list[int]] = {}
        for count in counts:
            called = _categories(words, quota, count)[dimension]
            target, achieved = sums.get(called, [0, 0])
            sums[called] = [target + count.target, achieved + count.achieved]
        hidden = hidden_counts([achieved for _, achieved in sums.values()], words.study.least)
        some_hidden = some_hidden or bool(hidden)
        for number, (called, (target, achieved)) in enumerate(sums.items()):
            told = (words.number(achieved), words.percent(_share(achieved, target)))
            rows.append((called, words.number(target), *((HIDDEN, HIDDEN) if number in hidden else told)))
    return tuple(rows), some_hidden


def _categories(words: FieldWords, quota: ReportedQuota, count: CellCount) -> Sequence[str]:
    """The categories of a cell, each in its words; in codes where one has the sign that parts them."""
    codes = categories_of(count.cell_id)
    texts = _cell(words, count).removeprefix(f"{quota.label}: ").split(_BETWEEN)
    return texts if len(texts) == len(codes) else codes


def _row(words: FieldWords, count: CellCount, is_hidden: bool) -> tuple[str, ...]:
    if is_unclassified(count.cell_id):
        return _cell(words, count), "–", HIDDEN if is_hidden else words.number(count.achieved), "–"
    if is_hidden:
        return _cell(words, count), words.number(count.target), HIDDEN, HIDDEN
    share = words.percent(_share(count.achieved, count.target))
    return _cell(words, count), words.number(count.target), words.number(count.achieved), share


def _cell(words: FieldWords, count: CellCount) -> str:
    if is_unclassified(count.cell_id):
        return words.say("not classified")
    return words.study.cell_words(count.cell_id) or count.cell_id


def _share(part: float, whole: float) -> float | None:
    return part / whole if whole else None


def _method(words: FieldWords) -> ReportSection:
    say = words.say
    return ReportSection(
        say("How the figures are made"),
        (
            ReportText(
                say(
                    "Every figure is counted from the records of the study: calls and their results, interviews, and"
                    " the counters of the quota. The same records give the same report."
                )
            ),
            ReportText(
                say(
                    "Each case has one final code, from all its attempts, as if fieldwork ended now. Codes, classes and"
                    " rates follow AAPOR, Standard Definitions."
                )
            ),
            ReportText(
                say(
                    "Counts of people below {least} are not told where categories describe who was interviewed. Of"
                    " interviewers there are figures of groups of five and more alone, never of a person.",
                    least=words.study.least,
                )
            ),
        ),
    )
