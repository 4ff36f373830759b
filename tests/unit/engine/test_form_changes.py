"""Two versions of a questionnaire: questions matched by name and by told renames, and what their answers are worth."""

from __future__ import annotations

import pytest

from cati_app.engine.changes.compare import AnswerFit, Change, Comparison, QuestionChange
from cati_app.engine.changes.steps import Course, Edition, Renaming
from cati_app.engine.form.model import Form
from tests.unit.engine.forms import form, table

PLACES = table("choices", "list_name | name | label", "place | a | North", "place | b | South")


def made(*rows: str, choices: str = PLACES) -> Form:
    return form(table("survey", "type | name | label | relevant | calculation", *rows), choices)


def course(*versions: tuple[str, Form], steps: tuple[Renaming, ...] = ()) -> Course:
    editions = [Edition((name,), f"{place}fingerprint", one) for place, (name, one) in enumerate(versions)]
    return Course(editions, steps)


def compared(*forms: Form, steps: tuple[Renaming, ...] = ()) -> Comparison:
    return Comparison(course(*((str(place), one) for place, one in enumerate(forms, 1)), steps=steps))


def changes(comparison: Comparison) -> dict[str, set[Change]]:
    return {one.name: set(one.changes) for one in comparison.changes()}


def change(comparison: Comparison, name: str) -> QuestionChange:
    return next(one for one in comparison.changes() if one.name == name)


AGE, WHY, PLACE = "integer | age | Age? | |", "text | why | Why? | |", "select_one place | place | Where? | |"


class TestNames:
    def test_a_question_is_itself_wherever_it_stands(self) -> None:
        moved = compared(made(AGE, WHY), made(WHY, "begin group | person | You | |", AGE, "end group | | | |"))
        assert {"age": {Change.MOVED}} == changes(moved)
        assert (AnswerFit.FITS, "40") == moved.carried(moved.before.by_name["age"][0], "40", "en")

    def test_a_rename_is_taken_step_by_step(self) -> None:
        forms = made(AGE), made("integer | years | Age? | |"), made("integer | age_now | Age? | |")
        steps = (Renaming("1", {"age": "years"}), Renaming("2", {"years": "age_now"}))
        assert "age_now" == course(*zip("123", forms, strict=True), steps=steps).name("age")
        assert "age_now" == course(*zip("23", forms[1:], strict=True), steps=steps).name("years")

    def test_a_version_in_between_need_not_be_known(self) -> None:
        steps = (Renaming("1", {"age": "years"}), Renaming("2", {"years": "age_now"}))
        assert "age_now" == course(("1", made(AGE)), ("3", made("integer | age_now | Age? | |")), steps=steps).name(
            "age"
        )

    def test_renamed_back_is_where_it_began(self) -> None:
        steps = (Renaming("1", {"age": "years"}), Renaming("2", {"years": "age"}))
        forms = made(AGE), made("integer | years | Age? | |"), made(AGE)
        assert "age" == course(*zip("123", forms, strict=True), steps=steps).name("age")
        assert "age" == course(*zip("23", forms[1:], strict=True), steps=steps).name("years")

    def test_two_may_change_names(self) -> None:
        both = made(AGE, "integer | size | Size? | |"), made("integer | size | Age? | |", "integer | age | Size? | |")
        steps = (Renaming("1", {"age": "size", "size": "age"}),)
        told = course(*zip("12", both, strict=True), steps=steps)
        assert ["size", "age"] == [told.name("age"), told.name("size")]

    def test_who_loses_the_name_to_another_is_gone(self) -> None:
        both = made(AGE, "integer | size | Size? | |"), made("integer | size | Age? | |")
        told = course(*zip("12", both, strict=True), steps=(Renaming("1", {"age": "size"}),))
        assert ["size", None] == [told.name("age"), told.name("size")]

    def test_a_step_waits_until_the_name_is_gone_where_the_version_stays(self) -> None:
        same = [
            ("1", made(AGE)),
            ("1", made("integer | age | How old? | |")),
            ("1", made("integer | years | Old? | |")),
        ]
        assert "years" == course(*same, steps=(Renaming("1", {"age": "years"}),)).name("age")

    def test_a_version_may_be_called_by_its_fingerprint(self) -> None:
        both = ("1", made(AGE)), ("1", made("integer | years | Age? | |"))
        assert "years" == course(*both, steps=(Renaming("0fingerp", {"age": "years"}),)).name("age")

    def test_a_name_twice_is_matched_by_path_and_then_by_order(self) -> None:
        def grouped(*names: str) -> Form:
            return made(*(row for n in names for row in (f"begin group | {n} | X | |", WHY, "end group | | | |")))

        pairs = compared(grouped("p", "q"), grouped("q", "r")).pairs
        assert {("/p/why", "/r/why"), ("/q/why", "/q/why")} == {
            (grouped("p", "q").nodes[a].path, grouped("q", "r").nodes[b].path) for a, b in pairs.items()
        }

    def test_into_a_repeat_it_is_another_question(self) -> None:
        inside = made("begin repeat | r | R | |", AGE, "end repeat | | | |")
        assert {"age": {Change.REMOVED}} == {
            name: found & {Change.REMOVED}
            for name, found in changes(compared(made(AGE, WHY), inside)).items()
            if name == "age"
        }


class TestChoices:
    def test_one_that_is_gone_takes_its_answer_along(self) -> None:
        other = made(
            PLACE, choices=table("choices", "list_name | name | label", "place | b | South", "place | c | East")
        )
        both = compared(made(PLACE), other)
        found = change(both, "place").options
        assert (("c",), ("a",)) == (found.added, found.removed)
        place = both.before.by_name["place"][0]
        assert (AnswerFit.GONE, "a") == both.carried(place, "a", "en")
        assert (AnswerFit.FITS, "b") == both.carried(place, "b", "en")

    def test_a_renamed_one_whose_name_another_takes(self) -> None:
        choices = table("choices", "list_name | name | label", "place | b | North", "place | a | West")
        both = compared(
            made(PLACE), made(PLACE, choices=choices), steps=(Renaming("1", options={"place": {"a": "b"}}),)
        )
        place = both.before.by_name["place"][0]
        assert (AnswerFit.FITS, "b") == both.carried(place, "a", "en")
        assert (AnswerFit.GONE, "b") == both.carried(place, "b", "en"), "South is no choice any more"

    def test_one_that_reads_otherwise_is_asked_again_who_chose_it(self) -> None:
        choices = table("choices", "list_name | name | label", "place | a | The north", "place | b | South")
        both = compared(made(PLACE), made(PLACE, choices=choices))
        place = both.before.by_name["place"][0]
        assert (AnswerFit.ASK_AGAIN, "a") == both.carried(place, "a", "en")
        assert (AnswerFit.FITS, "b") == both.carried(place, "b", "en")

    @pytest.mark.parametrize(("given", "verdict"), [("a", AnswerFit.ASK_AGAIN), ("a b", AnswerFit.GONE)])
    def test_several_to_one(self, given: str, verdict: AnswerFit) -> None:
        both = compared(made("select_multiple place | place | Where? | |"), made(PLACE))
        assert (verdict, given) == both.carried(both.before.by_name["place"][0], given, "en")


class TestTexts:
    def test_another_text_is_asked_again(self) -> None:
        both = compared(made(AGE), made("integer | age | How old are you? | |"))
        assert {"age": {Change.TEXT}} == changes(both)
        assert (AnswerFit.ASK_AGAIN, "40") == both.carried(both.before.by_name["age"][0], "40", "en")

    def test_only_in_the_language_that_was_spoken(self) -> None:
        def spoken(turkish: str) -> Form:
            columns = "type | name | label::German (de) | label::Turkish (tr)"
            return form(table("survey", columns, f"integer | age | Alter? | {turkish}"))

        both = compared(spoken("Yas?"), spoken("Kac yasindasiniz?"))
        age = both.before.by_name["age"][0]
        assert ("tr",) == change(both, "age").languages
        assert [AnswerFit.FITS, AnswerFit.ASK_AGAIN] == [both.carried(age, "4", code)[0] for code in ("de", "tr")]

    def test_what_it_mentions_may_move_and_be_renamed(self) -> None:
        later = made("text | extra | New? | |", "integer | years | Age? | |", "text | why | Why at ${years}? | |")
        both = compared(made(AGE, "text | why | Why at ${age}? | |"), later, steps=(Renaming("1", {"age": "years"}),))
        assert {"extra": {Change.ADDED}, "years": {Change.RENAMED}} == changes(both)

    def test_rules_are_compared_by_names(self) -> None:
        first = made(AGE, "text | why | Why? | ${age} > 10 |")
        assert {"new": {Change.ADDED}} == changes(
            compared(first, made("text | new | New? | |", AGE, "text | why | Why? | ${age} > 10 |"))
        )
        assert {"why": {Change.RULES}} == changes(compared(first, made(AGE, "text | why | Why? | ${age} > 12 |")))


def test_a_special_answer_fits_whatever_the_choices_are() -> None:
    both = compared(made(PLACE), made(PLACE, choices=table("choices", "list_name | name | label", "place | c | East")))
    assert (AnswerFit.FITS, "") == both.carried(both.before.by_name["place"][0], "", "en")


def test_the_same_form_has_no_changes() -> None:
    assert {} == changes(compared(made(AGE, WHY, PLACE), made(AGE, WHY, PLACE)))
