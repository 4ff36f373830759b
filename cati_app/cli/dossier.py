"""`cati dossier STUDY`: what experts say beside what residents answer; relations decided, and the documents written."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from cati_app.cli.noted_export import note_left
from cati_app.cli.opening import load, open_as_asked, sign_in, study_outputs
from cati_app.cli.report import report
from cati_app.cli.tables_file import tables_errors
from cati_app.cli.usage import force_argument
from cati_app.cli.whole import reading, reading_arguments
from cati_app.domain.comparison.relation_versions import WishedRelation
from cati_app.domain.comparison.relations import Relation
from cati_app.domain.errors import EnvironmentProblem
from cati_app.domain.phrases import Phrase
from cati_app.station.loading import LoadedStudy
from cati_app.texts import chosen, say
from cati_app.texts.relation_words import relation_word

if TYPE_CHECKING:  # slow to load
    from cati_app.domain.comparison.theme_sides import ThemeSides
    from cati_app.station.dossier import StudyDossier


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """STUDY; a decision, or a folder for the documents."""
    reading_arguments(parser)
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--out", type=Path, metavar=say("DIR"), help=say("write PDF, HTML and XLSX there"))
    what.add_argument("--theme", metavar=say("NAME"), help=say("decide how both sides relate on this theme"))
    parser.add_argument(
        "--relation", choices=[each.value for each in Relation], help=say("how (default: as the rule proposes)")
    )
    parser.add_argument("--sentence", default="", metavar=say("TEXT"), help=say("that says it to readers"))
    parser.add_argument("--question", default="", metavar=say("TEXT"), help=say("for the participation of residents"))
    parser.add_argument("--short", action="store_true", help=say("the short form for the steering group"))
    parser.add_argument("--language", choices=("de", "en"), default="de", help=say("of the documents (default: de)"))
    force_argument(parser)


def run(arguments: argparse.Namespace) -> int:
    """Tell, decide or write. 1 where nothing was written, as a relation waits for a decision."""
    from cati_app.station.dossier import dossier_paths, study_dossier, write_dossier  # noqa: PLC0415 - slow to load

    loaded = load(arguments.study)
    outputs = study_outputs(arguments, loaded)
    if arguments.out is not None:
        for path, kind in dossier_paths(loaded, arguments.language, arguments.out, short=arguments.short):
            outputs.check(path, kind)
    station = open_as_asked(loaded, arguments, writes=arguments.theme is not None)
    files: tuple[Path, ...] = ()
    with station.database:
        person, keys = sign_in(station, arguments)
        with reading(station, person, keys, arguments) as source, tables_errors(loaded), dossier_errors(loaded):
            dossier = study_dossier(station, person, keys, source, arguments.language)
            if arguments.theme is not None:
                new = station.decide_relations(keys, source)(person, _wish(dossier, arguments))
                sys.stdout.write((say("Decided.") if new else say("It stands so already.")) + "\n")
                return 0
            if arguments.out is not None:
                files = write_dossier(dossier, loaded, arguments.out, outputs, short=arguments.short)
        if files:
            note_left(station, person, dossier.tables.book.data.interviews, ["dossier"])
    if arguments.json:
        sys.stdout.write(json.dumps(_facts(dossier, files), ensure_ascii=False) + "\n")
    else:
        lines = [str(file) for file in files] or list(_lines(dossier))
        sys.stdout.write("".join(f"{line}\n" for line in lines))
    return 0


def _wish(dossier: StudyDossier, arguments: argparse.Namespace) -> WishedRelation:
    proposed = next((each.proposal for each in dossier.themes if each.theme == arguments.theme), None)
    relation = Relation(arguments.relation) if arguments.relation else proposed or Relation.PARTLY
    wished = WishedRelation(arguments.theme, relation, proposed, arguments.sentence, arguments.question)
    return dossier.wish(arguments.theme, wished)


def _lines(dossier: StudyDossier) -> Iterator[str]:
    words = chosen()
    for theme in dossier.themes:
        versions = dossier.decided.get(theme.theme, ())
        proposed = say("proposed: {relation}", relation=relation_word(words, theme.proposal))
        decided = say("open")
        if versions:
            decided = say("decided: {relation}", relation=relation_word(words, versions[-1].decided.relation))
        yield f"{theme.theme}: {theme.label} · {proposed} · {decided}"
        yield f"  {_experts(dossier, theme)}"
        yield f"  {_residents(theme)}"


def _experts(dossier: StudyDossier, theme: ThemeSides) -> str:
    if theme.theme in dossier.locked:
        return say("experts: locked, coders agree too little")
    leaning = theme.experts.leaning
    sides = ", ".join(f"{side.label} {leaning.count(side.id).persons}" for side in theme.sides)
    asked = say("experts: {asked} of {all} asked", asked=leaning.asked, all=theme.experts.of)
    return f"{asked}; {sides}" if leaning.asked else asked


def _residents(theme: ThemeSides) -> str:
    told = theme.residents
    if told is None:
        return say("residents: nothing to be told")
    shares = ", ".join(f"{side.label} {told.percents.get(side.id, 0):.0f} %" for side in theme.sides)
    return say("residents: {shares} (n {base})", shares=shares, base=told.base)


def _facts(dossier: StudyDossier, files: tuple[Path, ...]) -> dict[str, object]:
    themes = []
    for theme in dossier.themes:
        versions = dossier.decided.get(theme.theme, ())
        told = theme.residents
        themes.append(
            {
                "theme": theme.theme,
                "proposed": theme.proposal,
                "decided": versions[-1].decided.relation if versions else None,
                "versions": len(versions),
                "experts": {"asked": theme.experts.leaning.asked, "sides": dict(theme.experts.leaning.by_side)},
                "locked": theme.theme in dossier.locked,
                "residents": None if told is None else {"base": told.base, "percents": dict(told.percents)},
            }
        )
    return {"themes": themes, "open": list(dossier.open_themes), "files": [str(file) for file in files]}


@contextmanager
def dossier_errors(loaded: LoadedStudy) -> Iterator[None]:
    """Around what reads dossier.yaml.

    Raises:
        EnvironmentProblem: `dossier_errors` with each error and its line.
    """
    from cati_app.station.dossier import DossierFindings  # noqa: PLC0415 - slow to load

    try:
        yield
    except DossierFindings as errors:
        raise EnvironmentProblem(
            "dossier_errors",
            report(errors.findings),
            Phrase("Correct dossier.yaml in {folder}; docs/dossier.md shows how it is written.", folder=loaded.folder),
        ) from None
