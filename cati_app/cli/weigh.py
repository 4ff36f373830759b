"""`cati weigh STUDY`: weights of the interviews, what they cost, and the recipe by which exports weigh."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from cati_app.cli.opening import load, open_as_asked, open_station, sign_in, study_outputs
from cati_app.cli.rule_words import rule_words
from cati_app.cli.usage import force_argument, original_argument, there
from cati_app.cli.whole import reading, reading_arguments
from cati_app.domain.errors import RuleViolation
from cati_app.domain.people.users import User
from cati_app.domain.weighting.recipe import (
    MissingValues,
    Recipe,
    RecipeOptions,
    WeightingMethod,
    figure_of,
    frame_of,
    recipe_data,
)
from cati_app.fieldwork.monitor.weightings import ChosenWeighting
from cati_app.station.loading import LoadedStudy
from cati_app.station.opening import Station
from cati_app.store.trust.held_keys import HeldKeys
from cati_app.texts import chosen, say

if TYPE_CHECKING:  # slow to load
    from cati_app.domain.weighting.weighting import Weighting

T = TypeVar("T")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """STUDY, margins or what else is done, the method, the base weights, where to write."""
    reading_arguments(parser)
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument(
        "--margins",
        metavar=say("FILE"),
        type=there,
        action="append",
        help=say("published margins as CSV or XLSX, may be repeated; or a whole recipe as YAML"),
    )
    what.add_argument("--list", action="store_true", help=say("the weightings that were chosen so far"))
    what.add_argument("--none", action="store_true", help=say("from now on exports have no weights"))
    parser.add_argument("--reason", default="", metavar=say("TEXT"), help=say("choose this weighting for exports"))
    parser.add_argument("--method", choices=list(map(str, WeightingMethod)), help=say("how margins are met (rake)"))
    parser.add_argument(
        "--bounds", nargs=2, type=_typed(figure_of), metavar=("LOW", "HIGH"), help=say("of weights with trim and logit")
    )
    parser.add_argument(
        "--missing", choices=list(map(str, MissingValues)), help=say("interviews without a value of a margin (refuse)")
    )
    parser.add_argument("--base", choices=("none", "sample"), help=say("base weights: 1, or those of the sample"))
    parser.add_argument(
        "--frame",
        type=_typed(frame_of),
        action="append",
        default=[],
        metavar=say("NAME=DRAWN/SIZE[:VARIABLE]"),
        help=say("base weights from frames: numbers drawn, numbers there are, variable that counts those of a person"),
    )
    parser.add_argument("--persons", default="", metavar=say("VARIABLE"), help=say("eligible persons of the household"))
    parser.add_argument(
        "--assumed", type=_typed(figure_of), metavar="N", help=say("where such a variable has no value")
    )
    parser.add_argument("--out", type=Path, metavar=say("DIR"), help=say("write table, picture and recipe there"))
    original_argument(parser)
    force_argument(parser)


def _typed(read: Callable[[str], T]) -> Callable[[str], T]:
    """What is wrong with it is wrong usage."""

    def typed(text: str) -> T:
        try:
            return read(text)
        except RuleViolation as rule:
            raise argparse.ArgumentTypeError(rule_words(chosen(), rule)) from None

    return typed


def run(arguments: argparse.Namespace) -> int:
    """Weigh, tell, choose. 1 where margins are not met within the bounds."""
    loaded = load(arguments.study)
    if arguments.list:
        return _list(loaded, arguments)
    chooses = arguments.none or bool(arguments.reason)
    if arguments.original and chooses:
        raise RuleViolation("weigh_original_kept")
    recipe = None if arguments.none else _recipe(arguments)
    outputs = study_outputs(arguments, loaded, *(arguments.margins or ()))
    if arguments.out is not None:
        outputs.check_folder(arguments.out)
    station = open_as_asked(loaded, arguments, writes=chooses)
    with station.database:
        person, keys = sign_in(station, arguments)
        with reading(station, person, keys, arguments) as source:
            weighting = _weighed(source, person, keys, recipe, arguments) if recipe is not None else None
            version = station.choose_weighting(keys, source)(person, recipe, arguments.reason) if chooses else None
    if weighting is not None and arguments.out is not None:
        from cati_app.station.weighing import write_weighting  # noqa: PLC0415 - slow to load

        write_weighting(weighting, loaded, arguments.out, outputs)
    _tell(arguments, loaded, weighting, version)
    return 0 if weighting is None or weighting.converged else 1


def _recipe(arguments: argparse.Namespace) -> Recipe:
    """From a file with the whole of it, or from tables and options."""
    from cati_app.station.weighing import recipe_from  # noqa: PLC0415 - slow to load

    options = RecipeOptions(
        method=WeightingMethod(arguments.method) if arguments.method else None,
        bounds=tuple(arguments.bounds) if arguments.bounds else None,
        missing=MissingValues(arguments.missing) if arguments.missing else None,
        is_sample_base=None if arguments.base is None else arguments.base == "sample",
        frames=dict(arguments.frame),
        persons=arguments.persons,
        assumed=arguments.assumed,
    )
    return recipe_from(arguments.margins, options)


def _weighed(source: Station, person: User, keys: HeldKeys, recipe: Recipe, arguments: argparse.Namespace) -> Weighting:
    from cati_app.station.weighing import weighed  # noqa: PLC0415 - slow to load

    return weighed(source, person, keys, recipe, original=arguments.original)[1].weighting


def _tell(arguments: argparse.Namespace, loaded: LoadedStudy, weighting: Weighting | None, version: int | None) -> None:
    if arguments.json:
        facts: dict[str, object] = {"version": version}
        if weighting is not None:
            from cati_app.publish.reports.weighting_text import weighting_json  # noqa: PLC0415 - slow to load

            facts |= weighting_json(weighting)
        sys.stdout.write(json.dumps(facts, ensure_ascii=False) + "\n")
        return
    if weighting is not None:
        from cati_app.publish.reports.weighting_text import weighting_lines  # noqa: PLC0415 - slow to load

        for line in weighting_lines(weighting, quota=loaded.study.quota is not None):
            sys.stdout.write(f"{line}\n")
        sys.stdout.write("\n")
    sys.stdout.write(_chosen(weighting, version) + "\n")


def _chosen(weighting: Weighting | None, version: int | None) -> str:
    if weighting is None:
        return say("From now on exports have no weights.")
    if version is None:
        return say("Nothing was stored. With --reason TEXT this weighting is chosen, and exports are weighed by it.")
    return say(
        "Chosen: weighting {version}, recipe {digest}. Exports are weighed by it.",
        version=version,
        digest=weighting.recipe.digest,
    )


def _list(loaded: LoadedStudy, arguments: argparse.Namespace) -> int:
    station = open_station(loaded, arguments.db, create=False, writable=False)
    with station.database:
        person, keys = sign_in(station, arguments)
        with reading(station, person, keys, arguments) as source:
            known = source.read_weightings(keys)(person)
    if arguments.json:
        sys.stdout.write(json.dumps([_facts(each) for each in known], ensure_ascii=False) + "\n")
        return 0
    for each in known:
        day = f"{station.rules.calendar.local(each.at):%Y-%m-%d %H:%M}"
        what = say("recipe {digest}", digest=each.digest) if each.recipe is not None else say("no weights")
        sys.stdout.write(f"{each.version}  {day}  {what}  {each.by or '–'}  {each.reason}\n")
    if not known:
        sys.stdout.write(say("No weighting has been chosen.") + "\n")
    return 0


def _facts(chosen_one: ChosenWeighting) -> dict[str, object]:
    recipe = chosen_one.recipe
    return {
        "version": chosen_one.version,
        "digest": chosen_one.digest,
        "at": chosen_one.at.isoformat(),
        "by": chosen_one.by,
        "reason": chosen_one.reason,
        "recipe": None if recipe is None else recipe_data(recipe),
    }
