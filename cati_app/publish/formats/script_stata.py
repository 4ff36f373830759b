"""Stata commands that read the plain CSV: labels, extended missing values, dates, notes."""

from __future__ import annotations

from collections.abc import Iterator

from cati_app.publish.dataset.missing_letters import LETTERS
from cati_app.publish.dataset.names import cut_characters
from cati_app.publish.dataset.table import DataTable, Kind, Variable
from cati_app.publish.formats.codebook import codes_told
from cati_app.publish.formats.guards import STATA_LABEL

_MASKS = {
    Kind.DATE: ('date({0}, "YMD")', "%td"),
    Kind.MONTH: ('date({0}, "YMD")', "%tdMonth_CCYY"),
    Kind.MOMENT: ('clock(subinstr({0}, "T", " ", 1), "YMDhms")', "%tc"),
    Kind.TIME: ('clock({0}, "hms")', "%tcHH:MM:SS"),
}


def stata_script(table: DataTable, plain: str) -> Iterator[bytes]:
    """The commands, for Stata 14 and later.

    Args:
        table: The data set.
        plain: Name of the plain CSV.
    """
    yield ("\n".join(_commands(table, plain)) + "\n").encode()


def _commands(table: DataTable, plain: str) -> Iterator[str]:
    kept_as_text = [
        str(position)
        for position, known in enumerate(table.variables, 1)
        if known.kind is Kind.TEXT or known.kind in _MASKS
    ]
    numbers = [str(position) for position, known in enumerate(table.variables, 1) if known.kind is Kind.NUMBER]
    title = _plain(table.title).replace("/", "∕")  # two of them, or one beside a star, would change what is a comment
    yield f"* {title} ({table.version}); reads {plain} in the current folder"
    yield "version 14"
    yield (
        f'import delimited using "{plain}", clear varnames(1) case(preserve) encoding("utf-8") bindquotes(strict)'
        f" stringcols({' '.join(kept_as_text)}) numericcols({' '.join(numbers)})"
    )
    yield f"label data {_quoted(f'{table.title} ({table.version})')}"
    for variable in table.variables:
        yield from _timed(variable) if variable.kind in _MASKS else _number(variable)
        yield f"label variable {variable.name} {_quoted(variable.label)}"
        if variable.kind is Kind.TEXT and variable.codes:
            yield f"notes {variable.name}: {_plain(codes_told(variable))}"
    yield f"notes: {table.study_id}, {table.version}, {table.data_time.isoformat()}, {table.checksum}"
    if table.weight:
        yield f"* weighted: [pweight = {table.weight}]"


def _number(variable: Variable) -> Iterator[str]:
    if variable.kind is Kind.TEXT:
        return
    pairs = " \\ ".join(f"{code} = .{LETTERS[reason]}" for reason, code in variable.missing.items())
    if pairs:
        yield f"mvdecode {variable.name}, mv({pairs})"
    yield from _labels(variable)


def _labels(variable: Variable) -> Iterator[str]:
    letters = {code: f".{LETTERS[reason]}" for reason, code in variable.missing.items()}
    labels = [(letters.get(code, code), text) for code, text in variable.labels.items() if isinstance(code, int)]
    for code, text in labels:
        yield f"label define {variable.name} {code} {_quoted(text, None)}, add"
    if labels:
        yield f"label values {variable.name} {variable.name}"


def _timed(variable: Variable) -> Iterator[str]:
    """The text of a date stands aside as `__text` while the number takes its position and name."""
    read, shown = _MASKS[variable.kind]
    yield f"rename {variable.name} __text"
    yield f"generate double {variable.name} = {read.format('__text')}, after(__text)"
    for reason, code in variable.missing.items():
        yield f'replace {variable.name} = .{LETTERS[reason]} if __text == "{code}"'
    yield "drop __text"
    yield f"format {variable.name} {shown}"
    yield from _labels(variable)


def _quoted(text: str, longest: int | None = STATA_LABEL) -> str:
    text = _plain(text) if longest is None else cut_characters(_plain(text), longest)
    return f'`"{text}"\''


def _plain(text: str) -> str:
    """On one line, without what Stata would take for a macro or the end of the text."""
    return " ".join(text.replace("\"'", '"’').replace("`", r"\`").replace("$", r"\$").split())
