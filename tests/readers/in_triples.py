"""triple-s-survey reads Triple-S: what it says of each question is put into the words of the table."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from cati_app.publish.dataset.table import DataTable, Kind, Value, Variable
from tests.readers.programs import NotThere
from tests.readers.seen import SYSTEM_MISSING, ReadBack, SeenWeight, as_coded, reason_of
from tests.readers.studies import ReadTable


def by_triples(tables: Sequence[ReadTable]) -> Iterator[tuple[ReadTable, ReadBack]]:
    """The file of each table.

    Raises:
        NotThere: triple-s-survey.
    """
    try:
        import triple_s
    except ImportError:
        raise NotThere("triple-s-survey: make readers installs it") from None
    for read in tables:
        survey = triple_s.read_triple_s(str(read.file(".sss")), str(read.file("_sss.csv")))
        frame = survey.to_pandas()
        columns = {str(name): list(frame[name]) for name in frame.columns}
        yield read, _Survey(read.table, columns, {name: _question(survey, name) for name in columns}).read_back()


@dataclass(frozen=True, slots=True)
class _Question:
    """A question as the package tells of it."""

    label: str
    usage: str
    codes: Mapping[int, str]


def _question(survey: Any, name: str) -> _Question:
    told = survey.get_question(name)
    codes = {code.code: code.label.value for code in told.response.values} if told.response else {}
    return _Question(told.label.value, str(told.usage), codes)


class _Survey:
    """The questions of a file in the words of the table."""

    def __init__(
        self, table: DataTable, columns: Mapping[str, Sequence[object]], questions: Mapping[str, _Question]
    ) -> None:
        self._table = table
        self._columns = columns
        self._questions = questions
        self._sets = {members.name: members.variables for members in table.sets}

    def read_back(self) -> ReadBack:
        """All that the file says."""
        variables, rows = self._table.variables, range(len(self._table.rows))
        weights = [name for name, asked in self._questions.items() if "weight" in asked.usage]
        return ReadBack(
            "triples",
            "triple-s-survey",
            {known.name: [self._text(known, row) for row in rows] for known in variables},
            self._as_written,
            {known.name: self._label(known) for known in variables},
            {known.name: self._choices(known) for known in variables},
            lambda variable: variable.set_name in self._sets,
            has_full_texts=True,
            missing={
                known.name: [self._reason(known, row) for row in range(len(self._table.rows))] for known in variables
            },
            sets={name: (self._questions[name].label, members) for name, members in self._sets.items()},
            weight=SeenWeight(" ".join(weights) or "none"),
        )

    def _label(self, variable: Variable) -> str:
        """Of one of several answers its text is told, within the question."""
        if variable.set_name in self._sets:
            place = self._sets[variable.set_name].index(variable.name) + 1
            told = self._questions[variable.set_name].codes[place]
            return variable.label if told == (variable.item or variable.label) else told
        return self._questions[variable.name].label

    def _choices(self, variable: Variable) -> dict[str, str]:
        """The codes of the table, as far as their texts are told."""
        asked = self._questions.get(f"{variable.name}_miss" if self._is_timed(variable) else variable.name)
        told = set(asked.codes.values()) if asked else set()
        full = {coded.code: coded.text for coded in variable.codes}
        texts = {str(code): full.get(code) or text for code, text in variable.labels.items()}
        return {code: text for code, text in texts.items() if text in told}

    def _is_timed(self, variable: Variable) -> bool:
        return variable.kind not in (Kind.NUMBER, Kind.TEXT)

    def _as_written(self, variable: Variable, value: Value) -> str:
        reason = reason_of(variable, value)
        if variable.set_name in self._sets or self._is_timed(variable):
            return "" if reason else as_coded(variable, value)
        if variable.kind is Kind.TEXT or (value is None and not reason):
            return str(value)
        full = {coded.code: coded.text for coded in variable.codes}
        if isinstance(value, int) and (reason or value in full):
            return full.get(value) or variable.labels[value]
        return as_coded(variable, value)

    def _text(self, variable: Variable, row: int) -> str:
        if variable.set_name in self._sets:
            chosen = self._columns[variable.set_name][row]
            place = self._sets[variable.set_name].index(variable.name) + 1
            return str(int(place in chosen)) if isinstance(chosen, list | tuple) else ""
        value = self._columns[variable.name][row]
        if _is_nothing(value):
            return ""
        if variable.kind is Kind.MOMENT:
            return f"{value} {self._columns[f'{variable.name}_time'][row]}"
        codes = self._questions[variable.name].codes
        if isinstance(value, int | float):
            return codes.get(int(value), str(value)) if float(value).is_integer() else str(value)
        return str(value)

    def _reason(self, variable: Variable, row: int) -> str:
        """The code whose text is told, by the question or by the one beside it."""
        codes = {variable.labels[code]: str(code) for code in variable.missing.values()}
        told = self._text(variable, row)
        name = variable.set_name if variable.set_name in self._sets else variable.name
        beside = self._questions.get(f"{name}_miss")
        if beside is not None and (name != variable.name or self._is_timed(variable)):
            number = self._columns[f"{name}_miss"][row]
            told = " " if _is_nothing(number) else beside.codes[int(float(str(number)))]
        return SYSTEM_MISSING if told == "" else codes.get(told, "")


def _is_nothing(value: object) -> bool:
    return value is None or value == "" or (isinstance(value, float) and math.isnan(value))
