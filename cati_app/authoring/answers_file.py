"""Answers given by question path: how authors write them, and which question each one means."""

from __future__ import annotations

import difflib
import json
import re
from collections.abc import Mapping
from typing import Any

from cati_app.domain.phrases import Phrase
from cati_app.engine.expressions.values import to_text
from cati_app.engine.form.answers import Answer, Special
from cati_app.engine.form.model import Form
from cati_app.engine.form.nodes import Node, NodeKind
from cati_app.values import dataclass

_SEGMENT = re.compile(r"(.+?)(?:\[(\d{1,9})\])?\Z")


class AnswersProblem(ValueError):
    """A file of answers that cannot be read; the text says where and what to do."""


@dataclass(frozen=True, slots=True)
class AnswerTarget:
    """A node and the rows around it, outermost first, from 1."""

    node: Node
    rows: tuple[int, ...]


def read_json(data: bytes, name: str) -> dict[str, Any]:
    """A JSON object.

    Raises:
        AnswersProblem: it is none.
    """
    try:
        read = json.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise AnswersProblem(
            Phrase("{name}: not UTF-8 at byte {start}. Save the file as UTF-8.", name=name, start=error.start + 1)
        ) from None
    except json.JSONDecodeError as error:
        raise AnswersProblem(
            Phrase(
                "{name}: no JSON at line {lineno}, column {colno}: {msg}.",
                name=name,
                lineno=error.lineno,
                colno=error.colno,
                msg=error.msg,
            )
        ) from None
    except RecursionError:
        raise AnswersProblem(
            Phrase("{name}: nested too deeply. Write one object with a line for each question.", name=name)
        ) from None
    if not isinstance(read, dict):
        raise AnswersProblem(
            Phrase('{name}: one JSON object is expected, for instance {{"age": 34, "hh[2]/age": 7}}.', name=name)
        )
    return read


def answer_of(value: object, path: str) -> Answer:
    """The answer that a JSON value stands for.

    Texts and numbers are taken as they are, lists are several choices, true and false are XForms' words, null is no
    answer, and {"special": "dont_know"} is a special answer.

    Raises:
        AnswersProblem: it stands for none.
    """
    if isinstance(value, dict):
        special = value.get("special")
        if set(value) == {"special"} and special in {kind.value for kind in Special}:
            return Answer(special=Special(special))
        allowed = ", ".join(kind.value for kind in Special)
        raise AnswersProblem(
            Phrase(
                '{path}: a special answer is written {{"special": "…"}} with one of {allowed}.',
                path=path,
                allowed=allowed,
            )
        )
    if isinstance(value, list):
        return Answer(" ".join(answer_of(item, path).text for item in value))
    if value is None:
        return Answer()
    if isinstance(value, bool):
        return Answer("true" if value else "false")
    return Answer(to_text(float(value)) if isinstance(value, float) else str(value))


def place_of(form: Form, path: str) -> AnswerTarget:
    """The node that a path means: whole, or as much of its end as makes it the only one.

    Raises:
        AnswersProblem: none, or several.
    """
    names, numbers = [], {}
    for segment in path.strip().strip("/").split("/"):
        match = _SEGMENT.match(segment)
        if match is None:
            raise AnswersProblem(Phrase("{path}: no path of a question. Write for instance hh[2]/age.", path=path))
        names.append(match[1])
        if match[2]:
            numbers[len(names)] = int(match[2])  # counted from the end below
    depth = len(names)
    node = _node(form, names, path)
    line = _line(form, node)
    rows = []
    for distance, above in enumerate(reversed(line)):
        if above.kind is NodeKind.REPEAT and above is not node:
            rows.append(numbers.get(depth - distance, 1))
    return AnswerTarget(node, tuple(reversed(rows)))


def ref_of(form: Form, target: AnswerTarget) -> str:
    """The reference of a target, as the engine names it."""
    rows, text = list(target.rows), ""
    for node in _line(form, target.node):
        text += f"/{node.name}"
        if node.kind is NodeKind.REPEAT and node is not target.node:
            text += f"[{rows.pop(0)}]"
    return text


def repeats_of(form: Form, target: AnswerTarget) -> list[AnswerTarget]:
    """The repeats around a target, outermost first, each with the rows around itself."""
    around = [node for node in _line(form, target.node) if node.kind is NodeKind.REPEAT and node is not target.node]
    return [AnswerTarget(node, target.rows[:depth]) for depth, node in enumerate(around)]


def _line(form: Form, node: Node) -> list[Node]:
    """The node and what holds it, outermost first, without the form itself."""
    line = []
    while node.index > 0:
        line.append(node)
        node = form.nodes[node.parent]
    return line[::-1]


def _node(form: Form, names: list[str], path: str) -> Node:
    known = form.by_path.get("/" + "/".join(names)) or form.by_path.get("/" + "/".join(names[1:]) if names[1:] else "?")
    if known is not None:
        return known
    end = "/" + "/".join(names)
    nodes = [node for node in form.by_name.get(names[-1], ()) if node.path.endswith(end)]
    if len(nodes) == 1:
        return nodes[0]
    if nodes:
        places = ", ".join(node.path for node in nodes)
        raise AnswersProblem(
            Phrase(
                "{path}: several questions are called that: {places}. Write more of the path.", path=path, places=places
            )
        )
    near = difflib.get_close_matches(names[-1], list(form.by_name), 1)
    hint = Phrase(" Did you mean {near}?", near=form.by_name[near[0]][0].path) if near else ""
    raise AnswersProblem(Phrase("{path}: the questionnaire has no such question.{hint}", path=path, hint=hint))


def read_answers(form: Form, given: Mapping[str, object]) -> tuple[list[tuple[AnswerTarget, Answer]], list[str]]:
    """Answers with their targets in the order of the questionnaire, and what could not be read."""
    read: list[tuple[AnswerTarget, Answer]] = []
    problems: list[str] = []
    for path, value in given.items():
        try:
            read.append((place_of(form, path), answer_of(value, path)))
        except AnswersProblem as problem:
            problems.append(str(problem))
    read.sort(key=lambda pair: (pair[0].rows, pair[0].node.index) if pair[0].rows else ((), pair[0].node.index))
    return read, problems
