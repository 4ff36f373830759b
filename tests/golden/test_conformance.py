"""Expressions give what the specifications say: see tests/golden/expressions and docs/conformance.md."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from cati_app.engine.expressions.catalogue import NAMESPACE, OWN, PLAIN, known_functions
from cati_app.engine.expressions.code import Scope
from cati_app.engine.expressions.compiler import Compiler
from cati_app.engine.expressions.parser import parse
from cati_app.engine.expressions.places import FramePlace, NodePlace, Places
from cati_app.engine.expressions.runtime import Runtime
from cati_app.engine.form.offer import ChoiceItems
from cati_app.engine.form.rows import RepeatRow
from tests.conformance.cases import ROOT, Group, groups
from tests.conformance.deviations import FUNCTIONS as DEVIATIONS
from tests.conformance.form import GIVEN, interview, outcome
from tests.conformance.table import PAGE, written

_BY_NAME = {group.name: group for group in groups() if not group.feature}
_NEEDED = 4  # cases of a function that takes arguments


@pytest.mark.parametrize("group", groups(), ids=lambda group: str(group.name))
def test_an_interview_gives_what_is_specified(group: Group) -> None:
    found = outcome()

    assert {case.expression: case.expected for case in group.cases} == {
        case.expression: found[case] for case in group.cases
    }


@pytest.mark.parametrize("group", groups(), ids=lambda group: str(group.name))
def test_an_expression_by_itself_gives_what_is_specified(group: Group) -> None:
    alone = [case for case in group.cases if case.stands_alone]

    assert {case.expression: case.expected[0] for case in alone} == {
        case.expression: _value(case.expression) for case in alone
    }


def test_computing_only_what_changed_gives_the_same() -> None:
    assert outcome(full=True) == outcome()


def _value(expression: str) -> str:
    places = Places(
        [NodePlace(0, "data", -1, 0, 0, is_group=True), NodePlace(1, "here", 0, 0, 1)], [FramePlace(-1, -1, 0)]
    )
    compiler = Compiler(places, {}, "42")
    source = compiler.whole(compiler.text(parse(expression), Scope(1, 0)))
    now = datetime(2026, 3, 15, 12, tzinfo=UTC).astimezone(ZoneInfo("Europe/Berlin"))
    runtime = Runtime(ChoiceItems(interview().form), now, "en", 1, "en")
    runtime.given = GIVEN
    function = eval(f"lambda r, c, d: {source}", dict(NAMESPACE))
    return str(function(RepeatRow(0, 2, (), None, "", 0), runtime, ""))


@pytest.mark.parametrize("name", sorted(known_functions()))
def test_every_function_is_proved(name: str) -> None:
    group = _BY_NAME[name]
    takes_arguments = (PLAIN[name].most if name in PLAIN else OWN[name].most) > 0

    assert len(group.cases) + _NEEDED * len(group.tests) >= (_NEEDED if takes_arguments else 1)


def test_cases_and_deviations_name_functions_there_are() -> None:
    assert set() == {*_BY_NAME, *DEVIATIONS} - set(known_functions())


@pytest.mark.parametrize("test", sorted({test for group in groups() for test in group.tests}))
def test_every_proof_named_is_there(test: str) -> None:
    file, _, name = test.partition("::")

    assert f"def {name}(" in (ROOT / file).read_text(encoding="utf-8")


def test_the_page_is_up_to_date() -> None:
    assert written() == PAGE.read_text(encoding="utf-8"), "run: python -m tests.conformance"
