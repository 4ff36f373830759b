"""Triple-S: codes of its own for what the standard does not know."""

from __future__ import annotations

import csv
import io
from xml.etree import ElementTree as Tree

from cati_app.engine.form.answers import Special
from cati_app.publish.formats.triples import triples_documents
from tests.unit.publish.records import data, form, held

LARGEST = "9" * 15


def test_reasons_beside_the_largest_numbers_have_codes_that_differ() -> None:
    survey = "type | name | label\ninteger | whole | Wie viel?\ndecimal | part | Wie viel genau?\n"
    questionnaire = form(survey)
    answers: list[dict[str, str | Special]] = [
        {"whole": LARGEST, "part": "1.5"},
        {"whole": Special.REFUSED, "part": Special.REFUSED},
        {"whole": Special.DONT_KNOW, "part": Special.DONT_KNOW},
    ]
    table = data(questionnaire, *(held(questionnaire, each, number) for number, each in enumerate(answers)))
    description, lines = triples_documents(table, "data.csv")
    told = {each.findtext("name"): each for each in Tree.fromstring(description).iter("variable")}
    rows = list(csv.DictReader(io.StringIO(b"".join(lines).decode())))
    for name, valid in (("whole", LARGEST), ("part", "1.5")):
        labels = {value.get("code"): value.text for value in told[name].iter("value")}
        assert 6 == len(labels) == len({float(code or "") for code in labels}), "read as numbers they differ, too"
        said = {row[name]: labels.get(row[name]) for row in rows}
        assert {valid: None}.items() <= said.items()
        assert {None, "weiß nicht", "keine Angabe"} == set(said.values())
