"""The dossier as a workbook: relations, experts in persons, residents in percent, each with its source."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cati_app.publish.dataset.dossier_facts import DossierFacts
from cati_app.publish.dataset.table import Value
from cati_app.publish.formats.workbook_file import SheetContent, workbook_pieces
from cati_app.texts import words_of
from cati_app.texts.relation_words import relation_word


def dossier_xlsx(facts: DossierFacts) -> Iterator[bytes]:
    """The file, piece by piece; the same facts give the same bytes."""
    words = words_of(facts.table.language)
    say = words.say
    relations = [say("Theme"), say("Proposed"), say("Decided"), say("Sentence"), say("Question"), say("By"), say("On")]
    experts = [say("Theme"), say("Side"), say("Persons"), say("Persons asked"), say("Source")]
    residents = [say("Theme"), say("Question"), say("Group by"), say("Group"), say("Side"), say("Percent"), "n"]
    sheets = [
        SheetContent(say("Relations"), relations, _relations(facts), (24, 20, 20, 60, 60, 8, 12)),
        SheetContent(say("Experts"), experts, _experts(facts), (24, 20, 10, 14, 60)),
        SheetContent(say("Residents"), [*residents, say("Source")], _residents(facts), (24, 20, 24, 20, 20, 10, 8, 60)),
    ]
    yield from workbook_pieces(facts.table.title, facts.table.data_time, sheets)


def _relations(facts: DossierFacts) -> Iterator[Sequence[Value]]:
    words = words_of(facts.table.language)
    for theme in facts.themes:
        version = facts.decided[theme.theme]
        told = version.decided
        named = relation_word(words, told.proposal), relation_word(words, told.relation)
        yield theme.label, *named, told.sentence, told.question, version.by, version.at.date()


def _experts(facts: DossierFacts) -> Iterator[Sequence[Value]]:
    source = words_of(facts.table.language).say(
        "Source: survey of experts, version {version}. Figures are persons.", version=facts.experts_version
    )
    for theme in facts.themes:
        leaning = theme.experts.leaning
        for side in theme.sides if leaning.asked else ():
            yield theme.label, side.label, leaning.count(side.id).persons, leaning.asked, source


def _residents(facts: DossierFacts) -> Iterator[Sequence[Value]]:
    for theme in facts.themes:
        for item in theme.items:
            for bar in item.bars:
                for side, percent in zip(theme.sides, bar.percents, strict=True):
                    share = None if percent is None else round(percent, 1)
                    yield theme.label, item.name, bar.variable, bar.label, side.label, share, bar.base, facts.source
