"""Telephone numbers: E.164 inside. Reading them from text: `phone_reading.py`."""

from __future__ import annotations

from enum import StrEnum

from cati_app.values import dataclass


class LineKind(StrEnum):
    """What the numbering plan says about a line."""

    LANDLINE = "landline"
    MOBILE = "mobile"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class PhoneNumber:
    """A number that may be dialled."""

    e164: str
    kind: LineKind

    def national(self) -> str:
        """As it is read and dialled inside its own country: `040 66969047`."""
        from cati_app.domain.sampling.phone_library import national_form  # noqa: PLC0415 - a start shows no number

        return national_form(self.e164)

    def dialled_from(self, country: str) -> str:
        """As an interviewer reads and dials it: `040 66969047`, and from another country `+49 40 66969047`.

        Args:
            country: Where the call is made: two letters (ISO 3166).
        """
        from cati_app.domain.sampling.phone_library import form_in  # noqa: PLC0415 - as above

        return form_in(country, self.e164)
