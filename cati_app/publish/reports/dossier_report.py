"""The dossier: what experts say beside what residents answer, how a person judged it, and what is left to ask."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from cati_app.domain.comparison.leanings import BRACKETED_BELOW, DIFFERENT_POINTS, SECTOR_TOLD_FROM, PersonCount
from cati_app.domain.comparison.relations import Relation
from cati_app.domain.comparison.theme_sides import ResidentBar, ResidentsItem, ThemeSides
from cati_app.publish.dataset.dossier_facts import DossierFacts
from cati_app.publish.print.document import (
    ChartKind,
    ChartPart,
    ChartPoint,
    ReportBlock,
    ReportChart,
    ReportColumn,
    ReportDocument,
    ReportFacts,
    ReportSection,
    ReportTable,
    ReportText,
    TextKind,
)
from cati_app.publish.reports.field_words import HIDDEN, ReportWords
from cati_app.texts import words_of
from cati_app.texts.relation_words import relation_word

_MOST_LISTED, _MOST_OPEN = 5, 3
_MOOD = frozenset({"support", "indifference", "rejection"})
_CONTESTED = (Relation.CONTRADICTION, Relation.PARTLY, Relation.SHARED_AMBIVALENCE)


def dossier_report(facts: DossierFacts, *, short: bool) -> ReportDocument:
    """The whole document; the same facts give the same document.

    Args:
        short: For the steering group: what is on one page, the mood, the participation.
    """
    pages = _Dossier(facts)
    say = pages.words.say
    themes = [each for each in facts.themes if not short or {side.id for side in each.sides} <= _MOOD]
    sections = [pages.on_one_page(), *([] if short else [pages.how()])]
    sections += [pages.theme(each) for each in themes]
    sections += [pages.participation(), *([] if short else [pages.annex()])]
    return ReportDocument(
        kind=say("Dossier for the steering group") if short else say("Dossier"),
        title=facts.table.title,
        beneath=pages.versions,
        language=facts.table.language,
        sections=tuple(sections),
        source=pages.versions,
        page=say("Page {page} of {pages}", page="{page}", pages="{pages}"),
        contents=say("Contents"),
        warning=say("Rehearsal: nothing of this is real.") if facts.is_rehearsal else "",
    )


class _Dossier:
    def __init__(self, facts: DossierFacts) -> None:
        self.words = ReportWords(words_of(facts.table.language))
        self._facts = facts
        self.versions = self.words.say(
            "Experts {experts} · residents {residents}", experts=facts.experts_version, residents=facts.table.version
        )
        self._of_experts = self.words.say(
            "Source: survey of experts, version {version}. Figures are persons.", version=facts.experts_version
        )

    # -- front and end --------------------------------------------------------------------------------------------

    def on_one_page(self) -> ReportSection:
        """Agreements, contradictions, questions that are left."""
        say = self.words.say
        agreed, contrary = self._of(Relation.AGREEMENT), self._of(Relation.CONTRADICTION)
        asked = [text for text, _ in self._questions()]
        return ReportSection(
            say("All on one page"),
            (),
            (
                ReportSection(say("Where experts and residents agree"), self._sentences(agreed[:_MOST_LISTED])),
                ReportSection(say("Where they contradict each other"), self._sentences(contrary[:_MOST_LISTED])),
                ReportSection(say("What is left to ask"), self._listed(asked[:_MOST_OPEN])),
            ),
        )

    def how(self) -> ReportSection:
        """How both surveys were made and are to be read."""
        say, facts = self.words.say, self._facts
        interviews = sum(facts.table.counted)
        texts = [
            say(
                "Experts are counted: {count} were talked to, and each figure says how many of those who were asked."
                " No figure of experts is a percentage.",
                count=max((each.experts.of for each in facts.themes), default=0),
            ),
            say(
                "A quote was released by who said it. It names the sector where {least} experts or more are of it.",
                least=SECTOR_TOLD_FROM,
            ),
            say(
                "Residents: {count} interviews by telephone. Percentages are weighted, n counts answers without"
                " weights.",
                count=self.words.number(interviews),
            )
            if facts.is_weighed
            else say(
                "Residents: {count} interviews by telephone. Percentages and n are without weights.",
                count=self.words.number(interviews),
            ),
            say("Percentages of fewer than {least} answers stand in brackets.", least=BRACKETED_BELOW),
            say("{sign}: too few people to be told.", sign=HIDDEN),
        ]
        blocks: list[ReportBlock] = [ReportText(text) for text in texts]
        if facts.is_quota:
            blocks.append(ReportText(say("A quota sample has no margins of error."), TextKind.CAVEAT))
        return ReportSection(say("How it was done"), tuple(blocks))

    def participation(self) -> ReportSection:
        """What is settled, what is contested, and what residents are to be asked."""
        say = self.words.say
        contested = [each for relation in _CONTESTED for each in self._of(relation)]
        questions = [f"{theme}: {text}" for text, theme in self._questions()]
        return ReportSection(
            say("For the participation"),
            (),
            (
                ReportSection(say("Settled"), self._sentences(self._of(Relation.AGREEMENT))),
                ReportSection(say("Contested"), self._sentences(contested)),
                ReportSection(say("Open questions for residents"), self._listed(questions)),
            ),
        )

    def annex(self) -> ReportSection:
        """Who decided what, when, on what."""
        say, facts = self.words.say, self._facts
        heads = (
            ReportColumn(say("Theme"), 2.0),
            ReportColumn(say("Proposed"), 1.4),
            ReportColumn(say("Decided"), 1.4),
            ReportColumn(say("By"), 0.8),
            ReportColumn(say("On"), 1.1),
        )
        rows = []
        for theme in facts.themes:
            version = facts.decided[theme.theme]
            rows.append(
                (
                    theme.label,
                    relation_word(self.words.words, version.decided.proposal),
                    relation_word(self.words.words, version.decided.relation),
                    "–" if version.by is None else say("person {by}", by=version.by),
                    self.words.day(version.at.date()),
                )
            )
        changed = [
            theme.label for theme in facts.themes if facts.decided[theme.theme].decided.proposal is not theme.proposal
        ]
        blocks: list[ReportBlock] = [
            ReportTable(say("Relations: proposed by the rule, decided by a person"), heads, tuple(rows), self.versions)
        ]
        if changed:
            told = say("Since the decision the rule proposes another relation: {themes}", themes=", ".join(changed))
            blocks.append(ReportText(told, TextKind.CAVEAT))
        blocks.append(
            ReportFacts(
                (
                    (say("Residents"), facts.source),
                    (say("Experts"), self._of_experts),
                    (say("Checksum of the data"), f"{facts.table.checksum[:4]} {facts.table.checksum[4:8]}"),
                )
            )
        )
        return ReportSection(say("Annex"), tuple(blocks))

    def _of(self, relation: Relation) -> list[ThemeSides]:
        return [each for each in self._facts.themes if self._facts.decided[each.theme].decided.relation is relation]

    def _questions(self) -> list[tuple[str, str]]:
        """Questions for the participation, each with its theme."""
        told = ((self._facts.decided[each.theme].decided.question, each.label) for each in self._facts.themes)
        return [(question, label) for question, label in told if question]

    def _sentences(self, themes: Sequence[ThemeSides]) -> tuple[ReportBlock, ...]:
        if not themes:
            return (ReportText(self.words.say("None."), TextKind.NOTE),)
        return tuple(ReportText(f"{each.label}: {self._facts.decided[each.theme].decided.sentence}") for each in themes)

    def _listed(self, texts: Sequence[str]) -> tuple[ReportBlock, ...]:
        return tuple(ReportText(text) for text in texts) or (ReportText(self.words.say("None."), TextKind.NOTE),)

    # -- a theme --------------------------------------------------------------------------------------------------

    def theme(self, theme: ThemeSides) -> ReportSection:
        """A theme: its sentence, both sides, the question."""
        say = self.words.say
        decided = self._facts.decided[theme.theme].decided
        relation = relation_word(self.words.words, decided.relation)
        judged: list[ReportBlock] = [ReportText(decided.sentence)]
        proposed = relation_word(self.words.words, decided.proposal)
        at = self.words.day(self._facts.decided[theme.theme].at.date())
        judged.append(
            ReportText(
                say("Decided on {at}; proposed by the rule: {relation}.", at=at, relation=proposed), TextKind.NOTE
            )
        )
        if decided.question:
            judged.append(
                ReportText(
                    say("Question for the participation: {question}", question=decided.question), TextKind.CAVEAT
                )
            )
        return ReportSection(
            theme.label,
            (),
            (
                ReportSection(say("What experts say"), tuple(self._experts(theme))),
                ReportSection(say("What residents say"), tuple(self._residents(theme))),
                ReportSection(say("Relation: {relation}", relation=relation), tuple(judged)),
            ),
        )

    def _experts(self, theme: ThemeSides) -> Iterator[ReportBlock]:
        say, experts = self.words.say, theme.experts
        agreed = experts.agreement
        if theme.theme in self._facts.locked and agreed is not None:
            told = say(
                "Coders agree too little on this theme for it to be told: alpha {alpha}.",
                alpha=self.words.number(agreed.alpha, 2),
            )
            yield ReportText(told, TextKind.CAVEAT)
            return
        leaning = experts.leaning
        if not leaning.asked:
            yield ReportText(say("No expert was asked about this theme."), TextKind.NOTE)
            return
        if experts.asks:
            yield ReportText(experts.asks)
        asked = say("{asked} of {all} experts were asked", asked=leaning.asked, all=experts.of)
        statements = self.words.words.say_count("{count} statement", "{count} statements", leaning.statements)
        yield ReportText(f"{asked} · {statements}", TextKind.NOTE)
        counts = [(side.label, leaning.count(side.id)) for side in theme.sides]
        without = leaning.asked - sum(count.persons for _, count in counts)
        counts.append((say("without a stance"), PersonCount(without, leaning.asked)))
        points = tuple(ChartPoint(label, float(count.persons), str(count.persons)) for label, count in counts)
        told = "; ".join(f"{point.label}: {point.written}" for point in points)
        yield ReportChart(say("Experts by side"), ChartKind.BARS, points, told, self._of_experts)
        heads = (ReportColumn(say("Side"), 2.0), ReportColumn(say("Persons"), 2.0, is_number=True))
        rows = tuple((label, self.words.words.worded(count.told())) for label, count in counts)
        yield ReportTable(say("Experts by side"), heads, rows, self._of_experts)
        if agreed is not None:
            yield ReportText(
                say(
                    "Agreement of the coders: alpha {alpha} ({low} to {high}).",
                    alpha=self.words.number(agreed.alpha, 2),
                    low=self.words.number(agreed.low, 2),
                    high=self.words.number(agreed.high, 2),
                ),
                TextKind.NOTE,
            )
        for quote in experts.quotes:
            yield ReportText(say("“{text}”", text=quote.text) + (f" – {quote.sector}" if quote.sector else ""))

    def _residents(self, theme: ThemeSides) -> Iterator[ReportBlock]:
        say = self.words.say
        if not theme.items:
            yield ReportText(say("No question to residents asks about this theme."), TextKind.NOTE)
            return
        for item in theme.items:
            yield ReportText(say("“{text}”", text=item.wording))
            yield from self._item(theme, item)
        for each in theme.differences:
            yield ReportText(
                say(
                    "{points} points lie between “{higher}” ({high}) and “{lower}” ({low}) on “{side}”; both have"
                    " {least} answers or more.",
                    points=self.words.number(each.points),
                    higher=each.higher.label,
                    high=self._percent(each.higher, self._number_of(theme, each.side.id)),
                    lower=each.lower.label,
                    low=self._percent(each.lower, self._number_of(theme, each.side.id)),
                    side=each.side.label,
                    least=BRACKETED_BELOW,
                )
            )
        if not theme.differences and len(theme.items[0].bars) > 1:
            told = say(
                "Of the groups that can be told none lie {points} points or more apart.",
                points=self.words.number(DIFFERENT_POINTS),
            )
            yield ReportText(told, TextKind.NOTE)

    def _number_of(self, theme: ThemeSides, side: str) -> int:
        return [each.id for each in theme.sides].index(side)

    def _item(self, theme: ThemeSides, item: ResidentsItem) -> Iterator[ReportBlock]:
        say = self.words.say
        legend = tuple(side.label for side in theme.sides)
        points = tuple(self._point(bar) for bar in item.bars if all(each is not None for each in bar.percents))
        if points:
            told = "; ".join(f"{point.label}: {_parts_told(legend, point)}" for point in points)
            yield ReportChart(
                say("Residents by group, percent"), ChartKind.STACKED, points, told, self._facts.source, legend
            )
        heads = (
            ReportColumn(say("Group"), 2.4),
            *(ReportColumn(name, 1.0, is_number=True) for name in legend),
            ReportColumn("n", 0.7, is_number=True),
        )
        rows: list[tuple[str, ...]] = []
        for variable, bars in groupby(item.bars, key=lambda bar: bar.variable):
            for bar in bars:
                label = f"{variable}: {bar.label}" if variable else say("all residents")
                percents = (self._percent(bar, number) for number in range(len(theme.sides)))
                rows.append((label, *percents, HIDDEN if bar.base is None else self.words.number(bar.base)))
        yield ReportTable(say("Residents by group, percent"), heads, tuple(rows), self._facts.source)
        if item.without:
            yield ReportText(
                self.words.words.say_count(
                    "{count} resident gave no answer to it.", "{count} residents gave no answer to it.", item.without
                ),
                TextKind.NOTE,
            )

    def _point(self, bar: ResidentBar) -> ChartPoint:
        parts = tuple(
            ChartPart(number, (percent or 0.0) / 100, self._percent(bar, number))
            for number, percent in enumerate(bar.percents)
        )
        base = HIDDEN if bar.base is None else self.words.number(bar.base)
        return ChartPoint(bar.label or self.words.say("all residents"), 1.0, base, parts=parts)

    def _percent(self, bar: ResidentBar, side: int) -> str:
        percent = bar.percents[side]
        if percent is None:
            return HIDDEN
        told = self.words.number(percent)
        return f"({told})" if bar.base is not None and bar.base < BRACKETED_BELOW else told


def _parts_told(legend: Sequence[str], point: ChartPoint) -> str:
    return ", ".join(f"{name} {part.written}" for name, part in zip(legend, point.parts, strict=True))
