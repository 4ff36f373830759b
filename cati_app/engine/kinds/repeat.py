"""“One more?” of an open repeat: the answer “1” adds a row, “0” goes on."""

from __future__ import annotations

from cati_app.engine.kinds.facts import Exported, KindFacts, Printed, Value
from cati_app.engine.kinds.note import no_answer

REPEAT = KindFacts(
    named="repeat",
    value=Value.MORE,
    stored=no_answer,  # its rows are the answer
    exported=Exported.NONE,
    printed=Printed.NONE,
    special=False,  # the interviewer knows
)
