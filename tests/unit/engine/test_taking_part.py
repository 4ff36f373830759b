"""Which question asks whether a person takes part: by name and words among the opening questions, and no other."""

from __future__ import annotations

import pytest

from cati_app.engine.form.taking_part import taking_part
from cati_app.engine.form.wordings import asks_to_take_part
from tests.unit.engine.forms import form, table

YES_NO = table(
    "choices",
    "list_name | name | label",
    *("yn | 1 | Ja", "yn | 2 | Nein", "often | 0 | No", "often | 1 | Rarely", "often | 2 | Daily"),
)


def known(*rows: str, screener: str | None = "screener", apart: tuple[str, ...] = ()) -> list[str]:
    """The questions that are taken for it; rows: type | name | label."""
    made = form(table("survey", "type | name | label", *rows), YES_NO)
    return [node.name for node, _ in taking_part(made, (), screener, apart)]


def screened(first: str, second: str = "integer | age | Alter?") -> list[str]:
    """Of a screener that begins with these two."""
    return known("begin group | screener | S", first, second, "end group | | ", "integer | rooms | Zimmer?")


@pytest.mark.parametrize(
    "name",
    [
        "consent",
        "Consent",
        "q1_consent",
        "teilnahme",
        "einwilligung",
        "einverständnis",
        "mitmachen",
        "go_on",
        "f01_bereit",
    ],
)
def test_a_usual_name_is_enough_among_the_opening_questions(name: str) -> None:
    asked, rest = f"select_one yn | {name} | Geht das?", "integer | age | Alter?"
    assert [name] == screened(asked)
    assert [name] == known(asked, "begin group | screener | S", rest, "end group | | ")
    assert [name] == known("text | hello | Guten Tag?", asked, rest, screener=None)
    assert [] == screened(rest, asked)
    assert [] == known("begin group | screener | S", rest, "end group | | ", asked)
    assert [] == known("select_one yn | other | Wohnen Sie hier?", asked, screener=None)
    assert [] == known(f"text | {name} | Was meinen Sie?", "begin group | screener | S", rest, "end group | | ")


@pytest.mark.parametrize(
    "label",
    [
        "Would you like to take part?",
        "We are asking 2000 people. Would you like to take part in our short survey?",
        "Are you willing to participate in this study of the city?",
        "Do you agree to an interview of ten minutes?",
        "The survey is voluntary. Do you consent?",
        "Möchten Sie an der Bürgerumfrage teilnehmen?",
        "Nehmen Sie an unserer Befragung teil?",
        "Es dauert zehn Minuten. Machen Sie mit?",
        "Haben Sie Zeit, jetzt mitzumachen?",
        "Die Teilnahme ist freiwillig. Sind Sie damit einverstanden?",
        "Sind Sie bereit zu einem kurzen Interview?",
        "Sind Sie mit der Befragung einverstanden?",
        "Möchten Sie teilnehmen? Das Gespräch wird aufgezeichnet.",
    ],
)
def test_a_label_that_asks_to_take_part_is_enough_too(label: str) -> None:
    assert ["x"] == screened(f"select_one yn | x | {label}")


@pytest.mark.parametrize(
    "label",
    [
        "Do you take part in sports?",
        "We are doing a survey. Do you participate in a club?",
        "In this survey we ask whether you participate in sports.",
        "Did you take part in our survey?",
        "Have you ever participated in a survey?",
        "Do you often take part in a survey?",
        "Would you take part in another survey?",
        "Would you like to take part in the prize draw of the survey?",
        "Do you agree with the mayor?",
        "Are you willing to study abroad?",
        "The survey is recorded. Do you agree?",
        "Nehmen Sie an Sportkursen teil?",
        "In dieser Umfrage geht es darum, ob Sie an Kursen teilnehmen.",
        "Machen Sie im Verein mit?",
        "Haben Sie schon einmal an einer Umfrage teilgenommen?",
        "Würden Sie an einer weiteren Befragung teilnehmen?",
        "Sind Sie mit der Arbeit der Stadt einverstanden?",
        "Sind Sie einverstanden, dass wir das Gespräch aufzeichnen?",
        "Wohnen Sie in Hannover?",
    ],
)
def test_a_question_about_something_else_ends_nothing(label: str) -> None:
    assert not asks_to_take_part(label.lower())
    assert [] == screened(f"select_one yn | x | {label}")


def test_taking_part_in_something_else_is_no_consent_whatever_the_question_is_called() -> None:
    assert [] == screened("select_one yn | teilnahme | Nehmen Sie an Sportkursen teil?")
    assert [] == screened("select_one yn | consent | May we record the call?")


def test_only_a_yes_or_no_to_the_words_counts() -> None:
    assert [] == screened("select_one often | x | Would you like to take part?")


def test_a_later_question_in_the_same_words_ends_nothing() -> None:
    rows = ("begin group | screener | S", "integer | age | Alter?", "end group | | ")
    assert [] == known(*rows, "select_one yn | x | Would you like to take part in our survey?")


def test_another_consent_of_the_study_is_not_it() -> None:
    rows = (
        "select_one yn | consent | Geht das?",
        "begin group | screener | S",
        "integer | age | Alter?",
        "end group | | ",
    )
    assert [] == known(*rows, apart=("consent",))
    assert ["consent"] == known(*rows, apart=("again",))


def test_every_opening_question_that_asks_for_it_counts_once() -> None:
    rows = ("begin group | screener | S", "integer | age | Alter?", "end group | | ")
    asked = known("select_one yn | willing | Machen Sie mit?", "select_one yn | einwilligung | Geht das?", *rows)
    assert ["willing", "einwilligung"] == asked
