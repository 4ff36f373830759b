"""A suspended interview goes on under another version: nothing is asked twice without need, nothing is lost."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from cati_app.engine.changes.compare import Comparison
from cati_app.engine.changes.steps import Course, Edition, Renaming
from cati_app.engine.form.answers import Answer, Special
from cati_app.engine.form.model import Form
from cati_app.engine.session.events import WhyApart
from cati_app.engine.session.session import InterviewSession, LogDoesNotFit, Passage, SessionEvent
from tests.unit.engine.forms import TickingClock, form, session, table

PLACES = ("list_name | name | label", "place | a | North", "place | b | South")
AGE, WHY, PLACE = "integer | age | Age? | |", "text | why | Why? | |", "select_one place | place | Where? | |"
LAST = "text | last | Last? | |"


def made(
    *rows: str, places: tuple[str, ...] = PLACES, columns: str = "type | name | label | relevant | constraint"
) -> Form:
    return form(table("survey", columns, *rows), table("choices", *places))


def answered(questionnaire: Form, answers: Mapping[str, str | Special], **options: object) -> InterviewSession:
    """As far as there are answers."""
    held = session(questionnaire, **options)  # type: ignore[arg-type]
    while not held.at_end:
        for question in held.screen().questions:
            given = answers.get(question.ref, answers.get(question.name))
            if question.asks and given is None:
                return held
            if given is not None:
                meant = Answer(special=given) if isinstance(given, Special) else Answer(given)
                assert held.answer(question.ref, meant, keep="so").check is None
        assert held.forward().check is None
    return held


def passage(*forms: Form, steps: tuple[Renaming, ...] = ()) -> Passage:
    editions = [Edition((str(place),), str(place) * 16, one) for place, one in enumerate(forms, 1)]
    return Passage("1" * 16, editions[-1].fingerprint, Comparison(Course(editions, steps)))


def carried(held: InterviewSession, *later: Form, steps: tuple[Renaming, ...] = ()) -> InterviewSession:
    """Under the last of the later versions; replaying its whole log gives the same again."""
    done = InterviewSession.carried_over(
        later[-1], TickingClock(), held.events, passage(held.form, *later, steps=steps), {}
    )
    again = InterviewSession.replay(later[-1], TickingClock(), [*held.events, *done.events])
    assert (done.ref, done.data(), done.set_apart(), done.outline()) == (
        again.ref,
        again.data(),
        again.set_apart(),
        again.outline(),
    )
    return done


def texts(held: InterviewSession) -> dict[str, str]:
    return {datum.ref: datum.text for datum in held.data().values() if datum.text}


def unconfirmed(held: InterviewSession) -> list[str]:
    return [question.ref for question in held.screen().questions if question.kept_aside]


def test_it_goes_on_where_it_stood_when_questions_moved() -> None:
    held = answered(made(AGE, PLACE, WHY, LAST), {"age": "40", "place": "a"})
    later = made("begin group | you | You | |", PLACE, AGE, "end group | | | |", WHY, LAST)
    done = carried(held, later)
    assert ({"/you/place": "a", "/you/age": "40"}, "/why") == (texts(done), done.ref)


def test_a_special_answer_and_a_remark_are_carried() -> None:
    held = answered(made(AGE, WHY), {"age": Special.REFUSED})
    held.remark("/age", "hesitated")
    datum = carried(held, made("begin group | you | You | |", AGE, "end group | | | |", WHY)).data()["/you/age"]
    assert (Special.REFUSED, "hesitated") == (datum.answer.special, datum.remark)


def test_a_new_question_before_is_asked_and_then_it_goes_on() -> None:
    held = answered(made(AGE, PLACE, WHY), {"age": "40", "place": "a"})
    done = carried(held, made(AGE, "text | new | New? | |", PLACE, WHY))
    assert ("/new", []) == (done.ref, unconfirmed(done))
    done.answer("/new", Answer("x"))
    done.forward()
    assert ("a", False) == (done.screen().questions[0].answer.text, done.screen().questions[0].kept_aside)


def test_what_reads_otherwise_is_offered_for_confirmation() -> None:
    held = answered(made(AGE, PLACE, WHY), {"age": "40", "place": "a"})
    done = carried(held, made("integer | age | How old are you? | |", PLACE, WHY))
    assert ("/age", ["/age"]) == (done.ref, unconfirmed(done))
    done.forward()
    assert ("/place", []) == (done.ref, unconfirmed(done))


def test_a_choice_that_is_gone_is_shown_and_asked_again() -> None:
    held = answered(made(AGE, PLACE, WHY), {"age": "40", "place": "a"})
    done = carried(held, made(AGE, PLACE, WHY, places=(PLACES[0], PLACES[2])))
    assert "/place" == done.ref
    (apart,) = done.set_apart()
    assert (WhyApart.CHOICE_GONE, "a", "North", "Where?") == (apart.why, apart.answer.text, apart.words, apart.label)


def test_a_removed_question_is_set_apart() -> None:
    held = answered(made(AGE, PLACE, WHY), {"age": "40", "place": "a"})
    done = carried(held, made(PLACE, WHY))
    assert [("/age", "40", WhyApart.QUESTION_GONE)] == [(one.ref, one.answer.text, one.why) for one in done.set_apart()]
    assert "/why" == done.ref


def test_a_check_of_the_new_version_counts() -> None:
    held = answered(made(AGE, WHY), {"age": "4"})
    done = carried(held, made("integer | age | Age? | | . > 15", WHY))
    assert ([WhyApart.CHECK], "/age") == ([one.why for one in done.set_apart()], done.ref)


def test_who_is_not_asked_any_more_keeps_the_answer_and_it_returns_with_the_question() -> None:
    held = answered(made(AGE, PLACE, WHY), {"age": "40", "place": "a"})
    done = carried(held, made(AGE, "select_one place | place | Where? | ${age} < 40 |", WHY))
    assert [WhyApart.OFF_PATH] == [one.why for one in done.set_apart()]
    done.jump("/age")
    done.answer("/age", Answer("30"))
    done.forward()
    assert ("/place", ["/place"], ()) == (done.ref, unconfirmed(done), done.set_apart())


def test_a_filter_waits_for_the_answer_it_reads() -> None:
    columns = "type | name | label | choice_filter"
    lists = (
        "list_name | name | label | side",
        "place | a | North | 1",
        "place | b | South | 2",
        "s | 1 | l | ",
        "s | 2 | r | ",
    )
    rows = "select_one s | side | Side? |", "select_one place | place | Where? | side = ${side}", "text | why | Why? |"
    held = answered(made(*rows, columns=columns, places=lists), {"side": "1", "place": "a"})
    done = carried(held, made(rows[1], rows[0], rows[2], columns=columns, places=lists))
    assert {"/side": "1", "/place": "a"} == texts(done)


@pytest.mark.parametrize("count", ["", "2"])
def test_rows_of_a_repeat_are_carried(count: str) -> None:
    columns = "type | name | label | repeat_count"
    rows = f"begin repeat | r | R | {count}", "text | a | A? |", "text | b | B? |", "end repeat | | |"
    first = made(*rows, "text | why | Why? |", columns=columns)
    held = session(first)
    for text in ("one", "x", "two"):
        if text == "two" and not count:
            held.answer("/r", Answer("1"))
            held.forward()
        assert held.ref is not None
        held.answer(held.ref, Answer(text))
        held.forward()
    later = made(rows[0], rows[2], rows[1], rows[3], "text | why | Why? |", columns=columns)
    done = carried(held, later)
    assert {"/r[1]/a": "one", "/r[1]/b": "x", "/r[2]/a": "two"} == {
        ref: text for ref, text in texts(done).items() if ref[-1] in "ab"
    }
    assert "/r[2]/b" == done.ref


def test_a_closed_repeat_stays_closed() -> None:
    rows = "begin repeat | r | R | |", "text | a | A? | |", "end repeat | | | |", AGE, WHY
    held = session(made(*rows))
    held.answer("/r[1]/a", Answer("one"))
    held.forward()
    held.answer("/r", Answer("0"))
    held.forward()
    held.answer("/age", Answer("40"))
    held.forward()
    assert "/why" == carried(held, made("begin group | g | G | |", *rows[:3], "end group | | | |", AGE, WHY)).ref


def test_twice_changed_and_renamed_back() -> None:
    first = made(AGE, PLACE, WHY)
    held = answered(first, {"age": "40", "place": "a"})
    middle = made("integer | years | Age? | |", WHY)
    steps = (Renaming("1", {"age": "years"}), Renaming("2", {"years": "age"}))
    then = carried(held, middle, steps=steps)
    assert ({"/years": "40"}, ["/place"]) == (texts(then), [one.ref for one in then.set_apart()])
    editions = [Edition((str(n),), str(n) * 16, one) for n, one in enumerate((first, middle), 1)]
    back = Passage("2" * 16, "1" * 16, Comparison(Course([editions[1], editions[0]], steps)))
    done = InterviewSession.carried_over(first, TickingClock(), [*held.events, *then.events], back, {})
    assert ({"/age": "40", "/place": "a"}, ()) == (texts(done), done.set_apart())
    assert ["/place"] == unconfirmed(done), "its text was not compared"


def test_a_version_that_is_not_kept_is_matched_by_names_and_everything_is_confirmed() -> None:
    held = answered(made(AGE, PLACE, WHY), {"age": "40", "place": "a"})
    later = made("begin group | you | You | |", AGE, "end group | | | |", WHY)
    done = InterviewSession.carried_over(later, TickingClock(), held.events, Passage("1", "2", None), {})
    assert ({"/you/age": "40"}, ["/you/age"]) == (texts(done), unconfirmed(done))
    assert ["/place"] == [one.ref for one in done.set_apart()]


def test_hidden_values_language_and_time_go_along() -> None:
    columns = "type | name | label::German (de) | label::Turkish (tr) | calculation"
    rows = "hidden | region | | |", "hidden | quota_status | | |", "text | a | A? | A? |", "text | b | B? | B? |"
    late = "calculate | begun | | | duration()"
    first = form(table("survey", columns, *rows))
    held = session(first, "de", {"region": "north"})
    held.set_hidden("quota_status", "in")
    held.set_language("tr")
    held.answer("/a", Answer("x"))
    held.forward()
    later = form(table("survey", columns, *rows, "hidden | fresh | | |", late))
    done = InterviewSession.carried_over(
        later, TickingClock(), held.events, passage(first, later), {"fresh": "new", "region": "other"}
    )
    assert ("tr", "north", "in", "new") == (
        done.language,
        *(done.value(name) for name in ("region", "quota_status", "fresh")),
    )
    assert done.seed == held.seed
    assert int(done.value("begun")) > 0


def test_a_log_without_a_beginning_cannot_be_carried() -> None:
    with pytest.raises(LogDoesNotFit):
        InterviewSession.carried_over(made(AGE), TickingClock(), [], passage(made(AGE), made(AGE)), {})
    odd = SessionEvent("shown", "/age", TickingClock().now(), 0)
    with pytest.raises(LogDoesNotFit):
        InterviewSession.carried_over(made(AGE), TickingClock(), [odd], Passage("1", "2", None), {})
