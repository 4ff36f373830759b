"""What a station keeps of its cases on their way to the hub, and of what it asked there."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from cati_app.domain.ids import CaseId, UserId
from cati_app.domain.sharing.leases import CaseBundle, LeaseToken
from cati_app.domain.sharing.stations import Halt


class Packages(Protocol):
    """At a station: cases on their way to the hub, and what was handed in and may be asked for again."""

    def add(self, token: LeaseToken, bundle: CaseBundle, at: datetime) -> None:
        """A case leaves the tables and waits for the hub."""
        ...

    def waiting(self) -> Sequence[LeaseToken]:
        """What the hub has not taken, in order."""
        ...

    def waiting_since(self) -> datetime | None:
        """Since when the first of these waits; None where none does."""
        ...

    def of(self, token: LeaseToken) -> CaseBundle:
        """A package. LookupError."""
        ...

    def taken(self, token: LeaseToken) -> None:
        """The hub has it; contact data of it are here no more."""
        ...

    def erase(self, case_id: CaseId) -> None:
        """What was packed of a case is gone."""
        ...

    def completed_in(self, token: LeaseToken) -> int:
        """Complete interviews in a package. LookupError."""
        ...

    def completed(self) -> int:
        """Complete interviews in everything that was packed here."""
        ...

    def request(self, new: str, user_id: UserId | None, of: CaseId | None = None) -> str:
        """How a person asks for the next case: the request without an answer so far, else a new one, kept from now on.

        Args:
            of: One case that is asked for, in place of the next one.
        """
        ...

    def answered(self, user_id: UserId | None, of: CaseId | None = None) -> None:
        """The request has its answer."""
        ...

    def give_request_back(self, user_id: UserId | None, of: CaseId | None = None) -> None:
        """The person asks no more: the request without an answer, if there is one, goes back.

        Args:
            of: The one case that was asked for, in place of the next one.
        """
        ...

    def named_requests_back(self, but: CaseId) -> None:
        """All that were made for one case each go back; `but`: what stands in place of a case where none is named."""
        ...

    def requests_back(self, limit: int) -> Sequence[str]:
        """Requests that go back, until the hub has said that it has heard so; so many at most."""
        ...

    def goes_back(self, request: str) -> bool:
        """Whether a request is one of them."""
        ...

    def are_back(self, requests: Sequence[str]) -> None:
        """The hub has heard that they are."""
        ...

    def begin_life(self, life: str, at: datetime) -> bool:
        """Note the life of the hub; whether it is another one than before.

        A hub that came back from a copy may lack what it had taken: then all of it waits again, from `at` on.
        """
        ...

    def places_request(self, new: str) -> str:
        """How places are asked for ahead: the request without an answer so far, else a new one, kept from now on."""
        ...

    def places_unanswered(self) -> str | None:
        """That request, while it has no answer."""
        ...

    def places_answered(self) -> None:
        """That request has its answer."""
        ...

    def note_line(self, *, cut: bool) -> None:
        """Whether the line was cut since places were given ahead."""
        ...

    def was_cut(self) -> bool:
        """Whether it was."""
        ...

    def heard_in(self) -> str:
        """The life in which the hub last heard all that it vouched for here; blank: none."""
        ...

    def keep_heard(self, life: str) -> None:
        """In place of the one before."""
        ...

    def receipt(self) -> str:
        """The last receipt of the hub, as it was kept; blank while there is none."""
        ...

    def keep_receipt(self, receipt: str) -> None:
        """In place of the one before."""
        ...

    def halt(self) -> Halt | None:
        """Why no call begins here, as the hub said last."""
        ...

    def keep_halt(self, halt: Halt | None) -> None:
        """In place of what it said before."""
        ...
