"""Codes beside the choices of a question: lists of their own, for whoever reads answers."""

from __future__ import annotations

from cati_app.engine.form.further_choices import FurtherChoice, with_further
from cati_app.engine.form.model import Form
from cati_app.engine.xlsform.load import load_form

FORM = """
| survey |
| | type | name | label::German (de) | label::English (en) |
| | select_one places | place | Wo? | Where? |
| | select_multiple places | places | Wohin? | Where to? |
| | integer | age | Alter? | Age? |
| choices |
| | list_name | name | label::German (de) | label::English (en) |
| | places | park | Park | Park |
| | places | other | Woanders | Elsewhere |
"""
SAUNA = FurtherChoice("places", "sauna", 3, {"de": "Sauna"})
ZOO = FurtherChoice("places", "zoo", 4, {"de": "Zoo", "en": "Zoo, animals"})


def form() -> Form:
    made = load_form(FORM.encode(), "form.md").form
    assert made is not None
    return made


def choices(of: Form, name: str) -> list[tuple[str, str, str]]:
    (node,) = of.by_name[name]
    known = of.choices_by_name[node.choices].values()
    return [(each.name, each.code, str(each.label["en"][0])) for each in known]


def test_they_stand_behind_the_choices_of_their_question_alone() -> None:
    before, after = form(), with_further(form(), [SAUNA, ZOO])
    offered = [("park", "1", "Park"), ("other", "2", "Elsewhere")]
    assert [*offered, ("sauna", "3", "Sauna"), ("zoo", "4", "Zoo, animals")] == choices(after, "places")
    assert offered == choices(after, "place") == choices(before, "places")


def test_what_is_a_choice_already_and_what_asks_no_choices_stays() -> None:
    before = form()
    more = FurtherChoice("places", "park", 9, {"de": "x"}), FurtherChoice("age", "a", 9, {"de": "x"})
    assert before is with_further(before, more)
    assert before is with_further(before, ())
