"""Values are what the standard library makes of the same class: equal, hashed, shown, kept and refused alike."""

from __future__ import annotations

import copy
import dataclasses
import pickle
from collections.abc import Callable
from dataclasses import FrozenInstanceError, asdict, field, fields, replace
from typing import ClassVar, Generic, TypeVar

import pytest

from cati_app import values

T = TypeVar("T")


@values.dataclass(frozen=True, slots=True)
class Tally:
    """With everything that a class of the program uses."""

    NONE: ClassVar[int] = 0

    name: str
    done: int = 0
    cells: list[int] = field(default_factory=list)
    noted: str = field(default="", compare=False, repr=False)
    doubled: int = field(init=False)

    def __post_init__(self) -> None:
        if self.done < self.NONE:
            raise ValueError("done")
        object.__setattr__(self, "doubled", self.done * 2)


@values.dataclass(frozen=True, slots=True)
class CellTally(Tally):
    """With a field more."""

    cell: str = "a"


@values.dataclass(frozen=True, slots=True)
class Held(Generic[T]):
    """Of any kind."""

    held: T


@values.dataclass(frozen=True, slots=True)
class Named:
    """With the names that a constructor might use itself."""

    made: str
    unset: int = 7
    other: int = 1
    state: list[int] = field(default_factory=list)
    name: str = ""


@values.dataclass(frozen=True, slots=True)
class Nothing:
    """No field at all."""


@values.dataclass(frozen=True, slots=True)
class Code:
    """Compared in a way of its own."""

    text: str

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Code) and self.text.casefold() == other.text.casefold()

    def __hash__(self) -> int:
        return hash(self.text.casefold())


def test_fields_are_given_by_position_by_name_and_by_default() -> None:
    assert ("x", 2, [], "", 4) == _content(Tally("x", done=2))
    assert ("x", 0, [1], "n", 0) == _content(Tally("x", cells=[1], noted="n"))
    assert ("x", 1, [], "", 2, "b") == _content(CellTally("x", 1, cell="b"))
    assert Tally("x").cells is not Tally("x").cells
    assert 3 == Held(3).held
    assert Named("a", 7, 2, [3], "b") == pickle.loads(pickle.dumps(replace(Named("a", 7, 2, [3]), name="b")))
    assert "Named(made='a', unset=7, other=1, state=[], name='')" == repr(Named("a"))


@pytest.mark.parametrize(("made", "given"), [(Tally, {}), (Tally, {"name": "x", "other": 1}), (Nothing, {"a": 1})])
def test_what_no_field_is_there_for_is_refused(made: Callable[..., object], given: dict[str, object]) -> None:
    with pytest.raises(TypeError):
        made(**given)


def test_a_value_that_must_not_be_cannot_be_made() -> None:
    with pytest.raises(ValueError, match="done"):
        Tally("x", -1)


@pytest.mark.parametrize("value", [Tally("x"), CellTally("x"), Held(1), Nothing(), Code("a")])
def test_nothing_is_written_to_a_value_and_nothing_is_added(value: object) -> None:
    for name in ("name", "held", "text", "other", "__class__"):
        with pytest.raises(FrozenInstanceError):
            setattr(value, name, 1)
        with pytest.raises(FrozenInstanceError):
            delattr(value, name)
    assert not hasattr(value, "__dict__")


def test_values_are_equal_by_their_fields_and_their_class() -> None:
    assert Tally("x", 1, noted="n") == Tally("x", 1)
    assert Tally("x", 1) != Tally("x", 2)
    assert Tally("x", 1) != CellTally("x", 1)
    assert hash(Held(("a", 1))) == hash(Held(("a", 1)))
    assert 1 == len({Nothing(), Nothing()})
    assert Code("a") == Code("A")
    assert 1 == len({Code("a"), Code("A")})
    with pytest.raises(TypeError):
        hash(Tally("x"))


def test_a_value_is_shown_copied_kept_and_replaced_as_a_dataclass() -> None:
    value = CellTally("x", 1, [5], "n", "b")

    assert "CellTally(name='x', done=1, cells=[5], doubled=2, cell='b')" == repr(value)
    assert {"name": "x", "done": 1, "cells": [5], "noted": "n", "doubled": 2, "cell": "b"} == asdict(value)
    for replaced in (replace(value, done=3), values.replace(value, done=3)):
        assert ("x", 3, [5], "n", 6, "b") == _content(replaced)
    with pytest.raises(TypeError):
        values.replace(value, unknown=3)  # type: ignore[call-arg]
    for again in (copy.copy(value), copy.deepcopy(value), pickle.loads(pickle.dumps(value))):
        assert type(again) is CellTally
        assert value == again
        assert "n" == again.noted
    assert Nothing() == pickle.loads(pickle.dumps(Nothing()))


def test_patterns_name_fields_by_position() -> None:
    match CellTally("x", 1, cell="b"):
        case CellTally(name, done, _, _, cell):
            assert ("x", 1, "b") == (name, done, cell)


def test_the_standard_library_makes_what_is_no_value_and_what_comes_from_one() -> None:
    @values.dataclass(slots=True)
    class Running:
        n: int = 0

    @dataclasses.dataclass(frozen=True, slots=True)
    class Further(Tally):
        more: int = 1

    running = Running()
    running.n += 1
    assert Running(1) == running
    assert ("x", 0, [], "", 0, 5) == _content(Further("x", more=5))


def _content(value: Tally) -> tuple[object, ...]:
    return tuple(getattr(value, each.name) for each in fields(value))
