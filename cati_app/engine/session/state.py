"""The state of an interview: what the events add up to."""

from __future__ import annotations

from dataclasses import dataclass, field

from cati_app.engine.expressions.runtime import Runtime
from cati_app.engine.form.answers import Answer
from cati_app.engine.form.evaluation import Evaluation
from cati_app.engine.form.model import Form
from cati_app.engine.form.rows import RepeatRow
from cati_app.engine.form.screen import CheckView
from cati_app.engine.session.events import SetApart
from cati_app.engine.session.path import Stop, Way

Key = tuple[int, str]  # node and row


@dataclass(slots=True)
class State:
    """Everything replay must restore, and the candidates, which it need not."""

    form: Form
    runtime: Runtime
    evaluation: Evaluation
    stop: Stop | None = None
    focus: int = -1
    at_end: bool = False
    paused: bool = False
    kept: dict[Key, CheckView] = field(default_factory=dict)
    remarks: dict[Key, str] = field(default_factory=dict)
    reached: dict[Key, None] = field(default_factory=dict)
    furthest: int = -1  # the last screen of the plan that was reached
    heading: str = ""  # how the screen before was left: forward, back, jump
    share: float = 0.0  # progress shown; going forward never lowers it
    closed: set[Key] = field(default_factory=set)  # open repeats: “no more”
    entering: RepeatRow | None = None  # the row just added, to be asked next
    candidates: dict[Key, tuple[Answer, CheckView]] = field(default_factory=dict)  # refused answers, not in the log
    apart: list[SetApart] = field(default_factory=list)  # answers of earlier versions without a place in this one
    passed: set[Key] = field(default_factory=set)  # calculations run when they were reached
    way: Way = field(init=False)

    def __post_init__(self) -> None:
        self.way = Way(self.form)

    @property
    def root(self) -> RepeatRow:
        """The row that is the form."""
        return self.evaluation.root
