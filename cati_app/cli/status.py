"""`cati status STUDY`: counters of the quota, interviews, and lengths from the paradata."""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import asdict

from cati_app.cli.opening import load, open_station, sign_in
from cati_app.cli.verify import tell
from cati_app.cli.whole import reading, reading_arguments
from cati_app.domain.sittings.guided_interview import MINUTE_MS
from cati_app.domain.sittings.quotes import Release
from cati_app.fieldwork.sitting.sitting_counts import SittingCounts, counts_of
from cati_app.station.inspection import inspect
from cati_app.texts import say


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """STUDY, and whether to count."""
    reading_arguments(parser)
    parser.add_argument("--verify", action="store_true", help=say("look through the database, as `cati verify` does"))


def run(arguments: argparse.Namespace) -> int:
    """Reads beside a running application."""
    station = open_station(load(arguments.study), arguments.db, create=False, writable=False)
    with station.database:
        if arguments.verify:
            return tell(inspect(station.database), station.database.path, as_json=arguments.json)
        person, keys = sign_in(station, arguments)
        with reading(station, person, keys, arguments) as source:
            figures, attempts = source.read_board()(person), source.read_tally()(person).attempts
            counts = counts_of(source.read_cards(keys)(person)) if source.loaded.sittings is not None else None
    summary: dict[str, object] = {
        "completes": figures.completes,
        "not_counted": figures.not_counted,
        "target": figures.target,
        "screened_out": figures.screened_out,
        "median_length_s": figures.median_length_s,
        "median_screener_s": figures.median_screener_s,
        "appointments_due": figures.appointments_due,
        "cells": {cell.cell_id: {k: v for k, v in asdict(cell).items() if k != "cell_id"} for cell in figures.cells},
    }
    if counts is not None:
        summary["sittings"] = {**asdict(counts), "quotes": {each.value: n for each, n in counts.quotes.items()}}
    if arguments.json:
        sys.stdout.write(json.dumps(summary) + "\n")
        return 0
    for label, name in (
        (say("completes"), "completes"),
        (say("not counted"), "not_counted"),
        (say("target"), "target"),
        (say("screened out"), "screened_out"),
        (say("median length s"), "median_length_s"),
        (say("median screener s"), "median_screener_s"),
        (say("appointments due"), "appointments_due"),
    ):
        known = summary[name]
        sys.stdout.write(f"{label:<20} {_not_yet(name, attempts) if known is None else known}\n")
    for cell in figures.cells:
        busy = say("in interview {count}", count=cell.in_progress)
        back = " · " + say("given back {count}", count=cell.rolled_back) if cell.rolled_back else ""
        sys.stdout.write(f"{cell.cell_id:<24} {cell.achieved:>4} / {cell.target:<4} {busy}{back}\n")
    if counts is not None:
        _tell_sittings(counts)
    return 0


def _tell_sittings(counts: SittingCounts) -> None:
    """How far sittings with experts have come."""
    quotes = counts.quotes
    out = quotes[Release.APPROVED] + quotes[Release.CHANGED]
    for label, figure in (
        (say("experts talked to"), counts.experts),
        (say("sittings"), counts.sittings),
        (say("minutes talked"), counts.talked_ms // MINUTE_MS),
        (say("cards"), counts.cards),
        (say("quotes not sent"), quotes[Release.OPEN]),
        (say("quotes sent"), quotes[Release.SENT]),
        (say("quotes released"), out),
        (say("quotes not released"), quotes[Release.REFUSED]),
    ):
        sys.stdout.write(f"{label:<20} {figure}\n")


def _not_yet(name: str, attempts: int) -> str:
    """Why a length is not known."""
    if not attempts:
        return say("no call yet")
    return say("nobody screened yet") if name == "median_screener_s" else say("no complete interview yet")
