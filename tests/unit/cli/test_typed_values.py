"""Times and numbers that are typed at a command: what is none is wrong usage, in words."""

from __future__ import annotations

from argparse import ArgumentTypeError
from datetime import UTC, datetime
from pathlib import Path

import pytest

from cati_app.cli.moments import moment, moment_with_zone
from tests.commands import Command

NO_TIMES = [
    "",
    "tomorrow",
    "24.11.2026",
    "0001-01-01T00:00+05:00",
    "0001-01-01T00:00",
    "9999-12-31T23:59-05:00",
    "1999-12-31T00:00+00:00",
]


@pytest.mark.parametrize("text", NO_TIMES)
def test_what_is_no_time_of_a_survey_is_refused(text: str) -> None:
    for read in (moment, moment_with_zone):
        with pytest.raises(ArgumentTypeError, match="a time"):
            read(text)


def test_a_time_is_read_by_the_clock_of_the_machine_or_its_zone() -> None:
    at = datetime(2026, 11, 24, 15, tzinfo=UTC)

    assert at == moment("2026-11-24T16:00+01:00") == moment_with_zone("2026-11-24T16:00+01:00")
    assert datetime(2026, 11, 24, 18).astimezone() == moment("2026-11-24T18:00")
    with pytest.raises(ArgumentTypeError):
        moment_with_zone("2026-11-24T18:00")


@pytest.mark.parametrize(
    ("command", "words"),
    [
        ("hub write-off", ("--silent-since", NO_TIMES[3], "--reason", "none")),
        ("hub offline", ("--cases", "1", "--until", NO_TIMES[3])),
        ("hub serve", ("--rehearsal-from", NO_TIMES[3])),
        ("hub take-back", ("x", "--reason", "none")),
        ("case", ("x",)),
        ("case", ("1", "--attempt", "²")),
        ("next", ("--case", "9" * 5_000)),
        ("sample release", ("--replicates", "9" * 30)),
    ],
)
def test_what_is_typed_wrongly_is_told_at_the_command(
    cati: Command, tmp_path: Path, command: str, words: tuple[str, ...]
) -> None:
    run = cati(*command.split(), tmp_path, *words)

    assert (2, "") == (run.returncode, run.stdout)
    assert "a time" in run.stderr or "a whole number from 1 to" in run.stderr
