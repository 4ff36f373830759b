"""`cati test`: the tests that authors keep beside their questionnaire."""

from __future__ import annotations

import argparse
import json
import sys

from cati_app.authoring.answers_file import AnswersProblem
from cati_app.authoring.tests_file import Mismatch, run_test
from cati_app.cli.opening import load
from cati_app.cli.usage import there
from cati_app.domain.errors import EnvironmentProblem
from cati_app.domain.phrases import Phrase
from cati_app.study.files import read_file
from cati_app.texts import say, say_count, worded

_FOLDER = "tests"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """STUDY and --json."""
    parser.add_argument(
        "study", metavar=say("STUDY"), type=there, help=say("study folder; its tests are in STUDY/tests/*.json")
    )
    parser.add_argument("--json", action="store_true", help=say("print JSON"))


def run(arguments: argparse.Namespace) -> int:
    """Play every test; 1 when one fails, cannot be read, or there is none."""
    loaded = load(arguments.study)
    files = sorted((arguments.study / _FOLDER).glob("*.json"))
    if not files:
        raise EnvironmentProblem(
            "no_tests",
            Phrase("There are no tests in {folder}.", folder=arguments.study / _FOLDER),
            'Write one, for instance adult.json: {"answers": {"age": 40}, "expect": {"adult": "1"}}.',
        )
    handed_in = {f"study_{name}": text for name, text in loaded.study.introduction.model_dump().items()}
    outcomes: dict[str, tuple[str, list[Mismatch]]] = {}
    for file in files:
        data, problem = read_file(file)
        try:
            if data is None:
                raise AnswersProblem(problem.message if problem else Phrase("unreadable"))
            outcomes[file.name] = (
                "",
                run_test(loaded.form, data, file.name, handed_in, loaded.study.calling.time_zone),
            )
        except AnswersProblem as error:
            outcomes[file.name] = (error.args[0], [])
    failed = [name for name, (problem, differences) in outcomes.items() if problem or differences]
    if arguments.json:
        report = {
            name: {
                "passed": name not in failed,
                "problem": problem,
                "differences": [
                    {"path": wrong.path, "about": wrong.about, "expected": wrong.expected, "found": wrong.actual}
                    for wrong in differences
                ],
            }
            for name, (problem, differences) in outcomes.items()
        }
        json.dump({"tests": report, "failed": len(failed)}, sys.stdout, ensure_ascii=False, indent=1)
        sys.stdout.write("\n")
    else:
        _write(outcomes)
    return 1 if failed else 0


def _write(outcomes: dict[str, tuple[str, list[Mismatch]]]) -> None:
    failed = 0
    for name, (problem, differences) in outcomes.items():
        failed += bool(problem or differences)
        sys.stdout.write(f"{say('FAILED') if problem or differences else say('passed')}  {name}\n")
        if problem:
            sys.stdout.write(f"        {worded(problem)}\n")
        for wrong in differences:
            told = say(
                "{path}: {about} “{found}”, expected “{expected}”",
                path=wrong.path,
                about=wrong.about,
                found=wrong.actual,
                expected=wrong.expected,
            )
            sys.stdout.write(f"        {told}\n")
    told = say_count("{count} test, {failed} failed", "{count} tests, {failed} failed", len(outcomes), failed=failed)
    sys.stdout.write(f"{told}\n")
