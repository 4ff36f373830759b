"""Checks what a study says about results, rates and what is declared about calls."""

from __future__ import annotations

import difflib
from collections.abc import Callable
from typing import get_args

from cati_app.domain.outcomes.dispositions import BY_PROGRAM, DISPOSITIONS, HARD_REFUSALS
from cati_app.domain.outcomes.result_book import RESERVED, STANDARD_RESULTS
from cati_app.study.model import Study
from cati_app.study.outcomes import NoticePoint, ResultSettings

Note = Callable[..., None]
"""Notes a finding: code, path of the setting, fields of the message."""


def check_results(study: Study, note: Note) -> None:
    """Maps to nothing or to the wrong thing, and what the ledger would miss."""
    seen: set[str] = set()
    for number, result in enumerate(study.results, 1):
        path = f"results[{number}]"
        if result.code in seen:
            note("result-twice", path, code=result.code)
        seen.add(result.code)
        if STANDARD_RESULTS.find(result.code) is not None:
            _of_catalogue(result, path, note)
        else:
            _added(result, path, note)
    if study.outcomes.e_method == "fixed" and study.outcomes.e is None:
        note("e-missing", "outcomes.e_method")
    must_screen = study.screener is not None and study.outcomes.unscreened_refusal_class != "R"
    if must_screen and study.outcomes.e_method in ("casro", "one"):
        note("two-step-advised", "outcomes.e_method", method=study.outcomes.e_method)
    missing = [point for point in get_args(NoticePoint) if point not in study.notice.points]
    if study.notice.points and missing:
        note("notice-incomplete", "notice", points=", ".join(missing))


def _of_catalogue(result: ResultSettings, path: str, note: Note) -> None:
    if result.as_ is not None or result.person is not None:
        note("result-map-fixed", path, code=result.code)
    if result.never_again:
        note("result-never-again", f"{path}.never_again", code=result.code)
    row = DISPOSITIONS.get(result.code)
    if result.hidden and row is not None and not row.hideable:
        note("result-needed", f"{path}.hidden", code=result.code)


def _added(result: ResultSettings, path: str, note: Note) -> None:
    known = sorted(set(STANDARD_RESULTS.results) - BY_PROGRAM)
    if result.as_ is None:
        note("result-map-missing", path, code=result.code, suggestion=_near(result.code, known))
    elif STANDARD_RESULTS.find(result.as_) is None:
        note("result-map-unknown", f"{path}.as", code=result.code, name=result.as_, suggestion=_near(result.as_, known))
    elif result.as_ in BY_PROGRAM:
        note("result-by-program", f"{path}.as", code=result.code, name=result.as_)
    if result.never_again and result.as_ is not None and result.as_ not in HARD_REFUSALS:
        note("result-never-again", f"{path}.never_again", code=result.code)
    if result.code in RESERVED:
        note("result-reserved", f"{path}.code", code=result.code)
    if not result.label:
        note("result-label-missing", path, code=result.code)


def _near(name: str, known: list[str]) -> str:
    near = difflib.get_close_matches(name, known, 1)
    return near[0] if near else ""
