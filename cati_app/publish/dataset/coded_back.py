"""What a data set says of answers that got codes in place of “other”, and of those that were corrected."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace

from cati_app.engine.form.model import Form
from cati_app.engine.form.nodes import NodeKind
from cati_app.publish.dataset.table import DataTable, VariableNotice
from cati_app.texts import words_of


def with_coding_notes(table: DataTable, coded: Mapping[str, int], form: Form) -> DataTable:
    """The table with notes on the variables and a notice for each question; as it is where nothing was coded.

    Args:
        coded: Interviews with codes in place of “other”, by reference of the question.
        form: The questionnaire, for calculations that read such an answer.
    """
    if not coded:
        return table
    words = words_of(table.language)
    notes = {
        ref: words.say_count(
            "{count} open answer has codes in place of “other”; the answers as they were given: --original.",
            "{count} open answers have codes in place of “other”; the answers as they were given: --original.",
            count,
        )
        for ref, count in coded.items()
    }
    variables, notices, told = [], list(table.notices), set[str]()
    for variable in table.variables:
        note = notes.get(variable.source)
        if note is None or variable.origin != "question":
            variables.append(variable)
            continue
        variables.append(replace(variable, notes=(*variable.notes, note)))
        if variable.source not in told:
            told.add(variable.source)
            notices.append(VariableNotice(variable.set_name or variable.name, note))
    read = calculations_reading(form, coded)
    if read:
        text = words.say(
            "These are computed from coded answers and stay as the interview had them: {names}.", names=", ".join(read)
        )
        notices.append(VariableNotice("", text))
    return replace(table, variables=tuple(variables), notices=tuple(notices))


def with_correction_notes(table: DataTable, corrected: Mapping[str, int]) -> DataTable:
    """The table with notes on the variables and a notice for each question; as it is where nothing was corrected.

    Args:
        corrected: Interviews with a corrected answer, by reference of the question.
    """
    if not corrected:
        return table
    words = words_of(table.language)
    variables, notices, told = [], list(table.notices), set[str]()
    for variable in table.variables:
        count = corrected.get(variable.source, 0)
        if not count or variable.origin != "question":
            variables.append(variable)
            continue
        note = words.say_count(
            "{count} answer was corrected in review, with what is computed from it; as given: --original.",
            "{count} answers were corrected in review, with what is computed from them; as given: --original.",
            count,
        )
        variables.append(replace(variable, notes=(*variable.notes, note)))
        if variable.source not in told:
            told.add(variable.source)
            notices.append(VariableNotice(variable.set_name or variable.name, note))
    return replace(table, variables=tuple(variables), notices=tuple(notices))


def calculations_reading(form: Form, references: Collection[str]) -> list[str]:
    """Names of the calculations that read one of these answers, or read what does, in the order of the form."""
    paths = {"/".join(part.partition("[")[0] for part in ref.split("/")) for ref in references}
    waiting = [node.index for node in form.nodes if node.path in paths]
    known: set[int] = set()
    while waiting:
        for edge in form.edges[waiting.pop()]:
            target = form.nodes[edge.target]
            if target.kind is NodeKind.CALCULATION and target.index not in known:
                known.add(target.index)
                waiting.append(target.index)
    return [form.nodes[index].name for index in sorted(known)]
