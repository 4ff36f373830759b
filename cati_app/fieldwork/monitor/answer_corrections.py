"""Answers that were corrected in review: checked as the interview would, and put in the place of what was answered.

An analyst proposes one, a supervisor takes it over. What was answered is never changed: each correction is a fact of
the log with its author and its reason, sealed with the key of its interview, and holds what is computed from it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from cati_app.domain.casework.interviews import StoredDatum
from cati_app.domain.casework.review_proposals import AnswerCorrection, ReviewProposal, Wish
from cati_app.domain.casework.watch_facts import CORRECTED
from cati_app.domain.clock import Clock
from cati_app.domain.errors import RuleViolation
from cati_app.domain.events import LoggedEvent
from cati_app.domain.ids import CaseId, InterviewId
from cati_app.domain.people.rights import Right
from cati_app.domain.people.users import User
from cati_app.domain.quota.cells import QuotaPlan
from cati_app.engine.form.answers import Answer, Special
from cati_app.engine.form.nodes import NodeKind
from cati_app.engine.session.events import LogDoesNotFit, Missing, SessionEvent, UnknownQuestion
from cati_app.fieldwork.interview.ending import stored_data
from cati_app.fieldwork.interview.record_events import handed_in_only, session_events
from cati_app.fieldwork.logging_events import moment
from cati_app.fieldwork.ports.unit import CallingUnit, CallingUnits, Units
from cati_app.fieldwork.quota.review_facts import CORRECTION, REASON, about, facts_of_review, proposals_of, review_fact
from cati_app.fieldwork.quota.review_interview import check_not_own, reviewable
from cati_app.fieldwork.rights import needs
from cati_app.values import dataclass

if TYPE_CHECKING:  # slow to load, and needed only once somebody corrects
    from cati_app.engine.form.model import Form
    from cati_app.engine.session.session import InterviewSession
    from cati_app.fieldwork.interview.earlier_forms import EarlierForms

Answers = Mapping[str, StoredDatum]


@dataclass(frozen=True, slots=True)
class CorrectedAnswer:
    """A correction that was taken over.

    Args:
        values: What has other values with it: the answer, and what is computed from it.
    """

    correction: AnswerCorrection
    values: tuple[StoredDatum, ...]


def corrections(
    unit: CallingUnit, written_here: Iterable[LoggedEvent] = (), only: Collection[InterviewId] | None = None
) -> dict[InterviewId, list[CorrectedAnswer]]:
    """Corrections in force, by interview and time; those of interviews that were erased are gone.

    Args:
        written_here: As of `facts_of_review`; as `only`.

    Raises:
        RuleViolation: `answers_sealed` without keys that open answers.
    """
    facts = [each for each in facts_of_review(unit, written_here, only) if each.event.kind == CORRECTED]
    known: dict[InterviewId, list[CorrectedAnswer]] = {}
    for logged, words in unit.log.on_answers(facts):
        told = json.loads(words[CORRECTION])
        correction = AnswerCorrection(told["ref"], told["text"], told["special"])
        values = tuple(StoredDatum(*each) for each in told["values"])
        known.setdefault(about(logged), []).append(CorrectedAnswer(correction, values))
    return known


def with_corrections(values: Answers, corrected: Sequence[CorrectedAnswer]) -> tuple[Answers, frozenset[str]]:
    """The answers of an interview with its corrections, and the references of the answers that are others now."""
    changed = {datum.variable: datum for each in corrected for datum in each.values if datum.variable in values}
    refs = frozenset(each.correction.ref for each in corrected if each.correction.ref in changed)
    return ({**values, **changed} if changed else values), refs


class CheckCorrection:
    """Whether an interview could have been held with another answer, all others as they are.

    Args:
        plan: The quotas of the study; None: it has none.
        forms: The questionnaires interviews were held with.
        kept_back: Names of contact questions, and of what receives sealed columns of the sample.
    """

    def __init__(
        self, plan: QuotaPlan | None, forms: Callable[[], EarlierForms], clock: Clock, kept_back: Collection[str]
    ) -> None:
        self._plan = plan
        self._forms = forms
        self._clock = clock
        self._kept_back = kept_back

    def __call__(self, units: Units, interview: InterviewId, correction: AnswerCorrection) -> CorrectedAnswer:
        """What changes with it; no unit of work is open.

        Raises:
            RuleViolation: `correction_not_asked` where nobody was asked that; `correction_no_form` where the
                questionnaire is not kept, or its log does not lead to what it stored; `correction_unfit` where the
                question takes no such answer; `correction_unchanged`; `correction_route` where other questions would
                have been asked; `correction_quota` where a category of a quota rests on it.
        """
        with units() as unit:
            held = unit.interviews.get(interview)
        form = self._forms().form_of(held.form_hash)
        if form is None:
            raise RuleViolation("correction_no_form")
        with units() as unit:
            log = session_events(unit.log.of_interview(interview), handed_in_only(unit.contacts))
            before = corrections(unit, (), {interview}).get(interview, [])
        node = form.by_path.get("/".join(part.partition("[")[0] for part in correction.ref.split("/")))
        if node is None or node.kind is not NodeKind.QUESTION or node.contact or node.name in self._kept_back:
            raise RuleViolation("correction_not_asked")
        session = self._held(form, log, before)
        stood, route = {datum.variable: datum for datum in stored_data(session, self._kept_back)}, _asked(session)
        given = stood.get(correction.ref)
        if given is None or given.missing not in (None, *(special.value for special in Special)):
            raise RuleViolation("correction_not_asked")
        special = Special(correction.special) if correction.special else None
        try:
            step = session.answer(correction.ref, Answer("" if special else correction.text, special))
        except UnknownQuestion as unknown:
            raise RuleViolation("correction_not_asked") from unknown
        now = {datum.variable: datum for datum in stored_data(session, self._kept_back)}
        changed = tuple(datum for variable, datum in now.items() if stood.get(variable) != datum)
        if step.check is not None or now[correction.ref].missing == "blank":
            raise RuleViolation("correction_unfit")
        if not changed:
            raise RuleViolation("correction_unchanged")
        if route != _asked(session):
            raise RuleViolation("correction_route")
        self._check_quota(changed)
        told = now[correction.ref]
        return CorrectedAnswer(AnswerCorrection(correction.ref, told.text, told.missing or ""), changed)

    def _held(self, form: Form, log: Sequence[SessionEvent], before: Sequence[CorrectedAnswer]) -> InterviewSession:
        """The interview at its end, with the corrections there are. RuleViolation: `correction_no_form`."""
        from cati_app.engine.session.session import InterviewSession  # noqa: PLC0415 - slow to load

        if not log:
            raise RuleViolation("correction_no_form")
        at, mono_ms = log[-1].at, log[-1].mono_ms
        answered = [
            SessionEvent(
                "answered",
                each.correction.ref,
                at,
                mono_ms,
                {"text": each.correction.text, "special": each.correction.special or None},
            )
            for each in before
        ]
        try:
            return InterviewSession.replay(form, self._clock, [*log, *answered])
        except LogDoesNotFit as problem:
            raise RuleViolation("correction_no_form") from problem

    def _check_quota(self, changed: Sequence[StoredDatum]) -> None:
        names = {each.variable.rpartition("/")[2].partition("[")[0] for each in changed}
        if self._plan is not None and names.intersection(each.variable for each in self._plan.all_dimensions):
            raise RuleViolation("correction_quota")


def _asked(session: InterviewSession) -> dict[str, str]:
    """Which questions are asked of this person and which are not, contact questions among them."""
    of_path = session.form.by_path
    return {
        ref: "" if datum.missing is not Missing.FILTERED else datum.missing.value
        for ref, datum in session.data().items()
        if (node := of_path.get("/".join(part.partition("[")[0] for part in ref.split("/")))) is not None
        and node.kind is NodeKind.QUESTION
    }


class CorrectAnswer:
    """A supervisor takes over the correction that an analyst proposed.

    Args:
        units: Where it is written.
        whole: Where interviews are read.
    """

    def __init__(self, units: CallingUnits, whole: Units, clock: Clock, check: CheckCorrection) -> None:
        self._units = units
        self._whole = whole
        self._clock = clock
        self._check = check

    @needs(Right.SUPERVISE)
    def __call__(self, user: User, case_id: CaseId) -> None:
        """Take it over; the interview needs no look any more.

        Raises:
            RuleViolation: `not_reviewable`; `own_interview`; `review_unchanged` where it is rejected, or no correction
                is proposed any more; as `CheckCorrection`.
        """
        now = moment(self._clock, user)
        with self._whole() as unit:
            under_review = reviewable(unit, case_id)
            check_not_own(under_review.interview, user.id)
            interview = under_review.interview.id
            known = proposals_of(unit, facts_of_review(unit, (), {interview})).get(interview, ())
            key = unit.interviews.sealed_keys([interview]).get(interview)
        proposed = _proposed(known)
        if under_review.is_rejected or proposed is None or proposed.correction is None or key is None:
            raise RuleViolation("review_unchanged")
        corrected = self._check(self._whole, interview, proposed.correction)
        words = {CORRECTION: _text(corrected), REASON: proposed.reason}
        with self._units() as unit_here:
            unit_here.log.append([review_fact(now, CORRECTED, case_id, interview, key, words)])
            unit_here.commit()


def _proposed(known: Iterable[ReviewProposal]) -> ReviewProposal | None:
    return next((each for each in known if each.is_open and each.wish is Wish.CORRECT), None)


def _text(corrected: CorrectedAnswer) -> str:
    told = corrected.correction
    values = [(datum.variable, datum.text, datum.missing) for datum in corrected.values]
    return json.dumps({"ref": told.ref, "text": told.text, "special": told.special, "values": values})
