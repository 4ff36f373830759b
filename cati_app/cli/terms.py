"""Words for what commands count and name by key; JSON has the keys themselves."""

from __future__ import annotations

from cati_app.texts import Terms

COUNTED = Terms(
    "counted",
    {
        "state": "state",
        "frame": "frame",
        "replicate": "replicate",
        "language": "language",
        "line": "line",
        "unreleased": "unreleased",
        "open": "open",
        "called": "called",
        "closed": "closed",
        "none": "none",
        "landline": "landline",
        "mobile": "mobile",
        "other": "other",
        "added": "added",
        "seed": "seed",
        "blocks": "blocks",
        "frame_size": "frame size",
        "looked_at": "looked at",
        "passed_over": "passed over",
        "seed_rows_unusable": "seed rows unusable",
        "replicate_size": "replicate size",
        "released": "released",
        "still_waiting": "still waiting",
    },
)
ROLES = Terms("role", {"interviewer": "interviewer", "supervisor": "supervisor", "analyst": "analyst"})
BLOCK_LIST_ACTIONS = Terms(
    "block list", {"added": "added", "removed": "removed", "begun anew": "started again", "merged": "merged"}
)
FORBIDDEN = Terms(
    "forbidden call",
    {
        "closed": "closed",
        "outside_hours": "outside hours",
        "limit_reached": "limit reached",
        "day_limit_reached": "day limit reached",
    },
)
OFFERED = Terms(
    "why a case is offered",
    {
        "resume": "resume",
        "firm_appointment": "firm appointment",
        "soft_appointment": "soft appointment",
        "never_called": "never called",
        "fewest_attempts": "fewest attempts",
        "late_appointment": "late appointment",
        "lagging_cell": "lagging cell",
        "day_part": "day part",
        "conversion": "conversion",
    },
)
DAY_PARTS = Terms(
    "part of the week",
    {"morning": "morning", "afternoon": "afternoon", "evening": "evening", "weekend": "weekend"},
)
