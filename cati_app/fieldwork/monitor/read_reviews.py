"""Which complete interviews wait for a look, and what is to be looked at. Who held them is told nowhere here."""

from __future__ import annotations

import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import field, replace
from functools import partial

from cati_app.domain.casework.field_days import CompleteFact
from cati_app.domain.casework.interview_quality import (
    ROWS_OF_A_GRID,
    Flag,
    InterviewMeasures,
    QualityFigures,
    WaitingReview,
    quality_figures,
    straight_grids,
    waiting,
)
from cati_app.domain.casework.review_proposals import AnswerCorrection, ReviewProposal
from cati_app.domain.ids import CaseId, InterviewId
from cati_app.domain.people.rights import Right
from cati_app.engine.form.model import Form
from cati_app.engine.form.nodes import Texts, chosen
from cati_app.engine.form.screen import ScreenLayout
from cati_app.engine.kinds.facts import Choosing, Value
from cati_app.engine.session.apply import from_last_beginning
from cati_app.engine.session.events import SessionEvent
from cati_app.engine.session.paradata import question_paths
from cati_app.fieldwork.interview.record_events import session_events, without_contact_data
from cati_app.fieldwork.monitor.coded_places import CodedPlace, CodedPlaces
from cati_app.fieldwork.ports.kept_measures import Versions
from cati_app.fieldwork.ports.unit import CallingUnits, ReviewingUnit, ReviewingUnits, UnitOfWork
from cati_app.fieldwork.quota.look_at_interview import looks
from cati_app.fieldwork.quota.review_facts import facts_of_review, proposals_of, watched_here
from cati_app.fieldwork.quota.review_interview import reviewable
from cati_app.fieldwork.rights import Actor, needs
from cati_app.values import dataclass

_Answer = tuple[str, str]
"""Its text, and why there is none."""
_WITHOUT_ANSWER = frozenset({"dont_know", "refused"})
_KEPT_AT_ONCE = 200
"""Interviews that are read before what was measured is kept: so many a kill makes read once more."""


@dataclass(frozen=True, slots=True)
class ReviewList:
    """What waits, by case.

    Args:
        times_ms: Active time on each question, by its reference, in all complete interviews together.
        flagged: Why interviews asked for a look, those that were looked at included; told after a verdict only.
        judged: Complete interviews that could have been flagged.
        passed: Those in which somebody found nothing.
        elsewhere: Those that wait because they belong, by their codes, in other cells than they count in.
        figures: Of `flagged`, what stood out.
        proposals: What analysts proposed, and what became of it; rejected interviews included.
    """

    waiting: tuple[WaitingReview, ...] = ()
    flagged: Mapping[InterviewId, frozenset[Flag]] = field(default_factory=dict, repr=False)
    times_ms: Mapping[str, int] = field(default_factory=dict, repr=False)
    judged: frozenset[InterviewId] = field(default=frozenset(), repr=False)
    passed: frozenset[InterviewId] = field(default=frozenset(), repr=False)
    elsewhere: Mapping[InterviewId, CodedPlace] = field(default_factory=dict, repr=False)
    figures: Mapping[InterviewId, QualityFigures] = field(default_factory=dict, repr=False)
    proposals: Mapping[InterviewId, tuple[ReviewProposal, ...]] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True)
class GivenAnswer:
    """An answer as somebody looks at it.

    Args:
        ref: Of the question.
        text: As it is stored, in `ReadReviews.answers` in words; blank with `special`.
        special: Don't know, refused, not applicable; blank for an answer.
        active_ms: Time on the question.
        question: What it asks; blank until it is looked up.
        options: Names and labels of its choices; none: it has none.
        several: It takes several of them.
        date_parts: Of a date what was asked: `day`, `month`, `year`; blank: it is none.
    """

    ref: str
    text: str
    special: str
    active_ms: int
    question: str = ""
    options: tuple[tuple[str, str], ...] = ()
    several: bool = False
    date_parts: str = ""


class ReadReviews:
    """Reads each interview once, and again when it, the questionnaire or the program has changed.

    Args:
        units: With keys that open answers.
        places: Where interviews belong by their codes.
        here: Facts of this station that may not have come to the whole study yet; None: all are there.
        program: Names the version of the program: another one measures anew what an earlier one kept.
    """

    def __init__(
        self,
        units: ReviewingUnits,
        form: Form,
        places: CodedPlaces,
        here: CallingUnits | None = None,
        program: str = "",
    ) -> None:
        self._units = units
        self._here = here
        self._form = form
        self._places = places
        self._grids = _grids_of(form)
        self._measured_by = _digest((program, ROWS_OF_A_GRID, sorted(_WITHOUT_ANSWER), self._grids))
        self._measured: dict[InterviewId, InterviewMeasures] = {}

    @needs(Right.READ_FIGURES)
    def __call__(self, by: Actor, on_progress: Callable[[float], None] = lambda share: None) -> ReviewList:
        """As it stands now.

        Args:
            on_progress: Told the share of the interviews that is read; what it raises ends the reading, and what was
                read until then is not read again.

        Raises:
            RuleViolation: `answers_sealed` while nobody is signed in.
        """
        elsewhere, here = self._places.read(by, self._units), watched_here(self._here)
        with self._units() as unit:
            complete = list(unit.field_record.complete())
            facts = facts_of_review(unit, here)
            known, proposals = looks(facts), proposals_of(unit, facts)
            counted = list(self._measures(unit, complete, on_progress))
        judged = [each for each in counted if each.answered]
        figures = quality_figures(judged)
        flagged = {each: told.flags for each, told in figures.items()}
        times: Counter[str] = Counter()
        for each in counted:
            times.update(each.times_ms)
        elsewhere = {each: it for each, it in elsewhere.items() if known.looked_before(each, it.coded_at, it.codings)}
        asked = {each: it.coded_at for each, it in elsewhere.items()} | known.proposed_at()
        waits = tuple(waiting(counted, flagged, asked, known.passed - asked.keys()))
        judged_ids = frozenset(each.id for each in judged)
        return ReviewList(waits, flagged, times, judged_ids, known.passed, elsewhere, figures, proposals)

    def _measures(
        self, unit: ReviewingUnit, complete: Sequence[CompleteFact], on_progress: Callable[[float], None]
    ) -> Iterator[InterviewMeasures]:
        """Of each; the alerts and the list of reviews are read in lanes of their own, and share what is measured."""
        missing = [each for each in complete if self._known(each) is None]
        versions = self._versions(unit, missing)
        if missing:
            self._measured.update(unit.kept_measures.of(complete, versions))
        fresh: list[InterviewMeasures] = []
        try:
            for number, each in enumerate(complete):
                measured = self._known(each)
                if measured is None:
                    on_progress(number / len(complete))
                    measured = self._measured[each.id] = self._measure(unit, each)
                    fresh.append(measured)
                yield measured
                if len(fresh) >= _KEPT_AT_ONCE:
                    unit.kept_measures.keep(fresh, versions)
                    fresh = []
        finally:
            if fresh:
                unit.kept_measures.keep(fresh, versions)

    def _versions(self, unit: UnitOfWork, complete: Collection[CompleteFact]) -> Versions:
        """Of each interview what its measures rest on: how it ended, its facts that are here, and who measures."""
        facts = unit.log.facts_of_interviews([each.id for each in complete])
        return {
            each.id: f"{self._measured_by} {facts.get(each.id, 0)} {each.ended_at.isoformat()} {each.language}"
            for each in complete
        }

    def _known(self, complete: CompleteFact) -> InterviewMeasures | None:
        """What it was measured by, unless it was resumed since."""
        known = self._measured.get(complete.id)
        return known if known is not None and known.ended_at == complete.ended_at else None

    @needs(Right.EXPORT)
    def answers(self, by: Actor, case_id: CaseId, language: str) -> tuple[GivenAnswer, ...]:
        """The answers of the interview that is reviewed, in the order in which they were asked, without contact data.

        Args:
            language: Of the questionnaire, in which it is read; its own where it lacks that.

        Raises:
            RuleViolation: `not_reviewable`.
        """
        with self._units() as unit:
            interview_id = reviewable(unit, case_id).interview.id
        return self.of_interview(by, interview_id, language)

    @needs(Right.EXPORT)
    def of_interview(self, by: Actor, interview_id: InterviewId, language: str) -> tuple[GivenAnswer, ...]:
        """The same of any interview, also of one that was broken off."""
        with self._units() as unit:
            events = _events(unit, interview_id)
        return tuple(
            worded for given_answer in _given(events) if (worded := self._worded(given_answer, language)) is not None
        )

    def _worded(self, given: GivenAnswer, language: str) -> GivenAnswer | None:
        """In words; None for contact data."""
        named = self._form.by_name.get(given.ref.rpartition("/")[2], ())
        if not named:
            return replace(given, question=given.ref)
        node, said = named[0], partial(_said, self._form, language)
        if node.contact:
            return None
        choices = self._form.choices_by_name.get(node.choices, {})
        parts = [said(choices[name].label) if name in choices else name for name in chosen(node, given.text)]
        return replace(
            given,
            question=said(node.wording.label) or node.name,
            text=", ".join(parts) or given.text,
            options=tuple((name, said(choice.label) or name) for name, choice in choices.items()),
            several=node.choosing is not None and node.choosing is not Choosing.ONE,
            date_parts=node.date_parts if node.question is not None and node.question.facts.value is Value.DATE else "",
        )

    @needs(Right.EXPORT)
    def correction(
        self, by: Actor, case_id: CaseId, correction: AnswerCorrection, language: str
    ) -> tuple[GivenAnswer, GivenAnswer]:
        """An answer as it was given, and as it is to be, in words.

        Raises:
            RuleViolation: `not_reviewable`.
        """
        with self._units() as unit:
            events = _events(unit, reviewable(unit, case_id).interview.id)
        nothing = GivenAnswer(correction.ref, "", "", 0, correction.ref)
        was = next((each for each in _given(events) if each.ref == correction.ref), nothing)
        now = replace(was, text=correction.text, special=correction.special)
        before, after = (self._worded(each, language) for each in (was, now))
        return before or nothing, after or nothing

    def _measure(self, unit: UnitOfWork, complete: CompleteFact) -> InterviewMeasures:
        events = _events(unit, complete.id)
        given = list(_given(events))
        rows: dict[tuple[str, int], list[str]] = defaultdict(list)
        for given_answer in given:
            within, _, name = given_answer.ref.rpartition("/")
            if name in self._grids:
                rows[within, self._grids[name]].append(given_answer.special or given_answer.text)
        kinds = {event.kind for event in events}
        return InterviewMeasures(
            complete.id,
            complete.case_id,
            complete.ended_at,
            complete.language,
            {given_answer.ref: given_answer.active_ms for given_answer in given if given_answer.active_ms > 0},
            len(given),
            sum(given_answer.special in _WITHOUT_ANSWER for given_answer in given),
            straight_grids(rows.values()),
            resumed="resumed" in kinds,
            interpreted=len({_language(event) for event in events} - {""}) > 1,
        )


def _digest(told: object) -> str:
    """A short name of plain values."""
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()[:16]


def _grids_of(form: Form) -> dict[str, int]:
    """Rows of grids, by the name of their question: the number of the grid."""
    return {
        form.nodes[question].name: number
        for number, screen in enumerate(form.screens)
        if screen.layout is ScreenLayout.GRID
        for question in screen.questions
    }


def _said(form: Form, language: str, texts: Texts) -> str:
    """A text without what is piped into it."""
    parts = texts.get(language) or texts.get(form.default_language) or ()
    return " ".join("".join(part if isinstance(part, str) else "…" for part in parts).split())


def _events(unit: UnitOfWork, interview_id: InterviewId) -> Sequence[SessionEvent]:
    return session_events(unit.log.of_interview(interview_id), without_contact_data)


def _language(event: SessionEvent) -> str:
    return str(event.data.get("language") or "") if event.kind in ("started", "language") else ""


def _given(events: Sequence[SessionEvent]) -> Iterable[GivenAnswer]:
    """The answers that stand at the end."""
    spent = {path.ref: path.active_ms for path in question_paths(events)}
    answers: dict[str, _Answer] = {}
    for event in from_last_beginning(events):
        if event.kind == "answered":
            answers[event.ref] = str(event.data.get("text") or ""), str(event.data.get("special") or "")
        elif event.kind == "cleared":
            answers.pop(event.ref, None)
        elif event.kind == "row_dropped":
            answers = dict(_without_row(answers, event.ref, int(str(event.data.get("row") or 0))))
    for ref, (text, special) in answers.items():
        yield GivenAnswer(ref, text, special, spent.get(ref, 0))


def _without_row(
    answers: Mapping[str, tuple[str, str]], repeat: str, row: int
) -> Iterator[tuple[str, tuple[str, str]]]:
    """Without a row of a repeat; those behind it move up."""
    for ref, answer in answers.items():
        number, _, rest = ref.removeprefix(f"{repeat}[").partition("]")
        if not ref.startswith(f"{repeat}[") or int(number) < row:
            yield ref, answer
        elif int(number) > row:
            yield f"{repeat}[{int(number) - 1}]{rest}", answer
