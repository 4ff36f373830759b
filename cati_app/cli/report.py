"""Findings in plain words, as commands print them."""

from __future__ import annotations

from collections.abc import Sequence

from cati_app.domain.findings import Finding, Severity

_WORDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.HINT: "hint"}


def report(findings: Sequence[Finding]) -> str:
    """The findings for people, by sheet."""
    if not findings:
        return "Nothing to complain about.\n"
    lines: list[str] = []
    sheet: str | None = ""
    for one in findings:
        if one.sheet != sheet:
            sheet = one.sheet
            lines.append(("" if not lines else "\n") + (sheet or "file"))
        place = ", ".join([*([f"row {one.row}"] if one.row else []), *([one.column] if one.column else [])])
        lines.append(f"  {_WORDS[one.severity]:<7}  {place + ': ' if place else ''}{one.message}  [{one.code}]")
        lines.append(f"           → {one.cure}")
    return "\n".join([*lines, "", _summary(findings)]) + "\n"


def _summary(findings: Sequence[Finding]) -> str:
    counts = {severity: sum(one.severity is severity for one in findings) for severity in Severity}
    return ", ".join(f"{count} {_WORDS[severity]}{'' if count == 1 else 's'}" for severity, count in counts.items())
