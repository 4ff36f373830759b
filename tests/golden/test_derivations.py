"""The derived variables of the reference questionnaire, case by case."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml

from cati_app.engine.form.answers import Answer, Special
from cati_app.engine.form.model import Form
from cati_app.engine.form.nodes import NodeKind
from cati_app.engine.session.events import UnknownQuestion
from cati_app.engine.session.session import InterviewSession
from cati_app.engine.xlsform.load import load_form

_ROOT = Path(__file__).parents[2]
_FILE = _ROOT / "questionnaires" / "lokale-integration" / "questionnaire.xlsx"
_VECTORS = yaml.safe_load((Path(__file__).parent / "vectors_derivations.yaml").read_text(encoding="utf-8"))["vectors"]


class _StandingClock:
    def __init__(self, day: str) -> None:
        self.day = day

    def now(self) -> datetime:
        return datetime.fromisoformat(self.day).replace(hour=12, tzinfo=UTC)

    def monotonic_ms(self) -> int:
        return 0


@pytest.fixture(scope="module")
def questionnaire() -> Form:
    result = load_form(_FILE.read_bytes(), _FILE.name)
    assert result.form is not None, result.findings
    return result.form


@pytest.mark.parametrize("vector", _VECTORS, ids=lambda vector: str(vector["name"]))
def test_a_derivation_gives_the_expected_values(questionnaire: Form, vector: dict[str, Any]) -> None:
    given = vector.get("answers") or {}
    known = questionnaire.by_name
    hidden = {name: str(value) for name, value in given.items() if known[name][0].kind is NodeKind.HIDDEN}
    day = str(vector.get("today", "2026-03-15"))
    interview = InterviewSession(questionnaire, _StandingClock(day), seed=1, language="de", hidden=hidden)

    _answer_all(interview, {name: value for name, value in given.items() if name not in hidden})

    expected = {name: str(value) for name, value in vector["expect"].items()}
    assert expected == {name: interview.value(name) for name in expected}


def _answer_all(interview: InterviewSession, waiting: dict[str, Any]) -> None:
    """Give the answers in any order in which their questions open; those of closed questions are left out."""
    progress = True
    while progress:
        progress = False
        for name, value in list(waiting.items()):
            given = Answer(special=Special(value["special"])) if isinstance(value, dict) else Answer(str(value))
            try:
                step = interview.answer(name, given, keep="as in the vector")
            except UnknownQuestion:
                continue
            assert step.check is None, name
            del waiting[name]
            progress = True
