"""`cati status STUDY`: counters of the quota, interviews, and lengths from the paradata."""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import asdict

from cati_app.cli.opening import load, open_station, sign_in, study_arguments
from cati_app.fieldwork.monitor.verify import Verification


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """STUDY, and whether to count."""
    study_arguments(parser)
    parser.add_argument("--verify", action="store_true", help="count interviews and compare them with the counters")


def run(arguments: argparse.Namespace) -> int:
    """Reads beside a running application."""
    station = open_station(load(arguments.study), arguments.db, create=False, writable=False)
    with station.database:
        if arguments.login:
            sign_in(station, arguments.login)
        if arguments.verify:
            return _verify(station.verify()(), arguments.json)
        figures, attempts = station.read_board()(), station.read_tally()().attempts
    summary = {
        "completes": figures.completes,
        "target": figures.target,
        "screened_out": figures.screened_out,
        "median_length_s": figures.median_length_s,
        "median_screener_s": figures.median_screener_s,
        "appointments_due": figures.appointments_due,
        "cells": {cell.cell_id: {k: v for k, v in asdict(cell).items() if k != "cell_id"} for cell in figures.cells},
    }
    if arguments.json:
        sys.stdout.write(json.dumps(summary) + "\n")
        return 0
    for name in ("completes", "target", "screened_out", "median_length_s", "median_screener_s", "appointments_due"):
        known = summary[name]
        sys.stdout.write(f"{name.replace('_', ' '):<20} {_not_yet(name, attempts) if known is None else known}\n")
    for cell in figures.cells:
        sys.stdout.write(f"{cell.cell_id:<24} {cell.achieved:>4} / {cell.target:<4} in interview {cell.in_progress}\n")
    return 0


def _not_yet(name: str, attempts: int) -> str:
    """Why a length is not known."""
    if not attempts:
        return "no call yet"
    return "nobody screened yet" if name == "median_screener_s" else "no complete interview yet"


def _verify(found: Verification, as_json: bool) -> int:
    """1 when counters and interviews disagree or the log has a hole, else 0."""
    if as_json:
        sys.stdout.write(json.dumps({"agrees": found.agrees, **asdict(found)}) + "\n")
        return 0 if found.agrees else 1
    for cell in found.cells:
        sys.stdout.write(
            f"{cell.cell_id}: counters {cell.achieved} + {cell.in_progress},"
            f" interviews {cell.completed} + {cell.holding}\n"
        )
    if found.counters:
        sys.stdout.write(f"Counters of interviews that are wrong: {', '.join(found.counters)}.\n")
    if found.events != found.last_event:
        sys.stdout.write(f"The log has {found.events} events, but its last number is {found.last_event}.\n")
    if found.agrees:
        sys.stdout.write(f"Counters and interviews agree; the log has {found.events} events without a hole.\n")
    return 0 if found.agrees else 1
