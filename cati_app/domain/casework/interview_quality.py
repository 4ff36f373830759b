"""Which complete interviews ask for a look: by pace, by straight lines, by questions without an answer.

A flag asks for a look and accuses nobody; who held an interview stands nowhere here. Source: the design's limits, three
interquartile ranges beyond the quartiles (Tukey's "far out"), so that few of many alike interviews are flagged.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from math import exp, log
from statistics import fmean, median, quantiles

from cati_app.domain.ids import CaseId, InterviewId
from cati_app.values import dataclass

INTERVIEWS_NEEDED = 30
"""Complete interviews below which nothing is flagged."""
FAR = 3
"""Interquartile ranges beyond a quartile."""
ROWS_OF_A_GRID, STRAIGHT_GRIDS = 5, 2
"""Rows from which a grid tells something, and grids with one answer that are told."""
SHORT_ROUTE = 0.5
"""Of the median number of answered questions: an interview with fewer took a short route."""
COMPANIONS = 2
"""Random interviews in the list for each that is flagged."""


class Flag(StrEnum):
    """Why an interview asks for a look."""

    PACE = "pace"
    STRAIGHT_LINES = "straight_lines"
    UNANSWERED = "unanswered"


@dataclass(frozen=True, slots=True)
class InterviewMeasures:
    """What a complete interview is judged by.

    Args:
        ended_at: Aware UTC.
        times_ms: Active time on each answered question, by its reference; more than 0.
        answered: Questions with an answer, don't know and refused included.
        unanswered: Of these: don't know or refused.
        straight: Grids of `ROWS_OF_A_GRID` rows and more in which each row has the same answer.
        resumed: It was held in several sittings.
        interpreted: It was held in more than one language.
    """

    id: InterviewId
    case_id: CaseId
    ended_at: datetime
    language: str
    times_ms: Mapping[str, int]
    answered: int
    unanswered: int
    straight: int = 0
    resumed: bool = False
    interpreted: bool = False


def paces(interviews: Collection[InterviewMeasures]) -> dict[InterviewId, float]:
    """Mean over answered questions of ln(active time / median of question and language); 0 is as others."""
    times: dict[tuple[str, str], list[int]] = defaultdict(list)
    for judged in interviews:
        for question, spent in judged.times_ms.items():
            times[question, judged.language].append(spent)
    usual = {known: median(spent) for known, spent in times.items()}
    return {
        judged.id: fmean(log(spent / usual[question, judged.language]) for question, spent in judged.times_ms.items())
        for judged in interviews
        if judged.times_ms
    }


@dataclass(frozen=True, slots=True)
class QualityFigures:
    """Why an interview asks for a look, in figures.

    Args:
        flags: One at least.
        pace: Time on its questions beside the usual one, 1 is as others; None without any time.
        pace_limit: Below that it is flagged.
        straight: Grids with one answer throughout.
        unanswered: Questions with don't know or refused, of those `answered`.
        share_limit: Beyond that share it is flagged.
    """

    flags: frozenset[Flag]
    pace: float | None
    pace_limit: float
    straight: int
    unanswered: int
    answered: int
    share_limit: float


def flags(interviews: Collection[InterviewMeasures]) -> dict[InterviewId, frozenset[Flag]]:
    """Those that ask for a look, with why; none of fewer than `INTERVIEWS_NEEDED`."""
    return {each: told.flags for each, told in quality_figures(interviews).items()}


def quality_figures(interviews: Collection[InterviewMeasures]) -> dict[InterviewId, QualityFigures]:
    """Those that ask for a look, with the figures that say why; none of fewer than `INTERVIEWS_NEEDED`.

    Innocent causes come first: what was held with an interpreter, was resumed, or took a short route is not flagged.
    """
    if len(interviews) < INTERVIEWS_NEEDED:
        return {}
    pace = paces(interviews)
    low, fast = _quartile_and_limit(pace.values(), sign=-1)
    shares = {judged.id: judged.unanswered / judged.answered for judged in interviews if judged.answered}
    # where most answered everything the range is nothing, and a single "don't know" would be far out
    a_question = 1 / max(1.0, median(judged.answered for judged in interviews))
    _, silent = _quartile_and_limit(shares.values(), sign=1, least_range=a_question)
    route = SHORT_ROUTE * median(judged.answered for judged in interviews)
    flagged_as: dict[InterviewId, QualityFigures] = {}
    for judged in interviews:
        if judged.resumed or judged.interpreted or judged.answered < route:
            continue
        why = set()
        if pace.get(judged.id, 0.0) < fast:
            why.add(Flag.PACE)
        if judged.straight >= STRAIGHT_GRIDS and pace.get(judged.id, 0.0) < low:
            why.add(Flag.STRAIGHT_LINES)
        if shares.get(judged.id, 0.0) > silent:
            why.add(Flag.UNANSWERED)
        if why:
            flagged_as[judged.id] = QualityFigures(
                frozenset(why),
                exp(pace[judged.id]) if judged.id in pace else None,
                exp(fast),
                judged.straight,
                judged.unanswered,
                judged.answered,
                silent,
            )
    return flagged_as


def companions(flagged: Iterable[InterviewId], others: Iterable[InterviewId]) -> dict[InterviewId, InterviewId]:
    """Random interviews that stand in the list with those flagged, so that being listed says nothing.

    Each draw depends on both ids alone, so that the list stays while nothing changes, on every machine alike.

    Args:
        others: Complete interviews that nobody flagged, proposed or looked at.

    Returns:
        By interview drawn: the flagged one it was drawn for. Fewer than `COMPANIONS` for each where there are no more.
    """
    left, drawn = set(others), dict[InterviewId, InterviewId]()
    for judged in sorted(flagged):
        for other in sorted(left, key=lambda known: (_lot(judged, known), known))[:COMPANIONS]:
            drawn[other] = judged
            left.discard(other)
    return drawn


def straight_grids(grids: Iterable[Sequence[str]]) -> int:
    """Of grids by the answers of their rows: those of enough rows with one answer throughout."""
    return sum(len(answers) >= ROWS_OF_A_GRID and len(set(answers)) == 1 for answers in grids)


def _quartile_and_limit(values: Collection[float], *, sign: int, least_range: float = 0.0) -> tuple[float, float]:
    """The quartile on one side, and what is far beyond it."""
    if len(values) < INTERVIEWS_NEEDED:
        return sign * float("inf"), sign * float("inf")
    first, _, third = quantiles(values, n=4, method="inclusive")
    near = third if sign > 0 else first
    return near, near + sign * FAR * max(least_range, third - first)


def _lot(flagged: InterviewId, other: InterviewId) -> bytes:
    return hashlib.sha256(f"review\0{flagged}\0{other}".encode()).digest()


@dataclass(frozen=True, slots=True)
class WaitingReview:
    """A complete interview that waits for a supervisor.

    Args:
        since: When it, or the one it was drawn for, was there to be looked at.
        proposed: An analyst asks for it. Nothing else is told of why it is listed.
    """

    interview_id: InterviewId
    case_id: CaseId
    since: datetime
    proposed: bool = False


def waiting(
    interviews: Collection[InterviewMeasures],
    flagged_as: Mapping[InterviewId, frozenset[Flag]],
    proposed: Mapping[InterviewId, datetime],
    looked_at: Collection[InterviewId],
) -> Iterator[WaitingReview]:
    """What waits, by case: flagged ones with their companions, and what was proposed.

    Args:
        interviews: Complete ones that count.
        proposed: And not looked at since.
        looked_at: In which nothing was found, so that their flag is gone; none of `proposed`.
    """
    known = {judged.id: judged for judged in interviews}
    begins = sorted(judged.ended_at for judged in interviews)[INTERVIEWS_NEEDED - 1 : INTERVIEWS_NEEDED]
    flagged = {each for each in flagged_as if each in known and each not in looked_at and each not in proposed}
    drawn = companions(flagged, (each for each in known if each not in {*flagged_as, *looked_at, *proposed}))
    for judged in sorted(interviews, key=lambda each: each.case_id):
        if judged.id in proposed:
            yield WaitingReview(judged.id, judged.case_id, proposed[judged.id], proposed=True)
        elif judged.id in flagged or judged.id in drawn:
            flag = known[drawn.get(judged.id, judged.id)]
            yield WaitingReview(judged.id, judged.case_id, max(flag.ended_at, judged.ended_at, *begins))
