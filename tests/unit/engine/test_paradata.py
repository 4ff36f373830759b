"""How an interview went, from its events."""

from __future__ import annotations

from datetime import UTC, datetime

from cati_app.engine.form.answers import Answer
from cati_app.engine.session.events import SessionEvent
from cati_app.engine.session.paradata import QuestionPath, question_paths
from tests.unit.engine import forms


def _event(kind: str, ms: int, ref: str = "", **data: str | bool | None) -> SessionEvent:
    return SessionEvent(kind, ref, datetime(2026, 3, 1, tzinfo=UTC), ms, data)


def _paths(*events: SessionEvent) -> dict[str, QuestionPath]:
    return {path.ref: path for path in question_paths([_event("started", 1000, language="de"), *events])}


def test_time_counts_while_a_question_has_the_keyboard() -> None:
    paths = _paths(
        _event("shown", 1000, "/a"),
        _event("answered", 4000, "/a", text="1"),
        _event("moved", 4500),
        _event("shown", 4500, "/b"),
        _event("ended", 6000),
    )
    assert (paths["/a"].active_ms, paths["/b"].active_ms) == (3500, 1500)
    assert paths["/b"].first_shown_ms == 3500


def test_pauses_and_gaps_before_a_resumption_count_for_nothing() -> None:
    paths = _paths(
        _event("shown", 1000, "/a"),
        _event("paused", 2000),
        _event("resumed", 60_000),
        _event("moved", 61_000),
        _event("shown", 61_000, "/b"),
        _event("resumed", 5_000_000),
        _event("ended", 5_000_500),
    )
    assert (paths["/a"].active_ms, paths["/b"].active_ms) == (2000, 500)


def test_a_clock_that_begins_anew_gives_no_negative_time() -> None:
    paths = _paths(_event("shown", 900_000, "/a"), _event("moved", 50), _event("shown", 50, "/b"), _event("ended", 80))
    assert (paths["/a"].active_ms, paths["/b"].active_ms) == (0, 30)


def test_visits_changes_and_checks_are_counted() -> None:
    path = _paths(
        _event("shown", 1, "/a"),
        _event("check", 2, "/a", code="soft", hard=False, kept=False),
        _event("answered", 3, "/a", text="300"),
        _event("check", 3, "/a", code="soft", hard=False, kept=True),
        _event("shown", 4, "/b"),
        _event("shown", 5, "/a"),
        _event("answered", 6, "/a", text="300"),
        _event("answered", 7, "/a", text="30"),
        _event("cleared", 8, "/a"),
        _event("remark", 9, "/a", text="x"),
        _event("check", 9, "/a", code="constraint", hard=True, kept=False),
        _event("language", 9, "/a", language="tr"),
    )["/a"]
    assert (path.visits, path.answered, path.changed, path.cleared) == (2, 3, 2, 1)
    assert (path.hard_checks, path.soft_checks, path.kept, path.remarks) == (1, 1, 1, 1)
    assert path.languages == ["de", "tr"]


def test_a_real_interview_is_read_from_its_own_events() -> None:
    asked = forms.session(forms.form(forms.table("survey", "type | name | label", "text | a | A?", "text | b | B?")))
    asked.answer("/a", Answer("x"))
    asked.forward()
    asked.back()
    paths = {path.ref: path for path in question_paths(asked.events)}
    assert (paths["/a"].visits, paths["/b"].visits) == (2, 1)
    assert paths["/a"].active_ms == 180_000
