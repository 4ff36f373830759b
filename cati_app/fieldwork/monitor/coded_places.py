"""Where complete interviews belong in the quota once codes stand in place of “other”.

What a code decides is taken from the answer with its codes, and what is computed from that is computed anew, by the
questionnaire the interview was held with. All other categories stay as they were frozen.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from cati_app.domain.casework.answer_codes import CodedAnswer, CodingVersion
from cati_app.domain.casework.interviews import Interview, InterviewState
from cati_app.domain.clock import Clock
from cati_app.domain.events import LoggedEvent
from cati_app.domain.ids import CaseId, CellId, InterviewId
from cati_app.domain.people.rights import Right
from cati_app.domain.quota.cells import WITH_PLACE, Classification, Decision, QuotaPlan, find_place
from cati_app.engine.form.nodes import Node, NodeKind
from cati_app.engine.session.events import LogDoesNotFit, SessionEvent
from cati_app.fieldwork.interview.record_events import handed_in_only, session_events
from cati_app.fieldwork.monitor.answer_codings import Answers, codings, with_codings
from cati_app.fieldwork.ports.unit import CallingUnit, Units
from cati_app.fieldwork.quota.own_place import decide_anew
from cati_app.fieldwork.rights import Actor, needs
from cati_app.values import dataclass

if TYPE_CHECKING:  # slow to load, and needed only once somebody coded
    from cati_app.engine.form.model import Form
    from cati_app.engine.session.session import InterviewSession
    from cati_app.fieldwork.interview.earlier_forms import EarlierForms

Codings = Mapping[str, Sequence[CodingVersion]]
"""Versions of the codes of an interview, by reference of the open answer, the one in force last."""


@dataclass(frozen=True, slots=True)
class CodedPlace:
    """A complete interview that belongs, by its codes, elsewhere than it counts.

    Args:
        stands: The cells it counts in, one of each quota.
        belongs: Those it belongs in.
        has_room: Each of them takes one more person.
        coded_at: When codes were given or taken back last, aware UTC.
        codings: How often.
    """

    interview: InterviewId
    case: CaseId
    stands: CellId
    belongs: CellId
    has_room: bool
    coded_at: datetime
    codings: int


class CodedPlaces:
    """Reads where interviews belong.

    Args:
        plan: The quotas of the study; None: it has none, and nothing belongs anywhere.
        forms: The questionnaires interviews were held with, asked for once somebody coded.
    """

    def __init__(self, plan: QuotaPlan | None, forms: Callable[[], EarlierForms], clock: Clock) -> None:
        self._plan = plan
        self._forms = forms
        self._clock = clock
        self._known: dict[str, Form | None] = {}
        self._read: dict[InterviewId, tuple[object, Classification | None]] = {}

    @needs(Right.READ_FIGURES)
    def read(
        self,
        by: Actor,
        units: Units,
        written_here: Iterable[LoggedEvent] = (),
        only: Collection[InterviewId] | None = None,
    ) -> dict[InterviewId, CodedPlace]:
        """Those that belong elsewhere than they count; with keys that open answers.

        Args:
            written_here: As of `codings`.
            only: Of these; None: of all.

        Raises:
            RuleViolation: `answers_sealed`.
        """
        if self._plan is None:
            return {}
        with units() as unit:
            coded = codings(unit, written_here, only)
            uncounted = unit.interview_book.not_counted() if coded else {}
            held = [unit.interviews.get(each) for each in coded if each not in uncounted]
        self.make_ready(held)
        with units() as unit:
            decided = [(each, self._decided_again(unit, each, coded[each.id])) for each in held]
        return {
            each.id: CodedPlace(
                each.id,
                each.case_id,
                each.cell_id,
                decision.classification.cell_id,
                decision.has_place,
                max(version.at for versions in coded[each.id].values() for version in versions),
                sum(map(len, coded[each.id].values())),
            )
            for each, decision in decided
            if decision is not None and each.cell_id is not None
        }

    @needs(Right.READ_FIGURES)
    def resting(
        self, by: Actor, units: Units, questions: Mapping[InterviewId, Collection[str]]
    ) -> dict[InterviewId, Interview]:
        """Of these interviews those whose place rests on one of these questions, as their questionnaire has them."""
        if self._plan is None:
            return {}
        with units() as unit:
            held = [unit.interviews.get(each) for each in questions]
        self.make_ready(held)
        forms = [(each, self._known[each.form_hash]) for each in held]
        return {
            each.id: each
            for each, form in forms
            if form is not None and _deciding(form, self._plan, questions[each.id])
        }

    def _decided_again(self, unit: CallingUnit, interview: Interview, coded: Codings) -> Decision | None:
        """Where it belongs is computed anew once it was coded or moved; whether there is room, each time."""
        now = interview.cell_id, [(ref, versions[-1].coded.codes) for ref, versions in coded.items()]
        before, belongs = self._read.get(interview.id, (None, None))
        if before != now:
            belongs = self.belongs(unit, interview, coded)
            self._read[interview.id] = now, belongs
        return None if belongs is None else decide_anew(unit.quota, interview, belongs)

    def make_ready(self, interviews: Iterable[Interview]) -> None:
        """Read the questionnaires these were held with, which no unit of work that is open lets one do."""
        for fingerprint in {each.form_hash for each in interviews} - self._known.keys():
            self._known[fingerprint] = self._forms().form_of(fingerprint)

    def decided(self, unit: CallingUnit, interview: Interview, coded: Codings) -> Decision | None:
        """Whether the cells it belongs in take it; None where it stands right, or nobody can tell."""
        belongs = self.belongs(unit, interview, coded)
        return None if belongs is None else decide_anew(unit.quota, interview, belongs)

    def belongs(self, unit: CallingUnit, interview: Interview, coded: Codings) -> Classification | None:
        """Where the codes put a complete interview that counts in a cell; None where they decide nothing.

        It was made ready for before.
        Nor can anybody tell where the questionnaire is not kept that it was held with, or its log does not lead to
        what it stored.
        """
        from cati_app.fieldwork.interview.placing import deciding_values  # noqa: PLC0415 - slow to load

        counts = interview.state is InterviewState.COMPLETED and interview.quota_status in WITH_PLACE
        form = self._known[interview.form_hash] if counts else None
        if self._plan is None or form is None:
            return None
        deciding = _deciding(form, self._plan, {versions[-1].coded.question for versions in coded.values()})
        if not deciding:
            return None
        given = unit.interviews.data_of(interview.id)
        answers, others = with_codings(given, self._as_offered(form, coded))
        values = {name: answers[node.path].text for name, node in deciding.items() if node.path in answers}
        if any(node.kind is NodeKind.CALCULATION for node in deciding.values()):
            log = session_events(unit.log.of_interview(interview.id), handed_in_only(unit.contacts))
            computed = self._computed(form, log, deciding, given, {ref: answers[ref].text for ref in others})
            if computed is None:
                return None
            values = {name: computed.value(name) for name in deciding}
        now = dict.fromkeys((each.variable for each in self._plan.all_dimensions), "") | values
        before = {name: text for name, text in now.items() if name not in deciding}
        return find_place(self._plan, deciding_values(self._plan, interview, before, now), interview.id)

    def _as_offered(self, form: Form, coded: Codings) -> Codings:
        """The codes as the interview could have had them: one that no questionnaire offers is still “other” there."""
        forms = (form, self._forms().current.edition.form)
        return {ref: [replace(last, coded=_offered(forms, last.coded))] for ref, (*_, last) in coded.items()}

    def _computed(
        self,
        form: Form,
        log: Sequence[SessionEvent],
        deciding: Mapping[str, Node],
        given: Answers,
        coded: Mapping[str, str],
    ) -> InterviewSession | None:
        """The interview as if the codes had been answered; None where its log does not lead to what it stored."""
        from cati_app.engine.session.session import InterviewSession  # noqa: PLC0415 - slow to load

        if not log:
            return None
        at, mono_ms = log[-1].at, log[-1].mono_ms
        answered = [
            SessionEvent("answered", ref, at, mono_ms, {"text": text, "special": None}) for ref, text in coded.items()
        ]
        try:
            held = InterviewSession.replay(form, self._clock, log)
            stored = {name: given[node.path].text for name, node in deciding.items() if node.path in given}
            if any(held.value(name) != text for name, text in stored.items()):
                return None
            return InterviewSession.replay(form, self._clock, [*log, *answered])
        except LogDoesNotFit:
            return None


def _deciding(form: Form, plan: QuotaPlan, references: Collection[str]) -> Mapping[str, Node]:
    """Variables of the quota that rest on one of these answers, with what they are in the questionnaire."""
    from cati_app.engine.form.behind import questions_behind  # noqa: PLC0415 - slow to load

    coded = {form.by_path[ref].index for ref in references if ref in form.by_path}
    nodes = {
        each.variable: node
        for each in plan.all_dimensions
        if not each.from_sample
        for node in form.by_name.get(each.variable, ())[:1]
    }
    return {name: node for name, node in nodes.items() if coded.intersection(questions_behind(form, node.index))}


def _offered(forms: Iterable[Form], coded: CodedAnswer) -> CodedAnswer:
    name = coded.question.rpartition("/")[2]
    nodes = [(form, node) for form in forms for node in form.by_name.get(name, ())]
    known = {choice for form, node in nodes for choice in form.choices_by_name.get(node.choices, ())}
    kept = tuple(each for each in coded.codes if each in known)
    if kept == coded.codes or not kept:
        return replace(coded, codes=kept)
    return replace(coded, codes=(*kept, *coded.other[:1]))
