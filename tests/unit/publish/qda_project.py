"""A project of an expert and an open question, coded by two."""

from __future__ import annotations

from datetime import UTC, datetime

from cati_app.publish.formats.refi_qda import QdaCase, QdaCode, QdaCoding, QdaProject, QdaSource, QdaUnit

AT = datetime(2026, 11, 30, 12, tzinfo=UTC)
CODES = (
    QdaCode("field", "Feld", "", (QdaCode("field/housing", "Wohnen", "Was dazu gehört"),), is_codable=False),
    QdaCode("theme", "Thema", "", (QdaCode("theme/mood", "Stimmung"),), is_codable=False),
)


def coding(user: str, *codes: str) -> QdaCoding:
    """What a coder gave."""
    return QdaCoding(user, codes, AT)


def unit(key: str, text: str, *codings: QdaCoding, cleared: bool = True) -> QdaUnit:
    """A text with what was given to it."""
    return QdaUnit(key, text, codings, cleared)


def source(key: str, *units: QdaUnit, name: str = "Fachperson 1", made_at: datetime = AT) -> QdaSource:
    """Units of one expert."""
    return QdaSource(key, name, units, "a", made_at)


PROJECT = QdaProject(
    "study",
    "Befragung",
    {"a": "1", "b": "2"},
    CODES,
    (
        source(
            "e1",
            unit(
                "c1",
                "Die Mieten 🙂 steigen.\r\nImmer.",
                coding("a", "field/housing", "theme/mood"),
                coding("b", "field/housing"),
            ),
            unit("c2", "Der Hausmeister hilft.", coding("a", "theme/mood"), cleared=False),
            unit("c3", "", coding("a")),
        ),
        source("q1", unit("a1", "ایجارات بالا", coding("b")), name="open_improve"),
    ),
    {"sector": "Bereich"},
    (QdaCase("e1", "Fachperson 1", {"sector": "Verwaltung"}, ("e1",)),),
    "Aussagen und offene Antworten",
)
