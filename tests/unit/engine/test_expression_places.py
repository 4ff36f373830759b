"""Functions that look at more than their arguments: rows, languages, time, chance, what stood there before."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from cati_app.engine.expressions.functions import seed_of, shuffled
from cati_app.engine.expressions.runtime import Runtime
from cati_app.engine.form.answers import Answer
from cati_app.engine.form.model import Form
from cati_app.engine.form.offer import ChoiceItems
from cati_app.engine.session.session import InterviewSession
from tests.unit.engine.forms import TickingClock, form, session, table

_TWO_LANGUAGES = form(
    table(
        "survey",
        "type | name | label::English (en) | label::German (de) | calculation",
        "select_one c | one | One? | Eins? |",
        "calculate | label | | | jr:choice-name(${one}, '${one}')",
        "calculate | other | | | choice-label(${one}, 'b')",
        "calculate | text | | | jr:itext('c-0')",
        "calculate | day | | | format-date('2018-05-22', '%a %e %b')",
        "calculate | number | | | format-number(1234567.5)",
    ),
    table(
        "choices",
        "list_name | name | label::English (en) | label::German (de)",
        "c | a | One | Eins",
        "c | b | Two | Zwei",
    ),
)


def _values(interview: InterviewSession, *names: str) -> list[str]:
    return [interview.value(name) for name in names]


def test_labels_follow_the_language() -> None:
    interview = session(_TWO_LANGUAGES)
    interview.answer("one", Answer("a"))
    assert ["One", "Two", "One"] == _values(interview, "label", "other", "text")

    interview.set_language("de")

    assert ["Eins", "Zwei", "Eins"] == _values(interview, "label", "other", "text")


_WITH_REFERENCES = form(
    table(
        "survey",
        "type | name | label::en (en) | label::de (de) | calculation",
        "text | who | Who? | Wer? | ",
        "select_one c | one | One? | Eins? | ",
        "calculate | known | | | jr:itext('c-1')",
        "calculate | computed | | | jr:itext(instance('c')/root/item[name = ${one}]/itextId)",
    ),
    table(
        "choices",
        "list_name | name | label::en (en) | label::de (de)",
        "c | a | Nobody | Niemand",
        "c | b | With ${who} | Mit ${who}",
    ),
)


@pytest.mark.parametrize("full", [False, True])
def test_a_label_by_its_identifier_is_filled_in_and_follows_answer_and_language(full: bool) -> None:
    interview = InterviewSession(_WITH_REFERENCES, TickingClock(), seed=1, language="en", hidden={}, full=full)
    interview.answer("who", Answer("Ann"))
    interview.answer("one", Answer("b"))
    assert ["With Ann", "With Ann"] == _values(interview, "known", "computed")

    interview.answer("who", Answer("Bo"))
    interview.set_language("de")
    assert ["Mit Bo", "Mit Bo"] == _values(interview, "known", "computed")

    interview.answer("one", Answer("a"))
    assert ["Mit Bo", "Niemand"] == _values(interview, "known", "computed")


def test_months_and_days_follow_the_language() -> None:
    interview = session(_TWO_LANGUAGES)
    assert "Tue 22 May" == interview.value("day")

    interview.set_language("de")

    assert "Di 22 Mai" == interview.value("day")


def test_numbers_are_grouped_as_the_language_writes_them() -> None:
    interview = session(_TWO_LANGUAGES)
    assert "1,234,567.5" == interview.value("number")

    interview.set_language("de")

    assert "1.234.567,5" == interview.value("number")


def test_chance_repeats_itself_in_a_replay() -> None:
    questionnaire = form(
        table(
            "survey",
            "type | name | label | calculation",
            "text | a | A? |",
            "calculate | r | | random()",
            "calculate | u | | uuid()",
            "calculate | g | | geo-scatter('50 7', 100)",
        )
    )
    interview = session(questionnaire, seed=7)

    again = InterviewSession.replay(questionnaire, TickingClock(), interview.events)

    assert _values(interview, "r", "u", "g") == _values(again, "r", "u", "g")
    assert interview.value("u") != session(questionnaire, seed=8).value("u")


@pytest.mark.parametrize(
    ("expected", "seed"),
    [
        ("AFCBDE", "42"),
        ("EDAFBC", "-42"),
        ("BFEACD", "1"),
        ("ACDBFE", "11111111"),
        ("BFEACD", "1.1"),
        ("CBEAFD", "0"),
        ("CBEAFD", ""),
        ("CBEAFD", "Infinity"),
    ],
)
def test_shuffles_are_those_of_the_specification(expected: str, seed: str) -> None:
    # Expected: the tests of ODK Web Forms, which agree with JavaRosa and Enketo.
    assert expected == "".join(shuffled("ABCDEF", seed_of(seed)))


def test_a_text_is_a_seed_by_the_first_eight_bytes_of_its_digest() -> None:
    # SHA-256 of "abc" begins ba7816bf 8f01cfea, as a signed number:
    assert int("ba7816bf8f01cfea", 16) - 2**64 == seed_of("abc")


def test_once_keeps_its_first_value() -> None:
    questionnaire = form(
        table("survey", "type | name | label | calculation", "text | a | A? |", "calculate | first | | once(${a})")
    )
    interview = session(questionnaire)
    interview.answer("a", Answer("x"))

    interview.answer("a", Answer("y"))

    assert "x" == interview.value("first")


@pytest.mark.parametrize(
    ("kept", "event"),
    [
        ("calculate | kept | | ${a} = '1' | once(${seen}) |", "answered"),
        ("calculate | kept | | | ${seen} | ${a}", "answered"),
        ("calculate_here | kept | | | ${seen} |", "shown"),
    ],
    ids=["once under a condition", "trigger", "calculate_here"],
)
def test_a_time_that_is_kept_is_that_of_the_event_it_is_kept_at(kept: str, event: str) -> None:
    clock, zone = TickingClock(), ZoneInfo("Europe/Berlin")
    columns = "type | name | label | relevant | calculation | trigger"
    rows = ("text | a | A? | | |", "calculate | seen | | | now() |", kept, "text | b | B? | | |")
    interview = InterviewSession(form(table("survey", columns, *rows)), clock, seed=1, language="en", hidden={})

    events = [*interview.answer("a", Answer("1")).events, *interview.forward().events]

    at = next(told.at for told in events if told.kind == event)
    assert at == datetime.fromisoformat(interview.value("kept")).astimezone(zone)


def test_relevance_of_another_question_is_followed() -> None:
    questionnaire = form(
        table(
            "survey",
            "type | name | label | relevant | calculation",
            "integer | a | A? | |",
            "text | b | B? | ${a} > 5 |",
            "calculate | shown | | | relevant(${b})",
        )
    )
    interview = session(questionnaire)
    assert "false" == interview.value("shown")

    interview.answer("a", Answer("6"))

    assert "true" == interview.value("shown")


def test_duration_counts_seconds_without_pauses() -> None:
    # The clock of these tests moves a minute whenever it is looked at: once for each event.
    questionnaire = form(
        table("survey", "type | name | label | calculation", "text | a | A? |", "calculate | d | | duration()")
    )
    interview = session(questionnaire)
    started = len(interview.events) - 1

    interview.answer("a", Answer("x"))
    interview.pause()
    interview.resume()
    interview.answer("a", Answer("y"))

    events = interview.events
    paused = next(place for place, event in enumerate(events) if event.kind == "paused")
    resumed = next(place for place, event in enumerate(events) if event.kind == "resumed")
    seconds = sum((later.mono_ms - event.mono_ms) // 1000 for event, later in pairwise(events))
    rested = (events[resumed].mono_ms - events[paused].mono_ms) // 1000
    assert started > 0
    assert str(seconds - rested) == interview.value("d")
    assert interview.value("d") == InterviewSession.replay(questionnaire, TickingClock(), events).value("d")


def test_a_clock_that_was_started_anew_adds_nothing_to_the_duration() -> None:
    runtime = _runtime(form(table("survey", "type | name | label", "text | a | A?")))
    runtime.pass_time(5_000, counts=True)
    runtime.pass_time(100, counts=True)
    runtime.pass_time(2_100, counts=True)

    assert 7.0 == runtime.duration()


def _runtime(questionnaire: Form) -> Runtime:
    return Runtime(ChoiceItems(questionnaire), datetime(2026, 1, 1, tzinfo=UTC) + timedelta(hours=1), "en", 1, "en")


def test_indexed_repeat_reaches_five_levels() -> None:
    begin = [f"begin repeat | r{level} | R | 2 |" for level in range(1, 6)]
    pairs = ", ".join(f"${{r{level}}}, {1 + level % 2}" for level in range(1, 6))
    places = " , ".join("position(" + "/".join([".."] * level) + ")" for level in range(5, 0, -1))
    questionnaire = form(
        table(
            "survey",
            "type | name | label | repeat_count | calculation",
            "text | a | A? | |",
            *begin,
            f"calculate | deep | | | concat({places})",
            *["end repeat | | | |"] * 5,
            f"calculate | found | | | indexed-repeat(${{deep}}, {pairs})",
        )
    )
    assert "21212" == session(questionnaire).value("found")


def test_values_of_the_place_are_blank_unless_they_are_handed_in() -> None:
    questionnaire = form(
        table(
            "survey",
            "type | name | label | calculation",
            "text | a | A? |",
            "calculate | who | | concat(username(), '/', device-info(), '/', phone-call-duration())",
        )
    )
    told = InterviewSession(questionnaire, TickingClock(), seed=1, language="en", hidden={}, given={"username": "anna"})

    assert "//" == session(questionnaire).value("who")
    assert "anna//" == told.value("who")
    assert "anna//" == InterviewSession.replay(questionnaire, TickingClock(), told.events).value("who")


def test_conditions_over_rows_follow_every_row() -> None:
    questionnaire = form(
        table(
            "survey",
            "type | name | label | repeat_count | calculation",
            "begin repeat | hh | Person | 2 |",
            "integer | age | Age? | |",
            "calculate | rank | | | rank-index(index(), ${age})",
            "end repeat | | | |",
            "calculate | adults | | | count-if(${hh}, ${age} >= 18)",
        )
    )
    interview = session(questionnaire)
    interview.answer("/hh[1]/age", Answer("30"))
    interview.answer("/hh[2]/age", Answer("40"))
    assert ["2", "1", "2"] == _values(interview, "/hh[1]/rank", "/hh[2]/rank", "adults")

    interview.answer("/hh[2]/age", Answer("4"))

    assert ["1", "2", "1"] == _values(interview, "/hh[1]/rank", "/hh[2]/rank", "adults")
