"""Arguments that are checked before anything is done: what fails here is wrong usage, exit code 2."""

from __future__ import annotations

import argparse
from pathlib import Path

from cati_app.texts import say


def sentence(text: str) -> str:
    """The help of a command as its description."""
    return f"{text[:1].upper()}{text[1:]}."


def there(text: str) -> Path:
    """A path that exists; anything else is wrong usage (exit code 2), in every command."""
    path = Path(text)
    try:
        missing = not path.exists()
    except OSError:  # it may be there; reading it says what is wrong
        missing = False
    if missing:
        raise argparse.ArgumentTypeError(say("there is no file or folder {path}", path=text))
    return path
