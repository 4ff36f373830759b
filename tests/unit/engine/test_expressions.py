"""Expressions give what the peers agree on, and the documented choice where they differ."""

# ruff: noqa: E501 - tables of cases, one or two a line

from __future__ import annotations

import pytest

from cati_app.engine.form.answers import Answer
from tests.unit.engine.forms import codes, form, session, table

_CHOICES = table(
    "choices", "list_name | name | label | region", "c | a | Alpha | n", "c | b | Beta | s", "c | d | Delta | n"
)
_COLUMNS = "type | name | label | calculation"
_GIVEN = (
    "integer | five | Five? | ",
    "text | blank | Blank? | ",
    "text | word | Word? | ",
    "date | day | Day? | ",
    "select_multiple c | many | Many? | ",
    "select_one c | one | One? | ",
    "decimal | half | Half? | ",
)
_ANSWERS = {"five": "5", "word": "naive", "day": "2018-06-25", "many": "b a", "one": "b", "half": "0.5"}


def value(expression: str) -> str:
    """The value of a calculation in a form where some questions are answered."""
    cell = expression.replace("|", "\\|")
    interview = session(form(table("survey", _COLUMNS, *_GIVEN, f"calculate | result | | {cell}"), _CHOICES))
    for name, text in _ANSWERS.items():
        assert interview.answer(name, Answer(text)).check is None
    return interview.value("result")


@pytest.mark.parametrize(
    ("expected", "expression"),
    [
        # numbers and text
        ("7", "${five} + 2"),
        ("0.30000000000000004", "0.1 + 0.2"),
        ("10000000001", "10000000000 + 1"),
        ("0.0000001", "1 div 10000000"),
        ("Infinity", "1 div 0"),
        ("-Infinity", "-1 div 0"),
        ("", "0 div 0"),
        ("", "${blank} + 1"),
        ("1", "coalesce(${blank}, 0) + 1"),
        ("-1", "-5 mod 2"),
        ("1", "5 mod -2"),
        ("1000", "number('1e3')"),
        ("", "number('1,5')"),
        ("", "number('abc')"),
        ("true", "true()"),
        ("11", "1 + 2 * 5"),
        ("3", "2 - -1"),
        ("-5", "-${five}"),
        ("6", "(1 + 2) * 2"),
        ("2.5", "${five} div 2"),
        # comparison
        ("false", "${blank} < 3"),
        ("true", "${blank} != 9"),
        ("false", "${blank} = 9"),
        ("true", "${blank} = ''"),
        ("false", "'abc' < 'abcd'"),
        ("true", "true() = 'false'"),
        ("true", "3 < 4 < 5"),
        ("true", "${five} = 5"),
        ("true", "${five} = '5'"),
        ("false", "${five} = '05'"),
        ("true", "5 = '05'"),
        ("false", "6.1 - 7.8 = -1.7"),
        ("true", "1 = 1 and 2 = 2 or 3 = 4"),
        ("false", "1 = 2 and (2 = 2 or 3 = 4)"),
        ("true", "${day} > '2018-06-24'"),
        ("true", "'2018-06-25' = ${day}"),
        # nodes as conditions follow XPath
        ("yes", "if(${blank}, 'yes', 'no')"),
        ("no", "if(${blank} != '', 'yes', 'no')"),
        ("false", "not(${blank})"),
        ("no", "if('', 'yes', 'no')"),
        ("no", "if(0, 'yes', 'no')"),
        # rounding
        ("-2", "round(-2.5)"),
        ("-1", "round(-1.5)"),
        ("3", "round(2.5)"),
        ("1.24", "round(1.235, 2)"),
        ("2", "int(2.9)"),
        ("-2", "int(-2.9)"),
        ("-3", "floor(-2.5)"),
        ("-2", "ceiling(-2.5)"),
        ("8", "pow(2, 3)"),
        ("5", "abs(-5)"),
        ("", "sqrt(-1)"),
        ("1", "exp(0)"),
        ("1000", "exp10(3)"),
        ("2", "log10(100)"),
        ("0", "log(1)"),
        ("0", "sin(0)"),
        ("1", "cos(0)"),
        ("0", "tan(0)"),
        ("0", "atan2(0, 1)"),
        ("3.141592653589793", "pi()"),
        # text
        ("naive", "string(${word})"),
        ("5", "string-length(${word})"),
        ("ai", "substr(${word}, 1, 3)"),
        ("ve", "substr(${word}, -2)"),
        ("nai", "substring(${word}, 0, 4)"),
        ("na", "substring-before(${word}, 'iv')"),
        ("ve", "substring-after(${word}, 'nai')"),
        ("NxIve", "translate(${word}, 'nai', 'NxI')"),
        ("a b", "normalize-space('  a   b ')"),
        ("true", "contains(${word}, 'aiv')"),
        ("true", "starts-with(${word}, 'na')"),
        ("true", "ends-with(${word}, 've')"),
        ("naive-5", "concat(${word}, '-', ${five})"),
        ("naive, 5", "join(', ', ${word}, ${five})"),
        ("true", "regex(${word}, 'ai')"),
        ("false", "regex(${word}, '^ai$')"),
        ("true", "regex('12', '^[0-9]{2}$')"),
        ("rL0Y20zC+Fzt72VPzMSk2A==", "digest('foo', 'MD5')"),
        ("acbd18db4cc2f85cedef654fccc4a4d8", "digest('foo', 'MD5', 'hex')"),
        ("foo", "base64-decode('Zm9v')"),
        ("true", "boolean-from-string('1')"),
        ("false", "boolean-from-string('yes')"),
        # choices
        ("true", "selected(${many}, 'a')"),
        ("false", "selected(${many}, '')"),
        ("true", "selected(${many}, ' a ')"),
        ("2", "count-selected(${many})"),
        ("b", "selected-at(${many}, 1)"),
        ("", "selected-at(${many}, 5)"),
        ("Beta", "jr:choice-name(${one}, '${one}')"),
        ("Alpha, Beta", "jr:choice-name(${many}, '${many}')"),
        ("Delta", "instance('c')/root/item[name = 'd']/label"),
        ("2", "count(instance('c')/root/item[region = 'n'])"),
        ("n", "instance('c')/root/item[name = 'a' and region = 'n']/region"),
        # dates
        ("2018-06-25", "date(${day})"),
        ("2018-07-02", "date(${day} + 7)"),
        ("17707", "number(${day})"),
        ("25.06.18", "format-date(${day}, '%d.%m.%y')"),
        ("Mon 6 Jun", "format-date(${day}, '%a %n %b')"),
        ("", "date('2018-02-30')"),
        ("0.5", "decimal-time('12:00:00')"),
        ("1", "date('1970-01-02') - date('1970-01-01')"),
        ("17707.5", "decimal-date-time('2018-06-25T12:00:00')"),
        ("09:05", "format-date-time('2018-06-25T09:05:00', '%H:%M')"),
        ("true", "today() = date(now())"),
        # several values
        ("5.5", "sum(${five} | ${half} | ${blank})"),
        ("5", "max(${five}, ${half})"),
        ("0.5", "min(${five}, ${half}, ${blank})"),
        ("", "max('')"),
        ("1", "count-non-empty(${blank} | ${five})"),
        ("2", "count(${blank} | ${five})"),
        ("true", "checklist(1, 2, ${five} = 5, ${five} = 6)"),
        ("true", "weighted-checklist(3, -1, ${five} = 5, 3, true(), 1)"),
        ("", "once('')"),
        ("x", "once('x')"),
        ("", "../nowhere"),
        ("", "number(/data/nowhere)"),
    ],
)
def test_an_expression_gives(expected: str, expression: str) -> None:
    assert expected == value(expression)


@pytest.mark.parametrize(
    ("expected", "expression"),
    [
        ("expression-syntax", "1 + * 2"),
        ("expression-ends-early", "1 +"),
        ("expression-unclosed", "(1 + 2"),
        ("expression-open-quote", "concat('a, 1)"),
        ("repaired-quotes", "${word} = ‘a’"),
        ("expression-syntax", "1 2"),
        ("function-arity", "if(1,,2)"),
        ("function-unknown", "iff(1, 2, 3)"),
        ("repaired-commas", "if(1,,2, 3)"),
        ("function-arity", "if(1, 2)"),
        ("function-arity", "today(1)"),
        ("reference-unknown", "${wrod}"),
        ("regex-invalid", "regex(${word}, '[')"),
        ("regex-unsupported", r"regex(${word}, '^(a)\1$')"),
        ("regex-too-big", "regex(${word}, '^(a{1,900}){1,900}$')"),
        ("choice-list-unknown", "instance('x')/root/item/label"),
        ("choice-column-unknown", "instance('c')/root/item[regin = 'n']/label"),
        ("cycle", "${result} + 1"),
        ("path-too-high", "../../../x"),
        ("path-unsupported", "ancestor::five"),
        ("cycle", "sum(/data/*)"),
        ("choice-name-without-list", "jr:choice-name('a', '${word}')"),
        ("text-unquoted", "selected(${many}, a)"),
        ("text-unquoted", "${word} = nothing"),
        ("null-is-blank", "${word} = null"),
        ("null-is-blank", "selected(${many}, null)"),
        ("null-is-blank", "count(instance('c')/root/item[name = null])"),
        ("node-as-condition", "if(${word}, 1, 2)"),
        ("regex-unanchored", "regex(${word}, 'a')"),
        ("order-with-blank", "${five} > ''"),
        ("node-compared-with-truth", "${word} = true()"),
        ("reference-bare", "five + 1"),
        ("path-unknown", "/data/nowhere/deep"),
        ("expression-too-deep", "(" * 600 + "1" + ")" * 600),
        ("indexed-repeat-invalid", "indexed-repeat(${word}, ${five}, 1)"),
        ("file-missing", "pulldata('f', 'a', 'b', 'c')"),
        ("function-unsupported", "extract-signed(${word}, 'key')"),
        ("function-always-blank", "plug-in-metadata(${word})"),
        ("digest-unknown", "digest(${word}, 'CRC')"),
        ("digest-unknown", "digest(${word}, 'MD5', 'octal')"),
        ("itext-unknown", "jr:itext('/data/word:label')"),
        ("index-outside-repeat", "index()"),
        (
            "predicate-too-deep",
            "count(instance('c')/root/item[count(instance('c')/root/item[count(instance('c')/root/item[name = 'a']) > 0]) > 0])",
        ),
        ("expression-unclosed", "1 (: no end"),
        ("function-arity", "weighted-checklist(1, 2, true(), 1, false())"),
    ],
)
def test_a_doubtful_expression_is_reported(expected: str, expression: str) -> None:
    assert expected in codes(table("survey", _COLUMNS, *_GIVEN, f"calculate | result | | {expression}"), _CHOICES)


def test_a_condition_of_many_parts_does_not_nest() -> None:
    parts = " or ".join(f"${{five}} = {number}" for number in range(1, 400))

    assert "true" == value(parts)
