"""Whatever happens to a repeat and to languages: answers of every row stand in the interview or apart from it."""

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
from cati_app.publish.dataset.versions import Versions
from tests.property.examples import examples
from tests.unit.publish.records import STUDY, Clock, interview, row, stored


@dataclass(frozen=True)
class Item:
    """A text question; asked in the rows of a repeat, or outside of it."""

    name: str
    german: str
    turkish: str
    inside: bool


@dataclass(frozen=True)
class Version:
    """A number of rows that is asked for, unless it is fixed, and items."""

    items: tuple[Item, ...]
    fixed: int = 0
    turkish: bool = True


@st.composite
def changes(draw: st.DrawFn) -> tuple[Version, Version, Renaming]:
    """A version, the next, and the renames that study.yaml tells of."""
    names = [f"q{number}" for number in range(draw(st.integers(1, 4)))]
    before = Version(tuple(Item(name, f"{name}?", f"{name} mi?", draw(st.booleans())) for name in names))
    after: list[Item] = []
    renamed = {}
    for item in before.items:
        now = item
        for happens in draw(st.sets(st.sampled_from(("remove", "rename", "inside", "german", "turkish")), max_size=2)):
            if happens == "rename":
                now = replace(now, name=f"{item.name}_new")
                renamed[item.name] = now.name
            elif happens == "inside":
                now = replace(now, inside=not now.inside)
            elif happens == "german":
                now = replace(now, german=now.german + " Wirklich?")
            elif happens == "turkish":
                now = replace(now, turkish=now.turkish + " Gercekten?")
            else:
                now = replace(now, name="")
        if now.name:
            after.append(now)
    renamed = {old: new for old, new in renamed.items() if any(item.name == new for item in after)}
    later = Version(tuple(draw(st.permutations(after))), draw(st.integers(0, 2)), draw(st.booleans()))
    return before, later, Renaming("1", renamed)


def built(version: Version) -> Form:
    labels = ["label::Deutsch (de)", *(["label::Türkçe (tr)"] if version.turkish else [])]
    lines = ["| survey |", f"| | type | name | {' | '.join(labels)} | repeat_count |"]

    def line(kind: str, name: str, german: str, turkish: str, count: str = "") -> None:
        texts = [german, *([turkish] if version.turkish else [])]
        lines.append(f"| | {kind} | {name} | {' | '.join(texts)} | {count} |")

    line("integer", "people", "Wie viele?", "Kac?")
    inside = [item for item in version.items if item.inside]
    if inside:
        line("begin repeat", "person", "P", "P", str(version.fixed) if version.fixed else "${people}")
        for item in inside:
            line("text", item.name, item.german, item.turkish)
        line("end repeat", "", "", "")
    for item in version.items:
        if not item.inside:
            line("text", item.name, item.german, item.turkish)
    line("text", "last", "Noch etwas?", "Baska?")
    result = load_form("\n".join(lines).encode(), "form.md")
    assert result.form is not None, result.findings
    return result.form


def held(form: Form, language: str, people: int, upto: int) -> tuple[InterviewSession, dict[str, str]]:
    """An interview with so many answers, each another."""
    session = InterviewSession(form, Clock(), seed=1, language=language, hidden={})
    answers: dict[str, str] = {}
    while not session.at_end and len(answers) < upto:
        asked = session.screen().questions[0]
        answers[asked.ref] = str(people) if asked.name == "people" else f"said {len(answers)}"
        assert session.answer(asked.ref, Answer(answers[asked.ref])).check is None
        session.forward()
    return session, answers


@settings(max_examples=examples(60), deadline=None)
@given(changes(), st.sampled_from(("de", "tr")), st.integers(0, 3), st.integers(1, 12))
def test_every_row_is_taken_over_or_set_apart_and_only_what_reads_the_same_is_confirmed(
    changed: tuple[Version, Version, Renaming], language: str, people: int, upto: int
) -> None:
    earlier, later, renaming = changed
    before, after = built(earlier), built(later)
    session, answers = held(before, language, people, upto)
    editions = [Edition(("1",), "1" * 16, before), Edition(("2",), "2" * 16, after)]
    passage = Passage("1" * 16, "2" * 16, Comparison(Course(editions, [renaming])))
    done = InterviewSession.carried_over(after, Clock(), session.events, passage, {})
    again = InterviewSession.replay(after, Clock(), [*session.events, *done.events])

    assert (done.data(), done.ref, done.set_apart()) == (again.data(), again.ref, again.set_apart())
    taken = {ref: datum.text for ref, datum in done.data().items() if datum.text}
    apart = {answer.ref: answer.answer.text for answer in done.set_apart()}
    assert sorted(answers.values()) == sorted([*taken.values(), *apart.values()])
    origin = {text: ref for ref, text in answers.items()}
    texts = {item.name: item for item in earlier.items}
    now = {item.name: item for item in later.items}
    for event in done.events:
        name = event.ref.rpartition("/")[2]
        if event.kind != "answered" or name not in now:
            continue
        old = texts[origin[str(event.data["text"])].rpartition("/")[2]]
        assert renaming.renamed.get(old.name, old.name) == name
        assert event.ref.count("[") == origin[str(event.data["text"])].count("[")
        if not event.data.get("ahead"):
            spoken = language if later.turkish else "de"
            assert (old.german if language == "de" else old.turkish) == (
                now[name].german if spoken == "de" else now[name].turkish
            )


@settings(max_examples=examples(40), deadline=None)
@given(changes(), st.integers(0, 3))
def test_the_answers_of_every_row_are_in_the_data(changed: tuple[Version, Version, Renaming], people: int) -> None:
    earlier, later, renaming = changed
    before, after = built(earlier), built(later)
    session, answers = held(before, "de", people, 100)
    editions = [Edition(("1",), "1" * 16, before), Edition(("2",), "2" * 16, after)]
    versions = Versions(editions, editions, [renaming], "de")
    table = build_table(
        after, STUDY, [row(interview(1, form_hash="1" * 16), values=stored(session))], versions=versions
    )

    (values,) = table.rows
    assert {text for text in answers.values() if text.startswith("said")} <= set(values)
