"""What a list of choices says about the variable of its question: codes or names, and the level."""

from __future__ import annotations

from cati_app.engine.form.nodes import Choice
from cati_app.engine.kinds.facts import Level
from cati_app.publish.dataset.names import LONGEST_CODE

_LONG_LIST = 50  # choices; above, lists with short names (ISO codes) keep them as text


def keeps_names(choices: tuple[Choice, ...]) -> bool:
    """True for long lists with short names that mean something on their own, such as ISO codes of countries."""
    short = all(choice.name.isascii() and len(choice.name) <= LONGEST_CODE for choice in choices)
    return len(choices) > _LONG_LIST and short and not all(choice.name == choice.code for choice in choices)


def level_of(choices: tuple[Choice, ...]) -> Level:
    """Nominal, unless the column `level` of the choice list says ordinal or scale."""
    said = {choice.columns.get("level", "").strip().lower() for choice in choices} - {""}
    return Level(said.pop()) if len(said) == 1 and said <= set(Level) else Level.NOMINAL
