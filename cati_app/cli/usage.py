"""Arguments that are checked before anything is done: what fails here is wrong usage, exit code 2."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path

from cati_app.publish.outputs import FileKind, Outputs, is_stream, unwritable
from cati_app.texts import say

_DIGITS = 18
MOST_OF_A_SAMPLE = 1_000_000_000
"""More cases or portions than any study has; what is typed beyond is a slip."""


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


def whole_number(most: int) -> Callable[[str], int]:
    """What reads a number from 1 to that many; anything else is wrong usage."""

    def read(text: str) -> int:
        number = int(text) if text.isdecimal() and len(text) <= _DIGITS else 0
        if not 1 <= number <= most:
            raise argparse.ArgumentTypeError(say("a whole number from 1 to {most}", most=most))
        return number

    return read


case_number = whole_number(MOST_OF_A_SAMPLE)
"""Reads the number of a case or an attempt, or how many cases."""


def force_argument(parser: argparse.ArgumentParser) -> None:
    """--force, of every command that writes a file."""
    parser.add_argument("--force", action="store_true", help=say("replace a file that is of another kind"))


def original_argument(parser: argparse.ArgumentParser) -> None:
    """--original, of every command that reads answers which may have codes."""
    parser.add_argument(
        "--original",
        action="store_true",
        help=say("answers as they were given, without codes of open ones (cati code) and without corrections"),
    )


def write_file(outputs: Outputs, path: Path, kind: FileKind, data: bytes) -> None:
    """Write the one file that a command makes.

    Raises:
        EnvironmentProblem: `out_unwritable`, `out_protected`, `out_other_kind`.
    """
    try:
        outputs.write(path, kind, [data])
    except OSError as error:
        raise unwritable(path, error) from None


def say_beside(out: Path, text: str) -> None:
    """Say something where a file was written; into a device or pipe goes nothing but the file."""
    (sys.stderr if is_stream(out) else sys.stdout).write(text)
