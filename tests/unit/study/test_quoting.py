"""Texts in study.yaml that YAML reads as numbers, dates or yes and no: found where they stand."""

from __future__ import annotations

import pytest

from cati_app.study.load import load_study
from tests.stations import STUDY


@pytest.mark.parametrize(
    ("expected", "lines"),
    [
        (("version", "value-unquoted"), "version: 2026.1"),
        (("version", "value-unquoted"), "version: 2026-01-31"),
        (("changes[1].from", "value-unquoted"), "changes: [{from: 2026.1}]"),
        (("changes[1].renamed.1", "value-unquoted"), "changes: [{from: a, renamed: {1: b}}]"),
        (("changes[1].options.q.1", "value-unquoted"), "changes: [{from: a, options: {q: {1: yes}}}]"),
        (("changes[1]", "value-invalid"), "changes: [a]"),
    ],
)
def test_what_has_to_be_quoted_is_told_where_it_stands(expected: tuple[str, str], lines: str) -> None:
    sound = "\n".join(line for line in STUDY.splitlines() if not line.startswith(lines.partition(":")[0]))

    (finding,) = load_study(f"{sound}\n{lines}\n".encode()).findings

    assert expected == (finding.column, finding.code)
    assert "FormChange" not in finding.message
