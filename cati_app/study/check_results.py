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
    for place, one in enumerate(study.results, 1):
        path = f"results[{place}]"
        if one.code in seen:
            note("result-twice", path, code=one.code)
        seen.add(one.code)
        if STANDARD_RESULTS.find(one.code) is not None:
            _of_catalogue(one, path, note)
        else:
            _added(one, path, note)
    if study.outcomes.e_method == "fixed" and study.outcomes.e is None:
        note("e-missing", "outcomes.e_method")
    missing = [point for point in get_args(NoticePoint) if point not in study.notice.points]
    if study.notice.points and missing:
        note("notice-incomplete", "notice", points=", ".join(missing))


def _of_catalogue(one: ResultSettings, path: str, note: Note) -> None:
    if one.as_ is not None or one.person is not None:
        note("result-map-fixed", path, code=one.code)
    if one.never_again:
        note("result-never-again", f"{path}.never_again", code=one.code)
    row = DISPOSITIONS.get(one.code)
    if one.hidden and row is not None and not row.hideable:
        note("result-needed", f"{path}.hidden", code=one.code)


def _added(one: ResultSettings, path: str, note: Note) -> None:
    known = sorted(set(STANDARD_RESULTS.results) - BY_PROGRAM)
    if one.as_ is None:
        note("result-map-missing", path, code=one.code, suggestion=_near(one.code, known))
    elif STANDARD_RESULTS.find(one.as_) is None:
        note("result-map-unknown", f"{path}.as", code=one.code, name=one.as_, suggestion=_near(one.as_, known))
    elif one.as_ in BY_PROGRAM:
        note("result-by-program", f"{path}.as", code=one.code, name=one.as_)
    if one.never_again and one.as_ is not None and one.as_ not in HARD_REFUSALS:
        note("result-never-again", f"{path}.never_again", code=one.code)
    if one.code in RESERVED:
        note("result-reserved", f"{path}.code", code=one.code)
    if not one.label:
        note("result-label-missing", path, code=one.code)


def _near(name: str, known: list[str]) -> str:
    near = difflib.get_close_matches(name, known, 1)
    return near[0] if near else ""
