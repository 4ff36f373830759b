"""Axes of the code frame and how far coders agree, in words: the same in windows, commands and files."""

from __future__ import annotations

from cati_app.domain.coding.code_frame import Axis
from cati_app.texts.terms import Terms
from cati_app.texts.words import Words

COMPARED = Terms(
    "agreement of coders",
    {
        "nominal": "alike or not",
        "ordinal": "by order",
        "sets": "sets",
        "present": "there or not",
    },
)
"""How values were compared."""
VERDICTS = Terms(
    "agreement of coders",
    {
        "firm": "firm",
        "warning": "with a warning",
        "not_published": "not published",
        "table_only": "table only",
    },
)
"""What may be said with codes that coders agree on so far."""


def axis_names(words: Words) -> dict[Axis, str]:
    """What the axes are called."""
    return {
        Axis.FIELD: words.say_in("code frame", "Field"),
        Axis.THEME: words.say_in("code frame", "Theme"),
        Axis.STANCE: words.say_in("code frame", "Stance"),
    }


def decimal(words: Words, value: float | None) -> str:
    """A coefficient with two decimals, as the reader writes them; a dash for none."""
    if value is None:
        return "–"
    return f"{value:.2f}".replace(".", words.say_in("sign between whole number and decimals", "."))
