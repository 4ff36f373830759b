"""Composition of weightings: a recipe from a file, the interviews of a study weighed by it, and the weights in exports.

Imported only when something is weighed or exported: what it needs is slow to load.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from contextlib import ExitStack
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
    RecipeOptions,
    WeightingMethod,
    plain_category,
    recipe_data,
    recipe_of,
)
from cati_app.domain.weighting.weighting import Weighting
from cati_app.fieldwork.rights import Actor
from cati_app.publish.dataset.table import DataTable
from cati_app.publish.dataset.weighed import WeighedTable, weighed_table, with_weights
from cati_app.publish.dataset.weighting_words import codebook_notes, left_out_note, weight_labels
from cati_app.publish.formats.files import problems_told
from cati_app.publish.formats.weighting_margins import MARGIN, margins_csv
from cati_app.publish.outputs import JSON, SVG, FileKind, Outputs, csv_kind
from cati_app.publish.reports.weighting_svg import weighting_svg
from cati_app.sample_files.published import read_tables
from cati_app.station.data_table import LABELS_IN, complete_interviews
from cati_app.station.folders import file_names_begin
from cati_app.station.loading import LoadedStudy
from cati_app.station.opening import Station
from cati_app.station.sampling import unreadable_in_words
from cati_app.store.trust.held_keys import HeldKeys
from cati_app.study.plain_yaml import PlainYamlError, plain_yaml
from cati_app.texts import chosen
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


def recipe_from(files: Sequence[Path], options: RecipeOptions) -> Recipe:
    """The recipe of one file that holds the whole of it, or of tables of margins with what was named beside them.

    Raises:
        EnvironmentProblem: as `read_recipe`; `sample_unreadable` with file, row, column and cure.
        RuleViolation: `weigh_recipe_alone`, `weigh_base_twice`; as `recipe_of`.
    """
    whole = [file for file in files if is_recipe(file)]
    if whole:
        if len(files) > 1 or options != RecipeOptions():
            raise RuleViolation("weigh_recipe_alone", file=whole[0].name)
        return read_recipe(whole[0])
    if options.is_sample_base is not None and (options.frames or options.persons):
        raise RuleViolation("weigh_base_twice")
    base = BaseRule(bool(options.is_sample_base), options.frames, options.persons, options.assumed)
    method, missing = options.method or WeightingMethod.RAKE, options.missing or MissingValues.REFUSE
    return Recipe(_margins_in(files), method, options.bounds, missing, base)


def _margins_in(files: Iterable[Path]) -> tuple[Margin, ...]:
    """Those of CSV and XLSX files, as `cati quota plan` reads them."""
    margins: list[Margin] = []
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
    return tuple(margins)


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
    table = complete_interviews(station, by, keys, language, original=original).table
    return table, weighed_table(table, recipe)


def write_weighting(weighting: Weighting, loaded: LoadedStudy, out: Path, outputs: Outputs) -> tuple[Path, ...]:
    """Write the table of margins, the picture and the recipe, all or none.

    Args:
        out: Folder, made if need be.

    Raises:
        EnvironmentProblem: as `Outputs.check`; the folder cannot be written or the disk is full.
    """
    begin = f"{file_names_begin(loaded.folder)}{loaded.study.id}_weights"
    recipe = json.dumps(recipe_data(weighting.recipe), ensure_ascii=False, indent=2) + "\n"
    files: tuple[tuple[Path, FileKind, Iterable[bytes]], ...] = (
        (out / f"{begin}.csv", csv_kind(MARGIN), margins_csv(weighting)),
        (out / f"{begin}.svg", SVG, (weighting_svg(weighting, _title(loaded)),)),
        (out / f"{begin}_recipe.json", JSON, (recipe.encode(),)),
    )
    for path, kind, _ in files:
        outputs.check(path, kind)
    with problems_told(out):
        outputs.folder(out)
        with ExitStack() as all_or_none:  # each file gets its name when all are written
            for path, kind, content in files:
                all_or_none.enter_context(outputs.opened(path, kind)).writelines(content)
    return tuple(path for path, _, _ in files)


def _title(loaded: LoadedStudy) -> str:
    """In the language of the reader, else in any."""
    titles = loaded.study.title
    return titles.get(chosen().language) or next(iter(titles.values()))


def weighed_by_study(station: Station, by: Actor, keys: HeldKeys, table: DataTable) -> DataTable:
    """A table with the weights that its study has; as it is without any, and without an interview.

    Raises:
        EnvironmentProblem: `weighting_unfit`: the interviews do not fit the weighting any more.
    """
    in_force = station.read_weightings(keys).in_force(by)
    if in_force is None or in_force.recipe is None or not any(table.counted):
        return table
    try:
        weights = weighed_table(table, in_force.recipe)
    except RuleViolation as rule:
        why = weighting_rule(rule)
        if why is None:
            raise
        raise EnvironmentProblem(
            "weighting_unfit",
            Phrase(
                "The interviews do not fit weighting {version} any more. {why} Nothing was written.",
                version=in_force.version,
                why=why,
            ),
            "Choose another weighting, or none (cati weigh), or export without weights (cati export --unweighted).",
        ) from None
    day = station.rules.calendar.local(in_force.at).date()
    labels = weight_labels(table.language, in_force.version, in_force.digest)
    notes = codebook_notes(table.language, weights.weighting, in_force.version, in_force.digest, day)
    return with_weights(table, weights, labels, notes, left_out_note(table.language))
