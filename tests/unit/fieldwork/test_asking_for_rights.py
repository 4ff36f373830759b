"""Whoever has not the right of a verb is refused before anything is done; who has it gets as far as the verb."""

from __future__ import annotations

from typing import Any

import pytest

from cati_app.domain.errors import RuleViolation
from cati_app.domain.ids import UserId
from cati_app.domain.people.rights import GRANTS, Right
from cati_app.domain.people.users import Role, User
from cati_app.fieldwork.rights import PROGRAM, needs
from tests.roles import roles_page

_PEOPLE = {role: User(UserId(role.value), role.value, role.value, role, 1) for role in Role}
_DECLARED = [
    pytest.param(use_case, name, right, id=f"{use_case.__name__}.{name}")
    for use_case in roles_page.use_cases()
    for name, right in roles_page.verbs(use_case).items()
    if right is not None
]


@pytest.mark.parametrize(("use_case", "name", "right"), _DECLARED)
def test_nobody_without_the_right_gets_into_a_verb(use_case: Any, name: str, right: Right) -> None:
    verb = getattr(use_case, name)
    bare = object.__new__(use_case)  # whatever is done before the right is asked fails otherwise
    refused = [role for role in Role if role not in GRANTS[right].roles]

    for role in refused:
        with pytest.raises(RuleViolation) as told:
            verb(bare, _PEOPLE[role])
        assert GRANTS[right].refusal == told.value.code
    with pytest.raises(TypeError):
        verb(bare, None)  # nobody


def test_who_has_the_right_and_the_program_get_in() -> None:
    class Counting:
        @needs(Right.READ_FIGURES)
        def __call__(self, by: Any, number: int, *, twice: bool = False) -> int:
            return number * (2 if twice else 1)

    assert (3, 6) == (Counting()(_PEOPLE[Role.ANALYST], 3), Counting()(PROGRAM, 3, twice=True))
