"""Words that several widgets share, and the names of keys as they are printed."""

from __future__ import annotations

from cati_app.engine.form.answers import Special
from cati_app.texts import say
from cati_app.ui.stage.commands import BY_NAME


def special_word(special: Special) -> str:
    """The word for a special answer."""
    if special is Special.DONT_KNOW:
        return say("don't know")
    if special is Special.REFUSED:
        return say("refused")
    return say("not applicable")


def _part(part: str) -> str:
    names = {
        "Ctrl": say("Ctrl"),
        "Shift": say("Shift"),
        "PgUp": say("PgUp"),
        "PgDown": say("PgDn"),
        "Return": say("Enter"),
        "Esc": say("Esc"),
        "Up": "↑",
        "Down": "↓",
        "Space": say("Space"),
    }
    return names.get(part, part)


def key_word(key: str) -> str:
    """A portable key sequence as printed on a keyboard: `Ctrl+P` is `Strg+P` on a German one."""
    if key.endswith("++"):
        return f"{_part(key[:-2])}++"
    return "+".join(_part(part) for part in key.split("+"))


def command_key(name: str) -> str:
    """The first key of a command, as printed."""
    return key_word(BY_NAME[name].keys[0])
