"""`cati play`: given answers through a questionnaire, and the state of every node afterwards."""

from __future__ import annotations

import argparse
import json
import sys
from datetime import date
from typing import Any

from cati_app.authoring.answers_file import AnswersProblem, read_json
from cati_app.authoring.play import Played, play
from cati_app.cli.forms import form_arguments, language_of, load_any_form
from cati_app.cli.usage import there
from cati_app.domain.errors import EnvironmentProblem
from cati_app.domain.phrases import Phrase
from cati_app.engine.session.states import NodeState
from cati_app.study.files import read_file
from cati_app.texts import say, worded


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """FORM, --answers and what the interview starts with."""
    form_arguments(parser)
    parser.add_argument(
        "--answers", type=there, metavar=say("FILE.json"), help=say("answers by question path (default: none)")
    )
    parser.add_argument(
        "--language", default="", metavar="L", help=say("code or name of the language (default: the form's)")
    )
    parser.add_argument(
        "--today", type=_day, default=None, metavar=say("DATE"), help=say("today() as YYYY-MM-DD (default: today)")
    )
    parser.add_argument("--seed", type=int, default=0, metavar="N", help=say("seed of everything random (default: 0)"))
    parser.add_argument("--json", action="store_true", help=say("print JSON"))


def run(arguments: argparse.Namespace) -> int:
    """Print every node; 1 when an answer was not taken or a required one is missing."""
    form, _ = load_any_form(arguments.form)
    given: dict[str, Any] = {}
    if arguments.answers is not None:
        data, problem = read_file(arguments.answers)
        if data is None:
            raise EnvironmentProblem("answers_unreadable", *(problem.message, problem.cure) if problem else ("", ""))
        try:
            given = read_json(data, arguments.answers.name)
        except AnswersProblem as error:
            raise EnvironmentProblem("answers_unreadable", error.args[0], "Correct the file of answers.") from None
    answers = given["answers"] if isinstance(given.get("answers"), dict) else given
    language = language_of(form, arguments.language)
    played = play(form, answers, day=arguments.today or date.today(), language=language, seed=arguments.seed)  # noqa: DTZ011
    if arguments.json:
        json.dump(as_json(played), sys.stdout, ensure_ascii=False, indent=1)
        sys.stdout.write("\n")
    else:
        sys.stdout.write("".join(f"{line}\n" for line in as_lines(played)))
    return 1 if any(finding.code != "soft" for finding in played.findings) else 0


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(say("write the date as YYYY-MM-DD")) from None


def as_json(played: Played) -> dict[str, Any]:
    """The outcome as plain data."""
    codes: dict[str, list[dict[str, str]]] = {}
    for finding in played.findings:
        codes.setdefault(finding.ref, []).append({"code": finding.code, "message": finding.message})
    return {
        "language": played.language,
        "nodes": [_node(state, codes.get(state.ref, [])) for state in played.states],
        "findings": [
            {"path": finding.ref, "code": finding.code, "message": finding.message} for finding in played.findings
        ],
        "not_answered": list(played.not_answered),
    }


def _node(state: NodeState, findings: list[dict[str, str]]) -> dict[str, Any]:
    listed = list(findings)
    if state.check is not None and state.check.code not in {item["code"] for item in listed}:
        listed.append({"code": state.check.code, "message": state.check.message})
    return {
        "path": state.ref,
        "name": state.name,
        "kind": str(state.question or state.kind),
        "relevant": state.relevant,
        "required": state.required,
        "read_only": state.read_only,
        "value": state.answer.text,
        "special": state.answer.special.value if state.answer.special else None,
        "label": state.label,
        "hint": state.hint,
        "choices": list(state.choices),
        "unconfirmed": state.unconfirmed,
        "findings": listed,
    }


def _message(text: str) -> str:
    """Our own words in the reader's language, a questionnaire's as they are."""
    return worded(text) if isinstance(text, Phrase) else text


def as_lines(played: Played) -> list[str]:
    """The outcome for a reader: one line a node, then what was not taken."""
    lines = [say("language {code}", code=played.language), ""]
    marked = {"required": say("required"), "read_only": say("read only"), "unconfirmed": say("unconfirmed")}
    for node in (as_json(played))["nodes"]:
        marks = [
            say("asked") if node["relevant"] else say("filtered"),
            *(said for name, said in marked.items() if node[name]),
            *(item["code"] for item in node["findings"] if item["code"] != "required"),
        ]
        value = f"({node['special']})" if node["special"] else node["value"]
        lines.append(f"{node['path']} = {value}  [{', '.join(marks)}]  {' '.join(node['label'].split())}".rstrip())
    if played.findings:
        lines += ["", say("Not taken or missing:")]
        lines += [
            f"  {finding.ref or '–'}: {finding.code}{' – ' if finding.message else ''}{_message(finding.message)}"
            for finding in played.findings
        ]
    lines += ["", say("Not answered: {names}", names=", ".join(played.not_answered) or say("nothing"))]
    return lines
