"""What the answers of a running interview say about its cell in the quota."""

from __future__ import annotations

from collections.abc import Mapping

from cati_app.domain.casework.interviews import Interview
from cati_app.domain.quota.cells import UNKNOWN, QuotaDimension, QuotaPlan
from cati_app.engine.session.session import InterviewSession
from cati_app.fieldwork.rules import StudyRules


def all_known(values: Mapping[str, str]) -> bool:
    """Whether nothing is missing for the decision."""
    return all(value not in ("", UNKNOWN) for value in values.values())


def is_undecided(interview: Interview, session: InterviewSession, rules: StudyRules) -> bool:
    """Whether the quota still has to decide; not about people who do not belong to the population."""
    if rules.quota is None or interview.quota_status:
        return False
    return not (rules.outcome and session.value(rules.outcome))


def has_left_screener(session: InterviewSession, rules: StudyRules) -> bool:
    """Whether the screener has been passed."""
    return session.at_end or bool(rules.screener and session.left_group(rules.screener))


def in_screener(ref: str, rules: StudyRules) -> bool:
    """Whether a question decides about the cell; later answers never change it."""
    return not rules.screener or rules.screener in (part.partition("[")[0] for part in ref.split("/"))


def deciding_values(
    plan: QuotaPlan, interview: Interview, before: Mapping[str, str], now: Mapping[str, str]
) -> Mapping[str, str]:
    """The values by which a placed person belongs to a cell: what was corrected just now, the rest as it was frozen."""
    frozen = interview.frozen or {}
    return {
        d.variable: now[d.variable] if before.get(d.variable) != now[d.variable] else _frozen(d, frozen)
        for d in plan.all_dimensions
    }


def _frozen(dimension: QuotaDimension, frozen: Mapping[str, str]) -> str:
    """A value of the category that was frozen."""
    category = frozen.get(dimension.freeze_as, UNKNOWN)
    return next((value for value, code in dimension.values.items() if code == category), "")
