"""Codes given to open answers, as facts of the log: read, and put in the place of “other”.

Each is a fact of the log of the station where it was given, so it comes to all stations with the log. What was coded
and why is sealed with the interview's own key, so it goes with the interview: a hub sees that one was coded.

Codes hold over those that were known when they were given, whatever the clocks of stations said; of two that did not
know each other the later one holds.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace

from cati_app.domain.casework.answer_codes import CODED, CodedAnswer, CodingVersion
from cati_app.domain.casework.interviews import StoredDatum
from cati_app.domain.events import ON_INTERVIEW, AnswerWords, LoggedEvent, Moment, NewEvent, told_once
from cati_app.domain.ids import CaseId, InterviewId
from cati_app.fieldwork.ports.unit import CallingUnit

CODING, REASON = "coding", "reason"
_KNOWN = "known"
Answers = Mapping[str, StoredDatum]


def coding_fact(now: Moment, case_id: CaseId, key: bytes, coded: CodedAnswer, reason: str, known: int) -> NewEvent:
    """The fact of one coding.

    Args:
        key: Of the interview, sealed as it lies where that is read.
        known: How many versions of these codes were there, as far as was known; from 0.
    """
    text = json.dumps(
        {
            "question": coded.question,
            "text": coded.text,
            "other": coded.other,
            "several": coded.several,
            "codes": coded.codes,
            _KNOWN: known,
        }
    )
    words = AnswerWords(coded.interview, key, {CODING: text, REASON: reason})
    return NewEvent(CODED, now.at, now.mono_ms, now.by, payload={"case": case_id}, on_answers=words)


def codings(
    unit: CallingUnit, written_here: Iterable[LoggedEvent] = (), only: Collection[InterviewId] | None = None
) -> dict[InterviewId, dict[str, list[CodingVersion]]]:
    """Every version of every coding, by interview and reference of the open answer, from the first to the one in force.

    Those of interviews that were erased are gone.

    Args:
        written_here: Facts of this station's own log, which may not have come to the whole study yet; of `only` these
            interviews too.
        only: Of these interviews; None: of all.

    Raises:
        RuleViolation: `answers_sealed` without keys that open answers.
    """
    facts = told_once(unit.log.of_codings(only), written_here)
    numbers = {str(person.id): person.number for person in unit.people.all()}
    by_text: dict[tuple[InterviewId, str], list[tuple[int | None, CodingVersion]]] = {}
    for logged, words in unit.log.on_answers(facts):
        coded, knew = _coded(logged, words[CODING])
        by = numbers.get(logged.event.user_id or "")
        version = CodingVersion(coded, logged.event.at, by, words[REASON])
        by_text.setdefault((coded.interview, coded.text), []).append((knew, version))
    known: dict[InterviewId, dict[str, list[CodingVersion]]] = {}
    for (interview, text), versions in by_text.items():
        known.setdefault(interview, {})[text] = _in_force_last(versions)
    return known


def with_codings(
    values: Answers, of_interview: Mapping[str, Sequence[CodingVersion]]
) -> tuple[Answers, frozenset[str]]:
    """The answers of an interview with the codes in force, and the references of those that are others now."""
    changed: dict[str, StoredDatum] = {}
    for versions in of_interview.values():
        coded = versions[-1].coded
        datum = changed.get(coded.question) or values.get(coded.question)
        if datum is not None and datum.missing is None and coded.in_place_of(datum.text) != datum.text:
            changed[coded.question] = replace(datum, text=coded.in_place_of(datum.text))
    return ({**values, **changed} if changed else values), frozenset(changed)


def _coded(logged: LoggedEvent, text: str) -> tuple[CodedAnswer, int | None]:
    """With how many versions were known then; None: facts of before did not say."""
    said = json.loads(text)
    interview = InterviewId(str((logged.event.payload or {})[ON_INTERVIEW]))
    coded = CodedAnswer(
        interview, said["question"], said["text"], tuple(said["other"]), bool(said["several"]), tuple(said["codes"])
    )
    return coded, said.get(_KNOWN)


def _in_force_last(in_time: Iterable[tuple[int | None, CodingVersion]]) -> list[CodingVersion]:
    """By what each knew, then by time; one that does not say knew those before it in time that do not either."""
    ranked: list[tuple[int, CodingVersion]] = []
    silent = 0
    for knew, version in in_time:
        ranked.append((silent if knew is None else knew, version))
        silent += knew is None
    return [version for _, version in sorted(ranked, key=lambda each: each[0])]
