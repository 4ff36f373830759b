"""What sittings with experts work with: their rules, and the way to the store."""

from __future__ import annotations

from cati_app.domain.clock import IdSource
from cati_app.fieldwork.sitting.record_sitting import ReadSitting, RecordSitting
from cati_app.fieldwork.sitting.sitting_rules import SittingRules
from cati_app.values import dataclass


@dataclass(frozen=True, slots=True)
class SittingServices:
    """Of a study whose interviews go on by a topic guide."""

    rules: SittingRules
    read: ReadSitting
    record: RecordSitting
    ids: IdSource  # of cards
