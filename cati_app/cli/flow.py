"""`cati flow`: the routing of a questionnaire as a picture."""

from __future__ import annotations

import argparse

from cati_app.cli.forms import form_arguments, form_outputs, language_of, load_source, output_arguments, write_out
from cati_app.publish.outputs import SVG
from cati_app.publish.paper.flow_svg import flow_svg
from cati_app.publish.paper.routing import routing_of
from cati_app.texts import say


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """FORM, --out and --language."""
    form_arguments(parser)
    output_arguments(parser, "F.svg", say("where the picture is written"))
    parser.add_argument("--language", default="", metavar="L", help=say("code or name of the language of the labels"))


def run(arguments: argparse.Namespace) -> int:
    """Write the picture; always 0."""
    form_outputs(arguments).check(arguments.out, SVG)
    opened = load_source(arguments.form)
    source, study = opened.source, opened.study
    language = language_of(source.form, arguments.language) or source.form.default_language
    quota = [dimension for _, dimension in study.quota_dimensions] if study else []
    names = frozenset(dimension.variable for dimension in quota if dimension.from_ == "form")
    screener = (study.screener or "") if study else ""
    picture = flow_svg(source, routing_of(source, names, screener if names else ""), language)
    write_out(arguments, SVG, picture)
    return 0
