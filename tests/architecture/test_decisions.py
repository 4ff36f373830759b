"""Every decision has a number of its own, and its heading bears it."""

from __future__ import annotations

from pathlib import Path

_DECISIONS = sorted((Path(__file__).parents[2] / "docs" / "decisions").glob("*.md"))


def test_no_two_decisions_have_the_same_number() -> None:
    numbers = [path.name[:4] for path in _DECISIONS]

    assert sorted(set(numbers)) == numbers


def test_every_heading_bears_the_number_of_its_file() -> None:
    headings = {path.name: path.read_text(encoding="utf-8").partition("\n")[0] for path in _DECISIONS}

    assert [] == [name for name, heading in headings.items() if not heading.startswith(f"# {name[:4]} ")]
