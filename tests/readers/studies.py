"""The data sets that readers get: one with every kind of question and hard texts, and one of the reference study."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from decimal import Decimal
from functools import cache
from pathlib import Path

from cati_app.domain.weighting.recipe import Margin, MissingValues, Recipe
from cati_app.engine.form.answers import Special
from cati_app.fieldwork.monitor.data import DataRow
from cati_app.publish.dataset.linked import linked_tables
from cati_app.publish.dataset.table import DataTable
from cati_app.publish.dataset.weighed import weighed_table, with_weights
from cati_app.publish.dataset.weighting_words import codebook_notes, weight_labels
from cati_app.publish.formats.contents import FORMATS, PARADATA, DataPart
from cati_app.publish.formats.writing import write_dataset
from tests.unit.publish.records import REFERENCE, START, codebook_of, data, form, held, reference_form, reference_rows

_SURVEY = """type | name | label | repeat_count | parameters | appearance | constraint | calculation
    note | hello | Guten Tag | | | | |
    acknowledge | agreed | Einverstanden? | | | | |
    select_one l | single | أي واحد؟ ä 🙂 | | | | |
    select_one l or_other | other | Welche andere? | | | | |
    select_multiple l | many | Mehrere? | | | | |
    rank l | order | Reihenfolge? | | | | |
    select_one n | named | Mit Namen? | | | | |
    range | scale | كم؟ | | start=0 end=10 step=1 | | |
    range | finer | Wie viel genau? | | start=-1 end=1 step=0.25 | | |
    integer | whole | Ganze Zahl? | | | | |
    decimal | broken | Bruch? | | | | |
    integer | cold | Grad? | | | | . > -100 |
    date | day | Tag? | | | | |
    date | month | Monat? | | | month-year | |
    time | clock | Uhrzeit? | | | | |
    dateTime | moment | Wann? | | | | |
    text | open | Was? | | | | |
    text | story | Und dann? | | | multiline | |
    integer | persons | Wie viele? | | | | |
    begin repeat | person | الأشخاص | ${persons} | | | |
    text | called | Wie heißt die Person? | | | | |
    integer | age | كم العمر؟ | | | | |
    select_multiple l | likes | Was mag sie? | | | | |
    end repeat | | | | | | |
    select_one ${called} | head | Wer von ihnen? | | | | |
    select_multiple ${called} | seen | Wen davon? | | | | |
    calculate | twice | | | | | | 2 * ${whole}
    calculate | greeting | | | | | | concat('سلام ', ${open})
    """
_CHOICES = """list_name | name | label
    l | 1 | نعم، جدا
    l | 2 | Nein – „nie“
    l | 3 | 3 Ορισμένες 🙂
    n | yes | Ja
    n | no | Nein
    """
_SAID: dict[str, str | Special] = {
    "agreed": "OK",
    "single": "1",
    "other": "other",
    "other_other": 'غير ذلك؛ "x"',
    "many": "1 2",
    "order": "2 1 3",
    "named": "yes",
    "scale": "7",
    "finer": "-0.75",
    "whole": "123456789",
    "broken": "2.75",
    "cold": "-12",
    "day": "1985-02-03",
    "month": "2024-05",
    "clock": "07:08:09.000+01:00",
    "moment": "2026-03-01T10:11:12.000+01:00",
    "open": '=1+1 "🙂" شكرا; it\'s, ' + "lang " * 700 + "end",
    "story": "first\nsecond, third",
    "persons": "2",
    "/person[1]/called": "عمر",
    "/person[1]/age": "33",
    "/person[1]/likes": "1 3",
    "/person[2]/called": "Bo",
    "/person[2]/age": Special.REFUSED,
    "/person[2]/likes": Special.DONT_KNOW,
    "head": "عمر",
    "seen": "Bo",
}


@dataclass(frozen=True)
class ReadTable:
    """A table that was written in every format.

    Args:
        name: What it is, for people.
        folder: Where its files lie.
        stem: What their names begin with.
    """

    name: str
    table: DataTable
    folder: Path
    stem: str

    def file(self, ending: str) -> Path:
        """One of its files."""
        return self.folder / f"{self.stem}{ending}"


def written_tables(folder: Path) -> list[ReadTable]:
    """The interviews and the repeats of each study, in every format."""
    found = []
    for name, table in (("every kind of question", every_kind()), ("the reference study", reference())):
        parts = [DataPart("", table), *(DataPart(f"repeat_{of}", linked) for of, linked in linked_tables(table))]
        write_dataset(parts, [name for name in FORMATS if name != PARADATA], folder, codebook_of)
        for part in parts:
            stem = f"{table.study_id}_{table.version}" + f"_{part.name}" * bool(part.name)
            told = f"{name}, repeat `{part.name.removeprefix('repeat_')}`" if part.name else name
            found.append(ReadTable(told, part.table, folder, stem))
    return found


@cache
def every_kind() -> DataTable:
    """Interviews answered, refused, broken off and partial; weighed."""
    questionnaire = form(_SURVEY, _CHOICES)
    refused = {**dict.fromkeys(_SAID, Special.REFUSED), "persons": "0", "agreed": "OK", "other": "2"}
    some = {**_SAID, "single": "2", "whole": Special.DONT_KNOW, "persons": "1", "other": "1", "seen": "عمر"}
    rows = [
        held(questionnaire, _SAID, 1, ended_at=START + timedelta(minutes=13)),
        held(questionnaire, refused, 2, ended_at=START + timedelta(minutes=19), language="tr"),
        held(questionnaire, some, 3, ended_at=START + timedelta(minutes=7)),
        held(questionnaire, {"single": "2"}, 4, stop_at="many", disposition="partial"),
    ]
    return _weighed(data(questionnaire, *rows), "interview_lang", de=60, tr=40)


@cache
def reference() -> DataTable:
    """Interviews of the reference study, answered by chance; weighed by age."""
    rows = [_of_minutes(row, number) for number, row in enumerate(reference_rows(24))]
    table = data(reference_form(), *rows, study=REFERENCE)
    return _weighed(table, "age_group", **{"16-29": 21, "30-44": 27, "45-64": 33, "65+": 19})


def _of_minutes(row: DataRow, number: int) -> DataRow:
    """The interview with a length of its own, so that a mean of them tells weights from none."""
    return replace(row, interview=replace(row.interview, ended_at=START + timedelta(minutes=9, seconds=31 * number)))


def _weighed(table: DataTable, variable: str, **amounts: int) -> DataTable:
    margin = Margin((variable,), {name: Decimal(amount) for name, amount in amounts.items()})
    recipe = Recipe((margin,), missing=MissingValues.SAMPLE)
    weights = weighed_table(table, recipe)
    notes: Sequence[str] = codebook_notes(table.language, weights.weighting, 1, recipe.digest, START.date())
    return with_weights(table, weights, weight_labels(table.language, 1, recipe.digest), notes, "0 = nicht gezählt")
