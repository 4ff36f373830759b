"""What a questionnaire is made of: nodes with their rules and wording, choices, frames, edges."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import field
from enum import StrEnum
from typing import Any, TypeAlias

from cati_app.engine.expressions.runtime import Runtime
from cati_app.engine.form.rows import RepeatRow
from cati_app.engine.kinds.facts import Choosing
from cati_app.engine.kinds.registry import QuestionKind
from cati_app.values import dataclass

Template: TypeAlias = tuple[str | int, ...]  # text, or the number of an expression whose value stands there
Texts: TypeAlias = Mapping[str, Template]  # by language code
Function: TypeAlias = Callable[[RepeatRow, Runtime, str], Any]


class NodeKind(StrEnum):
    """What a node is for."""

    GROUP = "group"
    REPEAT = "repeat"
    QUESTION = "question"
    CALCULATION = "calculation"
    HIDDEN = "hidden"  # handed in from outside: study settings, sample fields, quota status
    SILENT = "silent"  # a type the telephone cannot ask: never shown, always blank


@dataclass(frozen=True, slots=True)
class Choice:
    """One choice of a list with the further columns that filters read."""

    name: str
    label: Texts
    code: str
    exclusive: bool = False
    fixed: bool = False
    columns: Mapping[str, str] = field(default_factory=dict)
    row: int = 0


@dataclass(frozen=True, slots=True)
class NodeRules:
    """Numbers of a node's expressions, -1 where it has none."""

    relevant: int = -1
    calculation: int = -1
    constraint: int = -1
    required: int = -1
    read_only: int = -1
    count: int = -1
    choice_filter: int = -1
    soft: int = -1
    default: int = -1
    seed: int = -1


@dataclass(frozen=True, slots=True)
class NodeTexts:
    """The texts of a node."""

    label: Texts = field(default_factory=dict)
    hint: Texts = field(default_factory=dict)
    help: Texts = field(default_factory=dict)
    constraint: Texts = field(default_factory=dict)
    required: Texts = field(default_factory=dict)
    soft: Texts = field(default_factory=dict)
    unit: Texts = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Node:
    """A question, group, repeat, calculation or hidden value. Index 0 is the form itself."""

    index: int
    name: str
    path: str
    kind: NodeKind
    parent: int
    frame: int
    slot: int
    row: int = 0  # in the sheet, for messages
    own_frame: int = -1
    question: QuestionKind | None = None
    rules: NodeRules = NodeRules()
    wording: NodeTexts = NodeTexts()
    choices: str = ""
    randomize: bool = False
    default_text: str = ""
    triggers: tuple[int, ...] = ()  # calculations to run when this answer changes
    triggered: bool = False  # a calculation that runs on its trigger only
    open_rows: bool = False  # a repeat the interviewer extends
    starting_rows: int = 1  # of such a repeat
    minimum: float | None = None
    maximum: float | None = None
    step: float | None = None
    above: bool = False  # the minimum itself is not allowed
    below: bool = False  # the maximum itself is not allowed
    least: int | None = None  # choices to be chosen
    most: int | None = None
    step_labels: str = ""  # the choice list that names numbers of a scale
    searchable: bool = False
    date_parts: str = "day"
    seconds: float = 0.0
    core: bool = False
    contact: bool = False
    theme: str = ""
    status: Mapping[str, str] = field(default_factory=dict)
    piped: Mapping[int, Texts] = field(default_factory=dict)  # labels of choices with references, by place
    field: str = ""
    possible: tuple[str, ...] = ()  # values of a calculation, where they can be told
    loose: bool = False  # the choice filter depends on the answer: it offers, but takes no answer away
    source: str = ""  # a value handed in: what it is, for instance username
    here: int = -1  # computed once, when this screen is reached (calculate_here)

    @property
    def asks(self) -> bool:
        """Whether it is a question with anything to answer, “one more?” of an open repeat included."""
        return self.question is not None and self.question.facts.asks

    @property
    def whole(self) -> bool:
        """Whether its answer is a whole number."""
        return self.question is not None and self.question.facts.whole

    @property
    def from_rows(self) -> bool:
        """Whether the rows of a repeat are its choices: its choice filter gives what they are called."""
        return self.question is not None and bool(self.question.facts.row_types)

    @property
    def choosing(self) -> Choosing | None:
        """How choices of its list make its answer; None where they do not."""
        return None if self.question is None else self.question.facts.choosing


@dataclass(frozen=True, slots=True)
class RowFrame:
    """What one row of a repeat holds (frame 0: everything outside repeats)."""

    repeat: int
    parent: int
    depth: int
    nodes: tuple[int, ...]  # by slot


@dataclass(frozen=True, slots=True)
class Dependency:
    """What must be recomputed: climb `up` frames from the row that changed, enter `down`, compute `target`."""

    target: int
    up: int
    down: tuple[int, ...]


def chosen(node: Node, text: str) -> list[str]:
    """The names of the choices in an answer; that of a single choice may hold spaces."""
    several = node.choosing in (Choosing.SEVERAL, Choosing.ORDER) or (
        node.question is not None and node.question.facts.tokens
    )
    return text.split() if several else [text] if text else []
