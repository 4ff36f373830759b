"""Whether an answer can be stored: type, choices, constraint, soft check, required."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, tzinfo
from typing import NamedTuple

from cati_app.engine.expressions.runtime import Runtime
from cati_app.engine.form.answers import Answer, answer_from
from cati_app.engine.form.model import Form
from cati_app.engine.form.nodes import Node, NodeKind
from cati_app.engine.form.offer import place_of
from cati_app.engine.form.rows import RepeatRow


class Fault(NamedTuple):
    """A check that fired: its code and the rule whose text explains it."""

    code: str
    hard: bool = True


class _Asked:
    """A question at the moment it is answered, as its kind sees it."""

    __slots__ = ("_form", "_node", "_row", "_runtime", "date_parts", "maximum", "minimum", "step")

    def __init__(self, form: Form, node: Node, row: RepeatRow, runtime: Runtime) -> None:
        self._form = form
        self._node = node
        self._row = row
        self._runtime = runtime
        self.minimum = node.minimum
        self.maximum = node.maximum
        self.step = node.step
        self.date_parts = node.date_parts

    @property
    def zone(self) -> tzinfo:
        return self._runtime.now.tzinfo or UTC

    @property
    def before(self) -> str:
        return self._row.w[self._node.slot]

    def places(self) -> Mapping[str, int]:
        return place_of(self._form, self._node, self._row, self._runtime)

    def is_exclusive(self, name: str) -> bool:
        return self._form.choices_by_name[self._node.choices][name].exclusive


def normalized(form: Form, node: Node, row: RepeatRow, runtime: Runtime, text: str) -> str | None:
    """The answer as it is stored, None when it is none of the question's kind."""
    return None if node.question is None else node.question.facts.stored(text, _Asked(form, node, row, runtime))


def fault_of(form: Form, node: Node, row: RepeatRow, runtime: Runtime, text: str) -> Fault | None:
    """The check that a value does not pass, hard ones first."""
    rules = node.rules
    if not text:
        return None
    if rules.constraint >= 0 and not form.functions[rules.constraint](row, runtime, text):
        return Fault("constraint")
    if rules.soft >= 0 and not form.functions[rules.soft](row, runtime, text):
        return Fault("soft", hard=False)
    return None


def is_required(form: Form, node: Node, row: RepeatRow, runtime: Runtime) -> bool:
    """Whether a relevant question must have an answer or a special answer; nobody can answer a read-only one."""
    if node.kind is NodeKind.REPEAT:
        return True
    rule = node.rules.required
    if rule >= 0 and is_read_only(form, node, row, runtime):
        return False
    return rule >= 0 and node.asks and bool(form.functions[rule](row, runtime, ""))


def is_read_only(form: Form, node: Node, row: RepeatRow, runtime: Runtime) -> bool:
    """Whether the answer is shown but cannot be changed."""
    if node.rules.calculation >= 0 and not node.triggered:
        return True
    rule = node.rules.read_only
    return rule >= 0 and bool(form.functions[rule](row, runtime, ""))


def stored(node: Node, row: RepeatRow) -> Answer:
    """The answer that stands in a row, relevant or not."""
    return answer_from(row.w[node.slot], row.specials[node.slot])
