"""`cati forecast STUDY`: when cells, margins and the total will be full, and the chance that it is late."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator

from cati_app.cli.opening import load, open_station, sign_in
from cati_app.cli.proposal_words import proposal_facts, proposal_lines
from cati_app.cli.whole import reading, reading_arguments
from cati_app.domain.forecast.so_far import DAYS_AHEAD, DAYS_AT_LEAST, SCREENED_AT_LEAST
from cati_app.fieldwork.monitor.read_forecast import FieldForecast, FullOn, QuotaForecast
from cati_app.texts import say


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """STUDY and --proposals."""
    reading_arguments(parser)
    parser.add_argument(
        "--proposals",
        action="store_true",
        help=say("what could be done so that the field is shorter, and what it costs"),
    )


def run(arguments: argparse.Namespace) -> int:
    """Reads beside a running application."""
    loaded = load(arguments.study)
    with (station := open_station(loaded, arguments.db, create=False, writable=False)).database:
        person, keys = sign_in(station, arguments)
        with reading(station, person, keys, arguments) as source:
            told = source.read_forecast()(person)
            calendar = source.rules.calendar
            offered = source.read_proposals()(person) if arguments.proposals else {}
    if arguments.json:
        facts = _facts(told) | ({"proposals": proposal_facts(offered)} if arguments.proposals else {})
        sys.stdout.write(json.dumps(facts, ensure_ascii=False) + "\n")
        return 0
    at = "–" if told.as_of is None else f"{calendar.local(told.as_of):%Y-%m-%d %H:%M}"
    sys.stdout.write("\n".join((*_lines(told, at), *proposal_lines(offered))) + "\n")
    return 0


def _facts(told: FieldForecast) -> dict[str, object]:
    return {
        "as_of": None if told.as_of is None else told.as_of.isoformat(),
        "last_day": None if told.last_day is None else told.last_day.isoformat(),
        "hours_planned": told.are_planned,
        "quotas": [_quota_facts(quota) for quota in told.quotas],
    }


def _quota_facts(quota: QuotaForecast) -> dict[str, object]:
    return {
        "quota": quota.name,
        "too_early": quota.total is None,
        "total": None if quota.total is None else _full_facts(quota.total),
        "margins": [
            {"variable": quota.variables[dimension], "category": category, **_full_facts(full)}
            for (dimension, category), full in quota.margins.items()
        ],
        "cells": [{"cell": cell, **_full_facts(full)} for cell, full in quota.cells.items()],
    }


def _full_facts(full: FullOn) -> dict[str, object]:
    days = (full.low, full.median, full.high)
    low, median, high = (None if day is None else day.isoformat() for day in days)
    return {
        "full": full.is_full,
        "median": median,
        "interval_80": [low, high],
        "late": None if full.late is None else round(full.late, 4),
    }


def _lines(told: FieldForecast, at: str) -> Iterator[str]:
    yield say("As of {at}. Intervals hold in four of five cases; a day is a day on which something is full.", at=at)
    if told.last_day is not None:
        yield say("The field ends on {day}.", day=told.last_day.isoformat())
    if not told.are_planned:
        yield say(
            "study.yaml does not say how many people work (calling.shifts, seats): the hours worked so far go on."
        )
    if not told.quotas:
        yield say("The study has no quota: there is nothing to fill.")
    for quota in told.quotas:
        yield ""
        if quota.total is None:
            yield say(
                "{quota}: too early; {days} days of work and {persons} screened persons are needed.",
                quota=quota.name,
                days=DAYS_AT_LEAST,
                persons=SCREENED_AT_LEAST,
            )
            continue
        yield f"{quota.name}: {_full_text(quota.total)}"
        for (dimension, category), full in quota.margins.items():
            yield f"  {quota.variables[dimension]} {category}: {_full_text(full)}"
        for cell, full in quota.cells.items():
            yield f"  {cell}: {_full_text(full)}"


def _full_text(full: FullOn) -> str:
    if full.is_full:
        return say("full")
    out_of_sight = say("not in sight")
    days = (full.low, full.median, full.high)
    low, median, high = (out_of_sight if day is None else day.isoformat() for day in days)
    if full.low is None:
        line = say("not in sight within {days} days of work", days=DAYS_AHEAD)
    elif full.median is None:
        line = say("from {day:%Y-%m-%d} on, the middle of all plays is not in sight", day=full.low)
    else:
        line = say("{median} (from {low} to {high})", median=median, low=low, high=high)
    return line if full.late is None else f"{line}, {say('late: {chance:.0%}', chance=full.late)}"
