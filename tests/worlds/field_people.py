"""The people of one simulated field under quota, as respondents.yaml would tell them; drawn anew for each field."""

from __future__ import annotations

import math
import random
from typing import Any

from cati_app.demo.habits import APPOINTMENT, Habits
from cati_app.domain.outcomes.dispositions import SOFT_REFUSAL
from tests.worlds.contact import HOURS, KINDS, presence, rate
from tests.worlds.world import NOT_IN_SERVICE

CATEGORIES = (("16-29", "30-44", "45-64", "65+"), ("low", "medium", "high"), ("with", "without"))
MARGINS = ("age_group", "ses", "history")
INTERVIEW_MIN = 18.0
SILENT, DEAD, REFUSED = "no_answer", "not_in_service", "refusal_household"
_KIND = "activity"
_FRAMES = ("landline", "mobile")
_DAYS = {"weekday": 0, "friday": 4, "saturday": 5}


def people_of_field(chance: random.Random, cells: dict[tuple[str, ...], float]) -> Habits:
    """People of one field: cells by their shares; willingness, patience, hours at work and the like drawn.

    Published rates are over all numbers dialled. Some of these are not in service; that many others ring and are never
    answered is part of how much people differ.
    """
    whole = sum(cells.values())
    shares = {name: share / whole for name, share in cells.items()}
    margins = {
        margin: {category: sum(s for name, s in shares.items() if name[d] == category) for category in CATEGORIES[d]}
        for d, margin in enumerate(MARGINS)
    }
    rates = [rate(frame, weekday, hour) for frame in _FRAMES for weekday in _DAYS.values() for hour in HOURS]
    alive = 1 - NOT_IN_SERVICE
    answered = sum(map(sum, rates)) / len(rates) / 100 / alive
    takes_part = sum(each.willing for each in rates) / sum(map(sum, rates)) * chance.uniform(0.7, 1.2)
    refusals = alive * answered * (1 - takes_part)
    given: dict[str, Any] = {
        "calls": {
            DEAD: NOT_IN_SERVICE,
            SILENT: alive * (1 - answered),
            APPOINTMENT: alive * answered * takes_part * 0.25,
            SOFT_REFUSAL: refusals / 2,
            REFUSED: refusals / 2,
        },
        "contact": {
            "variety": math.exp(chance.uniform(math.log(0.7), math.log(2.0))),
            "hours": {
                frame: {
                    day: {hour: sum(rate(frame, weekday, hour)) / 100 / alive / answered for hour in HOURS}
                    for day, weekday in _DAYS.items()
                }
                for frame in _FRAMES
            },
            "kinds": {
                _KIND: {
                    kind: {
                        day: {hour: presence(kind, weekday, hour) for hour in HOURS} for day, weekday in _DAYS.items()
                    }
                    for kind in KINDS
                }
            },
        },
        "willingness": {
            "categories": {
                margin: {category: math.exp(chance.gauss(0, 0.1)) for category in CATEGORIES[d]}
                for d, margin in enumerate(MARGINS)
            },
            "attempts": [1.0, 1.0, 0.97, 0.94],
            "refused": 0.4,
            "interviewer": 0.1,
        },
        "appointments": {"kept": 0.85, "late": 0.1},
        "population": {
            "margins": {**margins, _KIND: KINDS},
            "cells": {"/".join(name): share for name, share in shares.items()},
        },
        "break_off": {"per_minute": _chances(chance.uniform(0.86, 0.97))},
        "interviewers": {"pace": 0.12, "absence": chance.uniform(0.02, 0.14)},
    }
    return Habits.model_validate(given)


def _chances(done: float) -> list[float]:
    """Chances by the minute with which that share reaches the end of an interview; the first minutes are the worst."""
    shape = [4.0, 2.5, 1.5, 1.0]
    minutes = INTERVIEW_MIN
    level = -math.log(done) / (sum(shape) + (minutes - len(shape)) * shape[-1])
    return [level * each for each in shape]
