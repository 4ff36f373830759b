"""What changed in a study since somebody last asked: how the whole of it comes to a station that only reads it."""

from __future__ import annotations

from dataclasses import field

from cati_app.domain.ids import CaseId
from cati_app.domain.sharing.leases import CaseBundle, Rows
from cati_app.values import dataclass


@dataclass(frozen=True, slots=True, order=True)
class ChangeMark:
    """Up to here everything is known.

    Args:
        n: Number of the last change.
        within: Where that change is events of a log that came in part: the number of the last event that came; else 0.
        last: Number of the last change there was when this was told; 0 or `n`: that one. Where it is higher, what is
            known is no state that ever was: a small table came as it was by then, and what had changed again by then
            is still to come.
    """

    n: int = 0
    within: int = 0
    last: int = 0


@dataclass(frozen=True, slots=True)
class PageLimits:
    """How much comes at once at most; one thing comes always, and as much of a log as fits.

    Args:
        things: Changes.
        characters: Of everything together, as it is written.
        values: In all rows together.
    """

    things: int = 200
    characters: int = 1_000_000
    values: int = 20_000


@dataclass(frozen=True, slots=True)
class CaseNow:
    """A case as it is now.

    Args:
        beside: Rows by table that tell of it and do not travel with it: its last lease, interviews that do not count.
    """

    bundle: CaseBundle
    beside: Rows


@dataclass(frozen=True, slots=True)
class StudyChanges:
    """A page of changes.

    Args:
        mark: Up to where it goes.
        more: Whether there are further ones already.
        cases: As they are now, whatever happened to them in between.
        gone: Cases that are there no more.
        whole: Small tables, each as a whole, where anything in it changed.
        grants: Rows of places.
        log: Rows of logs and facts of the hub, in the order in which they came, each as text.
        anew: From the beginning: the mark that was asked from was told in a state that the hub has lost.
    """

    mark: ChangeMark
    more: bool
    cases: tuple[CaseNow, ...] = ()
    gone: tuple[CaseId, ...] = ()
    whole: Rows = field(default_factory=dict)
    grants: tuple[tuple[object, ...], ...] = ()
    log: tuple[str, ...] = ()
    anew: bool = False
