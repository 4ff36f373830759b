"""What the answers so far establish: whether a person belongs to the population, and in which cell of the quota.

Eligibility is established by answers with a value; don't know and refused establish nothing. A cell is told by its
questions and by nothing else: what a calculation makes of blanks is no category.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from enum import StrEnum

from cati_app.domain.casework.cases import Case
from cati_app.domain.outcomes.dispositions import DISPOSITIONS, QUOTA_FILLED, OutcomeClass
from cati_app.domain.quota.cells import UNKNOWN, QuotaDimension, QuotaPlan
from cati_app.engine.form.answers import Special
from cati_app.engine.form.behind import is_inside, questions_behind
from cati_app.engine.form.model import Form
from cati_app.engine.form.nodes import Node, NodeKind
from cati_app.engine.form.taking_part import taking_part
from cati_app.engine.session.session import InterviewSession
from cati_app.fieldwork.rules import StudyRules


class EarlyEnd(StrEnum):
    """Why an interview ends before its last question."""

    REFUSED = "refused"  # a no to taking part
    NOT_SCREENED = "not_screened"  # the screening is over, and nobody knows whether the person belongs
    FULL = "full"  # the person's cell has no room
    UNCLASSIFIED = "unclassified"  # without a cell, and the study takes no such persons
    NOT_ELIGIBLE = "not_eligible"  # the person does not belong to the population


class Screening:
    """What the questions of a study decide; made once for its form."""

    def __init__(self, form: Form, rules: StudyRules) -> None:
        self._form = form
        self._rules = rules
        self._screener = rules.screener
        groups = [tuple(self._nodes(names)) for names in rules.eligibility]
        self._named = tuple(group for group in groups if group)
        self._read = () if self._named else tuple(self._read_by_outcome())
        self._inside = tuple(node for node in form.nodes[1:] if node.frame == 0 and node.asks and self._in(node))
        plan = rules.quota
        self._behind = {d.variable: self._questions(d.variable) for d in (plan.all_dimensions if plan else ())}
        self._taking_part = (
            tuple(taking_part(form, rules.taking_part, rules.screener, rules.other_consents))
            if rules.outcome is None
            else ()
        )

    # -- eligibility -----------------------------------------------------------------------------------------------

    def is_established(self, session: InterviewSession) -> bool:
        """Whether every question that decides eligibility was answered with a value."""
        if self._named:
            return all(any(_has_value(session, node) for node in group) for group in self._named)
        if not self._inside:
            return True
        answered = any(_has_value(session, node) for node in self._inside)
        return answered and all(self._is_settled(session, node) for node in self._read)

    def _is_settled(self, session: InterviewSession, node: Node) -> bool:
        """Whether what the outcome reads is told; a question that is not asked of this person needs no answer."""
        if node.kind is NodeKind.QUESTION:
            return not session.is_relevant(node.name) or _has_value(session, node)
        asked = [q for q in self._questions(node.name) if session.is_relevant(q.name)]
        told = [q for q in asked if _has_value(session, q)]
        if session.value(node.name):
            return bool(told) and _has_value(session, node)
        return bool(told) and len(told) == len(asked)

    def _read_by_outcome(self) -> Iterator[Node]:
        """Without `eligibility` in study.yaml: what the outcome reads of the screener, directly."""
        for node in self._nodes([self._rules.outcome] if self._rules.outcome else []):
            for source in self._form.reads.get(node.index, ()):
                here = self._form.nodes[source]
                if here.frame == 0 and (here.asks or here.kind is NodeKind.CALCULATION) and self._questions(here.name):
                    yield here

    # -- the cell --------------------------------------------------------------------------------------------------

    def quota_values(self, plan: QuotaPlan, case: Case, session: InterviewSession) -> dict[str, str]:
        """The quota's variables as form and sample have them now; blank where no answer tells one."""
        return {d.variable: self._quota_value(d, case, session) for d in plan.all_dimensions}

    def _quota_value(self, dimension: QuotaDimension, case: Case, session: InterviewSession) -> str:
        if dimension.from_sample:
            return case.fields.get(dimension.variable, "")
        behind = self._behind[dimension.variable]
        if behind and not any(_has_value(session, node) for node in behind):
            return ""
        return session.value(dimension.variable)

    def is_cell_told(self, session: InterviewSession) -> bool:
        """Whether no question that decides the cell is still to be answered."""
        return not any(_is_open(session, node) for behind in self._behind.values() for node in behind)

    # -- ends ------------------------------------------------------------------------------------------------------

    def says_no(self, session: InterviewSession) -> bool:
        """Whether the person does not take part; only where the questionnaire has no outcome of its own."""
        return any(
            session.is_relevant(node.name)
            and (session.value(node.name) in noes or session.answer_of(node.name).special is Special.REFUSED)
            for node, noes in self._taking_part
        )

    def farewell(self, session: InterviewSession) -> EarlyEnd | None:
        """What is said at the end that the outcome led to, where the form reads nothing after the last answer."""
        row = DISPOSITIONS.get(session.value(self._rules.outcome)) if self._rules.outcome else None
        if row is None or not session.ends_asking():
            return None
        if row.name == QUOTA_FILLED:
            return EarlyEnd.FULL
        match row.outcome_class:
            case OutcomeClass.INTERVIEW | OutcomeClass.PARTIAL:
                return None
            case OutcomeClass.NOT_ELIGIBLE:
                return EarlyEnd.NOT_ELIGIBLE
            case OutcomeClass.UNKNOWN_OTHER:
                return EarlyEnd.NOT_SCREENED
            case _:
                return EarlyEnd.REFUSED

    # -- of the form -----------------------------------------------------------------------------------------------

    def _nodes(self, names: Collection[str]) -> list[Node]:
        """Nodes outside repeats by name; names the form does not have are left out: the check of a study tells them."""
        kinds = (NodeKind.QUESTION, NodeKind.CALCULATION)
        known = (next((n for n in self._form.by_name.get(name, ()) if n.frame == 0), None) for name in names)
        return [node for node in known if node is not None and node.kind in kinds]

    def _questions(self, variable: str) -> tuple[Node, ...]:
        """The questions a variable is computed from, as far as they are asked until the screener is left."""
        nodes = self._nodes([variable])
        behind = sorted(questions_behind(self._form, nodes[0].index)) if nodes else []
        asked = [self._form.nodes[index] for index in behind]
        return tuple(node for node in asked if node.frame == 0 and node.asks and self._in(node))

    def _in(self, node: Node) -> bool:
        return self._screener is None or is_inside(self._form, node.index, self._screener)


def _has_value(session: InterviewSession, node: Node) -> bool:
    value = session.value(node.name)
    return value != "" if node.kind is NodeKind.QUESTION else value not in ("", UNKNOWN)


def _is_open(session: InterviewSession, node: Node) -> bool:
    """Whether it is asked of the person and has neither a value nor a special answer."""
    return session.is_relevant(node.name) and session.answer_of(node.name).is_blank
