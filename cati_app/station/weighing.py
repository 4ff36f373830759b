"""Composition of weightings: a recipe from a file, the interviews of a study weighed by it, and the weights in exports.

Imported only when something is weighed or exported: what it needs is slow to load.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

from cati_app.domain.errors import EnvironmentProblem, RuleViolation
from cati_app.domain.phrases import Phrase
from cati_app.domain.weighting.recipe import (
    SLASH,
    BaseRule,
    Margin,
    MissingValues,
    Recipe,
    WeightingMethod,
    plain_category,
    recipe_of,
)
from cati_app.fieldwork.rights import Actor
from cati_app.publish.dataset.table import DataTable
from cati_app.publish.dataset.weighed import WeighedTable, weighed_table, with_weights
from cati_app.publish.dataset.weighting_words import codebook_notes, left_out_note, weight_labels
from cati_app.sample_files.published import read_tables
from cati_app.station.data_table import LABELS_IN, ExportSteps, data_table
from cati_app.station.opening import Station
from cati_app.station.sampling import unreadable_in_words
from cati_app.store.trust.held_keys import HeldKeys
from cati_app.study.plain_yaml import PlainYamlError, plain_yaml
from cati_app.texts.weighting_rules import weighting_rule

_RECIPES = (".yaml", ".yml", ".json")


def is_recipe(file: Path) -> bool:
    """Whether a file holds a whole recipe, YAML or JSON; else it is a table of margins."""
    return file.suffix.casefold() in _RECIPES


def read_recipe(file: Path) -> Recipe:
    """The recipe of a file.

    Raises:
        EnvironmentProblem: `weigh_file_unreadable` with the line; `OSError` becomes one, too.
        RuleViolation: as `recipe_of`.
    """
    try:
        return recipe_of(plain_yaml(file.read_bytes()))
    except PlainYamlError as error:
        told = Phrase("line {line}", line=error.line) if error.line else Phrase("the file as a whole")
        raise _unreadable(file, told) from None
    except OSError as error:
        raise _unreadable(file, error.strerror or str(error.errno)) from None


def _unreadable(file: Path, where: str) -> EnvironmentProblem:
    return EnvironmentProblem(
        "weigh_file_unreadable",
        Phrase("{file} cannot be read as a recipe ({place}). Nothing was changed.", file=file.name, place=where),
        "It is YAML in UTF-8, each key once, up to 1 MB; docs/weights.md shows one.",
    )


def recipe_of_tables(
    files: Iterable[Path],
    method: WeightingMethod,
    bounds: tuple[Decimal, Decimal] | None,
    missing: MissingValues,
    base: BaseRule,
) -> Recipe:
    """A recipe with the margins of CSV and XLSX files, as `cati quota plan` reads them.

    Raises:
        EnvironmentProblem: `sample_unreadable` with file, row, column and cure.
        RuleViolation: as `Recipe`.
    """
    margins = []
    for file in files:
        with unreadable_in_words(file):
            tables = read_tables(file)
        margins += [
            Margin(
                table.dimensions,
                {plain_category(SLASH.join(cell)): _decimal(amount) for cell, amount in table.amounts.items()},
                table.source,
                table.date,
                is_estimate=table.is_estimate,
            )
            for table in tables
        ]
    return Recipe(tuple(margins), method, bounds, missing, base)


def _decimal(amount: Fraction) -> Decimal:
    """What stood in the file: a fraction that was written as a decimal."""
    return Decimal(amount.numerator) / Decimal(amount.denominator)


def weighed(
    station: Station,
    by: Actor,
    keys: HeldKeys,
    recipe: Recipe,
    language: str = LABELS_IN,
    *,
    original: bool = False,
) -> tuple[DataTable, WeighedTable]:
    """The complete interviews of a study, and their weights by a recipe.

    Args:
        original: Without the codes that open answers were given.

    Raises:
        RuleViolation: `no_export`; as `weighed_table`.
    """
    read = station.read_data(keys)(by, original=original)
    steps = ExportSteps(station.read_board()(by).completes, lambda share: None)
    table, _ = data_table(station, read, language, steps)
    return table, weighed_table(table, recipe)


def weighed_by_study(station: Station, by: Actor, keys: HeldKeys, table: DataTable) -> DataTable:
    """A table with the weights that its study has; as it is without any, and without an interview.

    Raises:
        EnvironmentProblem: `weighting_unfit`: the interviews do not fit the weighting any more.
    """
    chosen = station.read_weightings(keys).in_force(by)
    if chosen is None or chosen.recipe is None or not any(table.counted):
        return table
    try:
        weights = weighed_table(table, chosen.recipe)
    except RuleViolation as rule:
        why = weighting_rule(rule)
        if why is None:
            raise
        raise EnvironmentProblem(
            "weighting_unfit",
            Phrase(
                "The interviews do not fit weighting {version} any more. {why} Nothing was written.",
                version=chosen.version,
                why=why,
            ),
            "Choose another weighting, or none (cati weigh), or export without weights (cati export --unweighted).",
        ) from None
    day = station.rules.calendar.local(chosen.at).date()
    labels = weight_labels(table.language, chosen.version, chosen.digest)
    notes = codebook_notes(table.language, weights.weighting, chosen.version, chosen.digest, day)
    return with_weights(table, weights, labels, notes, left_out_note(table.language))
