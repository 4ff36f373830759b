"""Who was screened, who is eligible, whose cell is full: studies of one's own, without the reference study's form."""

from __future__ import annotations

from pathlib import Path

import pytest

from cati_app.domain.quota.cells import CellCount, Verdict, decide, find_place
from cati_app.domain.quota.fitting import UNCLASSIFIED
from cati_app.engine.form.model import Form
from cati_app.fieldwork.interview import conduct_protocol as say
from cati_app.fieldwork.interview.screening import EarlyEnd
from cati_app.station.loading import LoadedStudy
from cati_app.station.study_reading import read_study
from cati_app.station.study_rules import rules_of
from tests.unit.fieldwork.interviews import QUOTA, Line, lead, own_form, own_rules

SCREENED = "screener: screener\n"
NAMED = SCREENED + "eligibility: [in_city, [age, adult]]\n"


def plain(*closing: str) -> Form:
    """Residence and age, then the subject; a blank age falls into a category of the calculation."""
    return own_form(
        "hidden | quota_status | | |",
        "select_one yn | willing | Machen Sie mit? | |",
        "begin group | screener | S | |",
        "select_one yn | in_city | Wohnen Sie hier? | |",
        "integer | age | Alter? | |",
        "select_one yn | adult | Ab 16? | | ${age} = ''",
        "calculate | group | | if(${age} >= 45, 'old', 'young') |",
        "end group | | | |",
        "integer | rooms | Zimmer? | |",
        *closing,
    )


@pytest.mark.parametrize(
    ("answers", "screened", "end", "shown"),
    [
        (("1", "1", "50"), True, None, "rooms"),
        (("1", "1", "!", "1"), True, None, "rooms"),  # 16 or older: eligible, without an age group
        (("1", "1", "!", "!"), False, EarlyEnd.NOT_SCREENED, "adult"),
        (("1", "1", "?", "?"), False, EarlyEnd.NOT_SCREENED, "adult"),
        (("1", "!", "50"), False, EarlyEnd.NOT_SCREENED, "age"),
        (("2",), False, EarlyEnd.REFUSED, "willing"),
        (("!",), False, EarlyEnd.REFUSED, "willing"),
    ],
)
@pytest.mark.parametrize("quota", [QUOTA, ""])
def test_only_answers_with_a_value_establish_eligibility(
    answers: tuple[str, ...], screened: bool, end: EarlyEnd | None, shown: str, quota: str
) -> None:
    questionnaire = plain()
    led = lead(questionnaire, own_rules(questionnaire, NAMED + quota), *answers)

    assert (screened, end) == (led.is_screened, led.end.goodbye if led.end else None)
    if end is not EarlyEnd.NOT_SCREENED:
        assert shown == led.shown[-1]


def test_what_is_refused_before_the_screening_ends_as_not_screened_or_as_a_refusal() -> None:
    questionnaire = plain()
    for frame, setting, willing, expected in [
        ("mobile", "UO", "1", "not_screened"),
        ("mobile", "R", "1", "refusal_respondent"),
        ("landline", "UO", "2", "refusal_household"),
        ("mobile", "UO", "2", "refusal_respondent"),
    ]:
        rules = own_rules(questionnaire, NAMED + f"outcomes: {{unscreened_refusal_class: {setting}}}\n")
        led = lead(questionnaire, rules, willing, "!", "?", "!", frame=frame)

        assert led.end is not None
        assert expected == led.end.disposition


def test_a_blank_calculation_decides_no_cell_before_its_questions_are_answered() -> None:
    questionnaire = plain()
    led = lead(questionnaire, own_rules(questionnaire, NAMED + QUOTA), "1", "1", "50")

    assert [{"group": "old"}] == led.held
    assert ["rooms"] != led.held_after
    assert "age" in led.shown[: led.shown.index(led.held_after[0]) + 1]


def test_who_answers_none_of_the_questions_of_a_dimension_has_no_cell() -> None:
    questionnaire = plain()
    led = lead(questionnaire, own_rules(questionnaire, NAMED + QUOTA), "1", "1", "!", "1")

    # the calculation makes "young" of a blank age
    assert [{"group": ""}] == led.held


@pytest.mark.parametrize("first", ["1", "2"])
def test_a_full_cell_ends_an_own_study_politely(first: str) -> None:
    questionnaire = plain()
    led = lead(questionnaire, own_rules(questionnaire, NAMED + QUOTA), "1", "1", "50", "3", taken=2)

    assert "rooms" not in led.shown
    assert led.end is not None
    assert ("quota_filled", EarlyEnd.FULL) == (led.end.disposition, led.end.goodbye)


def test_a_goodbye_of_the_form_is_read_instead_of_the_programs() -> None:
    questionnaire = own_form(
        "hidden | quota_status | | |",
        "begin group | screener | S | |",
        "integer | age | Alter? | |",
        "calculate | group | | if(${age} = '', '', if(${age} >= 45, 'old', 'young')) |",
        "end group | | | |",
        "integer | rooms | Zimmer? | | ${quota_status} = 'in'",
        "note | full | Voll. | | ${quota_status} = 'full'",
        "note | unclear | Schade. | | ${quota_status} = 'not_screened'",
    )
    rules = own_rules(questionnaire, SCREENED + QUOTA)

    full = lead(questionnaire, rules, "50", "", taken=2)
    assert (["age", "full"], "quota_filled", None) == (full.shown, *_end(full.end))
    unclear = lead(questionnaire, rules, "!", "")
    assert (["age", "unclear"], "not_screened", None) == (unclear.shown, *_end(unclear.end))


@pytest.mark.parametrize(
    ("answers", "taken", "said", "words"),
    [
        (("50",), 2, EarlyEnd.FULL, ("Ihre Gruppe ist voll.", "Danke.")),
        (("!", "!"), 0, EarlyEnd.NOT_SCREENED, ()),
    ],
)
def test_a_goodbye_of_the_form_is_read_though_the_screener_goes_on_asking(
    answers: tuple[str, ...], taken: int, said: EarlyEnd, words: tuple[str, ...]
) -> None:
    questionnaire = own_form(
        "hidden | quota_status | | |",
        "begin group | screener | S | |",
        "integer | age | Alter? | |",
        "calculate | group | | if(${age} = '', '', if(${age} >= 45, 'old', 'young')) |",
        "select_one yn | driving | Fahren Sie? | |",
        "end group | | | |",
        "integer | rooms | Zimmer? | |",
        "calculate | is_full | | if(${quota_status} = 'full', 1, 0) |",
        "begin group | ends | E | | ${is_full} = 1",
        "note | full | Ihre Gruppe ist voll. | |",
        "note | thanks | Danke. | |",
        "end group | | | |",
        "note | all | Danke, dass Sie alles beantwortet haben. | |",
    )
    led = lead(questionnaire, own_rules(questionnaire, SCREENED + QUOTA), *answers, taken=taken)

    assert led.end is not None
    assert (said, words) == (led.end.goodbye, led.end.own_words)


def test_a_no_that_leaves_only_a_goodbye_lets_the_form_say_it() -> None:
    questionnaire = own_form(
        "select_one yn | willing | Machen Sie mit? | |",
        "integer | rooms | Zimmer? | | ${willing} = 1",
        "note | bye | Danke. | | not(${willing} = 1)",
    )
    led = lead(questionnaire, own_rules(questionnaire), "2", "")

    assert (["willing", "bye"], "refusal_respondent", None) == (led.shown, *_end(led.end))


def test_back_from_an_early_end_leads_to_the_question_and_another_answer_goes_on() -> None:
    questionnaire = plain()
    for answers, again, following in [(("2",), "1", "in_city"), (("1", "1", "!", "!"), "1", "rooms")]:
        line = Line(questionnaire, own_rules(questionnaire, NAMED + QUOTA))
        for answer in answers:
            line.give(answer)
        assert line.led.end is not None
        line.led.end = None
        line.tell(say.WrapUpClosed())
        line.give(again)

        assert line.led.end is None
        assert line.conduct.session is not None
        assert following == (line.conduct.session.ref or "").rsplit("/", 1)[-1]


def test_an_outcome_of_the_form_is_asked_first() -> None:
    questionnaire = own_form(
        "begin group | screener | S | |",
        "select_one yn | in_city | Wohnen Sie hier? | |",
        "integer | age | Alter? | | ${in_city} = 1",
        "calculate | outcome | | if(${in_city} = 2, 'outside_area', if(${age} != '' and ${age} < 16,"
        " 'no_eligible_person', '')) |",
        "end group | | | |",
        "integer | rooms | Zimmer? | | ${outcome} = ''",
    )
    rules = own_rules(questionnaire, SCREENED + "outcome: outcome\n")

    assert ("outside_area", EarlyEnd.NOT_ELIGIBLE) == _end(lead(questionnaire, rules, "2").end)
    assert lead(questionnaire, rules, "1", "40").is_screened
    assert not lead(questionnaire, rules, "1", "?").is_screened
    assert not lead(questionnaire, rules, "!").is_screened


@pytest.mark.parametrize(
    ("outcome", "said"),
    [
        ("refusal", EarlyEnd.REFUSED),
        ("soft_refusal", EarlyEnd.REFUSED),
        ("unable", EarlyEnd.REFUSED),
        ("no_eligible_person", EarlyEnd.NOT_ELIGIBLE),
        ("quota_filled", EarlyEnd.FULL),
        ("residence_unknown", EarlyEnd.NOT_SCREENED),
        ("partial", None),
    ],
)
@pytest.mark.parametrize("closing", [(), ("note | bye | Danke. | | ${outcome} != ''",)])
def test_where_the_form_has_no_goodbye_after_its_outcome_the_program_says_one(
    outcome: str, said: EarlyEnd | None, closing: tuple[str, ...]
) -> None:
    questionnaire = own_form(
        "select_one yn | willing | Machen Sie mit? | |",
        f"calculate | outcome | | if(${{willing}} = 2, '{outcome}', '') |",
        "integer | rooms | Zimmer? | | ${outcome} = ''",
        *closing,
    )
    led = lead(questionnaire, own_rules(questionnaire, "outcome: outcome\n"), "2", *("",) * len(closing))

    assert (outcome, None if closing else said) == _end(led.end)
    done = lead(questionnaire, own_rules(questionnaire, "outcome: outcome\n"), "1", "3")
    assert ("complete", None) == _end(done.end)


def test_nobody_without_a_cell_is_told_that_a_group_is_full() -> None:
    questionnaire = plain()
    accepting = own_rules(questionnaire, NAMED + QUOTA)
    for taken in (0, 2, 7):
        led = lead(questionnaire, accepting, "1", "1", "!", "1", taken=taken)
        assert (None, "rooms") == (led.end, led.shown[-1])

    refusing = own_rules(questionnaire, NAMED + QUOTA + "  unknown: screen_out\n")
    led = lead(questionnaire, refusing, "1", "1", "!", "1")
    assert ("other_unknown", EarlyEnd.UNCLASSIFIED) == _end(led.end)


@pytest.mark.parametrize("accepts", [True, False])
@pytest.mark.parametrize("taken", [0, 1, 5])
def test_a_person_without_a_cell_has_a_place_or_the_truth(accepts: bool, taken: int) -> None:
    questionnaire = plain()
    more = QUOTA if accepts else QUOTA + "  unknown: screen_out\n"
    plan = own_rules(questionnaire, SCREENED + more).quota
    assert plan is not None
    decision = decide(find_place(plan, {}), lambda _: CellCount(UNCLASSIFIED, 1, taken, 0))

    assert (Verdict.UNCLASSIFIED if accepts else Verdict.NOT_ACCEPTED) == decision.verdict
    assert (accepts, accepts and taken >= 1) == (decision.has_place, decision.is_beyond)


def _end(proposed: say.ProposeEnd | None) -> tuple[str, EarlyEnd | None]:
    assert proposed is not None
    return proposed.disposition, proposed.goodbye


@pytest.mark.parametrize(("over_16", "screened"), [("1", True), ("!", False), ("?", False)])
def test_in_the_reference_study_a_refused_age_is_enough_once_somebody_is_16_or_older(
    over_16: str, screened: bool
) -> None:
    loaded = read_study(Path(__file__).parents[3] / "questionnaires" / "lokale-integration", None)
    assert isinstance(loaded, LoadedStudy)
    given = {"driving": "2", "birth_year": "!", "birth_month": "!", "age_class": "!", "over_16": over_16}
    line = Line(loaded.form, rules_of(loaded.study, loaded.form, 1.0))
    for _ in range(60):
        session = line.conduct.session
        if session is None or session.at_end or line.led.end is not None or line.led.held:
            break
        question = session.screen().questions[session.screen().focus]
        line.give(
            given.get(question.name, question.choices[0].name if question.choices else "!") if question.asks else ""
        )

    assert screened is line.led.is_screened
    if screened:
        assert line.led.end is None
        assert "" == line.led.held[0]["age_group"] or "unknown" == line.led.held[0]["age_group"]


@pytest.mark.parametrize("answer", ["2", "!"])
def test_a_no_to_an_opening_question_that_asks_to_take_part_ends_as_a_refusal(answer: str) -> None:
    questionnaire = own_form(
        "select_one yn | consent | Geht das? | |",
        "begin group | screener | S | |",
        "integer | age | Alter? | |",
        "end group | | | |",
        "select_one yn | sports | Do you take part in sports? | |",
        "integer | rooms | Zimmer? | |",
    )
    led = lead(questionnaire, own_rules(questionnaire, SCREENED), answer)
    assert led.end is not None
    assert (["consent"], EarlyEnd.REFUSED) == (led.shown, led.end.goodbye)

    led = lead(questionnaire, own_rules(questionnaire, SCREENED), "1", "30", answer)
    assert led.end is None
    assert "rooms" == led.shown[-1]
