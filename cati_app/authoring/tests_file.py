"""Authors' tests of a questionnaire: answers, and what they expect of the nodes afterwards."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from cati_app.authoring.answers_file import AnswersProblem, answer_of, place_of, read_json, ref_of
from cati_app.authoring.play import PlayFinding, play
from cati_app.domain.phrases import Phrase
from cati_app.engine.form.model import Form
from cati_app.engine.session.states import NodeState
from cati_app.values import dataclass

_KEYS = {"about", "answers", "expect", "language", "today", "seed"}
_EXPECTED = {"value", "special", "relevant", "required", "read_only", "label", "choices", "finding"}


@dataclass(frozen=True, slots=True)
class Mismatch:
    """What was expected of a node and what was found."""

    path: str
    about: str
    expected: str
    actual: str


def run_test(form: Form, data: bytes, name: str, handed_in: Mapping[str, str], zone: str) -> list[Mismatch]:
    """Play a test file and compare; no difference means passed.

    An answer that is not taken is a difference unless `expect` names the finding at its path.

    Raises:
        AnswersProblem: the file cannot be read as a test.
    """
    test = read_json(data, name)
    unknown = sorted(set(test) - _KEYS)
    if unknown or not isinstance(test.get("expect"), dict):
        what = Phrase("“{name}” is not known", name=unknown[0]) if unknown else Phrase("“expect” is missing")
        raise AnswersProblem(
            Phrase(
                "{name}: {what}. A test has {keys}; “expect” is an object.",
                name=name,
                what=what,
                keys=", ".join(sorted(_KEYS)),
            )
        )
    given = test.get("answers") or {}
    if not isinstance(given, dict):
        raise AnswersProblem(Phrase("{name}: “answers” is an object of paths and answers.", name=name))
    known = {path: value for path, value in handed_in.items() if path in form.by_name}
    played = play(
        form,
        {**known, **given},
        day=_day(test, name),
        language=str(test.get("language") or ""),
        seed=int(test.get("seed") or 0),
        zone=zone,
    )
    states = {state.ref: state for state in played.states}
    findings: dict[str, list[PlayFinding]] = {}
    for play_finding in played.findings:
        findings.setdefault(play_finding.ref, []).append(play_finding)
    differences: list[Mismatch] = []
    expected_findings: set[str] = set()
    for path, wanted in test["expect"].items():
        ref = ref_of(form, place_of(form, path))
        wishes = _wishes(wanted, path, name)
        if "finding" in wishes:
            expected_findings.add(ref)
        differences += _compare(path, wishes, states.get(ref), findings.get(ref, []))
    for play_finding in played.findings:
        if play_finding.code not in ("required", "soft") and play_finding.ref not in expected_findings:
            differences.append(Mismatch(play_finding.ref or play_finding.message, "answer", "taken", play_finding.code))
    return differences


def _day(test: dict[str, Any], name: str) -> date:
    try:
        return date.fromisoformat(str(test["today"])) if "today" in test else date.today()  # noqa: DTZ011
    except ValueError:
        raise AnswersProblem(Phrase("{name}: “today” is a date as YYYY-MM-DD.", name=name)) from None


def _wishes(wanted: object, path: str, name: str) -> dict[str, Any]:
    """What is expected of a node; a plain value means the value."""
    if not isinstance(wanted, dict):
        return {"value": answer_of(wanted, path).text}
    unknown = sorted(set(wanted) - _EXPECTED)
    if unknown:
        raise AnswersProblem(
            Phrase(
                "{name}, {path}: “{unknown}” cannot be expected; {expected} can.",
                name=name,
                path=path,
                unknown=unknown[0],
                expected=", ".join(sorted(_EXPECTED)),
            )
        )
    wishes = dict(wanted)
    if "value" in wishes:
        wishes["value"] = answer_of(wishes["value"], path).text
    return wishes


def _compare(
    path: str, wishes: dict[str, Any], state: NodeState | None, play_findings: list[PlayFinding]
) -> list[Mismatch]:
    differences = []
    for about, wanted in wishes.items():
        have = _actual(about, state, play_findings)
        if have != (wanted or "" if about in ("special", "finding") else wanted):
            differences.append(Mismatch(path, about, str(wanted), str(have)))
    return differences


def _actual(about: str, state: NodeState | None, play_findings: list[PlayFinding]) -> object:
    if about == "finding":
        return play_findings[0].code if play_findings else ""
    if state is None:
        return False if about in ("relevant", "required", "read_only") else [] if about == "choices" else ""
    if about == "special":
        return state.answer.special.value if state.answer.special else ""
    if about == "value":
        return state.answer.text
    if about == "choices":
        return list(state.choices)
    return getattr(state, about)
