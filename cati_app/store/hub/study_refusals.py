"""Why a hub takes nothing of what a station brings for its study."""

from __future__ import annotations

from enum import StrEnum


class StudyNotTaken(StrEnum):
    """Why nothing was taken of what a station brings for its study."""

    HEAD = "head"  # a head, or what somebody signed; the detail says why
    PARTS = "parts"  # a part that the edition names is not here
    SIZE = "size"  # parts that no edition names are too many
    MESSAGE = "message"  # a piece does not belong where it says
    NOT_PUBLISHED = "not_published"  # the study has not come to this hub
    OPENED = "opened"  # every case has come, and stations work on them
    CODE = "code"  # the device did not come with a code of the study


class StudyRefusal(Exception):
    """Nothing was taken."""

    def __init__(self, reason: StudyNotTaken, detail: str = "") -> None:
        super().__init__(f"{reason.value} {detail}".strip())
        self.reason = reason
        self.detail = detail
