"""SPSS syntax that reads the plain CSV: labels, missing values, levels, multiple-response sets, weight."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cati_app.publish.dataset.table import DataTable, Kind, Variable
from cati_app.publish.formats.spss_formats import spss_format, spss_sets

_READ_AS = "A20"  # dates and times, which may hold a missing code instead
_BREAK = "\n  "


def spss_script(table: DataTable, plain: str) -> Iterator[bytes]:
    """The syntax; UTF-8 with its mark, as SPSS saves it.

    Args:
        table: The data set.
        plain: Name of the plain CSV.
    """
    yield b"\xef\xbb\xbf" + "\n".join(_statements(table, plain)).encode() + b"\n"


def _statements(table: DataTable, plain: str) -> Iterator[str]:
    variables = table.variables
    yield "* Encoding: UTF-8."
    yield f"* {' '.join(table.title.split()).rstrip('.')} ({table.version}); reads {plain} in the current folder."
    yield f"GET DATA /TYPE=TXT /FILE={_quoted(plain)} /ENCODING='UTF8' /ARRANGEMENT=DELIMITED /DELIMITERS=','"
    columns = _BREAK.join(
        f"{_read_name(position, known)} {_read_as(known)}" for position, known in enumerate(variables)
    )
    yield f"  /QUALIFIER='\"' /FIRSTCASE=2 /VARIABLES={_BREAK}{columns}."
    timed = [(position, known) for position, known in enumerate(variables) if known.kind in _READ]
    for position, variable in timed:
        yield from _timed(_read_name(position, variable), variable)
    yield "EXECUTE."
    if timed:
        yield f"ADD FILES /FILE=* /KEEP={_BREAK}{_BREAK.join(known.name for known in variables)}."
    yield from _described(table, variables)


def _described(table: DataTable, variables: Sequence[Variable]) -> Iterator[str]:
    for variable in variables:
        yield f"VARIABLE LABELS {variable.name} {_quoted(variable.label)}."
        if variable.labels:
            labels = _BREAK.join(f"{_code(code)} {_quoted(text)}" for code, text in variable.labels.items())
            yield f"VALUE LABELS {variable.name}{_BREAK}{labels}."
        yield from _missing(variable)
        yield f"VARIABLE LEVEL {variable.name} ({variable.level.value.upper()})."
    for members in spss_sets(table.sets):
        named = f"NAME=${members.name} LABEL={_quoted(members.label)}"
        yield f"MRSETS /MDGROUP {named}{_BREAK}VARIABLES={' '.join(members.variables)} VALUE={members.counted}."
    if table.weight:
        yield f"WEIGHT BY {table.weight}."
    yield "EXECUTE."


def _missing(variable: Variable) -> Iterator[str]:
    """The range of the codes; of a text the blank one, as in the system file."""
    if variable.kind is Kind.TEXT:
        yield f"MISSING VALUES {variable.name} (' ')."
    elif variable.missing_range:
        low, high = variable.missing_range
        yield f"MISSING VALUES {variable.name} ({low if low == high else f'{low} THRU {high}'})."


def _read_name(position: int, variable: Variable) -> str:
    return f"@T{position}" if variable.kind in _READ else variable.name


def _read_as(variable: Variable) -> str:
    return _READ_AS if variable.kind in _READ else spss_format(variable)


_READ = {
    Kind.DATE: "NUMBER({0},SDATE10)",
    Kind.MONTH: "NUMBER({0},SDATE10)",
    Kind.MOMENT: "NUMBER(SUBSTR({0},1,10),SDATE10) + NUMBER(SUBSTR({0},12,8),TIME8)",
    Kind.TIME: "NUMBER({0},TIME8)",
}
"""How the text of a date or time becomes a number."""


def _timed(read: str, variable: Variable) -> Iterator[str]:
    yield f"NUMERIC {variable.name} ({spss_format(variable)})."
    code = f"SUBSTR({read},1,1) = '-'"
    yield f"IF ({read} <> '' AND NOT ({code})) {variable.name} = {_READ[variable.kind].format(read)}."
    yield f"IF ({code}) {variable.name} = NUMBER({read},F20)."


def _code(code: int | str) -> str:
    return _quoted(code) if isinstance(code, str) else str(code)


def _quoted(text: str) -> str:
    return "'" + " ".join(text.split()).replace("'", "''") + "'"
