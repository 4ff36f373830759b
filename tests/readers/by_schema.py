"""xmlschema holds DDI against the schema of the DDI Alliance, and reads what it says of the variables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from cati_app.domain.tabulation.small_counts import hidden_counts
from cati_app.publish.dataset.table import DataTable
from cati_app.publish.dataset.told_variables import untold_variables
from tests.readers.programs import NotAsked, NotThere
from tests.readers.seen import ReadBack, SeenSet, SeenWeight
from tests.readers.studies import ReadTable


def by_schema(tables: Sequence[ReadTable], schemas: Path | None) -> Iterator[tuple[ReadTable, ReadBack]]:
    """The description of each table.

    Raises:
        NotAsked: without a folder of schemas.
        NotThere: the schema, or xmlschema.
    """
    if schemas is None:
        raise NotAsked("DDI needs the schema of the DDI Alliance: make readers SCHEMAS=FOLDER")
    try:
        import xmlschema
    except ImportError:
        raise NotThere("xmlschema: make readers installs it") from None
    source = schemas / "ddi-2.5" / "schemas" / "codebook.xsd"
    if not source.exists():
        raise NotThere(f"there is no {source}")
    schema = xmlschema.XMLSchema(str(source))
    for read in tables:
        told, errors = schema.to_dict(str(read.file("_ddi.xml")), validation="lax")
        (described,) = told["dataDscr"]
        yield read, _read_back(read.table, described, is_valid=not errors)


def _read_back(table: DataTable, described: Mapping[str, Sequence[Mapping[str, Any]]], *, is_valid: bool) -> ReadBack:
    variables = {str(known["@name"]): known for known in described["var"]}
    named = {known["@ID"]: name for name, known in variables.items()}
    sets: dict[str, SeenSet] = {
        group["@name"]: (_text(group["labl"]), tuple(named[each] for each in group["@var"]))
        for group in described.get("varGrp", ())
    }
    weights = [name for name, known in variables.items() if known.get("@wgt") == "wgt"]
    untold = untold_variables(table)
    counts = all(
        "sumStat" not in variables[known.name] and not _told_reasons(variables[known.name])
        if known.name in untold
        else _counts_hold(table, place, variables[known.name])
        for place, known in enumerate(table.variables)
    )
    return ReadBack(
        "ddi",
        "xmlschema",
        labels={name: _text(known["labl"]) for name, known in variables.items()},
        choices={
            name: {str(each["catValu"]["$"]): _text(each["labl"]) for each in known.get("catgry", ())}
            for name, known in variables.items()
        },
        has_full_texts=True,
        sets=sets,
        weight=SeenWeight(" ".join(weights) or "none"),
        more={"valid": is_valid, "missing": counts},
    )


def _text(labels: Sequence[Mapping[str, str]]) -> str:
    return labels[0]["$"]


def _told_reasons(known: Mapping[str, Any]) -> dict[str, int]:
    """How often each reason for no answer is told to stand there."""
    return {
        each["catValu"]["$"]: int(each["catStat"][0]["$"])
        for each in known.get("catgry", ())
        if each.get("@missing") == "Y" and "catStat" in each
    }


def _counts_hold(table: DataTable, place: int, known: Mapping[str, Any]) -> bool:
    """How often each reason stands in the data, and how many values are missing."""
    variable, values = table.variables[place], [row[place] for row in table.rows]
    told = _told_reasons(known)
    reasons = [code for code in variable.labels if code in variable.missing.values()]
    counted = {str(code): sum(value == code for value in values) for code in reasons}
    invalid = next(int(each["$"]) for each in known["sumStat"] if each["@type"] == "invd")
    hidden = hidden_counts([*counted.values()])
    expected = {code: count for number, (code, count) in enumerate(counted.items()) if number not in hidden}
    return told == expected and invalid == len(values) - table.valid(place)
