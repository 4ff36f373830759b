"""What an analyst can choose of an export, in words that say what each is for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from cati_app.fieldwork.monitor.data import PARTS, Included
from cati_app.texts import Words
from cati_app.ui.analyst.states import ExportOption

SET_ASIDE = "set_aside"
"""Beside the tables: a file of its own."""
ORIGINAL, UNWEIGHTED, RAW = "original", "unweighted", "raw"
_FIRST_CHOSEN = ("interviews", "paradata", "sav", "csv")


def offered_parts(words: Words) -> tuple[ExportOption, ...]:
    """The tables of an export, and the answers without a place in them."""
    texts = {
        "interviews": (
            words.say("Interviews"),
            words.say("a row for each interview, repeats as further tables, the codebook as CSV and PDF"),
        ),
        "calls": (words.say("Calls"), words.say("a row for each call: when, and its result")),
        "cases": (words.say("Cases"), words.say("a row for each case released: calls, and the final result")),
        "paradata": (words.say("Paradata"), words.say("times and visits by question, no answers")),
        "quotas": (words.say("Quotas"), words.say("a row for each cell: target and interviews done")),
    }
    aside = ExportOption(
        SET_ASIDE,
        words.say("Answers set aside (CSV)"),
        words.say("answers under earlier versions of the questionnaire that the data set has no place for"),
        chosen=False,
    )
    return (*_options(PARTS, texts), aside)


def offered_formats(words: Words, known: Iterable[str]) -> tuple[ExportOption, ...]:
    """The formats of tables.

    Args:
        known: Every format the program writes; one that is a table of its own is offered among the tables.
    """
    texts = {
        "csv": ("CSV", words.say("for nearly every program: commas, decimal points")),
        "csv-semicolon": (
            words.say("CSV with semicolons"),
            words.say("for spreadsheets in German: semicolons, decimal commas"),
        ),
        "sav": ("SPSS (.sav)", words.say("labels, missing values, levels, sets")),
        "dta": ("Stata (.dta)", words.say("labels; reasons for missing values as .a to .f")),
        "xlsx": ("Excel (.xlsx)", words.say("data, codebook and study, each on a sheet")),
        "parquet": ("Parquet", words.say("for Python, R and databases: typed columns, the codebook within")),
        "ddi": (
            "DDI-Codebook (.xml)",
            words.say("for archives: describes every variable, holds no answers of a person"),
        ),
        "triples": ("Triple-S (.sss)", words.say("for programs of market research: data and their description")),
        "r": (
            words.say("Scripts for R, SPSS and Stata"),
            words.say("with a plain CSV that they read; not for spreadsheets"),
        ),
    }
    return _options((key for key in known if key not in PARTS), texts)


def offered_interviews(words: Words) -> tuple[tuple[str, str], ...]:
    """Which interviews: keys and labels; the first is chosen at first."""
    texts = {
        Included.COMPLETE: words.say("completed interviews"),
        Included.PARTIAL: words.say("completed and usable partial interviews"),
        Included.ALL: words.say("all interviews begun"),
    }
    return tuple((kind.value, texts[kind]) for kind in Included)


def offered_ways(words: Words) -> tuple[ExportOption, ...]:
    """Otherwise than usual; none is chosen at first."""
    texts = {
        ORIGINAL: (
            words.say("Answers as given"),
            words.say("in place of corrected and coded ones: without corrections, without codes of open answers"),
        ),
        UNWEIGHTED: (words.say("Unweighted"), words.say("the weight is 1, though a weighting was chosen")),
        RAW: (
            words.say("CSV for programs"),
            words.say("no mark before texts that look like formulas, no BOM; not for spreadsheets"),
        ),
    }
    return _options(texts, texts)


def _options(keys: Iterable[str], texts: Mapping[str, tuple[str, str]]) -> tuple[ExportOption, ...]:
    return tuple(ExportOption(key, *texts[key], chosen=key in _FIRST_CHOSEN) for key in keys)
