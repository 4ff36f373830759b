"""What the `hidden` questions of a questionnaire receive, and which of it comes from sealed columns of the sample."""

from __future__ import annotations

from collections.abc import Collection, Container

from cati_app.domain.casework.cases import Case
from cati_app.domain.people.users import User
from cati_app.domain.quota.cells import QUOTA_STATUS
from cati_app.fieldwork.rules import StudyRules

HANDED_IN: tuple[str, ...] = ("caseid", "username", "frame", "case_no", "interviewer_no", "interviewer_name")
"""Names of hidden questions that every interview fills, whatever its sample and study."""
TOLD_OF_PLACE = (QUOTA_STATUS, "quota_cell")
"""Hidden questions that receive the decision on the place: the verdict and the cell."""
_SAMPLE = "sample_"


def of_sample(name: str) -> str:
    """The hidden question that receives a sample field, beside the one called as the field."""
    return f"{_SAMPLE}{name}"


def of_introduction(name: str) -> str:
    """The hidden question that receives what the study says of itself."""
    return f"study_{name}"


def hidden_values(case: Case, user: User, rules: StudyRules) -> dict[str, str]:
    """What the form's `hidden` questions receive at the start; the telephone number is never among it.

    Sample fields go by `sample_NAME`, and by NAME alone as phone kits of other programs call them.
    """
    return {
        **case.fields,
        "caseid": str(case.case_no),
        "username": str(user.number),
        **{of_sample(name): value for name, value in case.fields.items()},
        "frame": case.frame,
        "case_no": str(case.case_no),
        "interviewer_no": str(user.number),
        "interviewer_name": user.name,
        **{of_introduction(name): value for name, value in rules.introduction.items()},
    }


def given_values(user: User) -> dict[str, str]:
    """What functions such as `username()` say about where an interview is held."""
    number = str(user.number)
    return {"username": number, "enumerator-id": number, "enumerator-name": user.name, "collect-is-phone-app": "false"}


def comes_sealed(name: str, introduction: Collection[str], clear: Container[str]) -> bool:
    """Whether a value handed in under that name can only come from a sealed column of the sample.

    Args:
        introduction: Names of what the study says of itself.
        clear: Names of the sample fields in the open.
    """
    if name in HANDED_IN or name in TOLD_OF_PLACE or name in map(of_introduction, introduction):
        return False
    return name not in clear and not (name.startswith(_SAMPLE) and name.removeprefix(_SAMPLE) in clear)
