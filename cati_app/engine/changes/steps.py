"""Names through the versions of a questionnaire: what a question or choice of an earlier one is called now.

Questions are matched by name, wherever they stand; study.yaml tells renames, one step for each version they were made
from. A name that goes to another question takes nothing of its former bearer along.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import field

from cati_app.engine.form.model import Form
from cati_app.engine.form.nodes import Node, NodeKind
from cati_app.values import dataclass

VARIABLES = (NodeKind.QUESTION, NodeKind.CALCULATION, NodeKind.HIDDEN)
"""Kinds of nodes that have values."""


@dataclass(frozen=True, slots=True)
class Renaming:
    """One step: names given up in a version, and those that stand for them in the next."""

    origin: str  # what study.yaml calls the version before
    renamed: Mapping[str, str] = field(default_factory=dict)
    options: Mapping[str, Mapping[str, str]] = field(default_factory=dict)  # by question, under either name


@dataclass(frozen=True, slots=True)
class Edition:
    """A version of the questionnaire as matching needs it."""

    versions: tuple[str, ...]  # what it calls itself, and what the study called itself then; blank ones are no names
    fingerprint: str
    form: Form

    def is_called(self, name: str) -> bool:
        """Whether `from` in study.yaml means it: by either version, or by the start of its fingerprint."""
        return bool(name) and (name in self.versions or (len(name) >= _SHORTEST and self.fingerprint.startswith(name)))

    def variables(self) -> frozenset[str]:
        """Names of everything that has a value."""
        return frozenset(node.name for node in self.form.nodes[1:] if node.kind in VARIABLES)

    def choices(self, name: str) -> frozenset[str]:
        """Choices of the questions of a name."""
        lists = (node.choices for node in self.form.by_name.get(name, ()) if node.choices)
        return frozenset(choice for listed in lists for choice in self.form.choices_by_name.get(listed, ()))


_SHORTEST = 6  # characters of a fingerprint


class Course:
    """The versions from one to another in their order, both included, with the renamings among them."""

    def __init__(self, editions: Sequence[Edition], renamings: Sequence[Renaming]) -> None:
        self.editions = tuple(editions)
        self._renamings = renamings
        origins = {step.origin for step in renamings}
        self._unplaced = {name for name in origins if not any(edition.is_called(name) for edition in editions)}
        self._variables = [edition.variables() for edition in editions]
        self._names: dict[str, str | None] = {}

    def name(self, name: str) -> str | None:
        """What a variable of the first version is called in the last; None when its name went to another one."""
        if name not in self._names:
            now: str | None = name
            for position in range(len(self.editions) - 1):
                now = self._next_name(position, now)
            self._names[name] = now
        return self._names[name]

    def choice(self, question: str, choice: str) -> str | None:
        """What a choice of a question of the first version is called in the last; None as above."""
        name: str | None = question
        now: str | None = choice
        for position in range(len(self.editions) - 1):
            before, name = name, self._next_name(position, name)
            if name is None or before is None:
                return None
            applying = self._at(position)
            steps = [(sure, step.options.get(name) or step.options.get(before) or {}) for sure, step in applying]
            first, then = self.editions[position : position + 2]
            now = _carried(now, steps, first.choices(before), then.choices(name))
        return now

    def _next_name(self, position: int, name: str | None) -> str | None:
        steps = [(sure, step.renamed) for sure, step in self._at(position)]
        return _carried(name, steps, self._variables[position], self._variables[position + 1])

    def _at(self, position: int) -> list[tuple[bool, Renaming]]:
        """The steps that may be taken between a version and the next, and whether they surely are.

        Surely when the next goes by another name; else a rename is taken once the old name is gone. A step from a
        version that nobody knows may be taken anywhere.
        """
        before, after = self.editions[position : position + 2]
        return [
            (step.origin not in self._unplaced and not after.is_called(step.origin), step)
            for step in self._renamings
            if step.origin in self._unplaced or before.is_called(step.origin)
        ]


_Steps = Sequence[tuple[bool, Mapping[str, str]]]


def _carried(name: str | None, steps: _Steps, here: Collection[str], there: Collection[str]) -> str | None:
    """The name in the next version."""
    if name is None or not steps:
        return name
    renamed = _renamed(name, steps, there)
    if renamed == name and any(other != name and _renamed(other, steps, there) == name for other in here):
        return None
    return renamed


def _renamed(name: str, steps: _Steps, there: Collection[str]) -> str:
    """After as many steps as lead to a name that is there."""
    reached, now = name, name
    for sure, renamed in steps:
        now = renamed.get(now, now)
        if now != name and now in there and (sure or name not in there):
            reached = now
    return reached


def matched(before: Form, after: Form, course: Course) -> dict[int, int]:
    """Variables and repeats of one version and those of another that stand for them, by place among the nodes.

    A variable within repeats is matched with one within as many repeats. Of several with one name those at the same
    path belong together, then those in the same order.
    """
    pairs: dict[int, int] = {}
    for name, nodes in before.by_name.items():
        ours = [node for node in nodes if node.kind in VARIABLES]
        now = course.name(name)
        theirs = [node for node in after.by_name.get(now or "", ()) if node.kind in VARIABLES]
        pairs |= _paired(before, after, ours, theirs)
        repeats = [node for node in nodes if node.kind is NodeKind.REPEAT]
        pairs |= _paired(
            before, after, repeats, [other for other in after.by_name.get(name, ()) if other.kind is NodeKind.REPEAT]
        )
    return pairs


def _paired(before: Form, after: Form, ours: Sequence[Node], theirs: Sequence[Node]) -> dict[int, int]:
    pairs: dict[int, int] = {}
    free = {node.path: node for node in theirs}
    for node in ours:
        same = free.get(node.path)
        if same is not None and _depth(before, node) == _depth(after, same):
            pairs[node.index] = free.pop(node.path).index
    for node in ours:
        if node.index not in pairs:
            fitting = next((other for other in free.values() if _depth(after, other) == _depth(before, node)), None)
            if fitting is not None:
                pairs[node.index] = free.pop(fitting.path).index
    return pairs


def _depth(form: Form, node: Node) -> int:
    return form.frames[node.frame].depth
