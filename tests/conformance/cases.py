"""Reads the cases of tests/golden/expressions."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parents[1] / "golden" / "expressions"
ROOT = Path(__file__).parents[2]
_IN_REPEAT = "@hh "
_FEATURE = "feature: "


@dataclass(frozen=True)
class Case:
    """An expression and the text it gives; in the repeat one text a row."""

    expression: str
    expected: tuple[str, ...]
    in_repeat: bool = False

    @property
    def stands_alone(self) -> bool:
        """Whether it reads no question, list or row."""
        marks = (
            "${",
            "/",
            "instance(",
            "name(",
            "namespace",
            "string()",
            "current(",
            "choice-",
            "jr:",
            "::",
            "index()",
        )
        return not self.in_repeat and not any(mark in self.expression for mark in marks)


@dataclass
class Group:
    """The cases of a function or a feature, and further tests that prove it."""

    name: str
    file: str
    feature: bool
    spec: str = ""
    deviation: str = ""
    cases: list[Case] = field(default_factory=list)
    tests: list[str] = field(default_factory=list)


@cache
def groups() -> tuple[Group, ...]:
    """Every group of every file."""
    found: list[Group] = []
    for path in sorted(FOLDER.glob("*.txt")):
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.startswith("["):
                found.append(_group(line.strip()[1:-1], path.name))
            elif line.startswith("tests: "):
                found[-1].tests.append(line.removeprefix("tests: ").strip())
            elif line.strip():
                found[-1].cases.append(_case(line))
    return tuple(found)


def _group(heading: str, file: str) -> Group:
    if not heading.startswith(_FEATURE):
        return Group(heading, file, feature=False)
    name, spec, deviation, *_ = [*(part.strip() for part in heading.removeprefix(_FEATURE).split(" | ")), ""]
    return Group(name, file, feature=True, spec=spec, deviation=deviation)


def _case(line: str) -> Case:
    expression, _, expected = line.rpartition(" =>")
    in_repeat = expression.startswith(_IN_REPEAT)
    texts = expected.split("|") if in_repeat else [expected]
    plain = tuple(text.strip().replace("\\n", "\n").replace("\\s", " ") for text in texts)
    return Case(expression.removeprefix(_IN_REPEAT).strip(), plain, in_repeat)
