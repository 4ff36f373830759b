"""Whatever a form writes, an expression ends, stays small and never raises."""

from __future__ import annotations

import pytest

from cati_app.engine.expressions.errors import ExpressionError
from cati_app.engine.expressions.matching import machine_of, matches
from tests.unit.engine.forms import form, session, table


def _value(expression: str) -> str:
    cell = expression.replace("|", "\\|")
    rows = ("integer | a | A? |", f"calculate | result | | {cell}")
    return session(form(table("survey", "type | name | label | calculation", *rows))).value("result")


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        ("^(a+)+$", "a" * 5_000 + "!"),
        ("^(a|a)*$", "a" * 5_000 + "b"),
        ("^(a|aa)+$", "a" * 5_000 + "b"),
        ("(.*)(.*)(.*)(.*)x", "a" * 5_000),
        ("(x+x+)+y", "x" * 5_000),
        ("^(([a-z])+.)+[A-Z]([a-z])+$", "a" * 5_000),
        ("(?=(a+)+b)c", "a" * 2_000),
        ("^(a?){50}a{50}$", "a" * 49),
        ("a*a*a*a*b", "a" * 5_000),
    ],
)
def test_no_pattern_hangs(pattern: str, text: str) -> None:
    assert not matches(text, pattern)


@pytest.mark.parametrize(
    ("code", "pattern"),
    [
        ("regex-invalid", "["),
        ("regex-invalid", "a)"),
        ("regex-invalid", "(a"),
        ("regex-invalid", "*a"),
        ("regex-invalid", "a**"),
        ("regex-invalid", "[b-a]"),
        ("regex-invalid", "a{3,1}"),
        ("regex-invalid", "\\"),
        ("regex-unsupported", r"(a)\1"),
        ("regex-unsupported", "(?<=a)b"),
        ("regex-unsupported", "a++"),
        ("regex-unsupported", r"\p{Greek}"),
        ("regex-unsupported", "(?s)a"),
        ("regex-unsupported", "[a&&b]"),
        ("regex-too-big", "((a{50}){50}){50}"),
        ("regex-too-big", "(" * 60 + ")" * 60),
    ],
)
def test_a_pattern_that_cannot_be_matched_is_refused(code: str, pattern: str) -> None:
    with pytest.raises(ExpressionError) as caught:
        machine_of(pattern)

    assert code == caught.value.code


def test_texts_cannot_fill_the_memory() -> None:
    rows = ["calculate | c0 | | 'abcdefghij'"]
    rows += [f"calculate | c{number} | | concat(${{c{number - 1}}}, ${{c{number - 1}}})" for number in range(1, 40)]
    interview = session(form(table("survey", "type | name | label | calculation", "text | a | A? |", *rows)))

    assert 100_000 == len(interview.value("c39"))


def test_expressions_nest_two_hundred_levels_deep() -> None:
    assert "1" == _value("(" * 200 + "1" + ")" * 200)
    assert "-1" == _value("-" * 201 + "1")
    assert "200" == _value("if(1=1, 1 + " * 199 + "1" + ", 0)" * 199)
    assert "7" == _value("if(" + "if(${a} = '', true(), " * 200 + "false()" + ")" * 200 + ", 7, 8)")
    assert "7" == _value("if(" + "if(${a} = '', " * 200 + "true()" + ", false())" * 200 + ", 7, 8)")
    assert "x" == _value("concat(" * 200 + "'x'" + ")" * 200)
    assert "z" == _value("".join(f"if(${{a}} = {number}, '{number}', " for number in range(200)) + "'z'" + ")" * 200)


def test_an_expression_of_thousands_of_characters_is_read() -> None:
    long = " + ".join(["1"] * 1_500)
    longer = "concat(" + ", ".join(f"'{number}'" for number in range(2_000)) + ")"

    assert "1500" == _value(long)
    assert "".join(map(str, range(2_000))) == _value(longer)


@pytest.mark.parametrize(
    "expression",
    [
        "tan(1 div 0)",
        "sum(1 div 0 | -1 div 0)",
        "1 div 0 - 1 div 0",
        "round(1e300, 300)",
        "round(1, 1e300)",
        "1e999",
        "int(1 div 0)",
        "pow(0, -1)",
        "exp(1e10)",
        "date(1e300)",
        "date-time(1e300)",
        "date('9999-12-31' + 1)",
        "date-time('2018-06-25T10:00:00+99:99')",
        "substr('abc', 1 div 0)",
        "substring('abc', 1e300)",
        "uuid(1e300)",
        "selected-at('a', 1e300)",
        "difference-in-months('0001-01-31', '9999-12-31')",
        "format-date('0001-01-01', '%a')",
        "format-number(1e300)",
        "geo-scatter('90 180', 1e300)",
        "5 mod 0",
        "translate('abc', 'abc', '')",
        "item-at('', 'abc', 1e300)",
        "rank-value(1 div 0, '1')",
        "base64-decode('=')",
        "number('9' * 400)",
        "randomize(1 | 2, 1e300)",
        "decimal-time('24:00')",
    ],
)
def test_nothing_a_form_writes_raises(expression: str) -> None:
    assert isinstance(_value(expression), str)
