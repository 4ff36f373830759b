"""Conditions on facts of the log that have an index each: its definition and the statements that read by it.

They stand apart from the tables: whoever opens a study needs them, and not the models that migrations compare.
"""

from __future__ import annotations

from cati_app.domain.casework.answer_codes import CODED
from cati_app.domain.casework.watch_facts import WATCH_FACTS
from cati_app.domain.coding.unit_facts import ON_CODERS, ON_UNITS
from cati_app.domain.comparison.relations import RELATION_DECIDED
from cati_app.domain.focus_groups.invitations import GROUP_FACTS
from cati_app.domain.quota.steering_facts import ASKED, CHANGES
from cati_app.domain.release.cleared_texts import TEXT_CLEARED
from cati_app.domain.weighting.facts import CHOSEN

OF_A_TURN = " OR ".join(
    f"kind = '{kind}'"
    for kind in ("case_offered", "case_blocked", "case_reopened", "result_taken_back", "result_changed")
)
"""Facts that are looked for by their case: an index of all would cost a page for each fact that is written."""
OF_CELLS = " OR ".join(f"kind = '{kind}{asked}'" for asked in ("", ASKED) for kind in CHANGES)
"""Facts of what supervisors changed of cells."""
OF_WATCH = " OR ".join(f"kind = '{kind}'" for kind in WATCH_FACTS)
"""Facts of reviews and of alerts put to rest."""
OF_WEIGHTINGS = f"kind = '{CHOSEN}'"
"""Facts of weightings that somebody chose."""
OF_GROUPS = " OR ".join(f"kind = '{kind}'" for kind in GROUP_FACTS)
"""Facts of focus groups, and of consents taken back."""
OF_CODINGS = f"kind = '{CODED}'"
"""Facts of codes given to open answers."""
OF_UNITS = " OR ".join(f"kind = '{kind}'" for kind in ON_UNITS)
"""Facts of units that are coded by the frame."""
OF_CODERS = " OR ".join(f"kind = '{kind}'" for kind in ON_CODERS)
"""Facts of who codes them, and by which version of it."""
OF_RELEASE = f"kind = '{TEXT_CLEARED}' OR kind = '{RELATION_DECIDED}'"
"""Facts of what may become public: texts that were cleared, relations that were decided."""
# sqlite: json_extract
CODED_INTERVIEW = "CAST(json_extract(payload, '$.interview') AS TEXT)"
"""Of such a fact, or one of a unit: the interview that was coded. Their indexes have the same words."""
