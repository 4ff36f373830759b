"""Arguments that are checked before anything is done: what fails here is wrong usage, exit code 2."""

from __future__ import annotations

import argparse
from pathlib import Path


def there(text: str) -> Path:
    """A path that exists; anything else is wrong usage (exit code 2), in every command."""
    path = Path(text)
    try:
        missing = not path.exists()
    except OSError:  # it may be there; reading it says what is wrong
        missing = False
    if missing:
        raise argparse.ArgumentTypeError(f"there is no file or folder {text}")
    return path
