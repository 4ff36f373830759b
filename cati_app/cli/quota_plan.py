"""`cati quota plan STUDY`: targets of the cells from published tables."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

from cati_app.cli.opening import load
from cati_app.cli.sample_import import positive
from cati_app.cli.usage import force_argument, say_beside, there, write_file
from cati_app.domain.quota.plan_size import planned_size
from cati_app.domain.quota.planning import PublishedTable, TargetPlan
from cati_app.publish.formats.target_plan import CELL, plan_lines
from cati_app.publish.outputs import Outputs, csv_kind
from cati_app.station.planning import planned
from cati_app.study.model import FurtherQuota
from cati_app.texts import say

_MANY = 12
"""So many cells are named where they are off; the table has the rest."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """STUDY, tables, size, and how cells are changed."""
    parser.add_argument("study", metavar=say("STUDY"), type=there, help=say("study folder"))
    parser.add_argument(
        "--tables",
        metavar=say("FILE"),
        type=there,
        action="append",
        required=True,
        help=say("published margins or cross tables, CSV or XLSX: variable, category, count or share; may be repeated"),
    )
    size = parser.add_mutually_exclusive_group(required=True)
    size.add_argument("--total", type=positive, metavar="N", help=say("interviews"))
    size.add_argument(
        "--standard-error",
        type=_fraction,
        metavar=say("SHARE"),
        help=say("of a share, such as 0.025: the size follows"),
    )
    parser.add_argument(
        "--share", type=_fraction, default=Fraction(1, 2), metavar=say("SHARE"), help=say("whose error that is (0.5)")
    )
    parser.add_argument(
        "--deff", type=_fraction, default=Fraction(1), metavar="D", help=say("design effect expected of weighting (1)")
    )
    parser.add_argument("--population", type=positive, metavar="N", help=say("people there are, where they are few"))
    parser.add_argument(
        "--oversample",
        type=_factor,
        action="append",
        default=[],
        metavar=say("VARIABLE:CATEGORY=TIMES"),
        help=say("interview a category so many times as likely; may be repeated"),
    )
    parser.add_argument("--minimum", type=int, default=0, metavar="N", help=say("interviews of each cell at least"))
    parser.add_argument(
        "--seed-table",
        type=there,
        metavar=say("FILE"),
        help=say("a cross table from elsewhere, whose associations the margins get"),
    )
    parser.add_argument(
        "--quota", default="", metavar=say("NAME"), help=say("which quota of the study (default: the first)")
    )
    parser.add_argument("--out", type=Path, metavar=say("FILE"), help=say("write the cells as CSV"))
    parser.add_argument("--json", action="store_true", help=say("print JSON"))
    force_argument(parser)


def _fraction(text: str) -> Fraction:
    try:
        return Fraction(text.replace(",", "."))
    except (ValueError, ZeroDivisionError):
        raise argparse.ArgumentTypeError(say("{text} is no number", text=text)) from None


def _factor(text: str) -> tuple[tuple[str, str], Fraction]:
    named, equals, times = text.rpartition("=")
    variable, colon, category = named.partition(":")
    if not (equals and colon and variable and category):
        raise argparse.ArgumentTypeError(say("write it as variable:category=2"))
    return (variable, category), _fraction(times)


def run(arguments: argparse.Namespace) -> int:
    """Plan, print, write."""
    loaded = load(arguments.study)
    total = arguments.total
    if total is None:
        total = planned_size(arguments.standard_error, arguments.share, arguments.deff, arguments.population)
    plan, tables = planned(
        loaded.study,
        arguments.tables,
        total,
        arguments.seed_table,
        dict(arguments.oversample),
        arguments.minimum,
        arguments.quota,
    )
    if arguments.out is not None:
        reads = [*arguments.tables, *([arguments.seed_table] if arguments.seed_table else [])]
        outputs = Outputs(reads=reads, force=arguments.force)
        write_file(outputs, arguments.out, csv_kind(CELL), b"".join(plan_lines(plan)))
    named = {quota.name: quota for quota in loaded.study.further_quotas}
    further = named.get(arguments.quota)
    lines = (json.dumps(_facts(plan, tables), ensure_ascii=False),) if arguments.json else _lines(plan, tables, further)
    said = "".join(f"{line}\n" for line in lines)
    if arguments.out is None:
        sys.stdout.write(said)
    else:
        say_beside(arguments.out, said)
    return 0


def _lines(plan: TargetPlan, tables: tuple[PublishedTable, ...], further: FurtherQuota | None = None) -> Iterator[str]:
    yield say(
        "{total} interviews in {cells} cells: a planning figure of a quota sample, no margin of error.",
        total=plan.total,
        cells=len(plan.cells),
    )
    if plan.deff > 1:
        yield say(
            "Design effect {deff}: for the people as a whole as much as {effective} interviews without oversampling.",
            deff=f"{float(plan.deff):.3f}",
            effective=f"{float(plan.effective):.0f}",
        )
    yield ""
    yield from _table(plan)
    yield ""
    for margin in plan.margins():
        yield f"{margin.dimension}: {margin.category}  {margin.target}  ({float(margin.people):.1%})"
    yield ""
    yield from _notes(plan, tables)
    for variable, codes in (further.within if further is not None else {}).items():
        within = ", ".join(codes)
        yield say(
            "It counts only {variable}: {categories}. The tables are of these people.",
            variable=variable,
            categories=within,
        )
    yield ""
    indent = "  "
    if further is None:
        yield say("For study.yaml, under quota:")
    else:
        yield say("For study.yaml, under further_quotas, at the quota {name}:", name=further.name)
        indent = "    "
    yield f"{indent}total: {plan.total}"
    yield f"{indent}targets:"
    for cell, target in plan.targets().items():
        yield f"{indent}  {json.dumps(cell, ensure_ascii=False)}: {target}"


def _table(plan: TargetPlan) -> Iterator[str]:
    heads = (say("target"), say("exact"), say("people"), say("weight"))
    rows = [
        (
            str(cell.target),
            f"{float(cell.exact):.1f}",
            f"{float(cell.people):.2%}",
            f"{float(cell.weight):.3f}",
        )
        for cell in plan.cells
    ]
    widths = [max(map(len, column)) for column in zip(heads, *rows, strict=True)]
    first = max(len(cell) for cell in plan.targets())
    for name, figures in ((say("cell"), heads), *zip(plan.targets(), rows, strict=True)):
        aligned = (figure.rjust(width) for figure, width in zip(figures, widths, strict=True))
        yield "  ".join((name.ljust(first), *aligned))


def _notes(plan: TargetPlan, tables: tuple[PublishedTable, ...]) -> Iterator[str]:
    off = ["/".join(cell.cell) for cell in plan.cells if cell.is_off]
    if off:
        yield say("One interview or more away from the exact value: {cells}", cells=", ".join(off[:_MANY]))
    if plan.is_product:
        yield say("Between the tables no association was assumed; a cross table or --seed-table tells of one.")
    if plan.seed:
        yield say("Estimate: associations taken from “{seed}”.", seed=plan.seed)
    for table in tables:
        name = " × ".join(table.dimensions)
        told = ", ".join(part for part in (table.source, table.date) if part) or say("no source is named")
        yield f"{name}: {told}" + (f" ({say('estimate')})" if table.is_estimate else "")


def _facts(plan: TargetPlan, tables: tuple[PublishedTable, ...]) -> dict[str, object]:
    return {
        "total": plan.total,
        "deff": float(plan.deff),
        "n_eff": float(plan.effective),
        "cells": [
            {
                "cell": "/".join(cell.cell),
                "target": cell.target,
                "exact": float(cell.exact),
                "people": float(cell.people),
                "weight": float(cell.weight),
            }
            for cell in plan.cells
        ],
        "margins": [
            {"variable": m.dimension, "category": m.category, "people": float(m.people), "target": m.target}
            for m in plan.margins()
        ],
        "off": ["/".join(cell.cell) for cell in plan.cells if cell.is_off],
        "associations": "assumed_none" if plan.is_product else plan.seed or "as_published",
        "sources": [
            {
                "variables": list(table.dimensions),
                "source": table.source,
                "date": table.date,
                "estimate": table.is_estimate,
            }
            for table in tables
        ],
    }
