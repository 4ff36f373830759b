"""What the roles of a study may do. Each right has one row: who has it, and the rule that others break."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum

from cati_app.domain.people.users import Role
from cati_app.values import dataclass


class Right(Enum):
    """What somebody may do in a study."""

    WORK = "work"  # open the study and be at work in it
    CALL = "call"  # get cases, call, interview
    ASK_WHY = "ask why"  # why a case is offered, or waits
    KEEP_BLOCK_LIST = "keep the block list"  # look numbers up, put them on, take them off as one of two people
    READ_FIGURES = "read figures"  # counters, rates, attempts by day and person: no case's own story
    EXPORT = "export"  # take answers out of the house
    PROPOSE_REVIEW = "propose a review"  # ask supervisors to look at an interview
    SUPERVISE = "supervise"  # cases with their stories, corrections, sample, people, who saw what


@dataclass(frozen=True, slots=True)
class Grant:
    """Who has a right.

    Args:
        roles: With the right.
        refusal: Code of the rule that somebody else breaks.
    """

    roles: frozenset[Role]
    refusal: str


GRANTS: Mapping[Right, Grant] = {
    Right.WORK: Grant(frozenset(Role), "wrong_login"),
    Right.CALL: Grant(frozenset({Role.INTERVIEWER}), "interviewer_needed"),
    Right.ASK_WHY: Grant(frozenset({Role.INTERVIEWER, Role.SUPERVISOR}), "no_cases"),
    Right.KEEP_BLOCK_LIST: Grant(frozenset({Role.INTERVIEWER, Role.SUPERVISOR}), "no_contact_access"),
    Right.READ_FIGURES: Grant(frozenset({Role.SUPERVISOR, Role.ANALYST}), "no_figures"),
    Right.EXPORT: Grant(frozenset({Role.SUPERVISOR, Role.ANALYST}), "no_export"),
    Right.PROPOSE_REVIEW: Grant(frozenset({Role.ANALYST}), "analyst_needed"),
    Right.SUPERVISE: Grant(frozenset({Role.SUPERVISOR}), "supervisor_needed"),
}
