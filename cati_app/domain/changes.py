"""What an operation changed, so that screens can refresh themselves."""

from __future__ import annotations

from enum import StrEnum


class Topic(StrEnum):
    """A kind of data a screen may show."""

    CASES = "cases"
    QUOTA = "quota"
    INTERVIEWS = "interviews"
    APPOINTMENTS = "appointments"
    PEOPLE = "people"
    MESSAGES = "messages"


ChangeSet = frozenset[Topic]
