"""A data set as everybody may have it: without what is never public, texts as people decided, and checked."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import field, replace

from cati_app.domain.release.cleared_texts import Clearing, DecidedText, clearing_of
from cati_app.domain.release.likeness import ALIKE_PUBLIC, DISTINCT_PUBLIC
from cati_app.domain.release.release_check import ClearedVariable, ReleaseCheck, release_check
from cati_app.publish.dataset.alike_people import known_values, present
from cati_app.publish.dataset.factored import Factored, factored
from cati_app.publish.dataset.fieldwork import CASE_ID
from cati_app.publish.dataset.table import DataTable, Kind, Value, Variable, VariableNotice
from cati_app.texts import words_of
from cati_app.values import dataclass

_EXACT = (Kind.DATE, Kind.MOMENT, Kind.TIME)
_ORIGINS = ("question", "calculation", "reason")


@dataclass(frozen=True, slots=True)
class PublicRules:
    """What study.yaml says of public data: names of variables."""

    quasi_identifiers: Sequence[str] = ()
    sensitive: Sequence[str] = ()
    left_out: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class FreeText:
    """A text in own words that would be public.

    Args:
        named: `case_id` of its interview.
        variable: In which it stands.
        decided: What was decided last about a text there; None: nothing.
    """

    named: str
    variable: Variable
    text: str = field(repr=False)
    decided: DecidedText | None = None

    @property
    def clearing(self) -> Clearing:
        """How it stands."""
        return clearing_of(self.text, self.decided)


DecidedByCase = Mapping[str, Mapping[str, DecidedText]]
"""By `case_id` and reference of the variable."""


def free_texts(table: DataTable, rules: PublicRules, decided: DecidedByCase) -> Iterator[FreeText]:
    """Every text somebody has to look at, by variable and then by `case_id`; blank ones are none.

    Args:
        table: With everything that was asked; a row for each person.
    """
    named = [str(value) for value in table.column(CASE_ID)]
    for variable, column in zip(table.variables, table.columns, strict=True):
        if _is_free(variable, column, rules) and _is_public(variable, table, rules):
            for case, value in zip(named, column, strict=True):
                if isinstance(value, str) and value.strip():
                    yield FreeText(case, variable, value, decided.get(case, {}).get(variable.source))


def public_check(
    table: DataTable, rules: PublicRules, texts: Sequence[FreeText], tells: Callable[[str], bool]
) -> ReleaseCheck:
    """What is open before the data set may be called public.

    Args:
        texts: Of `free_texts`.
        tells: Whether something in a text may tell who somebody is.
    """
    public = _without(table, rules)
    known_by, secret = (present(public, names) for names in (rules.quasi_identifiers, rules.sensitive))
    by_variable: dict[str, list[FreeText]] = {}
    for each in texts:
        by_variable.setdefault(each.variable.name, []).append(each)
    return release_check(
        known_values(public, (*known_by, *secret)),
        known_by,
        secret,
        [_counted(name, of_variable, tells) for name, of_variable in by_variable.items()],
        is_declared=bool(rules.quasi_identifiers),
    )


def _counted(name: str, texts: Sequence[FreeText], tells: Callable[[str], bool]) -> ClearedVariable:
    standing = [each.clearing for each in texts]
    return ClearedVariable(
        name,
        standing.count(Clearing.OPEN),
        sum(each.clearing is Clearing.OPEN and tells(each.text) for each in texts),
        standing.count(Clearing.CLEARED),
        standing.count(Clearing.WITHHELD),
    )


def public_table(table: DataTable, rules: PublicRules, texts: Sequence[FreeText], check: ReleaseCheck) -> DataTable:
    """The data set as it may be called public: rows in another order and with numbers in place of `case_id`.

    Args:
        texts: Of `free_texts`.
        check: Of `public_check`, with nothing open.

    Raises:
        ValueError: something is open.
    """
    if not check.is_public:
        raise ValueError("what is open has to be settled before data are public")
    cleared = {(each.named, each.variable.name) for each in texts if each.clearing is Clearing.CLEARED}
    public = _without(table, rules)
    named = [str(value) for value in public.column(CASE_ID)]
    order = sorted(range(len(named)), key=lambda row: hashlib.sha256(f"public\0{named[row]}".encode()).digest())
    columns: list[Factored[Value]] = []
    for variable, column in zip(public.variables, public.columns, strict=True):
        if variable.name == CASE_ID:
            numbers: list[Value] = [str(number) for number in range(1, len(order) + 1)]
            columns.append(factored(numbers))
        elif _is_free(variable, column, rules):
            values: list[Value] = [
                value if (case, variable.name) in cleared else "" for case, value in zip(named, column, strict=True)
            ]
            columns.append(factored([values[row] for row in order]))
        else:
            columns.append(column.in_order(order))
    return replace(
        public,
        columns=tuple(columns),
        counted=tuple(public.counted[row] for row in order) if public.counted else (),
        notices=(*public.notices, *(VariableNotice(CASE_ID, text) for text in _notices(table.language, rules, check))),
    )


def _without(table: DataTable, rules: PublicRules) -> DataTable:
    """Without what is never public."""
    kept = [number for number, variable in enumerate(table.variables) if _is_public(variable, table, rules)]
    variables = tuple(table.variables[number] for number in kept)
    names = {variable.name for variable in variables}
    return replace(
        table,
        variables=variables,
        columns=tuple(table.columns[number] for number in kept),
        sets=tuple(each for each in table.sets if names.issuperset(each.variables)),
        notices=tuple(notice for notice in table.notices if not notice.variable or notice.variable in names),
        differences=(),
        asked={source: asked for source, asked in table.asked.items() if source in {each.source for each in variables}},
    )


def _is_public(variable: Variable, table: DataTable, rules: PublicRules) -> bool:
    if variable.name in (CASE_ID, table.weight):
        return True
    asked = bool(variable.source) and "[" not in variable.source and variable.origin in _ORIGINS
    question = variable.source.rpartition("/")[2]
    return asked and variable.kind not in _EXACT and not {variable.name, question} & {*rules.left_out}


def _is_free(variable: Variable, column: Factored[Value], rules: PublicRules) -> bool:
    """Whether it holds texts in own words.

    What people are known by is checked as a value, and a calculated text that five or more share is a category.
    """
    declared = {*rules.quasi_identifiers, *rules.sensitive}
    if variable.kind is not Kind.TEXT or variable.codes or variable.name in {CASE_ID, *declared}:
        return False
    if variable.origin != "calculation":
        return True
    counted = Counter(value for value in column if value)
    return any(people < ALIKE_PUBLIC for people in counted.values())


def check_facts(rules: PublicRules, check: ReleaseCheck) -> dict[str, object]:
    """What was checked and how, for programs."""
    return {
        "texts": {
            each.variable: {
                "cleared": each.cleared,
                "withheld": each.withheld,
                "open": each.open,
                "may_tell": each.telling,
            }
            for each in check.texts
        },
        "small_cells": {each.variable: each.categories for each in check.cells},
        "quasi_identifiers": list(check.alike.quasi_identifiers) if check.alike else [],
        "sensitive": list(check.alike.sensitive) if check.alike else [],
        "left_out": list(rules.left_out),
        "k": check.alike.k if check.alike else None,
        "k_least": ALIKE_PUBLIC,
        "l": {name: check.alike.l_of(name) for name in check.alike.sensitive} if check.alike else {},
        "l_least": DISTINCT_PUBLIC,
        "declared": check.is_declared,
        "public": check.is_public,
    }


def _notices(language: str, rules: PublicRules, check: ReleaseCheck) -> Iterator[str]:
    words = words_of(language)
    yield words.say(
        "Checked for release: a person has looked at each text (public: {cleared}, blank: {withheld}).",
        cleared=sum(each.cleared for each in check.texts),
        withheld=sum(each.withheld for each in check.texts),
    )
    if check.alike is not None:
        yield words.say(
            "Checked for release: by {names} at least {k} people are alike, and {least} or more were wanted.",
            names=", ".join(check.alike.quasi_identifiers),
            k=check.alike.k,
            least=ALIKE_PUBLIC,
        )
        if check.alike.sensitive:
            yield words.say(
                "Checked for release: people who are alike gave at least {least} different answers to each of {names}.",
                names=", ".join(check.alike.sensitive),
                least=DISTINCT_PUBLIC,
            )
    yield words.say(
        "Not in public data: what comes from the sample or tells of fieldwork, days, times, repeats{names}. Rows stand"
        " in an order that says nothing, and “{name}” is their number.",
        names="".join(f", {name}" for name in rules.left_out),
        name=CASE_ID,
    )
