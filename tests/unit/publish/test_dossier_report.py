"""The dossier: experts in persons, residents in percent with bases, relations as decided, all with sources."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import openpyxl
import pytest

from cati_app.domain.comparison.leanings import ExpertLeaning
from cati_app.domain.comparison.relation_versions import RelationVersion, WishedRelation
from cati_app.domain.comparison.relations import Relation
from cati_app.domain.comparison.theme_sides import CodedAgreement, ExpertsOnTheme, ReleasedQuote, Side, ThemeSides
from cati_app.domain.tabulation.plan import TablePlan
from cati_app.publish.dataset.dossier_facts import DossierFacts
from cati_app.publish.formats.dossier_xlsx import dossier_xlsx
from cati_app.publish.print.as_html import document_html
from cati_app.publish.print.as_pdf import document_pdf
from cati_app.publish.print.document import (
    ReportBlock,
    ReportChart,
    ReportDocument,
    ReportSection,
    ReportTable,
    ReportText,
)
from cati_app.publish.reports.dossier_report import dossier_report
from tests.unit.domain.test_theme_sides import EXPERTS, bar, theme
from tests.unit.publish.test_table_book import book

FONTS = Path(__file__).parents[3] / "resources" / "fonts"


def _decided(made: ThemeSides, relation: Relation, question: str = "") -> RelationVersion:
    wish = WishedRelation(made.theme, relation, made.proposal, f"A sentence on {made.label}.", question)
    return RelationVersion(wish, 4, datetime(2026, 3, 3, 9, tzinfo=UTC))


@pytest.fixture(scope="module")
def facts() -> DossierFacts:
    spoken = replace(
        EXPERTS,
        quotes=(ReleasedQuote("They meet.", "City"), ReleasedQuote("We greet.")),
        agreement=CodedAgreement(0.79, 0.71, 0.86),
    )
    governance = theme(
        bar("", 61, 17, 301, ""),
        bar("16-29", 66, 13, 48),
        bar("few", 50, 25, 12),
        bar("hidden", None, None, None),
        experts=spoken,
    )
    mood = ThemeSides(
        "public_mood",
        "Mood",
        (Side("support", "for"), Side("indifference", "neither"), Side("rejection", "against")),
        ExpertsOnTheme("", ExpertLeaning(0, {}, 0), 18, agreement=CodedAgreement(0.61, 0.5, 0.7)),
    )
    decided = {
        "governance": _decided(governance, Relation.CONTRADICTION, "What would help?"),
        "public_mood": _decided(mood, Relation.AGREEMENT),
    }
    table = replace(book(TablePlan()).data.table, language="en")
    return DossierFacts(
        table, (governance, mood), decided, frozenset({"public_mood"}), "1", "Source: residents.", True, True, False
    )


def _sections(sections: tuple[ReportSection, ...]) -> Iterator[ReportSection]:
    for section in sections:
        yield section
        yield from _sections(section.sections)


def _of(document: ReportDocument, title: str) -> tuple[ReportBlock, ...]:
    return next(section.blocks for section in _sections(document.sections) if section.title == title)


def _texts(blocks: tuple[ReportBlock, ...]) -> list[str]:
    return [block.text for block in blocks if isinstance(block, ReportText)]


def test_one_page_lists_relations_as_they_were_decided(facts: DossierFacts) -> None:
    document = dossier_report(facts, short=False)

    assert ["Mood: A sentence on Mood."] == _texts(_of(document, "Where experts and residents agree"))
    assert ["Networks: A sentence on Networks."] == _texts(_of(document, "Where they contradict each other"))
    assert ["What would help?"] == _texts(_of(document, "What is left to ask"))
    assert ["Networks: What would help?"] == _texts(_of(document, "Open questions for residents"))


def test_experts_are_persons_and_never_percentages(facts: DossierFacts) -> None:
    blocks = _of(dossier_report(facts, short=False), "What experts say")

    (table,) = (block for block in blocks if isinstance(block, ReportTable))
    assert (
        ("good", "4 of 16 asked"),
        ("mixed", "3 of 16 asked"),
        ("poor", "9 of 16 asked"),
        ("without a stance", "0 of 16 asked"),
    ) == table.rows
    assert "%" not in repr(blocks)
    assert "percent" not in repr(blocks)
    assert ["“They meet.” – City", "“We greet.”"] == _texts(blocks)[-2:]
    assert "Agreement of the coders: alpha 0.79 (0.71 to 0.86)." in _texts(blocks)


def test_residents_stand_with_bases_brackets_and_what_is_hidden(facts: DossierFacts) -> None:
    blocks = _of(dossier_report(facts, short=False), "What residents say")

    (table,) = (block for block in blocks if isinstance(block, ReportTable))
    (chart,) = (block for block in blocks if isinstance(block, ReportChart))
    assert (
        ("all residents", "61", "22", "17", "301"),
        ("age: 16-29", "66", "21", "13", "48"),
        ("age: few", "(50)", "(25)", "(25)", "12"),
        ("age: hidden", "•", "•", "•", "•"),
    ) == table.rows
    assert ["all residents", "16-29", "few"] == [point.label for point in chart.points]
    assert {"Source: residents."} == {table.source, chart.source}


def test_what_coders_disagree_on_is_locked(facts: DossierFacts) -> None:
    mood = dossier_report(facts, short=True).sections[1]
    (experts, residents, _) = mood.sections

    assert ("Mood", 1) == (mood.title, len(experts.blocks))
    assert "alpha 0.61" in _texts(experts.blocks)[0]
    assert ["No question to residents asks about this theme."] == _texts(residents.blocks)


def test_the_short_form_has_the_page_the_mood_and_the_participation(facts: DossierFacts) -> None:
    titles = [section.title for section in dossier_report(facts, short=True).sections]
    whole = [section.title for section in dossier_report(facts, short=False).sections]

    assert ["All on one page", "Mood", "For the participation"] == titles
    assert ["All on one page", "How it was done", "Networks", "Mood", "For the participation", "Annex"] == whole


def test_a_proposal_that_has_changed_since_is_told(facts: DossierFacts) -> None:
    told = replace(facts, themes=(theme(bar("", 61, 17, 40, "")), facts.themes[1]))
    assert "Since the decision the rule proposes another relation: Networks" in _texts(
        _of(dossier_report(told, short=False), "Annex")
    )


def test_files_are_made_of_it(facts: DossierFacts) -> None:
    document = dossier_report(facts, short=False)
    assert document_pdf(document, FONTS).startswith(b"%PDF")
    assert 2 == document_html(document).decode().count("<svg")

    made = openpyxl.load_workbook(io.BytesIO(b"".join(dossier_xlsx(facts))))
    assert ["Relations", "Experts", "Residents"] == made.sheetnames
    experts = list(made["Experts"].values)
    assert ("Networks", "good", 4, 16) == experts[1][:4]
    assert 4 == len(experts)
    residents = list(made["Residents"].values)
    assert ("Networks", "networks", None, None, "good", 61, 301, "Source: residents.") == residents[1]
