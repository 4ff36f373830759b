"""How alike people are in a data set, told to whoever takes it out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from cati_app.domain.release.likeness import ALIKE_PUBLIC, KnownValue, Likeness, likeness
from cati_app.publish.dataset.table import DataTable, VariableNotice
from cati_app.texts import Words, words_of


def with_likeness(table: DataTable, quasi_identifiers: Sequence[str], sensitive: Sequence[str]) -> DataTable:
    """The data set with notices on people who stand out in it; as it is where nothing of it is named.

    Args:
        table: A row for each person.
        quasi_identifiers: Names of variables by which somebody could be known elsewhere; others are passed over.
        sensitive: Names of variables that nobody must learn of a person; others are passed over.
    """
    known_by, secret = (present(table, names) for names in (quasi_identifiers, sensitive))
    if not known_by or not len(table.columns[0]):
        return table
    rows = known_values(table, (*known_by, *secret))
    notices = _notices(likeness(rows, known_by, secret), words_of(table.language), len(rows))
    return replace(table, notices=(*table.notices, *(VariableNotice("", text) for text in notices)))


def present(table: DataTable, names: Sequence[str]) -> list[str]:
    """Those that are variables of the data set."""
    there = {variable.name for variable in table.variables}
    return [name for name in names if name in there]


def known_values(table: DataTable, names: Sequence[str]) -> list[dict[str, KnownValue]]:
    """What is known of each row by some of its variables; a missing value is None, whatever the reason."""
    columns = {variable.name: number for number, variable in enumerate(table.variables)}
    reasons = [frozenset(table.variables[columns[name]].missing.values()) for name in names]
    if not names:
        return [{} for _ in range(len(table.rows))]
    return [
        dict(zip(names, map(_known, values, reasons), strict=True))
        for values in zip(*(table.columns[columns[name]] for name in names), strict=True)
    ]


def _known(value: object, reasons: frozenset[int]) -> KnownValue:
    """None where the value is missing, whatever the reason."""
    if value is None or value == "" or (isinstance(value, int) and value in reasons):
        return None
    return value if isinstance(value, str | int | float) else str(value)


def _notices(told: Likeness, words: Words, people: int) -> list[str]:
    names = ", ".join(told.quasi_identifiers)
    few = sum(group.people for group in told.too_small())
    alike = words.say(
        "By {names} somebody could be known: {few} of {people} people have fewer than {others} others alike in all of"
        " it, the smallest group has {k}.",
        names=names,
        few=few,
        people=people,
        others=ALIKE_PUBLIC - 1,
        k=told.k,
    )
    uniform = told.too_uniform()
    if not uniform:
        return [alike]
    giving: Mapping[str, int] = {
        name: sum(group.distinct[number] == 1 for group in uniform) for number, name in enumerate(told.sensitive)
    }
    secrets = ", ".join(name for name, groups in giving.items() if groups)
    return [
        alike,
        words.say_count(
            "In {count} group of people alike in it all who answered gave the same answer to: {names}. Whoever is known"
            " to be in it is found out.",
            "In {count} groups of people alike in it all who answered gave the same answer to one of: {names}. Whoever"
            " is known to be in it is found out.",
            len(uniform),
            names=secrets,
        ),
    ]
