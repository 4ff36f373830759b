"""Facts of reviews from the log, with the words in them: what was proposed, and what supervisors said.

Words are sealed with the key of their interview, so they go with it; in facts of older versions, with that of answers.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence

from cati_app.domain.casework.review_proposals import (
    AnswerCorrection,
    ReviewFact,
    ReviewProposal,
    Wish,
    proposals_after,
)
from cati_app.domain.casework.watch_facts import ACCEPTED, CORRECTED, PASSED, PROPOSED, REJECTED, WITHDRAWN
from cati_app.domain.events import ON_INTERVIEW, AnswerWords, LoggedEvent, Moment, NewEvent, told_once
from cati_app.domain.ids import CaseId, InterviewId
from cati_app.fieldwork.ports.unit import CallingUnit, CallingUnits

REASON, WISH, CORRECTION, ANSWER = "reason", "wish", "correction", "answer"
OF_INTERVIEWS = frozenset((PROPOSED, WITHDRAWN, PASSED, REJECTED, ACCEPTED, CORRECTED))
"""Facts about interviews; the others are about alerts."""
_WITH_WORDS = frozenset((PROPOSED, PASSED, CORRECTED))
"""Verdicts that hubs give have none, or words that are contact data."""


def review_fact(
    now: Moment, kind: str, case_id: CaseId, interview: InterviewId, key: bytes, words: dict[str, str]
) -> NewEvent:
    """A fact with words.

    Args:
        key: Of the interview, sealed as it lies where that is read.
    """
    about = AnswerWords(interview, key, {name: text for name, text in words.items() if text})
    return NewEvent(kind, now.at, now.mono_ms, now.by, payload={"case": case_id}, on_answers=about)


def correction_text(correction: AnswerCorrection) -> str:
    """As it stands in a fact."""
    return json.dumps({"ref": correction.ref, "text": correction.text, "special": correction.special})


def correction_in(text: str) -> AnswerCorrection:
    """What `correction_text` made."""
    told = json.loads(text)
    return AnswerCorrection(told["ref"], told["text"], told["special"])


def facts_of_review(
    unit: CallingUnit, written_here: Iterable[LoggedEvent] = (), only: Collection[InterviewId] | None = None
) -> list[LoggedEvent]:
    """Facts about interviews, by time.

    Args:
        written_here: Facts of this station's own log, which may not have come to the whole study yet.
        only: About these interviews; None: about all.
    """
    return [
        logged
        for logged in told_once(unit.log.of_watch(), written_here)
        if logged.event.kind in OF_INTERVIEWS and (only is None or about(logged) in only)
    ]


def about(logged: LoggedEvent) -> InterviewId:
    """The interview of such a fact."""
    return InterviewId(str((logged.event.payload or {}).get(ON_INTERVIEW, "")))


def watched_here(units: CallingUnits | None) -> Sequence[LoggedEvent]:
    """Facts of a station's own log; none where that is the log that is read anyway."""
    if units is None:
        return ()
    with units() as unit:
        return tuple(unit.log.of_watch())


def proposals_of(unit: CallingUnit, facts: Sequence[LoggedEvent]) -> dict[InterviewId, tuple[ReviewProposal, ...]]:
    """What was proposed of each interview, and what became of it; of interviews that are here.

    Args:
        facts: By time.

    Raises:
        RuleViolation: `answers_sealed` without keys that open answers.
    """
    wordy = [logged for logged in facts if logged.event.kind in _WITH_WORDS]
    words = {(logged.device, logged.seq): told for logged, told in unit.log.on_answers(wordy)}
    told: dict[InterviewId, list[ReviewFact]] = defaultdict(list)
    for logged in facts:
        if logged.event.kind not in _WITH_WORDS:
            told[about(logged)].append(_fact(logged, {}))
        elif (logged.device, logged.seq) in words:
            told[about(logged)].append(_fact(logged, dict(words[logged.device, logged.seq])))
    known = {interview: proposals_after(each) for interview, each in told.items()}
    return {interview: each for interview, each in known.items() if each}


def _fact(logged: LoggedEvent, words: dict[str, str]) -> ReviewFact:
    event = logged.event
    by, proposal = event.user_id or "", None
    if event.kind == PROPOSED:
        correction = correction_in(words[CORRECTION]) if CORRECTION in words else None
        wish = Wish(words.get(WISH, Wish.LOOK.value))
        proposal = ReviewProposal(by, event.at, wish, words.get(REASON, ""), correction)
    return ReviewFact(event.kind, by, event.at, proposal, words.get(ANSWER, ""))
