"""Classes of values: written as frozen dataclasses with slots, cheap to define and to construct (decision 0067).

For type checkers `dataclass` is that of the standard library, and what is not `frozen=True, slots=True` is made by it
at run time too. The methods of a value are compiled when they are first called; the standard library compiles six for
each class while a module loads, a third of a start. The constructor fills the slots as those of a class of the same
layout that may be written to and turns into the value then, in place of a call for each field.
"""

from __future__ import annotations

import dataclasses
from dataclasses import MISSING, Field, FrozenInstanceError, field, fields
from reprlib import recursive_repr
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from dataclasses import dataclass, replace
    from typing import Any, NoReturn
else:

    def dataclass(cls=None, /, *, frozen=False, slots=False, **further):
        """As `dataclasses.dataclass`; a subclass of a value that adds attributes is decorated as well."""
        if frozen and slots and not further:
            return _value if cls is None else _value(cls)
        return dataclasses.dataclass(cls, frozen=frozen, slots=slots, **further)

    def replace(value, /, **changes):
        """As `dataclasses.replace`, faster; a field that the constructor does not take raises TypeError."""
        made = value.__class__
        copied = _COPIED.get(made)
        if copied is None:
            copied = _COPIED[made] = _copying(made)
        return copied(value, changes)


__all__ = ["dataclass", "replace"]

_COPIED: dict[type, Callable[[Any, Mapping[str, object]], Any]] = {}
"""What makes a value again with other content, by class; written when it is first asked for."""

_OF_THE_FIRST_CLASS = ("__dict__", "__weakref__")
_turn = object.__dict__["__class__"].__set__  # what `value.__class__ = …` calls, past the refusal of the value


def _value(cls: type) -> type:
    """The class again, with slots for its fields."""
    given, kinds = vars(cls), vars(cls).get("__annotations__", {})
    if "KW_ONLY" in kinds.values():
        return dataclasses.dataclass(frozen=True, slots=True)(cls)
    own = [name for name, kind in kinds.items() if not kind.startswith("ClassVar")]
    kept = {name: value for name, value in given.items() if name not in _OF_THE_FIRST_CLASS and name not in own}
    inherited = {name for base in cls.__mro__[1:-1] for name in getattr(base, "__slots__", ())}
    declared = _Declared(cls.__module__, kinds, own, {name: given[name] for name in own if name in given})
    kept |= {
        "__slots__": tuple(name for name in own if name not in inherited),
        "__dataclass_fields__": declared,
        "__dataclass_params__": _PARAMS,
        "__match_args__": declared.match_args(cls, own),
        "__setattr__": _refuse_to_set,
        "__delattr__": _refuse_to_delete,
    }
    kept.setdefault("__repr__", _repr)
    made: type = type(cls)(cls.__name__, cls.__bases__, kept)
    made.__qualname__ = cls.__qualname__
    declared.owner = made
    for name in _WRITTEN:
        if kept.get(name) is None:
            setattr(made, name, _written_when_called(made, name))
    return made


class _Declared:
    """What stands in `__dataclass_fields__`: the fields as the standard library reads them, made when asked for."""

    def __init__(
        self, module: str, kinds: Mapping[str, str], own: Sequence[str], defaults: Mapping[str, object]
    ) -> None:
        self.owner: type = object
        self._content = {"__module__": module, "__annotations__": kinds, "__doc__": "fields", **defaults}
        self._own = own

    def match_args(self, cls: type, own: Iterable[str]) -> tuple[str, ...]:
        """Names for patterns by position, inherited ones first."""
        earlier: tuple[str, ...] = getattr(cls, "__match_args__", ())
        return (*earlier, *(name for name in own if name not in earlier and self._is_by_position(name)))

    def _is_by_position(self, name: str) -> bool:
        default = self._content.get(name)
        return not isinstance(default, Field) or (default.init and default.kw_only is not True)

    def own_fields(self) -> dict[str, Field[object]]:
        """Fields of this class alone, with what methods are written from: a tenth of the standard library's work."""
        made: dict[str, Field[object]] = {}
        for name in self._own:
            default: Any = self._content.get(name, MISSING)
            made[name] = default if isinstance(default, Field) else field(default=default)
            made[name].name = name
        return made

    def __get__(self, value: object, asked: type) -> dict[str, Field[object]]:
        read: type = dataclasses.dataclass(init=False, repr=False, eq=False, match_args=False)(
            type("", (), self._content)
        )
        every: dict[str, Field[object]] = {}
        for base in self.owner.__mro__[:0:-1]:
            every |= getattr(base, "__dataclass_fields__", {})
        every |= vars(read)["__dataclass_fields__"]
        setattr(self.owner, "__dataclass_fields__", every)  # noqa: B010 - a class has no such attribute for checkers
        return every


def _all_fields(made: type) -> tuple[Field[object], ...]:
    """Fields of a value, inherited ones first, in the order of its constructor."""
    every: dict[str, Field[object]] = {}
    for base in made.__mro__[::-1]:
        declared = vars(base).get("__dataclass_fields__")
        if isinstance(declared, _Declared):
            every |= declared.own_fields()
        elif declared is not None:
            every |= {each.name: each for each in fields(base)}
    return tuple(every.values())


def _params() -> object:
    """What says of a class that it is frozen, for a subclass that the standard library makes."""
    plain: type = dataclasses.dataclass(init=False, repr=False, eq=False)(type("", (), {"__doc__": "params"}))
    params = vars(plain)["__dataclass_params__"]
    params.frozen = params.init = params.repr = params.eq = True
    return params


_PARAMS = _params()


def _refuse_to_set(self: object, name: str, value: object) -> NoReturn:
    raise FrozenInstanceError(f"cannot assign to field {name!r}")


def _refuse_to_delete(self: object, name: str) -> NoReturn:
    raise FrozenInstanceError(f"cannot delete field {name!r}")


@recursive_repr()
def _repr(self: object) -> str:
    shown = ", ".join(f"{each.name}={getattr(self, each.name)!r}" for each in fields(self) if each.repr)  # type: ignore[arg-type]  # a value
    return f"{self.__class__.__qualname__}({shown})"


def _copying(made: type) -> Callable[[Any, Mapping[str, object]], Any]:
    """A constructor that takes from a value what the changes do not name."""
    taken = ", ".join(f"{each.name!r}: value.{each.name}" for each in fields(made) if each.init)
    names: dict[str, Any] = {"_v_made": made}
    exec(f"def copied(value, changes):\n  return _v_made(**{{{taken}}} | changes)", names)  # from names of fields alone
    copied: Callable[[Any, Mapping[str, object]], Any] = names["copied"]
    return copied


def _written_when_called(made: type, name: str) -> Callable[..., object]:
    """A method that makes itself and takes its own place when first called."""

    def method(self: object, *given: object, **named: object) -> object:
        body, names = _WRITTEN[name](made, _all_fields(made))
        exec(f"def {name}{body}", names)  # as the standard library does, from names of fields alone
        written: Any = names[name]
        written.__qualname__ = f"{made.__qualname__}.{name}"
        setattr(made, name, written)
        return written(self, *given, **named)

    return method


def _open(made: type) -> type:
    """A class with the slots of this one that may be written to."""
    content = {name: vars(made)[name] for name in ("__slots__", "__module__", "__orig_bases__") if name in vars(made)}
    content |= {"__setattr__": object.__setattr__, "__delattr__": object.__delattr__}
    return type(made)(f"{made.__name__} being filled", (made.__base__ or object,), content)


def _init(made: type, all_fields: tuple[Field[object], ...]) -> tuple[str, dict[str, object]]:
    names: dict[str, object] = {"_v_turn": _turn, "_v_unset": MISSING}
    by_position, by_name, steps = ["self"], ["*"], []
    for each in all_fields:
        parameter, value = each.name, each.name
        if each.default_factory is not MISSING:
            names[f"_v_make_{each.name}"] = each.default_factory
            parameter = f"{each.name}=_v_unset"
            value = f"_v_make_{each.name}()"
            if each.init:
                value += f" if {each.name} is _v_unset else {each.name}"
        elif each.default is not MISSING:
            names[f"_v_of_{each.name}"] = each.default
            parameter = f"{each.name}=_v_of_{each.name}"
            value = each.name if each.init else f"_v_of_{each.name}"
        elif not each.init:
            continue
        steps.append(f"self.{each.name} = {value}")
        if each.init:
            (by_name if each.kw_only is True else by_position).append(parameter)
    if steps:
        names["_v_open"] = _open(made)
        steps = ["_v_class = self.__class__", "_v_turn(self, _v_open)", *steps, "self.__class__ = _v_class"]
    if hasattr(made, "__post_init__"):
        steps.append("self.__post_init__()")
    parameters = ", ".join([*by_position, *(by_name if len(by_name) > 1 else ())])
    return f"({parameters}):\n  " + "\n  ".join(steps or ["pass"]), names


def _compared(all_fields: Iterable[Field[object]], of: str) -> str:
    return "(" + "".join(f"{of}.{each.name}," for each in all_fields) + ")"


def _eq(made: type, all_fields: tuple[Field[object], ...]) -> tuple[str, dict[str, object]]:
    compared = [each for each in all_fields if each.compare]
    return (
        f"(self, other):\n  if other.__class__ is self.__class__:\n"
        f"    return {_compared(compared, 'self')} == {_compared(compared, 'other')}\n  return NotImplemented"
    ), {}


def _hash(made: type, all_fields: tuple[Field[object], ...]) -> tuple[str, dict[str, object]]:
    hashed = [each for each in all_fields if (each.compare if each.hash is None else each.hash)]
    return f"(self):\n  return hash({_compared(hashed, 'self')})", {}


def _state(made: type, all_fields: tuple[Field[object], ...]) -> tuple[str, dict[str, object]]:
    return f"(self):\n  return [{', '.join(f'self.{each.name}' for each in all_fields)}]", {}


def _set_state(made: type, all_fields: tuple[Field[object], ...]) -> tuple[str, dict[str, object]]:
    filled = "".join(f"self.{each.name}, " for each in all_fields)
    filling = f"  {filled}= state\n" if filled else ""
    steps = f"  _v_class = self.__class__\n  _v_turn(self, _v_open)\n{filling}  self.__class__ = _v_class"
    return f"(self, state):\n{steps}", {"_v_turn": _turn, "_v_open": _open(made)}


_WRITTEN: Mapping[str, Callable[[type, tuple[Field[object], ...]], tuple[str, dict[str, object]]]] = {
    "__init__": _init,
    "__eq__": _eq,
    "__hash__": _hash,
    "__getstate__": _state,
    "__setstate__": _set_state,
}
