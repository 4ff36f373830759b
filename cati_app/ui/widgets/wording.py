"""Words that several widgets share."""

from __future__ import annotations

from cati_app.engine.form.answers import Special
from cati_app.ui.stage.commands import BY_NAME
from cati_app.ui.widgets.key_names import key_word
from cati_app.ui.widgets.speech import WINDOW, Speech


def special_word(special: Special, speech: Speech = WINDOW) -> str:
    """The word for a special answer."""
    if special is Special.DONT_KNOW:
        return speech.tell("don't know")
    if special is Special.REFUSED:
        return speech.tell("refused")
    return speech.tell("not applicable")


def command_key(name: str) -> str:
    """The first key of a command, as printed."""
    return key_word(BY_NAME[name].keys[0])
