"""What became of quotes after the sitting, as facts of the log.

Each is a fact about an interview, sealed with its key as codings are: it is written where somebody releases the quote,
and comes to all stations with the log.
"""

from __future__ import annotations

import json
from collections.abc import Iterable

from cati_app.domain.casework.interviews import Interview
from cati_app.domain.events import ON_INTERVIEW, AnswerWords, LoggedEvent, Moment, NewEvent, told_once
from cati_app.domain.ids import InterviewId
from cati_app.domain.sittings.facts import QuoteMoved
from cati_app.domain.sittings.quotes import Release
from cati_app.fieldwork.ports.unit import CallingUnit

QUOTE_MOVED = "quote_moved"
_STEP = "step"


def quote_fact(now: Moment, interview: Interview, key: bytes, moved: QuoteMoved) -> NewEvent:
    """The fact of one step.

    Args:
        key: Of the interview, sealed as it lies where that is read.
    """
    step = {"card": moved.card, "release": moved.release.value, "text": moved.text}
    words = AnswerWords(interview.id, key, {_STEP: json.dumps(step, ensure_ascii=False)})
    return NewEvent(QUOTE_MOVED, now.at, now.mono_ms, now.by, payload={"case": interview.case_id}, on_answers=words)


def quotes_moved(
    unit: CallingUnit, written_here: Iterable[LoggedEvent] = ()
) -> dict[InterviewId, tuple[QuoteMoved, ...]]:
    """Every step of every quote by interview, in order; those of interviews that were erased are gone.

    Args:
        written_here: Facts of this station's own log, which may not have come to the whole study yet.

    Raises:
        RuleViolation: `answers_sealed` without keys that open answers.
    """
    facts = told_once(unit.log.of_kind(QUOTE_MOVED), written_here)
    steps: dict[InterviewId, tuple[QuoteMoved, ...]] = {}
    for logged, words in unit.log.on_answers(facts):
        interview, told = InterviewId(str((logged.event.payload or {})[ON_INTERVIEW])), json.loads(words[_STEP])
        moved = QuoteMoved(told["card"], Release(told["release"]), told["text"])
        steps[interview] = (*steps.get(interview, ()), moved)
    return steps
