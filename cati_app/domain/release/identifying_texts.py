"""What in a text may tell who somebody is: places to look at for the person who clears it, never a verdict.

Written for German with what people say in it; a text in which nothing is met is not cleared by that.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import field
from enum import StrEnum
from functools import lru_cache

from cati_app.domain.sampling.numbers_in_text import national_digits, numbers_in_text
from cati_app.values import dataclass

Spans = Iterator[tuple[int, int]]


class Identifier(StrEnum):
    """What a place in a text looks like."""

    PHONE_NUMBER = "phone_number"
    DIGITS = "digits"
    SPELLED_DIGITS = "spelled_digits"
    EMAIL = "email"
    WEB = "web"
    BANK_ACCOUNT = "bank_account"
    ADDRESS = "address"
    PLACE = "place"
    NUMBER_PLATE = "number_plate"
    BIRTH_DATE = "birth_date"
    NAME = "name"
    SINGULAR = "singular"
    ILLNESS = "illness"
    OF_THE_STUDY = "of_the_study"


@dataclass(frozen=True, slots=True)
class IdentifyingSpan:
    """A place in a text.

    Args:
        start: In characters, from 0.
        end: Exclusive.
    """

    kind: Identifier
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class KnownIdentifiers:
    """What the study itself knows of people, and names that people have; compared without case.

    Args:
        words: Names, streets and the like, each as it is written, of one word or several.
        numbers: Telephone numbers in E.164.
        first_names: Of one word each; in a text they count with a capital only, as some are words as well,
            and in scripts without capitals as they are.
    """

    words: frozenset[str] = frozenset()
    numbers: frozenset[str] = frozenset()
    first_names: frozenset[str] = field(default=frozenset(), repr=False)


NOTHING_KNOWN = KnownIdentifiers()


def identifying_spans(
    text: str, known: KnownIdentifiers = NOTHING_KNOWN, country: str = "DE"
) -> tuple[IdentifyingSpan, ...]:
    """Places in a text that may tell who somebody is, in order; of two that overlap the longer one.

    Args:
        known: Of the study; looked for while it is still there, before the link goes.
        country: Region of telephone numbers without country code.
    """
    undated = _DATE.sub(lambda date: " " * len(date[0]), text)
    met = [
        *_of(Identifier.OF_THE_STUDY, _of_the_study(undated, known, country)),
        *_of(Identifier.PHONE_NUMBER, numbers_in_text(undated, country)),
        *_of(Identifier.BANK_ACCOUNT, _matches(_BANK_ACCOUNT, undated)),
        *_of(Identifier.DIGITS, _digit_runs(undated)),
        *_of(Identifier.SPELLED_DIGITS, _matches(_SPELLED, text)),
        *_of(Identifier.EMAIL, _matches(_EMAIL, text)),
        *_of(Identifier.WEB, _matches(_WEB, text)),
        *_of(Identifier.ADDRESS, _streets(text)),
        *_of(Identifier.ADDRESS, _matches(_LANE, text, _is_house)),
        *_of(Identifier.PLACE, _matches(_POSTCODE, text, _is_locality)),
        *_of(Identifier.NUMBER_PLATE, _matches(_PLATE, text)),
        *_of(Identifier.BIRTH_DATE, _matches(_BORN, text)),
        *_of(Identifier.NAME, _matches(_TITLED, text, _is_capital)),
        *_of(Identifier.NAME, _matches(_ADDRESSED, text, _is_capital)),
        *_of(Identifier.NAME, _matches(_INTRODUCED, text)),
        *_of(Identifier.NAME, _first_names(text, known)),
        *_of(Identifier.SINGULAR, _matches(_SINGULAR, text)),
        *_of(Identifier.ILLNESS, _matches(_ILLNESS, text)),
    ]
    taken = bytearray(len(text))
    kept: list[IdentifyingSpan] = []
    for span in sorted(met, key=lambda each: each.start - each.end):
        if not any(taken[span.start : span.end]):
            kept.append(span)
            taken[span.start : span.end] = b"\x01" * (span.end - span.start)
    return tuple(sorted(kept, key=lambda span: span.start))


def _of(kind: Identifier, spans: Iterable[tuple[int, int]]) -> Iterator[IdentifyingSpan]:
    return (IdentifyingSpan(kind, start, end) for start, end in spans)


def _matches(pattern: re.Pattern[str], text: str, holds: Callable[[re.Match[str]], bool] = bool) -> Spans:
    return (match.span() for match in pattern.finditer(text) if holds(match))


def _of_the_study(text: str, known: KnownIdentifiers, country: str) -> Spans:
    words = [(_folded(match[0]), match.span()) for match in _WORD.finditer(text)]
    by_first: dict[str, list[list[str]]] = {}
    for wanted in known.words:
        parts = [_folded(part) for part in _WORD.findall(wanted)]
        if parts:
            by_first.setdefault(parts[0], []).append(parts)
    for number, (word, (start, _)) in enumerate(words):
        for parts in (*by_first.get(word, ()), *by_first.get(word.removesuffix("s"), ())):
            *before, last = (word for word, _ in words[number : number + len(parts)])
            if [*before, last] == parts or [*before, last.removesuffix("s")] == parts:
                yield start, words[number + len(before)][1][1]
    endings = {national_digits(known_number, country) for known_number in known.numbers}
    for match in _DIGITS.finditer(text) if endings else ():
        digits = _ascii_digits(match[0])
        if any(len(ending) >= _FEWEST_DIGITS and digits.endswith(ending) for ending in endings):
            yield match.span()


def _folded(word: str) -> str:
    """Without case, the Turkish İ included."""
    return word.casefold().replace("\u0307", "")


def _ascii_digits(text: str) -> str:
    """Its digits, whatever script they are written in."""
    return "".join(str(int(sign)) for sign in text if sign.isdecimal())


def _digit_runs(text: str) -> Spans:
    """Six digits or more with separators between, but neither years nor amounts."""
    for match in _DIGITS.finditer(text):
        run = match[0]
        groups = re.findall(r"\d+", run)
        years = _YEAR.fullmatch(groups[0]) and all(_YEAR_OR_SHORT.fullmatch(group) for group in groups)
        amounts = all(_AMOUNT.fullmatch(part) for part in re.split(r"\s*[–-]\s*", run))
        if sum(map(len, groups)) >= _FEWEST_DIGITS and not years and not amounts:
            yield match.span()


def _first_names(text: str, known: KnownIdentifiers) -> Spans:
    names = _folded_names(known.first_names)
    for match in _WORD.finditer(text) if names else ():
        word = _folded(match[0])
        if not match[0][0].islower() and not names.isdisjoint((word, word.removesuffix("s"))):
            yield match.span()


@lru_cache(maxsize=4)
def _folded_names(names: frozenset[str]) -> frozenset[str]:
    return frozenset(map(_folded, names))


def _streets(text: str) -> Spans:
    """A street and a number, from the word before on; the end of its name is looked for first, to stay quick."""
    for match in _STREET_END.finditer(text):
        before = _STREET_NAME.search(text, max(0, match.start() - _LONGEST_NAME), match.start())
        if before is not None:
            yield before.start(), match.end()


def _is_capital(match: re.Match[str]) -> bool:
    return match["name"][0].isupper()


def _is_house(match: re.Match[str]) -> bool:
    return match["noun"][0].isupper() and match["noun"] not in _NO_LANE


def _is_locality(match: re.Match[str]) -> bool:
    return match["noun"][0].isupper() and match["noun"] not in _COUNTED


_FEWEST_DIGITS = 6
_WORD = re.compile(r"\w+")
_DATE = re.compile(r"(?<![\d.])(\d{1,2}\.\s?\d{1,2}\.\s?(\d{4}|\d{2})|\d{4}-\d{2}-\d{2}|\d{1,2}/\d{1,2}/\d{4})(?!\d)")
_DIGITS = re.compile(r"\+?\(?\d(?:[\s./()–-]{0,3}\d|,\d)+")
_YEAR = re.compile(r"(19|20)\d\d")
_YEAR_OR_SHORT = re.compile(r"(19|20)\d\d|\d\d")
_AMOUNT = re.compile(r"[1-9]\d{0,2}([. ]\d{3})+(,\d{1,2})?|[1-9]\d{0,4}|\d+,\d{1,2}")
_SPELLED_ONES = (
    *("null", "eins", "zwei", "zwo", "drei", "vier", "fünf", "fuenf", "sechs", "sieben", "acht", "neun"),
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"),
)
_SPELLED = re.compile(rf"\b(?:(?:{'|'.join(_SPELLED_ONES)})\b[\s,.-]*){{4,}}(?<=\w)", re.I)
_DOT, _AT = r"(?:\.|\s+(?:punkt|dot)\s+)", r"(?:@|\s*[(\[]\s*at\s*[)\]]\s*|\s+(?:at|ät|ett|klammeraffe)\s+)"
_EMAIL = re.compile(
    rf"(?<![\w+-])[\w+-]{{1,64}}(?:{_DOT}[\w+-]{{1,64}}){{0,8}}{_AT}[\w-]{{1,64}}(?:{_DOT}[\w-]{{1,64}}){{1,8}}", re.I
)
_WEB = re.compile(
    r"https?://\S+|\bwww\.\S+|(?<![\w@.-])[\w-]{1,63}(?:\.[\w-]{1,63}){0,8}\.(?:de|com|net|org|info|eu|at|ch|tr|ru)\b|(?<![\w@])@\w{2,}",
    re.I,
)
_BANK_ACCOUNT = re.compile(r"\b[A-Z]{2}\d{2}(?:\s?[0-9A-Z]{4}){3,7}(?:\s?[0-9A-Z]{1,3})?\b")
_LONGEST_NAME = 60
_STREET_END = re.compile(
    r"(?:straße|strasse|str|weg|platz|allee|gasse|ring|damm|ufer|markt|stieg|twiete|chaussee|kamp|wall|graben)\b\.?\s{1,3}"
    r"(?:Nr\.?\s?)?\d{1,3}\s?[a-z]?\b",
    re.I,
)
_STREET_NAME = re.compile(r"(?<!\S)[^\W\d_]\S{0,40}?(?:\s\S{0,30})?$")
_LANE = re.compile(
    r"\b(?:[Aa]m|[Aa]n de[nr]|[Aa]uf de[mrn]|[Ii]m|[Ii]n de[nr]|[Zz]um|[Zz]ur|[Hh]inter de[mnr]|[Vv]or de[mnr])\s"
    r"(?P<noun>[^\W\d_][\w-]+)\s\d{1,3}\s?[a-z]?\b(?![.,]\d)"
)
_NO_LANE = frozenset(
    (
        *(
            "Jahr",
            "Jahre",
            "Jahren",
            "Monat",
            "Monaten",
            "Woche",
            "Wochen",
            "Tag",
            "Tage",
            "Tagen",
            "Stunde",
        ),
        *(
            "Stunden",
            "Schnitt",
            "Durchschnitt",
            "Mittel",
            "Alter",
            "Umkreis",
            "Linie",
            "Bus",
            "Klasse",
            "Stufe",
        ),
        *("Raum", "Zimmer", "Seite", "Punkt", "Vergleich", "Winter", "Sommer"),
    )
)
_POSTCODE = re.compile(r"(?<![\d.,])(?:D-)?\d{5}\s(?P<noun>[^\W\d_][\w-]+)")
_COUNTED = frozenset(
    (
        *(
            "Euro",
            "Menschen",
            "Einwohner",
            "Einwohnern",
            "Einwohnerinnen",
            "Personen",
            "Leute",
            "Leuten",
        ),
        *(
            "Wohnungen",
            "Kinder",
            "Kindern",
            "Mark",
            "Dollar",
            "Stück",
            "Flüchtlinge",
            "Flüchtlingen",
        ),
        *("Zugewanderte", "Zugewanderten", "Haushalte", "Haushalten", "Stimmen", "Arbeitsplätze", "Quadratmeter"),
    )
)
_PLATE = re.compile(r"\b[A-ZÄÖÜ]{1,3}(?:-\s?[A-Z]{1,2}\s?|\s[A-Z]{1,2}\s)\d{1,4}[EH]?\b")
_MONTHS = "Januar|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember"
_BORN = re.compile(
    rf"\b(?:geboren|geb\.|Geburtstag|Geburtsdatum|born)\D{{0,20}}?"
    rf"(?:\d{{1,2}}\.\s?\d{{1,2}}\.\s?(?:\d{{4}}|\d{{2}})|\d{{1,2}}\.\s?(?:{_MONTHS})(?:\s\d{{4}})?|\d{{4}}-\d{{2}}-\d{{2}})"
    rf"|\b(?:\d{{1,2}}\.\s?\d{{1,2}}\.\s?\d{{4}}|\d{{1,2}}\.\s?(?:{_MONTHS})(?:\s\d{{4}})?)\s+geboren\b",
    re.I,
)
_ROLES = (
    "Hausmeister|Lehrer|Klassenlehrer|Schulleiter|Rektor|Direktor|Erzieher|Arzt|Ärztin|Kinderarzt|Kinderärztin|Hausarzt"
    "|Hausärztin|Zahnarzt|Zahnärztin|Bürgermeister|Oberbürgermeister|Trainer|Chef|Nachbar|Vermieter|Sachbearbeiter"
    "|Apotheker|Richter|Pfarrer|Pastor|Hodscha|Imam|Polizist|Kommissar|Berater|Betreuer|Vorsitzende|Vorsitzender"
)
_TITLED = re.compile(
    rf"\b(?:Herrn?|Frau|Fräulein|Familie|Dr\.|Doktor|Prof\.|Professor|Professorin|Onkel|Tante|Mr\.?|Mrs\.?|Ms\.?"
    rf"|(?:{_ROLES})(?:in)?)\s+(?:(?:Dr\.|Prof\.)\s+)*(?P<name>[^\W\d_][\w'’-]+)"
)
_ADDRESSED = re.compile(r"\b(?P<name>[^\W\d_][\w'’-]{1,40})\s+(?:Bey|Hanım|Efendi)\b")
_INTRODUCED = re.compile(
    r"\b(?:ich heiße|ich heisse|(?:er|sie) heißt|mein Name ist|namens|my name is)\s[^\W\d_][\w'’-]+", re.I
)
_SINGULAR = re.compile(r"\beinzig(?:e|er|en|em|es)?\b|\bals (?:erste|letzte)[rs]?\b", re.I)
_ILLNESS = re.compile(
    r"\b\w{0,40}?(?:krebs|diabet|demen[tz]|depress|epilep|schlaganfall|herzinfarkt|schizophren|parkinson|alzheimer"
    r"|chemotherap|dialyse|behinderung|schwerbehinder|rollstuhl|psychiatr|psychose|trauma|suizid|selbstmord|alkoholi"
    r"|drogensücht|fehlgeburt|schwanger|hepatitis|tuberkulos|erkrank)\w*"
    r"|\b(?:HIV|AIDS|MS|ADHS|multiple sklerose)\b|\bkrank(?:heit\w*|e[nrs]?)?\b",
    re.I,
)
