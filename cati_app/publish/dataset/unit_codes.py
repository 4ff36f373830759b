"""Codes of the frame beside the answers they were given to: a set of dichotomies for each question, and its stance.

Of question Q each field and theme is a variable `Q_c_CODE` (1 given, 0 not), all of one set `Q_c`; `Q_stance` is the
stance by its number in the frame's order, then those aside. Codes in force alone are there; who has none is missing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial

from cati_app.domain.coding.code_frame import Axis, CodeFrame, UnitCodes, text_in
from cati_app.engine.kinds.facts import Level
from cati_app.publish.dataset.factored import Factored, factored
from cati_app.publish.dataset.names import LONGEST_LABEL, Names, cut
from cati_app.publish.dataset.table import Coded, DataTable, Kind, ResponseSet, Value, Variable
from cati_app.texts import words_of
from cati_app.texts.frame_words import axis_names
from cati_app.values import dataclass

ORIGIN = "calculation"
"""Of these variables: whoever has no codes is missing without a reason."""


@dataclass(frozen=True, slots=True)
class QuestionCodes:
    """The codes in force of the answers to a question.

    Args:
        question: Its name.
        label: As it is read aloud.
        by_case: By `case_id` of the data set.
    """

    question: str
    label: str
    by_case: Mapping[str, UnitCodes]


def with_unit_codes(table: DataTable, frame: CodeFrame, coded: Sequence[QuestionCodes]) -> DataTable:
    """The data set with these variables behind the others; as it is where nothing has codes.

    Args:
        table: With the variable `case_id`.
    """
    names, made = Names(), list[tuple[Variable, Factored[Value]]]()
    for variable in table.variables:
        names.take(variable.name)
    cases = [str(case) for case in table.columns[[each.name for each in table.variables].index("case_id")]]
    sets = []
    for question in coded:
        if any(case in question.by_case for case in cases):
            of_set = list(_set_of(table, frame, question, cases, names))
            name = names.take(f"{question.question}_c")
            made += [(replace(variable, set_name=name), column) for variable, column in of_set]
            sets.append(ResponseSet(name, cut(question.label, LONGEST_LABEL), tuple(each.name for each, _ in of_set)))
            made.append(_stance(table, frame, question, cases, names))
    return replace(
        table,
        variables=(*table.variables, *(variable for variable, _ in made)),
        columns=(*table.columns, *(column for _, column in made)),
        sets=(*table.sets, *sets),
    )


def _set_of(
    table: DataTable, frame: CodeFrame, question: QuestionCodes, cases: Sequence[str], names: Names
) -> Iterator[tuple[Variable, Factored[Value]]]:
    words = words_of(table.language)
    called = axis_names(words)
    labels: dict[int | str, str] = {0: words.say_in("code frame", "not given"), 1: words.say_in("code frame", "given")}
    for axis in (Axis.FIELD, Axis.THEME):
        for code in frame.axes[axis].codes:
            item = f"{called[axis]}: {text_in(code.label, table.language)}"
            variable = Variable(
                names.take(f"{question.question}_c", f"_{code.id}"),
                cut(f"{question.label} – {item}", LONGEST_LABEL),
                Kind.NUMBER,
                Level.NOMINAL,
                question=question.label,
                item=item,
                codes=tuple(Coded(number, str(number), text) for number, text in labels.items()),
                labels=labels,
                width=1,
                origin=ORIGIN,
            )
            yield variable, _column(question, cases, partial(_has, (axis, code.id)))


def _stance(
    table: DataTable, frame: CodeFrame, question: QuestionCodes, cases: Sequence[str], names: Names
) -> tuple[Variable, Factored[Value]]:
    axis = frame.axes[Axis.STANCE]
    order = (*axis.ordinal, *axis.aside)
    texts = {code.id: text_in(code.label, table.language) for code in axis.codes}
    title = axis_names(words_of(table.language))[Axis.STANCE]
    labels: dict[int | str, str] = {number: texts[known] for number, known in enumerate(order, 1)}
    variable = Variable(
        names.take(question.question, "_stance"),
        cut(f"{question.label} – {title}", LONGEST_LABEL),
        Kind.NUMBER,
        Level.NOMINAL,
        question=question.label,
        item=title,
        codes=tuple(Coded(number, known, texts[known]) for number, known in enumerate(order, 1)),
        labels=labels,
        width=len(str(len(order))),
        origin=ORIGIN,
        notes=(text_in(frame.target, table.language),),
    )

    def number(codes: UnitCodes) -> Value:
        stance = next(iter(codes.on(Axis.STANCE)), None)
        return order.index(stance) + 1 if stance in order else None

    return variable, _column(question, cases, number)


def _has(pair: tuple[Axis, str], codes: UnitCodes) -> Value:
    return int(pair in codes.pairs)


def _column(question: QuestionCodes, cases: Sequence[str], read: Callable[[UnitCodes], Value]) -> Factored[Value]:
    return factored(None if (codes := question.by_case.get(case)) is None else read(codes) for case in cases)
