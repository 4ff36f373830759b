"""Writes docs/conformance.md from the cases, the catalogue and its deviations."""

from __future__ import annotations

from collections.abc import Iterable

from cati_app.engine.expressions.catalogue import OWN, PLAIN, REFUSED, known_functions
from tests.conformance.cases import ROOT, Group, groups
from tests.conformance.deviations import FUNCTIONS as DEVIATIONS

PAGE = ROOT / "docs" / "conformance.md"
_HEAD = """# Conformance of expressions

Made by `python -m tests.conformance` from `tests/golden/expressions` and the catalogue; a test keeps it up to date.
Every case runs in an interview, those that read no question also by themselves. What a case expects comes from the
specification named, or from what ODK Web Forms, Enketo and JavaRosa agree on; where they differ the choice stands in
the last column.
"""


def written() -> str:
    """The whole page."""
    functions = {group.name: group for group in groups() if not group.feature}
    rows = [
        _row(f"`{name}()`", (PLAIN.get(name) or OWN[name]).source, functions[name], DEVIATIONS.get(name, ""))
        for name in sorted(known_functions())
    ]
    features = [_row(group.name, group.spec, group, group.deviation) for group in groups() if group.feature]
    refused = [f"| `{name}()` | {reason} |" for name, reason in sorted(REFUSED.items())]
    total = sum(len(group.cases) for group in groups())
    return "\n".join(
        [
            _HEAD,
            f"{len(rows)} functions, {len(features)} features, {total} cases.\n",
            "## Functions\n",
            *_table(("function", "specified in", "proved by", "differs"), rows),
            "\n## Language\n",
            *_table(("feature", "specified in", "proved by", "differs"), features),
            "\n## Refused at load\n",
            *_table(("function", "why"), refused),
            "",
        ]
    )


def _table(columns: tuple[str, ...], rows: Iterable[str]) -> list[str]:
    return [f"| {' | '.join(columns)} |", "|" + "---|" * len(columns), *rows]


def _row(name: str, spec: str, group: Group, deviation: str) -> str:
    proofs = [f"{len(group.cases)} cases in {group.file}"] if group.cases else []
    proofs += [f"`{test.rpartition('::')[2]}`" for test in group.tests]
    cells = (name, spec, ", ".join(proofs), deviation)
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"
