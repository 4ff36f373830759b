"""`cati convert`: a questionnaire in another form, one writer for each."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path

from cati_app.authoring.paper.document import paper_pdf
from cati_app.cli.forms import OpenedSource, form_arguments, language_of, load_source, write_out
from cati_app.domain.errors import EnvironmentProblem
from cati_app.resources import shipped


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """FORM, --to, --out and --language."""
    form_arguments(parser)
    parser.add_argument("--to", required=True, choices=sorted(WRITERS), help="paper: a PDF for reading and judging")
    parser.add_argument("--out", type=Path, required=True, metavar="F", help="where the result is written")
    parser.add_argument("--language", default="", metavar="L", help="paper: one language only (default: all)")


def run(arguments: argparse.Namespace) -> int:
    """Write the file; 1 when a part of the questionnaire could not be converted."""
    return WRITERS[arguments.to](arguments)


def to_paper(arguments: argparse.Namespace) -> int:
    """A PDF with a chapter for each language."""
    opened = load_source(arguments.form)
    form = opened.source.form
    asked = language_of(form, arguments.language)
    codes = [asked] if asked else [code for code, _ in form.languages]
    made = paper_pdf(opened.source, shipped("resources") / "fonts", codes, _known(opened), _drafts(opened))
    if not made.data:
        raise EnvironmentProblem(
            "letters_without_font", f"No font at hand has the letters of: {', '.join(made.left_out)}.",
            "Choose another --language.",
        )  # fmt: skip
    write_out(arguments.out, made.data)
    sys.stdout.write(f"{arguments.out}\n")
    if made.left_out:
        sys.stderr.write(f"Not printed, because no font at hand has the letters: {', '.join(made.left_out)}.\n")
    return 1 if made.left_out else 0


def _known(opened: OpenedSource) -> dict[str, str]:
    """What the study hands in at the start of every interview."""
    if opened.study is None:
        return {}
    given = opened.study.introduction.model_dump()
    return {f"study_{name}": str(value) for name, value in given.items()}


def _drafts(opened: OpenedSource) -> frozenset[str]:
    languages = opened.study.languages if opened.study else []
    return frozenset(language.code for language in languages if language.status == "draft")


WRITERS: dict[str, Callable[[argparse.Namespace], int]] = {"paper": to_paper}
