"""Whatever happens to a questionnaire: no answer is missing from the data, and none is taken over that differs."""

from __future__ import annotations

from dataclasses import dataclass, replace

from hypothesis import given, settings
from hypothesis import strategies as st

from cati_app.engine.changes.compare import Comparison
from cati_app.engine.changes.steps import Course, Edition, Renaming
from cati_app.engine.form.answers import Answer
from cati_app.engine.form.model import Form
from cati_app.engine.session.session import InterviewSession, Passage
from cati_app.engine.xlsform.load import load_form
from cati_app.publish.dataset.build import build_table
from cati_app.publish.dataset.table import DataTable, Kind
from cati_app.publish.dataset.versions import Versions
from tests.property.examples import examples
from tests.unit.publish.records import STUDY, Clock, interview, row, stored

KINDS = ("integer", "text", "select_one", "select_multiple")


@dataclass(frozen=True)
class Question:
    """As an author writes it; `options` are (name, label)."""

    name: str
    kind: str
    label: str
    options: tuple[tuple[str, str], ...] = ()
    group: int = 0


@st.composite
def questionnaires(draw: st.DrawFn) -> tuple[Question, ...]:
    made = []
    for number in range(draw(st.integers(1, 5))):
        kind = draw(st.sampled_from(KINDS))
        options = tuple((f"o{place}", f"Q{number} O{place}") for place in range(draw(st.integers(2, 4))))
        group = draw(st.integers(0, 2))
        made.append(Question(f"q{number}", kind, f"Question {number}?", options, group))
    return tuple(made)


@st.composite
def changes(draw: st.DrawFn) -> tuple[tuple[Question, ...], tuple[Question, ...], Renaming]:
    """A questionnaire, the next version of it, and what study.yaml tells of both."""
    before = draw(questionnaires())
    after, renamed, options = [], {}, {}
    for question in before:
        happens = draw(st.sampled_from(("nothing", "remove", "rename", "move", "reword", "options", "kind", "swap")))
        if happens == "remove":
            continue
        now = question
        if happens == "rename":
            now = replace(question, name=f"{question.name}_new")
            renamed[question.name] = now.name
        elif happens == "move":
            now = replace(question, group=draw(st.integers(0, 2)))
        elif happens == "reword":
            now = replace(question, label=question.label + " Really?")
        elif happens == "options":
            now = replace(question, options=(*question.options[1:], ("extra", f"{question.name} extra")))
        elif happens == "kind":
            now = replace(question, kind=draw(st.sampled_from(KINDS)))
        elif happens == "swap":  # the first is called as the second was, and the second is gone
            (first, label), (second, _), *rest = question.options
            now = replace(question, options=((second, label), *rest))
            options[question.name] = {first: second}
        after.append(now)
    after.append(Question("added", "text", "Added?"))
    return before, tuple(draw(st.permutations(after))), Renaming("1", renamed, options)


def built(questions: tuple[Question, ...]) -> Form:
    survey = ["| survey |", "| | type | name | label |"]
    choices = ["| choices |", "| | list_name | name | label |"]
    for group in range(3):
        inside = [question for question in questions if question.group == group]
        survey += [f"| | begin group | g{group} | G |"] if inside else []
        for question in inside:
            listed = f" l_{question.name}" if question.kind.startswith("select") else ""
            survey.append(f"| | {question.kind}{listed} | {question.name} | {question.label} |")
            if listed:
                choices += [f"| | l_{question.name} | {name} | {label} |" for name, label in question.options]
        survey += ["| | end group | | |"] if inside else []
    result = load_form("\n".join([*survey, *(choices if len(choices) > 2 else [])]).encode(), "form.md")
    assert result.form is not None, result.findings
    return result.form


def answer_to(question: Question, number: int) -> str:
    """Another one for each question, so that it is known again."""
    match question.kind:
        case "integer":
            return str(1000 + number)
        case "text":
            return f"said {number}"
        case "select_one":
            return question.options[number % len(question.options)][0]
        case _:
            return " ".join(name for name, _ in question.options[: 1 + number % len(question.options)])


def held(questions: tuple[Question, ...], form: Form, upto: int) -> tuple[InterviewSession, dict[str, str]]:
    """An interview with so many answers."""
    session = InterviewSession(form, Clock(), seed=1, language="default", hidden={})
    answers: dict[str, str] = {}
    known = {question.name: (question, number) for number, question in enumerate(questions)}
    while not session.at_end and len(answers) < upto:
        asked = session.screen().questions[0]
        answers[asked.name] = answer_to(*known[asked.name])
        assert session.answer(asked.ref, Answer(answers[asked.name])).check is None
        session.forward()
    return session, answers


def stands(table: DataTable, question: Question, text: str) -> bool:
    """Whether the answer is somewhere in the only row, with its meaning."""
    (values,) = table.rows
    labels = dict(question.options)
    if question.kind in ("integer", "text"):
        return (int(text) if question.kind == "integer" else text) in values
    for name in text.split():
        single = any(
            coded.text == labels[name] and coded.code == value
            for variable, value in zip(table.variables, values, strict=True)
            for coded in variable.codes
            if variable.kind is not Kind.TEXT and not variable.item
        )
        several = any(
            variable.item == labels[name] and value == 1
            for variable, value in zip(table.variables, values, strict=True)
        )
        if not (several if question.kind == "select_multiple" else single):
            return False
    return True


def editions(before: Form, after: Form) -> list[Edition]:
    return [Edition(("1",), "1" * 16, before), Edition(("2",), "2" * 16, after)]


@settings(max_examples=examples(40), deadline=None)
@given(changes())
def test_no_answer_given_is_missing_from_the_data(
    changed: tuple[tuple[Question, ...], tuple[Question, ...], Renaming],
) -> None:
    questions, later, renaming = changed
    before, after = built(questions), built(later)
    session, answers = held(questions, before, len(questions))
    versions = Versions(editions(before, after), editions(before, after), [renaming], "de")
    record = row(interview(1, form_hash="1" * 16), values=stored(session))
    table = build_table(after, STUDY, [record], versions=versions)

    for question in questions:
        assert stands(table, question, answers[question.name]), question.name


@settings(max_examples=examples(40), deadline=None)
@given(changes(), st.integers(1, 5))
def test_what_is_taken_over_says_the_same_and_the_rest_is_kept(
    changed: tuple[tuple[Question, ...], tuple[Question, ...], Renaming], upto: int
) -> None:
    questions, later, renaming = changed
    before, after = built(questions), built(later)
    session, answers = held(questions, before, upto)
    passage = Passage("1" * 16, "2" * 16, Comparison(Course(editions(before, after), [renaming])))
    done = InterviewSession.carried_over(after, Clock(), session.events, passage, {})
    again = InterviewSession.replay(after, Clock(), [*session.events, *done.events])

    assert (done.data(), done.ref, done.set_apart()) == (again.data(), again.ref, again.set_apart())
    origin = {new: old for old, new in renaming.renamed.items()}
    by_name = {question.name: question for question in questions}
    now = {question.name: question for question in later}
    taken = {datum.name: datum.text for datum in done.data().values() if datum.text}
    for name, text in taken.items():
        old, new = by_name[origin.get(name, name)], now[name]
        given_labels = {label for option, label in old.options if option in answers[old.name].split()}
        labels = {label for option, label in new.options if option in text.split()}
        assert text == answers[old.name] if new.kind in ("integer", "text") else labels == given_labels
    gone = {apart.name for apart in done.set_apart()}
    assert set(answers) == {origin.get(name, name) for name in taken} | gone
    confirmed = [event for event in done.events if event.kind == "answered" and not event.data.get("ahead")]
    for event in confirmed:
        name = event.ref.rpartition("/")[2]
        assert now[name].label == by_name[origin.get(name, name)].label
