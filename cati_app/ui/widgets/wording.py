"""Words that several widgets share, and the names of keys as they are printed."""

from __future__ import annotations

from functools import lru_cache

from cati_app.engine.form.answers import Special
from cati_app.texts import Words, chosen
from cati_app.ui.stage.commands import BY_NAME
from cati_app.ui.widgets.speech import WINDOW, Speech


def special_word(special: Special, speech: Speech = WINDOW) -> str:
    """The word for a special answer."""
    if special is Special.DONT_KNOW:
        return speech.tell("don't know")
    if special is Special.REFUSED:
        return speech.tell("refused")
    return speech.tell("not applicable")


def key_word(key: str) -> str:
    """A portable key sequence as printed on a keyboard: `Ctrl+P` is `Strg+P` on a German one."""
    return _printed(chosen(), key)


@lru_cache(maxsize=256)
def _printed(words: Words, key: str) -> str:
    names = {
        "Ctrl": words.say("Ctrl"),
        "Shift": words.say("Shift"),
        "PgUp": words.say("PgUp"),
        "PgDown": words.say("PgDn"),
        "Return": words.say("Enter"),
        "Esc": words.say("Esc"),
        "Del": words.say("Del"),
        "Up": "↑",
        "Down": "↓",
        "Space": words.say("Space"),
    }
    if key.endswith("++"):
        return f"{names.get(key[:-2], key[:-2])}++"
    return "+".join(names.get(part, part) for part in key.split("+"))


def command_key(name: str) -> str:
    """The first key of a command, as printed."""
    return key_word(BY_NAME[name].keys[0])
