"""The code frame: its axes and codes, and how codes of an earlier version are carried into this one."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum

from cati_app.values import dataclass


class Axis(StrEnum):
    """What a unit is coded by: the field it is about, the themes it touches, the stance to the frame's target."""

    FIELD = "field"
    THEME = "theme"
    STANCE = "stance"

    @property
    def several(self) -> bool:
        """Whether a unit may have several codes of it."""
        return self is Axis.THEME


@dataclass(frozen=True, slots=True)
class UnitCodes:
    """The codes that a unit has; none at all: it was read, and nothing of the frame fits.

    Args:
        pairs: Axis and id of each code.
    """

    pairs: frozenset[tuple[Axis, str]] = frozenset()

    @classmethod
    def of(cls, codes: Mapping[Axis, Iterable[str]]) -> UnitCodes:
        """From the ids of each axis."""
        return cls(frozenset((axis, code) for axis, ids in codes.items() for code in ids))

    def on(self, axis: Axis) -> frozenset[str]:
        """Ids of the codes of an axis; none: nothing of it fits."""
        return frozenset(code for of, code in self.pairs if of is axis)


@dataclass(frozen=True, slots=True)
class AxisCode:
    """A code of the frame; texts by language of the interface.

    Args:
        means: What it stands for, as coders read it.
        excludes: What it does not stand for, and where that goes.
        example: A sentence that gets it.
    """

    id: str
    label: Mapping[str, str]
    means: Mapping[str, str]
    excludes: Mapping[str, str]
    example: Mapping[str, str]


def text_in(texts: Mapping[str, str], language: str) -> str:
    """A text of a frame in a language, else in the first one it has; blank where it has none."""
    return texts.get(language) or next(iter(texts.values()), "")


@dataclass(frozen=True, slots=True)
class FrameAxis:
    """The codes of one axis, in the order of their digits.

    Args:
        ordinal: Ids in order, the lowest first, where codes are degrees of one thing; none: they are names.
        aside: Ids outside that order, such as `ambivalent`: missing where the order is what counts.
    """

    codes: tuple[AxisCode, ...]
    ordinal: tuple[str, ...] = ()
    aside: tuple[str, ...] = ()

    @property
    def ids(self) -> tuple[str, ...]:
        """Of its codes, in order."""
        return tuple(code.id for code in self.codes)


class Removal(StrEnum):
    """Why a code that a unit was given is in force no more."""

    SPLIT = "split"
    RETIRED = "retired"
    NOT_IN_FRAME = "not_in_frame"


@dataclass(frozen=True, slots=True)
class RemovedCode:
    """A code that somebody has to give again, or to let go.

    Args:
        into: Ids of which one or several stand in its place, where it was split.
        version: Of the frame that has it no more.
    """

    axis: Axis
    code: str
    removal: Removal
    version: str
    into: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CarriedCodes:
    """Codes of an earlier version as this one has them.

    Args:
        codes: In force without anybody's decision: those that stayed, and those that were merged.
        removed: Not in force any more, each told with the reason; none is dropped silently.
    """

    codes: UnitCodes
    removed: tuple[RemovedCode, ...] = ()

    @property
    def to_decide(self) -> bool:
        """Whether a person has to look at the unit again."""
        return bool(self.removed)


@dataclass(frozen=True, slots=True)
class FrameStep:
    """What changed from one version of the frame to the next; codes that are not named here stay as they are.

    Args:
        before: The version that codes come from.
        merged: New id by old one; several old ones may have the same, and one alone is a new name.
        split: New ids by old one.
        retired: Old ones that nothing stands for any more.
    """

    before: str
    merged: Mapping[tuple[Axis, str], str]
    split: Mapping[tuple[Axis, str], tuple[str, ...]]
    retired: frozenset[tuple[Axis, str]]


class CodesRefused(ValueError):
    """Codes that a unit cannot have; `axis` says where, `code` which, blank where it takes one and got several."""

    def __init__(self, axis: Axis, code: str = "") -> None:
        super().__init__(axis.value, code)
        self.axis = axis
        self.code = code


@dataclass(frozen=True, slots=True)
class CodeFrame:
    """One version of the frame that experts' cards and residents' open answers are coded by.

    Args:
        target: What stances are about, by language.
        axes: One of each kind.
        steps: From each version to the next, oldest first; the last one leads to this version.
    """

    version: str
    target: Mapping[str, str]
    axes: Mapping[Axis, FrameAxis]
    steps: tuple[FrameStep, ...] = ()

    @property
    def fingerprint(self) -> str:
        """SHA-256 of its codes and steps, 64 hexadecimal digits; texts may be corrected without a new version."""
        parts = [
            *(f"{axis.value}/{code}" for axis, held in self.axes.items() for code in held.ids),
            *(f"{axis.value} {held.ordinal} {held.aside}" for axis, held in self.axes.items()),
            *(
                f"{step.before} {sorted(step.merged.items())} {sorted(step.split.items())} {sorted(step.retired)}"
                for step in self.steps
            ),
        ]
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()

    def checked(self, codes: UnitCodes) -> UnitCodes:
        """The same codes, if a unit can have them.

        Raises:
            CodesRefused: an id is not in the frame; an axis that takes one has several.
        """
        for axis in Axis:
            given = codes.on(axis)
            for code in sorted(given.difference(self.axes[axis].ids)):
                raise CodesRefused(axis, code)
            if len(given) > 1 and not axis.several:
                raise CodesRefused(axis)
        return codes

    def carried(self, codes: UnitCodes, version: str) -> CarriedCodes:
        """Codes that were given by a version of the frame, as this one has them.

        Merged codes follow by themselves. One that was split, retired or left out without a word is told, under the id
        with which it was given.

        Args:
            version: By which they were given; where no step comes from it, ids that are in this version are kept.
        """
        given = {pair: {pair[1]} for pair in codes.pairs}
        removed: list[RemovedCode] = []
        for step, reached in self._steps_from(version):
            carried: dict[tuple[Axis, str], set[str]] = {}
            for (axis, code), originals in sorted(given.items()):
                into = step.split.get((axis, code), ())
                if into or (axis, code) in step.retired:
                    removal = Removal.SPLIT if into else Removal.RETIRED
                    removed += (RemovedCode(axis, old, removal, reached, into) for old in sorted(originals))
                else:
                    carried.setdefault((axis, step.merged.get((axis, code), code)), set()).update(originals)
            given = carried
        for (axis, code), originals in sorted(given.items()):
            if code not in self.axes[axis].ids:
                removed += (RemovedCode(axis, old, Removal.NOT_IN_FRAME, self.version) for old in sorted(originals))
        kept = frozenset((axis, code) for axis, code in given if code in self.axes[axis].ids)
        return CarriedCodes(UnitCodes(kept), tuple(removed))

    def _steps_from(self, version: str) -> Sequence[tuple[FrameStep, str]]:
        """The steps after a version, each with the version it leads to."""
        reached = [step.before for step in self.steps[1:]] + [self.version]
        steps = list(zip(self.steps, reached, strict=False))
        starts = [number for number, step in enumerate(self.steps) if step.before == version]
        return steps[starts[0] :] if starts else []
