"""Rights are asked where a use case is called: each of its verbs declares one, and gets who calls as first argument."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, Final, ParamSpec, TypeVar

from cati_app.domain.errors import RuleViolation
from cati_app.domain.people.rights import GRANTS, Right
from cati_app.domain.people.users import User
from cati_app.values import dataclass


@dataclass(frozen=True, slots=True)
class Program:
    """The program itself, where it acts for no person: it opens a study, or looks whether its database is whole.

    Nothing it reads as such is shown to anybody who has not signed in, but for what needs no person.
    """

    id: None = None  # as facts of the log have it


PROGRAM: Final = Program()
Actor = User | Program
"""Who calls a use case."""

_Self = TypeVar("_Self")
_Who = TypeVar("_Who", bound=Actor)
_Rest = ParamSpec("_Rest")
_Result = TypeVar("_Result")
_Verb = Callable[Concatenate[_Self, _Who, _Rest], _Result]

DECLARED = "needed_right"
"""The attribute in which a verb keeps its right."""


def needs(right: Right) -> Callable[[_Verb[_Self, _Who, _Rest, _Result]], _Verb[_Self, _Who, _Rest, _Result]]:
    """Of a verb: whoever calls must have the right; else RuleViolation with the code of its refusal."""
    roles, refusal = GRANTS[right].roles, GRANTS[right].refusal

    def declared(verb: _Verb[_Self, _Who, _Rest, _Result]) -> _Verb[_Self, _Who, _Rest, _Result]:
        @wraps(verb)
        def asked(use_case: _Self, who: _Who, /, *args: _Rest.args, **kwargs: _Rest.kwargs) -> _Result:
            if isinstance(who, User):
                if who.role not in roles:
                    raise RuleViolation(refusal)
            elif who is not PROGRAM:
                raise TypeError("whoever calls a use case is its first argument")
            return verb(use_case, who, *args, **kwargs)

        setattr(asked, DECLARED, right)
        return asked

    return declared


def require(who: User, right: Right) -> User:
    """The person, who has the right; else RuleViolation with the code of its refusal."""
    if who.role not in GRANTS[right].roles:
        raise RuleViolation(GRANTS[right].refusal)
    return who
