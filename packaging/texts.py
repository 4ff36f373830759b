"""Keeps the catalogues in resources/locale in step with the source strings, and compiles them. `make texts` runs it.

Collected are literals: what `say`, `say_count` and `say_in` are given, templates of `Phrase`, and the texts of tables
(`KEYWORDS` names the calls and the places of their texts). German has every text; other languages have those of paper
and of the columns of an interview.
The names of countries, by which a list of them is searched, and those of languages come from Unicode's CLDR and stand
in files of their own.
"""

from __future__ import annotations

import ast
import json
import re
import string
import struct
import sys
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from babel import Locale
from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
LOCALE = ROOT / "resources" / "locale"
COUNTRIES = ROOT / "resources" / "countries.json"
LANGUAGE_NAMES = ROOT / "resources" / "languages.json"
WINDOW_LANGUAGES = ("de", "en")
NO_COUNTRIES = {"EU", "EZ", "QO", "UN", "XA", "XB", "ZZ"}  # codes of two letters for something else
PAPER = "paper"  # context of what stands on paper in every language of an interview
COLUMN = "column"  # context of what a column of the interview says in the language of its script
ARGPARSE: tuple[str | tuple[str, str], ...] = (  # what Python's own parser of commands says; 3.11 to 3.14
    "usage: ",
    "positional arguments",
    "options",
    "show this help message and exit",
    "%(prog)s: error: %(message)s\n",
    "argument %(argument_name)s: %(message)s",
    "the following arguments are required: %s",
    "unrecognized arguments: %s",
    "ambiguous option: %(option)s could match %(matches)s",
    "ignored explicit argument %r",
    "invalid %(type)s value: %(value)r",
    "invalid choice: %(value)r (choose from %(choices)s)",
    "expected one argument",
    "expected at most one argument",
    "expected at least one argument",
    ("expected %s argument", "expected %s arguments"),
    "not allowed with argument %s",
    "one of the arguments %s is required",
)
EXPLAINED: dict[str, frozenset[str]] = {  # classes of cati_app/study whose settings a window explains; none: all
    **dict.fromkeys(
        (
            *(
                "Hours",
                "RetrySettings",
                "DayParts",
                "Refusals",
                "Appointments",
                "ShiftSettings",
                "FieldPeriod",
                "AlertSettings",
            ),
            *("Calling", "Language", "Introduction", "HubSettings", "Endings", "Quota"),
        ),
        frozenset(),
    ),
    "ConsentSettings": frozenset({"legal_basis"}),
    "QuotaCells": frozenset({"mode", "total", "choice", "unknown", "unclassified_share"}),
    "Study": frozenset({"version", "sign_in", "auto_advance", "not_applicable", "partial_core_share"}),
}
Place = tuple[int, str]  # of an argument: its position, and its name
KEYWORDS: dict[str, tuple[Place, ...]] = {
    "say": ((0, ""),),
    "say_count": ((0, ""), (1, "")),
    "say_in": ((0, ""), (1, "")),
    "tell": ((0, ""),),
    "tell_count": ((0, ""), (1, "")),
    "source": ((0, ""),),
    "Phrase": ((0, ""),),
    "Disposition": ((1, "label"),),
    "Command": ((2, "text"), (4, "short"), (6, "needs")),
    "CatalogueEntry": ((1, "message"), (2, "cure")),
    "RowReason": ((1, "message"), (2, "cure")),
    "FileReason": ((0, "message"), (1, "cure")),
    "EnvironmentProblem": ((1, "message"), (2, "cure")),
    "AnswersProblem": ((0, ""),),
}


def collect() -> Catalog:
    """All source strings, without translations."""
    template = Catalog()
    for text in ARGPARSE:
        template.add(text)
    for path in sorted((ROOT / "cati_app").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                _add(template, node)
            elif isinstance(node, ast.ClassDef) and path.parent.name == "study" and node.name in EXPLAINED:
                _add_explanations(template, node)
    return template


def _add_explanations(template: Catalog, settings: ast.ClassDef) -> None:
    """What the tab of settings says of each field."""
    wanted = EXPLAINED[settings.name]
    for line in settings.body:
        if isinstance(line, ast.AnnAssign) and isinstance(line.target, ast.Name) and isinstance(line.value, ast.Call):
            text = _literal(line.value, (9, "description"))
            if text and (not wanted or line.target.id in wanted):
                template.add(text)


def _add(template: Catalog, call: ast.Call) -> None:
    name = getattr(call.func, "attr", getattr(call.func, "id", ""))
    if name == "Terms":
        context, table = call.args[:2]
        for text in ast.literal_eval(table).values():
            template.add(text, context=ast.literal_eval(context))
        return
    if name == "KindFacts" and (named := _literal(call, (len(call.args), "named"))):
        template.add(named, context=PAPER)
        return
    texts = [text for place in KEYWORDS.get(name, ()) if (text := _literal(call, place))]
    if name in ("say_count", "tell_count"):
        if len(texts) == 2:
            template.add((texts[0], texts[1]), context=COLUMN if name == "tell_count" else None)
    elif name == "tell":
        for text in texts:
            template.add(text, context=COLUMN)
    elif name == "say_in":
        if len(texts) == 2:
            template.add(texts[1], context=texts[0])
    else:
        for text in texts:
            template.add(text)


def _literal(call: ast.Call, place: Place) -> str | None:
    position, name = place
    named = [keyword.value for keyword in call.keywords if keyword.arg == name]
    argument = call.args[position] if position < len(call.args) else named[0] if named else None
    return argument.value if isinstance(argument, ast.Constant) and isinstance(argument.value, str) else None


def languages() -> list[str]:
    """The languages there is a catalogue of."""
    return sorted(folder.name for folder in LOCALE.iterdir())


def po_file(language: str) -> Path:
    """What translators edit."""
    return LOCALE / language / "LC_MESSAGES" / "cati.po"


def read(language: str) -> Catalog:
    """A catalogue as it lies there."""
    with po_file(language).open("rb") as file:
        return read_po(file, locale=language)


def updated(language: str, template: Catalog) -> Catalog:
    """The catalogue with exactly the texts it owes; what is new has no translation, what is gone is gone."""
    known = read(language)
    catalogue = Catalog(locale=language, project="cati", charset="utf-8", fuzzy=False)
    for message in template:
        if not message.id or (language != "de" and message.context not in (PAPER, COLUMN)):
            continue
        id_ = message.id[0] if isinstance(message.id, tuple) else message.id
        old = known.get(id_, message.context)
        same = old is not None and isinstance(old.id, tuple) == isinstance(message.id, tuple)
        catalogue.add(message.id, old.string if old is not None and same else None, context=message.context)
    return catalogue


def written(catalogue: Catalog) -> bytes:
    """The catalogue as a .po file, without what changes from day to day."""
    file = BytesIO()
    write_po(file, catalogue, width=120, no_location=True, omit_header=True, sort_output=True)
    head = (
        'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n'
        f'"Language: {catalogue.locale_identifier}\\n"\n"Plural-Forms: {catalogue.plural_forms}\\n"\n\n'
    )
    return head.encode() + file.getvalue()


def compiled(catalogue: Catalog) -> bytes:
    """The catalogue as the program reads it."""
    file = BytesIO()
    catalogue.creation_date = catalogue.revision_date = datetime(2026, 1, 1, tzinfo=UTC)  # the same on every day
    write_mo(file, catalogue)
    return in_order(file.getvalue())


def in_order(content: bytes) -> bytes:
    """A catalogue whose tables are sorted by the bytes of the source texts, as the format has it.

    Babel sorts by source text and then context, which stands before it in the file.
    """
    count, sources, targets = struct.unpack_from("<3I", content, 8)

    def source_text(number: int) -> bytes:
        length, at = struct.unpack_from("<2I", content, sources + 8 * number)
        return content[at : at + length]

    numbers, ordered = sorted(range(count), key=source_text), bytearray(content)
    for table in (sources, targets):
        for place, number in enumerate(numbers):
            spot = content[table + 8 * number : table + 8 * (number + 1)]
            ordered[table + 8 * place : table + 8 * (place + 1)] = spot
    return bytes(ordered)


def blanks(text: str) -> set[str]:
    """The fields to be filled in; those in braces only where the text is a template."""
    percents = set(re.findall(r"%(?:\(\w+\))?[rs]", text))
    try:
        names = [name for _, name, _, _ in string.Formatter().parse(text) if name is not None]
    except ValueError:
        return percents
    return percents | {name.partition(".")[0] for name in names}


def problems(catalogue: Catalog) -> list[str]:
    """Texts without a translation, with a doubtful one, or with other blanks than the source."""
    return [f"{what}: {message.id}" for message in catalogue if message.id for what in _wrong(message)]


def _wrong(message: Message) -> list[str]:
    sources = message.id if isinstance(message.id, tuple) else (message.id,)
    texts = message.string if isinstance(message.string, tuple) else (message.string,)
    if message.fuzzy:
        return ["fuzzy"]
    if not all(texts):
        return ["not translated"]
    wanted = set().union(*map(blanks, sources))
    # a singular may spell its number out
    return ["other blanks"] if any(wanted - blanks(text) - {"count"} or blanks(text) - wanted for text in texts) else []


def countries() -> str:
    """The countries' names in the languages of the window, by language and code (ISO 3166-1 alpha-2), as JSON."""
    names = {
        language: {
            code: name
            for code, name in sorted(Locale(language).territories.items())
            if len(code) == 2 and code not in NO_COUNTRIES
        }
        for language in WINDOW_LANGUAGES
    }
    return json.dumps(names, ensure_ascii=False, indent=1) + "\n"


def language_names() -> str:
    """What languages are called in the languages of the window, by language and code (ISO 639), as JSON."""
    names = {
        language: {code: name for code, name in sorted(Locale(language).languages.items()) if code.isalpha()}
        for language in WINDOW_LANGUAGES
    }
    return json.dumps(names, ensure_ascii=False, indent=1) + "\n"


def main() -> int:
    """Write every catalogue and the names of countries and languages anew.

    Returns:
        1 while a text is not translated, else 0.
    """
    template = collect()
    COUNTRIES.write_text(countries(), encoding="utf-8")
    LANGUAGE_NAMES.write_text(language_names(), encoding="utf-8")
    found = []
    for language in languages():
        catalogue = updated(language, template)
        po_file(language).write_bytes(written(catalogue))
        po_file(language).with_suffix(".mo").write_bytes(compiled(read(language)))
        found += [f"{language}: {problem}" for problem in problems(catalogue)]
    sys.stderr.writelines(f"{problem}\n" for problem in found)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
