"""A property that is made when it is first asked for, and stays."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Generic, TypeVar, overload

Owner = TypeVar("Owner")
Made = TypeVar("Made")


class OnDemand(Generic[Owner, Made]):
    """As `functools.cached_property`, which takes a lock each time in Python 3.11: units belong to one thread."""

    def __init__(self, make: Callable[[Owner], Made]) -> None:
        self._make = make
        self.__doc__ = make.__doc__

    def __set_name__(self, owner: type, name: str) -> None:
        self._name = name

    @overload
    def __get__(self, instance: None, owner: type | None = None) -> OnDemand[Owner, Made]: ...

    @overload
    def __get__(self, instance: Owner, owner: type | None = None) -> Made: ...

    def __get__(self, instance: Any, owner: type | None = None) -> Any:
        if instance is None:
            return self
        made = instance.__dict__[self._name] = self._make(instance)
        return made
