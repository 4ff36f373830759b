"""Checks how long a study takes to ask, and how late its quota is decided."""

from __future__ import annotations

from collections.abc import Mapping

from cati_app.domain.findings import Finding
from cati_app.engine.form.behind import questions_behind
from cati_app.engine.form.model import Form
from cati_app.engine.form.nodes import NodeKind
from cati_app.engine.form.reading import seconds_of, totals
from cati_app.study.codes import finding
from cati_app.study.load import line_of
from cati_app.study.model import Study

LATE, LATE_SECONDS = 0.5, 180.0  # share of the reading time, and time at all, after which a dimension is decided late


def length_findings(study: Study, form: Form, lines: Mapping[str, int]) -> list[Finding]:
    """Hints on length and quota; nothing is measured that the words of the questionnaire do not say."""
    return [*_length(study, form, lines), *_quota(study, form, lines)]


def _length(study: Study, form: Form, lines: Mapping[str, int]) -> list[Finding]:
    minutes = [(seconds / 60, name) for (_, name), seconds in zip(form.languages, totals(form), strict=True)]
    longest, name = max(minutes)
    expected = study.calling.expected_length_min
    if longest <= expected:
        return []
    path = "calling.expected_length_min"
    return [
        finding(
            "length-over-expected",
            line_of(path, lines),
            path,
            language=name,
            minutes=f"{longest:.0f}",
            expected=expected,
        )
    ]


def _quota(study: Study, form: Form, lines: Mapping[str, int]) -> list[Finding]:
    findings: list[Finding] = []
    whole = sum(seconds_of(form, node, form.default_language) for node in form.nodes) or 1.0
    end = _end_of(form, study.screener)
    for here, dimension in study.quota_dimensions:
        path = f"{here}.variable"
        node = next((candidate for candidate in form.by_name.get(dimension.variable, ()) if candidate.frame == 0), None)
        if dimension.from_ != "form" or node is None:
            continue
        questions = questions_behind(form, node.index)
        row, name = line_of(path, lines), dimension.variable
        early = [index for index in questions if index <= end]
        if questions and not early:
            first = form.nodes[min(questions)].name
            findings.append(finding("quota-after-screener", row, path, name=name, question=first))
        elif early:
            last = max(early)
            spoken = sum(seconds_of(form, form.nodes[i], form.default_language) for i in range(last + 1))
            if spoken > LATE_SECONDS and spoken / whole > LATE:
                findings.append(
                    finding(
                        "quota-late",
                        row,
                        path,
                        name=name,
                        question=form.nodes[last].name,
                        share=f"{spoken / whole:.0%}",
                    )
                )
    return findings


def _end_of(form: Form, screener: str | None) -> int:
    """The last node of the group that ends the screening; the last of all where there is none."""
    groups = [node for node in form.by_name.get(screener or "", ()) if node.kind is NodeKind.GROUP]
    if not groups:
        return len(form.nodes) - 1
    last = groups[0].index
    while form.children[last]:
        last = form.children[last][-1]
    return last
