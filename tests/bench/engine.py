"""The questionnaire engine alone: an answer, loading and resuming, beside the evaluator that knows no graph."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime

from cati_app.engine.form.answers import Answer
from cati_app.engine.form.evaluation import Evaluation
from cati_app.engine.form.model import Form
from cati_app.engine.form.nodes import Node, NodeKind
from cati_app.engine.kinds.registry import QuestionKind
from cati_app.engine.session.session import InterviewSession
from cati_app.engine.xlsform.load import load_form
from tests.bench.hub_form import HUB, hub_workbook

_EDITS, _NAIVE_EDITS, _HUB_EDITS = 3000, 40, 60


class StillClock:
    """Time stands still: nothing measured here depends on it."""

    def now(self) -> datetime:
        """A fixed moment."""
        return datetime(2026, 3, 3, 15, 0, tzinfo=UTC)

    def monotonic_ms(self) -> int:
        """Zero."""
        return 0


class Shelf(dict[str, bytes]):
    """Keeps workbooks in memory."""

    def put(self, name: str, data: bytes) -> None:
        """Keep one."""
        self[name] = data


@dataclass
class EngineTimes:
    """Milliseconds of processor time."""

    questions: int = 0
    edit: float = 0.0
    session_edit: float = 0.0
    naive_edit: float = 0.0
    hub: float = 0.0
    session_hub: float = 0.0
    naive_hub: float = 0.0
    load_first: float = 0.0
    load_again: float = 0.0
    resume: float = 0.0
    wrong_states: int = 0
    compared: int = 0
    resumed: int = field(default=0)  # answers replayed


def measure_engine(questions: int) -> EngineTimes:
    """Everything about one generated form."""
    return measure_form(hub_workbook(questions), "form.xlsx")


def measure_form(data: bytes, name: str, seed: int = 5) -> EngineTimes:
    """Everything about one form; what depends on the hub is measured where there is one."""
    shelf = Shelf()
    times = EngineTimes()
    times.load_first = _clocked(lambda: load_form(data, name, shelf))
    times.load_again = min(_clocked(lambda: load_form(data, name, shelf)) for _ in range(3))
    form = load_form(data, name, shelf).form
    assert form is not None
    times.questions = sum(node.kind is NodeKind.QUESTION for node in form.nodes)
    session = _session(form, full=False)
    naive = _session(form, full=True)
    edits = list(_edits(form, random.Random(seed), _EDITS))
    times.session_edit = _each(_answering(session), edits)
    graph, whole = _evaluation(session), _evaluation(naive)
    _compare(times, form, graph, whole, edits[: _NAIVE_EDITS * 4])
    times.edit = _each(_storing(form, graph), edits)
    times.naive_edit = _each(_storing(form, whole), edits[:_NAIVE_EDITS])
    where = HUB if HUB in form.by_path else _busiest(form)
    hub = [(where, str(1 + place % 2)) for place in range(_HUB_EDITS)]
    times.hub = _each(_storing(form, graph), hub)
    times.session_hub = _each(_answering(session), hub)
    times.naive_hub = _each(_storing(form, whole), hub[:20])
    _resume(times, form, seed)
    return times


def _evaluation(session: InterviewSession) -> Evaluation:
    """What computes behind a session."""
    return session._log.state.evaluation


def _session(form: Form, *, full: bool) -> InterviewSession:
    return InterviewSession(form, StillClock(), seed=1, language=form.default_language, hidden={}, full=full)


def _answering(session: InterviewSession) -> Callable[[str, str], object]:
    def answer(ref: str, text: str) -> None:
        if session.is_relevant(ref):
            session.answer(ref, Answer(text))

    return answer


def _storing(form: Form, evaluation: Evaluation) -> Callable[[str, str], object]:
    def store(ref: str, text: str) -> None:
        node = form.by_path[ref]
        evaluation.store(node, evaluation.root, Answer(text))

    return store


def _edits(form: Form, chance: random.Random, count: int) -> Iterator[tuple[str, str]]:
    asked = [node for node in form.nodes if node.kind is NodeKind.QUESTION and node.frame == 0]
    asked = [node for node in asked if node.question is not QuestionKind.NOTE and node.rules.relevant < 0] or asked
    for _ in range(count):
        node = chance.choice(asked)
        yield node.path, _some_text(form, node, chance)


def _some_text(form: Form, node: Node, chance: random.Random) -> str:
    choices = form.lists.get(node.choices, ())
    return chance.choice(choices).name if choices else str(chance.randint(1, 5))


def _busiest(form: Form) -> str:
    """The question that most others depend on."""
    asked = [node for node in form.nodes if node.kind is NodeKind.QUESTION and node.frame == 0]
    return max(asked, key=lambda node: len(form.edges[node.index])).path


def _each(edit: Callable[[str, str], object], edits: list[tuple[str, str]]) -> float:
    begin = time.process_time()
    for ref, text in edits:
        edit(ref, text)
    return (time.process_time() - begin) * 1000 / len(edits)


def _compare(
    times: EngineTimes, form: Form, graph: Evaluation, whole: Evaluation, edits: list[tuple[str, str]]
) -> None:
    """The same answers to both, and every value and relevance looked at after each."""
    for node in form.nodes:
        whole.root.w[node.slot] = graph.root.w[node.slot]
        whole.root.specials[node.slot] = graph.root.specials[node.slot]
    for ref, text in edits:
        _storing(form, graph)(ref, text)
        _storing(form, whole)(ref, text)
        times.compared += 1
        same = graph.root.v == whole.root.v and graph.root.relevant == whole.root.relevant
        times.wrong_states += not same


def _resume(times: EngineTimes, form: Form, seed: int) -> None:
    session, chance = _session(form, full=False), random.Random(seed)
    while times.resumed < 300 and not session.at_end and session.ref is not None:
        session.answer(session.ref, Answer(str(chance.randint(1, 5))))
        session.forward()
        times.resumed += 1
    times.resume = min(_clocked(lambda: InterviewSession.replay(form, StillClock(), session.events)) for _ in range(3))


def _clocked(work: Callable[[], object]) -> float:
    begin = time.process_time()
    work()
    return (time.process_time() - begin) * 1000
