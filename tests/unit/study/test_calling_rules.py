"""A study may tighten the rule pack and never loosen it; the preset is tighter already."""

from __future__ import annotations

from datetime import time

import pytest
from pydantic import ValidationError

from cati_app.study.calling import Calling

LOOSER: list[dict[str, object]] = [
    {"weekdays": {"start": "08:30", "end": "20:00"}},
    {"weekdays": {"start": "09:00", "end": "21:30"}},
    {"saturday": {"start": "09:00", "end": "18:00"}},
    {"sunday": {"start": "10:00", "end": "18:00"}},  # without a reason
    {"sunday": {"start": "10:00", "end": "19:00"}, "sunday_reason": "short field time"},
    {"max_attempts": 11},
    {"max_attempts_per_day": 5},
]
WRONG: list[dict[str, object]] = [
    {"day_parts": {"morning_until": "17:00", "afternoon_until": "12:00"}},
    {"day_parts": {"weights": {"complete": 1}}},
    {"day_parts": {"weights": {"busy": 99}}},
    {"day_parts": {"another_part_after": ["refusal"]}},
    {"appointments": {"team_min": 5}},
    {"lease_min": 1},
    {"shifts": [{"start": "17:00", "end": "12:00"}]},
]


@pytest.mark.parametrize("settings", [*LOOSER, *WRONG])
def test_what_loosens_the_rules_or_makes_no_sense_is_refused(settings: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        Calling.model_validate({"state": "NI", **settings})


def test_the_preset_is_tighter_than_the_rules() -> None:
    preset = Calling.model_validate({"state": "NI"})

    assert (time(20), None, 3, 10) == (
        preset.weekdays.end,
        preset.sunday,
        preset.max_attempts_per_day,
        preset.max_attempts,
    )


def test_the_preset_may_be_undone_up_to_the_rules() -> None:
    undone = {"weekdays": {"start": "09:00", "end": "21:00"}, "max_attempts_per_day": 4}

    with pytest.raises(ValidationError, match="beyond_preset_reason"):
        Calling.model_validate({"state": "NI", **undone})
    undone["beyond_preset_reason"] = "short field time"
    assert 4 == Calling.model_validate({"state": "NI", **undone}).max_attempts_per_day


def test_every_setting_is_explained_in_the_schema() -> None:
    schema = Calling.model_json_schema()
    parts = dict(schema["$defs"])
    assert {"Hours", "RetrySettings", "DayParts", "Refusals", "Appointments", "SampleFields", "ShiftSettings"} <= set(
        parts
    )
    silent = [
        f"{part}.{name}"
        for part, found in {"Calling": schema, **parts}.items()
        for name, setting in found["properties"].items()
        if "description" not in setting
    ]

    assert [] == silent
