"""What a study keeps of people, and its phases, in words."""

from __future__ import annotations

from cati_app.texts.terms import Terms

PHASES = Terms(
    "phase of a study",
    {
        "field": "field: people are called",
        "checks": "checks: nobody is called any more",
        "closed": "closed: nothing tells whom was called",
        "gone": "gone: nothing tells of anybody",
    },
)
STOCKS = Terms(
    "what is kept of people",
    {
        "numbers": "telephone numbers",
        "names": "names and sealed columns of cases",
        "notes": "notes to cases",
        "codes": "access codes",
        "consents": "addresses for a further contact",
        "answers": "interviews with answers",
        "backups": "backups on this machine",
    },
)
