"""Where the nodes of a form stand: the map by which expressions find what they name."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import field

from cati_app.values import dataclass

ROOT = 0


@dataclass(slots=True)
class NodePlace:
    """A node of the form. A frame is what one row of a repeat holds; frame 0 holds everything outside repeats."""

    index: int
    name: str
    parent: int
    frame: int  # the frame whose rows hold this node's value
    slot: int  # its place in such a row
    is_group: bool = False
    own_frame: int = -1  # a repeat: the frame of its rows
    choices: str = ""
    holder: int = -1  # the group around it on the screen, where that is none of the model
    children: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FramePlace:
    """A frame: the repeat it belongs to (-1 for frame 0), its parent frame, its depth."""

    repeat: int
    parent: int
    depth: int


class Places:
    """The tree of places, by index and by name."""

    def __init__(self, places: Sequence[NodePlace], frames: Sequence[FramePlace]) -> None:
        self.all = places
        self.frames = frames
        self._by_name: dict[str, list[int]] = {}
        for position in places[1:]:
            self._by_name.setdefault(position.name, []).append(position.index)

    def names(self) -> Collection[str]:
        """Every name, for suggestions."""
        return self._by_name.keys()

    def named(self, name: str, near: int) -> NodePlace | None:
        """The place of a name; where several share it, the one that shares most with `near`."""
        indexes = self._by_name.get(name, ())
        if not indexes:
            return None
        if len(indexes) == 1:
            return self.all[indexes[0]]
        around = self._line(near)
        return self.all[max(indexes, key=lambda index: len(around & self._line(index)))]

    def _line(self, index: int) -> set[int]:
        line = {ROOT}
        while index > ROOT:
            line.add(index)
            index = self.all[index].parent
        return line

    def at(self, path: str) -> NodePlace | None:
        """The place of an absolute path whose first step is the form, None when there is none."""
        index = ROOT
        for name in path.strip("/").split("/")[1:]:
            index = self.all[index].children.get(name, -1)
            if index < 0:
                return None
        return self.all[index]

    def path(self, index: int) -> str:
        """The path of a place, for instance `/roster/age`."""
        names = []
        while index > ROOT:
            names.append(self.all[index].name)
            index = self.all[index].parent
        return "/" + "/".join(reversed(names))

    def meeting(self, frame: int, other: int) -> int:
        """The deepest frame that holds both frames."""
        while frame != other:
            if self.frames[frame].depth >= self.frames[other].depth:
                frame = self.frames[frame].parent
            else:
                other = self.frames[other].parent
        return frame

    def shallower(self, frame: int, other: int) -> int:
        """The frame of lesser depth; both lie on one line."""
        return frame if self.frames[frame].depth <= self.frames[other].depth else other

    def climb(self, low: int, high: int) -> int:
        """How many frames lie between a frame and one that holds it."""
        return self.frames[low].depth - self.frames[high].depth

    def descent(self, high: int, low: int) -> tuple[int, ...]:
        """The frames to enter on the way from a frame down to one within it."""
        way = []
        while low != high:
            way.append(low)
            low = self.frames[low].parent
        return tuple(reversed(way))
