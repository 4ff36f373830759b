"""An R script that reads the plain CSV: labels, missing values, dates; with haven where it is installed, or without.

The script is ASCII, so that it means the same in every locale.
"""

from __future__ import annotations

from collections.abc import Iterator

from cati_app.publish.dataset.names import Names
from cati_app.publish.dataset.table import DataTable, Kind, Variable

_HEAD = """\
# {title}
# Reads {plain} beside it into the data frame `data`: source("{script}"), in its folder.
# Numbers keep the codes of missing values; with the package haven they are declared as missing (labelled_spss).
# Of dates and times that are missing, NAME_miss holds the code.

data <- read.csv({file}, colClasses = "character", na.strings = character(0), encoding = "UTF-8",
  check.names = FALSE, quote = "\\"", comment.char = "")

.with_haven <- requireNamespace("haven", quietly = TRUE)
.number <- function(name, label, labels = NULL, missing = NULL) {{
  values <- as.numeric(data[[name]])
  if (.with_haven && length(labels)) {{
    one <- length(missing) && missing[1] == missing[2] # haven knows no range of one code
    values <- haven::labelled_spss(values, labels = labels, label = label,
      na_values = if (one) missing[1], na_range = if (!one) missing)
  }} else {{
    attr(values, "label") <- label
    attr(values, "labels") <- labels
    attr(values, "na_range") <- missing
  }}
  data[[name]] <<- values
}}
.text <- function(name, label, labels = NULL) {{
  values <- data[[name]]
  if (.with_haven && length(labels)) {{
    values <- haven::labelled(values, labels = labels, label = label)
  }} else {{
    attr(values, "label") <- label
    attr(values, "labels") <- labels
  }}
  data[[name]] <<- values
}}
.moment <- function(name, label, kind, codes = NULL, reason = NULL) {{
  texts <- data[[name]]
  told <- texts %in% as.character(codes)
  given <- ifelse(told | texts == "", NA, texts)
  values <- switch(kind,
    date = as.Date(given),
    moment = as.POSIXct(given, format = "%Y-%m-%dT%H:%M:%S", tz = "UTC"),
    time = as.difftime(given, format = "%H:%M:%S", units = "secs"))
  attr(values, "label") <- label
  data[[name]] <<- values
  if (!is.null(reason)) data[[reason]] <<- ifelse(told, suppressWarnings(as.integer(texts)), NA_integer_)
}}

"""
_KINDS = {Kind.DATE: "date", Kind.MONTH: "date", Kind.MOMENT: "moment", Kind.TIME: "time"}


def r_script(table: DataTable, plain: str, script: str) -> Iterator[bytes]:
    """The script.

    Args:
        table: The data set.
        plain: Name of the plain CSV.
        script: Its own name.
    """
    head = _HEAD.format(title=_comment(f"{table.title} ({table.version})"), plain=plain, script=script, file=_r(plain))
    yield head.encode()
    names = Names()
    for variable in table.variables:
        names.take(variable.name)
    for variable in table.variables:
        yield (_call(variable, names) + "\n").encode()
    yield b"\n"
    for members in table.sets:
        chosen = ", ".join(map(_r, members.variables))
        yield f"attr(data, {_r('set_' + members.name)}) <- c({chosen}) # 1: chosen\n".encode()
    if table.weight:
        yield f'attr(data, "weight") <- {_r(table.weight)}\n'.encode()
    yield b"rm(.with_haven, .number, .text, .moment)\n"


def _call(variable: Variable, names: Names) -> str:
    name, label = _r(variable.name), _r(variable.label)
    if variable.kind is Kind.TEXT:
        return f".text({name}, {label}{_labels(variable)})"
    if variable.kind is not Kind.NUMBER:
        kind = _r(_KINDS[variable.kind])
        if not variable.missing:
            return f".moment({name}, {label}, {kind})"
        codes = ", ".join(map(str, variable.missing.values()))
        reason = _r(names.take(variable.name, "_miss"))
        return f".moment({name}, {label}, {kind}, c({codes}), {reason})"
    low_high = variable.missing_range
    missing = f",\n  c({low_high[0]}, {low_high[1]})" if low_high else ""
    return f".number({name}, {label}{_labels(variable)}{missing})"


def _labels(variable: Variable) -> str:
    """The last argument but the missing values, or nothing."""
    told = [f"{_r(text)} = {_r(code) if isinstance(code, str) else code}" for code, text in _distinct(variable)]
    return f",\n  c({', '.join(told)})" if told else ""


def _distinct(variable: Variable) -> Iterator[tuple[int | str, str]]:
    """Codes and labels; equal labels get their code behind them, as R names each label once."""
    texts = list(variable.labels.values())
    for code, text in variable.labels.items():
        yield code, f"{text} ({code})" if texts.count(text) > 1 else text


def _comment(text: str) -> str:
    return " ".join(text.encode("ascii", "replace").decode().split())


def _r(text: str) -> str:
    """A text as R writes it, in ASCII."""
    return '"' + "".join(map(_letter, text)) + '"'


def _letter(letter: str) -> str:
    if letter in '"\\':
        return f"\\{letter}"
    number = ord(letter)
    if 32 <= number < 127:
        return letter
    return f"\\u{number:04x}" if number < 0x10000 else f"\\U{number:08x}"
