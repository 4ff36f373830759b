"""A respondent's data are erased: declared once by a supervisor, and kept so that nothing brings them back."""

from __future__ import annotations

from cati_app.domain.ids import CaseId, UserId
from cati_app.values import dataclass


@dataclass(frozen=True, slots=True)
class Erasure:
    """What a supervisor declared of a case, with the signature: it travels as it is, and whoever gets it checks it.

    Args:
        signature: In hexadecimal.
    """

    case_id: CaseId
    by: UserId
    declared: str
    signature: str


@dataclass(frozen=True, slots=True)
class ErasedCase:
    """What became of an erasing.

    Args:
        at_hub: Whether the hub was told already; None where no hub has the cases.
        is_swept: Whether nothing of it is left in free pages and in the journal of this machine's database.
        backups: Names of those made before, which hold the data until they are deleted.
    """

    at_hub: bool | None
    is_swept: bool
    backups: tuple[str, ...]
