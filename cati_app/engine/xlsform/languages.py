"""The languages of a workbook and the texts of its cells in each of them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import field

from cati_app.domain.findings import Finding
from cati_app.engine.sheets.codes import finding
from cati_app.engine.sheets.workbook import Sheet, SheetRow, Workbook
from cati_app.values import dataclass

_CODED = re.compile(r"(.*?)\s*\(\s*([A-Za-z]{2,3}(?:[-_][A-Za-z0-9]+)?)\s*\)\s*\Z")
_BY_NAME = {
    "english": "en",
    "german": "de",
    "deutsch": "de",
    "french": "fr",
    "français": "fr",
    "spanish": "es",
    "español": "es",
    "arabic": "ar",
    "turkish": "tr",
    "russian": "ru",
    "ukrainian": "uk",
    "polish": "pl",
    "bengali": "bn",
    "nepali": "ne",
    "swahili": "sw",
    "persian": "fa",
    "farsi": "fa",
    "dari": "prs",
    "pashto": "ps",
    "kurmanji": "kmr",
    "sorani": "ckb",
    "urdu": "ur",
    "italian": "it",
    "portuguese": "pt",
    "romanian": "ro",
    "tigrinya": "ti",
    "somali": "so",
    "albanian": "sq",
    "serbian": "sr",
    "croatian": "hr",
    "bulgarian": "bg",
    "greek": "el",
    "hebrew": "he",
    "العربية": "ar",
    "عربي": "ar",
    "فارسی": "fa",
    "دری": "prs",
    "پښتو": "ps",
    "اردو": "ur",
    "עברית": "he",
    "türkçe": "tr",
    "русский": "ru",
    "українська": "uk",
    "polski": "pl",
    "italiano": "it",
    "português": "pt",
    "ελληνικά": "el",
    "tigrigna": "ti",
    "ትግርኛ": "ti",
    "shqip": "sq",
}
PLAIN = "default"  # code of texts in columns without a language when no default language is named


@dataclass(frozen=True, slots=True)
class Languages:
    """Codes and names in order of their columns, and the code of the default language."""

    names: Mapping[str, str]  # code to name
    codes: Mapping[str, str]  # name as written in headers to code
    default: str
    unnamed: bool = False  # no column names a language: the texts are taken to be in the one of the study
    _read: dict[int, tuple[SheetRow, dict[str, dict[str, str]]]] = field(default_factory=dict, compare=False)
    _places: dict[str, tuple[str, str]] = field(default_factory=dict, compare=False)  # column: its base, its code

    def texts(self, row: SheetRow, base: str) -> dict[str, str]:
        """The texts of a row in one translated column, by code."""
        known = self._read.get(id(row))
        if known is None:
            known = self._read[id(row)] = (row, self._all_texts(row))  # holding the row keeps its id unique
        return known[1].get(base) or {}

    def _all_texts(self, row: SheetRow) -> dict[str, dict[str, str]]:
        texts: dict[str, dict[str, str]] = {}
        for column, text in row.cells.items():
            if text == "-":  # what pyxform writes where a translation is missing
                continue
            column_of = self._places.get(column)
            if column_of is None:
                base, mark, language = column.partition("::")
                code = (self.codes.get(language) or language_code(language)) if mark else self.default
                column_of = self._places[column] = (base, code)
            texts.setdefault(column_of[0], {})[column_of[1]] = text
        return texts

    def header(self, sheet: Sheet, base: str, code: str) -> str:
        """The header of a translated column as written, or as it should be."""
        for column, header in sheet.headers.items():
            part, _, language = column.partition("::")
            if part == base and (self.codes.get(language) if language else self.default) == code:
                return header
        return f"{base}::{self.names.get(code, code)}" if code != PLAIN and not self.unnamed else base


def language_code(name: str) -> str:
    """The code of a language as written in a header."""
    match = _CODED.match(name)
    if match:
        return match[2].lower()
    low = name.strip().lower()
    return _BY_NAME.get(low, low.replace(" ", "_"))


def is_language(name: str) -> bool:
    """Whether this is the name or code of a language that is known here, or a name with a code in brackets."""
    low = name.strip().lower()
    return low in _BY_NAME or low in _BY_NAME.values() or bool(_CODED.match(name))


def read_languages(workbook: Workbook, unnamed: str = "") -> tuple[Languages, list[Finding]]:
    """The languages of the sheets survey and choices.

    Args:
        unnamed: The language of the texts where the workbook names none at all, as a header would name it:
            `German (de)`.
    """
    findings: list[Finding] = []
    written: dict[str, None] = {}
    for sheet in (workbook.sheet("survey"), workbook.sheet("choices")):
        written.update(dict.fromkeys(sheet.languages()))
    codes = {name: language_code(name) for name in written}
    named = next((row.get("default_language") for row in workbook.sheet("settings").rows), "")
    default = language_code(named) if named else ""
    plain = "label" in workbook.sheet("survey").headers
    if not named:
        default = PLAIN if plain or not codes else next(iter(codes.values()))
    elif default not in codes.values() and not plain:
        findings.append(finding("language-default-unknown", "settings", None, "default_language", language=named))
        default = next(iter(codes.values()), default)
    names: dict[str, str] = {}
    if plain or default not in codes.values():
        names[default] = named or default
    for name, code in codes.items():
        names.setdefault(code, name)
        if not _CODED.match(name) and name.strip().lower() not in _BY_NAME and name.lower() != PLAIN:
            findings.append(finding("language-code-missing", "survey", 1, language=name))
    if unnamed and [*names] == [PLAIN]:
        code = language_code(unnamed)
        return Languages({code: unnamed}, {**dict.fromkeys(codes, code), unnamed: code}, code, unnamed=True), findings
    ordered = {default: names[default], **names}
    return Languages(ordered, codes, default), findings


def translation_findings(
    languages: Languages, sheet: Sheet, row: SheetRow, name: str, needed: str = ""
) -> list[Finding]:
    """One finding for each text that is missing in a language; `needed` is a column that may not be blank."""
    findings: list[Finding] = []
    bases = {column.partition("::")[0] for column in row.cells if "::" in column} | {needed}
    for base in sorted(
        bases & {"label", "hint", "guidance_hint", "constraint_message", "required_message", "cati_soft_message"}
    ):
        texts = languages.texts(row, base)
        if not texts:
            continue
        for code, language in languages.names.items():
            if code not in texts:
                kind = "translation-default-missing" if code == languages.default else "translation-missing"
                header = languages.header(sheet, base, code)
                findings.append(finding(kind, sheet.name, row.number, header, name=name, language=language))
    return findings
