"""Every reason of an import stands in the documentation as it is said."""

from __future__ import annotations

from pathlib import Path

from cati_app.domain.sampling.reasons import FILE_REASONS, REASONS

_TEXT = (Path(__file__).parents[2] / "docs" / "samples.md").read_text(encoding="utf-8")


def test_the_documentation_lists_exactly_the_reasons() -> None:
    rows = [f"| `{code}` | {one.costs.value} | {one.message} | {one.cure} |" for code, one in REASONS.items()]
    files = [f"| `{code}` | {message} | {cure} |" for code, (message, cure) in FILE_REASONS.items()]

    assert [*rows, *files] == [line for line in _TEXT.splitlines() if line.startswith("| `")]
