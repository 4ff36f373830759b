"""The data set that readers get: every kind of question, a repeat, labels from right to left, texts that are hard."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from cati_app.engine.form.answers import Special
from cati_app.publish.dataset.linked import linked_tables
from cati_app.publish.dataset.table import DataTable
from cati_app.publish.formats.contents import FORMATS, PARADATA, DataPart
from cati_app.publish.formats.writing import write_dataset
from tests.unit.publish.records import PRINT_FONTS, data, form, held

STEM = "small_1"


@cache
def scene() -> DataTable:
    """Interviews answered, refused and broken off."""
    questionnaire = form(
        """type | name | label | repeat_count
        select_one l | single | أي واحد؟ ä 🙂 |
        select_multiple l | many | Mehrere? |
        rank l | order | Reihenfolge? |
        integer | whole | Ganze Zahl? |
        decimal | broken | Bruch? |
        integer | cold | Grad? |
        date | day | Tag? |
        time | clock | Uhrzeit? |
        dateTime | moment | Wann? |
        text | open | Was? |
        integer | persons | Wie viele? |
        begin repeat | person | Person | ${persons}
        integer | age | Wie alt? |
        end repeat | | |
        """,
        "list_name | name | label\nl | 1 | نعم، جدا\nl | 2 | Nein – „nie“\n",
    )
    said: dict[str, str | Special] = {
        "single": "1",
        "many": "1 2",
        "order": "2 1",
        "whole": "123456789",
        "broken": "2.75",
        "cold": "-12",
        "day": "1985-02-03",
        "clock": "07:08:09.000+01:00",
        "moment": "2026-03-01T10:11:12.000+01:00",
        "open": '=1+1 "🙂" شكرا; it\'s, ' + "lang " * 700 + "end",
        "persons": "2",
        "/person[1]/age": "33",
        "/person[2]/age": Special.REFUSED,
    }
    refused: dict[str, str | Special] = {**dict.fromkeys(said, Special.REFUSED), "persons": "0"}
    return data(
        questionnaire,
        held(questionnaire, said, 1),
        held(questionnaire, refused, 2),
        held(questionnaire, {"single": "2", "whole": Special.DONT_KNOW, "persons": "1"}, 3),
    )


def written(folder: Path) -> list[Path]:
    """The files of the data set in every format, repeats too."""
    parts = [DataPart("", scene()), *(DataPart(f"repeat_{name}", linked) for name, linked in linked_tables(scene()))]
    return write_dataset(parts, [name for name in FORMATS if name != PARADATA], folder, PRINT_FONTS)
