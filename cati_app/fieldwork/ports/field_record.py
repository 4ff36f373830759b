"""What a field came to so far, for whoever looks ahead: no answers, no contact data, nobody's name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from cati_app.domain.casework.field_days import AttemptFact, CompleteFact, ScreeningFact
from cati_app.domain.casework.sittings import SittingFact
from cati_app.domain.ids import CaseId, InterviewId, UserId


class FieldRecord(Protocol):
    """Attempts, screenings and numbers that are left."""

    def attempts(self) -> Iterator[AttemptFact]:
        """Every attempt, by the time it began."""
        ...

    def sittings(self) -> Iterator[SittingFact]:
        """Every attempt with the appointments of its case, case by case, in their order."""
        ...

    def hung_up(self) -> Iterator[tuple[CaseId, int, datetime, datetime]]:
        """Of each call that is over its case, its attempt, when it was dialled and when it was over."""
        ...

    def screenings(self) -> Iterator[ScreeningFact]:
        """Every interview whose cell was decided, those of full cells included; not those set aside."""
        ...

    def complete(self) -> Iterator[CompleteFact]:
        """Every complete interview that counts, by the time it ended."""
        ...

    def holders(self) -> Mapping[InterviewId, UserId]:
        """Who held each complete interview that counts: whoever began it."""
        ...

    def break_offs(self) -> Mapping[str, int]:
        """Interviews broken off, by the question that was asked last."""
        ...

    def open_numbers(self) -> Mapping[int, int]:
        """Cases that can still be called and whose person was not screened, by attempts made."""
        ...

    def closed_portions(self) -> Sequence[int]:
        """Cases of the portions that are not released, in their order."""
        ...
