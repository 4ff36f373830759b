"""Facts of the log that tell what supervisors changed of cells."""

from __future__ import annotations

TARGET_CHANGED, UNDONE = "target_changed", "cell_change_undone"
CHANGES = (
    *("cell_closed", "cell_paused", "cell_opened", "unclassified_closed", "unclassified_paused"),
    *("unclassified_opened", TARGET_CHANGED, UNDONE),
)
"""Kinds of facts."""
ASKED = "_asked"
"""Ends the kind of the fact that keeps at a station why its supervisor asked a hub for a change."""
