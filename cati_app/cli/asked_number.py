"""A telephone number that somebody types: at a prompt that does not show it, or on standard input."""

from __future__ import annotations

import getpass
import sys

from cati_app.domain.errors import EnvironmentProblem
from cati_app.domain.sampling.phone import PhoneNumber
from cati_app.domain.sampling.phone_reading import parse_number
from cati_app.station.opening import Station
from cati_app.texts import say


def asked_number(station: Station) -> PhoneNumber:
    """The number; never from the command line, whose history keeps it.

    Raises:
        EnvironmentProblem: `number_needed`.
        RuleViolation: what is wrong with the number.
    """
    text = getpass.getpass(say("Number:") + " ") if sys.stdin.isatty() else sys.stdin.readline()
    if not text.strip():
        raise EnvironmentProblem(
            "number_needed", "A number is needed; nothing was changed.", "Type it when asked, or pipe it in."
        )
    return parse_number(text.strip(), station.loaded.study.calling.country)
