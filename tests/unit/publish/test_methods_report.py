"""The draft of a methods report: what settings and records tell, gaps for what only the institute knows."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cati_app.publish.print.as_html import document_html
from cati_app.publish.print.document import ReportDocument, ReportSection, ReportTable, ReportText, TextKind
from cati_app.publish.reports.methods_facts import (
    MethodsDimension,
    MethodsFacts,
    MethodsPrivacy,
    MethodsQuota,
    MethodsRules,
    MethodsSample,
)
from cati_app.publish.reports.methods_report import methods_report
from tests.unit.publish.reported import figures, reported_study

FACTS = MethodsFacts(
    study=reported_study(),
    figures=figures(),
    eligibility=("Wohnen Sie hier?",),
    languages=(("Deutsch", "approved"), ("Türkçe", "draft")),
    questions=12,
    sample=MethodsSample({"landline": 90, "mobile": 10}, {"landline": 1_000}, (), 2),
    quotas=(
        MethodsQuota(
            "Alter",
            "strict",
            400,
            "screen_out",
            (MethodsDimension("Alter", (("jung", 0.4), ("alt", None)), "", is_estimate=True),),
        ),
    ),
    rules=MethodsRules("09:00–20:00", "", "", 10, 3, None, "ADM", recording=True, listening_in=False),
    privacy=MethodsPrivacy("Amt", "Art. 6", 2, asks_consent=True, recontact=False, staff_days=90),
    weighting=("Raking.",),
    coded=3,
    versions=("1", "2"),
    program="9.9",
    is_random=False,
)


def texts(document: ReportDocument, kind: TextKind | None = None) -> list[str]:
    def within(section: ReportSection) -> list[str]:
        own = [b.text for b in section.blocks if isinstance(b, ReportText) and kind in (None, b.kind)]
        return own + [text for each in section.sections for text in within(each)]

    return [text for section in document.sections for text in within(section)]


@pytest.mark.parametrize(("language", "begins"), [("de", "Vom Institut zu ergänzen: "), ("en", "To be filled in")])
def test_what_only_the_institute_knows_is_marked(language: str, begins: str) -> None:
    gaps = texts(methods_report(FACTS, language), TextKind.GAP)
    assert len(gaps) > 10
    assert all(gap.startswith(begins) for gap in gaps)


def test_settings_and_records_are_told_with_their_sources() -> None:
    document = methods_report(FACTS, "en")
    told = " ".join(texts(document))
    for part in (
        "Wohnen Sie hier?",
        "Source of Alter: no source is named (estimate)",
        "answers of several versions: 1, 2",
        "were given codes: 3",
        "Raking.",
        "After 90 days",
        "Numbers were generated at random 2 times.",
    ):
        assert part in told
    tables = {
        block.caption: block.rows
        for section in document.sections
        for block in section.blocks
        if isinstance(block, ReportTable)
    }
    assert (("landline", "90", "1,000"), ("mobile", "10", "–")) == tables["The sample by frame"]
    assert (("Alter", "jung", "40.0 %"), ("", "alt", "–")) == tables["Targets of Alter"]
    assert (("Deutsch", "approved"), ("Türkçe", "draft")) == tables["Languages of the interview"]


def test_a_draft_can_be_written_on_in_the_browser_and_says_that_it_is_one() -> None:
    document = methods_report(FACTS, "de")
    html = document_html(document).decode()
    assert '<main contenteditable="true">' in html
    assert "Entwurf" == document.warning
    assert "contenteditable" not in document_html(replace(document, is_draft=False)).decode()


def test_without_quota_weights_and_drafts_nothing_is_said_of_them() -> None:
    plain = replace(
        FACTS, quotas=(), weighting=(), languages=(("Deutsch", "checked"),), is_random=True, versions=("2",)
    )
    document = methods_report(plain, "en")
    told = texts(document)
    assert "The data are not weighted." in told
    assert "Quotas" not in [section.title for section in document.sections]
    assert not [text for text in told if "drafts" in text or "several versions" in text]
