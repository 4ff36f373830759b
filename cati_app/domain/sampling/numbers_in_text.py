"""Telephone numbers inside running text."""

from __future__ import annotations

from collections.abc import Iterator

import phonenumbers


def numbers_in_text(text: str, country: str) -> Iterator[tuple[int, int]]:
    """Start and end of each number that can exist, in order; ends are exclusive, counted in characters.

    Dates such as 03.06.2016 are taken for numbers: blank them first.

    Args:
        country: Region of numbers without country code, for instance `DE`.
    """
    for match in phonenumbers.PhoneNumberMatcher(text, country, leniency=phonenumbers.Leniency.VALID):
        yield match.start, match.end


def national_digits(e164: str, country: str) -> str:
    """Of a number the digits that are dialled from abroad as well as in its country, without a leading zero.

    Args:
        country: Whose code is taken off; a number of another country keeps its own.
    """
    return e164.removeprefix("+").removeprefix(str(phonenumbers.country_code_for_region(country)))
