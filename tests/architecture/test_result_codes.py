"""No code of the catalogue of outcomes is written out but in its row; what is needed by name has a role there."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

from cati_app.domain.outcomes.result_book import STANDARD_RESULTS

APP = Path(__file__).parents[2] / "cati_app"
ITS_ROOM = "domain/outcomes/"
HISTORY = ("store/migrations/", "store/postgres/migrations/", "store/hub/migrations/")  # say what databases once held
PLAY = "demo/"  # what the people of the demo are told to say and to press: data of a study

OTHER_MEANING = {
    "cli/export.py": {"complete", "partial"},  # what an option is given
    "domain/casework/lengths.py": {"complete"},  # a kind of length
    "engine/xlsform/telephone.py": {"no_answer"},  # an author's choice that stands for a special answer
    "fieldwork/calling/make_call.py": {"call_blocked"},  # a fact of the log
    "fieldwork/monitor/read_compliance.py": {"call_blocked"},  # the same
    "domain/quota/cells.py": {"not_screened"},  # what a form reads as quota_status
    "ui/analyst/states.py": {"complete"},  # which interviews a data set has
    "ui/desk/outcomes/progress_words.py": {"complete"},  # what a line of the table counts, in words
    "fieldwork/monitor/data.py": {"complete", "partial"},  # which interviews a data set has
    "fieldwork/interview/screening.py": {"not_screened"},  # a text of `ending` in study.yaml
    "domain/sharing/leases.py": {"duplicate"},  # why an interview is not counted
    "store/case_tables.py": {"appointment_firm"},  # a column
    "store/case_rows.py": {"appointment_firm"},  # the same
}
"""Words that happen to be codes too."""

CODES = frozenset(STANDARD_RESULTS.results)
_QUOTED = re.compile(r"'(\w+)'")


def codes_in(source: str) -> Iterator[str]:
    """Codes that stand in a module as a text, or within quotes in a text, as a statement of SQL has them."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield from CODES.intersection((node.value, *_QUOTED.findall(node.value)))


def test_codes_are_written_out_in_their_rows_alone() -> None:
    written: defaultdict[str, set[str]] = defaultdict(set)
    for path in sorted(APP.rglob("*.py")):
        name = path.relative_to(APP).as_posix()
        if not name.startswith((ITS_ROOM, *HISTORY, PLAY)):
            for code in codes_in(path.read_text(encoding="utf-8")):
                written[name].add(code)

    assert written == OTHER_MEANING


@pytest.mark.parametrize(
    ("source", "codes"),
    [
        ('x = "busy"', ["busy"]),
        ("x = f\"AND result = {y} OR result = 'no_answer'\"", ["no_answer"]),
        ('x = "busy lines are called again"', []),
    ],
)
def test_a_code_is_noticed_as_a_text_and_in_a_statement(source: str, codes: list[str]) -> None:
    assert codes == list(codes_in(source))
