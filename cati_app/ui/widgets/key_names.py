"""The names of keys as they are printed on a keyboard; the first screen needs no more words of widgets."""

from __future__ import annotations

from functools import lru_cache

from cati_app.texts import Words, chosen


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
        "Delete": words.say("Del"),
        "Up": "↑",
        "Down": "↓",
        "Space": words.say("Space"),
    }
    if key.endswith("++"):
        return f"{names.get(key[:-2], key[:-2])}++"
    return "+".join(names.get(part, part) for part in key.split("+"))
