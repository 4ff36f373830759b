"""A questionnaire and its interviews as one table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from cati_app.engine.form.model import Form
from cati_app.publish.dataset.columns import Column, FormColumns, Workshop
from cati_app.publish.dataset.facts import Record, StudyFacts
from cati_app.publish.dataset.fieldwork import WEIGHT, FieldworkColumns, case_id
from cati_app.publish.dataset.labels import Labels
from cati_app.publish.dataset.names import Names
from cati_app.publish.dataset.outgoing import left_out, outgoing
from cati_app.publish.dataset.places import extent_of, places_of
from cati_app.publish.dataset.table import DataTable, Kind, Value, Variable, VariableNotice
from cati_app.texts import Words, words_of

_MOST_DECIMALS = 9


def build_table(
    form: Form, study: StudyFacts, records: Iterable[Record], *, data_time: datetime | None = None
) -> DataTable:
    """The data set of a study: one row for each record, ordered by the random `case_id`.

    Args:
        form: The questionnaire the interviews were held with.
        study: Facts that stand in no questionnaire.
        records: The interviews that count: completes, with partial ones if wanted. None at all gives an empty table.
        data_time: Time of the last event of the study, aware; without it the last end or start of an interview.

    Raises:
        ValueError: two interviews share an id.
        ZoneInfoNotFoundError: there is no such time zone.
    """
    ordered = sorted(records, key=lambda record: case_id(study.id, record.interview.id))
    if len({record.interview.id for record in ordered}) < len(ordered):
        raise ValueError("an interview is handed in twice")
    labels, names = Labels(study.language), Names()
    tally: Counter[tuple[str, str]] = Counter()
    fieldwork = FieldworkColumns(study, labels, names, ordered)
    extent = extent_of(ordered)
    questions = FormColumns(Workshop(form=form, study=study, names=names, extent=extent, labels=labels, tally=tally))
    places = (node_in_row for node in outgoing(form) for node_in_row in places_of(form, node, extent))
    asked = [column for node_in_row in places for column in questions.of(node_in_row)]
    columns = [*fieldwork.first(), *asked, *fieldwork.last()]
    columns = [Column(labels.finished(column.variable), column.read) for column in columns]
    rows = [tuple(column.read(record) for column in columns) for record in ordered]
    variables = tuple(_fitted(column.variable, [row[index] for row in rows]) for index, column in enumerate(columns))
    notices = [*labels.notices, *_counted(labels, tally), *_kept_back(form, labels)]
    zone = ZoneInfo(study.time_zone)
    return DataTable(
        study_id=study.id,
        title=study.title,
        version=study.version,
        language=study.language,
        data_time=(data_time or _last_event(ordered)).astimezone(zone),
        variables=variables,
        rows=rows,
        sets=tuple(questions.sets),
        weight=WEIGHT,
        notices=tuple(notices),
    )


def _fitted(variable: Variable, column: Sequence[Value]) -> Variable:
    """Width and decimals that hold every value, value label and missing code."""
    if variable.kind is Kind.TEXT:
        texts = [*(value for value in column if isinstance(value, str)), *map(str, variable.labels)]
        return replace(variable, width=max((len(text.encode()) for text in texts), default=0) or 1)
    if variable.kind is not Kind.NUMBER:
        return variable
    numbers = [value for value in (*column, *variable.labels) if isinstance(value, int | float)]
    decimals = max((_decimals(value) for value in numbers), default=0)
    decimals = max(decimals, variable.decimals)
    whole = max((len(str(int(value))) for value in numbers), default=1)
    return replace(variable, decimals=decimals, width=min(40, max(whole + (decimals + 1 if decimals else 0), 1)))


def _decimals(value: float) -> int:
    if isinstance(value, int) or value.is_integer():
        return 0
    return len(f"{value:.{_MOST_DECIMALS}f}".rstrip("0").partition(".")[2])


def _counted(labels: Labels, tally: Counter[tuple[str, str]]) -> Iterator[VariableNotice]:
    for (code, name), cases in sorted(tally.items()):
        if cases:
            yield VariableNotice(name, _count_of(words_of(labels.language), code, cases))


def _count_of(words: Words, code: str, cases: int) -> str:
    texts = {
        "note_unlisted": words.say_count(
            "Values outside the questionnaire's list: {count} case, written as missing.",
            "Values outside the questionnaire's list: {count} cases, written as missing.",
            cases,
        ),
        "note_text_cut": words.say_count(
            "Texts were longer than 32,767 bytes and are cut: {count} case.",
            "Texts were longer than 32,767 bytes and are cut: {count} cases.",
            cases,
        ),
    }
    return texts[code]


def _kept_back(form: Form, labels: Labels) -> Iterator[VariableNotice]:
    for node in left_out(form):
        yield VariableNotice("", labels.words("note_left_out", detail=node.name))


def _last_event(records: Sequence[Record]) -> datetime:
    """The last end or start; of an empty table the beginning of the epoch, so that its bytes do not change."""
    times = [record.interview.ended_at or record.interview.started_at for record in records]
    return max(times, default=datetime.fromtimestamp(0, UTC))
